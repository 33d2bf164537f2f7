"""What the app costs beside the floor: a bare Flask view that does one row upsert with the same durability.

All are called in turn in one process, so the ratios hold when the machine's speed drifts. Nothing here asserts a
time: statements and bytes are asserted, times are told. `python3 run.py test tests/benchmark` prints the table.
"""

import io
import statistics
import time
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from app.demo_mengde import mange_beboere
from flask import Flask
from stoette.golv import Golv
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app.db import arbeid

RUNDER = 150
BEBOERE = 10_000
Forespoersel = Callable[[int], dict[str, object]]

pytestmark = pytest.mark.benchmark


@pytest.fixture
def per(app: Flask, som):
    with arbeid(skriver=True):
        mange_beboere(BEBOERE)
    return som("per")


def test_forhold_til_golvet(per, app: Flask, url: str, merke: str, capsys: pytest.CaptureFixture[str]) -> None:
    skjema = per.aapne("Yonas Tesfalem")
    kake = "; ".join(f"{k.key}={k.value}" for k in per.klient._cookies.values())

    def hent(sti: str) -> Forespoersel:
        return lambda _nr: _miljoe(sti, kake)

    def lagre(nr: int) -> dict[str, object]:
        felt = {"morsmaal": f"tigrinja {nr}", "v.morsmaal": nr, "klient": "maaling", "sekvens": nr + 1}
        return _miljoe(f"{skjema}/svar?felt=morsmaal", kake, felt | {"csrf_token": per.merke})

    golv = Golv(url)
    malt = {
        "golv": (golv.app, lambda nr: _miljoe("/", kake, {"tekst": f"tigrinja {nr}"})),
        "lagre ett felt": (app, lagre),
        "åpne skjemaet": (app, hent(skjema)),
        "oversikt, 50 av 10 000": (app, hent("/mottak/beboere")),
    }
    tider = _maal(malt)
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
        assert len(per.sporringer) <= 8, (side, per.sporringer)


def _maal(malt: dict[str, tuple[Flask, Forespoersel]]) -> dict[str, list[float]]:
    tider: dict[str, list[float]] = {navn: [] for navn in malt}
    for runde in range(RUNDER + 10):
        for navn, (app, foresp) in malt.items():
            miljoe = foresp(runde)
            begynt = time.perf_counter()
            _innhold, status, _hoder = run_wsgi_app(app, miljoe, buffered=True)
            brukt = time.perf_counter() - begynt
            assert status.startswith("200"), (navn, status)
            if runde >= 10:
                tider[navn].append(brukt)
    return tider


def _miljoe(sti: str, kake: str, data: dict[str, object] | None = None) -> dict[str, object]:
    kropp = urlencode(data).encode() if data else b""
    bygger = EnvironBuilder(
        sti,
        method="POST" if data else "GET",
        headers={"Cookie": kake, **({"HX-Request": "true"} if data else {})},
        input_stream=io.BytesIO(kropp),
        content_length=len(kropp),
        content_type="application/x-www-form-urlencoded" if data else None,
    )
    return bygger.get_environ()
