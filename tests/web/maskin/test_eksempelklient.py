"""The example of docs/grensesnitt.md, run as it stands there, by a program of its own against a demo that answers."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from stoette import innsyn
from stoette.konsument import BARE, Konsument, kan_holdes
from waitress.server import create_server

from app.config import ROT
from app.server import SETTINGS
from app.web.maskin.maskintoken import lag_demotoken


@pytest.fixture
def adresse(app: Flask) -> Iterator[str]:
    app.config["TRUSTED_HOSTS"] = None
    tjener = create_server(app, host="127.0.0.1", port=0, **SETTINGS)
    Thread(target=tjener.run, daemon=True).start()
    yield f"http://127.0.0.1:{tjener.effective_port}"
    tjener.close()


def test_eksempelet_holder_det_det_kan_holde(app: Flask, adresse: str, tmp_path: Path) -> None:
    """From nothing; then a household is shielded, and its file is gone; and a marker of another day says what to do."""
    dokumentet = (ROT / "docs/grensesnitt.md").read_text("utf-8")
    (kode,) = re.findall(r"^```python\n(.*?)^```", dokumentet, re.MULTILINE | re.DOTALL)
    (tmp_path / "klient.py").write_text(kode, "utf-8")
    miljoe = {"PATH": os.environ["PATH"], "MOTTAK_URL": adresse, "PYTHONUTF8": "1"}
    miljoe["MOTTAK_TOKEN"] = lag_demotoken(app.extensions["mottak_config"], BARE, 600)

    def kjoer() -> subprocess.CompletedProcess[str]:
        kommando = [sys.executable, "-I", "klient.py"]
        return subprocess.run(kommando, cwd=tmp_path, env=miljoe, capture_output=True, text=True, timeout=60)

    def har() -> dict[str, object]:
        return {fil.stem: json.loads(fil.read_text("utf-8")) for fil in (tmp_path / "samtaler").glob("*.json")}

    for omgang in range(2):
        svar = kjoer()
        assert (svar.returncode, svar.stderr) == (0, "")
        konsument = Konsument(app)
        konsument.foelg()
        assert har() == konsument.har and len(konsument.har) == 2 - omgang and kan_holdes(BARE).keys() == har().keys()
        innsyn.skriv("UPDATE beboer SET skjermet = true WHERE id = :b", b=innsyn.ider("Hassan Warsameh").beboer)
    (tmp_path / "samtaler" / "etter").write_text("999-0-0-a")
    svar = kjoer()
    assert svar.returncode == 1 and "ukjent" in svar.stderr
