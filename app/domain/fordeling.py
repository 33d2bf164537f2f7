"""Fordelingsklare: the completed households of every mottak, as IMDi's caseworkers find and read them (S56, S69)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.db import sesjon
from app.domain import hendelse
from app.domain.beboer import Beboer, Bosettingsstatus, Samtalestatus, for_imdi, synlig_for_imdi
from app.domain.bruker import Bruker, Innlogget
from app.domain.hendelse import Handling, Hendelse
from app.domain.kommune import Kommune
from app.domain.merknad import Merknad
from app.domain.mottak import Mottak
from app.domain.oversikt import SIDESTOERRELSE, passer
from app.domain.samtale import Bosettingssamtale, bosettinger
from app.domain.sidedeling import sidedel
from app.domain.svar import Svarhistorikk
from app.domain.unntak import IkkeFunnet
from app.norsk import OSLO, i_dag

ALLE = "alle"
STATUSER = (
    Bosettingsstatus.FORDELINGSKLAR,
    Bosettingsstatus.SOEKT_UT,
    Bosettingsstatus.BOSATT,
    Bosettingsstatus.INGEN_SAK,
)
HOEYST_LINJER = 500


@dataclass(frozen=True)
class Utvalg:
    """What the list shows: `tekst` matches a member's name or whole DUF-nummer, `side` counts from 1."""

    tekst: str = ""
    status: str = Bosettingsstatus.FORDELINGSKLAR
    mottak_id: str = ""
    sorter: str = "ventet"
    side: int = 1


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
        medlemmer = [d for d in self.samtale.deltakere if d.har_bosettingssak]
        if not medlemmer or self.samtale.ferdigstilt is None:
            return None
        venter = any(d.utsoekingsdato is None for d in medlemmer)
        til = i_dag() if venter else max(d.utsoekingsdato for d in medlemmer if d.utsoekingsdato)
        return max(0, (til - dag(self.samtale.ferdigstilt)).days)


@dataclass(frozen=True)
class Side:
    rader: Sequence[Sak]
    antall: int
    nr: int
    sider: int


@dataclass(frozen=True)
class Lesing:
    """That somebody opened the household's page; `kommune` is the one the reader was of, None for IMDi."""

    tid: datetime
    navn: str
    kommune: str | None


@dataclass(frozen=True)
class Versjon:
    """A value that an answer has held. `verdi` of an internal remark stays encrypted: the draft was the mottak's."""

    beboer_id: str
    sti: str
    versjon: int
    verdi: Any
    endret: datetime
    navn: str
    mottak: str


def saker(bruker: Innlogget, utvalg: Utvalg) -> Side:
    """One page of the completed households. An unknown sort key is the waiting time; an unknown status finds none."""
    sporring = _utvalgte(bruker, utvalg)
    antall = sesjon.scalar(sa.select(sa.func.count()).select_from(sporring.subquery())) or 0
    nr, sider = sidedel(antall, utvalg.side, SIDESTOERRELSE)
    rader = sesjon.execute(
        sporring.order_by(*_sortering(bruker, utvalg.sorter), Bosettingssamtale.id)
        .limit(SIDESTOERRELSE)
        .offset((nr - 1) * SIDESTOERRELSE)
        .options(selectinload(Bosettingssamtale.deltakere.and_(synlig_for_imdi(bruker))))
    )
    return Side([Sak(samtale, mottak) for samtale, mottak in rader], antall, nr, sider)


def antall_som_venter(bruker: Innlogget) -> int:
    """How many households hold someone who is fordelingsklar."""
    sporring = _utvalgte(bruker, Utvalg())
    return sesjon.scalar(sa.select(sa.func.count()).select_from(sporring.subquery())) or 0


def alle_mottak() -> Sequence[Mottak]:
    """What the list can be narrowed to."""
    return sesjon.scalars(sa.select(Mottak).order_by(Mottak.navn)).all()


def hent(bruker: Innlogget, samtale_id: str) -> Bosettingssamtale:
    """A completed interview with the members whom IMDi may know of. Raises IkkeFunnet, also before completion."""
    deltakere = list(
        sesjon.scalars(
            for_imdi(bruker)
            .join(Beboer.samtale)
            .where(Beboer.samtale_id == samtale_id, Bosettingssamtale.status == Samtalestatus.GJENNOMFOERT)
            .order_by(Beboer.foedt, Beboer.id)
            .options(sa.orm.contains_eager(Beboer.samtale).joinedload(Bosettingssamtale.ferdigstilt_av))
            .execution_options(populate_existing=True)
        )
    )
    if not deltakere or deltakere[0].samtale is None:
        raise IkkeFunnet
    samtale = deltakere[0].samtale
    sa.orm.attributes.set_committed_value(samtale, "deltakere", deltakere)
    return samtale


def les(bruker: Innlogget, samtale_id: str) -> Bosettingssamtale:
    """As `hent`, and the log says that it was read (P1, ASVS 16.3.2)."""
    samtale = hent(bruker, samtale_id)
    hendelse.noter(Handling.SAK_LEST, bruker, samtale_id=samtale_id)
    return samtale


def resten_av_husstanden(bruker: Innlogget, samtale: Bosettingssamtale) -> Sequence[Beboer]:
    """Those of the household who did not take part in this interview (story 8)."""
    return sesjon.scalars(
        for_imdi(bruker)
        .where(Beboer.husstand_id == samtale.husstand_id)
        .where(sa.or_(Beboer.samtale_id.is_(None), Beboer.samtale_id != samtale.id))
        .order_by(Beboer.foedt, Beboer.id)
        .options(joinedload(Beboer.samtale))
    ).all()


def merknader(samtale: Bosettingssamtale) -> Mapping[str, Sequence[tuple[Merknad, str, str]]]:
    """The sealed remarks about each member, oldest first, with who wrote it and at which mottak."""
    rader = sesjon.execute(
        sa.select(Merknad, Bruker.navn, Mottak.navn)
        .join(Bruker, Bruker.id == Merknad.skrevet_av_id)
        .join(Mottak, Mottak.id == Merknad.mottak_id)
        .where(Merknad.beboer_id.in_([d.id for d in samtale.deltakere]))
        .order_by(Merknad.forseglet)
    ).all()
    return {d.id: [(m, navn, mottak) for m, navn, mottak in rader if m.beboer_id == d.id] for d in samtale.deltakere}


def lesere(samtale_id: str) -> Sequence[Lesing]:
    """Who has read the household's page, newest first."""
    rader = sesjon.execute(
        sa.select(Hendelse.tid, Bruker.navn, Kommune.navn)
        .join(Bruker, Bruker.id == Hendelse.bruker_id)
        .outerjoin(Kommune, Kommune.nummer == Hendelse.kommune_nummer)
        .where(Hendelse.samtale_id == samtale_id, Hendelse.handling == Handling.SAK_LEST)
        .order_by(Hendelse.id.desc())
        .limit(HOEYST_LINJER)
    )
    return [Lesing(*rad) for rad in rader]


def historikk(samtale: Bosettingssamtale) -> Sequence[Versjon]:
    """Every value that was saved about the members, in the order it was."""
    rader = sesjon.execute(
        sa.select(
            Svarhistorikk.beboer_id, Svarhistorikk.sti, Svarhistorikk.versjon, Svarhistorikk.verdi,
            Svarhistorikk.endret, Bruker.navn, Mottak.navn,
        )
        .join(Bruker, Bruker.id == Svarhistorikk.endret_av_id)
        .join(Mottak, Mottak.id == Svarhistorikk.mottak_id)
        .where(Svarhistorikk.beboer_id.in_([d.id for d in samtale.deltakere]))
        .order_by(Svarhistorikk.beboer_id, Svarhistorikk.endret, Svarhistorikk.id)
    )  # fmt: skip
    return [Versjon(*rad) for rad in rader]


def dag(tid: datetime) -> date:
    """The day it was in Norway."""
    return tid.astimezone(OSLO).date()


def _utvalgte(bruker: Innlogget, utvalg: Utvalg) -> sa.Select[Bosettingssamtale, str]:
    """The completed interviews with such a member, and the mottak where the member lives now: some have moved since."""
    medlem = for_imdi(bruker).where(Beboer.samtale_id == Bosettingssamtale.id)
    if utvalg.tekst:
        medlem = medlem.where(passer(utvalg.tekst))
    if utvalg.status != ALLE:
        kjent = utvalg.status in set(STATUSER)
        medlem = medlem.where(Beboer.bosetting == Bosettingsstatus(utvalg.status) if kjent else sa.false())
    if utvalg.mottak_id:
        medlem = medlem.where(Beboer.mottak_id == utvalg.mottak_id)
    bor = medlem.with_only_columns(sa.func.min(Beboer.mottak_id)).correlate(Bosettingssamtale).scalar_subquery()
    return (
        sa.select(Bosettingssamtale, Mottak.navn.label("mottak"))
        .join(Mottak, Mottak.id == bor)
        .where(Bosettingssamtale.status == Samtalestatus.GJENNOMFOERT)
    )


def _sortering(bruker: Innlogget, sorter: str) -> Sequence[sa.ColumnElement[Any]]:
    navn = (
        for_imdi(bruker)
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
