"""Liste: what of a long list is shown: the page, and what the reader narrowed it to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from app.db import sesjon

SIDESTOERRELSE = 50
STOERRELSER = (25, SIDESTOERRELSE, 100)
"""What a reader may choose between; the longest is what one may read at a time (J5)."""
FLEST_TALT = 1000
"""How many rows ahead of the page one sees are counted: what a list costs does not grow with the country."""
FLEST_I_FIL = 5000
"""Rows of a list that one may take out of the system at a time."""
FLESTE_SIDER = 20_000
"""An address can ask for any page; no database can be asked to skip any number of rows."""
Rad = TypeVar("Rad")
Sporring = sa.Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Utvalg:
    """What a list shows: `tekst` means a name or a DUF-nummer, `side` counts from 1 and has `stoerrelse` rows."""

    tekst: str = ""
    status: str = ""
    sorter: str = "navn"
    side: int = 1
    stoerrelse: int = SIDESTOERRELSE


Utvalgt = TypeVar("Utvalgt", bound=Utvalg)


def til_fil(utvalg: Utvalgt) -> Utvalgt:
    """The same, all pages of it: up to what a file holds, and one row more, which tells that it was cut."""
    return replace(utvalg, side=1, stoerrelse=FLEST_I_FIL + 1)


@dataclass(frozen=True)
class Side(Generic[Rad]):
    """One page of a list: `antall` rows in all, page `nr` of `sider`; where there are `flere`, nobody counted them."""

    rader: Sequence[Rad]
    antall: int
    nr: int
    sider: int
    flere: bool = False


def hent_side(
    sporring: Sporring, nr: int, les: Callable[[Sporring], Iterable[Rad]], stoerrelse: int = SIDESTOERRELSE
) -> Side[Rad]:
    """The page that was asked for, or the last where `nr` is past it; `les` runs the query of that page, and says
    what is loaded along with its rows."""
    nr = min(max(1, nr), FLESTE_SIDER)
    hoeyst = FLEST_TALT + (nr - 1) * stoerrelse
    antall = tell(sporring, hoeyst + 1)
    flere, antall = antall > hoeyst, min(antall, hoeyst)
    sider = max(1, -(-antall // stoerrelse))
    nr = min(nr, sider)
    return Side(list(les(sporring.limit(stoerrelse).offset((nr - 1) * stoerrelse))), antall, nr, sider, flere)


def tell(sporring: Sporring, hoeyst: int) -> int:
    """How many rows the query finds, up to so many."""
    funnet = sporring.order_by(None).with_only_columns(sa.literal(1), maintain_column_froms=True).limit(hoeyst)
    return sesjon.scalar(sa.select(sa.func.count()).select_from(funnet.subquery())) or 0
