"""A migration that is killed half-way leaves the schema as it was, and is run again (L7)."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from stoette import innsyn
from stoette.database import PRODUKSJON

from app import db
from app.config import ROT
from app.db import Base, sesjon
from app.migrering import migrer

pytestmark = [
    pytest.mark.begge_lagre,
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index"),
    pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index"),
]
FRA = "0010"
DREPT = """
import os, signal
import sqlalchemy as sa
from app import create_app
from app.migrering import migrer

app, setninger = create_app(), []

@sa.event.listens_for(sa.Engine, "after_cursor_execute")
def doer_etter(_tilkobling, _markoer, setning, *_resten):
    setninger.append(setning.lstrip().startswith(("CREATE", "ALTER", "UPDATE", "INSERT", "DROP")))
    if sum(setninger) == 40:
        os.kill(os.getpid(), signal.SIGKILL)

with app.app_context():
    migrer()
"""


def test_L7_drept_midt_i_er_skjemaet_som_foer_og_den_kan_kjoeres_igjen(app: Flask, url: str, tmp_path: Path) -> None:
    sesjon.rollback()
    migrer(FRA)
    foer, beboere = set(sa.inspect(db.db.engine).get_table_names()), innsyn.antall("beboer")
    miljoe = PRODUKSJON | {"PATH": os.environ["PATH"], "DATABASE_URL": url, "MOTTAK_DATA": str(tmp_path)}
    drept = subprocess.run([sys.executable, "-c", DREPT], cwd=ROT, env=miljoe, capture_output=True)
    assert drept.returncode == -signal.SIGKILL, drept.stderr.decode()
    assert innsyn.en("SELECT version_num FROM alembic_version") == FRA
    assert set(sa.inspect(db.db.engine).get_table_names()) == foer and innsyn.antall("beboer") == beboere > 10
    migrer()
    with db.db.engine.connect() as tilkobling:
        assert not compare_metadata(MigrationContext.configure(tilkobling), Base.metadata)
    assert innsyn.antall("beboer") == beboere
