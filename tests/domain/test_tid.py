"""Which day it is: the one in Norway, by the clock of the unit of work, also near midnight and when clocks change."""

from datetime import date, datetime

import pytest

from app.domain.tid import alder, dag_i_norge, i_dag, klokke, naa

MIDNATT = [
    ("2026-01-31T22:59:59+00:00", "2026-01-31"), ("2026-01-31T23:00:00+00:00", "2026-02-01"),
    ("2026-06-30T21:59:59+00:00", "2026-06-30"), ("2026-06-30T22:00:00+00:00", "2026-07-01"),
    ("2026-03-28T23:00:00+00:00", "2026-03-29"), ("2026-10-25T22:59:59+00:00", "2026-10-25"),
]  # fmt: skip
"""A moment in UTC, and the day it then is in Norway."""


@pytest.mark.parametrize(("tid", "dag"), MIDNATT)
def test_dagen_er_den_i_norge(tid: str, dag: str) -> None:
    da = datetime.fromisoformat(tid)
    with klokke(lambda: da):
        assert naa() == da and i_dag() == date.fromisoformat(dag)
    assert dag_i_norge(da) == date.fromisoformat(dag) != i_dag()


def test_alderen_skifter_ved_midnatt_i_norge() -> None:
    foedt, da = date(2010, 7, 1), datetime.fromisoformat("2026-06-30T22:30:00+00:00")
    with klokke(lambda: da):
        assert alder(foedt) == 16
    assert alder(foedt, date(2026, 6, 30)) == 15
