"""Three ways in which an answer was lost, or seemed to be: each is kept, told of, and offered again."""

import re

import pytest
from playwright.sync_api import Browser, expect
from stoette import innsyn

from e2e.nettleser import Vindu, ferdigstill, fyll_ut, i_basen, vent_til

PERS, MARIS = "Driver med snekring", "Har drevet butikk"


@pytest.fixture
def mari(nytt_vindu, yonas):
    """Mari's browser: she opened the form before Per stored his text, and has not seen it."""
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.forvent("409")
    yonas.kontroll("arbeidserfaring").fill(PERS)
    yonas.er_lagret("arbeidserfaring")
    return mari


def utkast() -> int:
    return innsyn.antall("svarutkast")


@pytest.mark.parametrize("hvordan", ["lukker", "tilbake"])
def test_teksten_som_tapte_for_en_kollegas_tilbys_neste_gang(mari, yonas, hvordan):
    """(a) Typed and gone within 0.6 seconds, over what a colleague had stored: nobody saw the conflict."""
    skjema = mari.side.url
    mari.kontroll("arbeidserfaring").press_sequentially(MARIS, delay=0)
    if hvordan == "lukker":
        mari.side.close()
        mari.side = mari.kontekst.new_page()
    else:
        mari.side.evaluate("history.back()")
    vent_til(lambda: utkast() == 1, "at teksten er tatt vare på")
    assert i_basen("Yonas Tesfalem") == {"arbeidserfaring": PERS}
    mari.side.goto(skjema)
    boks = mari.status("arbeidserfaring").get_by_role("definition")
    expect(boks).to_have_text([MARIS, PERS])
    expect(mari.kontroll("arbeidserfaring")).to_have_value(MARIS)
    expect(mari.side.get_by_role("region", name="Samtalen")).to_contain_text("1 svar er ikke lagret")
    yonas.side.reload()
    expect(yonas.kontroll("arbeidserfaring")).to_have_value(PERS)
    expect(yonas.side.get_by_text(MARIS)).to_have_count(0)
    mari.side.get_by_role("button", name="Behold mitt svar").click()
    mari.er_lagret("arbeidserfaring")
    assert i_basen("Yonas Tesfalem") == {"arbeidserfaring": MARIS} and utkast() == 0


def test_den_andres_kan_brukes_i_stedet(mari):
    mari.kontroll("arbeidserfaring").fill(MARIS)
    expect(mari.side.get_by_role("button", name="Behold mitt svar")).to_be_visible()
    mari.side.reload()
    mari.side.get_by_role("button", name="Bruk svaret fra Per Lia").click()
    expect(mari.kontroll("arbeidserfaring")).to_have_value(PERS)
    expect(mari.kontroll("arbeidserfaring")).to_be_focused()
    expect(mari.side.get_by_role("region", name="Samtalen")).to_contain_text("Alt lagret")
    assert utkast() == 0


def test_det_som_skrives_mens_konflikten_venter_er_ogsaa_med(mari):
    mari.kontroll("arbeidserfaring").fill(MARIS)
    expect(mari.side.get_by_role("button", name="Behold mitt svar")).to_be_visible()
    mari.kontroll("arbeidserfaring").press_sequentially(" i Asmara")
    mari.side.reload()
    mari.side.wait_for_timeout(300)
    mari.side.reload()
    expect(mari.kontroll("arbeidserfaring")).to_have_value(MARIS + " i Asmara")


def test_F5_foer_lagringen_er_framme(yonas, vert):
    """(b) Loaded again before the last keys were stored: the field shows them when they are, and no conflict comes."""
    yonas.kontroll("interesser").press_sequentially("Sjakk", delay=0)
    with vert.hold("felt=interesser") as slipp:
        yonas.side.reload()
        expect(yonas.kontroll("interesser")).to_have_value("")
        slipp()
    expect(yonas.kontroll("interesser")).to_have_value("Sjakk")
    yonas.kontroll("interesser").press("End")
    yonas.kontroll("interesser").press_sequentially(" og dam", delay=0)
    yonas.er_lagret("interesser")
    assert i_basen("Yonas Tesfalem") == {"interesser": "Sjakk og dam"}
    assert yonas.side.evaluate("sessionStorage.length") == 0


def test_skrevet_videre_foer_lagringen_fra_forrige_side_er_framme(yonas, vert):
    """The page goes on as the same one: what comes late is older, and no colleague's."""
    yonas.kontroll("interesser").press_sequentially("Sjakk", delay=0)
    with vert.hold("felt=interesser") as slipp:
        yonas.side.reload()
        yonas.kontroll("interesser").press_sequentially("Dam", delay=0)
        yonas.er_lagret("interesser")
        slipp()
    vert.vent()
    expect(yonas.kontroll("interesser")).to_have_value("Dam")
    assert i_basen("Yonas Tesfalem") == {"interesser": "Dam"} and utkast() == 0


@pytest.mark.parametrize(
    ("sti", "tekst", "grunn"),
    [("egen_telefon", "ring meg", "Skriv et telefonnummer"), ("interesser", "x" * 4001, "Kort den ned")],
)
def test_en_avvist_tekst_er_der_neste_gang(yonas, nytt_vindu, sti, tekst, grunn):
    """(c) Kept for whoever wrote it, with the reason; nobody else sees it; it goes when the field is stored."""
    yonas.forvent("422")
    yonas.kontroll(sti).fill(tekst)
    expect(yonas.status(sti)).to_contain_text(grunn)
    yonas.side.reload()
    expect(yonas.kontroll(sti)).to_have_value(tekst)
    expect(yonas.status(sti)).to_contain_text(grunn)
    expect(yonas.side.get_by_role("alert")).to_contain_text("Ikke alt er lagret")
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    expect(mari.kontroll(sti)).to_have_value("")
    expect(mari.side.get_by_role("alert")).to_have_count(0)
    riktig = "00 00 42 42" if sti == "egen_telefon" else "Sjakk"
    yonas.kontroll(sti).fill(riktig)
    yonas.er_lagret(sti)
    assert i_basen("Yonas Tesfalem") == {sti: riktig} and utkast() == 0


def test_en_avvist_tekst_kan_forkastes(yonas):
    yonas.forvent("422")
    yonas.kontroll("egen_telefon").fill("ring meg")
    expect(yonas.status("egen_telefon")).to_contain_text("Ikke lagret.")
    yonas.side.reload()
    yonas.side.get_by_role("button", name="Forkast teksten").click()
    expect(yonas.kontroll("egen_telefon")).to_have_value("")
    expect(yonas.side.get_by_role("region", name="Samtalen")).not_to_contain_text("ikke lagret")
    assert utkast() == 0


def test_teller_foer_grensen_og_limte_tegn(yonas):
    """The counter comes before the refusal; what a paste brings along becomes a line break, or nothing."""
    felt = yonas.felt("interesser")
    yonas.kontroll("interesser").fill("x" * 3500)
    expect(felt.get_by_text("tegn igjen")).to_have_count(0)
    yonas.kontroll("interesser").fill("🌲" * 3990)
    expect(felt.get_by_text("10 tegn igjen")).to_be_visible()
    yonas.forvent("422")
    yonas.kontroll("interesser").fill("x" * 4003)
    expect(felt.get_by_text("3 tegn for mye")).to_be_visible()
    yonas.kontroll("interesser").fill("Sjakk\x0bog\x02 dam\ufffd")
    yonas.er_lagret("interesser")
    vent_til(lambda: i_basen("Yonas Tesfalem") == {"interesser": "Sjakk\nog dam"}, "teksten uten usynlige tegn")


def test_borte_ved_ferdigstilling(yonas):
    yonas.forvent("422", "409")
    yonas.kontroll("egen_telefon").fill("ring meg")
    expect(yonas.status("egen_telefon")).to_contain_text("Ikke lagret.")
    assert utkast() == 1
    fyll_ut("Yonas Tesfalem", av="mari")
    ferdigstill("Yonas Tesfalem", av="mari")
    assert utkast() == 0


def test_uten_javascript_staar_den_der_ogsaa(chromium: Browser, nytt_vindu):
    vindu: Vindu = nytt_vindu("mari", java_script_enabled=False).gjennomfoer("Yonas Tesfalem")
    vindu.forvent("422")
    side = vindu.side
    vindu.kontroll("egen_telefon").fill("ring meg")
    side.get_by_role("region", name="Personopplysninger", exact=True).get_by_role("button", name="Lagre").last.click()
    expect(vindu.status("egen_telefon")).to_contain_text("Ikke lagret.")
    vindu.gjennomfoer("Yonas Tesfalem")
    expect(vindu.kontroll("egen_telefon")).to_have_value("ring meg")
    vindu.felt("egen_telefon").get_by_role("button", name="Forkast teksten").click()
    expect(vindu.kontroll("egen_telefon")).to_have_value("")
    expect(side).to_have_url(re.compile("#seksjon-personopplysninger"))
