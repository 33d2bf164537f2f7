"""P5, P6: each refusal and each failed call to another system is one line for the operator, and tells of nobody."""

import json
import logging
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa
from flask import Flask
from stoette import innsyn, smtp
from stoette.kompass import INNLOESING
from stoette.smtp import hemmeligheter

from app import create_app, driftslogg
from app.db import arbeid
from app.domain.varsel import varsel
from app.domain.varsel.anledning import Anledning
from app.driftslogg import Felter, kjede
from app.web.maskin.maskintoken import lag_demotoken

BARE_SQLITE = pytest.mark.parametrize("merke", ["sqlite"], indirect=True)
FASTE = {"tid", "nivaa", "hendelse", "unntak", "spor", "tekst"}


@pytest.fixture
def linjer(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[dict[str, object]]]:
    """What has come on standard error since last: every line is JSON, and holds only what it may."""

    def les() -> list[dict[str, object]]:
        lest = [json.loads(linje) for linje in capsys.readouterr().err.splitlines()]
        assert {navn for linje in lest for navn in linje} <= FASTE | Felter.__annotations__.keys()
        return lest

    return les


@BARE_SQLITE
def test_P6_hvert_avslag_er_en_linje_med_rutens_regel_og_uten_det_som_ble_spurt_om(app: Flask, som, linjer) -> None:
    per, kari = som("per"), som("kari")
    linjer()
    per.get("/mottak/beboere/" + "0" * 32 + "/detaljer?soek=kanari")
    per.get("/kanari")
    per.post("/mottak/beboere/soek", {"soeketekst": "kanari\0"})
    kari.get("/mottak/oppgaver")
    app.test_client().get("/logg-inn", headers={"Host": "kanari.example"})
    lest = linjer()
    assert [(n["hendelse"], n["status"], n["adresse"]) for n in lest] == [
        ("avslag", 404, "/mottak/beboere/<noekkel:beboer_id>/detaljer"),
        ("avslag", 404, "ukjent"),
        ("avslag", 422, "/mottak/beboere/soek"),
        ("avslag", 403, "/mottak/oppgaver"),
        ("avslag", 400, "ukjent"),
    ]
    assert [n["aarsak"] for n in lest][-2:] == ["Forbidden", "SecurityError"]
    assert "kanari" not in json.dumps(lest)


@pytest.mark.begge_lagre
def test_en_database_som_er_borte_og_en_uventet_feil(app: Flask, som, linjer, monkeypatch) -> None:
    per = som("per")
    linjer()

    def borte(*_om: object, **_mer: object) -> None:
        raise sa.exc.OperationalError("kanari", {"kanari": 1}, ConnectionRefusedError(111, "kanari"))

    monkeypatch.setattr("app.web.mottak.oppgaver.oppgave.side", borte)
    per.get("/mottak/oppgaver")
    kall, avslag = linjer()
    assert (kall["hendelse"], kall["system"]) == ("kall_feilet", "database")
    assert kall["aarsak"] == "OperationalError < ConnectionRefusedError ECONNREFUSED" and avslag["status"] == 503

    monkeypatch.setattr("app.web.mottak.oppgaver.oppgave.side", lambda *_om, **_mer: {}["kanari"])
    svar = per.get("/mottak/oppgaver")
    uventet, _avslag = linjer()
    assert str(uventet["referanse"]) in svar.text and uventet["unntak"] == "KeyError"
    assert any("oppgaver.py:" in ramme for ramme in uventet["spor"]) and "kanari" not in json.dumps(uventet)


def test_e_posttjeneren_som_ikke_svarer_og_den_som_nekter(app: Flask, linjer) -> None:
    """Who reads it learns which server, and why; not whom the e-mail was for, also not by what the server answers."""
    smtp.bruk(app, 1)
    with arbeid(skriver=True):
        varsel.send_varsel(
            Anledning.SOEKT_UT, samtale_id=innsyn.ider("Yonas Tesfalem").samtale, mottak_id=innsyn.mottak_id("Furulia")
        )
    hemmelig = hemmeligheter()
    linjer()
    smtp.send(app)
    kall, *_flere = linjer()
    assert (kall["system"], kall["vert"]) == ("epost", "127.0.0.1")
    assert kall["aarsak"] == "IkkeSvar < ConnectionRefusedError ECONNREFUSED"
    with smtp.posthus(paa_rcpt="550 mottak@imdi.example har flyttet") as huset:
        smtp.bruk(app, huset.port)
        smtp.send(app, om=timedelta(hours=1))
    tekst = json.dumps(lest := linjer())
    assert {n["aarsak"] for n in lest} == {"Avvist 550"} and not [h for h in hemmelig if h in tekst]


@BARE_SQLITE
def test_maskinens_utsteder_som_er_borte(app: Flask, tmp_path: Path, linjer) -> None:
    config = app.extensions["mottak_config"]
    uten_svar = create_app(replace(config, demo=False, api_issuer="http://127.0.0.1:1", api_audience="vi"))
    hode = {"Authorization": f"Bearer {lag_demotoken(config, 'kompass:innloesing', 60)}"}
    assert uten_svar.test_client().post(INNLOESING, json={}, headers=hode).status_code == 503
    kall, avslag = linjer()
    assert (kall["system"], kall["vert"], avslag["status"]) == ("utsteder", "127.0.0.1", 503)
    assert str(kall["aarsak"]).startswith("ConnectionError < MaxRetryError")
    assert str(kall["aarsak"]).endswith("ECONNREFUSED")


def test_G6_en_linje_er_en_linje_hva_den_enn_holder(capsys) -> None:
    driftslogg.start()
    driftslogg.skriv_linje("proeve", aarsak='a\nb\r\n{"hendelse": "falsk"}\u2028')
    logging.getLogger("waitress").warning("Exception while serving %s", "/kanari", exc_info=KeyError("kanari"))
    skrevet = capsys.readouterr().err
    assert "kanari" not in skrevet and skrevet.count("\n") == 2
    assert [json.loads(linje)["nivaa"] for linje in skrevet.split("\n")[:2]] == ["info", "advarsel"]


def test_aarsaken_er_slag_og_koder_aldri_setninger() -> None:
    svar = requests.Response()
    svar.status_code = 404
    sertifikat = ssl.SSLCertVerificationError(1, "kanari")
    sertifikat.verify_code = 10
    assert kjede(requests.HTTPError("kanari", response=svar)) == "HTTPError 404"
    assert kjede(sertifikat) == "SSLCertVerificationError 10"
    assert kjede(OSError("kanari har en setning")) == "OSError"
    assert kjede(UnicodeDecodeError("utf-8", b"kanari", 0, 1, "kanari har en setning")) == "UnicodeDecodeError"
