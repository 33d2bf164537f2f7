"""Without JavaScript the whole main job goes by plain forms and links."""

import re

import pytest
from playwright.sync_api import expect

from e2e.nettleser import Vindu, i_basen

FAMILIE = ("Rami Khaldoun", "Lina Khaldoun", "Jad Khaldoun", "Noor Khaldoun")


@pytest.fixture
def uten_js(nytt_vindu):
    return nytt_vindu("mari", java_script_enabled=False)


def lagre(vindu: Vindu, seksjon: str) -> None:
    """The section's own button; the page comes back at the same place."""
    vindu.side.get_by_role("region", name=seksjon, exact=True).get_by_role("button", name="Lagre").last.click()


def svar_paa_det_paakrevde(vindu: Vindu) -> None:
    vindu.kontroll("morsmaal").fill("arabisk")
    vindu.kontroll("tolkespraak").fill("arabisk")
    vindu.velg("behov_for_tolk", "Ja")
    lagre(vindu, "Personopplysninger")
    expect(vindu.kontroll("morsmaal")).to_have_value("arabisk")
    vindu.velg("har_tilknytning", "Nei")
    lagre(vindu, "Tilknytning til kommune")
    expect(vindu.felt("har_tilknytning").get_by_label("Nei", exact=True)).to_be_checked()
    vindu.velg("har_behov", "Nei")
    lagre(vindu, "Tilretteleggingsbehov")
    expect(vindu.felt("har_behov").get_by_label("Nei", exact=True)).to_be_checked()


def test_familien_fra_innlogging_til_fordelingsklar(nytt_vindu):
    vindu = nytt_vindu(java_script_enabled=False)
    side = vindu.side
    side.goto("/mottak/oppgaver")
    side.get_by_role("button", name="Per Lia").click()
    side.get_by_role("link", name="Vis detaljer for alle").click()
    oppgave = side.get_by_role("listitem").filter(has=side.get_by_role("heading", name="Familien Khaldoun"))
    expect(oppgave.get_by_role("row")).to_have_count(5)
    oppgave.get_by_role("button", name="Gjennomfør bosettingssamtale").click()
    for nr, navn in enumerate(FAMILIE):
        if nr:
            vindu.bytt_til(navn)
        vindu.viser(navn)
        svar_paa_det_paakrevde(vindu)
    side.get_by_role("link", name="Ferdigstill bosettingssamtale").click()
    side.get_by_role("button", name="Ferdigstill bosettingssamtale").click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Bosettingssamtalen er ferdigstilt")
    side.goto("/mottak/beboere")
    for navn in FAMILIE:
        expect(side.get_by_role("row").filter(has_text=navn)).to_contain_text("Fordelingsklar")


def test_rader_og_avhengige_felt(uten_js):
    """A press on «Legg til» or «Fjern» saves what else stands in the section."""
    uten_js.gjennomfoer("Yonas Tesfalem")
    side = uten_js.side
    expect(side.locator("#l-tilknytning")).to_be_hidden()
    uten_js.velg("har_tilknytning", "Ja")
    lagre(uten_js, "Tilknytning til kommune")
    for nr, navn in enumerate(("Anna", "Berit", "Cecilie"), 1):
        side.get_by_role("button", name="Legg til relasjon").click()
        rad = side.get_by_role("group", name=f"Relasjon {nr}")
        rad.get_by_role("textbox", name="Navn").fill(navn)
    side.get_by_role("group", name="Relasjon 2").get_by_role("button", name="Fjern").click()
    for nr, navn in ((1, "Anna"), (3, "Cecilie")):
        rad = side.get_by_role("group", name=f"Relasjon {nr}")
        expect(rad.get_by_role("textbox", name="Navn")).to_have_value(navn)
    expect(side.get_by_role("group", name="Relasjon 2")).to_have_count(0)
    side.get_by_role("button", name="Angre").click()
    rad = side.get_by_role("group", name="Relasjon 2")
    expect(rad.get_by_role("textbox", name="Navn")).to_have_value("Berit")


def test_enter_lagrer_seksjonen(uten_js):
    uten_js.gjennomfoer("Yonas Tesfalem")
    uten_js.kontroll("morsmaal").fill("tigrinja")
    uten_js.kontroll("morsmaal").press("Enter")
    expect(uten_js.side).to_have_url(re.compile("#seksjon-personopplysninger$"))
    assert i_basen("Yonas Tesfalem") == {"morsmaal": ["ti"]}


def test_ugyldig_svar_beholder_teksten_og_lagrer_resten(uten_js):
    uten_js.forvent("422")
    uten_js.gjennomfoer("Yonas Tesfalem")
    uten_js.kontroll("morsmaal").fill("tigrinja")
    uten_js.kontroll("egen_telefon").fill("ring meg")
    lagre(uten_js, "Personopplysninger")
    expect(uten_js.side.get_by_role("alert").get_by_role("link")).to_have_text("Beboerens telefonnummer")
    expect(uten_js.side.get_by_role("alert")).to_be_in_viewport()
    expect(uten_js.status("egen_telefon")).to_contain_text("Ikke lagret.")
    expect(uten_js.kontroll("egen_telefon")).to_have_value("ring meg")
    expect(uten_js.kontroll("morsmaal")).to_have_value("tigrinja")
    assert i_basen("Yonas Tesfalem") == {"morsmaal": ["ti"]}


@pytest.mark.parametrize(
    ("valg", "lagret"),
    [
        ("Behold mitt svar", "Maris svar"),
        ("Bruk svaret fra Per Lia", "Pers svar"),
        ("Slå sammen", "Pers svar / Maris svar"),
    ],
)
def test_konflikt(uten_js, nytt_vindu, valg, lagret):
    uten_js.forvent("409")
    per = nytt_vindu("per").gjennomfoer("Yonas Tesfalem")
    uten_js.gjennomfoer("Yonas Tesfalem")
    per.kontroll("morsmaal").fill("Pers svar")
    per.kontroll("tolkespraak").fill("tigrinja")
    per.er_lagret("morsmaal", "tolkespraak")
    uten_js.kontroll("morsmaal").fill("Maris svar")
    lagre(uten_js, "Personopplysninger")
    boks = uten_js.status("morsmaal")
    expect(boks.get_by_role("definition")).to_have_text(["Maris svar", "Pers svar"])
    boks.get_by_role("button", name=valg).click()
    expect(uten_js.kontroll("morsmaal")).to_have_value(lagret)
    assert i_basen("Yonas Tesfalem") == {"morsmaal": lagret, "tolkespraak": ["ti"]}


def test_detaljer_og_soek(uten_js):
    """What htmx fetches into a page has a page of its own."""
    side = uten_js.side
    side.goto("/mottak/beboere")
    side.get_by_role("searchbox").fill("Yonas")
    side.get_by_role("button", name="Søk").click()
    expect(side.get_by_role("row").filter(has_text="Yonas Tesfalem")).to_be_visible()
    side.get_by_text("Vis detaljer", exact=True).click()
    side.get_by_role("link", name="Åpne detaljene på egen side").click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Yonas Tesfalem")
