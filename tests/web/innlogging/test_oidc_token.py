"""E8: what an issuer that lies, errs or is someone else can send. None of it opens a session, all is logged."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from joserfc.jwk import RSAKey
from stoette import innsyn
from stoette.oidc.besoek import PID, VENTER, Besoek, kom_tilbake, oidc_app, sporsmaal
from stoette.oidc.falsk import FalskUtsteder, Token, naa, signert

from app.domain.vern import forsoek
from app.web.felles import vakt

BASE = "http://localhost"
BARE_SQLITE = pytest.mark.parametrize("merke", ["sqlite"], indirect=True)
pytestmark = BARE_SQLITE


@pytest.fixture
def utsteder() -> Iterator[FalskUtsteder]:
    utsteder = FalskUtsteder()
    yield utsteder
    utsteder.stopp()


@pytest.fixture
def oidc(url: str, tmp_path: Path, utsteder: FalskUtsteder) -> Iterator[Flask]:
    with oidc_app(url, tmp_path, utsteder.utsteder, BASE) as app:
        yield app


@pytest.fixture
def besoek(oidc: Flask) -> Besoek:
    return Besoek(oidc)


def hoeyst(monkeypatch: pytest.MonkeyPatch, grense: str, antall: int) -> None:
    monkeypatch.setattr(forsoek, grense, replace(getattr(forsoek, grense), antall=antall))


GALE: dict[str, Token] = {
    "gal signatur": lambda u, n: u.signert(u.krav(n), u.fremmed),
    "alg none": lambda u, n: u.usignert(u.krav(n)),
    "hs256 med den offentlige noekkelen": lambda u, n: u.med_offentlig_som_hemmelighet(u.krav(n)),
    "gal iss": signert(iss="https://en-annen.example"),
    "gal aud": signert(aud="en-annen"),
    "utloept": lambda u, n: u.signert(u.krav(n, exp=naa(-300), iat=naa(-600))),
    "nbf i framtiden": lambda u, n: u.signert(u.krav(n, nbf=naa(600))),
    "uten nonce": signert(nonce=None),
    "gal nonce": signert(nonce="en-annen"),
    "fremmed kid": lambda u, n: u.signert(u.krav(n), u.fremmed, kid=u.fremmed.kid),
    "fremmed jku": lambda u, n: u.signert(u.krav(n), u.fremmed, kid=u.fremmed.kid, jku=f"{u.utsteder}/fremmed"),
    "fremmed jwk i hodet": lambda u, n: u.signert(u.krav(n), u.fremmed, jwk=u.fremmed.as_dict(private=False)),
    "uten nummer": signert(pid=None),
    "tomt nummer": signert(pid=""),
    "nummeret er en liste": signert(pid=[PID["per"]]),
    "for lav acr": signert(acr="idporten-loa-substantial"),
    "uten acr": signert(acr=None),
    "uten exp": signert(exp=None),
    "uten sub": signert(sub=None),
    "to aud uten azp": signert(aud=["mottak", "en-annen"]),
    "azp er en annen": signert(aud=["mottak", "en-annen"], azp="en-annen"),
    "aud er en annen og azp er oss": signert(aud="en-annen", azp="mottak"),
    "bevist for lenge siden": lambda u, n: u.signert(u.krav(n, auth_time=naa(-11 * 3600))),
    "ikke noe id-token": lambda _u, _n: None,
    "ikke et token": lambda _u, _n: "a.b.c",
}


@pytest.mark.parametrize("slag", GALE)
def test_E8_galt_id_token(besoek, utsteder, slag):
    svar = kom_tilbake(besoek, utsteder, GALE[slag])
    assert svar.status_code in (400, 403), svar.text
    assert not besoek.er_inne
    assert innsyn.antall("innlogging") == 0
    assert innsyn.antall("hendelse", handling="innlogging_avvist") == 1
    assert utsteder.antall("/fremmed") == 0, "a key that the token itself points at is never fetched"


def test_E8_det_gode_id_token_slipper_inn(besoek, utsteder):
    """Else the test above would prove nothing."""
    svar = kom_tilbake(besoek, utsteder, signert())
    assert svar.status_code == 303 and besoek.er_inne
    assert innsyn.antall("hendelse", handling="innlogging_avvist") == 0


def test_E9_kodens_bevis_sendes(besoek, utsteder):
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    sendt = sporsmaal(besoek.start())
    utsteder.id_token = lambda: utsteder.signert(utsteder.krav(sendt["nonce"]))
    besoek.get(f"/logg-inn/retur?code=abc&state={sendt['state']}")
    _, felt = next(m for m in utsteder.mottatt if m[0] == "/token")
    assert create_s256_code_challenge(felt["code_verifier"][0]) == sendt["code_challenge"]


def test_E9_svaret_kan_ikke_sendes_to_ganger_til_en_utsteder_som_godtar_det(besoek, utsteder):
    """The very cookie and answer again: refused here, before the issuer is asked, which would have taken the code."""
    sendt, foer = sporsmaal(besoek.start()), besoek.kake
    utsteder.id_token = lambda: utsteder.signert(utsteder.krav(sendt["nonce"]))
    retur = f"/logg-inn/retur?code=abc&state={sendt['state']}"
    assert besoek.get(retur).status_code == 303
    tyv = Besoek(besoek.app)
    tyv.klient.set_cookie("mottak", foer)
    assert tyv.get(retur).status_code == 400 and not tyv.er_inne
    assert utsteder.antall("/token") == 1 and innsyn.antall("innlogging") == 1


def test_E9_svaret_maa_komme_innen_ti_minutter(besoek, utsteder, monkeypatch):
    monkeypatch.setattr("app.web.innlogging.oidc.PAABEGYNT_VARER", timedelta(seconds=-1))
    svar = kom_tilbake(besoek, utsteder, signert())
    assert svar.status_code == 400 and not besoek.er_inne
    assert utsteder.antall("/token") == 0


def test_klientens_bevis_er_kort_og_nytt_hver_gang(url, tmp_path, utsteder):
    """private_key_jwt: at most 120 seconds, and a jti that is never sent twice (ID-porten)."""
    noekkel = RSAKey.generate_key(2048)
    pem = noekkel.as_pem(private=True).decode()
    with oidc_app(url, tmp_path, utsteder.utsteder, BASE, private_key=pem, key_id="vaar") as app:
        for _ in range(2):
            kom_tilbake(Besoek(app), utsteder, signert())
    bevis = [felt["client_assertion"][0].split(".") for sti, felt in utsteder.mottatt if sti == "/token"]
    hoder, krav = ([_les(del_[nr]) for del_ in bevis] for nr in (0, 1))
    assert len({k["jti"] for k in krav}) == 2
    assert all(k["exp"] - k["iat"] <= 120 and k["iss"] == k["sub"] == "mottak" for k in krav)
    assert all(k["aud"] == utsteder.utsteder for k in krav)
    assert all(h["kid"] == "vaar" and h["alg"] == "RS256" for h in hoder)


def test_nummeret_kan_staa_i_userinfo_for_samme_sub(besoek, utsteder):
    utsteder.metadata = {"userinfo_endpoint": f"{utsteder.utsteder}/userinfo"}
    utsteder.userinfo = {"sub": "en-annen", "pid": PID["per"]}
    assert kom_tilbake(besoek, utsteder, signert(pid=None)).status_code == 400
    utsteder.userinfo = {"sub": "sub-1", "pid": PID["per"]}
    assert kom_tilbake(besoek, utsteder, signert(pid=None)).status_code == 303
    assert besoek.er_inne


@pytest.mark.parametrize("feil", ["taus", "feil", "annen_utsteder", "bare_hs256"])
def test_utsteder_som_ikke_svarer_som_den_skal(besoek, utsteder, monkeypatch, feil):
    """Given: silence, a 500, or a document that is another's. Then: 503, and the slow answer is not waited for."""
    if feil == "taus":
        utsteder.forsinkelse = 3
        assert VENTER == besoek.app.extensions["oidc"].client_kwargs["default_timeout"] == 2
        monkeypatch.setattr(vakt, "VENTER", 0.3)
    elif feil == "feil":
        utsteder.status = 500
    elif feil == "annen_utsteder":
        utsteder.metadata = {"issuer": "https://en-annen.example"}
    else:
        utsteder.metadata = {"id_token_signing_alg_values_supported": ["HS256"]}
    svar = besoek.get("/logg-inn/start")
    assert svar.status_code == 503 and "svarer ikke" in svar.text
    assert not besoek.er_inne
    assert besoek.get("/logg-inn").status_code == 200


def test_utsteder_som_blir_borte_midt_i(besoek, utsteder):
    sendt = sporsmaal(besoek.start())
    utsteder.status, foer = 500, innsyn.antall("forsoek")
    svar = besoek.get(f"/logg-inn/retur?code=abc&state={sendt['state']}")
    assert svar.status_code == 503 and not besoek.er_inne
    assert innsyn.antall("forsoek") == foer, "it is not the user's failure"


LOGOUT = {"http://schemas.openid.net/event/backchannel-logout": {}}


def logout_token(utsteder: FalskUtsteder, *, typ: str | None = "logout+jwt", noekkel: Any = None, **endret: Any) -> str:
    krav = {
        "iss": utsteder.utsteder, "aud": "mottak", "iat": naa(0), "exp": naa(120), "jti": "1", "sid": "oekt-1",
        "events": LOGOUT,
    } | endret  # fmt: skip
    return utsteder.signert({n: v for n, v in krav.items() if v is not None}, noekkel, typ=typ)


GALE_UTLOGGINGER: dict[str, Callable[[FalskUtsteder], str]] = {
    "gal typ": lambda u: logout_token(u, typ="JWT"),
    "gal signatur": lambda u: logout_token(u, noekkel=u.fremmed),
    "gal iss": lambda u: logout_token(u, iss="https://en-annen.example"),
    "gal aud": lambda u: logout_token(u, aud="en-annen"),
    "uten iat": lambda u: logout_token(u, iat=None),
    "gammelt": lambda u: logout_token(u, iat=naa(-900)),
    "utloept": lambda u: logout_token(u, exp=naa(-300)),
    "uten exp": lambda u: logout_token(u, exp=None),
    "uten jti": lambda u: logout_token(u, jti=None),
    "uten events": lambda u: logout_token(u, events=None),
    "en annen hendelse": lambda u: logout_token(u, events={"x": {}}),
    "med nonce": lambda u: logout_token(u, nonce="n"),
    "verken sid eller sub": lambda u: logout_token(u, sid=None),
    "alg none": lambda u: u.usignert({"iss": u.utsteder, "events": LOGOUT, "sid": "oekt-1"}),
    "ikke et token": lambda _u: "abc",
    "tomt": lambda _u: "",
}


@pytest.mark.parametrize("slag", GALE_UTLOGGINGER)
def test_galt_utloggingstoken_avslutter_ingenting(besoek, utsteder, slag):
    kom_tilbake(besoek, utsteder, signert())
    svar = Besoek(besoek.app).post("/logg-ut/bakkanal", {"logout_token": GALE_UTLOGGINGER[slag](utsteder)})
    assert svar.status_code == 400 and svar.headers["Cache-Control"] == "no-store"
    assert besoek.er_inne


@pytest.mark.parametrize("hvem", [{"sid": "oekt-1"}, {"sid": None, "sub": "sub-1"}])
def test_bakkanal_gjelder_bare_den_som_nevnes_og_bare_en_gang(besoek, utsteder, hvem):
    kom_tilbake(besoek, utsteder, signert())
    annen = Besoek(besoek.app)
    kom_tilbake(annen, utsteder, signert(pid=PID["mari"], sub="sub-2", sid="oekt-2"))
    token = logout_token(utsteder, **hvem)
    assert annen.post("/logg-ut/bakkanal", {"logout_token": token}).status_code == 200
    assert not besoek.er_inne and annen.er_inne
    assert annen.post("/logg-ut/bakkanal", {"logout_token": token}).status_code == 400, "the same jti again"


def test_fremmede_noekler_faar_oss_ikke_til_aa_spoerre_igjen_og_igjen(besoek, utsteder):
    kom_tilbake(besoek, utsteder, signert())
    foer = utsteder.antall("/jwks")
    for nr in range(10):
        token = utsteder.signert({"jti": str(nr)}, utsteder.fremmed, kid=f"ukjent-{nr}", typ="logout+jwt")
        besoek.post("/logg-ut/bakkanal", {"logout_token": token})
    assert utsteder.antall("/jwks") <= foer + 1


def test_frontkanal_uten_kake(besoek, utsteder):
    kom_tilbake(besoek, utsteder, signert())
    ramme = Besoek(besoek.app)
    sti = f"/logg-ut/frontkanal?iss={utsteder.utsteder}&sid="
    for gal in (sti + "en-annen", sti, "/logg-ut/frontkanal?iss=https://en-annen.example&sid=oekt-1"):
        assert ramme.get(gal).status_code == 200
        assert besoek.er_inne
    for _ in range(2):
        svar = ramme.get(sti + "oekt-1")
        assert svar.status_code == 200
        assert f"frame-ancestors {utsteder.utsteder};" in svar.headers["Content-Security-Policy"] + ";"
        assert not besoek.er_inne
    assert "frame-ancestors 'none'" in ramme.get("/logg-inn").headers["Content-Security-Policy"]
    assert innsyn.antall("hendelse", handling="logget_ut_av_utsteder") == 1


def test_E10_e_post_og_navn_knytter_aldri_noen_til_en_konto(besoek, utsteder):
    token = signert(pid="47906701517", email="per@furulia.example", email_verified=True, name="Per Lia")
    svar = kom_tilbake(besoek, utsteder, token)
    assert svar.headers["Location"] == "/ingen-tilgang" and not besoek.er_inne


def test_nummeret_staar_ikke_i_databasen(besoek, utsteder):
    kom_tilbake(besoek, utsteder, signert())
    alt = innsyn.dump(())
    assert innsyn.antall("identitet") == len(PID)
    assert not [pid for pid in PID.values() if pid in alt]
    assert "oekt-1" not in alt and "sub-1" not in alt


def test_J_for_mange_mislykkede_fra_en_adresse(besoek, utsteder, monkeypatch):
    hoeyst(monkeypatch, "INNLOGGING_ADRESSE", 3)
    for _ in range(3):
        assert kom_tilbake(besoek, utsteder, signert(nonce="gal")).status_code == 400
    svar = besoek.get("/logg-inn/start")
    assert svar.status_code == 429 and "Retry-After" in svar.headers and "For mange forsøk" in svar.text
    assert besoek.get("/logg-inn/retur?state=x&code=y").status_code == 429
    assert innsyn.antall("hendelse", handling="innlogging_sperret") == 1
    assert innsyn.antall("hendelse", handling="innlogging_avvist") == 3
    fra_et_annet_sted = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}, "base_url": BASE}
    assert besoek.klient.get("/logg-inn/start", **fra_et_annet_sted).status_code == 302
    assert besoek.get("/logg-inn/start", **{"X-Forwarded-For": "192.0.2.8"}).status_code == 429, "F7"


def test_J_for_mange_mislykkede_i_alt_stenger_ikke_for_dem_som_ikke_har_feilet(besoek, utsteder, monkeypatch):
    hoeyst(monkeypatch, "INNLOGGING_ALLE", 3)
    for nr in range(3):
        annen = {"environ_overrides": {"REMOTE_ADDR": f"192.0.2.{nr}"}, "base_url": BASE}
        assert besoek.klient.get("/logg-inn/retur?state=x", **annen).status_code == 400
    assert besoek.klient.get("/logg-inn/start", **annen).status_code == 429
    assert besoek.get("/logg-inn/start").status_code == 302


def test_J_telleren_holder_i_en_ny_prosess_og_glemmer(besoek, url, tmp_path, utsteder, monkeypatch):
    hoeyst(monkeypatch, "INNLOGGING_ADRESSE", 2)
    for _ in range(2):
        besoek.get("/logg-inn/retur?state=x")
    with oidc_app(url, tmp_path, utsteder.utsteder, BASE) as ny:
        assert Besoek(ny).get("/logg-inn/start").status_code == 429
    innsyn.skriv("UPDATE forsoek SET minutt = '2020-01-01 00:00:00'")
    assert kom_tilbake(besoek, utsteder, signert()).status_code == 303


def _les(del_: str) -> dict[str, Any]:
    return json.loads(urlsafe_b64decode(del_ + "=" * (-len(del_) % 4)))
