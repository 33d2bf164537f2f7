"""The engine room: database, session, types, and the rule that a unit of work commits whole or not at all.

The only module, with migrations/, that knows a database brand. On SQLite all writers queue in order of arrival
inside the one process and begin with BEGIN IMMEDIATE: measured, this takes away both «database is locked» and
the starvation of SQLite's own waiting.
"""

import json
import operator
import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from typing import Any, ClassVar, cast

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from app.config import Config
from app.diskplass import Diskplass
from app.skriverkoe import Skriverkoe

POSTGRES_VALG = (
    "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000 -c timezone=UTC"
)
KOMMANDO_VALG = "-c statement_timeout=0 -c lock_timeout=15000 -c idle_in_transaction_session_timeout=0 -c timezone=UTC"
"""An import or a migration takes the time it takes, and is stopped by whoever started it. It waits for a lock a while
only: those who come after it wait behind it.
"""
MAA_VAERE_PAA = ("fsync", "full_page_writes", "synchronous_commit")
SQLITE_PRAGMA = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "busy_timeout=8000",
)
DATABASE_BORTE = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
"""The database does not answer, is full or refuses for now: the web says 503."""
DATABASE_FEIL = (sa.exc.DBAPIError, sa.exc.TimeoutError)
"""Whatever a database refuses, lacks or fails at."""
UGYLDIG_VERDI = sa.exc.DataError
"""A value that a database cannot hold, such as a NUL in a text: the web says 422."""


class Base(DeclarativeBase):
    __table__: ClassVar[sa.Table]
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
sesjon = db.session
_skriver: ContextVar[bool | None] = ContextVar("skriver", default=None)
"""Whether the unit of work writes; None outside of any."""


class Tidspunkt(sa.types.TypeDecorator[datetime]):
    """An aware UTC datetime in Python; SQLite, which knows no time zones, holds it naive."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


Noekkel = sa.String(32)
"""Random primary keys: they stand in URLs, and say nothing."""


def sortert(lengde: int) -> sa.types.TypeEngine[str]:
    """Text that both databases order alike, byte for byte: for the keys that norsk.sorteringsnoekkel makes."""
    return sa.String(lengde).with_variant(sa.String(lengde, collation="C"), "postgresql")


def delindeks(navn: str, *kolonner: str, naar: str) -> sa.Index:
    """An index of the few rows for which a column that is true or false is true."""
    return sa.Index(navn, *kolonner, sqlite_where=sa.text(f"{naar} = 1"), postgresql_where=sa.text(naar))


def begynnelsen(kolonne: str, tegn: int = 17) -> str:
    """SQL: how a JSON value begins. A function of JSON may not stand in an index where the schema is not trusted
    (`trusted_schema` above); this may, and seventeen characters tell which kommune it is."""
    return f"substr(CAST({kolonne} AS TEXT), 1, {tegn})"


def er_kommune(kolonne: str) -> str:
    """SQL: that a JSON value names a kommune."""
    return f"""{begynnelsen(kolonne, 11)} = '{{"nummer":"'"""


def kommuneindeks(navn: str, kolonne: str) -> sa.Index:
    """An index of the values that name a kommune, by how they begin; the others are not in it."""
    er = sa.text(er_kommune(kolonne))
    return sa.Index(navn, sa.text(begynnelsen(kolonne)), sqlite_where=er, postgresql_where=er)


def ny_id() -> str:
    """122 random bits as 32 hexadecimal digits."""
    return uuid.uuid4().hex


def kodetype(koder: type[Enum], *, sjekk: bool = True) -> sa.Enum:
    """A column that holds the values of an enum as text, with a CHECK in either database.

    Without `sjekk` the set may grow without a migration: for the kinds of logged events and notices.
    """
    return sa.Enum(
        koder, native_enum=False, length=40, create_constraint=sjekk, name=koder.__name__.lower(),
        values_callable=lambda enum: [kode.value for kode in enum],
    )  # fmt: skip


def kjoer(setning: sa.Executable, verdier: Mapping[str, Any]) -> sa.CursorResult[Any]:
    """A Core statement in the current unit of work, at half the cost of the ORM's way: what the autosave uses."""
    naavaerende = sesjon()
    naavaerende.flush()
    return naavaerende.connection().execute(setning, verdier)


def endre(setning: sa.Update | sa.Delete, **valg: Any) -> int:
    """Run an UPDATE or a DELETE in the current unit of work; the answer is how many rows it met."""
    return cast("sa.CursorResult[Any]", sesjon.execute(setning, **valg)).rowcount


def sett_inn_hvis_ny(modell: type[Base], rader: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows that are not there yet; that another inserts the same at the same moment is no error."""
    if rader:
        sett_inn = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
        sesjon.execute(sett_inn(modell).on_conflict_do_nothing(), list(rader))


def sett_inn_mange(tabell: sa.Table, rader: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same keys. PostgreSQL takes them as one JSON value, in half the time of as many
    statements, and plans its foreign key checks anew: a plan from when the tables were small would read all of them.
    """
    if not rader:
        return
    if db.engine.dialect.name != "postgresql":
        sesjon.execute(sa.insert(tabell), list(rader))
        return
    navn = list(rader[0])
    kilde = sa.func.json_populate_recordset(sa.text(f"NULL::{tabell.name}"), sa.bindparam("rader")).table_valued(*navn)
    setning = sa.insert(tabell).from_select(navn, sa.select(*kilde.c))
    sesjon.execute(sa.text("DISCARD PLANS"))
    sesjon.execute(setning, {"rader": json.dumps(rader, default=operator.methodcaller("isoformat"))})


@contextmanager
def arbeid(*, skriver: bool) -> Iterator[None]:
    """One unit of work: a writing one commits at its end, any other leaves no trace; an exception undoes all.

    Raises RuntimeError inside another: whose work would be committed, or undone, with whose?
    """
    if _skriver.get() is not None:
        raise RuntimeError("a unit of work inside another")
    merke = _skriver.set(skriver)
    try:
        yield
        if skriver:
            sesjon.commit()
        else:
            sesjon.rollback()
    except BaseException:
        sesjon.rollback()
        raise
    finally:
        _skriver.reset(merke)


def init_db(app: Flask, config: Config) -> None:
    """Connect the app to its database."""
    url = make_url(config.database_url)
    valg: dict[str, Any] = {"hide_parameters": True, "json_serializer": _json}
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
        valg |= {
            "pool_size": 8, "max_overflow": 4, "pool_timeout": 3,
            "connect_args": {"options": KOMMANDO_VALG if config.kommando else POSTGRES_VALG, "connect_timeout": 5},
        }  # fmt: skip
    elif url.database:
        lukk_fil(url.database)
        valg |= {"pool_size": 12, "connect_args": {"timeout": 8}}
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = valg
    db.init_app(app)
    with app.app_context():
        app.extensions["diskplass"] = Diskplass(db.engine)
        if db.engine.dialect.name == "sqlite":
            _lytt_sqlite(db.engine)


def _json(verdi: Any) -> str:
    return json.dumps(verdi, ensure_ascii=False, separators=(",", ":"))


def lukk_fil(fil: str) -> None:
    """The database file is made readable to its owner only; SQLite gives its WAL the same rights."""
    os.close(os.open(fil, os.O_RDWR | os.O_CREAT, 0o600))
    os.chmod(fil, 0o600)


def _lytt_sqlite(engine: sa.Engine) -> None:
    koe = Skriverkoe()

    @sa.event.listens_for(engine, "connect")
    def koble_til(tilkobling: Any, _record: ConnectionPoolEntry) -> None:
        tilkobling.isolation_level = None
        for pragma in SQLITE_PRAGMA:
            tilkobling.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begynn(tilkobling: Connection) -> None:
        if not _skriver.get():
            tilkobling.exec_driver_sql("BEGIN")
            return
        _vent_paa_tur(koe)
        tilkobling.info["skriver"] = True
        tilkobling.exec_driver_sql("BEGIN IMMEDIATE")

    @sa.event.listens_for(engine, "before_cursor_execute")
    def avvis_nul(_tilkobling: Any, _markoer: Any, setning: str, verdier: Any, *_resten: Any) -> None:
        """PostgreSQL holds no NUL in a text; here it would be stored (N3)."""
        rader = verdier if isinstance(verdier, list) else [verdier]
        if any("\0" in verdi for rad in rader for verdi in rad if isinstance(verdi, str)):
            raise UGYLDIG_VERDI(setning, None, ValueError("a text holds NUL"))

    @sa.event.listens_for(engine, "checkin")
    def lever_tilbake(_tilkobling: Any, record: ConnectionPoolEntry) -> None:
        if record.info.pop("skriver", False):
            koe.release()


def _vent_paa_tur(koe: Skriverkoe) -> None:
    try:
        koe.acquire(sekunder=8)
    except TimeoutError as feil:
        raise sa.exc.OperationalError("BEGIN IMMEDIATE", None, feil) from feil


def utrygge_innstillinger() -> list[str]:
    """What PostgreSQL is set up with so that a save can be lost that was answered with «Lagret» (L2)."""
    if db.engine.dialect.name != "postgresql":
        return []
    return [navn for navn in MAA_VAERE_PAA if sesjon.execute(sa.text(f"SHOW {navn}")).scalar() == "off"]


def toem_skrivelogg() -> None:
    """What is taken out of the tables may still lie in SQLite's log of writes, until that is emptied into the file."""
    if db.engine.dialect.name != "sqlite":
        return
    with closing(db.engine.raw_connection()) as tilkobling:
        tilkobling.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def klar(*, samme: bool = False) -> bool:
    """Whether the database answers and its schema is the one this code was written for; or, unless `samme`, a newer
    one: while machines are upgraded one by one, the old code works on (a migration takes nothing from it)."""
    from alembic.script import ScriptDirectory

    from app.migrering import alembic_config

    ventet = ScriptDirectory.from_config(alembic_config()).get_current_head() or ""
    try:
        versjon = sesjon.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() or ""
    except sa.exc.DBAPIError:
        return False
    return versjon == ventet or (not samme and versjon > ventet)
