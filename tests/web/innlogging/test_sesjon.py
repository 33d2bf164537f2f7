"""Login sessions over HTTP: how they begin and end, what makes them longer, and what the user is told of them."""

import re
import threading

import pytest
from flask import Flask
from stoette import innsyn
from stoette.klient import Klient, Uinspisert, merke_paa
from stoette.maaler import FORNYELSE

from app.domain.tilgang.matrise import Rett
from app.web.felles.rom import Krav, _inngang

FORTSETT = "/innlogginger/fortsett"
BARE_SQLITE = pytest.mark.parametrize("merke", ["sqlite"], indirect=True)


def kake(klient: Klient) -> str:
    funnet = klient.klient.get_cookie("mottak")
    assert funnet
    return funnet.value


def med_kake(app: Flask, verdi: str) -> Uinspisert:
    klient = Uinspisert(app, app.response_class)
    klient.set_cookie("mottak", verdi)
    return klient


def er_inne(klient: Uinspisert) -> bool:
    return klient.get("/").status_code == 200


# --- How they begin and end ----------------------------------------------------------------------------


def test_E1_F4_ny_id_og_nytt_merke_ved_innlogging(app):
    """In one browser: what it was given as a visitor, or by the last login, is worth nothing after a login."""
    nettleser, per = app.test_client(), innsyn.en("SELECT id FROM bruker WHERE navn = 'Per Lia'")
    merke = merke_paa(nettleser.get("/logg-inn"))
    for _ in range(2):
        gammelt, gammel = merke, nettleser.get_cookie("mottak").value
        svar = nettleser.post("/logg-inn/demo", data={"csrf_token": gammelt, "bruker": per})
        assert svar.status_code == 303 and nettleser.get_cookie("mottak").value != gammel
        merke = merke_paa(nettleser.get("/hjelp"))
        forlenget = [nettleser.post(FORTSETT, data={"csrf_token": m}).status_code for m in (gammelt, merke)]
        assert forlenget == [403, 303]
        assert not er_inne(med_kake(app, gammel)) and innsyn.antall("innlogging") == 1


def test_E1_innlogging_paa_nytt_avslutter_den_forrige(app, som):
    per = som("per")
    gammel = kake(per)
    merke = merke_paa(per.get("/hjelp"))
    mari = innsyn.en("SELECT id FROM bruker WHERE navn = 'Mari Granli'")
    assert per.klient.post("/logg-inn/demo", data={"csrf_token": merke, "bruker": mari}).status_code == 303
    assert "Mari Granli" in per.get("/").text
    assert not er_inne(med_kake(app, gammel)) and innsyn.antall("innlogging") == 1


@BARE_SQLITE
def test_E2_kaken(app, som):
    app.config.update(SESSION_COOKIE_NAME="__Host-mottak", SESSION_COOKIE_SECURE=True)
    klient = app.test_client()
    svar = klient.get("/logg-inn", base_url="https://localhost")
    data = {"csrf_token": merke_paa(svar), "bruker": innsyn.en("SELECT id FROM bruker WHERE navn = 'Per Lia'")}
    svar = klient.post("/logg-inn/demo", data=data, base_url="https://localhost")
    satt = svar.headers["Set-Cookie"]
    navn, _, resten = satt.partition("=")
    assert navn == "__Host-mottak" and len(satt) < 4096
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {del_.strip() for del_ in resten.split(";")}
    assert "Domain" not in satt and "Per" not in satt


def test_E3_bare_avtrykket_av_hemmeligheten_staar_i_databasen(app, som):
    hemmeligheter = {_hemmelighet(app, som("per")) for _ in range(3)}
    assert len(hemmeligheter) == 3
    alt = innsyn.dump(())
    for hemmelig in hemmeligheter:
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", hemmelig) and hemmelig not in alt


def test_E4_utlogging_virker_paa_tjeneren(app, som):
    per = som("per")
    gammel = kake(per)
    svar = per.post("/logg-ut")
    assert svar.status_code == 303 and "storage" in svar.headers["Clear-Site-Data"]
    assert per.klient.get_cookie("mottak") is None
    tyv = med_kake(app, gammel)
    assert tyv.get("/").status_code == 302
    assert tyv.get("/mottak/oppgaver", headers={"HX-Request": "true"}).status_code == 401


def test_F4_merket_doer_ved_utlogging(app, som):
    per = som("per")
    gammelt = per.merke
    per.post("/logg-ut")
    mari = Klient(app, "mari")
    assert mari.klient.post("/innlogginger/fortsett", data={"csrf_token": gammelt}).status_code == 403


@pytest.mark.begge_lagre
def test_E5_uten_bruk_i_en_halvtime(app, som):
    per = som("per")
    innsyn.skriv("UPDATE innlogging SET sist_brukt = :t", t=innsyn.foer(minutes=29))
    assert per.get("/").status_code == 200
    innsyn.skriv("UPDATE innlogging SET sist_brukt = :t", t=innsyn.foer(minutes=31))
    assert per.get("/").status_code == 302


def test_E5_aldri_mer_enn_ti_timer(app, som):
    """However diligently it is used."""
    per = som("per")
    innsyn.skriv("UPDATE innlogging SET opprettet = :t", t=innsyn.foer(hours=9, minutes=59))
    assert per.get("/").status_code == 200
    innsyn.skriv("UPDATE innlogging SET opprettet = :t", t=innsyn.foer(hours=10, minutes=1))
    assert per.get("/").status_code == 302


@pytest.mark.parametrize(
    ("sti", "metode", "forlenger"),
    [
        ("/mottak/oppgaver", "GET", True),
        ("/innlogginger/fortsett", "POST", True),
        ("/innlogginger/tilstand", "GET", False),
        ("/innlogginger/merke", "GET", False),
    ],
)
def test_E5_bare_brukerens_egen_bruk_forlenger(app, som, sti, metode, forlenger):
    per = som("per")
    innsyn.skriv("UPDATE innlogging SET sist_brukt = :t", t=innsyn.foer(minutes=20))
    hoder = {"HX-Request": "true", "X-Bruker": per.id}
    svar = per.post(sti, hoder=hoder) if metode == "POST" else per.get(sti, hoder=hoder)
    assert svar.status_code == 200
    tidlig = str(innsyn.en("SELECT sist_brukt FROM innlogging"))[:19] < innsyn.foer(minutes=10)
    assert tidlig is not forlenger


def test_E5_bruk_noteres_en_gang_i_minuttet_og_teller_ikke_som_sidens(som):
    per = som("per")
    innsyn.skriv("UPDATE innlogging SET sist_brukt = :t", t=innsyn.foer(minutes=2))
    fornyet = []
    for _gang in range(2):
        assert per.get("/mottak/oppgaver").status_code == 200
        fornyet.append(any(s.startswith(FORNYELSE) for s in per.klient.sporringer))
        assert not any("sist_brukt=" in s for s in per.sporringer)
    assert fornyet == [True, False]


def test_E5_autolagring_er_bruk(app, som):
    per = som("per")
    skjema = per.aapne("Yonas Tesfalem")
    innsyn.skriv("UPDATE innlogging SET sist_brukt = :t", t=innsyn.foer(minutes=20))
    assert per.lagre(skjema, "morsmaal", "tigrinja").status_code == 200
    assert str(innsyn.en("SELECT sist_brukt FROM innlogging"))[:19] > innsyn.foer(minutes=1)


def test_E6_det_som_ikke_ble_lagret_lagres_etter_ny_innlogging(app, som):
    """The save is told 401 and leaves the page alone; with the new login's token the same value is saved."""
    per = som("per")
    skjema = per.aapne("Yonas Tesfalem")
    innsyn.skriv("UPDATE innlogging SET sist_brukt = :t", t=innsyn.foer(minutes=31))
    assert per.lagre(skjema, "morsmaal", "tigrinja").status_code == 401
    gammelt = per.merke
    per.klient.post("/logg-inn/demo", data={"csrf_token": merke_paa(per.get("/logg-inn")), "bruker": per.id})
    assert per.lagre(skjema, "morsmaal", "tigrinja").status_code == 403, "the token of the old login"
    bit = per.get("/innlogginger/merke", htmx=True, hoder={"X-Bruker": per.id})
    per.merke = merke_paa(bit)
    assert per.merke != gammelt
    assert per.lagre(skjema, "morsmaal", "tigrinja").status_code == 200


def test_E6_nytt_merke_bare_til_den_siden_ble_laget_for(app, som):
    per, mari = som("per"), som("mari")
    for sti in ("/innlogginger/merke", "/innlogginger/tilstand"):
        svar = mari.get(sti, htmx=True, hoder={"X-Bruker": per.id})
        assert svar.status_code == 409 and "logget inn som en annen" in svar.text
        assert "csrf_token" not in svar.text
    assert mari.get("/innlogginger/merke", htmx=True).status_code == 404, "it must say whom it is for"
    assert app.test_client().get("/innlogginger/merke", headers={"HX-Request": "true"}).status_code == 401


@pytest.mark.begge_lagre
def test_E7_den_som_logges_ut_midt_i_kommer_ikke_tilbake(app, som):
    """A request that is under way when the session is ended does not write it back."""
    per = som("per")
    innsyn.skriv("UPDATE innlogging SET sist_brukt = :t", t=innsyn.foer(minutes=5))
    stopp, gaa = threading.Event(), threading.Event()

    def treg() -> str:
        stopp.set()
        assert gaa.wait(10)
        return "treg"

    app.view_functions["arbeidsflate.side"] = _inngang(treg, Krav(Rett.ARBEIDSFLATE_SE))
    klient = med_kake(app, kake(per))
    svar: list[int] = []
    traad = threading.Thread(target=lambda: svar.append(klient.get("/").status_code))
    traad.start()
    assert stopp.wait(10)
    innsyn.skriv("DELETE FROM innlogging")
    gaa.set()
    traad.join(10)
    assert svar == [200] and innsyn.antall("innlogging") == 0
    assert klient.get("/").status_code == 302


def test_D5_deaktivert_er_ute_ved_neste_foresporsel(app, som):
    per = som("per")
    skjema = per.aapne("Yonas Tesfalem")
    innsyn.skriv("UPDATE bruker SET aktiv = false WHERE navn = 'Per Lia'")
    assert per.lagre(skjema, "morsmaal", "tigrinja").status_code == 401
    assert [per.get("/").status_code for _ in range(5)] == [302] * 5


@pytest.mark.parametrize("slag", ["ukjent", "inaktiv", "rolleloes"])
def test_E12_ingen_tilgang(app, slag):
    per = innsyn.en("SELECT id FROM bruker WHERE navn = 'Per Lia'")
    if slag == "inaktiv":
        innsyn.skriv("UPDATE bruker SET aktiv = false WHERE id = :i", i=per)
    elif slag == "rolleloes":
        innsyn.skriv("DELETE FROM rolletildeling WHERE bruker_id = :i", i=per)
    klient = app.test_client()
    merke = merke_paa(klient.get("/logg-inn"))
    svar = klient.post("/logg-inn/demo", data={"csrf_token": merke, "bruker": "x" if slag == "ukjent" else per})
    assert (svar.status_code, svar.headers["Location"]) == (303, "/ingen-tilgang")
    side = klient.get("/ingen-tilgang")
    assert side.status_code == 403 and "Kontakt mottaksadministratoren ved ditt mottak." in side.text
    assert klient.post("/logg-ut", data={"csrf_token": merke_paa(side)}).status_code == 303
    assert innsyn.antall("innlogging") == 0


@pytest.mark.begge_lagre
def test_J_demoinnlogging_stenges_etter_mange_feil(app):
    klient = app.test_client()
    for _ in range(20):
        merke = merke_paa(klient.get("/logg-inn"))
        assert klient.post("/logg-inn/demo", data={"csrf_token": merke, "bruker": "x"}).status_code == 303
    svar = klient.post("/logg-inn/demo", data={"csrf_token": merke_paa(klient.get("/logg-inn")), "bruker": "x"})
    assert svar.status_code == 429 and "For mange forsøk" in svar.text
    assert innsyn.antall("hendelse", handling="innlogging_avvist") == 20
    assert innsyn.antall("hendelse", handling="innlogging_sperret") == 1


@BARE_SQLITE
@pytest.mark.parametrize("sti", ["start", "retur", "../logg-ut/hos-utsteder", "../logg-ut/frontkanal"])
def test_E14_uten_utsteder_finnes_ikke_dens_ruter(app, sti):
    assert Uinspisert(app, app.response_class).get(f"/logg-inn/{sti}".replace("/logg-inn/..", "")).status_code == 404


def _hemmelighet(app: Flask, klient: Klient) -> str:
    leser = app.session_interface.get_signing_serializer(app)
    assert leser
    return leser.loads(kake(klient))["_user_id"]
