"""Gjenoppretting: that the database was restored from a back-up; until the operator lets it go, no e-mail leaves.

What waited when the back-up was taken, has most likely been sent since.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, Tidspunkt, endre, ny_id, sesjon
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.tid import naa


class Gjenoppretting(Base):
    __tablename__ = "gjenoppretting"

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    kopi_tatt: Mapped[datetime] = mapped_column(Tidspunkt)
    gjenopprettet: Mapped[datetime] = mapped_column(Tidspunkt)
    sluppet: Mapped[datetime | None] = mapped_column(Tidspunkt)
    """When e-mail was let go again."""


def hold_tilbake(kopi_tatt: datetime) -> None:
    """From now on e-mail is held."""
    sesjon.add(Gjenoppretting(kopi_tatt=kopi_tatt, gjenopprettet=naa()))
    hendelse.noter(Handling.DATABASE_GJENOPPRETTET, None, detalj=f"kopi tatt {kopi_tatt.isoformat()}")


def holdes_tilbake() -> sa.ColumnElement[bool]:
    """Whether e-mail is held, for use inside other queries."""
    return sa.exists().where(Gjenoppretting.sluppet.is_(None))


def holdt_siden() -> datetime | None:
    """When the back-up was taken whose e-mail is held; None where none is."""
    return sesjon.scalar(sa.select(sa.func.min(Gjenoppretting.kopi_tatt)).where(Gjenoppretting.sluppet.is_(None)))


def slipp() -> None:
    """Let e-mail go."""
    endre(sa.update(Gjenoppretting).where(Gjenoppretting.sluppet.is_(None)).values(sluppet=naa()))
    hendelse.noter(Handling.EPOST_SLUPPET, None)
