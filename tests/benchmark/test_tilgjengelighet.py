"""How the server holds under pressure: twenty who save without a pause, a heavy page beside them, silent connections.

The server is a process of its own, as in production. No time is asserted, only that everyone is answered; times are
told: `MOTTAK_MAALING=60 python3 run.py test tests/benchmark/test_tilgjengelighet.py -s` prints the table.
"""

import os
import socket
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode

import pytest
from flask import Flask
from kjeller.test_flere_maskiner import appen
from kjeller.test_mange_forbindelser import flere_filer
from stoette import innsyn
from stoette.gjoer import FAMILIEN
from stoette.klient import Klient
from stoette.maskiner import Web, hoder

from app.db import arbeid
from app.demo.mengde import mange_beboere

pytestmark = [pytest.mark.benchmark, pytest.mark.alt, pytest.mark.filterwarnings("ignore::ResourceWarning")]
SEKUNDER = int(os.environ.get("MOTTAK_MAALING", "5"))
BRUKERE = 20
BEBOERE = 5_000
FELTER = ("arbeidserfaring", "interesser", "utdanning", "oensker", "spraak")
TUNGE = ("/fordelingsklare?status=alle&antall=200&sorter=navn", "/fordelingsklare/oversikt", "/fordelingsklare?q=moh")


class Lagrer(Thread):
    """One person who saves one field, and the next time as soon as it is stored."""

    def __init__(self, port: int, per: Klient, adresse: str, ferdig: Event) -> None:
        super().__init__(daemon=True)
        kake = per.klient.get_cookie(per.app.config["SESSION_COOKIE_NAME"])
        self.forbindelse = HTTPConnection("127.0.0.1", port, timeout=60)
        self.hoder, self.merke = hoder(f"{kake.key}={kake.value}"), per.merke
        self.adresse, self.ferdig = adresse, ferdig
        self.sti = adresse.rpartition("=")[2]
        self.tider: list[float] = []
        self.svar: Counter[int] = Counter()

    def run(self) -> None:
        nr = 0
        while not self.ferdig.is_set():
            nr += 1
            felt = {self.sti: f"nummer {nr}", f"v.{self.sti}": nr - 1, "klient": f"{id(self)}", "sekvens": nr}
            begynt = time.perf_counter()
            self.forbindelse.request("POST", self.adresse, urlencode(felt | {"csrf_token": self.merke}), self.hoder)
            svar = self.forbindelse.getresponse()
            svar.read()
            self.tider.append(time.perf_counter() - begynt)
            self.svar[svar.status] += 1


class Leser(Thread):
    """IMDi's caseworker, who turns the heaviest pages without a pause."""

    def __init__(self, port: int, siri: Klient, ferdig: Event) -> None:
        super().__init__(daemon=True)
        kake = siri.klient.get_cookie(siri.app.config["SESSION_COOKIE_NAME"])
        self.port, self.hoder, self.ferdig = port, hoder(f"{kake.key}={kake.value}"), ferdig
        self.svar: Counter[int] = Counter()

    def run(self) -> None:
        forbindelse = HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self.ferdig.is_set():
            for side in TUNGE:
                forbindelse.request("GET", side, headers=self.hoder)
                svar = forbindelse.getresponse()
                svar.read()
                self.svar[svar.status] += 1


@pytest.fixture
def tjener(url: str, tmp_path: Path) -> Iterator[tuple[Flask, int]]:
    """The app, by which those who save are logged in, and the port of the server on the same database."""
    with appen(url, tmp_path / "app") as app:
        with arbeid(skriver=True):
            mange_beboere(BEBOERE)
        web = Web(url, tmp_path / "data")
        web.start()
        yield app, web.port
        web.stopp()


def lagrerne(app: Flask, port: int, ferdig: Event) -> list[Lagrer]:
    per = Klient(app, "per", inspisert=False)
    skjemaer = [
        per.aapne("Yonas Tesfalem"),
        *(per.aapne("Familien Khaldoun") and innsyn.ider(n).skjema for n in FAMILIEN[:3]),
    ]
    adresser = [f"{skjema}/svar?felt={sti}" for skjema in skjemaer for sti in FELTER]
    return [Lagrer(port, Klient(app, "per", inspisert=False), adresse, ferdig) for adresse in adresser[:BRUKERE]]


@contextmanager
def i_gang(traader: list[Thread], ferdig: Event) -> Iterator[None]:
    for traad in traader:
        traad.start()
    yield
    ferdig.set()
    for traad in traader:
        traad.join(90)


def fortell(merke: str, hva: str, tider: list[float]) -> None:
    p50, p99 = statistics.median(tider), statistics.quantiles(tider, n=100)[98]
    print(f"| {merke} | {hva} | {len(tider)} | {p50 * 1000:.0f} | {p99 * 1000:.0f} | {p99 / p50:.1f} |")


@pytest.mark.parametrize("lesere", [0, 2])
def test_tjue_lagrer_uten_pause(tjener, merke: str, lesere: int, capsys: pytest.CaptureFixture[str]) -> None:
    """O2, O3: every one is told «Lagret», whoever reads beside them."""
    app, port = tjener
    ferdig = Event()
    lagrere = lagrerne(app, port, ferdig)
    leserne = [Leser(port, Klient(app, "siri", inspisert=False), ferdig) for _ in range(lesere)]
    with i_gang([*lagrere, *leserne], ferdig):
        time.sleep(SEKUNDER)
    svar = sum((traad.svar for traad in lagrere), Counter())
    with capsys.disabled():
        fortell(
            merke,
            f"tjue lagrer{' ved siden av tunge sider' if lesere else ''}",
            [t for lg in lagrere for t in lg.tider],
        )
        if lesere:
            print(f"  tunge sider: {sum((traad.svar for traad in leserne), Counter())}")
    assert set(svar) == {200} and len(lagrere) == BRUKERE


@pytest.mark.parametrize("merke", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("antall", "sendt"), [(0, b""), (400, b"G"), (950, b"")])
def test_en_ny_klient_ved_siden_av_tause(tjener, antall: int, sendt: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    """O1: the slow and the half-open hold no thread, and shut nobody out."""
    _app, port = tjener
    with flere_filer(), ExitStack() as aapne:
        for _ in range(antall):
            forbindelse = aapne.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
            forbindelse.sendall(sendt)
        tider = []
        for _ in range(100):
            begynt = time.perf_counter()
            ny = aapne.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
            ny.sendall(b"GET /helse HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert ny.recv(100).startswith(b"HTTP/1.1 200")
            tider.append(time.perf_counter() - begynt)
    with capsys.disabled():
        fortell("", f"en ny klient ved siden av {antall} tause", tider)
