"""Forsøk: how often something was tried lately, counted in the database, so that a limit holds across processes and
restarts. For failed logins; as fit for look-ups and codes.

One row for each kind, person or address, and minute: however often something is tried, the table stays small.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Tidspunkt, kjoer, sesjon
from app.domain.tid import naa
from app.domain.vern.fingeravtrykk import fingeravtrykk

LENGSTE_VINDU = timedelta(days=1)


class Forsoek(Base):
    __tablename__ = "forsoek"

    slag: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    hvem: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    """Fingerprint of an address or a user's id."""
    minutt: Mapped[datetime] = mapped_column(Tidspunkt, primary_key=True)
    antall: Mapped[int]


@dataclass(frozen=True)
class Grense:
    """So many times within the window, at most a day, for each one who tries."""

    slag: str
    antall: int
    vindu: timedelta


INNLOGGING_ADRESSE = Grense("innlogging_adresse", 20, timedelta(minutes=10))
"""Failed logins from one client address. A whole mottak may share one."""
INNLOGGING_ALLE = Grense("innlogging_alle", 200, timedelta(minutes=10))
"""Failed logins in all. Above it, only addresses without a failure of their own may try."""
KOMPASS_TILDELING = Grense("kompass_tildeling", 60, timedelta(hours=1))
"""Codes issued by one user (I10)."""
KOMPASS_NUMMER = Grense("kompass_nummer", 20, timedelta(hours=1))
"""Codes that failed for one DUF-nummer, whether anybody has it or not (I7)."""
KOMPASS_ADRESSE = Grense("kompass_adresse", 20, timedelta(hours=1))
"""Codes that failed from one client address (I7)."""
KOMPASS_ALLE = Grense("kompass_alle", 100, timedelta(hours=1))
"""Codes that failed in all. Above it, only numbers and addresses without a failure of their own may try (I7)."""

MERKNAD_VARSEL = Grense("merknad_varsel", 30, timedelta(hours=1))
"""«Send e-postvarsel til IMDi» by one user (M7)."""


def tell(grense: Grense, hvem: str = "") -> int:
    """Count one more, in the caller's transaction. The answer is how many there now are within the window."""
    minutt = naa().replace(second=0, microsecond=0)
    kjoer(_TELL, {"slag": grense.slag, "hvem": _merke(grense, hvem), "minutt": minutt})
    return antall(grense, hvem)


def antall(grense: Grense, hvem: str = "") -> int:
    """How many there are within the window."""
    fra = naa() - grense.vindu
    svar = kjoer(_SUM, {"slag": grense.slag, "hvem": _merke(grense, hvem), "fra": fra}).scalar()
    return int(svar or 0)


def er_naadd(grense: Grense, hvem: str = "") -> bool:
    """Whether no more may be tried now."""
    return antall(grense, hvem) >= grense.antall


def innlogging_sperret(adresse: str) -> bool:
    """Whether this client address must wait before it may try to log in again."""
    egne = antall(INNLOGGING_ADRESSE, adresse)
    return egne >= INNLOGGING_ADRESSE.antall or (egne > 0 and er_naadd(INNLOGGING_ALLE))


def noter_mislykket_innlogging(adresse: str) -> bool:
    """Count a failed login. The answer is whether it was the one that reached a limit."""
    egne, alle = tell(INNLOGGING_ADRESSE, adresse), tell(INNLOGGING_ALLE)
    return egne == INNLOGGING_ADRESSE.antall or alle == INNLOGGING_ALLE.antall


def glem_gamle() -> None:
    """Remove what no window reaches any more."""
    sesjon.execute(sa.delete(Forsoek).where(Forsoek.minutt < naa() - LENGSTE_VINDU))


def _merke(grense: Grense, hvem: str) -> str:
    return fingeravtrykk(grense.slag, hvem)


_TELL = sa.text(
    "INSERT INTO forsoek (slag, hvem, minutt, antall) VALUES (:slag, :hvem, :minutt, 1) "
    "ON CONFLICT (slag, hvem, minutt) DO UPDATE SET antall = forsoek.antall + 1"
).bindparams(sa.bindparam("minutt", type_=Tidspunkt))
_SUM = sa.select(sa.func.sum(Forsoek.antall)).where(
    Forsoek.slag == sa.bindparam("slag"), Forsoek.hvem == sa.bindparam("hvem"), Forsoek.minutt > sa.bindparam("fra")
)
