"""Segl: the rows of the logs are sealed in a chain, so that a changed, removed or inserted row is seen afterwards.

Each seal holds a keyed digest of every row it covers; its sum covers them and the sum of the seal before. The key
lies outside the database, so whoever owns the tables can't make a chain that fits. What a row says of a person has a
digest of its own: where that has been removed by the operation that may, the rest still fits.

PostgreSQL gives out numbers before rows are committed, so rows may come after later ones: what was missing among the
numbers of the last day is looked for anew at each seal.

Where a person was deleted, each row that was taken out or emptied has a receipt (kvittering.py), and still fits.

What a row does not have (NULL) is not in its digest: a column may come to a sealed table, if it may be empty.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Tidspunkt, sesjon, sett_inn_hvis_ny
from app.domain.logg import kvittering
from app.domain.tid import naa
from app.domain.vern.fingeravtrykk import fingeravtrykk

FOERST = "0" * 64
"""The sum before the first seal."""
HALVT = 16
"""Hexadecimal digits of the digest of each half of a row."""
HOEYST = 1000
FORSEGLEDE = ("hendelse", "svarhistorikk")
"""The tables of app/loggsegling.py, by name."""
SENE = timedelta(days=1)
"""How long after the rows around it a row may be committed: no transaction lasts so long."""


class Loggsegl(Base):
    __tablename__ = "loggsegl"
    __table_args__ = (sa.Index("ix_loggsegl_tabell_tid", "tabell", "tid"),)

    nummer: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tid: Mapped[datetime] = mapped_column(Tidspunkt)
    tabell: Mapped[str] = mapped_column(sa.String(40))
    spenn: Mapped[str] = mapped_column(sa.Text)
    """The numbers of the rows: «1-500,502»."""
    avtrykk: Mapped[str] = mapped_column(sa.Text)
    """Two halves for each row, in order."""
    sum: Mapped[str] = mapped_column(sa.String(64))


@dataclass(frozen=True)
class Seglet:
    """A table that is sealed: which columns tell of a person, and of which rows those may have been changed since."""

    tabell: sa.Table
    personlig: frozenset[str] = frozenset()
    kan_endres: Callable[[sa.RowMapping], bool] = lambda _rad: False


@dataclass(frozen=True)
class Avvik:
    """What does not fit: which seal, and of which row, where it is one."""

    nummer: int
    hva: str
    rad: int | None = None


def forsegl(om: Seglet) -> int:
    """Seal the rows that are not yet, at most HOEYST of them, in the caller's transaction. The answer is how many: none
    of them, where another worker took the number at the same moment; then they are there for the next who asks.

    No row is locked: the app's own role may not change a seal, and PostgreSQL lets only who may, lock it.
    """
    nummer, forrige = hode()  # before the rows: what another seals in between, takes this number
    rader = _useglet(om)
    if not rader:
        return 0
    nummer += 1
    spenn = _skriv_spenn([rad["id"] for rad in rader])
    avtrykk = "".join(_avtrykk(om, rad) for rad in rader)
    sum_ = _summen(forrige, nummer, om.tabell.name, spenn, avtrykk)
    nytt = {"nummer": nummer, "tid": naa(), "tabell": om.tabell.name, "spenn": spenn, "avtrykk": avtrykk, "sum": sum_}
    sett_inn_hvis_ny(Loggsegl, [nytt])
    return len(rader)


def verifiser(tabeller: Iterable[Seglet]) -> Iterator[Avvik]:
    """Everything that does not fit, of the chain and of the rows under it. Reads all of both."""
    om = {t.tabell.name: t for t in tabeller}
    forrige = FOERST
    seglene = sesjon.scalars(sa.select(Loggsegl).order_by(Loggsegl.nummer).execution_options(yield_per=20))
    for ventet, segl in enumerate(seglene, 1):
        if segl.nummer != ventet or segl.sum != _summen(forrige, segl.nummer, segl.tabell, segl.spenn, segl.avtrykk):
            yield Avvik(segl.nummer, "seglet er brutt")
        forrige = segl.sum
        yield from _radene(om[segl.tabell], segl)
    for tabell in om.values():
        yield from _satt_inn(tabell)


def hode() -> tuple[int, str]:
    """The number and the sum of the newest seal: kept elsewhere, they prove that nothing was cut off the end."""
    siste = sesjon.execute(_siste()).first()
    return (siste.nummer, siste.sum) if siste else (0, FOERST)


def har_hatt(nummer: int, sum_: str) -> bool:
    """Whether this head, kept elsewhere, is one that the chain has."""
    return nummer == 0 or sesjon.scalar(sa.select(Loggsegl.sum).where(Loggsegl.nummer == nummer)) == sum_


def _siste() -> sa.Select[int, str]:
    sist = sa.select(sa.func.max(Loggsegl.nummer)).scalar_subquery()
    return sa.select(Loggsegl.nummer, Loggsegl.sum).where(Loggsegl.nummer == sist)


def _useglet(om: Seglet) -> Sequence[sa.RowMapping]:
    id_ = om.tabell.c.id
    sene = sa.select(Loggsegl.spenn).where(Loggsegl.tabell == om.tabell.name, Loggsegl.tid > naa() - SENE)
    nyeste = sa.select(Loggsegl.spenn).where(Loggsegl.tabell == om.tabell.name).order_by(Loggsegl.tid.desc())
    spenn = sesjon.scalars(sene).all() or sesjon.scalars(nyeste.limit(1)).all()
    seglet = sorted(par for tekst in spenn for par in _les_spenn(tekst))
    hull = [nr for (_, slutt), (start, _s) in pairwise(seglet) for nr in range(slutt + 1, start)]
    etter = max((slutt for _, slutt in seglet), default=0)
    hvilke = sa.or_(id_ > etter, id_.in_(hull[-HOEYST:])) if hull else id_ > etter
    return sesjon.execute(sa.select(om.tabell).where(hvilke).order_by(id_).limit(HOEYST)).mappings().all()


def _radene(om: Seglet, segl: Loggsegl) -> Iterator[Avvik]:
    ventet = [nr for start, slutt in _les_spenn(segl.spenn) for nr in range(start, slutt + 1)]
    id_ = om.tabell.c.id
    funnet = sesjon.execute(sa.select(om.tabell).where(id_.between(ventet[0], ventet[-1]))).mappings()
    rader = {rad["id"]: rad for rad in funnet}
    for plass, nr in enumerate(ventet):
        if nr not in rader:
            if not kvittering.er_kvittert(segl.tabell, nr, kvittering.BORTE):
                yield Avvik(segl.nummer, "raden er borte", nr)
            continue
        skal = segl.avtrykk[plass * 2 * HALVT : (plass + 1) * 2 * HALVT]
        er = _avtrykk(om, rader[nr])
        endret = er[:HALVT] != skal[:HALVT] or (er != skal and not om.kan_endres(rader[nr]))
        if endret and not kvittering.er_kvittert(segl.tabell, nr, kanonisk(dict(rader[nr]))):
            yield Avvik(segl.nummer, "raden er endret", nr)


def _satt_inn(om: Seglet) -> Iterator[Avvik]:
    """Rows among the sealed that no seal covers, when no row may come late any more."""
    spenn = sesjon.execute(
        sa.select(Loggsegl.nummer, Loggsegl.spenn, Loggsegl.tid)
        .where(Loggsegl.tabell == om.tabell.name)
        .order_by(Loggsegl.nummer)
    ).all()
    seglet = sorted(par for segl in spenn for par in _les_spenn(segl.spenn))
    gamle = [slutt for segl in spenn if segl.tid < naa() - SENE for _, slutt in _les_spenn(segl.spenn)]
    for (_, slutt), (start, _s) in pairwise([(0, 0), *seglet]):
        if slutt + 1 < start <= max(gamle, default=0):
            id_ = om.tabell.c.id
            for nr in sesjon.scalars(sa.select(id_).where(id_.between(slutt + 1, start - 1)).order_by(id_)):
                yield Avvik(0, "raden er satt inn etterpå", nr)


def _summen(forrige: str, nummer: int, tabell: str, spenn: str, avtrykk: str) -> str:
    return fingeravtrykk("loggsegl", forrige, str(nummer), tabell, spenn, avtrykk)


def _avtrykk(om: Seglet, rad: sa.RowMapping) -> str:
    """Both halves: of what is nobody's, and of what tells of a person."""
    halve = ({k: v for k, v in rad.items() if (k in om.personlig) is personlig} for personlig in (False, True))
    return "".join(fingeravtrykk(om.tabell.name, str(rad["id"]), kanonisk(halv))[:HALVT] for halv in halve)


def kanonisk(verdier: dict[str, Any]) -> str:
    """A row as a text, the same whenever and from whichever database it is read."""
    gitt = {navn: verdi for navn, verdi in verdier.items() if verdi is not None}
    return json.dumps(gitt, sort_keys=True, ensure_ascii=False, default=str)


def _les_spenn(tekst: str) -> list[tuple[int, int]]:
    deler = [del_.partition("-") for del_ in tekst.split(",")]
    return [(int(start), int(slutt or start)) for start, _, slutt in deler]


def _skriv_spenn(numre: Sequence[int]) -> str:
    """[1, 2, 3, 5] → «1-3,5»."""
    ut: list[list[int]] = []
    for nr in numre:
        if ut and nr == ut[-1][1] + 1:
            ut[-1][1] = nr
        else:
            ut.append([nr, nr])
    return ",".join(f"{start}-{slutt}" if slutt > start else str(start) for start, slutt in ut)
