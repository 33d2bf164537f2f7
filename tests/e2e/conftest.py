"""The fixtures of the browser tests: Chromium, a server, and windows whose every fault fails the test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright
from stoette.oppsett import mangler

from e2e.nettleser import FLAGG, Vindu, finn_chromium
from e2e.vert import Prosess, Vert

expect.set_options(timeout=30_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--lag", action="store_true", help="lag bildene i README på nytt (test_bilder.py)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture
def merke(request: pytest.FixtureRequest) -> str:
    """SQLite, unless the test asks for more with parametrize(..., indirect=True)."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def chromium(pytestconfig: pytest.Config) -> Iterator[Browser]:
    program = finn_chromium(hel=not pytestconfig.option.markexpr)
    if program is None:
        mangler("Chromium: installer pakken chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGG)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _vert() -> Vert:
    return Vert()


@pytest.fixture
def vert(_vert: Vert, app: Flask) -> Iterator[Vert]:
    """The server, with this test's app behind it."""
    with _vert.med(app):
        yield _vert


@pytest.fixture
def prosess(url: str, app: Flask, tmp_path: Path) -> Iterator[Prosess]:
    """The server as a process of its own, on the same database as `app`."""
    prosess = Prosess(url, tmp_path)
    yield prosess
    prosess.drep()


@pytest.fixture
def _vinduer() -> Iterator[list[Vindu]]:
    vinduer: list[Vindu] = []
    yield vinduer
    feil = [feil for vindu in vinduer for feil in vindu.uventet()]
    for vindu in vinduer:
        vindu.kontekst.close()
    assert not feil, "\n".join(feil)


@pytest.fixture
def nytt_vindu(
    chromium: Browser, vert: Vert, _vinduer: list[Vindu], pytestconfig: pytest.Config
) -> Callable[..., Vindu]:
    """`nytt_vindu("per")` is Per's browser, logged in; options are those of a browser context."""

    def nytt(hvem: str | None = None, **valg: Any) -> Vindu:
        vindu = Vindu(chromium, vert.adresse, **valg)
        vindu.grundig = not pytestconfig.option.markexpr
        _vinduer.append(vindu)
        return vindu.logg_inn(hvem) if hvem else vindu

    return nytt


@pytest.fixture
def per(nytt_vindu: Callable[..., Vindu]) -> Vindu:
    return nytt_vindu("per")


@pytest.fixture
def yonas(per: Vindu) -> Vindu:
    """Per's browser with Yonas Tesfalem's form open."""
    return per.gjennomfoer("Yonas Tesfalem")
