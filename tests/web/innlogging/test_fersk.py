"""E13: giving or taking access, and taking out a list, asks for a login of the last quarter of an hour; no more."""

import pytest
from flask import Flask
from stoette import innsyn
from stoette.brukere import NY, bruker_id
from stoette.klient import Klient, merke_paa
from stoette.oidc.besoek import Besoek, kom_tilbake, oidc_app, sporsmaal
from stoette.oidc.falsk import FalskUtsteder, naa, signert
from stoette.sider import ord_i

from app.web.felles.rom import krav_til

FERSKE = {
    "brukere.skjema", "brukere.opprett", "brukere.bruker", "brukere.endre", "brukere.registrer_innlogging",
    "brukere.avgangsside", "brukere.deaktiver", "brukere.aktiver", "skjerming.side", "skjerming.gi",
    "skjerming.ventende", "beboere.fil", "oppgaver.fil", "saksfil.fil", "saksfil.nummerskjema", "saksfil.med_numre",
}  # fmt: skip


def logget_inn_for(minutter: int) -> None:
    innsyn.skriv("UPDATE innlogging SET opprettet = :foer", foer=innsyn.foer(minutes=minutter))


@pytest.fixture
def kari(som) -> Klient:
    return som("kari")


def test_E13_disse_ber_om_fersk_innlogging(felles_app: Flask):
    """The list is literal: a new way to give access, or to take out a list, must be put here, and in the code."""
    assert {
        navn for navn, view in felles_app.view_functions.items() if getattr(krav_til(view), "fersk", False)
    } == FERSKE


@pytest.mark.parametrize("sti", ["/brukere/ny", "/brukere/{mari}", "/brukere/{mari}/deaktivering"])
def test_E13_siden_ber_om_ny_innlogging_og_kommer_tilbake(kari: Klient, sti: str):
    sti = sti.format(mari=bruker_id("mari@furulia.example"))
    logget_inn_for(14)
    assert kari.get(sti).status_code == 200
    logget_inn_for(16)
    svar = kari.get(sti)
    assert (svar.status_code, svar.headers["Location"]) == (302, f"/logg-inn/igjen?neste={sti}")
    skjema = kari.skjema(kari.get(svar.headers["Location"]), "/logg-inn/demo")
    svar = kari.post("/logg-inn/demo", skjema | {"bruker": kari.id})
    assert (svar.status_code, svar.headers["Location"]) == (303, sti)
    assert kari.get(sti).status_code == 200


@pytest.mark.parametrize(
    ("sti", "siden"),
    [
        ("/brukere/ny", "/brukere/ny"),
        ("/brukere/{mari}", "/brukere/{mari}"),
        ("/brukere/{mari}/innlogging", "/brukere/{mari}"),
        ("/brukere/{mari}/deaktivering", "/brukere/{mari}/deaktivering"),
        ("/brukere/{mari}/aktivering", "/brukere/{mari}"),
    ],
)
def test_E13_et_sent_skjema_endrer_ingenting_og_sier_det(kari: Klient, sti: str, siden: str):
    mari = bruker_id("mari@furulia.example")
    logget_inn_for(16)
    foer = innsyn.dump()
    svar = kari.post(sti.format(mari=mari), NY)
    assert svar.status_code == 303 and innsyn.dump() == foer
    assert svar.headers["Location"] == f"/logg-inn/igjen?neste={siden.format(mari=mari)}&ikke_lagret=1"
    assert "Endringen er ikke lagret." in ord_i(kari.get(svar.headers["Location"]).text)


def test_E13_skjermet_beboer(som):
    siri = som("siri")
    logget_inn_for(16)
    assert siri.get("/skjerming").headers["Location"] == "/logg-inn/igjen?neste=/skjerming"
    svar = siri.post("/skjerming/tilganger", {"beboer": "0" * 32})
    assert svar.headers["Location"] == "/logg-inn/igjen?neste=/skjerming&ikke_lagret=1"


def test_E13_den_uten_rett_faar_samme_svar_som_foer(som):
    per = som("per")
    logget_inn_for(16)
    assert per.get("/brukere/ny").status_code == 403


@pytest.mark.parametrize("merke", ["sqlite"], indirect=True)
def test_E13_utstederen_maa_spoerre_paa_nytt_og_det_teller_fra_da(url, tmp_path):
    """An issuer that still knows the person lets anyone at the machine in: what counts is when it was proved."""
    utsteder = FalskUtsteder()
    with oidc_app(url, tmp_path, utsteder.utsteder, "http://localhost") as app:
        innsyn.skriv("UPDATE rolletildeling SET rolle = 'Mottaksadministrator' WHERE bruker_id = (SELECT id FROM bruker WHERE navn = 'Per Lia')")  # fmt: skip # noqa: E501
        besoek = Besoek(app)
        assert kom_tilbake(besoek, utsteder, signert(auth_time=naa(-16 * 60))).status_code == 303
        svar = besoek.get("/brukere/ny")
        assert svar.headers["Location"] == "/logg-inn/igjen?neste=/brukere/ny"
        side = besoek.get(svar.headers["Location"])
        assert 'href="/logg-inn/start?neste=/brukere/ny&amp;paa-nytt=1"' in side.text and merke_paa(side)
        fra = besoek.get("/logg-inn/start?paa-nytt=1").headers["Location"]
        assert sporsmaal(fra)["prompt"] == "login"
        assert kom_tilbake(besoek, utsteder, signert(auth_time=naa(-60)), fra).status_code == 303
        assert besoek.get("/brukere/ny").status_code == 200
    utsteder.stopp()
