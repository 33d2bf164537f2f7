"""The servers behind the browser tests: one in a thread for most of them, and one that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Condition, Event, Thread
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from stoette.database import MERKNAD_KEY
from waitress.server import create_server

from app.config import ROT
from app.server import SETTINGS

STARTTID = 30


class Vert:
    """A web server that answers with whatever app a test puts behind it, and can be made slow.

    `forsinkelse` is seconds added to every answer. `hold(del)` lets the first request whose method and address hold
    that text wait outside until it is released, while later ones pass it. `mottatt` is the log of what came in.
    """

    def __init__(self) -> None:
        self.app: Flask | None = None
        self.forsinkelse = 0.0
        self.mottatt: list[str] = []
        self._holdt: dict[str, Event] = {}
        self._under_arbeid = 0
        self._ledig = Condition()
        server = create_server(self._svar, host="127.0.0.1", port=0, **SETTINGS)
        self.adresse = f"http://127.0.0.1:{server.effective_port}"
        Thread(target=server.run, daemon=True).start()

    @contextmanager
    def med(self, app: Flask) -> Iterator[str]:
        """Serve this app; when the test ends, everything it still asks for is answered first."""
        self.app, self.forsinkelse = app, 0.0
        self.mottatt.clear()
        yield self.adresse
        self._holdt.clear()
        self.vent()

    def vent(self) -> None:
        """Until everything that came in is answered."""
        with self._ledig:
            assert self._ledig.wait_for(lambda: not self._under_arbeid, timeout=20), "serveren ble ikke ferdig"

    @contextmanager
    def hold(self, del_av: str) -> Iterator[Callable[[], None]]:
        """The first request of this kind waits until the block ends, or until the given function is called."""
        port = self._holdt[del_av] = Event()
        try:
            yield port.set
        finally:
            port.set()

    def antall(self, del_av: str) -> int:
        return sum(del_av in linje for linje in self.mottatt)

    def _svar(self, miljoe: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        linje = f"{miljoe['REQUEST_METHOD']} {miljoe['PATH_INFO']}?{miljoe['QUERY_STRING']}"
        self.mottatt.append(linje)
        assert self.app is not None
        with self._teller():
            for del_av in [del_av for del_av in self._holdt if del_av in linje]:
                self._holdt.pop(del_av).wait(STARTTID)
            if self.forsinkelse:
                time.sleep(self.forsinkelse)
            return self.app(miljoe, start)

    @contextmanager
    def _teller(self) -> Iterator[None]:
        with self._ledig:
            self._under_arbeid += 1
        try:
            yield
        finally:
            with self._ledig:
                self._under_arbeid -= 1
                self._ledig.notify_all()


class Prosess:
    """The application as `run.py` starts it, in a process of its own that a test may kill and start again."""

    def __init__(self, url: str, data: Path) -> None:
        with socket.socket() as ledig:
            ledig.bind(("127.0.0.1", 0))
            self.port = ledig.getsockname()[1]
        self.adresse = f"http://127.0.0.1:{self.port}"
        self._miljoe = os.environ | {
            "MOTTAK_ENV": "demo",
            "MOTTAK_DATA": str(data),
            "DATABASE_URL": url,
            "SECRET_KEY": "test-" + "s3cr3t" * 8,
            "MERKNAD_KEYS": MERKNAD_KEY,
            "BASE_URL": self.adresse,
        }
        self.start()

    def start(self) -> None:
        kommando = [sys.executable, "-m", "app.server", "--port", str(self.port)]
        self._prosess = subprocess.Popen(kommando, cwd=ROT, env=self._miljoe)
        frist = time.monotonic() + STARTTID
        while not self._svarer():
            assert self._prosess.poll() is None and time.monotonic() < frist, "serveren startet ikke"
            time.sleep(0.05)

    def drep(self) -> None:
        """As when the machine loses power."""
        self._prosess.send_signal(signal.SIGKILL)
        self._prosess.wait()

    def _svarer(self) -> bool:
        forbindelse = HTTPConnection(str(urlsplit(self.adresse).hostname), self.port, timeout=5)
        try:
            forbindelse.request("GET", "/helse")
            return forbindelse.getresponse().status == 200
        except OSError:
            return False
        finally:
            forbindelse.close()
