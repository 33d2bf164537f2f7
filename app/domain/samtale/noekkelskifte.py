"""A new key for the internal remark: everything that lies encrypted is encrypted anew, a little at a time (Q3).

What is under the newest key already is left alone, so the work may be stopped anywhere and begun again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.kartlegging.kartlegging import INTERN_MERKNAD
from app.domain.samtale import merknad
from app.domain.samtale.merknad import KanIkkeVises, Merknad
from app.domain.samtale.merknadutkast import Merknadutkast
from app.domain.samtale.svarlager import Svar, Svarhistorikk
from app.domain.samtale.svarutkast import Svarutkast
from app.domain.samtale.vakt import Vaktnotat

BUNKE = 200


@dataclass(frozen=True)
class Lager:
    """A table with ciphertext in it, and what names a row: with its version, where the row may change meanwhile."""

    tabell: sa.Table
    kolonne: str
    noekkel: tuple[str, ...]

    @property
    def rader(self) -> sa.Select[Any]:
        """Every row that holds ciphertext, in a fixed order."""
        kolonner = [self.tabell.c[navn] for navn in self.noekkel]
        krypterte = sa.select(*kolonner, self.tabell.c[self.kolonne].label("kryptert")).order_by(*kolonner)
        hvor = [self.tabell.c.sti == INTERN_MERKNAD.navn] if self.kolonne == "verdi" else []
        return krypterte.where(self.tabell.c[self.kolonne].is_not(None), *hvor)


LAGRE = (
    Lager(Merknad.__table__, "kryptert", ("id",)),
    Lager(Merknadutkast.__table__, "kryptert", ("beboer_id", "mottak_id", "versjon")),
    Lager(Svar.__table__, "verdi", ("beboer_id", "sti", "versjon")),
    Lager(Svarutkast.__table__, "kryptert", ("beboer_id", "bruker_id", "sti", "endret")),
    Lager(Vaktnotat.__table__, "kryptert", ("id",)),
    Lager(Svarhistorikk.__table__, "verdi", ("id",)),
)


@dataclass
class Fremdrift:
    """How many were encrypted anew, were so already, and could not be read by any key."""

    nye: int = 0
    uendrede: int = 0
    uleselige: int = 0


def bunker() -> Iterator[tuple[Lager, int]]:
    """The pieces of the work: a table, and where in it to begin."""
    for lager in LAGRE:
        antall = sesjon.scalar(sa.select(sa.func.count()).select_from(lager.rader.subquery())) or 0
        yield from ((lager, fra) for fra in range(0, antall, BUNKE))


def omkrypter(lager: Lager, fra: int, fremdrift: Fremdrift) -> None:
    """One piece of the work, in the caller's transaction."""
    for rad in sesjon.execute(lager.rader.limit(BUNKE).offset(fra)).all():
        try:
            ny = merknad.omkrypter(rad.kryptert)
        except KanIkkeVises:
            fremdrift.uleselige += 1
            continue
        if ny is None:
            fremdrift.uendrede += 1
            continue
        hvor = [lager.tabell.c[navn] == getattr(rad, navn) for navn in lager.noekkel]
        sesjon.execute(sa.update(lager.tabell).where(*hvor).values({lager.kolonne: ny}))
        fremdrift.nye += 1
