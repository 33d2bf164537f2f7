"""Past the walls of the database, as whoever owns the tables could go."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from app.db import arbeid, db, sesjon


def bak_veggene(setning: str, **verdier: object) -> None:
    """Run a statement and commit it; the triggers are away meanwhile."""
    with db.engine.begin() as tilkobling:
        _uten_vegger(tilkobling, setning, verdier)


class _Angret(Exception):
    pass


def angret(setning: str, se: Callable[[], Any], **verdier: object) -> Any:
    """What `se` finds after the statement; then it is undone."""
    funnet = None
    with suppress(_Angret), arbeid(skriver=True):
        _uten_vegger(sesjon.connection(), setning, verdier)
        funnet = se()
        raise _Angret
    return funnet


def _uten_vegger(tilkobling: sa.Connection, setning: str, verdier: dict[str, object]) -> None:
    if db.engine.dialect.name == "postgresql":
        tilkobling.execute(sa.text("SET session_replication_role = replica"))
        tilkobling.execute(sa.text(setning), verdier)
        tilkobling.execute(sa.text("SET session_replication_role = origin"))
        return
    vegger = tilkobling.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for navn, _sql in vegger:
        tilkobling.exec_driver_sql(f"DROP TRIGGER {navn}")
    tilkobling.execute(sa.text(setning), verdier)
    for _navn, sql in vegger:
        tilkobling.exec_driver_sql(sql)
