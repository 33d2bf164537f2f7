"""What whoever watches is told: by any host name, with a full disk, and as numbers for Prometheus."""

import json
import re
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette import innsyn

from app import create_app, maaleport, worker
from app.db import arbeid, db, sesjon
from app.driftslogg import kjede

TOKEN = "m3-Tr1kkerToken_som_ingen_gjetter_9x"
ALDER = re.compile(r'^mottak_jobb_alder_sekunder\{jobb="send_epost"\} [0-9]+$', re.MULTILINE)
BARE_SQLITE = pytest.mark.parametrize("merke", ["sqlite"], indirect=True)


@BARE_SQLITE
@pytest.mark.parametrize("vert", ["127.0.0.1", "10.0.3.7:8000", "mottak.svc.cluster.local", "[::1]", "a b<>", ""])
def test_helsesjekken_svarer_hvem_som_helst_og_ingen_andre_ruter_gjoer_det(app: Flask, tmp_path: Path, vert: str):
    """Given: production, whose users come by one name. Then: a probe by address is answered, all else is refused."""
    config = replace(app.extensions["mottak_config"], demo=False, base_url="https://mottak.example", data=tmp_path)
    klient = create_app(replace(config, metrics_token=TOKEN)).test_client()
    svar = {
        adresse: klient.get(adresse, headers={"Host": vert}).status_code
        for adresse in ("/helse", "/klar", "/", "/logg-inn", "/metrics", "/helse/", "/static/navn.json", "/finnes-ikke")
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


def tallene(svar: str) -> dict[str, float]:
    """Name with labels → value."""
    return {n: float(v) for n, _, v in (linje.rpartition(" ") for linje in svar.splitlines() if linje[0] != "#")}


def test_metrikkene_er_for_den_som_har_tokenet(app: Flask, som) -> None:
    vakt = app.test_client()
    assert vakt.get("/metrics").status_code == 404
    app.extensions["mottak_config"] = replace(app.extensions["mottak_config"], metrics_token=TOKEN)
    for hode in ({}, {"Authorization": f"Bearer {TOKEN[:-1]}"}, {"Authorization": TOKEN}, {"Authorization": "æ"}):
        assert vakt.get("/metrics", headers=hode).status_code == 401
    inne = {"Authorization": f"Bearer {TOKEN}"}
    som("per").get("/mottak/oppgaver")
    yonas = innsyn.ider("Yonas Tesfalem")
    foer = tallene(vakt.get("/metrics", headers=inne).text)
    assert som("per").lagre(yonas.skjema, "morsmaal", "tigrinja").status_code == 200
    assert som("mari").lagre(yonas.skjema, "morsmaal", "amharisk").status_code == 409
    tall = tallene(vakt.get("/metrics", headers=inne).text)
    assert [tall[f"mottak_{navn}"] for navn in ("klar", "disk_full", "epost_venter", "epost_holdes")] == [1, 0, 0, 0]
    okt = {navn: tall[navn] - foer.get(navn, 0) for navn in tall}
    assert okt['mottak_lagringer_total{utfall="lagret"}'] == okt['mottak_lagringer_total{utfall="konflikt"}'] == 1
    assert okt['mottak_hendelser_total{hendelse="avslag"}'] == 1 and tall["mottak_epost_eldste_sekunder"] >= 0
    assert tall['mottak_forespoersler_total{metode="GET",status="2xx"}'] and "mottak_tilkoblinger_i_bruk" in tall
    innsyn.skriv("UPDATE alembic_version SET version_num = '0000'")
    db.session.remove()
    svar = vakt.get("/metrics", headers=inne)
    assert tallene(svar.text)["mottak_klar"] == 0 and svar.mimetype == "text/plain"
    assert "mottak_epost" not in svar.text, "it is not asked for"


@BARE_SQLITE
def test_arbeideren_har_sin_egen_port(app: Flask) -> None:
    worker.runde(app)
    with maaleport.aapne(0, TOKEN) as tjener:
        for hode, adresse, status in (
            (TOKEN, "/metrics", 200), (TOKEN[:-1], "/metrics", 401), ("", "/metrics", 401), (TOKEN, "/", 404),
        ):  # fmt: skip
            spoer = HTTPConnection("127.0.0.1", tjener.server_port, timeout=30)
            spoer.request("GET", adresse, headers={"Authorization": f"Bearer {hode}"})
            svar = spoer.getresponse()
            tekst = svar.read().decode()
            assert svar.status == status
            assert bool(ALDER.search(tekst)) is (status == 200)
        tjener.shutdown()


@BARE_SQLITE
def test_P7_feilsidens_referanse_staar_paa_linjen_i_loggen(app: Flask, som, capsys) -> None:
    """403 and 503 tell a reference; 404 does not, for another's is the same, byte for byte, as what is not there."""
    kari = som("kari")
    capsys.readouterr()
    svar = kari.get("/mottak/oppgaver")
    linjen = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert svar.status_code == 403 and len(linjen["forespoersel"]) == 8 and linjen["forespoersel"] in svar.text
    assert "referanse" not in kari.get("/finnes-ikke").text
