"""On paper: a head on every sheet, tables as tables, no empty last sheet, and the Kompass slip on one."""

import re

from playwright.sync_api import expect

from e2e.nettleser import ferdigstill, fyll_ut


def ark(side):
    """How many sheets the page is."""
    return len(re.findall(rb"/Type\s*/Page\b", side.pdf(format="A4")))


def test_tabeller_er_tabeller_og_siste_ark_er_ikke_tomt(per):
    side = per.side
    side.goto("/mottak/kontakt")
    assert ark(side) == 1
    side.goto("/mottak/beboere?antall=25")
    side.set_viewport_size({"width": 660, "height": 900})
    side.emulate_media(media="print")
    assert side.evaluate("getComputedStyle(document.body).minBlockSize") == "0px", "intet tomt ark til slutt"
    assert side.locator(".oversikt").evaluate("t => getComputedStyle(t).display") == "table"
    assert side.locator(".oversikt thead th").first.evaluate("t => getComputedStyle(t).display") == "table-cell"


def test_hodet_paa_arket(per):
    """Of a draft, and of what is completed: the household, which of them it is, who and when."""
    fyll_ut("Yonas Tesfalem")
    per.gjennomfoer("Yonas Tesfalem")
    side = per.side
    side.get_by_role("link", name="Ferdigstill bosettingssamtale").click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Les gjennom bosettingssamtalen")
    side.emulate_media(media="print")
    hode = side.locator(".papirhode")
    expect(hode).to_be_visible()
    expect(hode).to_contain_text(re.compile(r"Yonas Tesfalem ·\s+UTKAST, skrevet ut .* av Per Lia"))
    ferdigstill("Yonas Tesfalem")
    side.reload()
    expect(hode).to_contain_text(re.compile(r"Yonas Tesfalem ·\s+FERDIGSTILT .* av Per Lia"))
    expect(side.get_by_role("button", include_hidden=True).first).to_be_hidden()


def test_lappen_til_kompass_er_ett_ark(nytt_vindu):
    tuva = nytt_vindu("tuva")
    side = tuva.side
    side.goto("/mottak/kompass")
    side.get_by_label("DUF-nummer").fill("202599101003")
    side.get_by_role("button", name="Søk").click()
    side.get_by_role("button", name="Generer engangskode").click()
    expect(side.get_by_role("button", name="Skriv ut lappen")).to_be_visible()
    assert ark(side) == 1
