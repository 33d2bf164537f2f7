"""Søkt ut: the households that a kommune is to settle, and what it may read of their interviews (S29, S60, S66, S70).

Only what the questionnaire opens to a kommune leaves this module (kartlegging.slik), and each reading is logged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import joinedload

from app.db import sesjon
from app.domain.beboer import fakta
from app.domain.beboer.doerer import for_kommune, trukket_fra_kommune
from app.domain.beboer.modell import Beboer, tittel
from app.domain.bosetting import retting
from app.domain.bosetting.retting import Merke
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.samtale.skjemaversjon import lesbare_for
from app.domain.samtale.svarlager import Svarsamling, hent_lagrede
from app.domain.skjema.grammatikk import Leser
from app.domain.tilgang import mottak
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.mottak import Mottak
from app.domain.unntak import IkkeFunnet


@dataclass(frozen=True)
class Kommunehusstand:
    """Those of a household whom the kommune is to settle, the eldest first."""

    id: str
    medlemmer: Sequence[Beboer]

    @property
    def tittel(self) -> str:
        return tittel(self.medlemmer)

    @property
    def antall(self) -> int:
        return len(self.medlemmer)


@dataclass(frozen=True)
class Mappe:
    """A household as the kommune reads it: each member's facts and answers, and the mottak to agree the move with."""

    husstand: Kommunehusstand
    mottak: Mottak
    svar: Mapping[str, Svarsamling]
    merker: Sequence[Merke]
    """What IMDi has rectified of it, the newest first."""

    def fakta(self, medlem: Beboer) -> list[tuple[str, str]]:
        return fakta.om(medlem, Leser.KOMMUNE, helt_nummer=True)


def husstander(bruker: Innlogget) -> list[Kommunehusstand]:
    """The households søkt ut to the own kommune, the newest first; those who are bosatt come last."""
    sporring = for_kommune(bruker).order_by(Beboer.husstand_id, Beboer.foedt, Beboer.id)
    grupper = groupby(sesjon.scalars(sporring), key=lambda beboer: beboer.husstand_id)
    alle = [Kommunehusstand(id_, list(medlemmer)) for id_, medlemmer in grupper]
    nyeste = sorted(alle, key=lambda h: (str(h.medlemmer[0].utsoekingsdato or ""), h.id), reverse=True)
    return sorted(nyeste, key=_er_bosatt)


def rettet(husstander: Sequence[Kommunehusstand]) -> Mapping[str, datetime]:
    """When a household's case was last rectified, for those that have been: household id → time."""
    medlem = {m.id: h.id for h in husstander for m in h.medlemmer}
    merker = retting.merker(_samtaler([m for h in husstander for m in h.medlemmer]), Leser.KOMMUNE)
    return {medlem[merke.beboer_id]: merke.rettet for merke in reversed(merker) if merke.beboer_id in medlem}


def trukne(bruker: Innlogget) -> Sequence[Beboer]:
    """Those whom the kommune was to settle, and who are lately withdrawn: who and when, and nothing more of them."""
    return sesjon.scalars(trukket_fra_kommune(bruker).order_by(Beboer.trukket.desc(), Beboer.id)).all()


def les_husstand(bruker: Innlogget, husstand_id: str, hvordan: Handling = Handling.SAK_LEST) -> Mappe:
    """One household, and the log says that it was read, and how. Raises IkkeFunnet, alike for another kommune's and for
    none.
    """
    medlemmer = sesjon.scalars(
        for_kommune(bruker)
        .where(Beboer.husstand_id == husstand_id)
        .order_by(Beboer.foedt, Beboer.id)
        .options(joinedload(Beboer.samtale))
    ).all()
    if not medlemmer:
        raise IkkeFunnet
    for samtale_id in _samtaler(medlemmer):
        hendelse.noter(hvordan, bruker, samtale_id=samtale_id, kommune_nummer=bruker.kommune_nummer)
    svar = _svar(medlemmer)
    merker = retting.merker(_samtaler(medlemmer), Leser.KOMMUNE)
    egne = [merke for merke in merker if merke.beboer_id in svar]
    return Mappe(Kommunehusstand(husstand_id, medlemmer), mottak.hent_mottak(medlemmer[0].mottak_id), svar, egne)


def _samtaler(medlemmer: Sequence[Beboer]) -> list[str]:
    return sorted({m.samtale_id for m in medlemmer if m.samtale_id})


def _svar(medlemmer: Sequence[Beboer]) -> dict[str, Svarsamling]:
    """What a kommune may read of those whose interview is completed, as IMDi has rectified it since (F44)."""
    rettet = [r for samtale_id in _samtaler(medlemmer) for r in retting.rettinger(samtale_id)]
    ferdige = [(m, m.samtale.skjema_versjon) for m in medlemmer if m.samtale and m.samtale.laast]
    alle = retting.gjeldende(hent_lagrede([m.id for m, _ in ferdige]), rettet)
    egne = {m.id: lesbare_for(m, alle[m.id], versjon, Leser.KOMMUNE) for m, versjon in ferdige}
    return {m.id: egne.get(m.id, {}) for m in medlemmer}


def _er_bosatt(husstand: Kommunehusstand) -> bool:
    return all(medlem.bosettingsdato for medlem in husstand.medlemmer)
