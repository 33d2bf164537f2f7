"""Varsel: the notices in the app, made where what they tell happens, and read by those they are for (S26 to S30)."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased, mapped_column

from app.db import Base, Noekkel, Tidspunkt, kodetype, ny_id, sesjon, sett_inn_hvis_ny
from app.domain.beboer import skjermingstilgang
from app.domain.beboer.modell import laas_samtale
from app.domain.kommune import kommune
from app.domain.liste import Side, hent_side
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.tilgang.matrise import Rolle
from app.domain.unntak import IkkeFunnet
from app.domain.varsel import epost
from app.domain.varsel.adressat import ROLLER, Mottaker, Til, sted
from app.domain.varsel.anledning import ANLEDNINGER, Anledning

SIDESTOERRELSE = 100
PAA_BJELLA, UTALLIGE = 500, 100
"""The bell counts among so many of the newest at a place, and so many unread are «99+»."""
SAMME = timedelta(seconds=10)
"""Two notices of the same within this time are one: a double click, or a request sent again (M7)."""


class Varsel(Base):
    __tablename__ = "varsel"
    __table_args__ = (sa.Index("ix_varsel_sted_opprettet", "mottak_id", "kommune_nummer", "opprettet", "id"),)

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    anledning: Mapped[Anledning] = mapped_column(kodetype(Anledning, sjekk=False))
    mottak_id: Mapped[str | None] = mapped_column(sa.ForeignKey("mottak.id"))
    """The mottak that is told; neither it nor a kommune is IMDi."""
    kommune_nummer: Mapped[str | None] = mapped_column(sa.String(6))
    samtale_id: Mapped[str] = mapped_column(sa.ForeignKey("bosettingssamtale.id"), index=True)
    opprettet: Mapped[datetime] = mapped_column(Tidspunkt)
    merknad_id: Mapped[str | None] = mapped_column(Noekkel)
    """The sealed remark that the notice is about."""
    antall: Mapped[int | None]
    """Of a reminder: how many interviews it is about."""

    @property
    def tekster(self) -> tuple[str, str]:
        """In the app, and in e-mail; of several where it is about several."""
        type_ = ANLEDNINGER[self.anledning]
        return type_.flere if type_.flere and (self.antall or 1) > 1 else (type_.tekst, type_.epost)

    @property
    def mottaker(self) -> Mottaker:
        return ANLEDNINGER[self.anledning].mottaker

    def til(self, lukkede: Container[str]) -> Til:
        """Whom it is for; `lukkede` are interviews of the shielded alone, as skjermingstilgang.av_bare_skjermede."""
        lukket = self.samtale_id in lukkede and self.mottaker is not Mottaker.SKJERMING
        return Til(self.mottaker, self.mottak_id, self.kommune_nummer, self.samtale_id if lukket else None)


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
        return self.varsel.tekster[0]


class Mottakende(NamedTuple):
    """What of a user a question about notices goes by; the values themselves, or where in it they are to be put."""

    id: Any
    mottak_id: Any
    kommune_nummer: Any
    roller: frozenset[Rolle]


def send_varsel(anledning: Anledning, *, samtale_id: str, merknad_id: str | None = None, **hvor: str | None) -> Varsel:
    """Make the notice and its e-mail in the caller's transaction: they exist if, and only if, what they tell happened.

    `hvor` is a mottak_id or a kommune_nummer, as adressat.sted. The same occasion, interview and remark twice within
    ten seconds is one notice; the answer is then the first.
    """
    laas_samtale(samtale_id)  # two at once take turns; the clock is read behind it: then the second is later
    varsel = Varsel(
        id=ny_id(),
        anledning=anledning,
        samtale_id=samtale_id,
        merknad_id=merknad_id,
        opprettet=naa(),
        **sted(ANLEDNINGER[anledning].mottaker, **hvor),
    )
    if nylig := _nettopp_sendt(varsel):
        return nylig
    sesjon.add(varsel)
    sesjon.flush()
    epost.legg_i_koe(varsel.id, varsel.til(skjermingstilgang.av_bare_skjermede([samtale_id])))
    return varsel


def antall_uleste(bruker: Innlogget) -> int:
    """The number on the bell, at most UTALLIGE: of the newest at the place alone, for it stands on every page."""
    egne = {"bruker": bruker.id, "mottak": bruker.mottak_id, "kommune": bruker.kommune_nummer}
    return sesjon.scalar(_uleste(bruker.roller, bool(bruker.mottak_id), bool(bruker.kommune_nummer)), egne) or 0


@cache
def _uleste(roller: frozenset[Rolle], i_mottak: bool, i_kommune: bool) -> sa.Select[int]:
    """The question that the bell asks for this kind of user, put together once: that took a sixth of every page."""
    hvem = Mottakende(
        sa.bindparam("bruker"),
        sa.bindparam("mottak") if i_mottak else None,
        sa.bindparam("kommune") if i_kommune else None,
        roller,
    )
    nyeste = sa.select(Varsel).where(_ved(hvem)).order_by(Varsel.opprettet.desc(), Varsel.id).limit(PAA_BJELLA)
    nylig = aliased(Varsel, nyeste.subquery())
    uleste = sa.select(sa.literal(1)).where(~_lest_av(hvem, nylig), _til(hvem, nylig)).limit(UTALLIGE)
    return sa.select(sa.func.count()).select_from(uleste.subquery())


def side(bruker: Innlogget, nr: int) -> Side[Mottatt]:
    """One page of the notices sent to this user, counted from 1, newest first: none is out of reach (S26)."""
    return hent_side(_mottatte(bruker), nr, _les, SIDESTOERRELSE)


def mottatte(bruker: Innlogget, hoeyst: int = SIDESTOERRELSE) -> Sequence[Mottatt]:
    """The newest notices sent to this user."""
    return _les(_mottatte(bruker).limit(hoeyst))


def hent_varsel(bruker: Innlogget, varsel_id: str) -> Mottatt:
    """One of the notices sent to this user. Raises IkkeFunnet."""
    sporring = sa.select(Varsel, _lest_av(bruker)).where(_ved(bruker), _til(bruker), Varsel.id == varsel_id)
    rad = sesjon.execute(sporring).one_or_none()
    if rad is None:
        raise IkkeFunnet
    return Mottatt(rad[0], bool(rad[1]))


def merk_lest(bruker: Innlogget, varsel_id: str | None = None) -> None:
    """This notice with the earlier ones about the same case, or all of this user's notices, are read."""
    bare = [sa.or_(Varsel.id == varsel_id, _tidligere_om_samme(varsel_id))] if varsel_id else []
    uleste = sesjon.scalars(sa.select(Varsel.id).where(_ved(bruker), _til(bruker), ~_lest_av(bruker), *bare)).all()
    rader = [{"varsel_id": v, "bruker_id": bruker.id, "lest": naa()} for v in uleste]
    sett_inn_hvis_ny(Varsellesing, rader)


def _tidligere_om_samme(varsel_id: str) -> sa.ColumnElement[bool]:
    """The earlier notices about the one case that this is about; of a reminder about several there are none."""
    dette = aliased(Varsel)
    om_en = sa.func.coalesce(dette.antall, 1) == 1, sa.func.coalesce(Varsel.antall, 1) == 1
    samme_sak = dette.samtale_id == Varsel.samtale_id, Varsel.opprettet <= dette.opprettet
    return sa.exists().where(dette.id == varsel_id, *samme_sak, *om_en)


def _mottatte(bruker: Innlogget) -> sa.Select[Varsel, bool]:
    nyest = (Varsel.opprettet.desc(), Varsel.id)
    return sa.select(Varsel, _lest_av(bruker)).where(_ved(bruker), _til(bruker)).order_by(*nyest)


def _les(sporring: sa.Select[Varsel, bool]) -> Sequence[Mottatt]:
    return [Mottatt(varsel, bool(er_lest)) for varsel, er_lest in sesjon.execute(sporring)]


def _nettopp_sendt(nytt: Varsel) -> Varsel | None:
    """The same notice, if it was made a moment ago."""
    like = (Varsel.anledning, Varsel.samtale_id, Varsel.mottak_id, Varsel.kommune_nummer, Varsel.merknad_id)
    return sesjon.scalars(
        sa.select(Varsel)
        .where(*(kolonne == getattr(nytt, kolonne.key) for kolonne in like))
        .where(Varsel.opprettet > nytt.opprettet - SAMME, Varsel.opprettet <= nytt.opprettet)
        .limit(1)
    ).one_or_none()


def _ved(bruker: Innlogget | Mottakende) -> sa.ColumnElement[bool]:
    """What is sent to the user's place: the mottak, the kommune, or IMDi."""
    i_min_kommune = Varsel.kommune_nummer.in_(kommune.hoerer_under(bruker.kommune_nummer))
    i_kommunen = i_min_kommune if bruker.kommune_nummer is not None else Varsel.kommune_nummer.is_(None)
    return sa.and_(Varsel.mottak_id == bruker.mottak_id, i_kommunen)


def _til(bruker: Innlogget | Mottakende, varsel: type[Varsel] = Varsel) -> sa.ColumnElement[bool]:
    """What of it is for this user: the roles decide which occasions, and of the shielded alone only who is let in."""
    mine = [mottaker for mottaker, roller in ROLLER.items() if not bruker.roller.isdisjoint(roller)]
    anledninger = [anledning for anledning, type_ in ANLEDNINGER.items() if type_.mottaker in mine]
    utenfor = [anledning for anledning in anledninger if ANLEDNINGER[anledning].mottaker is Mottaker.SKJERMING]
    return sa.and_(
        varsel.anledning.in_(anledninger),
        sa.or_(varsel.anledning.in_(utenfor), skjermingstilgang.kan_kjennes(varsel.samtale_id, bruker.id)),
    )


def _lest_av(bruker: Innlogget | Mottakende, varsel: type[Varsel] = Varsel) -> sa.ColumnElement[bool]:
    lest = sa.exists().where(Varsellesing.varsel_id == varsel.id, Varsellesing.bruker_id == bruker.id).correlate(varsel)
    fra = sa.select(Bruker.varsler_fra).where(Bruker.id == bruker.id).scalar_subquery()
    return sa.or_(lest, sa.func.coalesce(varsel.opprettet < fra, sa.false()))
