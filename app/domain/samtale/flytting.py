"""Flytting: a text, or a part of it, moves to the question where it belongs, and leaves the history of the old one."""

from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale import svarutkast
from app.domain.samtale.fjerning import Fjernet, fjern_tidligere
from app.domain.samtale.merknad import Uviselig
from app.domain.samtale.svar import Innsending, lagre_svar
from app.domain.samtale.svarlager import Sti, Svarsamling
from app.domain.skjema.grammatikk import Deltakende
from app.domain.tilgang.bruker import Innlogget
from app.domain.unntak import IkkeFunnet, Ugyldig

ENDRET = "Teksten er endret etter at siden ble åpnet. Les den på nytt før du flytter den."
ULESELIG = "Den interne bosettingsmerknaden kan ikke leses, så ingenting er flyttet."


def flytt_tekst(
    av: Innlogget, beboer: Deltakende, samling: Svarsamling, sti: Sti, versjon: int, merket: str = ""
) -> None:
    """Move what stands in a field, or the marked part of it, behind what the other question holds; the interview is
    locked. Raises IkkeFunnet where nothing can be moved from there, Ugyldig where it has changed or there is no room.
    """
    sted, lagret = KARTLEGGING.finn(sti), samling.get(sti)
    if sted is None or not sted.felt.flyttes_til or lagret is None or not lagret.verdi:
        raise IkkeFunnet
    del_ = merket.replace("\r\n", "\n").strip()
    if lagret.versjon != versjon or del_ not in lagret.verdi:
        raise Ugyldig(ENDRET)
    _legg_til(av, beboer, samling, sted.felt.flyttes_til, del_ or lagret.verdi)
    rest = lagret.verdi.replace(del_, "", 1) if del_ else ""
    lagre_svar(av, beboer, samling, Innsending(sti, [rest], versjon))
    fjern_tidligere(av, beboer, [sti], Fjernet.FLYTTET)
    svarutkast.slett_for_felt(beboer.id, sti)


def _legg_til(av: Innlogget, beboer: Deltakende, samling: Svarsamling, sti: Sti, tekst: str) -> None:
    foer = samling.get(sti)
    if foer and isinstance(foer.verdi, Uviselig):
        raise Ugyldig(ULESELIG)
    hele = "\n\n".join(filter(None, (foer.verdi if foer else "", tekst)))
    lagre_svar(av, beboer, samling, Innsending(sti, [hele], foer.versjon if foer else 0))
