"""Login and logout against an independent OpenID provider: npm's oidc-provider, in a process of its own."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from joserfc.jwk import RSAKey
from stoette import innsyn
from stoette.klient import merke_paa
from stoette.oidc.besoek import HEMMELIGHET, PID, Besoek, oidc_app, sporsmaal
from stoette.oidc.node import ACR, Nettleser, Tilbyder, ledig_port, mangler_node
from stoette.oppsett import mangler
from werkzeug.serving import make_server

PORT = ledig_port()
BASE = f"http://127.0.0.1:{PORT}"
NOEKKEL = RSAKey.generate_key(2048, parameters={"use": "sig", "alg": "RS256", "kid": "vaar"})
BARE_SQLITE = pytest.mark.parametrize("merke", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def tilbyder() -> Iterator[Tilbyder]:
    if borte := mangler_node():
        mangler(f"node: installer pakkene nodejs og npm ({borte})")
    felles = {
        "redirect_uris": [f"{BASE}/logg-inn/retur"],
        "post_logout_redirect_uris": [f"{BASE}/logget-ut"],
        "backchannel_logout_uri": f"{BASE}/logg-ut/bakkanal",
        "backchannel_logout_session_required": True,
    }
    med_hemmelighet = {"client_id": "mottak", "client_secret": HEMMELIGHET, **felles}
    med_noekkel = {
        "client_id": "mottak-noekkel", "token_endpoint_auth_method": "private_key_jwt",
        "jwks": {"keys": [NOEKKEL.as_dict(private=False)]}, **felles,
    }  # fmt: skip
    tilbyder = Tilbyder([med_hemmelighet, med_noekkel])
    yield tilbyder
    tilbyder.stopp()


@pytest.fixture
def oidc(url: str, tmp_path: Path, tilbyder: Tilbyder) -> Iterator[Flask]:
    with oidc_app(url, tmp_path, tilbyder.utsteder, BASE) as app:
        yield app


@pytest.fixture
def besoek(oidc: Flask) -> Besoek:
    return Besoek(oidc)


@pytest.fixture
def nettleser(tilbyder: Tilbyder) -> Nettleser:
    return Nettleser(tilbyder)


@pytest.fixture
def paa_nett(oidc: Flask) -> Iterator[None]:
    """The app answers on its address: the provider itself calls it."""
    server = make_server("127.0.0.1", PORT, oidc, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


@pytest.fixture
def logg_inn(besoek: Besoek, nettleser: Nettleser) -> Callable[..., Besoek]:
    def logg_inn(hvem: str = "per") -> Besoek:
        hos = nettleser if hvem == "per" else Nettleser(nettleser.tilbyder)
        svar = besoek.get(hos.logg_inn(besoek.start(), pid=PID[hvem]))
        assert svar.status_code == 303, svar.text
        return besoek

    return logg_inn


@pytest.mark.begge_lagre
def test_E9_E10_innlogging_fra_start_til_maal(besoek, nettleser):
    adresse, brukere = besoek.start("/mottak/oppgaver"), innsyn.antall("bruker")
    sendt = sporsmaal(adresse)
    assert sendt["code_challenge_method"] == "S256" and sendt["response_type"] == "code"
    assert len(sendt["state"]) >= 22 and len(sendt["nonce"]) >= 20 and len(sendt["code_challenge"]) == 43
    assert sendt["acr_values"] == "idporten-loa-high" and sendt["scope"] == "openid profile"
    assert sendt["redirect_uri"] == f"{BASE}/logg-inn/retur"
    svar = besoek.get(nettleser.logg_inn(adresse, pid=PID["per"]))
    assert (svar.status_code, svar.headers["Location"]) == (303, "/mottak/oppgaver")
    assert "Per Lia" in besoek.get("/").text
    assert innsyn.antall("hendelse", handling="logget_inn") == 1
    assert innsyn.antall("bruker") == brukere, "no account is made by logging in"


@BARE_SQLITE
def test_private_key_jwt(url, tmp_path, tilbyder, nettleser):
    pem = NOEKKEL.as_pem(private=True).decode()
    valg = {"client_id": "mottak-noekkel", "private_key": pem, "key_id": "vaar"}
    with oidc_app(url, tmp_path, tilbyder.utsteder, BASE, **valg) as app:
        for _ in range(2):
            besoek = Besoek(app)
            svar = besoek.get(nettleser.logg_inn(besoek.start(), pid=PID["per"]))
            assert svar.status_code == 303 and besoek.er_inne


@BARE_SQLITE
def test_E11_for_lavt_nivaa(besoek, nettleser):
    svar = besoek.get(nettleser.logg_inn(besoek.start(), pid=PID["per"], acr=ACR[0]))
    assert svar.status_code == 403 and "høyere sikkerhetsnivå" in svar.text
    assert not besoek.er_inne
    assert innsyn.antall("innlogging") == 0
    assert innsyn.antall("hendelse", handling="innlogging_avvist", felt="for_lavt_nivaa") == 1


@pytest.mark.parametrize("hvem", ["ukjent", "inaktiv", "rolleloes"])
def test_E12_uten_tilgang_er_samme_side_med_logg_ut(besoek, nettleser, hvem):
    if hvem == "inaktiv":
        innsyn.skriv("UPDATE bruker SET aktiv = false WHERE navn = 'Per Lia'")
    elif hvem == "rolleloes":
        innsyn.skriv("DELETE FROM rolletildeling WHERE bruker_id = (SELECT id FROM bruker WHERE navn = 'Per Lia')")
    foer = innsyn.dump((*innsyn.LOGG, "forsoek", "engangsmerke"))
    pid = "47906701517" if hvem == "ukjent" else PID["per"]
    svar = besoek.get(nettleser.logg_inn(besoek.start(), pid=pid))
    assert (svar.status_code, svar.headers["Location"]) == (303, "/ingen-tilgang")
    side = besoek.get("/ingen-tilgang")
    assert side.status_code == 403
    assert "Du har ikke tilgang til IMDinett Mottak." in side.text
    assert "Kontakt mottaksadministratoren ved ditt mottak." in side.text
    assert "Per Lia" not in side.text
    assert not besoek.er_inne and innsyn.antall("innlogging") == 0
    assert innsyn.dump((*innsyn.LOGG, "forsoek", "engangsmerke")) == foer
    assert innsyn.antall("hendelse", handling="innlogging_avvist", felt="uten_tilgang") == 1
    ut = besoek.post("/logg-ut", {"csrf_token": merke_paa(side)})
    assert ut.headers["Location"] == "/logg-ut/hos-utsteder"
    videre = besoek.get("/logg-ut/hos-utsteder").headers["Refresh"].removeprefix("0; url=")
    assert nettleser.logg_ut(videre).startswith(f"{BASE}/logget-ut")


@BARE_SQLITE
def test_E4_utlogging_ogsaa_hos_utstederen(logg_inn, nettleser):
    per = logg_inn()
    gammel = per.kake
    ut = per.logg_ut()
    assert ut.status_code == 303 and '"storage"' in ut.headers["Clear-Site-Data"]
    side = per.get(ut.headers["Location"])
    videre = side.headers["Refresh"].removeprefix("0; url=")
    assert "Fullfør utloggingen" in side.text and sporsmaal(videre)["client_id"] == "mottak"
    assert "id_token_hint" not in videre
    tilbake = nettleser.logg_ut(videre)
    assert tilbake.startswith(f"{BASE}/logget-ut")
    assert per.get(tilbake).status_code == 200
    per.klient.set_cookie("mottak", gammel, domain="127.0.0.1")
    assert not per.er_inne, "the old cookie is worth nothing"
    spurt = nettleser.logg_inn(per.start() + "&prompt=none")
    assert sporsmaal(spurt)["error"] == "login_required", "the issuer has forgotten the person too"


def test_bakkanal_utlogging(logg_inn, besoek, nettleser, paa_nett):
    """Logged out at the provider by another service: our session ends, though the browser never comes here."""
    per = logg_inn()
    assert per.er_inne
    nettleser.logg_ut(f"{nettleser.tilbyder.utsteder}/session/end?client_id=mottak")
    frist = time.monotonic() + 10
    while innsyn.antall("innlogging") and time.monotonic() < frist:
        time.sleep(0.05)
    assert not per.er_inne
    assert innsyn.antall("hendelse", handling="logget_ut_av_utsteder") == 1


@BARE_SQLITE
def test_E9_svaret_kan_ikke_sendes_to_ganger(besoek, nettleser, oidc):
    adresse = besoek.start()
    foer = besoek.kake
    retur = nettleser.logg_inn(adresse, pid=PID["per"])
    annen = Besoek(oidc)
    annen.start()
    assert annen.get(retur).status_code == 400 and not annen.er_inne, "another browser's answer"
    assert besoek.get(retur).status_code == 303
    igjen = besoek.get(retur)
    assert (igjen.status_code, igjen.headers["Location"]) == (303, "/"), "the Back button"
    tredje = Besoek(oidc)
    tredje.klient.set_cookie("mottak", foer, domain="127.0.0.1")
    assert tredje.get(retur).status_code == 400 and not tredje.er_inne, "with the very cookie that began it"
    assert innsyn.antall("innlogging") == 1


@BARE_SQLITE
@pytest.mark.parametrize("iss", [None, "https://en-annen.example"])
def test_svar_fra_en_annen_utsteder(besoek, nettleser, tilbyder, iss):
    retur = nettleser.logg_inn(besoek.start(), pid=PID["per"])
    felt = sporsmaal(retur)
    assert felt.pop("iss") == tilbyder.utsteder
    svar = besoek.get("/logg-inn/retur?" + urlencode(felt | ({"iss": iss} if iss else {})))
    assert svar.status_code == 400 and not besoek.er_inne


@BARE_SQLITE
def test_den_som_avbryter_kommer_tilbake_til_innloggingen(besoek, nettleser):
    svar = besoek.get(nettleser.logg_inn(besoek.start(), avbryt="1"))
    assert (svar.status_code, svar.headers["Location"]) == (303, "/logg-inn")
    assert "Logg inn" in besoek.get("/logg-inn").text and not besoek.er_inne


@BARE_SQLITE
def test_E1_ny_innlogging_avslutter_den_forrige(logg_inn, besoek, oidc):
    logg_inn()
    gammel = besoek.kake
    logg_inn("mari")
    assert "Mari Granli" in besoek.get("/").text
    tyv = Besoek(oidc)
    tyv.klient.set_cookie("mottak", gammel, domain="127.0.0.1")
    assert not tyv.er_inne
    assert innsyn.antall("innlogging") == 1
