"""Varsel: the occasions that make a notice, declared once, and the notices in the app (S26 to S30)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, Tidspunkt, kodetype, naa, ny_id, sesjon
from app.domain.bruker import Innlogget
from app.domain.tilgang import Rolle


class Anledning(StrEnum):
    KLAR_FOR_SAMTALE = "klar_for_samtale"
    SOEKT_UT = "soekt_ut"
    FORDELINGSKLAR = "fordelingsklar"
    HUSSTAND_ENDRET = "husstand_endret"
    MERKNAD_FORSEGLET = "merknad_forseglet"


class Mottaker(StrEnum):
    """Who is told: the mottak's bosettingsansvarlige (and its fellespost by e-mail), or IMDi."""

    MOTTAK = "mottak"
    IMDI = "imdi"


@dataclass(frozen=True)
class Varseltype:
    """What a notice says; never a name, number or status of a person (L17)."""

    mottaker: Mottaker
    tekst: str


ANLEDNINGER: Mapping[Anledning, Varseltype] = {
    Anledning.KLAR_FOR_SAMTALE: Varseltype(Mottaker.MOTTAK, "En person eller familie er klar for bosettingssamtale."),
    Anledning.SOEKT_UT: Varseltype(Mottaker.MOTTAK, "En person eller familie er søkt ut til en kommune."),
    Anledning.FORDELINGSKLAR: Varseltype(Mottaker.IMDI, "En bosettingssamtale er ferdigstilt."),
    Anledning.HUSSTAND_ENDRET: Varseltype(Mottaker.MOTTAK, "En husstand som venter på samtale, er endret."),
    Anledning.MERKNAD_FORSEGLET: Varseltype(Mottaker.IMDI, "En intern bosettingsmerknad er registrert."),
}


class Varsel(Base):
    __tablename__ = "varsel"
    __table_args__ = (sa.Index("ix_varsel_mottak_opprettet", "mottak_id", "opprettet"),)

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    anledning: Mapped[Anledning] = mapped_column(kodetype(Anledning, sjekk=False))
    mottak_id: Mapped[str | None] = mapped_column(sa.ForeignKey("mottak.id"))
    """The mottak that is told; None is IMDi."""
    samtale_id: Mapped[str] = mapped_column(sa.ForeignKey("bosettingssamtale.id"))
    opprettet: Mapped[datetime] = mapped_column(Tidspunkt)


class Varsellesing(Base):
    __tablename__ = "varsellesing"

    varsel_id: Mapped[str] = mapped_column(sa.ForeignKey("varsel.id"), primary_key=True)
    bruker_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"), primary_key=True)
    lest: Mapped[datetime] = mapped_column(Tidspunkt)


@dataclass(frozen=True)
class Mottatt:
    """A notice as its receiver sees it."""

    varsel: Varsel
    lest: bool

    @property
    def tekst(self) -> str:
        return ANLEDNINGER[self.varsel.anledning].tekst


def send(anledning: Anledning, *, samtale_id: str, mottak_id: str) -> None:
    """Make the notice in the caller's transaction: it exists if, and only if, what it tells of happened."""
    til_imdi = ANLEDNINGER[anledning].mottaker is Mottaker.IMDI
    sesjon.add(
        Varsel(
            anledning=anledning,
            mottak_id=None if til_imdi else mottak_id,
            samtale_id=samtale_id,
            opprettet=naa(),
        )
    )


def antall_uleste(bruker: Innlogget) -> int:
    """The number on the bell."""
    sporring = sa.select(sa.func.count()).select_from(Varsel).where(_til(bruker), ~_lest_av(bruker))
    return sesjon.scalar(sporring) or 0


def mottatte(bruker: Innlogget, hoeyst: int = 100) -> Sequence[Mottatt]:
    """The notices sent to this user, newest first."""
    lest = _lest_av(bruker)
    rader = sesjon.execute(sa.select(Varsel, lest).where(_til(bruker)).order_by(Varsel.opprettet.desc()).limit(hoeyst))
    return [Mottatt(varsel, bool(er_lest)) for varsel, er_lest in rader]


def merk_lest(bruker: Innlogget) -> None:
    """All of this user's notices are read."""
    uleste = sesjon.scalars(sa.select(Varsel.id).where(_til(bruker), ~_lest_av(bruker))).all()
    if uleste:
        sesjon.execute(
            sa.insert(Varsellesing), [{"varsel_id": v, "bruker_id": bruker.id, "lest": naa()} for v in uleste]
        )


def _til(bruker: Innlogget) -> sa.ColumnElement[bool]:
    if Rolle.IMDI_SAKSBEHANDLER in bruker.roller:
        return Varsel.mottak_id.is_(None)
    return sa.and_(Varsel.mottak_id == bruker.mottak_id, Varsel.mottak_id.is_not(None))


def _lest_av(bruker: Innlogget) -> sa.ColumnElement[bool]:
    return sa.exists().where(Varsellesing.varsel_id == Varsel.id, Varsellesing.bruker_id == bruker.id).correlate(Varsel)
