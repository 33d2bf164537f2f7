"""Many at once at the server's door: those who say nothing shut nobody out, and a long queue is told to come back."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from kjeller.test_server import HELSE, spoer, tjener
from stoette.maskiner import vent_til

from app.server import LONGEST_QUEUE, THREADS, make_server

HALVAAPNE, LANGSOMME = 950, 400


def koble_til(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


@contextmanager
def flere_filer() -> Iterator[None]:
    """The test itself may have only 1024 open."""
    myk, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (myk, hard))


def test_O1_de_som_ingenting_sier_stenger_ingen_ute(tmp_path: Path) -> None:
    """950 open connections of which 400 send a head letter by letter; a new client is answered while they are open."""
    with tjener(tmp_path / "data") as (_prosess, startet), flere_filer(), ExitStack() as aapne:
        port = int(startet["adresse"].rpartition(":")[2])
        forbindelser = [aapne.enter_context(koble_til(port)) for _ in range(HALVAAPNE)]
        for bokstav in b"GET":
            for forbindelse in forbindelser[:LANGSOMME]:
                forbindelse.sendall(bytes([bokstav]))
        assert spoer(port, HELSE)[0] == 200
        assert all(er_aapen(forbindelse) for forbindelse in forbindelser)


def er_aapen(forbindelse: socket.socket) -> bool:
    forbindelse.setblocking(False)
    try:
        return forbindelse.recv(1) != b""
    except BlockingIOError:
        return True


@pytest.fixture
def opptatt() -> Iterator[tuple[Any, Event]]:
    """A server whose every thread is held until the event."""
    slipp = Event()

    def sen(_miljoe: Any, start: Any) -> list[bytes]:
        slipp.wait(60)
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    server = make_server(sen, "127.0.0.1", 0)
    traad = Thread(target=server.run, daemon=True)
    traad.start()
    yield server, slipp
    slipp.set()
    server.close()
    traad.join(10)


def test_O5_en_lang_koe_sier_fra_og_ingen_som_venter_mister_plassen(opptatt: tuple[Any, Event]) -> None:
    """503 with Retry-After to those who come after; the others are answered; whoever asks if it lives, goes first."""
    server, slipp = opptatt
    port, koe = server.effective_port, server.task_dispatcher.queue
    with ExitStack() as aapne:
        inne = [aapne.enter_context(koble_til(port)) for _ in range(THREADS + LONGEST_QUEUE)]
        for forbindelse in inne:
            forbindelse.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        vent_til(lambda: len(koe) == LONGEST_QUEUE, f"køen er {len(koe)}")
        sen, helse = aapne.enter_context(koble_til(port)), aapne.enter_context(koble_til(port))
        sen.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na=1")
        vent_til(lambda: len(koe) == LONGEST_QUEUE + 1, "den som kom sist")
        helse.sendall(HELSE)
        vent_til(lambda: koe[0].requests[0].path == "/helse", "helsesjekken")
        slipp.set()
        avvist = b"".join(iter(lambda: sen.recv(4096), b"")).decode()
        assert avvist.startswith("HTTP/1.1 503") and "Retry-After: 5" in avvist and "for mye å gjøre" in avvist
        assert all(forbindelse.recv(4096).startswith(b"HTTP/1.1 200") for forbindelse in [*inne, helse])
