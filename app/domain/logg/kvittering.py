"""Kvittering: that a row of a sealed log was taken out, or emptied, by the one operation that may: a digest, with the
key of the seals, of what is left of it. Whoever owns the tables can't make one.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, sesjon, sett_inn_mange
from app.domain.vern.fingeravtrykk import fingeravtrykk

BORTE = ""
"""What is left of a row that is gone."""


class Loggfjerning(Base):
    __tablename__ = "loggfjerning"

    tabell: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    rad: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    kvittering: Mapped[str] = mapped_column(sa.String(64))


def kvitter(tabell: str, rester: dict[int, str]) -> None:
    """Say of these rows what is left of each, in the caller's transaction: once, for then they are nobody's."""
    rader = [{"tabell": tabell, "rad": nr, "kvittering": _av(tabell, nr, rest)} for nr, rest in rester.items()]
    sett_inn_mange(Loggfjerning.__table__, rader)


def er_kvittert(tabell: str, rad: int, rest: str) -> bool:
    """Whether it was taken out, and what is left of it is this."""
    hvilken = sa.select(Loggfjerning.kvittering).where(Loggfjerning.tabell == tabell, Loggfjerning.rad == rad)
    return sesjon.scalar(hvilken) == _av(tabell, rad, rest)


def _av(tabell: str, rad: int, rest: str) -> str:
    return fingeravtrykk("loggfjerning", tabell, str(rad), rest)
