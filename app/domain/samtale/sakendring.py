"""Sakendring: what has changed about the completed households, numbered, for systems that hold copies of them.

The database writes the rows itself as things change, and numbers them so that whoever sees a number has seen all
before it (migration 0032). A reader goes on from a marker: the number it has come to; the number there was when it
began with nothing, before which it can hold nothing that is to be removed; which restored database, and which scopes,
it has read by. So what it is told, replayed from nothing, is what it may hold, and of anybody else not even a number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, Tidspunkt, kodetype, sesjon
from app.domain.beboer.doerer import holdes_av_maskin, skjermede_blant, skjermet_er
from app.domain.logg.hendelse import Handling, Hendelse
from app.domain.tid import naa
from app.domain.unntak import Avvist

HOEYST = 100
"""Changes in one answer."""
START = "0"
"""In the place of a marker, for whoever holds nothing."""


class Slag(StrEnum):
    FERDIGSTILT = "ferdigstilt"
    RETTET = "rettet"
    OPPLYSNINGER = "opplysninger"
    BOSETTINGSSAK = "bosettingssak"
    SOEKT_UT = "soekt_ut"
    UTSOEKING_TRUKKET = "utsoeking_trukket"
    BOSATT = "bosatt"
    BOSETTING_TRUKKET = "bosetting_trukket"
    MERKNAD = "merknad"
    TRUKKET = "trukket"
    IKKE_TRUKKET = "ikke_trukket"
    SLAATT_SAMMEN = "slaatt_sammen"
    SAMMENSLAAING_OPPHEVET = "sammenslaaing_opphevet"
    SKJERMET = "skjermet"
    SKJERMING_OPPHOERT = "skjerming_opphoert"
    SLETTET = "slettet"


TAR_BORT = (Slag.TRUKKET, Slag.SLETTET)
"""The kinds after which there may be nobody left of a household."""
OM_SKJERMING = (Slag.SKJERMET, Slag.SKJERMING_OPPHOERT)


class Sakendring(Base):
    __tablename__ = "sakendring"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    nr: Mapped[int] = mapped_column(sa.BigInteger, unique=True, index=True, nullable=True)
    """The order. On PostgreSQL it is given as the transaction commits, and none before that."""
    samtale_id: Mapped[str] = mapped_column(Noekkel, index=True)
    beboer_id: Mapped[str | None] = mapped_column(Noekkel, index=True)
    """Of whom; None where it is of the household."""
    slag: Mapped[Slag] = mapped_column(kodetype(Slag, sjekk=False))
    tid: Mapped[datetime] = mapped_column(Tidspunkt)
    lukket: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Of somebody deleted who was shielded all the time: others than those let in never knew."""


class UkjentMarkoer(Avvist):
    """It is none of ours, or goes farther than we have come."""


class Utdatert(Avvist):
    """The marker was made before the database was restored, or by other scopes: what is held must be made anew."""


@dataclass(frozen=True)
class Omfang:
    """What a reader has been let in to beside the rest."""

    skjermede: bool
    merknader: bool

    @property
    def kode(self) -> str:
        return "s" * self.skjermede + "m" * self.merknader or "a"


class Markoer(NamedTuple):
    """How far a reader has come."""

    nr: int
    fra: int
    """What the last number was when it began with nothing."""
    gjenopprettet: int
    omfang: str

    @property
    def tekst(self) -> str:
        return "-".join(map(str, self))


@dataclass(frozen=True)
class Endring:
    """A change, and whether the household can be fetched after it, or what is held of it is to be removed."""

    nr: int
    samtale_id: str
    beboer_id: str | None
    slag: Slag
    tid: datetime
    finnes: bool


@dataclass(frozen=True)
class Utdrag:
    """Some changes in order, the marker to go on from, and whether there are more already."""

    endringer: Sequence[Endring]
    neste: Markoer
    flere: bool


def les(etter: str, omfang: Omfang) -> Utdrag:
    """The changes after a marker, or from START. Raises UkjentMarkoer, Utdatert."""
    siste, gjenopprettet = _siste(), _gjenopprettet()
    fra = Markoer(0, siste, gjenopprettet, omfang.kode) if etter == START else _les_markoer(etter)
    if (fra.gjenopprettet, fra.omfang) != (gjenopprettet, omfang.kode):
        raise Utdatert
    if max(fra.nr, fra.fra) > siste:
        raise UkjentMarkoer
    rader = sesjon.execute(_vises(fra, siste, omfang).limit(HOEYST + 1)).all()
    valgte = [Endring(*rad) for rad in rader[:HOEYST]]
    flere = len(rader) > HOEYST
    return Utdrag(valgte, fra._replace(nr=valgte[-1].nr if flere else siste), flere)


class Slettes(NamedTuple):
    """A household of whom somebody is being deleted, and whether only those let in to the shielded have known."""

    samtale_id: str
    lukket: bool


def foer_sletting(samtaler: Iterable[str], beboer_ider: Sequence[str]) -> Sequence[Slettes]:
    """Of the completed interviews: what `noter_slettet` is to say when these residents are gone."""
    ble_skjermet = sa.and_(Sakendring.beboer_id.in_(beboer_ider), Sakendring.slag == Slag.SKJERMET)
    var_aapen = sa.or_(ble_skjermet, sa.and_(Sakendring.slag == Slag.SLETTET, ~Sakendring.lukket))
    skjermede = skjermede_blant(beboer_ider) == set(beboer_ider)
    ferdige = sa.select(Sakendring.samtale_id, sa.func.max(sa.case((var_aapen, 1), else_=0)))
    ferdige = ferdige.where(Sakendring.samtale_id.in_(list(samtaler))).group_by(Sakendring.samtale_id)
    rader = sesjon.execute(ferdige.order_by(Sakendring.samtale_id)).all()
    return [Slettes(samtale_id, skjermede and not aapen) for samtale_id, aapen in rader]


def noter_slettet(slettet: Iterable[Slettes]) -> None:
    """A row for each, of nobody: the random id of the interview alone."""
    rader = [{"slag": Slag.SLETTET, "tid": naa(), **s._asdict()} for s in slettet]
    if rader:
        sesjon.execute(sa.insert(Sakendring), rader)


def _les_markoer(tekst: str) -> Markoer:
    deler = tekst.split("-")
    if len(deler) != 4 or not all(del_.isascii() and del_.isdigit() and len(del_) <= 18 for del_ in deler[:3]):
        raise UkjentMarkoer
    return Markoer(int(deler[0]), int(deler[1]), int(deler[2]), deler[3])


def _siste() -> int:
    return sesjon.scalar(sa.select(sa.func.max(Sakendring.nr))) or 0


def _gjenopprettet() -> int:
    """Which database this is: when it was last restored, in milliseconds; 0 where it never was."""
    naar = sa.select(sa.func.max(Hendelse.tid)).where(
        Hendelse.handling == Handling.DATABASE_GJENOPPRETTET, Hendelse.mottak_id.is_(None)
    )
    tid = sesjon.scalar(naar)
    return int(tid.timestamp() * 1000) if tid else 0


def _vises(fra: Markoer, til: int, omfang: Omfang) -> sa.Select[int, str, str | None, Slag, datetime, bool]:
    """The changes that this reader is told of.

    Of a shielded resident whom it is not let in to, only that he became so, and only where it may have known him.
    """
    e = Sakendring
    kjent = holdes_av_maskin(e.samtale_id, skjermede=omfang.skjermede)
    kan_ha_noe = e.nr > fra.fra
    fjernes = sa.and_(~kjent, kan_ha_noe, e.slag.in_(TAR_BORT))
    vises = sa.or_(kjent, fjernes)
    if not omfang.skjermede:
        skjult = skjermet_er(e.beboer_id)
        tatt_bort = sa.and_(skjult, e.slag == Slag.SKJERMET)
        forbi = sa.or_(kan_ha_noe, e.slag.not_in(OM_SKJERMING))
        vises = sa.and_(~e.lukket, forbi, sa.or_(tatt_bort, sa.and_(~skjult, vises)))
    if not omfang.merknader:
        vises = sa.and_(vises, e.slag != Slag.MERKNAD)
    kolonner = (e.nr, e.samtale_id, e.beboer_id, e.slag, e.tid, kjent.label("finnes"))
    return sa.select(*kolonner).where(e.nr > fra.nr, e.nr <= til, vises).order_by(e.nr)
