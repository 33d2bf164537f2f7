"""The benchmark has a PostgreSQL of its own, in which a commit is on disk as in production: else the floor is a lie."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from stoette.database import Baser
from stoette.oppsett import mangler
from stoette.postgres import DISK, Klynge, finn_programmer


@pytest.fixture(scope="session")
def _baser() -> Iterator[Callable[[str], Baser]]:
    startet: list[Klynge] = []
    mapper: list[Path] = []

    @cache
    def for_merke(merke: str) -> Baser:
        mappe = Path(tempfile.mkdtemp(prefix="mottak-maaling-", dir=DISK))
        mapper.append(mappe)
        if merke == "sqlite":
            return Baser(merke, mappe, None)
        if (programmer := finn_programmer()) is None:
            mangler("PostgreSQL: installer pakken postgresql")
        startet.append(Klynge(programmer, varig=True))
        return Baser(merke, mappe, startet[-1].url("postgres"))

    yield for_merke
    for klynge in startet:
        klynge.stopp()
    for mappe in mapper:
        shutil.rmtree(mappe, ignore_errors=True)
