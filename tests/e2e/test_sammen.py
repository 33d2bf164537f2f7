"""A colleague in the form: who is in, and their answers as they are stored; also with two processes on PostgreSQL."""

import re

import pytest
from playwright.sync_api import expect

from e2e.nettleser import Vindu, ferdigstill, fyll_ut, i_basen, vent_til
from e2e.test_utseende import er_i_orden

PERS, MARIS = "Driver med snekring", "Har drevet butikk"
SPOER = "document.dispatchEvent(new Event('visibilitychange'))"


def inne(vindu):
    return vindu.side.locator("#inne")


@pytest.fixture
def per(nytt_vindu):
    return nytt_vindu("per", sammen=True).gjennomfoer("Yonas Tesfalem")


@pytest.fixture
def mari(nytt_vindu, per):
    return nytt_vindu("mari", sammen=True).gjennomfoer("Yonas Tesfalem")


@pytest.fixture
def hos_en_annen(per, prosess, chromium, _vinduer):
    """Mari, in the same form by a server of her own."""
    mari = Vindu(chromium, prosess.adresse, sammen=True)
    _vinduer.append(mari)
    return mari.logg_inn("mari").gjennomfoer("Yonas Tesfalem")


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
def test_to_prosesser(per, hos_en_annen):
    """Per's server and Mari's are two: what they know of each other goes through the database."""
    expect(inne(hos_en_annen)).to_have_text("Per Lia er inne nå")
    expect(inne(per)).to_have_text("Mari Granli er inne nå", timeout=60_000)
    assert "Mari Granli er inne nå" in per.hent("/mottak/oppgaver")
    hos_en_annen.kontroll("arbeidserfaring").fill(MARIS)
    hos_en_annen.er_lagret("arbeidserfaring")
    expect(per.kontroll("arbeidserfaring")).to_have_value(MARIS, timeout=60_000)
    expect(per.status("arbeidserfaring")).to_contain_text("av Mari Granli")


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
def test_skriver_med_400_ms_til_serveren_mens_en_kollega_lagrer(vert, per, hos_en_annen):
    """No key is lost, the focus and the field under the caret stay, and nothing that is hers is a conflict of mine."""
    vert.forsinkelse = 0.4
    mitt = per.kontroll("arbeidserfaring")
    mitt.focus()
    foer = mitt.bounding_box()
    ventet = ""
    for nr, (felt, hennes) in enumerate((("spraak", "Arabisk"), ("morsmaal", "tigrinja"), ("oensker", "Bli kokk"))):
        hos_en_annen.kontroll(felt).fill(hennes)
        hos_en_annen.er_lagret(felt)
        per.side.evaluate(SPOER)
        tekst = f"Del {nr} av det jeg skriver uten stans. "
        mitt.press_sequentially(tekst, delay=25)
        ventet += tekst
        expect(per.kontroll(felt)).to_have_value(hennes, timeout=60_000)
        expect(mitt).to_be_focused()
        expect(mitt).to_have_value(ventet)
        assert mitt.bounding_box()["y"] == pytest.approx(foer["y"], abs=1), felt
    vent_til(lambda: i_basen("Yonas Tesfalem").get("arbeidserfaring") == ventet.strip(), "alt jeg skrev")
    expect(per.side.locator(".konflikt")).to_have_count(0)
    assert i_basen("Yonas Tesfalem")["oensker"] == "Bli kokk"


def test_kollegaens_svar_kommer_av_seg_selv_men_ikke_der_jeg_er(per, mari):
    """Field by field, with its version: it makes no conflict, moves no focus, and waits where I am."""
    per.kontroll("interesser").focus()
    mari.velg("har_tilknytning", "Ja")
    mari.side.get_by_role("button", name="Legg til relasjon").click()
    mari.felt(".navn").get_by_role("textbox").fill("Selam")
    mari.kontroll("interesser").fill("Korsang")
    mari.kontroll("arbeidserfaring").fill(MARIS)
    mari.er_lagret("interesser", "arbeidserfaring", ".navn")
    per.side.evaluate(SPOER)
    expect(per.felt(".navn").get_by_role("textbox")).to_have_value("Selam")
    expect(per.side.get_by_role("group", name="Relasjon 1")).to_be_visible()
    expect(per.kontroll("arbeidserfaring")).to_have_value(MARIS)
    expect(per.kontroll("interesser")).to_be_focused()
    expect(per.kontroll("interesser")).to_have_value("")
    per.kontroll("arbeidserfaring").press("End")
    per.kontroll("arbeidserfaring").press_sequentially(" i Asmara")
    per.er_lagret("arbeidserfaring")
    per.side.evaluate(SPOER)
    expect(per.kontroll("interesser")).to_have_value("Korsang")
    mari.side.get_by_role("group", name="Relasjon 1").get_by_role("button", name="Fjern").click()
    expect(mari.side.locator(".fjernet")).to_contain_text("Relasjon 1 er fjernet.")
    per.side.evaluate(SPOER)
    expect(per.side.locator(".fjernet")).to_contain_text("Relasjon 1 er fjernet.")
    assert i_basen("Yonas Tesfalem")["arbeidserfaring"] == MARIS + " i Asmara"
    expect(inne(per)).to_have_text("Mari Granli er inne nå")
    er_i_orden(per, "en kollega inne, og svarene deres")


def test_av_den_interne_merknaden_bare_hvem_og_naar(per, mari):
    mari.kontroll("intern_merknad").fill("Truet av en onkel")
    mari.er_lagret("intern_merknad")
    with per.side.expect_response(re.compile("/nytt")) as svar:
        per.side.evaluate(SPOER)
    assert "onkel" not in svar.value.text()
    expect(per.status("intern_merknad")).to_contain_text("Mari Granli endret teksten")
    expect(per.kontroll("intern_merknad")).to_have_value("")


def test_spoer_ikke_i_en_skjult_fane_og_gaar_naar_den_lukkes(per, mari, vert):
    expect(inne(mari)).to_have_text("Per Lia er inne nå")
    mari.side.evaluate("Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })")
    vert.vent()
    foer = vert.antall("/naervaer")
    mari.side.evaluate(SPOER)
    mari.side.wait_for_timeout(300)
    assert vert.antall("/naervaer") == foer
    per.side.close()
    mari.side.evaluate("Object.defineProperty(document, 'hidden', { get: () => false, configurable: true })")
    vent_til(lambda: (mari.side.evaluate(SPOER), inne(mari).text_content() == "")[1], "at Per er gått")


def test_ferdigstilt_av_en_kollega_sies_med_en_gang(per):
    fyll_ut("Yonas Tesfalem", av="mari")
    ferdigstill("Yonas Tesfalem", av="mari")
    per.side.evaluate(SPOER)
    expect(per.side.locator("#tilkobling")).to_have_text("Samtalen er ferdigstilt. Last siden på nytt.")


def test_slaa_sammen(nytt_vindu, yonas):
    """The third choice: what is stored, and then mine, to go on from."""
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.forvent("409")
    yonas.kontroll("arbeidserfaring").fill(PERS)
    yonas.er_lagret("arbeidserfaring")
    mari.kontroll("arbeidserfaring").fill(MARIS)
    sammen = mari.status("arbeidserfaring").get_by_role("button", name="Slå sammen")
    expect(sammen).to_be_visible()
    er_i_orden(mari, "slå sammen")
    sammen.click()
    mari.er_lagret("arbeidserfaring")
    expect(mari.kontroll("arbeidserfaring")).to_be_focused()
    assert i_basen("Yonas Tesfalem") == {"arbeidserfaring": f"{PERS}\n{MARIS}"}


def test_konflikt_med_min_egen_andre_fane(yonas):
    andre = yonas.ny_fane(yonas.side.url)
    yonas.forvent("409")
    yonas.kontroll("arbeidserfaring").fill(PERS)
    yonas.er_lagret("arbeidserfaring")
    andre.kontroll("arbeidserfaring").fill(MARIS)
    expect(andre.status("arbeidserfaring")).to_contain_text("Du endret dette feltet i en annen fane")
    andre.side.get_by_role("button", name="Bruk svaret fra den andre fanen").click()
    expect(andre.kontroll("arbeidserfaring")).to_have_value(PERS)
