"""What the app costs beside the floor: a bare Flask view that does one row upsert with the same durability.

Both are asked over HTTP, by the same server with the same settings, in turn in one run: so the ratios hold when the
machine's speed drifts. Nothing here asserts a time: statements and bytes are asserted, times are told.
`python3 run.py test tests/benchmark` prints the table.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Thread
from urllib.parse import urlencode

import pytest
from flask import Flask
from stoette.golv import Golv

from app.db import arbeid
from app.demo.mengde import mange_beboere
from app.server import make_server

RUNDER = 150
BEBOERE = 10_000
Kall = Callable[[int], None]

pytestmark = [pytest.mark.benchmark, pytest.mark.alt]


@pytest.fixture
def per(app: Flask, som):
    with arbeid(skriver=True):
        mange_beboere(BEBOERE)
    return som("per")


def test_forhold_til_golvet(per, app: Flask, url: str, merke: str, capsys: pytest.CaptureFixture[str]) -> None:
    skjema = per.aapne("Yonas Tesfalem")
    kake = "; ".join(f"{k.key}={k.value}" for k in per.klient._cookies.values())
    golv = Golv(url)
    with nettleser(golv.app, kake) as til_golv, nettleser(app, kake) as til_app:

        def lagre(nr: int) -> None:
            felt = {"morsmaal": f"tigrinja {nr}", "v.morsmaal": nr, "klient": "maaling", "sekvens": nr + 1}
            til_app.post(f"{skjema}/svar?felt=morsmaal", felt | {"csrf_token": per.merke})

        tider = maal(
            {
                "golv": lambda nr: til_golv.post("/", {"tekst": f"tigrinja {nr}"}),
                "lagre ett felt": lagre,
                "åpne skjemaet": lambda _nr: til_app.get(skjema),
                "oversikt, 50 av 10 000": lambda _nr: til_app.get("/mottak/beboere"),
            }
        )
    golv.lukk()
    grunn = statistics.median(tider["golv"])
    with capsys.disabled():
        print(f"\n{merke}: median av {RUNDER} i samme kjøring (golvet {grunn * 1000:.2f} ms)")
        for navn, runder in tider.items():
            print(f"  {navn:24} {statistics.median(runder) / grunn:6.1f} × golvet")


def test_faa_sporringer_og_smaa_svar(per) -> None:
    skjema = per.aapne("Yonas Tesfalem")
    svar = per.post(f"{skjema}/svar?felt=morsmaal", {"morsmaal": "tigrinja", "v.morsmaal": "0"}, htmx=True)
    assert len(per.sporringer) <= 6, per.sporringer
    assert len(svar.data) <= 1024
    for side in (skjema, "/mottak/beboere", "/mottak/oppgaver", "/"):
        per.get(side)
        assert len(per.sporringer) <= 9, (side, per.sporringer)


class Nettleser:
    """One kept-alive connection, logged in."""

    def __init__(self, port: int, kake: str) -> None:
        self.forbindelse = HTTPConnection("127.0.0.1", port, timeout=30)
        self.hoder = {"Cookie": kake, "Accept-Encoding": "gzip"}

    def get(self, sti: str) -> None:
        self._be("GET", sti, None, self.hoder)

    def post(self, sti: str, data: dict[str, object]) -> None:
        hoder = self.hoder | {"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"}
        self._be("POST", sti, urlencode(data), hoder)

    def _be(self, metode: str, sti: str, kropp: str | None, hoder: dict[str, str]) -> None:
        self.forbindelse.request(metode, sti, kropp, hoder)
        svar = self.forbindelse.getresponse()
        svar.read()
        assert svar.status == 200, (metode, sti, svar.status)


@contextmanager
def nettleser(app: Flask, kake: str) -> Iterator[Nettleser]:
    """A browser of the app, which stands behind the server of the demo and of production until the process ends."""
    server = make_server(app, "127.0.0.1", 0)
    Thread(target=server.run, daemon=True).start()
    leser = Nettleser(server.effective_port, kake)
    yield leser
    leser.forbindelse.close()


def maal(kall: dict[str, Kall]) -> dict[str, list[float]]:
    """Seconds per call, after ten rounds to warm up; one call of each in every round."""
    tider: dict[str, list[float]] = {navn: [] for navn in kall}
    for runde in range(RUNDER + 10):
        for navn, gjoer in kall.items():
            begynt = time.perf_counter()
            gjoer(runde)
            if runde >= 10:
                tider[navn].append(time.perf_counter() - begynt)
    return tider
