"""Fordelingsklare: the completed households of every mottak, as IMDi's caseworkers find and read them (S56, S69)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.db import sesjon
from app.domain.beboer.doerer import for_imdi_og_trukne, kjent_for_imdi
from app.domain.beboer.modell import Beboer, Bosettingssamtale, bosettinger
from app.domain.beboer.navnesoek import blant_alle, passer
from app.domain.beboer.statuser import Bosettingsstatus, Samtalestatus
from app.domain.liste import Side, Sporring, Utvalg, hent_side, tell
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


@dataclass(frozen=True)
class Sak:
    """A row of the list: one household, or those of it who were interviewed together."""

    samtale: Bosettingssamtale
    mottak: str

    @property
    def bosetting(self) -> Sequence[str]:
        return bosettinger(self.samtale.deltakere)

    @property
    def ventet_dager(self) -> int | None:
        """Days from completion until today, or until the last of them was søkt ut; None without bosettingssak."""
        medlemmer = [d for d in self.samtale.deltakere if d.har_bosettingssak and not d.trukket]
        if not medlemmer or self.samtale.ferdigstilt is None:
            return None
        venter = any(d.utsoekingsdato is None for d in medlemmer)
        til = i_dag() if venter else max(d.utsoekingsdato for d in medlemmer if d.utsoekingsdato)
        return max(0, (til - dag_i_norge(self.samtale.ferdigstilt)).days)


def saker(bruker: Innlogget, utvalg: Saksutvalg) -> Side[Sak]:
    """One page of the completed households. An unknown sort key is the waiting time; an unknown status finds none."""
    sortert = _utvalgte(bruker, utvalg).order_by(*_sortering(bruker, utvalg.sorter), Bosettingssamtale.id)
    medlemmer = selectinload(Bosettingssamtale.deltakere.and_(kjent_for_imdi(bruker)))

    def les(side: Sporring) -> list[Sak]:
        return [Sak(*rad) for rad in sesjon.execute(side.options(medlemmer))]

    return hent_side(sortert, utvalg.side, les, utvalg.stoerrelse)


def antall_som_venter(bruker: Innlogget) -> int:
    """How many households hold someone who is fordelingsklar."""
    return tell(_utvalgte(bruker, Saksutvalg()))


def _utvalgte(bruker: Innlogget, utvalg: Saksutvalg) -> sa.Select[Bosettingssamtale, str]:
    """The completed interviews with such a member, and the mottak where the member lives now: some have moved since."""
    medlem = for_imdi_og_trukne(bruker).where(Beboer.samtale_id == Bosettingssamtale.id)
    if utvalg.tekst:
        medlem = medlem.where(passer(utvalg.tekst))
    if utvalg.status == TRUKNE:
        medlem = medlem.where(Beboer.trukket.is_not(None))
    elif utvalg.status != ALLE:
        kjent = utvalg.status in set(STATUSER)
        medlem = medlem.where(Beboer.bosetting == Bosettingsstatus(utvalg.status) if kjent else sa.false())
        medlem = medlem.where(Beboer.trukket.is_(None))
    if utvalg.mottak_id:
        medlem = medlem.where(Beboer.mottak_id == utvalg.mottak_id)
    treff = for_imdi_og_trukne(bruker).where(blant_alle(utvalg.tekst)).with_only_columns(Beboer.samtale_id)
    bor = medlem.with_only_columns(sa.func.min(Beboer.mottak_id)).correlate(Bosettingssamtale).scalar_subquery()
    return (
        sa.select(Bosettingssamtale, Mottak.navn.label("mottak"))
        .join(Mottak, Mottak.id == bor)
        .where(Bosettingssamtale.status == Samtalestatus.GJENNOMFOERT)
        .where(Bosettingssamtale.id.in_(treff) if utvalg.tekst else sa.true())
    )


def _sortering(bruker: Innlogget, sorter: str) -> Sequence[sa.ColumnElement[Any]]:
    navn = (
        for_imdi_og_trukne(bruker)
        .where(Beboer.samtale_id == Bosettingssamtale.id)
        .with_only_columns(sa.func.min(Beboer.sorteringsnoekkel))
        .correlate(Bosettingssamtale)
        .scalar_subquery()
    )
    return {
        "-ventet": (Bosettingssamtale.ferdigstilt.desc(),),
        "navn": (navn.asc(),),
        "-navn": (navn.desc(),),
        "mottak": (Mottak.navn.asc(), Bosettingssamtale.ferdigstilt.asc()),
        "-mottak": (Mottak.navn.desc(), Bosettingssamtale.ferdigstilt.asc()),
    }.get(sorter, (Bosettingssamtale.ferdigstilt.asc(),))
