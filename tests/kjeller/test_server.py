"""The production server as a process of its own: what it says when it starts, and what it stops at the door."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stoette.database import PRODUKSJON

from app.config import ROT, VERSJON


@contextmanager
def tjener(data: Path, **miljoe: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """The process, and what it said of its start."""
    alt = PRODUKSJON | {"PATH": os.environ["PATH"], "MOTTAK_DATA": str(data)} | miljoe
    kommando = [sys.executable, "-m", "app.server", "--port", "0"]
    with subprocess.Popen(kommando, cwd=ROT, env=alt, stderr=subprocess.PIPE, text=True) as prosess:
        try:
            yield prosess, json.loads(prosess.stderr.readline())
        finally:
            prosess.terminate()


def test_serveren_sier_hvor_den_svarer_og_hva_den_er(tmp_path: Path) -> None:
    with tjener(tmp_path / "data") as (prosess, startet):
        assert startet.pop("tid") and startet.pop("adresse").startswith("http://127.0.0.1:")
        assert startet == {"nivaa": "info", "hendelse": "startet", "versjon": VERSJON, "database": "sqlite"}
        prosess.terminate()
        *_andre, stoppet = prosess.stderr.read().splitlines()
    assert json.loads(stoppet)["hendelse"] == "stoppet" and prosess.returncode == 0
