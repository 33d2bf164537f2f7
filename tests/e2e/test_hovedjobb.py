"""The main job from the login page to «fordelingsklar», by the labels of the contract."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.nettleser import i_basen

FAMILIE = ("Rami Khaldoun", "Lina Khaldoun", "Jad Khaldoun", "Noor Khaldoun")
BEGGE = pytest.mark.parametrize("merke", ["sqlite", "postgresql"], indirect=True)


@BEGGE
def test_enslig(nytt_vindu):
    vindu = nytt_vindu()
    side = vindu.side
    logg_inn(side)
    oppgave = aapne_oppgave(side, "Yonas Tesfalem", "Klar for samtale", "1 person")
    oppgave.get_by_role("button", name="Gjennomfør bosettingssamtale").click()
    expect(side.get_by_role("heading", level=2).first).to_have_text("Yonas Tesfalem")
    expect(side.get_by_role("navigation", name="Familiemedlemmer")).to_have_count(0)
    seksjoner = side.get_by_role("navigation", name="Deler av skjemaet")
    for navn in (
        "Kompetanse",
        "Tilknytning til kommune",
        "Bosettingsmerknad",
        "Intern bosettingsmerknad",
        "Tilretteleggingsbehov",
        "Informasjon om behandler",
    ):
        seksjoner.get_by_role("link", name=navn, exact=True).click()
        expect(side.get_by_role("region", name=navn, exact=True)).to_be_in_viewport()
    svar_paa_det_paakrevde(side, "tigrinja")
    side.get_by_text("Hjelp: Bosettingsmerknad", exact=True).locator("..").click()
    expect(side.get_by_text("nyttig å vite for bosettingen")).to_be_visible()
    side.get_by_role("textbox", name="Bosettingsmerknad", exact=True).fill("Ønsker å spille fotball.")
    side.get_by_role("textbox", name="Intern bosettingsmerknad").fill("Bare for IMDi.")
    expect(side.get_by_role("region", name="Samtalen")).to_contain_text("alt er fylt ut")
    ferdigstill(side)
    expect(side.get_by_text("Ønsker å spille fotball.")).to_be_visible()
    expect(side.get_by_text("Bare for IMDi.")).to_have_count(0)
    er_ferdig(side, "Yonas Tesfalem")
    assert i_basen("Yonas Tesfalem")["bosettingsmerknad"] == "Ønsker å spille fotball."


@BEGGE
def test_familie_paa_fire(nytt_vindu):
    vindu = nytt_vindu()
    side = vindu.side
    logg_inn(side)
    oppgave = aapne_oppgave(side, "Familien Khaldoun", "Klar for samtale", "4 personer")
    oppgave.get_by_role("button", name="Gjennomfør bosettingssamtale").click()
    for nr, navn in enumerate(FAMILIE):
        if nr:
            vindu.bytt_til(navn)
        vindu.viser(navn)
        boks = side.get_by_role("listitem").filter(has=side.get_by_role("link", name=navn, exact=True))
        expect(boks).to_contain_text("0 av 5")
        svar_paa_det_paakrevde(side, "arabisk" if nr < 2 else "arabisk og norsk")
        expect(boks).to_contain_text("5 av 5")
    knytt_til_kommune(side)
    ferdigstill(side)
    for navn in FAMILIE:
        expect(side.get_by_role("heading", name=navn, level=2)).to_be_visible()
    er_ferdig(side, *FAMILIE)
    assert [i_basen(navn)["morsmaal"] for navn in FAMILIE] == [["ar"]] * 2 + [["ar", "no"]] * 2


def test_bare_med_tastaturet(per):
    """Never the mouse: Tab and Shift+Tab, Enter and the arrow keys bring Yonas to «fordelingsklar»."""
    side = per.side
    side.goto("/")
    gaa_til(side, "link", "Mottak", "Enter")
    oppgave = side.get_by_role("listitem").filter(has=side.get_by_role("heading", name="Yonas Tesfalem"))
    knapp = oppgave.get_by_role("button", name="Gjennomfør bosettingssamtale")
    tab_til(side, knapp)
    side.keyboard.press("Enter")
    gaa_til(side, "combobox", "Morsmål")
    side.keyboard.type("tigrinja")
    gaa_til(side, "combobox", "Tolkespråk")
    side.keyboard.type("tigrinja")
    for gruppe, trykk in (
        ("Behov for tolk", "ArrowRight"),
        ("Har personen tilknytning til en kommune?", "ArrowLeft"),
        ("Har personen behov for tilrettelegging?", "ArrowLeft"),
    ):
        tab_til(side, side.get_by_role("group", name=gruppe).get_by_label("Ikke besvart"))
        side.keyboard.press(trykk)
    expect(side.get_by_role("region", name="Samtalen")).to_contain_text("alt er fylt ut")
    gaa_til(side, "link", "Ferdigstill bosettingssamtale", "Enter")
    expect(side.get_by_role("heading", level=1)).to_have_text("Les gjennom bosettingssamtalen")
    gaa_til(side, "button", "Ferdigstill bosettingssamtale", "Enter")
    er_ferdig(side, "Yonas Tesfalem")


def logg_inn(side: Page) -> None:
    side.goto("/mottak/oppgaver")
    expect(side.get_by_role("heading", level=1)).to_have_text("Logg inn")
    knapp = side.get_by_role("button", name="Per Lia")
    expect(knapp).to_have_accessible_name("Per Lia , Furulia mottak, MottakBosettingsansvarlig")
    knapp.click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Oppgaveliste")


def aapne_oppgave(side: Page, tittel: str, *tekster: str):
    """The task in the list, after a look at its details."""
    hovedmeny = side.get_by_role("navigation", name="Hovedmeny")
    hovedmeny.get_by_role("link", name="Mottak").click()
    side.get_by_role("navigation", name="Mottak", exact=True).get_by_role("link", name="Oppgaveliste").click()
    oppgave = side.get_by_role("listitem").filter(has=side.get_by_role("heading", name=tittel))
    for tekst in tekster:
        expect(oppgave).to_contain_text(tekst)
    oppgave.get_by_text("Vis detaljer").click()
    expect(oppgave.get_by_role("row")).to_have_count(1 + int(tekster[-1].split()[0]))
    oppgave.get_by_text("Skjul detaljer").click()
    expect(oppgave.get_by_role("table")).to_be_hidden()
    return oppgave


def svar_paa_det_paakrevde(side: Page, spraak: str) -> None:
    side.get_by_role("combobox", name="Morsmål").fill(spraak)
    side.get_by_role("combobox", name="Tolkespråk").fill(spraak)
    for gruppe, svar in (
        ("Behov for tolk", "Ja"),
        ("Har personen tilknytning til en kommune?", "Nei"),
        ("Har personen behov for tilrettelegging?", "Nei"),
    ):
        side.get_by_role("group", name=gruppe).get_by_label(svar, exact=True).check()


def knytt_til_kommune(side: Page) -> None:
    """One relation, with the kommune found by typing."""
    side.get_by_role("group", name="Har personen tilknytning til en kommune?").get_by_label("Ja").check()
    side.get_by_role("button", name="Legg til relasjon").click()
    rad = side.get_by_role("group", name="Relasjon 1")
    expect(rad).to_be_focused()
    rad.get_by_role("textbox", name="Navn").fill("Samir Khaldoun")
    rad.get_by_label("Søsken").check()
    kommune = rad.get_by_role("combobox", name="Kommune")
    kommune.press("ArrowDown")
    expect(side.locator("#kommuneforslag option[value='Tromsø']")).to_have_count(1)
    kommune.fill("Tromsø")
    rad.get_by_role("textbox", name="Telefon").fill("00 00 42 42")
    rad.get_by_role("group", name="Ønsker å bo i nærheten").get_by_label("Ja").check()
    bokser = side.get_by_role("navigation", name="Familiemedlemmer").get_by_role("listitem")
    for nr in range(len(FAMILIE)):
        expect(bokser.nth(nr)).to_contain_text(re.compile(r"([0-9]+) av \1"))


def ferdigstill(side: Page) -> None:
    side.get_by_role("link", name="Ferdigstill bosettingssamtale").click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Les gjennom bosettingssamtalen")
    expect(side.get_by_text("Alle obligatoriske svar er fylt ut.")).to_be_visible()
    side.get_by_role("button", name="Ferdigstill bosettingssamtale").click()


def er_ferdig(side: Page, *navn: str) -> None:
    """The receipt, the task list and the overview all say so."""
    expect(side.get_by_role("heading", level=1)).to_have_text("Bosettingssamtalen er ferdigstilt")
    side.goto("/mottak/oppgaver")
    expect(side.get_by_role("heading", name=navn[0].split()[-1])).to_have_count(0)
    side.get_by_role("link", name="Oversikt mottaksbeboere").click()
    for person in navn:
        rad = side.get_by_role("row").filter(has=side.get_by_role("rowheader", name=person))
        expect(rad).to_contain_text("Gjennomført")
        expect(rad).to_contain_text("Fordelingsklar")


def gaa_til(side: Page, rolle, navn: str, trykk: str = "") -> None:
    tab_til(side, side.get_by_role(rolle, name=re.compile(f"^{navn}( må fylles ut)?$")))
    if trykk:
        side.keyboard.press(trykk)


def tab_til(side: Page, maal) -> None:
    """Press Tab until it has the focus."""
    expect(maal).to_be_visible()
    for _ in range(150):
        side.keyboard.press("Tab")
        if maal.evaluate("(e) => e === document.activeElement"):
            return
    raise AssertionError(f"Tab kommer ikke til {maal}")
