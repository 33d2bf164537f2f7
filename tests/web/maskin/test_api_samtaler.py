"""GET /api/samtaler, as a machine meets it: scopes, markers, ETag, limit, codes; each read logged with the system."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from stoette import innsyn
from stoette.ferdige import HASSAN, KANARI, RAMI, Historie, Som, fra_null, stemmer
from stoette.konsument import BARE, SAMTALER, SKJERMEDE, Konsument
from stoette.registeret import rad

from app.web.maskin import api_samtaler

pytestmark = pytest.mark.begge_lagre


def test_C1_merknaden_bare_med_sitt_omfang(app: Flask, som: Som) -> None:
    """The canary is where it may be, and nowhere else; nor is it told that there is one."""
    historie = Historie(app, som)
    historie.ferdigstill()
    uten = [Konsument(app, omfang) for omfang in (BARE, SKJERMEDE)]
    med = Konsument(app, "samtaler:lese merknader:lese")
    for konsument in (*uten, med):
        konsument.foelg()
    historie.merknad()
    for konsument in uten:
        assert konsument.foelg() == []
        alt = str(konsument.har) + konsument.spoer(f"{SAMTALER}/{historie.rami.samtale}").text
        assert KANARI not in alt and "merknader" not in alt and fra_null(app, konsument.omfang).har == konsument.har
    assert [e["slag"] for e in med.foelg()] == ["merknad"]
    (rami,) = [d for d in med.har[str(historie.rami.samtale)]["deltakere"] if d["id"] == historie.rami.beboer]
    assert [m["tekst"] for m in rami["merknader"]] == [KANARI]


def test_svarene_har_kodene_de_er_lagret_med(app: Flask, som: Som) -> None:
    historie = Historie(app, som)
    historie.ferdigstill()
    historie.rett()
    deltakere = fra_null(app, BARE).har[str(historie.rami.samtale)]["deltakere"]
    (rami,) = [d for d in deltakere if d["id"] == historie.rami.beboer]
    svar = {s["sti"]: s for s in rami["svar"]}
    beskrevet = app.test_client().get("/api/openapi.json").json["paths"][SAMTALER + "/{samtale_id}"]["get"]
    skjema = beskrevet["responses"]["200"]["content"]["application/json"]["schema"]
    x = skjema["properties"]["deltakere"]["items"]["properties"]["svar"]["items"]["properties"]["verdi"]["x-koder"]
    assert svar["morsmaal"]["verdi"] == ["fa"] and svar["morsmaal"]["rettet"]
    assert svar["behov_for_tolk"]["verdi"] in x["behov_for_tolk"]
    assert svar["behov_for_tolk"]["tekst"] == x["behov_for_tolk"][svar["behov_for_tolk"]["verdi"]]
    assert rami["duf_nummer"].isdigit() and rami["foedt"] == str(rad(RAMI)["foedt"])


@pytest.mark.parametrize(
    ("etter", "sagt"),
    [("x", "ukjent"), ("", "ukjent"), ("-1", "ukjent"), ("1", "ukjent"), ("9999999-0-0-a", "ukjent"),
     ("0-9999999-0-a", "ukjent"),
     ("0-0-0-s", "andre omfang"), ("0-0-1-a", "gjenopprettet"), ("0-0-0-a&etter=0", "én gang"),
     ("0&antall=5", "ingen annen"), ("٣-0-0-a", "ukjent"), ("%00", "ukjent")],
)  # fmt: skip
def test_en_markoer_som_ikke_gaar_sies_det_om(app: Flask, etter: str, sagt: str) -> None:
    svar = Konsument(app).spoer(f"{SAMTALER}?etter={etter}")
    assert svar.status_code == 400 and svar.mimetype == "application/problem+json" and sagt in svar.json["detail"]
    slag = {"ukjent": "ukjent-markoer", "andre omfang": "utdatert-markoer", "gjenopprettet": "utdatert-markoer"}
    assert svar.json["type"] == (f"urn:imdinett-mottak:{slag[sagt]}" if sagt in slag else "about:blank")


def test_en_gjenopprettet_database_begynner_paa_nytt(app: Flask) -> None:
    konsument = fra_null(app, BARE)
    innsyn.skriv("INSERT INTO hendelse (tid, handling) VALUES ('2026-11-01 00:00:00', 'database_gjenopprettet')")
    assert konsument.spoer(f"{SAMTALER}?etter={konsument.etter}").status_code == 400
    stemmer(fra_null(app, BARE))


def test_et_fremmed_omfang_sies_det_om(app: Flask) -> None:
    for adresse in (SAMTALER, f"{SAMTALER}/{innsyn.ider(HASSAN).samtale}"):
        for omfang in ("beboere:skrive", "merknader:lese", "skjermede:lese merknader:lese"):
            svar = Konsument(app, omfang).spoer(adresse)
            assert svar.status_code == 403 and "samtaler:lese" in svar.json["detail"]
            assert svar.json["type"] == "urn:imdinett-mottak:mangler-omfang"
        assert app.test_client().get(adresse).status_code == 401


def test_uendret_er_304_og_ingenting_mellomlagres(app: Flask) -> None:
    konsument = Konsument(app)
    for adresse in (SAMTALER, f"{SAMTALER}/{innsyn.ider(HASSAN).samtale}"):
        foerste = konsument.spoer(adresse)
        assert foerste.status_code == 200 and foerste.headers["Cache-Control"] == "no-store"
        for koding in ("identity", "gzip", "br"):
            merke = konsument.spoer(adresse, **{"Accept-Encoding": koding}).headers["ETag"]
            igjen = konsument.spoer(adresse, **{"Accept-Encoding": koding, "If-None-Match": merke})
            assert igjen.status_code == 304 and not igjen.data
    innsyn.skriv("UPDATE beboer SET statsborgerskap = 'Irak' WHERE id = :b", b=innsyn.ider(HASSAN).beboer)
    assert konsument.spoer(adresse, **{"If-None-Match": foerste.headers["ETag"]}).status_code == 200


def test_P1_hver_lesing_staar_i_loggen_med_systemet(app: Flask, som: Som) -> None:
    hassan = innsyn.ider(HASSAN)
    konsument = fra_null(app, BARE)
    (liste,) = innsyn.les("SELECT * FROM hendelse WHERE handling = 'sakendringer_lest'")
    assert liste.detalj == f"demo: 0 → {konsument.etter}" and liste.antall == len(konsument.sett)
    assert innsyn.antall("hendelse", handling="sak_hentet") == len(konsument.sett)
    assert innsyn.antall("hendelse", handling="sak_hentet", samtale_id=hassan.samtale, detalj="demo") == 1
    side = som("siri").get(f"/fordelingsklare/{hassan.samtale}/innsyn")
    assert re.search(r'row">demo <span class="liten">IMDi</span>', side.text)
    assert "Hentet den ferdigstilte saken til et annet system" in side.text


def test_for_mange_spoersmaal_er_429(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    grense = api_samtaler.Grense("api_samtaler", 3, timedelta(minutes=1))
    monkeypatch.setattr(api_samtaler, "GRENSE", grense)
    konsument = Konsument(app)
    koder = [konsument.spoer(SAMTALER) for _ in range(5)]
    assert [svar.status_code for svar in koder[:3]] == [200] * 3 and koder[4].status_code == 429
    assert koder[4].headers["Retry-After"] == "60" and koder[4].mimetype == "application/problem+json"
