"""The language field in the browser: typed, chosen with keys or pointer, understood, and any other text kept."""

import pytest
from playwright.sync_api import expect

from e2e.nettleser import i_basen
from e2e.test_utseende import er_i_orden


@pytest.fixture
def yonas(nytt_vindu):
    return nytt_vindu("per").gjennomfoer("Yonas Tesfalem")


def valgene(vindu):
    return vindu.side.get_by_role("listbox").get_by_role("option")


def test_spraaket_velges_med_tastene(yonas, vert):
    """The choices come once, when a language field is first typed in; Enter chooses, and sends nothing else."""
    assert vert.antall("/talespraak") == 0
    felt = yonas.kontroll("morsmaal")
    felt.press_sequentially("tigr")
    expect(valgene(yonas)).to_contain_text(["tigrinja", "tigré"])
    expect(felt).to_have_attribute("aria-expanded", "true")
    felt.press("ArrowDown")
    expect(felt).to_have_attribute("aria-activedescendant", "forslag-0")
    felt.press("Enter")
    expect(felt).to_have_value("tigrinja")
    expect(valgene(yonas)).to_have_count(0)
    expect(felt).to_be_focused()
    expect(felt).to_have_attribute("aria-expanded", "false")
    expect(yonas.status("morsmaal")).to_contain_text("Forstått som «tigrinja»")
    yonas.kontroll("tolkespraak").fill("dar")
    expect(valgene(yonas).first).to_contain_text("dari")
    assert vert.antall("/talespraak") == 1 and vert.antall("kommuner/forslag") == 0
    assert i_basen("Yonas Tesfalem")["morsmaal"] == ["ti"]


def test_spraaket_velges_med_pekeren_og_et_til_legges_til(yonas):
    felt = yonas.kontroll("morsmaal")
    felt.press_sequentially("kurma")
    valgene(yonas).first.click()
    expect(felt).to_be_focused()
    felt.press_sequentially(", tyr")
    valgene(yonas).first.click()
    expect(felt).to_have_value("kurmandji, tyrkisk")
    expect(yonas.status("morsmaal")).to_contain_text("Forstått som «kurmandji, tyrkisk»")
    assert i_basen("Yonas Tesfalem")["morsmaal"] == ["kmr", "tr"]


def test_forslagene_er_bare_forslag(yonas):
    """Esc closes them and covers nothing; left alone, what was typed stands; each says what else it is called."""
    felt = yonas.kontroll("morsmaal")
    felt.press_sequentially("fars")
    expect(valgene(yonas)).to_have_text(["persisk Persian, farsi, iransk persisk, iransk, فارسی"])
    felt.press("Escape")
    expect(valgene(yonas)).to_have_count(0)
    expect(yonas.side.get_by_role("dialog")).to_have_count(0)
    felt.press("ArrowUp")
    expect(felt).to_have_attribute("aria-activedescendant", "forslag-0")
    felt.press("Tab")
    expect(valgene(yonas)).to_have_count(0)
    expect(felt).to_have_value("fars")
    felt.fill("farsi")
    expect(valgene(yonas)).to_have_count(0)
    expect(yonas.status("morsmaal")).to_contain_text("Forstått som «persisk»")


def test_kommunen_velges_paa_samme_maate(yonas):
    yonas.forvent("422")
    yonas.velg("har_tilknytning", "Ja")
    yonas.side.get_by_role("button", name="Legg til relasjon").click()
    felt = yonas.kontroll(".kommune")
    felt.press_sequentially("troms")
    expect(valgene(yonas).first).to_contain_text("Tromsø Kommune 5501 i Troms")
    felt.press("ArrowDown")
    felt.press("Enter")
    expect(felt).to_have_value("Tromsø")
    expect(yonas.status(".kommune")).to_contain_text("Lagret kl.")


@pytest.mark.parametrize(
    ("skrevet", "status", "lagret"),
    [
        ("Tigrinya", "Forstått som «tigrinja»", ["ti"]),
        ("dari/farsi", "Forstått som «dari, persisk»", ["prs", "fa"]),
        ("et fjellspråk", "slik du skrev det. Språket er ikke i listen.", "et fjellspråk"),
    ],
)
def test_kvitteringen_sier_hva_som_ble_forstaatt(yonas, skrevet, status, lagret):
    yonas.kontroll("morsmaal").fill(skrevet)
    expect(yonas.status("morsmaal")).to_contain_text(status)
    expect(yonas.kontroll("morsmaal")).to_have_value(skrevet)
    assert i_basen("Yonas Tesfalem")["morsmaal"] == lagret
    yonas.side.reload()
    expect(yonas.kontroll("morsmaal")).to_have_value(lagret if isinstance(lagret, str) else status[14:-1])


def test_det_som_ligner_velges_med_et_klikk(yonas):
    yonas.kontroll("morsmaal").fill("tirginja")
    expect(yonas.status("morsmaal")).to_contain_text("Mener du tigrinja?")
    yonas.status("morsmaal").get_by_role("button", name="tigrinja").click()
    expect(yonas.status("morsmaal")).to_contain_text("Forstått som «tigrinja»")
    expect(yonas.kontroll("morsmaal")).to_be_focused()
    assert i_basen("Yonas Tesfalem")["morsmaal"] == ["ti"]


def test_tilbudet_fra_mot_gaar_naar_feltet_er_besvart(yonas):
    """With its own click, and with the keys; and comes back when the field is emptied."""
    tilbud = yonas.side.get_by_role("button", name="Bruk tigrinja fra MOT")
    yonas.kontroll("tolkespraak").fill("Dari")
    yonas.er_lagret("tolkespraak")
    expect(tilbud).to_be_hidden()
    yonas.kontroll("tolkespraak").fill("")
    tilbud.click()
    expect(tilbud).to_be_hidden()
    expect(yonas.kontroll("tolkespraak")).to_have_value("tigrinja")
    expect(yonas.status("tolkespraak")).to_contain_text("Forstått som «tigrinja»")


def test_samme_svar_paa_to_spraak_er_ingen_konflikt(nytt_vindu, yonas):
    """A page in English, and a colleague's in Bokmål: the name differs, the answer does not."""
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.side.get_by_role("button", name="English").click()
    yonas.kontroll("morsmaal").fill("norsk tegnspråk")
    yonas.er_lagret("morsmaal")
    mari.kontroll("morsmaal").fill("Norwegian Sign Language")
    expect(mari.status("morsmaal")).to_contain_text("Understood as")
    mari.side.reload()
    expect(mari.kontroll("morsmaal")).to_have_value("Norwegian Sign Language")
    yonas.side.reload()
    expect(yonas.kontroll("morsmaal")).to_have_value("norsk tegnspråk")


def test_uten_javascript_forstaas_spraaket_ogsaa(nytt_vindu):
    per = nytt_vindu("per", java_script_enabled=False).gjennomfoer("Yonas Tesfalem")
    per.kontroll("morsmaal").fill("Kurdisk (sorani)")
    per.kontroll("tolkespraak").fill("mitt eget")
    delen = per.side.get_by_role("region", name="Personopplysninger", exact=True)
    delen.get_by_role("button", name="Lagre").last.click()
    expect(per.kontroll("morsmaal")).to_have_value("sorani")
    expect(per.kontroll("tolkespraak")).to_have_value("mitt eget")
    svar = i_basen("Yonas Tesfalem")
    assert (svar["morsmaal"], svar["tolkespraak"]) == (["ckb"], "mitt eget")


def test_listen_er_i_orden_paa_telefon_og_skrivebord(yonas):
    felt = yonas.kontroll("morsmaal")
    felt.press_sequentially("kur")
    expect(valgene(yonas).first).to_be_visible()
    felt.press("ArrowDown")
    expect(valgene(yonas).first).to_have_attribute("aria-selected", "true")
    er_i_orden(yonas, "forslag til språk")
