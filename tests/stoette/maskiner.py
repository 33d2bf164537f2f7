"""Several machines: web processes, each of its own copy of the code, and people who save through them."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode

from app.config import ROT
from stoette.database import PRODUKSJON
from stoette.nginx import VERT, ledig_port

TAALMODIG = 120
"""Seconds that a test waits for what ought to happen at once: the machine may be busy with other tests."""
PUST = 0.2
"""Seconds between the saves of one person: the processes that start meanwhile need the machine too."""
OPPTATT = (502, 503, 504)
"""What the page sends again: no process answered, or the database did not."""


def vent_til(vilkaar: Callable[[], object], hva: str) -> None:
    frist = time.monotonic() + TAALMODIG
    while not vilkaar():
        assert time.monotonic() < frist, hva
        time.sleep(0.05)


def miljoe(url: str, data: Path) -> dict[str, str]:
    return PRODUKSJON | {"PATH": os.environ["PATH"], "DATABASE_URL": url, "MOTTAK_DATA": str(data)}


class Web:
    """A web process of production behind a proxy, on a port that it keeps when it is started anew."""

    def __init__(self, url: str, data: Path) -> None:
        self.port, self._miljoe = ledig_port(), miljoe(url, data)

    def start(self, kode: Path = ROT) -> None:
        """Returns when it is ready."""
        kommando = [sys.executable, "-m", "app.server", "--proxy", "127.0.0.1", "--port", str(self.port)]
        self._prosess = subprocess.Popen(kommando, cwd=kode, env=self._miljoe, stderr=subprocess.DEVNULL)
        vent_til(self.klar, "prosessen svarer ikke")

    def stopp(self, hvordan: signal.Signals = signal.SIGTERM) -> None:
        self._prosess.send_signal(hvordan)
        self._prosess.wait(timeout=TAALMODIG)

    def klar(self) -> bool:
        forbindelse = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            forbindelse.request("GET", "/klar")
            return forbindelse.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            forbindelse.close()


class Skriver(Thread):
    """Saves one field time after time as the page does: what is not answered is sent again, until it is.

    `kvittert` is what it was told is stored; `avslag` counts all other answers, and those that never came.
    """

    def __init__(self, forbind: Callable[[], HTTPConnection], hoder: dict[str, str], merke: str, adresse: str) -> None:
        super().__init__(daemon=True)
        self.forbind, self.hoder, self.merke = forbind, hoder, merke
        self.skjema, _, self.sti = adresse.partition("/svar?felt=")
        self.kvittert: list[str] = []
        self.avslag: Counter[int] = Counter()
        self.ferdig = Event()
        self.versjon = 0

    def run(self) -> None:
        nr = 0
        while not self.ferdig.is_set():
            nr += 1
            self._lagre(f"{self.sti} nummer {nr}", nr)
            self.ferdig.wait(PUST)

    def _lagre(self, verdi: str, sekvens: int) -> None:
        data = {
            self.sti: verdi, f"v.{self.sti}": self.versjon, "klient": self.sti, "sekvens": sekvens,
            "csrf_token": self.merke,
        }  # fmt: skip
        while not self.ferdig.is_set():
            status, svar = self._send(urlencode(data))
            if status == 200:
                self.kvittert.append(verdi)
                versjon = re.search(rf'name="v.{self.sti}" value="(\d+)"', svar)
                assert versjon, svar
                self.versjon = int(versjon[1])
                return
            self.avslag[status] += 1
            self.ferdig.wait(0.1)

    def _send(self, kropp: str) -> tuple[int, str]:
        forbindelse = self.forbind()
        try:
            forbindelse.request("POST", f"{self.skjema}/svar?felt={self.sti}", kropp, self.hoder)
            svar = forbindelse.getresponse()
            return svar.status, svar.read().decode()
        except (OSError, HTTPException):
            return 502, ""
        finally:
            forbindelse.close()


def hoder(kake: str) -> dict[str, str]:
    return {
        "Host": VERT, "Cookie": kake, "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-Proto": "https",
    }  # fmt: skip


def ny_runde(skrivere: list[Skriver], antall: int = 10) -> None:
    """Wait until each has been told so many times more that what it wrote is stored."""
    til = [len(skriver.kvittert) + antall for skriver in skrivere]
    vent_til(
        lambda: all(len(skriver.kvittert) >= maal for skriver, maal in zip(skrivere, til, strict=True)),
        f"lagringene står: {[(s.sti, len(s.kvittert), dict(s.avslag)) for s in skrivere]}",
    )
