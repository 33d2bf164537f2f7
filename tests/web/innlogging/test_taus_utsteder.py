"""A silent issuer keeps two threads waiting, and nobody else: the others are told, and those logged in work on."""

from concurrent.futures import Future, ThreadPoolExecutor, wait

import pytest
import test_oidc_token
from flask import Flask
from stoette import innsyn
from stoette.oidc.besoek import Besoek, kom_tilbake, sporsmaal
from stoette.oidc.falsk import FalskUtsteder, signert
from test_oidc_token import BARE_SQLITE, BASE, logout_token

from app import driftslogg
from app.web.felles import utsteder as utsteder_
from app.web.felles import vakt

besoek, oidc, utsteder = test_oidc_token.besoek, test_oidc_token.oidc, test_oidc_token.utsteder
pytestmark = BARE_SQLITE
VEIER = ("/logg-inn/start", "/logg-ut/hos-utsteder", "/logg-ut/frontkanal?iss=x&sid=y", "/logg-ut/bakkanal")


@pytest.fixture
def linjer(monkeypatch) -> list[dict[str, object]]:
    """What is written of calls that fail."""
    skrevet: list[dict[str, object]] = []
    monkeypatch.setattr(driftslogg, "kall_feilet", lambda feil, **felter: skrevet.append(felter | {"feil": feil}))
    return skrevet


def gaa(app: Flask, sti: str, token: str) -> int:
    if sti == "/logg-ut/bakkanal":
        return Besoek(app).post(sti, {"logout_token": token}).status_code
    return Besoek(app).get(sti).status_code


def slipp(utsteder: FalskUtsteder, venter: set[Future[int]]) -> list[int]:
    utsteder.taler.set()
    return [fremtid.result() for fremtid in venter]


def test_bare_to_venter_paa_en_utsteder_som_aldri_har_svart(oidc, utsteder, monkeypatch):
    """Given: an issuer that takes calls and never answers. When: sixteen come. Then: fourteen are answered at once."""
    monkeypatch.setattr(vakt, "VENTER", 60)
    utsteder.taler.clear()
    token = logout_token(utsteder)
    with ThreadPoolExecutor(16) as traader:
        alle = {traader.submit(gaa, oidc, VEIER[nr % 4], token) for nr in range(16)}
        while len(ferdige := wait(alle, timeout=0.1).done) < 14:
            pass
        assert len(alle - ferdige) == 2, "they wait as long as they may, and the rest do not"
        assert Besoek(oidc).get("/logg-inn").status_code == 200
        assert Besoek(oidc).get("/logg-inn/start").status_code == 503
        slipp(utsteder, alle - ferdige)
    assert Besoek(oidc).get("/logg-inn/start").status_code == 302


def test_bare_to_venter_paa_svaret_paa_en_innlogging(oidc, utsteder, monkeypatch):
    per = Besoek(oidc)
    kom_tilbake(per, utsteder, signert())
    foer = innsyn.antall("forsoek", slag="innlogging_adresse")
    besoek = [Besoek(oidc) for _ in range(6)]
    adresser = [f"/logg-inn/retur?code=abc&state={sporsmaal(b.start())['state']}" for b in besoek]
    monkeypatch.setattr(vakt, "VENTER", 60)
    utsteder.taler.clear()
    with ThreadPoolExecutor(6) as traader:
        alle = {traader.submit(lambda b=b, a=a: b.get(a).status_code) for b, a in zip(besoek, adresser, strict=True)}
        while len(ferdige := wait(alle, timeout=0.1).done) < 4:
            pass
        assert {fremtid.result() for fremtid in ferdige} == {503} and len(alle - ferdige) == 2
        assert per.er_inne and per.get("/logg-inn/start").status_code == 302, "what is known serves on"
        slipp(utsteder, alle - ferdige)
    svar = Besoek(oidc).get("/logg-inn/start")
    assert svar.status_code == 302 and innsyn.antall("forsoek", slag="innlogging_adresse") <= foer + 2


def test_den_som_har_vaert_taus_spoerres_ikke_med_en_gang(besoek, utsteder, monkeypatch, linjer):
    """Two seconds for the first; the next are told at once, and the operator reads why."""
    sendt = [sporsmaal(besoek.start()) for _ in range(3)]
    monkeypatch.setattr(vakt, "VENTER", 0.05)
    utsteder.taler.clear()
    svar = [besoek.get(f"/logg-inn/retur?code=abc&state={s['state']}") for s in sendt[:2]]
    assert [s.status_code for s in svar] == [503, 503] and "Innlogging svarer ikke, prøv igjen" in svar[1].text
    assert svar[1].headers["Retry-After"] == "5" and utsteder.antall("/token") == 1
    assert [(linje["system"], linje["vert"]) for linje in linjer] == [("utsteder", "127.0.0.1")]
    monkeypatch.setattr(vakt, "VENTER", 5)
    utsteder.taler.set()
    besoek.app.extensions["oidc"].utsteder._vakt._taus_til = 0
    utsteder.id_token = lambda: utsteder.signert(utsteder.krav(sendt[2]["nonce"]))
    assert besoek.get(f"/logg-inn/retur?code=abc&state={sendt[2]['state']}").status_code == 303


@pytest.mark.parametrize("borte", ["taus", 500])
def test_det_som_er_kjent_tjener_videre(besoek, utsteder, monkeypatch, linjer, borte):
    """Given: what is known is old, and the issuer away. Then: no request fetches it, and logins go on."""
    besoek.start()
    hos = besoek.app.extensions["oidc"].utsteder
    monkeypatch.setattr(utsteder_, "VARER", -1)
    monkeypatch.setattr(utsteder_, "NOEKLER_IGJEN", -1)
    if borte == "taus":
        utsteder.taler.clear()
    else:
        utsteder.status = 500
    for _ in range(3):
        assert besoek.get("/logg-inn/start").status_code == 302
    assert hos.noekler()["keys"], "in the background one at a time asks"
    utsteder.taler.set()
    utsteder.status = 200
    monkeypatch.setattr(utsteder_, "VARER", 3600)
    hos.oppfrisk().exception(10)
    hos.oppfrisk().result(10)
    assert kom_tilbake(besoek, utsteder, signert()).status_code == 303


def test_serveren_henter_foer_noen_spoer(oidc, utsteder):
    utsteder_.oppfrisk_alle(oidc)
    for hos in oidc.extensions["utstedere"]:
        hos.oppfrisk().result(10)
    hentet = len(utsteder.mottatt)
    assert Besoek(oidc).get("/logg-inn/start").status_code == 302
    assert Besoek(oidc).get("/logg-ut/hos-utsteder").status_code == 200
    assert len(utsteder.mottatt) == hentet >= 2 and BASE


@pytest.mark.parametrize(("endret", "aarsak"), [({"token_endpoint": "borte"}, "MissingSchema"), ({}, "OAuthError")])
def test_feil_hos_utstederen_staar_i_driftsloggen(besoek, utsteder, monkeypatch, linjer, endret, aarsak):
    """Misconfigured, or a secret that is refused: the operator reads of it."""
    utsteder.metadata = endret
    monkeypatch.setattr(utsteder, "_svar", _nekt_token(utsteder._svar))
    sendt = sporsmaal(besoek.start())
    foer = innsyn.antall("forsoek", slag="innlogging_adresse")
    assert besoek.get(f"/logg-inn/retur?code=abc&state={sendt['state']}").status_code == 503
    assert innsyn.antall("forsoek", slag="innlogging_adresse") == foer, "it is no failure of the person's"
    assert [driftslogg.kjede(linje["feil"]).split()[0] for linje in linjer] == [aarsak]


def _nekt_token(svar):
    return lambda sti: {"error": "invalid_client"} if sti == "/token" else svar(sti)
