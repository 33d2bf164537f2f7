"""The production server as a process of its own: what it says when it starts, and what it stops at the door."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from stoette.database import PRODUKSJON

from app.config import ROT, VERSJON
from app.db import MAA_VAERE_PAA


def linje(prosess: subprocess.Popen[str], hendelse: str) -> dict[str, str]:
    """The next line about this; the issuer of these tests is nobody, which may be told of in between."""
    return next(lest for tekst in prosess.stderr if (lest := json.loads(tekst))["hendelse"] == hendelse)


@contextmanager
def tjener(data: Path, *valg: str, **miljoe: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """The process, and what it said of its start."""
    alt = PRODUKSJON | {"PATH": os.environ["PATH"], "MOTTAK_DATA": str(data)} | miljoe
    kommando = [sys.executable, "-m", "app.server", "--port", "0", *valg]
    with subprocess.Popen(kommando, cwd=ROT, env=alt, stderr=subprocess.PIPE, text=True) as prosess:
        try:
            yield prosess, linje(prosess, "startet")
        finally:
            prosess.terminate()


def test_serveren_sier_hvor_den_svarer_og_hva_den_er(tmp_path: Path) -> None:
    with tjener(tmp_path / "data") as (prosess, startet):
        assert startet.pop("tid") and startet.pop("adresse").startswith("http://127.0.0.1:")
        assert startet == {"nivaa": "info", "hendelse": "startet", "versjon": VERSJON, "database": "sqlite"}
        prosess.terminate()
        assert linje(prosess, "stoppet") and prosess.wait() == 0


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
def test_L2_en_database_som_kan_tape_en_lagring_sies_fra_om(url: str, tmp_path: Path) -> None:
    """The tests' own cluster is without fsync; whether a save waits for the disk is set for one database here."""
    navn = url.rpartition("/")[2]
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{navn}" SET synchronous_commit = off')
        ventet = {n for n in MAA_VAERE_PAA if admin.execute(f"SHOW {n}").fetchone() == ("off",)} | {
            "synchronous_commit"
        }
    with tjener(tmp_path / "data", DATABASE_URL=url) as (prosess, startet):
        assert startet["database"] == "postgresql"
        assert spoer(int(startet["adresse"].rpartition(":")[2]), HELSE)[0] == 200
        prosess.terminate()
        sagt = [json.loads(tekst) for tekst in prosess.stderr]
        assert {lest["aarsak"] for lest in sagt if lest["hendelse"] == "utrygg_database"} == ventet


def spoer(port: int, forespoersel: bytes) -> tuple[int, str]:
    """What the server says to these bytes; it has not been sent more."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as forbindelse:
        forbindelse.sendall(forespoersel)
        svar = b""
        while bit := forbindelse.recv(65536):
            svar += bit
    return int(svar.split()[1]), svar.decode()


HELSE = b"GET /helse HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
POST = b"POST /logg-inn/demo HTTP/1.%d\r\nHost: mottak.example\r\nConnection: close\r\n%s\r\n"


def test_det_som_ikke_skal_inn_blir_avvist_foer_det_er_lest(tmp_path: Path) -> None:
    """O: 15 MB that nobody has sent yet, and a length that is said in two ways; each is a line for the operator."""
    with tjener(tmp_path / "data") as (prosess, startet):
        port = int(startet["adresse"].rpartition(":")[2])
        for versjon, hoder, status in (
            (1, b"Content-Length: 15000000\r\n", 413),
            (1, b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400),
            (1, b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", 400),
            (0, b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400),
            (1, b"Content-Length: 5\r\nContent-Length: 6\r\n", 400),
        ):
            kode, tekst = spoer(port, POST % (versjon, hoder))
            assert (kode, linje(prosess, "avslag")["status"]) == (status, status), hoder
            assert "max_body" not in tekst and ("for stort" in tekst or "kunne ikke leses" in tekst)
        assert spoer(port, HELSE)[0] == 200
