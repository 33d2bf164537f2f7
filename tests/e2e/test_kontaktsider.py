"""Mottaksinformasjon and Kontaktinformasjon at a browser: «Rediger», «Lagre» and «Avbryt» in place (S40 to S43)."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from stoette import innsyn

from e2e.nettleser import NAVN, Vindu

INFO, KONTAKT = "/mottak/informasjon", "/mottak/kontakt"


@pytest.fixture
def kari(nytt_vindu: Callable[..., Vindu]) -> Vindu:
    return nytt_vindu("kari")


def aapne(vindu: Vindu, sti: str, kort: str = "#informasjon") -> tuple[Page, Locator]:
    """The page with the form open in place."""
    vindu.side.goto(sti)
    vindu.side.locator(kort).get_by_role("link", name="Rediger").click()
    expect(vindu.side.locator(kort).get_by_role("heading").first).to_be_focused()
    return vindu.side, vindu.side.locator(kort)


def test_lagre_paa_stedet(kari):
    side, kort = aapne(kari, INFO)
    kort.get_by_label("Telefon").fill("00 00 10 77")
    kort.get_by_role("button", name="Lagre").click()
    expect(kort.get_by_role("status")).to_have_text("Lagret. Husk å rette opplysningene i MOT også.")
    expect(kort.get_by_role("heading", level=2).first).to_be_focused()
    expect(kort.get_by_role("heading", level=2).first).to_have_accessible_description(
        "Lagret. Husk å rette opplysningene i MOT også."
    )
    expect(kort).to_contain_text("Telefon endret")
    assert side.url.endswith(INFO)


def test_avbryt_paa_stedet(kari):
    side, kort = aapne(kari, INFO)
    foer = innsyn.dump()
    kort.get_by_label("Telefon").fill("00 00 10 77")
    kort.get_by_role("link", name="Avbryt").click()
    expect(kort.get_by_role("link", name="Rediger")).to_be_visible()
    expect(kort.get_by_role("heading", level=2).first).to_be_focused()
    assert side.url.endswith(INFO) and innsyn.dump() == foer


def test_422_og_409_blir_paa_stedet_med_teksten(kari):
    kari.forvent("422", "409")
    side, kort = aapne(kari, INFO)
    kort.get_by_label("E-post").fill("feil")
    kort.get_by_role("button", name="Lagre").click()
    expect(kort.get_by_role("heading", name="Ikke lagret. Noe må rettes")).to_be_focused()
    expect(kort.get_by_label("E-post")).to_have_value("feil")
    kort.get_by_role("link", name="E-post").click()
    expect(kort.get_by_label("E-post")).to_be_focused()
    kort.get_by_label("E-post").fill("ny@furulia.example")
    innsyn.skriv("UPDATE mottak SET versjon = versjon + 1, telefon = '00 00 10 99' WHERE navn LIKE 'Furulia%'")
    kort.get_by_role("button", name="Lagre").click()
    expect(kort.get_by_role("heading", name="Ikke lagret. Noen andre har endret opplysningene")).to_be_focused()
    expect(kort).to_contain_text("00 00 10 99")
    kort.get_by_role("button", name="Lagre").click()
    expect(kort.get_by_role("status")).to_contain_text("Lagret.")
    expect(kort).to_contain_text("ny@furulia.example")
    assert urlsplit(side.url).path == INFO


@pytest.mark.parametrize("hva", ["utlogget", "annen", "borte"])
def test_H8_det_som_ikke_lagres_blir_staaende(kari, nytt_vindu, hva):
    """No answer of another kind takes the form's place: what was typed is still there, and the form says why."""
    kari.forvent("401", "403", "409", "ERR_FAILED", "htmx:afterRequest", "htmx:sendError")
    side, kort = aapne(kari, INFO)
    kort.get_by_label("Telefon").fill("00 00 10 66")
    if hva == "borte":
        side.route("**/endring", lambda rute: rute.abort())
    else:
        innsyn.skriv("DELETE FROM innlogging")
    if hva == "annen":
        kari.logg_inn("per")
    kort.get_by_role("button", name="Lagre").click()
    melding = {"utlogget": "Du er logget ut", "annen": "logget inn som en annen", "borte": "Ingen kontakt"}[hva]
    expect(kort.locator("[data-svikt]")).to_contain_text(melding)
    expect(kort.get_by_label("Telefon")).to_have_value("00 00 10 66")


def test_kontaktpersonens_kort(nytt_vindu):
    per = nytt_vindu("per")
    per.side.goto(KONTAKT)
    kortet = per.side.get_by_role("listitem").filter(has_text=NAVN["mari"])
    id_ = kortet.get_attribute("id")
    side, kort = aapne(per, KONTAKT, f"#{id_}")
    kort.get_by_label("Telefon").fill("00 00 10 55")
    kort.get_by_role("button", name="Lagre").click()
    expect(kort.get_by_role("status")).to_contain_text("Lagret.")
    expect(kort.get_by_role("heading")).to_be_focused()
    expect(side.locator("#endringer")).to_contain_text("Telefon endret")
    kort.get_by_role("link", name="Rediger").click()
    kort.get_by_role("link", name="Avbryt").click()
    expect(kort.get_by_role("link", name="Rediger")).to_be_visible()


def test_ny_innlogging_i_en_annen_fane_lagrer_likevel(kari):
    """The same person has logged in anew: the form's old token is renewed, and it is stored after all."""
    kari.forvent("403")
    _, kort = aapne(kari, INFO)
    kort.get_by_label("Telefon").fill("00 00 10 66")
    innsyn.skriv("DELETE FROM innlogging")
    kari.logg_inn("kari")
    kort.get_by_role("button", name="Lagre").click()
    expect(kort.get_by_role("status")).to_contain_text("Lagret.")
