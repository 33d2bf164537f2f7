"""Tid: what time and which day it is, as the clock of the unit of work shows; ages, and the day in Norway."""

from calendar import isleap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from app.norsk import OSLO

KOMPASS_FRA_ALDER = 16
"""UDI's practice: younger ones are asked about kindergarten and school instead of competence."""
MYNDIGHETSALDER = 18

_klokke: ContextVar[Callable[[], datetime]] = ContextVar("klokke", default=lambda: datetime.now(UTC))


def naa() -> datetime:
    """What time it is: aware, UTC."""
    return _klokke.get()()


@contextmanager
def klokke(vis: Callable[[], datetime]) -> Iterator[None]:
    """Inside, `naa` shows what `vis` says: the demo works in the past, and tests in the future."""
    merke = _klokke.set(vis)
    try:
        yield
    finally:
        _klokke.reset(merke)


def i_dag() -> date:
    """The day it is in Norway, wherever the server stands."""
    return dag_i_norge(naa())


def dag_i_norge(tid: datetime) -> date:
    """The day it was in Norway."""
    return tid.astimezone(OSLO).date()


def alder(foedt: date, paa: date | None = None) -> int:
    """Whole years of age on a day, today unless told."""
    dag = paa or i_dag()
    return dag.year - foedt.year - ((dag.month, dag.day) < (foedt.month, foedt.day))


def foedt_senest(alder: int) -> date:
    """The last day of birth of those who are so old today: what a query compares with."""
    dag = i_dag()
    skuddag = (dag.month, dag.day) == (2, 29)
    return dag.replace(year=dag.year - alder, day=28 if skuddag and not isleap(dag.year - alder) else dag.day)
