"""What a request costs without a clock: the statements it sends, the rows it fetches, the bytes of its answer."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePath
from types import FrameType
from typing import Any

import sqlalchemy as sa
from flask import has_request_context
from werkzeug.test import TestResponse

from app.config import ROT

FORNYELSE = "UPDATE innlogging SET sist_brukt"
"""A login is renewed once a minute, by whichever request comes then: never counted as the cost of that request."""
UTENOM = ("BEGIN", "SAVEPOINT", "RELEASE", "DISCARD", FORNYELSE)
SOM_EN_NETTLESER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
DOMENET = str(ROT / "app" / "domain")
FELLES = ("liste.py",)
"""What only runs the queries of others."""


@dataclass(frozen=True)
class Setning:
    """A statement as the driver got it, and the function of the domain that asked."""

    sql: str
    verdier: Any
    hvor: str


@dataclass
class Maaling:
    """What was asked within `maalt`."""

    setninger: list[Setning] = field(default_factory=list)
    rader: int = 0
    steg: int = 0
    """What SQLite did to find them, in hundreds of its own instructions: the same on every machine."""


_gjelder: list[Maaling] = []


@contextmanager
def maalt() -> Iterator[Maaling]:
    """Everything that this process asks a database within."""
    _gjelder.append(Maaling())
    try:
        yield _gjelder[-1]
    finally:
        _gjelder.pop()


def byte_i(svar: TestResponse) -> int:
    """Of an answer as it goes over the line: the head and the body, compressed where the server does so."""
    hoder = sum(len(f"{navn}: {verdi}\r\n".encode()) for navn, verdi in svar.headers)
    return len(f"HTTP/1.1 {svar.status}\r\n\r\n") + hoder + len(svar.data)


@sa.event.listens_for(sa.Engine, "before_cursor_execute")
def _noter(_tilkobling: Any, _markoer: Any, sql: str, verdier: Any, _kontekst: Any, mange: bool) -> None:
    if _gjelder and not sql.startswith(UTENOM):
        foerste = verdier[0] if mange and verdier else verdier
        hvor = _hvem_spoer(sys._getframe())
        if hvor or has_request_context():
            _gjelder[-1].setninger.append(Setning(sql, foerste, hvor))


@sa.event.listens_for(sa.Engine, "after_cursor_execute")
def _tell_postgresql(_tilkobling: Any, markoer: Any, sql: str, *_resten: Any) -> None:
    """What an INSERT hands back is not read: SQLite has no need of it."""
    if _gjelder and markoer.description and not sql.startswith("INSERT"):
        _gjelder[-1].rader += max(0, markoer.rowcount)


@sa.event.listens_for(sa.pool.Pool, "checkout")
def _tell_sqlite(tilkobling: Any, *_resten: Any) -> None:
    """SQLite does not know how many rows there are before they are fetched, so they are counted as they come."""
    if type(tilkobling).__module__ == "sqlite3":
        tilkobling.row_factory = _telt if _gjelder else None
        tilkobling.set_progress_handler(_gikk if _gjelder else None, 100)


def _gikk() -> None:
    if _gjelder:
        _gjelder[-1].steg += 1


def _telt(_markoer: Any, rad: Any) -> Any:
    if _gjelder:
        _gjelder[-1].rader += 1
    return rad


def _hvem_spoer(ramme: FrameType | None) -> str:
    """«fordelingsklare.saker»: the function of the domain nearest to the statement; empty where there is none."""
    while ramme:
        fil = PurePath(ramme.f_code.co_filename)
        if str(fil).startswith(DOMENET) and fil.name not in FELLES and ramme.f_code.co_name[0] != "<":
            return f"{fil.stem}.{ramme.f_code.co_name}"
        ramme = ramme.f_back
    return ""
