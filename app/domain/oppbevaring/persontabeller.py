"""Persontabeller: which rows of which tables are about a resident. They are found by the columns that name one, in
every table there is: a table that comes to later is found too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.db import Base, sesjon
from app.domain.beboer.modell import BEBOER

FOLGER = {"varsel_id": "varsel", "hendelse_id": "hendelse"}
"""A column that leads to a row that may be about the resident."""
EGNE_NOEKLER = {"beboer": "ider", "bosettingssamtale": "samtaler", "husstand": "husstander"}
"""Tables whose own id is among the ids of a person."""


@dataclass(frozen=True)
class Person:
    """One resident, under all numbers that have been merged, with the interviews and households."""

    ider: Sequence[str]
    samtaler: Sequence[str]
    husstander: Sequence[str]


def finn(beboer_id: str) -> Person:
    """The person that this resident is; `beboer_id` is that of the one kept."""
    er = sa.or_(BEBOER.c.id == beboer_id, BEBOER.c.samme_som_id == beboer_id)
    ider = sesjon.scalars(sa.select(BEBOER.c.id).where(er).order_by(BEBOER.c.id)).all()
    egne = [
        sa.select(t.c.samtale_id).where(_navngir(t, ider), t.c.samtale_id.is_not(None))
        for t in Base.metadata.sorted_tables
        if kolonner(t) and "samtale_id" in t.c
    ]
    husstander = sa.select(BEBOER.c.husstand_id).where(BEBOER.c.id.in_(ider)).distinct()
    return Person(ider, sorted(sesjon.scalars(sa.union(*egne))), sorted(sesjon.scalars(husstander)))


def kolonner(tabell: sa.Table) -> list[sa.ColumnElement[str]]:
    """The columns of a table that name a resident."""
    return [
        k
        for k in tabell.c
        if k.name in ("beboer_id", "samme_som_id")
        or k is BEBOER.c.id
        or any(nokkel.target_fullname == "beboer.id" for nokkel in k.foreign_keys)
    ]


def hvilke(tabell: sa.Table, person: Person) -> sa.ColumnElement[bool] | None:
    """Of a row: it is about this person, or about an interview without saying of whom; None where no row can be."""
    if tabell.name in EGNE_NOEKLER:
        return tabell.c.id.in_(getattr(person, EGNE_NOEKLER[tabell.name]))
    egne = kolonner(tabell)
    vilkaar = [_navngir(tabell, person.ider)] if egne else []
    if "samtale_id" in tabell.c and all(k.nullable for k in egne):
        vilkaar.append(sa.and_(tabell.c.samtale_id.in_(person.samtaler), *(k.is_(None) for k in egne)))
    for kolonne, navn in FOLGER.items():
        if kolonne in tabell.c:
            til = Base.metadata.tables[navn]
            om = hvilke(til, person)
            vilkaar.append(tabell.c[kolonne].in_(sa.select(til.c.id).where(om if om is not None else sa.false())))
    return sa.or_(*vilkaar) if vilkaar else None


def rader(person: Person) -> Iterator[tuple[sa.Table, Sequence[sa.RowMapping]]]:
    """Every row of every table that is about the person."""
    for tabell in Base.metadata.sorted_tables:
        om = hvilke(tabell, person)
        if om is not None:
            funnet = sa.select(tabell).where(om).order_by(*tabell.primary_key)
            yield tabell, sesjon.execute(funnet).mappings().all()


def _navngir(tabell: sa.Table, ider: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.or_(*(k.in_(ider) for k in kolonner(tabell)))
