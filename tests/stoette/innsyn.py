"""A look into the database behind the app's back: what a test compares before and after. Needs an app context."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.db import Base, db
from app.domain.samtale.svarlager import Svar, Svarhistorikk

LOGG = ("hendelse", "innlogging", "soekeord", "forsoek", "svarutkast", "naervaer")
"""What any request may add to; a text that is refused is kept for whoever wrote it (test_svarutkast.py), and an open
page tells that it is (test_naervaer.py)."""
FASTE = ("kommune",)
"""What no request changes: the register of kommuner is read in by a command alone, and has tests of its own."""


class Ider(NamedTuple):
    """A resident, with the interview and the household."""

    beboer: str
    samtale: str | None
    husstand: str

    @property
    def skjema(self) -> str:
        """The address of the form."""
        return f"/samtaler/{self.samtale}/beboere/{self.beboer}"


def les(setning: str, **verdier: Any) -> list[Any]:
    """The rows of a statement, on a connection of its own."""
    with db.engine.connect() as tilkobling:
        return list(tilkobling.execute(sa.text(setning), verdier))


def en(setning: str, **verdier: Any) -> Any:
    """The first value of the first row, or None."""
    rader = les(setning, **verdier)
    return rader[0][0] if rader else None


def skriv(setning: str, **verdier: Any) -> None:
    """Run a statement, and commit it."""
    with db.engine.begin() as tilkobling:
        tilkobling.execute(sa.text(setning), verdier)


def foer(**siden: float) -> str:
    """A moment before now, as both databases read it: foer(minutes=29)."""
    return f"{datetime.now(UTC) - timedelta(**siden):%Y-%m-%d %H:%M:%S}"


def ider(navn: str) -> Ider:
    """The resident with this full name."""
    return Ider(
        *les("SELECT id, samtale_id, husstand_id FROM beboer WHERE fornavn || ' ' || etternavn = :n", n=navn)[0]
    )


def mottak_id(navn: str) -> str:
    """The mottak whose name begins so."""
    return str(en("SELECT id FROM mottak WHERE navn LIKE :n", n=f"{navn}%"))


def svarene(beboer_id: str) -> dict[str, tuple[Any, int]]:
    """What is stored about a person: path → (value, version); an encrypted value as it lies there."""
    tabell = Svar.__table__
    with db.engine.connect() as tilkobling:
        rader = tilkobling.execute(sa.select(tabell).where(tabell.c.beboer_id == beboer_id))
        return {rad.sti: (rad.verdi, rad.versjon) for rad in rader}


def historien(beboer_id: str, sti: str) -> list[tuple[int, Any]]:
    """Every value a field has held, with its version."""
    tabell = Svarhistorikk.__table__
    with db.engine.connect() as tilkobling:
        rader = tilkobling.execute(
            sa.select(tabell.c.versjon, tabell.c.verdi)
            .where(tabell.c.beboer_id == beboer_id, tabell.c.sti == sti)
            .order_by(tabell.c.versjon)
        )
        return [(rad.versjon, rad.verdi) for rad in rader]


def dump(uten: Iterable[str] = LOGG, faste: Iterable[str] = FASTE) -> str:
    """Everything in the database as text, row by row; equal if, and only if, nothing has changed."""
    linjer = []
    with db.engine.connect() as tilkobling:
        for tabell in Base.metadata.sorted_tables:
            if tabell.name not in (*uten, *faste):
                rader = tilkobling.execute(sa.text(f'SELECT * FROM "{tabell.name}"'))
                linjer += sorted(f"{tabell.name}: {tuple(rad)!r}" for rad in rader)
    return "\n".join(linjer)


def antall(tabell: str, **vilkaar: Any) -> int:
    """How many rows of a table hold these values."""
    hvor = " AND ".join(f"{kolonne} = :{kolonne}" for kolonne in vilkaar) or "1 = 1"
    return int(en(f"SELECT count(*) FROM {tabell} WHERE {hvor}", **vilkaar))
