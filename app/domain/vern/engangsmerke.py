"""Single use: a mark that can be taken once, in any process and after any restart, until it has run out by itself.

For the state of a login and the id of a logout token: whoever sends the same again comes too late.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Tidspunkt, kjoer, sesjon
from app.domain.tid import naa
from app.domain.vern.fingeravtrykk import fingeravtrykk


class Engangsmerke(Base):
    __tablename__ = "engangsmerke"

    merke: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    utloeper: Mapped[datetime] = mapped_column(Tidspunkt)


def ta(formaal: str, *deler: str, varer: timedelta) -> bool:
    """Whether this is the first time. `varer` is how long it must be remembered: as long as it could be sent again."""
    tatt = kjoer(_TA, {"merke": fingeravtrykk(formaal, *deler), "utloeper": naa() + varer})
    return tatt.rowcount == 1


def glem_utloepte() -> None:
    """Forget the marks that have run out."""
    sesjon.execute(sa.delete(Engangsmerke).where(Engangsmerke.utloeper < naa()))


_TA = sa.text(
    "INSERT INTO engangsmerke (merke, utloeper) VALUES (:merke, :utloeper) ON CONFLICT (merke) DO NOTHING"
).bindparams(sa.bindparam("utloeper", type_=Tidspunkt))
