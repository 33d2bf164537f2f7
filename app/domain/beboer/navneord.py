"""Navneord: the words and sounds that a resident's name is found by, kept true by every way that writes a resident.

It holds the names of those whom a list may show, and of no others: whoever is withdrawn before the interview was
completed leaves it at once, others when the last list lets go of them. The table answers no question by itself: what it
finds is asked for through the doors.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, sesjon, sett_inn_mange, sortert
from app.domain.beboer.doerer import TRUKNE_VISES
from app.domain.beboer.modell import BEBOER, Beboer
from app.domain.tid import naa
from app.navnelyd import navneord
from app.norsk import NOEKKELLENGDE


class Navneord(Base):
    """One word, or, behind `navnelyd.LYD`, one sound."""

    __tablename__ = "navneord"
    __table_args__ = (sa.Index("ix_navneord_ord", "ord", "beboer_id"), {"sqlite_with_rowid": False})

    beboer_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id", ondelete="CASCADE"), primary_key=True)
    ord: Mapped[str] = mapped_column(sortert(NOEKKELLENGDE), primary_key=True)


NAVNEORD = Navneord.__table__
_BESTEMMER = ("soekenoekkel", "trukket", "samtale_id")
"""The columns of a resident that decide the words."""


def sett_inn(beboere: Sequence[Mapping[str, Any]]) -> None:
    """The words of new residents, given as rows of their table; for those who write many at once."""
    sett_inn_mange(NAVNEORD, [rad for b in beboere for rad in _rader(b["id"], b["soekenoekkel"])])


def bytt(noekler: Mapping[str, str]) -> None:
    """New names: id → search key."""
    sesjon.execute(_TA_BORT.where(NAVNEORD.c.beboer_id.in_(list(noekler))))
    sett_inn_mange(NAVNEORD, [rad for beboer_id, noekkel in noekler.items() for rad in _rader(beboer_id, noekkel)])


def staar_i_listene(beboer: Any) -> bool:
    """Whether a list may show this resident: whoever is withdrawn keeps the interview only where it is completed."""
    return beboer.trukket is None or beboer.samtale_id is not None


def fjern_trukne() -> None:
    """Remove the words of those who were withdrawn so long ago that no list shows them."""
    ingen_viser = BEBOER.c.trukket < naa() - max(TRUKNE_VISES.values())
    sesjon.execute(_TA_BORT.where(NAVNEORD.c.beboer_id.in_(sa.select(BEBOER.c.id).where(ingen_viser))))


@sa.event.listens_for(Beboer, "after_insert")
def _ny(_mapper: object, tilkobling: sa.Connection, beboer: Beboer) -> None:
    if rader := _rader(beboer.id, beboer.soekenoekkel) if staar_i_listene(beboer) else []:
        tilkobling.execute(sa.insert(NAVNEORD), rader)


@sa.event.listens_for(Beboer, "after_update")
def _endret(mapper: object, tilkobling: sa.Connection, beboer: Beboer) -> None:
    felter = sa.inspect(beboer).attrs
    if any(felter[navn].history.has_changes() for navn in _BESTEMMER):
        tilkobling.execute(_TA_BORT.where(NAVNEORD.c.beboer_id == beboer.id))
        _ny(mapper, tilkobling, beboer)


def _rader(beboer_id: str, noekkel: str) -> list[dict[str, str]]:
    return [{"beboer_id": beboer_id, "ord": ord_} for ord_ in sorted(navneord(noekkel))]


_TA_BORT = sa.delete(NAVNEORD)
