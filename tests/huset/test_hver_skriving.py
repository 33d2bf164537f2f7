"""Generated hostile input to every route that writes: never a 5xx, never a hang. The routes are read from the app.

`python3 run.py test tests/huset/test_hver_skriving.py --inndata 10000` sends so many to each, on both databases.
"""

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import scoped_session
from stoette import innsyn
from stoette.fiendtlig import Fiende, Inndata
from stoette.i_gang import sett_i_gang
from stoette.stedene import OM, SKJERMET, Avsender, Sted, er_inne, stedene

from app.db import sesjon
from app.domain.kartlegging.kartlegging import UTGAVER

LENGST = 30
"""Seconds for one answer, on a machine that is busy with other tests."""
FAA = 100
"""So few are the same each time: what fails is then what has been changed."""
UNAADD = {"innlogging.bakkanal"}
"""It answers where there is an issuer only; what it is sent then, test_oidc_nett.py and test_oidc.py have."""
RO = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@dataclass
class Huset:
    avsender: Avsender
    steder: dict[str, list[Sted]]
    kjente: list[str]


@pytest.fixture
def huset(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Huset:
    """The app with everything under way; what is asked of it from now on is written, and undone."""
    sett_i_gang(app)
    avsender = Avsender(app)
    monkeypatch.setattr(scoped_session, "commit", lambda _sesjon: sesjon.flush())
    ider = [id_ for navn in (*OM, SKJERMET) for id_ in innsyn.ider(navn) if id_]
    kjente = [*ider, *(b.id for b in innsyn.les("SELECT id FROM bruker"))]
    return Huset(avsender, stedene(avsender), kjente)


@contextmanager
def frist() -> Iterator[None]:
    """Whoever takes longer is stopped, and fails."""

    def for_lenge(_signal: int, _ramme: Any) -> None:
        raise TimeoutError("no answer")

    foer = signal.signal(signal.SIGALRM, for_lenge)
    signal.alarm(LENGST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, foer)


UTGAVE = re.compile(rb'\butgave(?:=|"\r\n\r\n)([0-9]{1,9})(?![0-9])')


def er_for_ny(inn: Inndata) -> bool:
    """The form says it is of a later questionnaire than ours: a server that is being upgraded asks for patience."""
    treff = UTGAVE.search(inn.kropp)
    return bool(treff) and int(treff[1]) > UTGAVER.versjon


@pytest.mark.alt
def test_N1_ingen_inndata_gir_en_serverfeil(huset: Huset, pytestconfig: pytest.Config) -> None:
    """N1, N3, N5, N6: each route, as whoever is let in, with the names that it asks for (half a minute a database).

    A new route is met as itself; where it is not, its form should be shown by the page above it, or what it needs stand
    in i_gang.py.
    """
    assert {rute for rute, steder in huset.steder.items() if not er_inne(huset.avsender, steder[0])} == UNAADD
    antall = pytestconfig.getoption("inndata")
    feil = [funnet for rute in huset.steder if (funnet := _angrip(huset, rute, antall))]
    assert feil == [] and len(huset.steder) > 60


def _angrip(huset: Huset, rute: str, antall: int) -> Inndata | None:
    """What the route failed on."""
    fiende, feilet = Fiende(huset.steder[rute], huset.kjente), []

    @settings(RO, max_examples=antall, derandomize=antall < FAA)
    @given(nummer=st.integers(0, 2**40), tekst=st.text(max_size=60))
    def proev(nummer: int, tekst: str) -> None:
        inn = fiende.lag(nummer, tekst)
        with frist():
            hva = {"sti": inn.sti, "query_string": inn.spoerring, "data": inn.kropp, "content_type": inn.slag}
            svar = huset.avsender.send(inn.sted, hoder=inn.hoder, **hva)
        if svar.status_code >= 500 and not (svar.status_code == 503 and er_for_ny(inn)):
            feilet.append(inn)

    proev()
    return next(iter(feilet), None)
