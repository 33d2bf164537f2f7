"""What whoever watches is told: by any host name, with a full disk, and as numbers for Prometheus."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette import innsyn

from app import create_app
from app.db import arbeid, db, sesjon
from app.driftslogg import kjede

TOKEN = "m3-Tr1kkerToken_som_ingen_gjetter_9x"
BARE_SQLITE = pytest.mark.parametrize("merke", ["sqlite"], indirect=True)


@BARE_SQLITE
@pytest.mark.parametrize("vert", ["127.0.0.1", "10.0.3.7:8000", "mottak.svc.cluster.local", "[::1]", "a b<>", ""])
def test_helsesjekken_svarer_hvem_som_helst_og_ingen_andre_ruter_gjoer_det(app: Flask, tmp_path: Path, vert: str):
    """Given: production, whose users come by one name. Then: a probe by address is answered, all else is refused."""
    config = replace(app.extensions["mottak_config"], demo=False, base_url="https://mottak.example", data=tmp_path)
    klient = create_app(replace(config, metrics_token=TOKEN)).test_client()
    svar = {
        adresse: klient.get(adresse, headers={"Host": vert}).status_code
        for adresse in ("/helse", "/klar", "/", "/logg-inn", "/metrics", "/helse/", "/static/app.css", "/finnes-ikke")
    }
    assert svar.pop("/helse") == svar.pop("/klar") == 200
    assert set(svar.values()) == {400}
    assert klient.post("/klar", headers={"Host": vert}).status_code == 405


def test_L5_full_disk_er_en_advarsel_for_lesing_gaar_videre(app: Flask, som, merke: str) -> None:
    per, yonas, vakt = som("per"), innsyn.ider("Yonas Tesfalem"), app.test_client()
    assert vakt.get("/klar").text == "klar"
    with pytest.raises(sa.exc.OperationalError) as feil:
        _skriv_paa_full_disk(merke)
    assert kjede(feil.value).endswith(("SQLITE_FULL", "53100"))
    for _gang in range(2):
        svar = vakt.get("/klar")
        assert svar.status_code == 200 and svar.text.splitlines()[1].startswith("advarsel: databasen får ikke skrevet")
    assert per.get(yonas.skjema).status_code == 200
    assert per.lagre(yonas.skjema, "morsmaal", "tigrinja").status_code == 200
    assert vakt.get("/klar").text == "klar", "plassen er der igjen"


def _skriv_paa_full_disk(merke: str) -> None:
    """SQLite is let grow no more; PostgreSQL is made to say what it says then."""
    with arbeid(skriver=True):
        if merke == "postgresql":
            sesjon.execute(sa.text("DO $$ BEGIN RAISE disk_full; END $$"))
        sesjon.execute(sa.text("PRAGMA max_page_count = 1"))
        try:
            sesjon.execute(sa.text("CREATE TABLE stor AS SELECT zeroblob(20000000) AS b"))
        finally:
            sesjon.execute(sa.text("PRAGMA max_page_count = 1073741823"))


def test_metrikkene_er_for_den_som_har_tokenet(app: Flask) -> None:
    vakt = app.test_client()
    assert vakt.get("/metrics").status_code == 404
    app.extensions["mottak_config"] = replace(app.extensions["mottak_config"], metrics_token=TOKEN)
    for hode in ({}, {"Authorization": f"Bearer {TOKEN[:-1]}"}, {"Authorization": TOKEN}, {"Authorization": "æ"}):
        assert vakt.get("/metrics", headers=hode).status_code == 401
    inne = {"Authorization": f"Bearer {TOKEN}"}
    info, *linjer = vakt.get("/metrics", headers=inne).text.splitlines()
    assert info.startswith('mottak_info{versjon="')
    assert linjer == ["mottak_klar 1", "mottak_disk_full 0", "mottak_epost_venter 0", "mottak_epost_holdes 0"]
    innsyn.skriv("UPDATE alembic_version SET version_num = 'x'")
    db.session.remove()
    svar = vakt.get("/metrics", headers=inne)
    assert svar.text.splitlines()[1:] == ["mottak_klar 0"] and svar.mimetype == "text/plain"
