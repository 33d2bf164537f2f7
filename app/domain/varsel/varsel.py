"""Varsel: the occasions that make a notice, declared once, and the notices in the app (S26 to S30)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, Tidspunkt, kodetype, ny_id, sesjon, sett_inn_hvis_ny
from app.domain.beboer.modell import laas_samtale
from app.domain.liste import Side, hent_side
from app.domain.tid import naa
from app.domain.tilgang.bruker import Innlogget
from app.domain.unntak import IkkeFunnet
from app.domain.varsel import epost
from app.domain.varsel.adressat import ROLLER, Mottaker

SIDESTOERRELSE = 100
SAMME = timedelta(seconds=10)
"""Two notices of the same within this time are one: a double click, or a request sent again (M7)."""


class Anledning(StrEnum):
    KLAR_FOR_SAMTALE = "klar_for_samtale"
    HUSSTAND_ENDRET = "husstand_endret"
    PAAMINNELSE = "paaminnelse"
    ESKALERING = "eskalering"
    SOEKT_UT = "soekt_ut"
    SOEKT_UT_TRUKKET = "soekt_ut_trukket"
    FORDELINGSKLAR = "fordelingsklar"
    INTERN_MERKNAD = "intern_merknad"


@dataclass(frozen=True)
class Varseltype:
    """What a notice says: in the app, and in e-mail (Bokmål, Nynorsk), where not even a status is told (L17, M5)."""

    mottaker: Mottaker
    tekst: str
    epost: tuple[str, str]


ANLEDNINGER: Mapping[Anledning, Varseltype] = {
    Anledning.KLAR_FOR_SAMTALE: Varseltype(
        Mottaker.MOTTAK,
        "En person eller familie er klar for bosettingssamtale.",
        ("Mottaket har fått en ny oppgave.", "Mottaket har fått ei ny oppgåve."),
    ),
    Anledning.HUSSTAND_ENDRET: Varseltype(
        Mottaker.MOTTAK,
        "En husstand er endret: noen er lagt til eller flyttet.",
        ("En oppgave ved mottaket er endret.", "Ei oppgåve ved mottaket er endra."),
    ),
    Anledning.PAAMINNELSE: Varseltype(
        Mottaker.MOTTAK,
        "En bosettingssamtale venter på at noen begynner.",
        ("En oppgave ved mottaket venter på dere.", "Ei oppgåve ved mottaket ventar på dykk."),
    ),
    Anledning.ESKALERING: Varseltype(
        Mottaker.ADMINISTRATOR,
        "En oppgave har ventet i ti arbeidsdager uten at noen har begynt.",
        ("En oppgave ved mottaket har ventet lenge.", "Ei oppgåve ved mottaket har venta lenge."),
    ),
    Anledning.SOEKT_UT: Varseltype(
        Mottaker.MOTTAK,
        "En person eller familie er søkt ut til en kommune.",
        ("Det er nytt i en sak ved mottaket.", "Det er nytt i ei sak ved mottaket."),
    ),
    Anledning.SOEKT_UT_TRUKKET: Varseltype(
        Mottaker.MOTTAK,
        "IMDi har trukket tilbake at en person eller familie er søkt ut til en kommune.",
        ("Det er nytt i en sak ved mottaket.", "Det er nytt i ei sak ved mottaket."),
    ),
    Anledning.FORDELINGSKLAR: Varseltype(
        Mottaker.IMDI,
        "En bosettingssamtale er ferdigstilt.",
        ("IMDi har fått en ny sak.", "IMDi har fått ei ny sak."),
    ),
    Anledning.INTERN_MERKNAD: Varseltype(
        Mottaker.IMDI,
        "En intern bosettingsmerknad er lagt til etter at samtalen var ferdigstilt.",
        ("Det er nye opplysninger i en sak.", "Det er nye opplysningar i ei sak."),
    ),
}


class Varsel(Base):
    __tablename__ = "varsel"
    __table_args__ = (sa.Index("ix_varsel_mottak_opprettet", "mottak_id", "opprettet"),)

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    anledning: Mapped[Anledning] = mapped_column(kodetype(Anledning, sjekk=False))
    mottak_id: Mapped[str | None] = mapped_column(sa.ForeignKey("mottak.id"))
    """The mottak that is told; None is IMDi."""
    samtale_id: Mapped[str] = mapped_column(sa.ForeignKey("bosettingssamtale.id"), index=True)
    opprettet: Mapped[datetime] = mapped_column(Tidspunkt)
    merknad_id: Mapped[str | None] = mapped_column(Noekkel)
    """The sealed remark that the notice is about."""


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


def send_varsel(anledning: Anledning, *, samtale_id: str, mottak_id: str, merknad_id: str | None = None) -> Varsel:
    """Make the notice and its e-mail in the caller's transaction: they exist if, and only if, what they tell happened.

    The same occasion, interview and remark twice within ten seconds is one notice; the answer is then the first.
    """
    mottaker = ANLEDNINGER[anledning].mottaker
    laas_samtale(samtale_id)  # two at once take turns; the clock is read behind it: then the second is later
    varsel = Varsel(
        id=ny_id(),
        anledning=anledning,
        mottak_id=None if mottaker is Mottaker.IMDI else mottak_id,
        samtale_id=samtale_id,
        merknad_id=merknad_id,
        opprettet=naa(),
    )
    if nylig := _nettopp_sendt(varsel):
        return nylig
    sesjon.add(varsel)
    sesjon.flush()
    epost.legg_i_koe(varsel.id, mottaker, varsel.mottak_id)
    return varsel


def antall_uleste(bruker: Innlogget) -> int:
    """The number on the bell."""
    sporring = sa.select(sa.func.count()).select_from(Varsel).where(_til(bruker), ~_lest_av(bruker))
    return sesjon.scalar(sporring) or 0


def side(bruker: Innlogget, nr: int) -> Side[Mottatt]:
    """One page of the notices sent to this user, counted from 1, newest first: none is out of reach (S26)."""
    return hent_side(_mottatte(bruker), nr, _les, SIDESTOERRELSE)


def mottatte(bruker: Innlogget, hoeyst: int = SIDESTOERRELSE) -> Sequence[Mottatt]:
    """The newest notices sent to this user."""
    return _les(_mottatte(bruker).limit(hoeyst))


def hent_varsel(bruker: Innlogget, varsel_id: str) -> Mottatt:
    """One of the notices sent to this user. Raises IkkeFunnet."""
    sporring = sa.select(Varsel, _lest_av(bruker)).where(_til(bruker), Varsel.id == varsel_id)
    rad = sesjon.execute(sporring).one_or_none()
    if rad is None:
        raise IkkeFunnet
    return Mottatt(rad[0], bool(rad[1]))


def merk_lest(bruker: Innlogget, varsel_id: str | None = None) -> None:
    """This notice, or all of this user's notices, are read."""
    bare = [Varsel.id == varsel_id] if varsel_id else []
    uleste = sesjon.scalars(sa.select(Varsel.id).where(_til(bruker), ~_lest_av(bruker), *bare)).all()
    rader = [{"varsel_id": v, "bruker_id": bruker.id, "lest": naa()} for v in uleste]
    sett_inn_hvis_ny(Varsellesing, rader)


def sist_sendt(anledning: Anledning, samtale_id: str) -> datetime | None:
    """When this was last told about an interview."""
    return sesjon.scalar(
        sa.select(sa.func.max(Varsel.opprettet)).where(Varsel.anledning == anledning, Varsel.samtale_id == samtale_id)
    )


def _mottatte(bruker: Innlogget) -> sa.Select[Varsel, bool]:
    nyest = (Varsel.opprettet.desc(), Varsel.id)
    return sa.select(Varsel, _lest_av(bruker)).where(_til(bruker)).order_by(*nyest)


def _les(sporring: sa.Select[Varsel, bool]) -> Sequence[Mottatt]:
    return [Mottatt(varsel, bool(er_lest)) for varsel, er_lest in sesjon.execute(sporring)]


def _nettopp_sendt(nytt: Varsel) -> Varsel | None:
    """The same notice, if it was made a moment ago."""
    like = (Varsel.anledning, Varsel.samtale_id, Varsel.mottak_id, Varsel.merknad_id)
    return sesjon.scalars(
        sa.select(Varsel)
        .where(*(kolonne == getattr(nytt, kolonne.key) for kolonne in like))
        .where(Varsel.opprettet > nytt.opprettet - SAMME, Varsel.opprettet <= nytt.opprettet)
        .limit(1)
    ).one_or_none()


def _til(bruker: Innlogget) -> sa.ColumnElement[bool]:
    """What is sent to this user: the roles decide which occasions, the mottak which of them."""
    mine = [mottaker for mottaker, roller in ROLLER.items() if not bruker.roller.isdisjoint(roller)]
    anledninger = [anledning for anledning, type_ in ANLEDNINGER.items() if type_.mottaker in mine]
    return sa.and_(Varsel.anledning.in_(anledninger), Varsel.mottak_id == bruker.mottak_id)


def _lest_av(bruker: Innlogget) -> sa.ColumnElement[bool]:
    return sa.exists().where(Varsellesing.varsel_id == Varsel.id, Varsellesing.bruker_id == bruker.id).correlate(Varsel)
