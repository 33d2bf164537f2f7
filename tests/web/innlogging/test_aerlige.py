"""What happens to honest people who log in: two tabs, the Back button, a change of mind. None of it is a failure."""

import json

import pytest
import test_oidc_token
from flask import Flask
from stoette import innsyn
from stoette.oidc.besoek import PID, Besoek, sporsmaal
from stoette.oidc.falsk import FalskUtsteder, naa
from test_oidc_token import hoeyst

besoek, oidc, utsteder = test_oidc_token.besoek, test_oidc_token.oidc, test_oidc_token.utsteder


def mislykkede() -> int:
    return innsyn.antall("forsoek", slag="innlogging_adresse")


def kom(besoek: Besoek, utsteder: FalskUtsteder, sendt: dict[str, str], **krav):
    utsteder.id_token = lambda: utsteder.signert(utsteder.krav(sendt["nonce"], **krav))
    return besoek.get(f"/logg-inn/retur?code=abc&state={sendt['state']}")


@pytest.fixture
def faner(besoek: Besoek) -> tuple[dict[str, str], dict[str, str]]:
    """Two logins begun, to two places."""
    return sporsmaal(besoek.start("/mottak/oppgaver")), sporsmaal(besoek.start("/varsler"))


def test_to_faner_kommer_begge_dit_de_skulle(besoek, utsteder, faner):
    foerste, andre = faner
    assert kom(besoek, utsteder, foerste).headers["Location"] == "/mottak/oppgaver"
    oekt = innsyn.les("SELECT id FROM innlogging")
    svar = kom(besoek, utsteder, andre)
    assert (svar.status_code, svar.headers["Location"]) == (303, "/varsler")
    assert innsyn.les("SELECT id FROM innlogging") == oekt, "the first tab can still save"
    assert mislykkede() == 0


def test_den_andre_fanen_kan_tilhoere_en_annen(besoek, utsteder, faner):
    """Whom the issuer names is who is logged in: nobody goes on working as a colleague."""
    kom(besoek, utsteder, faner[0])
    kom(besoek, utsteder, faner[1], pid=PID["mari"], sub="sub-2")
    assert "Mari Granli" in besoek.get("/").text and innsyn.antall("innlogging") == 1


@pytest.mark.parametrize("feil", ["code=abc", "error=access_denied", "error=login_required"])
def test_tilbake_til_returadressen(besoek, utsteder, faner, feil):
    kom(besoek, utsteder, faner[0])
    for _ in range(3):
        svar = besoek.get(f"/logg-inn/retur?{feil}&state={faner[0]['state']}")
        assert (svar.status_code, svar.headers["Location"]) == (303, "/mottak/oppgaver")
    assert besoek.er_inne and utsteder.antall("/token") == 1
    assert mislykkede() == innsyn.antall("hendelse", handling="innlogging_avvist") == 0


@pytest.mark.parametrize("inne", [True, False])
def test_den_som_angrer_hos_utstederen(besoek, utsteder, faner, inne):
    if inne:
        kom(besoek, utsteder, faner[0])
    svar = besoek.get(f"/logg-inn/retur?error=access_denied&state={faner[1]['state']}")
    assert svar.status_code == 303 and svar.headers["Location"] == ("/varsler" if inne else "/logg-inn?neste=/varsler")
    assert besoek.er_inne is inne and mislykkede() == 0


def test_utstederen_som_selv_sier_at_den_er_nede(besoek, faner):
    svar = besoek.get(f"/logg-inn/retur?error=temporarily_unavailable&state={faner[0]['state']}")
    assert svar.status_code == 503 and mislykkede() == 0


def test_ingen_av_dem_stenger_kontoret(besoek, utsteder, faner, monkeypatch):
    """Given: one failure is one too many. Then: late, used, cancelled and too weak answers leave the door open."""
    hoeyst(monkeypatch, "INNLOGGING_ADRESSE", 1)
    annen = Besoek(besoek.app)
    annen.get(f"/logg-inn/retur?code=abc&state={faner[0]['state']}")
    besoek.get(f"/logg-inn/retur?error=access_denied&state={faner[1]['state']}")
    for krav in ({"acr": "idporten-loa-substantial"}, {"auth_time": naa(-11 * 3600)}):
        assert kom(besoek, utsteder, sporsmaal(besoek.start()), **krav).status_code == 403
    assert annen.get("/logg-inn/start").status_code == 302 and mislykkede() == 0


def test_et_bilde_paa_en_annens_side_teller_ikke(besoek, monkeypatch):
    hoeyst(monkeypatch, "INNLOGGING_ADRESSE", 1)
    assert besoek.get("/logg-inn/retur?state=x", **{"Sec-Fetch-Mode": "no-cors"}).status_code == 400
    assert besoek.get("/logg-inn/start").status_code == 302
    for falsk in ("x", faner_uten_merke(besoek), "é.x"):
        monkeypatch.undo()
        foer = innsyn.les("SELECT sum(antall) FROM forsoek")
        assert besoek.get(f"/logg-inn/retur?state={falsk}").status_code == 400
        assert innsyn.les("SELECT sum(antall) FROM forsoek") != foer, "made up: counts"


def faner_uten_merke(besoek: Besoek) -> str:
    return sporsmaal(besoek.start())["state"][:-1] + "-"


def test_den_som_er_inne_stenges_ikke_av_andres_feil(besoek, utsteder, faner, monkeypatch, oidc: Flask):
    kom(besoek, utsteder, faner[0])
    hoeyst(monkeypatch, "INNLOGGING_ADRESSE", 1)
    annen = Besoek(oidc)
    assert annen.get("/logg-inn/retur?state=x").status_code == 400
    assert annen.get("/logg-inn/start").status_code == 429
    assert besoek.get("/logg-inn/start?paa-nytt=1").status_code == 302, "to prove anew who one is (E13)"


@pytest.mark.parametrize(
    ("krav", "aarsak"),
    [
        ({"acr": "idporten-loa-substantial"}, "for_lavt_nivaa"),
        ({"pid": "ukjent"}, "uten_tilgang"),
        ({"pid": None}, "uten_subjekt"),
        ({"aud": "en-annen"}, "ugyldig_token"),
    ],
)
def test_P6_driften_ser_hvorfor_ingen_slipper_inn_og_ikke_hvem(besoek, utsteder, capsys, krav, aarsak):
    """A wrong OIDC_ACR, claim or client id shows in the log of the operator, who sees no page of ours."""
    sendt = sporsmaal(besoek.start())
    capsys.readouterr()
    kom(besoek, utsteder, sendt, **krav)
    lest = [json.loads(linje) for linje in capsys.readouterr().err.splitlines()]
    assert {"hendelse": "innlogging_avvist", "aarsak": aarsak}.items() <= lest[0].items()
    assert lest[0].keys() == {"tid", "nivaa", "hendelse", "aarsak", "forespoersel"} and "ukjent" not in lest[0].values()
    assert {linje["aarsak"] for linje in lest} == {aarsak}
