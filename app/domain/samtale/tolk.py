"""Tolk: when the interpreter came, fell out and was back, and how it goes on to the next member (F72)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.beboer.modell import Beboer
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale import svar
from app.domain.samtale.svar import Innsending
from app.domain.samtale.svarlager import Svarsamling
from app.domain.samtale.tidligere import historikk
from app.domain.skjema.grammatikk import Deltakende, Sted
from app.domain.tilgang.bruker import Innlogget

FELTER = ("tolkespraak", "tolk_brukt", "tolk_id")
HVORDAN = "tolk_brukt"
IKKE, FALT_UT = "ikke", "falt_ut"
UTEN = (IKKE, FALT_UT)
"""Answers of whoever has no interpreter to hand on."""


@dataclass(frozen=True)
class Tolk:
    """The interpreter of another member, as the questions about it were answered there."""

    beboer: Beboer
    samling: Svarsamling

    @property
    def svar(self) -> Sequence[tuple[Sted, object]]:
        steder = [sted for sti in FELTER if (sted := KARTLEGGING.finn(sti)) and _verdi(self.samling, sti) is not None]
        return [(sted, _verdi(self.samling, sted.sti)) for sted in steder]


@dataclass(frozen=True)
class Veksling:
    """The interpreter came, or was gone (`ute`), and when that was stored."""

    ute: bool
    naar: datetime


@dataclass(frozen=True)
class Forloep:
    """How the interpreter takes part: `versjon` is the answer's, `hvordan` what it is or was before a fall-out (None:
    never said). The changes are never empty, oldest first."""

    sted: Sted
    versjon: int
    hvordan: str | None
    vekslinger: Sequence[Veksling]

    @property
    def ute(self) -> bool:
        return self.vekslinger[-1].ute


def forloep(beboer_id: str, samling: Svarsamling) -> Forloep | None:
    """The interpreter of a member's interview, as the answers to it have been stored; None where there is none.

    An answer that was taken back, or «Uten tolk», begins it anew: what was there before was not so.
    """
    sted = KARTLEGGING.finn(HVORDAN)
    if sted is None or _verdi(samling, HVORDAN) in (None, IKKE):
        return None
    hvordan: str | None = None
    vekslinger: list[Veksling] = []
    for svaret in reversed(historikk(beboer_id, sted)):
        if svaret.verdi in (None, IKKE):
            hvordan, vekslinger = None, []
            continue
        ute = svaret.verdi == FALT_UT
        hvordan = hvordan if ute else svaret.verdi
        if not vekslinger or vekslinger[-1].ute != ute:
            vekslinger.append(Veksling(ute, svaret.endret))
    return Forloep(sted, samling[HVORDAN].versjon, hvordan, vekslinger)


def samme_tolk(deltakere: Sequence[Beboer], svarene: Mapping[str, Svarsamling], beboer_id: str) -> Tolk | None:
    """The interpreter last used in the interview, for a member of whom it is not said yet; None where there is none."""
    if _verdi(svarene[beboer_id], HVORDAN) is not None:
        return None
    andre = [d for d in deltakere if d.id != beboer_id and _verdi(svarene[d.id], HVORDAN) not in (None, *UTEN)]
    sist = max(andre, key=lambda d: (svarene[d.id][HVORDAN].endret, d.id), default=None)
    return Tolk(sist, svarene[sist.id]) if sist else None


def bruk_samme(av: Innlogget, beboer: Deltakende, samling: Svarsamling, tolk: Tolk) -> None:
    """Answer as it was answered there, where nothing is answered yet."""
    for sted, verdi in tolk.svar:
        if _verdi(samling, sted.sti) is None and svar.finnes(sted, beboer, samling):
            versjon = samling[sted.sti].versjon if sted.sti in samling else 0
            svar.lagre_svar(av, beboer, samling, Innsending(sted.sti, sted.felt.type.til_skjema(verdi), versjon))


def _verdi(samling: Svarsamling, sti: str) -> object:
    return samling[sti].verdi if sti in samling else None
