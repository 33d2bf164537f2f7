"""The benchmark has a PostgreSQL of its own, in which a commit is on disk as in production: else the floor is a lie."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from conftest import mangler
from stoette.database import Baser
from stoette.postgres import Klynge, finn_programmer


@pytest.fixture(scope="session")
def _baser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Baser]]:
    startet: list[Klynge] = []

    @cache
    def for_merke(merke: str) -> Baser:
        mappe = tmp_path_factory.mktemp(merke)
        if merke == "sqlite":
            return Baser(merke, mappe, None)
        if (programmer := finn_programmer()) is None:
            mangler("PostgreSQL: installer pakken postgresql")
        startet.append(Klynge(programmer, varig=True))
        return Baser(merke, mappe, startet[-1].url("postgres"))

    yield for_merke
    for klynge in startet:
        klynge.stopp()
