"""Overblikk: what decides where a household is settled, read off the answers as they stand after rectification.

Nothing here is health: that there is a need is told, what it is stands among the answers alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.bosetting.retting import Retting
from app.domain.kartlegging.kartlegging import UTGAVER
from app.domain.kommune.kommunevalg import Kommunevalg
from app.domain.samtale.svarlager import Sti, Svar
from app.domain.skjema.grammatikk import Liste, Skjema, Svarverdier, rader
from app.domain.tid import MYNDIGHETSALDER

HAR_TILKNYTNING, TILKNYTNING, HAR_BEHOV = "har_tilknytning", "tilknytning", "har_behov"


@dataclass(frozen=True)
class Kommunen:
    """A kommune or bydel that somebody has tilknytning to; without number where an old answer is a text."""

    nummer: str
    navn: str


@dataclass(frozen=True)
class Overblikk:
    """The household in short: of its members, those whom the reader may know of and who are not withdrawn."""

    personer: int
    barn: int
    kommuner: Sequence[Kommunen]
    tilrettelegging: bool


def er_barn(beboer: Beboer) -> bool:
    """Under age today."""
    return beboer.alder < MYNDIGHETSALDER


def tilknyttet(skjema: Skjema, svar: Svarverdier) -> list[Kommunen]:
    """The kommuner in the rows as they are shown, each once, in their order."""
    liste = skjema.ledd(TILKNYTNING)
    if not isinstance(liste, Liste) or not skjema.oppfylt(liste.hvis, "", svar):
        return []
    verdiene = (svar.get(f"{TILKNYTNING}.{rad}.kommune") for rad in rader(liste, svar))
    return list(dict.fromkeys(_kommunen(verdi) for verdi in verdiene if verdi))


def trenger_tilrettelegging(svar: Svarverdier) -> bool:
    """Whether the answer is yes."""
    return svar.get(HAR_BEHOV) == "ja"


def overblikk(samtale: Bosettingssamtale, svar: Mapping[str, Svarverdier]) -> Overblikk:
    """Of the members who are loaded, by their answers as they now stand: beboer id → path → value."""
    med = [d for d in samtale.deltakere if not d.trukket]
    skjema = UTGAVER.utgave(samtale.skjema_versjon)
    kommuner = dict.fromkeys(k for d in med for k in tilknyttet(skjema, svar.get(d.id, {})))
    behov = any(trenger_tilrettelegging(svar.get(d.id, {})) for d in med)
    return Overblikk(len(med), sum(map(er_barn, med)), list(kommuner), behov)


def overblikkene(samtaler: Sequence[Bosettingssamtale]) -> dict[str, Overblikk]:
    """By the interview's id, of the households of a page: one statement, and no more of the answers than this asks."""
    ider = [d.id for samtale in samtaler for d in samtale.deltakere]
    svar: dict[str, dict[Sti, Any]] = defaultdict(dict)
    gitt = sa.select(Svar.beboer_id, Svar.sti, Svar.verdi, sa.literal(0).label("nummer"))
    rettet = sa.select(Retting.beboer_id, Retting.sti, Retting.til, Retting.nummer)
    i_dem = Retting.samtale_id.in_([s.id for s in samtaler])
    alle = sa.union_all(
        gitt.where(Svar.beboer_id.in_(ider), _angaar(Svar.sti)),
        rettet.where(i_dem, Retting.beboer_id.in_(ider), _angaar(Retting.sti)),
    )
    for beboer_id, sti, verdi, _ in sesjon.execute(alle.order_by("nummer")):
        svar[beboer_id][sti] = verdi
    return {samtale.id: overblikk(samtale, svar) for samtale in samtaler}


def _angaar(sti: sa.ColumnElement[Sti] | Any) -> sa.ColumnElement[bool]:
    """The two questions, the rows, and the kommune in each."""
    i_raden = sa.and_(sti.like(f"{TILKNYTNING}.%"), sa.or_(sti.like("%.kommune"), sti.not_like("%.%.%")))
    return sa.or_(sti.in_([HAR_TILKNYTNING, HAR_BEHOV]), i_raden)


def _kommunen(verdi: Mapping[str, str] | str) -> Kommunen:
    nummer = "" if isinstance(verdi, str) else verdi["nummer"]
    return Kommunen(nummer, Kommunevalg().vis(verdi))
