"""What each connection to a SQLite file is set to, asked of the app's own; and that what is deleted is gone."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import make_url
from stoette import innsyn

from app.db import arbeid, db, sesjon

pytestmark = pytest.mark.parametrize("merke", ["sqlite"], indirect=True)
FULL, PAA, AV = 2, 1, 0


@pytest.mark.parametrize("skriver", [False, True])
def test_hver_tilkobling_er_satt_opp(app: Flask, skriver: bool) -> None:
    """No commit is lost with the power, what is deleted is overwritten, and foreign keys count."""
    ventet = {
        "journal_mode": "wal", "synchronous": FULL, "foreign_keys": PAA, "secure_delete": PAA,
        "recursive_triggers": PAA, "trusted_schema": AV, "busy_timeout": 8000,
    }  # fmt: skip
    with arbeid(skriver=skriver):
        assert {navn: sesjon.scalar(sa.text(f"PRAGMA {navn}")) for navn in ventet} == ventet


def test_det_som_slettes_er_borte_fra_filen(app: Flask) -> None:
    kanari, fil = "Kanarifugl-3b81" * 20, Path(make_url(db.engine.url).database or "")
    innsyn.skriv("UPDATE beboer SET representant = :k WHERE fornavn = 'Yonas'", k=kanari)
    _toem_wal()
    assert kanari.encode() in fil.read_bytes(), "else the rest would prove nothing"
    innsyn.skriv("UPDATE beboer SET representant = NULL WHERE fornavn = 'Yonas'")
    _toem_wal()
    assert b"Kanarifugl" not in fil.read_bytes()


def _toem_wal() -> None:
    """All that is committed stands in the file itself."""
    with db.engine.connect() as tilkobling:
        tilkobling.exec_driver_sql("ROLLBACK")
        tilkobling.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        tilkobling.exec_driver_sql("BEGIN")
