"""What is closed: a full pool answers at once (O5), no file of ours is served (Q7), and what is exported (G7, G8)."""

import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from stoette import innsyn
from stoette.klient import Klient

from app.config import ROT
from app.db import db


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
def test_O5_er_alle_tilkoblinger_i_bruk_sies_det(app: Flask, som) -> None:
    """503 with Retry-After for the page and for a save; all is well again when the others are done."""
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    with ExitStack() as opptatt:
        for _ in range(12):
            opptatt.enter_context(db.engine.connect())
        for svar in (per.get("/mottak/oppgaver"), per.lagre(yonas.skjema, "morsmaal", "tigrinja")):
            assert svar.status_code == 503 and svar.headers["Retry-After"] == "5" and "Ikke lagret" in svar.text
    assert per.get("/mottak/oppgaver").status_code == 200


UVEDKOMMENDE = (
    "/.git/config", "/.env", "/wsgi.py", "/app/db.py", "/instance/mottak.db", "/mottak.db", "/mottak.db-wal",
    "/static/", "/static/..%2fapp/db.py", "/static/../app/db.py", "/static/%2e%2e/pyproject.toml", "/static/app.js.map",
    "/docs/drift.md", "/openapi.json", "/metrics", "/console", "/server-status", "/fjernet.jsonl", "/merknad.key",
    "/robots.txt.bak", "/static/.gitkeep", "//etc/passwd", "/static//etc/passwd",
)  # fmt: skip


def test_Q7_ingen_fil_utenom_de_vi_viser(felles_app: Flask) -> None:
    klient = Klient(felles_app, "per", inspisert=False)
    assert {
        adresse: s for adresse in UVEDKOMMENDE if (s := klient.get(adresse).status_code) not in (400, 404, 308)
    } == {}
    assert list((ROT / "static").rglob("*.map")) == []


def _nevner(ord_: str) -> set[str]:
    return {f.name for f in (ROT / "app/web").rglob("*.py") if re.search(ord_, Path(f).read_text("utf-8"))}


def test_G7_regneark_lages_bare_ett_sted() -> None:
    """Every table that leaves goes through listefil, and so through regneark, which neutralises formulas."""
    assert _nevner(r"text/csv|spreadsheetml|import csv|csv\.writer|xlsxwriter|regneark") == {"listefil.py"}


def test_G8_filer_faar_navn_bare_der_det_staar_her() -> None:
    """Its name is fixed, with a day or a random id: no DUF-nummer and no name. Whoever sends another says so here."""
    sendere = _nevner(r"Content-Disposition|as_attachment|download_name")
    assert sendere == {"arkivpakke.py", "dokument.py", "listefil.py"}
