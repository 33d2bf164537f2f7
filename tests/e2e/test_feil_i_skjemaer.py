"""A refused form, wherever it is: read aloud, with the focus, and «Feil: …» in the title."""

import pytest
from playwright.sync_api import expect

from app.db import arbeid, sesjon
from e2e.nettleser import ferdigstill, fyll_ut, hent_beboer
from e2e.test_utseende import er_i_orden

SKJEMAER = (
    ("per", "/mottak/kompass", "Søk", "Tildele koder Kompass"),
    ("kari", "/mottak/informasjon/endring", "Lagre", "Rediger mottaksinformasjon"),
    ("kari", "/brukere/ny", "Opprett bruker", "Ny bruker"),
    ("siri", "/fordelingsklare/bosettingssak", "Søk", "Opprett bosettingssak"),
    ("siri", "/skjerming", "Søk", "Skjermede beboere"),
    ("oda", "/kommuner/0301/kontakt", "Lagre", "Rediger kontakt om bosetting"),
    ("siri", "soekt-ut", "Registrer søkt ut", "Registrer søkt ut"),
)
"""Who, where, the button, and the page's title; the last is IMDi's of a completed household."""


def er_meldt(side, tittel):
    expect(side.get_by_role("alert").get_by_role("heading")).to_be_focused()
    assert side.title().startswith(f"Feil: {tittel}"), side.title()


@pytest.mark.parametrize(("hvem", "adresse", "knapp", "tittel"), SKJEMAER)
def test_et_avvist_skjema(nytt_vindu, hvem, adresse, knapp, tittel):
    if adresse == "soekt-ut":
        fyll_ut("Yonas Tesfalem")
        ferdigstill("Yonas Tesfalem")
        with arbeid(skriver=False):
            adresse = f"/fordelingsklare/{hent_beboer('Yonas Tesfalem').samtale_id}/soekt-ut"
        sesjon.remove()
    vindu = nytt_vindu(hvem)
    vindu.forvent("422")
    side = vindu.side
    side.goto(adresse)
    assert not side.title().startswith("Feil")
    felt = side.get_by_role("main").get_by_role("textbox").first
    felt.fill("1" if knapp == "Søk" else "")
    if side.get_by_label("E-post").count():
        side.get_by_label("E-post").first.fill("ingen adresse")
    side.get_by_role("main").get_by_role("button", name=knapp, exact=True).click()
    er_meldt(side, tittel)
    if adresse in ("/mottak/kompass", "/brukere/ny"):
        er_i_orden(vindu, f"avvist: {adresse}")


def test_et_skjema_som_byttes_paa_stedet(nytt_vindu):
    kari = nytt_vindu("kari")
    kari.forvent("422")
    side = kari.side
    side.goto("/mottak/informasjon")
    side.get_by_role("link", name="Rediger").click()
    side.get_by_label("E-post").first.fill("ingen adresse")
    side.get_by_role("button", name="Lagre").click()
    er_meldt(side, "Mottaksinformasjon")
    side.get_by_role("link", name="Avbryt").click()
    expect(side.get_by_role("alert").get_by_role("heading")).to_have_count(0)
    assert side.title().startswith("Mottaksinformasjon")
