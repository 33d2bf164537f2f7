"""D5 between processes: a role that is taken, or a user who is deactivated, is out at the next request everywhere."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette import innsyn
from stoette.brukere import bruker_id, skjema
from stoette.database import aapnet, lag_config
from stoette.klient import Klient

from app import create_app
from app.db import db

POSTGRES = pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
PER = "per@furulia.example"


@pytest.fixture
def annen(app: Flask, url: str, tmp_path: Path) -> Iterator[Flask]:
    """A second app on the same database, as a second process is: the two share nothing else."""
    with aapnet(create_app(lag_config(url, tmp_path))) as annen:
        yield annen


def ta_rollen(kari: Klient) -> None:
    url, data = skjema(kari, PER)
    assert kari.post(url, data | {"roller": ["MottakKompass"]}).status_code == 303


@POSTGRES
def test_D5_rollen_er_borte_ved_neste_forespoersel_i_en_annen_prosess(app, annen):
    kari, per = Klient(app, "kari"), Klient(annen, "per", inspisert=False)
    assert per.get("/mottak/oppgaver").status_code == 200
    ta_rollen(kari)
    assert {per.get("/mottak/oppgaver").status_code for _ in range(50)} == {403}
    assert per.get("/mottak/informasjon").status_code == 200, "what the new role gives is there"


@POSTGRES
def test_D5_deaktivert_er_ute_i_en_annen_prosess(app, annen):
    kari, per = Klient(app, "kari"), Klient(annen, "per", inspisert=False)
    url = f"/brukere/{per.id}/deaktivering"
    data = kari.skjema(kari.get(url), url) | {"ny_ansvarlig": bruker_id("mari@furulia.example")}
    assert kari.post(url, data).status_code == 303
    assert {per.get("/").status_code for _ in range(50)} == {302}
    assert per.lagre(innsyn.ider("Yonas Tesfalem").skjema, "morsmaal", "tigrinja").status_code == 401


@POSTGRES
@pytest.mark.parametrize("hva", ["rollen", "brukeren"])
def test_D5_en_lagring_som_venter_paa_laasen_slipper_ikke_til(app, annen, hva):
    """Given a save that waits for the interview's lock. When the role is taken meanwhile. Then nothing is stored."""
    kari, per = Klient(app, "kari"), Klient(annen, "per", inspisert=False)
    yonas = innsyn.ider("Yonas Tesfalem")
    assert per.lagre(yonas.skjema, "morsmaal", "tigrinja", 0, "fane", 1).status_code == 200
    svarene: list[int] = []
    with db.engine.connect() as laas, laas.begin():
        laas.execute(sa.text("SELECT id FROM bosettingssamtale WHERE id = :s FOR UPDATE"), {"s": yonas.samtale})
        lagring = threading.Thread(
            target=lambda: svarene.append(per.lagre(yonas.skjema, "morsmaal", "amharisk", 1, "fane", 2).status_code)
        )
        lagring.start()
        vent_paa_laasen()
        if hva == "rollen":
            ta_rollen(kari)
        else:
            innsyn.skriv("UPDATE bruker SET aktiv = false WHERE id = :b", b=bruker_id(PER))
        time.sleep(0.1)
    lagring.join(30)
    assert svarene == [403] and innsyn.svarene(yonas.beboer)["morsmaal"] == (["ti"], 1)


@POSTGRES
def test_D5_en_lagring_som_ventet_med_retten_i_behold_lagres(app, annen):
    per, yonas, svarene = Klient(annen, "per", inspisert=False), innsyn.ider("Yonas Tesfalem"), []
    with db.engine.connect() as laas, laas.begin():
        laas.execute(sa.text("SELECT id FROM bosettingssamtale WHERE id = :s FOR UPDATE"), {"s": yonas.samtale})
        lagring = threading.Thread(
            target=lambda: svarene.append(per.lagre(yonas.skjema, "morsmaal", "tigrinja").status_code)
        )
        lagring.start()
        vent_paa_laasen()
        time.sleep(0.1)
    lagring.join(30)
    assert svarene == [200] and innsyn.svarene(yonas.beboer)["morsmaal"] == (["ti"], 1)


def vent_paa_laasen() -> None:
    """Until some statement in this database waits for a lock."""
    frist = time.monotonic() + 30
    venter = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while not innsyn.en(venter):
        assert time.monotonic() < frist, "the save never came to the lock"
        time.sleep(0.01)
