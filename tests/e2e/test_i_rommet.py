"""In the room: what is private folds, the page can be covered, and the interpreter comes along."""

import re

import pytest
from playwright.sync_api import expect

from e2e.nettleser import i_basen
from e2e.test_sammen import SPOER
from e2e.test_utseende import er_i_orden

PRIVATE = ("intern_merknad", "tilrettelegging", "behandlere")


@pytest.fixture
def familien(per):
    per.gjennomfoer("Familien Khaldoun")
    return per


def dekket(vindu):
    return vindu.side.get_by_role("dialog", name="Siden er dekket til")


def test_det_private_er_foldet_naar_medlemmet_byttes(familien):
    """Open when one opens the form, folded with the next member, until it is opened."""
    for navn in PRIVATE:
        expect(familien.side.locator(f"#seksjon-{navn} .privat[open]")).to_have_count(1)
    familien.boks("Noor Khaldoun").click()
    familien.viser("Noor Khaldoun")
    for navn in PRIVATE:
        expect(familien.side.locator(f"#seksjon-{navn} .felt, #seksjon-{navn} .liste").first).to_be_hidden()
    expect(familien.kontroll("morsmaal")).to_be_visible()
    familien.side.locator("#seksjon-intern_merknad summary").first.click()
    expect(familien.kontroll("intern_merknad")).to_be_visible()


def test_knappen_dekker_siden_til_den_vises_igjen(familien):
    knapp = familien.side.get_by_role("button", name="Dekk til siden")
    knapp.click()
    expect(dekket(familien)).to_be_visible()
    expect(familien.side.get_by_role("button", name="Vis siden igjen")).to_be_focused()
    er_i_orden(familien, "dekket til")
    boks = dekket(familien).bounding_box()
    assert (boks["x"], boks["y"], boks["width"]) == (0, 0, familien.side.viewport_size["width"])
    for _ in range(3):
        familien.side.keyboard.press("Escape")
    expect(dekket(familien)).to_be_visible()
    familien.side.get_by_role("button", name="Vis siden igjen").click()
    expect(dekket(familien)).to_be_hidden()
    expect(knapp).to_be_focused()


def test_esc_to_ganger_dekker_siden(familien):
    """The focus comes back to where it was. Where help is open, Esc is none of ours; turned off, it does nothing."""
    side = familien.side
    familien.kontroll("morsmaal").focus()
    side.keyboard.press("Escape")
    expect(dekket(familien)).to_be_hidden()
    side.wait_for_timeout(700)
    side.keyboard.press("Escape")
    side.keyboard.press("Escape")
    expect(dekket(familien)).to_be_visible()
    side.get_by_role("checkbox", name="Esc to ganger").uncheck()
    side.get_by_role("button", name="Vis siden igjen").click()
    expect(familien.kontroll("morsmaal")).to_be_focused()
    side.keyboard.press("Escape")
    side.keyboard.press("Escape")
    expect(dekket(familien)).to_be_hidden()


def test_esc_er_opptatt_naar_hjelpen_er_aapen(familien):
    familien.felt("morsmaal").locator(".hjelp summary").click()
    familien.side.keyboard.press("Escape")
    familien.side.keyboard.press("Escape")
    expect(dekket(familien)).to_be_hidden()


def test_tolken_brukes_hos_neste_medlem(familien):
    """One click, also for «falt ut»; what is answered already is not touched."""
    familien.kontroll("tolkespraak").fill("arabisk")
    familien.velg("tolk_brukt", "Tolk på telefon")
    familien.kontroll("tolk_id").fill("12345")
    familien.er_lagret("tolkespraak", "tolk_brukt", "tolk_id")
    familien.bytt_til("Lina Khaldoun")
    familien.kontroll("tolk_id").fill("54321")
    familien.er_lagret("tolk_id")
    expect(familien.side.get_by_text("Tolk hos Rami Khaldoun:")).to_be_visible()
    er_i_orden(familien, "tolken hos et annet medlem")
    familien.side.get_by_role("button", name="Bruk samme tolk").click()
    expect(familien.felt("tolk_brukt").get_by_label("Tolk på telefon")).to_be_checked()
    expect(familien.kontroll("tolk_id")).to_have_value("54321")
    expect(familien.side.get_by_role("button", name="Bruk samme tolk")).to_have_count(0)
    familien.velg("tolk_brukt", "Tolken falt ut underveis")
    familien.er_lagret("tolk_brukt")


def test_tolken_faller_ut_og_er_tilbake(familien, nytt_vindu):
    """One press, from wherever in the form; the panel tells when, also what a colleague and the question say."""
    panel = familien.side.locator("#tolk")
    expect(panel).to_be_empty()
    familien.velg("tolk_brukt", "Tolk på telefon")
    expect(panel).to_contain_text(re.compile(r"Tolk på telefon\s+Med fra kl\. \d\d\.\d\d\s+Tolken falt ut"))
    familien.kontroll("oensker").focus()
    knapp = panel.get_by_role("button")
    knapp.click()
    expect(panel).to_contain_text("Falt ut kl.")
    expect(knapp).to_have_text("Tolken er tilbake")
    expect(knapp).to_be_focused()
    expect(familien.side.locator("#opplest")).to_contain_text("Bruk av tolk i samtalen: Lagret kl.")
    assert i_basen("Rami Khaldoun")["tolk_brukt"] == "falt_ut"
    er_i_orden(familien, "tolken er falt ut")
    mari = nytt_vindu("mari", sammen=True).gjennomfoer("Familien Khaldoun")
    knapp.click()
    expect(panel).to_contain_text("Tilbake kl.")
    assert i_basen("Rami Khaldoun")["tolk_brukt"] == "telefon"
    mari.side.evaluate(SPOER)
    expect(mari.side.locator("#tolk")).to_contain_text("Tilbake kl.")
    familien.velg("tolk_brukt", "Uten tolk")
    expect(panel).to_be_empty()


def test_tolken_faller_ut_paa_en_telefon(per):
    """There the panel is in the menu's sheet, with the sections."""
    per.side.set_viewport_size({"width": 360, "height": 740})
    yonas = per.gjennomfoer("Yonas Tesfalem")
    yonas.velg("tolk_brukt", "Tolk på skjerm")
    yonas.er_lagret("tolk_brukt")
    yonas.side.get_by_role("button", name="Meny").click()
    yonas.side.locator("#ark").get_by_role("button", name="Tolken falt ut").click()
    expect(yonas.side.locator("#ark #tolk")).to_contain_text("Falt ut kl.")
    assert i_basen("Yonas Tesfalem")["tolk_brukt"] == "falt_ut"
    er_i_orden(yonas, "arket med tolken")


def test_notatet_til_neste_vakt(familien, nytt_vindu):
    """Left by one, read and taken away by the next, who sees where the work stopped."""
    familien.kontroll("interesser").fill("Sjakk")
    familien.er_lagret("interesser")
    familien.side.get_by_text("Skriv et notat til neste vakt").click()
    familien.side.get_by_role("textbox", name="Notat til neste vakt").fill("Tolken ringer kl. 9")
    familien.side.get_by_role("button", name="Legg igjen notatet").click()
    mari = nytt_vindu("mari").gjennomfoer("Familien Khaldoun")
    expect(mari.side.get_by_role("link", name="Per Lia stoppet ved Kompetanse (Rami Khaldoun) kl.")).to_be_visible()
    expect(mari.side.get_by_text("Tolken ringer kl. 9")).to_be_visible()
    mari.side.get_by_text("Skriv et notat til neste vakt").click()
    er_i_orden(mari, "notatet til neste vakt")
    mari.side.get_by_role("button", name="Fjern notatet").click()
    expect(mari.side.get_by_text("Tolken ringer kl. 9")).to_have_count(0)
