"""The operator's log: one JSON line on standard error for each refusal, each failed call to another system, each start.

A line holds what is in `Felter` and nothing else: no body, no address with a query, no text of an exception. What is
said of people is said in the database's own log (app/domain/logg), never here.
"""

import errno
import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TypedDict, Unpack

from app import maaling

NIVAA = {logging.INFO: "info", logging.WARNING: "advarsel", logging.ERROR: "feil", logging.CRITICAL: "feil"}
KODER = ("verify_code", "smtp_code", "kode", "sqlstate", "sqlite_errorname", "error", "reason")
"""Where exceptions keep one; a sentence in such a place is left out."""
logg = logging.getLogger("mottak")
FORESPOERSEL: ContextVar[str] = ContextVar("forespoersel", default="")
"""The id of the request under way, which its user is shown where it fails."""


class Felter(TypedDict, total=False):
    """All that a line may hold beside its time, level and event: nobody's name, number, text or address."""

    adresse: str
    """Where the server answers, or the rule of a route, never the path that was asked for."""
    aarsak: str
    """Why, in a word of ours, or the kinds of the exceptions (see `kjede`)."""
    database: str
    forespoersel: str
    """The request that brought it about."""
    id: str
    """A random id of ours: an e-mail in the outbox, a job."""
    kode: int
    """What the other system answered."""
    metode: str
    port: int
    referanse: str
    """What the user was shown, to be found here."""
    status: int
    system: str
    """The other system: utsteder, epost, database."""
    versjon: str
    vert: str
    """The other system's host, from the configuration."""


def start() -> None:
    """All that is logged goes out as one line each, whoever logs it. May be called again."""
    logg.setLevel(logging.INFO)
    rot = logging.getLogger()
    if not any(isinstance(utgang, Linjer) for utgang in rot.handlers):
        rot.addHandler(Linjer())


def skriv_linje(
    hendelse: str, *, feil: BaseException | None = None, nivaa: int = logging.INFO, **felter: Unpack[Felter]
) -> None:
    """Write a line. With `feil`, also where in the code it was raised: for what should not happen."""
    if FORESPOERSEL.get():
        felter["forespoersel"] = FORESPOERSEL.get()
    maaling.tell("mottak_hendelser_total", hendelse=hendelse)
    tekst = " ".join((hendelse, *(f"{navn}={verdi}" for navn, verdi in felter.items())))
    logg.log(nivaa, "%s", tekst, exc_info=feil, extra={"linje": {"hendelse": hendelse, **felter}})


def kall_feilet(feil: BaseException, **felter: Unpack[Felter]) -> None:
    """A call to another `system` failed: why, as far as it can be said without what was sent or answered."""
    felter["aarsak"] = kjede(feil)
    skriv_linje("kall_feilet", nivaa=logging.ERROR, **felter)


def kjede(feil: BaseException) -> str:
    """The kinds of an exception and of those behind it, the deepest last: a refused connection, a wrong certificate."""
    return " < ".join(dict.fromkeys(_kort(ledd) for ledd in _ledd(feil)))


def _ledd(feil: BaseException | None) -> Iterator[BaseException]:
    """urllib3 keeps the one behind as `reason`, SQLAlchemy as `orig`, requests in an argument, others as the cause."""
    sett: set[int] = set()
    while feil and id(feil) not in sett:
        sett.add(id(feil))
        yield feil
        egne = [getattr(feil, navn, None) for navn in ("reason", "orig")]
        mulige = (*egne, *feil.args, feil.__cause__, feil.__context__)
        feil = next((m for m in mulige if isinstance(m, BaseException)), None)


def _kort(feil: BaseException) -> str:
    """The kind, and the code that the library or the other system gives it."""
    svar = getattr(feil, "response", None)
    nummer = errno.errorcode.get(feil.errno, feil.errno) if isinstance(feil, OSError) and feil.errno else None
    mulige = (getattr(svar, "status_code", None), *(getattr(feil, navn, None) for navn in KODER), nummer)
    kode = next((str(m) for m in mulige if m is not None and re.fullmatch(r"-?\w{1,40}", str(m))), "")
    return f"{type(feil).__name__} {kode}".strip()


class Linjer(logging.Handler):
    """Writes each record as one line of JSON, to what is standard error at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        print(som_linje(record), file=sys.stderr, flush=True)


def som_linje(record: logging.LogRecord) -> str:
    """The record as JSON. Of what a library logs, the fixed part: its arguments may be anything."""
    tid = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    egen = getattr(record, "linje", None) or {"hendelse": record.name, "tekst": str(record.msg)}
    linje = {"tid": tid, "nivaa": NIVAA.get(record.levelno, record.levelname.lower()), **egen}
    if record.exc_info and (feil := record.exc_info[1]):
        rammer = traceback.extract_tb(feil.__traceback__)
        linje |= {"unntak": kjede(feil), "spor": [f"{r.filename}:{r.lineno} {r.name}" for r in rammer]}
    return json.dumps(linje, ensure_ascii=False)
