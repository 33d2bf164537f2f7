"""The fixtures every test may use. Each test that asks for `app` runs on SQLite and on PostgreSQL."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from stoette.database import Baser, aapnet, lag_config
from stoette.hurtig import gjenbruk
from stoette.klient import Klient
from stoette.oppsett import PG_URL, klargjort, mangler, rollebesetning
from stoette.postgres import Klynge, finn_programmer
from stoette.smtp import taus_post

from app import create_app
from app.config import ROT
from app.db import db

MINNET = Path("/dev/shm")
MINNE_TRENGS = 4 << 30
TESTENE = Path(__file__).parent
BEGGE_LAGRE = ("domain", "samtidighet")
"""The folders whose every test is of the database; elsewhere the mark of this name says it of a test or a module."""
POSTGRES = re.compile(r"(?<=[\[-])postgresql(?=[]-])")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--frys", action="store_true", help="skriv utgavene som ikke er utgitt, på nytt (test_utgaver.py)")
    parser.addoption("--inndata", type=int, default=5, help="fiendtlige inndata til hver rute (test_hver_skriving.py)")


def pytest_configure(config: pytest.Config) -> None:
    """Files go to memory where there is room: a database for a test is made in a quarter of the time. PostgreSQL is
    started once for the whole run; workers find it by the environment.
    """
    if MINNET.is_dir() and shutil.disk_usage(MINNET).free > MINNE_TRENGS:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MINNET))
        tempfile.tempdir = str(MINNET)
    gjenbruk()
    if hasattr(config, "workerinput"):
        return
    subprocess.run(
        [sys.executable, ROT / ".ci" / "statisk.py"], check=True
    )  # what a browser test sees is today's source
    if os.environ.get(PG_URL) or (programmer := finn_programmer()) is None:
        return
    config.klynge = Klynge(programmer)
    os.environ[PG_URL] = config.klynge.url("postgres")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What SQLite shows in every run, PostgreSQL shows in --alt; each time only where the database has a say in it."""
    navn = {item.nodeid for item in items}
    for item in items:
        paa_sqlite = POSTGRES.sub("sqlite", item.nodeid)
        if paa_sqlite != item.nodeid and paa_sqlite in navn and not _paa_begge(item):
            item.add_marker(pytest.mark.alt)


def _paa_begge(item: pytest.Item) -> bool:
    mappe = item.path.relative_to(TESTENE).parts[0]
    return mappe in BEGGE_LAGRE or item.get_closest_marker("begge_lagre") is not None


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "klynge"):
        config.klynge.stopp()
        del os.environ[PG_URL]


@pytest.fixture(scope="session")
def _baser(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Baser]:
    laget: dict[str, Baser] = {}

    def for_merke(merke: str) -> Baser:
        if merke == "postgresql" and not os.environ.get(PG_URL):
            mangler("PostgreSQL: installer pakken postgresql")
        if merke not in laget:
            laget[merke] = Baser(merke, tmp_path_factory.mktemp(merke), os.environ.get(PG_URL))
        return laget[merke]

    return for_merke


@pytest.fixture(params=["sqlite", "postgresql"])
def merke(request: pytest.FixtureRequest) -> str:
    """The brand of database; a test can narrow it with parametrize(..., indirect=True)."""
    return str(request.param)


@pytest.fixture
def url(merke: str, _baser: Callable[[str], Baser], request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh database with the cast, or an empty one where the test asks for `tom_app`."""
    fyll = None if "tom_app" in request.fixturenames else rollebesetning
    adresse = _baser(merke).ny(fyll)
    yield adresse
    _baser(merke).slett(adresse)


@pytest.fixture
def app(url: str, tmp_path: Path) -> Iterator[Flask]:
    """The app on a fresh, filled database, inside an app context; no e-mail of the test tells of anyone (C5)."""
    config = lag_config(url, tmp_path)
    with aapnet(klargjort(create_app(config))) as app, taus_post(config.postmappe):
        yield app


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def _felles(request: pytest.FixtureRequest, _baser: Callable[[str], Baser], tmp_path_factory) -> Iterator[Flask]:
    baser = _baser(request.param)
    adresse = baser.ny(rollebesetning)
    app = klargjort(create_app(lag_config(adresse, tmp_path_factory.mktemp("felles"))))
    yield app
    with app.app_context():
        db.engine.dispose()
    baser.slett(adresse)


@pytest.fixture
def felles_app(_felles: Flask) -> Iterator[Flask]:
    """One app for all the tests of a module: for those that only read, or that keep to what is their own."""
    with _felles.app_context():
        yield _felles


@pytest.fixture
def felles_som(felles_app: Flask) -> Callable[[str], Klient]:
    """As `som`, on the module's app; the same browser each time a user is named."""
    klienter = felles_app.extensions.setdefault("klienter", {})

    def som(bruker: str) -> Klient:
        if bruker not in klienter:
            klienter[bruker] = Klient(felles_app, bruker)
        return klienter[bruker]

    return som


@pytest.fixture
def tom_app(app: Flask) -> Flask:
    """The app on a migrated database that holds nothing."""
    return app


@pytest.fixture
def som(app: Flask) -> Callable[[str], Klient]:
    """`som("per")` is Per's browser, logged in, without JavaScript."""
    return lambda bruker: Klient(app, bruker)
