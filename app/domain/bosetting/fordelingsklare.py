"""Fordelingsklare: the completed households of every mottak, as IMDi's caseworkers find and read them (S56, S69)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from app.db import sesjon
from app.domain.beboer.doerer import for_imdi_og_trukne, kjent_for_imdi
from app.domain.beboer.modell import Beboer, Bosettingssamtale, bosettinger
from app.domain.beboer.navnesoek import blant_alle
from app.domain.beboer.statuser import Bosettingsstatus
from app.domain.bosetting.overblikk import Overblikk, overblikkene
from app.domain.bosetting.tilknyttede import har_tilknytning_til, slaa_opp
from app.domain.liste import FLEST_TALT, Side, Sporring, Utvalg, hent_side, tell
from app.domain.tid import dag_i_norge, i_dag
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.mottak import Mottak

ALLE, TRUKNE = "alle", "trukket"
STATUSER = (
    Bosettingsstatus.FORDELINGSKLAR,
    Bosettingsstatus.SOEKT_UT,
    Bosettingsstatus.BOSATT,
    Bosettingsstatus.INGEN_SAK,
)


@dataclass(frozen=True)
class Saksutvalg(Utvalg):
    """What the list shows, of one mottak or of all."""

    status: str = Bosettingsstatus.FORDELINGSKLAR
    sorter: str = "ventet"
    mottak_id: str = ""
    kommune: str = ""
    """Number of the kommune that somebody is to have tilknytning to."""


@dataclass(frozen=True)
class Sak:
    """A row of the list: one household, or those of it who were interviewed together."""

    samtale: Bosettingssamtale
    mottak: str
    overblikk: Overblikk

    @property
    def bosetting(self) -> Sequence[str]:
        return bosettinger(self.samtale.deltakere)

    @property
    def ventet_dager(self) -> int | None:
        return ventet_dager(self.samtale)


def ventet_dager(samtale: Bosettingssamtale) -> int | None:
    """Days from completion until today, or until the last of them was søkt ut; None without bosettingssak."""
    medlemmer = [d for d in samtale.deltakere if d.har_bosettingssak and not d.trukket]
    if not medlemmer or samtale.ferdigstilt is None:
        return None
    venter = any(d.utsoekingsdato is None for d in medlemmer)
    til = i_dag() if venter else max(d.utsoekingsdato for d in medlemmer if d.utsoekingsdato)
    return max(0, (til - dag_i_norge(samtale.ferdigstilt)).days)


def saker(bruker: Innlogget, utvalg: Saksutvalg) -> Side[Sak]:
    """One page of the completed households. An unknown sort key is the waiting time; an unknown status finds none."""
    sortert = _sortert(_utvalgte(bruker, utvalg), utvalg.sorter)
    return hent_side(sortert, utvalg.side, partial(_les, bruker), utvalg.stoerrelse)


def antall_som_venter(bruker: Innlogget) -> int:
    """How many households hold someone who is fordelingsklar, up to one more than FLEST_TALT."""
    return tell(_utvalgte(bruker, Saksutvalg()), FLEST_TALT + 1)


def _les(bruker: Innlogget, side: Sporring) -> Iterator[Sak]:
    """The households of one page, in its order, with the members whom the reader may know of."""
    rader = sesjon.execute(side).all()
    samtaler = sesjon.scalars(
        sa.select(Bosettingssamtale)
        .join(Beboer, sa.and_(Beboer.samtale_id == Bosettingssamtale.id, kjent_for_imdi(bruker)))
        .where(Beboer.samtale_id.in_([r.samtale_id for r in rader]))
        .order_by(Beboer.foedt, Beboer.id)
        .options(contains_eager(Bosettingssamtale.deltakere))
        .execution_options(populate_existing=True)
    ).unique()
    per_id = {samtale.id: samtale for samtale in samtaler}
    kort = overblikkene(list(per_id.values()))
    return (Sak(per_id[rad.samtale_id], rad.mottak, kort[rad.samtale_id]) for rad in rader)


def _utvalgte(bruker: Innlogget, utvalg: Saksutvalg) -> Sporring:
    """The completed interviews with such a member, and the mottak where the member lives now: some have moved since.

    They are found by their members: an index of status and completion gives the next page, however many there are.
    """
    medlem = for_imdi_og_trukne(bruker).where(Beboer.ferdigstilt.is_not(None))
    kommunen = slaa_opp(utvalg.kommune) if utvalg.kommune and not utvalg.tekst else None
    # Cast, SQLite does not go by the index of the status, and reads no more than those who were looked up.
    status = sa.cast(Beboer.bosetting, sa.String) if kommunen is not None else Beboer.bosetting
    if utvalg.tekst:
        medlem = medlem.where(blant_alle(utvalg.tekst))
    if utvalg.status == TRUKNE:
        medlem = medlem.where(Beboer.trukket.is_not(None))
    elif utvalg.status != ALLE:
        kjent = utvalg.status in set(STATUSER)
        medlem = medlem.where(status == Bosettingsstatus(utvalg.status) if kjent else sa.false())
        medlem = medlem.where(Beboer.trukket.is_(None))
    if utvalg.mottak_id:
        medlem = medlem.where(Beboer.mottak_id == utvalg.mottak_id)
    if utvalg.kommune:
        medlem = medlem.where(har_tilknytning_til(utvalg.kommune, kommunen), Beboer.trukket.is_(None))
    bor = sa.func.min(Mottak.navn).label("mottak")
    funnet = medlem.join(Mottak, Mottak.id == Beboer.mottak_id).group_by(Beboer.ferdigstilt, Beboer.samtale_id)
    return funnet.with_only_columns(Beboer.samtale_id, Beboer.ferdigstilt, bor)


def _sortert(saker: Sporring, sorter: str) -> Sporring:
    """In this order; an unknown one is the waiting time."""
    navn, mottak = sa.func.min(Beboer.sorteringsnoekkel), sa.func.min(Mottak.navn)
    rekkefoelge: Mapping[str, Sequence[sa.ColumnElement[Any]]] = {
        "-ventet": (Beboer.ferdigstilt.desc(), Beboer.samtale_id.desc()),
        "navn": (navn.asc(),),
        "-navn": (navn.desc(),),
        "mottak": (mottak.asc(), Beboer.ferdigstilt.asc()),
        "-mottak": (mottak.desc(), Beboer.ferdigstilt.asc()),
    }
    return saker.order_by(*rekkefoelge.get(sorter, (Beboer.ferdigstilt.asc(),)), Beboer.samtale_id)
