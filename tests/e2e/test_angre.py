"""A row that was taken out comes back, and a field gets back what it held before."""

import re

import pytest
from playwright.sync_api import expect

from e2e.nettleser import i_basen, vent_til
from e2e.test_utseende import er_i_orden


@pytest.fixture
def rader(yonas):
    """Two relations of Yonas's, the first with a name."""
    yonas.velg("har_tilknytning", "Ja")
    yonas.er_lagret("har_tilknytning")
    rader = yonas.side.get_by_role("group", name=re.compile(r"^Relasjon \d$"))
    for antall in (1, 2):
        yonas.side.get_by_role("button", name="Legg til relasjon").click()
        expect(rader).to_have_count(antall)
    yonas.felt(".navn").first.get_by_role("textbox").fill("Selam Tesfalem")
    vent_til(lambda: "Selam Tesfalem" in i_basen("Yonas Tesfalem").values(), "navnet")
    return rader


def angre(vindu):
    return vindu.side.get_by_role("button", name="Angre")


def test_en_fjernet_rad_angres(yonas, rader):
    """It folds to a line that is read out; «Angre» brings it back with what it held, and the focus goes along."""
    rader.first.get_by_role("button", name="Fjern").click()
    expect(yonas.side.locator(".fjernet")).to_contain_text("Relasjon 1 er fjernet.")
    expect(angre(yonas)).to_be_focused()
    expect(angre(yonas)).to_have_accessible_name("Angre")
    expect(yonas.side.locator("#opplest")).to_have_text("Relasjon 1 er fjernet.")
    expect(rader).to_have_count(1)
    expect(yonas.side.get_by_role("group", name="Relasjon 2")).to_be_visible()
    assert "Selam Tesfalem" not in i_basen("Yonas Tesfalem").values()
    yonas.side.keyboard.press("Enter")
    expect(rader).to_have_count(2)
    expect(yonas.side.get_by_role("group", name="Relasjon 1")).to_be_focused()
    expect(yonas.felt(".navn").first.get_by_role("textbox")).to_have_value("Selam Tesfalem")
    assert "Selam Tesfalem" in i_basen("Yonas Tesfalem").values()


def test_flere_fjernede_har_hver_sin_angre_til_siden_forlates(yonas, rader):
    for nr in (1, 2):
        yonas.side.get_by_role("group", name=f"Relasjon {nr}").get_by_role("button", name="Fjern").click()
        expect(yonas.side.locator(".fjernet").nth(nr - 1)).to_contain_text(f"Relasjon {nr} er fjernet.")
    yonas.side.get_by_role("button", name="Angre: Relasjon 1").click()
    expect(yonas.felt(".navn").first.get_by_role("textbox")).to_have_value("Selam Tesfalem")
    expect(angre(yonas)).to_have_accessible_name("Angre")
    er_i_orden(yonas, "en rad som er fjernet")
    yonas.side.reload()
    expect(rader).to_have_count(1)
    expect(angre(yonas)).to_have_count(0)


def test_avslaget_staar_i_raden_og_neste_trykk_fjerner_den_ikke(yonas, rader, nytt_vindu):
    """The refusal is where the focus is. Enter again, or a click where «Fjern» stood, takes nothing out unseen."""
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.felt(".navn").first.get_by_role("textbox").fill("Selam Haile")
    vent_til(lambda: "Selam Haile" in i_basen("Yonas Tesfalem").values(), "det Mari skrev")
    fjern = rader.first.get_by_role("button", name="Fjern")
    sted = fjern.bounding_box()
    fjern.click()
    raden = yonas.side.get_by_role("group", name="Relasjon 1")
    expect(raden).to_be_focused()
    expect(raden).to_have_accessible_description(re.compile("Ikke fjernet. Mari Granli har endret raden."))
    expect(raden.locator(".nektet + .felt")).to_have_count(1)
    expect(yonas.felt(".navn").first.get_by_role("textbox")).to_have_value("Selam Haile")
    yonas.side.keyboard.press("Enter")
    yonas.side.mouse.click(sted["x"] + sted["width"] / 2, sted["y"] + sted["height"] / 2)
    yonas.side.wait_for_timeout(500)
    assert "Selam Haile" in i_basen("Yonas Tesfalem").values()
    raden.get_by_role("button", name="Fjern likevel").click()
    expect(yonas.side.locator(".fjernet")).to_contain_text("Relasjon 1 er fjernet.")
    assert "Selam Haile" not in i_basen("Yonas Tesfalem").values()


def test_et_tidligere_svar_settes_tilbake(yonas, nytt_vindu):
    """Each earlier value once, with who and when; half-written ones are not among them."""
    knapp = yonas.felt("interesser").get_by_text("Tidligere svar")
    yonas.kontroll("interesser").press_sequentially("Sjakk")
    yonas.er_lagret("interesser")
    expect(knapp).to_be_hidden()
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.kontroll("interesser").fill("Korsang")
    mari.er_lagret("interesser")
    felt = mari.felt("interesser")
    expect(felt.locator("summary").last).to_have_accessible_name(re.compile("Tidligere svar ?: Interesser"))
    felt.get_by_text("Tidligere svar").click()
    expect(felt.get_by_role("listitem")).to_have_count(1)
    er_i_orden(mari, "tidligere svar, åpnet")
    expect(felt.get_by_role("listitem")).to_contain_text(re.compile(r"Sjakk.*kl\. \d\d\.\d\d av Per Lia", re.DOTALL))
    felt.get_by_role("button", name="Sett tilbake").click()
    expect(mari.kontroll("interesser")).to_have_value("Sjakk")
    expect(mari.kontroll("interesser")).to_be_focused()
    assert i_basen("Yonas Tesfalem") == {"interesser": "Sjakk"}
    mari.kontroll("interesser").press_sequentially(" og dam")
    mari.er_lagret("interesser")


def test_av_den_interne_merknaden_bare_hvem_og_naar(yonas, nytt_vindu):
    yonas.kontroll("intern_merknad").fill("Truet av en onkel")
    yonas.er_lagret("intern_merknad")
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.kontroll("intern_merknad").fill("Avklart")
    mari.er_lagret("intern_merknad")
    felt = mari.felt("intern_merknad")
    felt.get_by_text("Tidligere svar").click()
    expect(felt.get_by_role("listitem")).to_have_count(2)
    expect(felt.get_by_role("listitem").last).to_contain_text("av Per Lia")
    expect(felt.get_by_role("button", name="Sett tilbake")).to_have_count(0)
    assert "onkel" not in mari.hent(felt.locator("details.tidligere").get_attribute("hx-get"))


def test_uten_javascript(nytt_vindu, yonas):
    yonas.kontroll("interesser").fill("Sjakk")
    yonas.er_lagret("interesser")
    yonas.kontroll("interesser").fill("Korsang")
    vent_til(lambda: i_basen("Yonas Tesfalem") == {"interesser": "Korsang"}, "det nye svaret")
    mari = nytt_vindu("mari", java_script_enabled=False).gjennomfoer("Yonas Tesfalem")
    mari.felt("interesser").get_by_text("Tidligere svar").click()
    mari.felt("interesser").get_by_role("link", name="Åpne på egen side").click()
    expect(mari.side.get_by_role("heading", level=1)).to_have_text("Tidligere svar")
    mari.side.get_by_role("button", name="Sett tilbake").click()
    expect(mari.kontroll("interesser")).to_have_value("Sjakk")
    assert i_basen("Yonas Tesfalem") == {"interesser": "Sjakk"}
