"""A small screen: one header row, the menu and the sections in one sheet, the first field at once, the way on below."""

import re

import pytest
from playwright.sync_api import expect

from e2e.nettleser import fyll_ut
from e2e.test_utseende import er_i_orden

TELEFON = {"width": 360, "height": 740}
FORSTOERRET = {"width": 320, "height": 256}
"""A screen of 1280 × 1024 at 400 %."""
OEVERST = "e => e.getBoundingClientRect().top + scrollY"


@pytest.fixture
def telefon(nytt_vindu):
    return nytt_vindu("per", viewport=TELEFON)


def ark(side):
    return side.locator("#ark")


def aapne(side):
    side.get_by_role("button", name="Meny", exact=True).click()
    expect(ark(side)).to_be_visible()


def test_en_rad_og_overskriften_med_en_gang(telefon):
    side = telefon.side
    for adresse in ("/", "/mottak/oppgaver", "/mottak/beboere", "/mottak/kontakt", "/kommuner", "/varsler", "/hjelp"):
        side.goto(adresse)
        assert side.locator(".hvem").evaluate("e => e.offsetHeight") <= 64, adresse
        assert side.get_by_role("heading", level=1).evaluate(OEVERST) <= 160, adresse
        expect(side.get_by_role("navigation", name="Mottak", exact=True)).to_be_hidden()


def test_menyen_er_ett_ark(telefon):
    """All of it behind «Meny», and away again with Escape, «Lukk» and a press outside."""
    side = telefon.side
    side.goto("/mottak/oppgaver")
    expect(ark(side)).to_be_hidden()
    aapne(side)
    for navn in ("Arbeidsflate", "Mottak", "Oppgaveliste", "Oversikt mottaksbeboere", "Kommuner", "Varsler", "Hjelp"):
        expect(ark(side).get_by_role("link", name=navn, exact=True)).to_be_visible()
    expect(ark(side).get_by_role("link", name="Oppgaveliste")).to_have_attribute("aria-current", "page")
    expect(ark(side).get_by_role("button", name="Logg ut")).to_be_visible()
    er_i_orden(telefon, "arket")
    side.set_viewport_size(TELEFON)
    ark(side).get_by_role("button", name="Lukk").click()
    aapne(side)
    side.keyboard.press("Escape")
    expect(ark(side)).to_be_hidden()
    expect(side.get_by_role("button", name="Meny", exact=True)).to_be_focused()
    aapne(side)
    ark(side).get_by_role("button", name="Lukk").click()
    expect(ark(side)).to_be_hidden()
    aapne(side)
    side.mouse.click(5, 730)
    expect(ark(side)).to_be_hidden()
    aapne(side)
    ark(side).get_by_role("link", name="Oversikt mottaksbeboere").click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Oversikt mottaksbeboere")


def test_menyen_uten_javascript(nytt_vindu):
    side = nytt_vindu("per", viewport=TELEFON, java_script_enabled=False).side
    side.goto("/mottak/oppgaver")
    expect(ark(side)).to_be_hidden()
    aapne(side)
    ark(side).get_by_role("link", name="Varsler").click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Varsler")


def test_det_foerste_feltet_er_paa_skjermen(telefon):
    telefon.gjennomfoer("Familien Khaldoun")
    side = telefon.side
    felt = side.locator(".felt").first
    assert side.get_by_role("heading", level=1).evaluate(OEVERST) <= 160
    assert felt.evaluate(OEVERST) <= 520
    boks = side.get_by_text("Opplysninger fra UDI")
    expect(side.get_by_text("Rolle i husstanden")).to_be_hidden()
    boks.click()
    expect(side.get_by_text("Rolle i husstanden")).to_be_visible()
    expect(side.locator(".faktaboks")).not_to_contain_text("Statsborgerskap")
    boks.click()
    side.set_viewport_size(FORSTOERRET)
    assert felt.evaluate(OEVERST) <= 2 * FORSTOERRET["height"]
    side.set_viewport_size({"width": 1280, "height": 800})
    expect(side.get_by_text("Rolle i husstanden")).to_be_visible()


def test_delene_staar_i_arket(telefon):
    """With how each stands now, of the member whose form it is; on a wide screen beside the form."""
    telefon.gjennomfoer("Familien Khaldoun")
    side = telefon.side
    deler = side.get_by_role("navigation", name="Deler av skjemaet")
    expect(deler).to_be_hidden()
    telefon.velg("har_tilknytning", "Nei")
    telefon.er_lagret("har_tilknytning")
    side.evaluate("scrollTo(0, 0)")
    aapne(side)
    expect(deler.get_by_role("listitem").filter(has_text="Tilknytning til kommune")).to_contain_text("ferdig")
    er_i_orden(telefon, "arket med delene")
    side.set_viewport_size(TELEFON)
    aapne(side)
    deler.get_by_role("link", name="Tilretteleggingsbehov").click()
    expect(ark(side)).to_be_hidden()
    expect(side.get_by_role("region", name="Tilretteleggingsbehov")).to_be_in_viewport()
    side.get_by_role("button", name="Familien 1 av 4").click()
    telefon.boks("Lina Khaldoun").click()
    expect(side.get_by_role("heading", level=2).first).to_have_text("Lina Khaldoun")
    aapne(side)
    expect(deler).to_have_count(1)
    expect(deler.get_by_role("listitem").filter(has_text="Tilknytning til kommune")).to_contain_text("1 mangler")
    side.keyboard.press("Escape")
    side.set_viewport_size({"width": 1280, "height": 800})
    expect(deler).to_be_visible()
    assert deler.evaluate("e => !!e.closest('.skjemaside')")


def test_veien_videre_staar_nederst(telefon):
    """At hand all the time; on a low screen it stands at the end of the form."""
    fyll_ut("Rami Khaldoun")
    telefon.gjennomfoer("Familien Khaldoun")
    side = telefon.side
    neste = side.get_by_role("link", name="Neste: Lina Khaldoun")
    ferdig = side.get_by_role("link", name="Ferdigstill bosettingssamtale")
    for lenke in (neste, ferdig):
        expect(lenke).to_be_in_viewport(ratio=1)
    assert neste.bounding_box()["y"] == pytest.approx(ferdig.bounding_box()["y"], abs=4), "én rad"
    side.set_viewport_size({"width": 360, "height": 400})
    expect(ferdig).not_to_be_in_viewport()
    side.set_viewport_size(TELEFON)
    telefon.kontroll("interesser").focus()
    under = telefon.kontroll("interesser").bounding_box()
    assert under["y"] + under["height"] <= ferdig.bounding_box()["y"], "det man skriver i, er ikke dekket"
    neste.click()
    expect(side.get_by_role("heading", level=2).first).to_have_text("Lina Khaldoun")
    side.goto(re.sub(r"#.*", "", side.url))
    expect(side.get_by_role("link", name="Neste: Jad Khaldoun")).to_be_in_viewport(ratio=1)


def test_ingen_tom_tredjedel_til_hoeyre_paa_en_bred_skjerm(nytt_vindu):
    """At 1440 px what a page holds either reaches far, or stands in the middle."""
    per = nytt_vindu("per", viewport={"width": 1440, "height": 900})
    per.gjennomfoer("Familien Khaldoun")
    skjema = per.side.url
    for adresse in (
        skjema,
        "/varsler",
        "/varsler/mine",
        "/hjelp",
        "/kommuner",
        "/mottak/kontakt",
        "/profil",
        "/personvern",
    ):
        per.side.goto(adresse)
        venstre, hoeyre = per.side.evaluate("""() => {
            const synlig = [...document.querySelectorAll("main :is(p, h1, h2, .kort, .seksjon, ul, table, form)")]
                .map((e) => e.getBoundingClientRect()).filter((b) => b.width && b.height);
            return [Math.min(...synlig.map((b) => b.left)), innerWidth - Math.max(...synlig.map((b) => b.right))];
        }""")
        assert hoeyre < max(240, venstre + 120), f"{adresse}: {venstre} til venstre, {hoeyre} til høyre"
