"""A demo database of another day: --reset takes it whatever it holds, and nothing calls it current that is not."""

import subprocess
import sys
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from stoette import innsyn
from stoette.lange import foerst

from app import laas
from app.config import ROT
from app.db import arbeid, db, klar, sesjon
from app.migrering import migrer

Kjoer = Callable[..., Result]
GAMLE = {
    "en tabell er borte": ["DROP TABLE utsending"],
    "et program som er nyere": ["UPDATE alembic_version SET version_num = '9999'"],
    "skjemaet er nyere enn det sier": ["UPDATE alembic_version SET version_num = '0001'"],
    "en kolonne er borte": ["ALTER TABLE bruker DROP COLUMN telefon"],
    "avbrutt før det første": ["DELETE FROM alembic_version"],
    "sier ikke hvilket skjema": ["DROP TABLE alembic_version"],
}


@pytest.fixture
def kjoer(app: Flask) -> Kjoer:
    def kjoer(*argumenter: str) -> Result:
        db.session.remove()
        svar = app.test_cli_runner().invoke(args=argumenter)
        assert svar.exception is None or isinstance(svar.exception, SystemExit), svar.exception
        return svar

    return kjoer


@pytest.mark.parametrize("gammel", foerst(1, GAMLE))
def test_reset_virker_hva_som_enn_er_der(kjoer: Kjoer, gammel: str) -> None:
    """And without it, the database is told of, and called no more current than it was."""
    for setning in GAMLE[gammel]:
        innsyn.skriv(setning)
    for argumenter in (["demo"], ["migrer"]):
        svar = kjoer(*argumenter)
        assert svar.exit_code == 1 and "Feil: D" in svar.output, svar.output
        assert ("--reset gir en fersk" in svar.output) == (argumenter == ["demo"])
    svar = kjoer("demo", "--reset")
    assert svar.exit_code == 0, svar.output
    with arbeid(skriver=False):
        assert klar()
    assert innsyn.antall("beboer") > 70


@pytest.mark.begge_lagre
def test_reset_virker_uten_utloeserne(kjoer: Kjoer, merke: str) -> None:
    """What going down through the migrations would have stumbled over."""
    gammel = "DROP FUNCTION husk_svar CASCADE" if merke == "postgresql" else "DROP TRIGGER husk_svar_insert"
    innsyn.skriv(gammel)
    assert kjoer("demo", "--reset").exit_code == 0
    with pytest.raises(sa.exc.DBAPIError), arbeid(skriver=True):
        sesjon.execute(sa.text("DELETE FROM hendelse"))


def test_en_base_som_er_en_annens_roeres_ikke(tom_app: Flask, kjoer: Kjoer) -> None:
    migrer("base")
    innsyn.skriv("DROP TABLE IF EXISTS alembic_version")
    innsyn.skriv("CREATE TABLE regnskap (id int)")
    for argumenter in (["demo", "--reset"], ["demo"], ["migrer"]):
        assert kjoer(*argumenter).exit_code == 1
    with db.engine.connect() as tilkobling:
        assert sa.inspect(tilkobling).get_table_names() == ["regnskap"]


@pytest.mark.begge_lagre
def test_reset_ved_siden_av_en_som_gaar_og_en_demo_til(app: Flask, kjoer: Kjoer, url: str) -> None:
    """One demo at a time has a folder: the second, and the one that would empty it, are told which."""
    mappe, foer = app.extensions["mottak_config"].data, innsyn.dump()
    with laas.ta(mappe):
        for argumenter in (["demo"], ["demo", "--reset"]):
            svar = kjoer(*argumenter)
            assert svar.exit_code == 1 and str(mappe) in svar.output
        miljoe = {"MOTTAK_ENV": "demo", "MOTTAK_DATA": str(mappe), "DATABASE_URL": url}
        kommando = [sys.executable, "-m", "app.server", "--port", "0"]
        annen = subprocess.run(kommando, cwd=ROT, env=miljoe, capture_output=True, text=True, timeout=180)
        assert annen.returncode == 1 and annen.stderr.startswith("En annen server bruker")
    assert innsyn.dump() == foer
    assert kjoer("demo").exit_code == 0
