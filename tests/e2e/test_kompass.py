"""The whole way of a Kompass code in the browser: look-up, shown once, redeemed at the stand-in, status changed."""

import re
from contextlib import nullcontext

import pytest
from playwright.sync_api import Error, expect

from e2e.test_utseende import er_i_orden

TSERING = "2025 991010 03"


@pytest.fixture
def tuva(nytt_vindu):
    return nytt_vindu("tuva")


def slaa_opp(vindu) -> None:
    vindu.side.goto("/mottak/kompass")
    vindu.side.get_by_label("DUF-nummer").fill(TSERING)
    vindu.side.get_by_role("button", name="Søk").click()
    expect(vindu.side.get_by_role("heading", level=1)).to_have_text("Tsering Dolkar")


def generer(vindu) -> str:
    vindu.side.get_by_role("button", name="Generer engangskode").click()
    kode = vindu.side.locator(".engangskode")
    expect(kode).to_have_text(re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$"))
    return kode.inner_text()


def registrer(beboer, kode: str) -> None:
    """What the resident does at Kompass, played by the stand-in."""
    beboer.side.goto("/demo/kompass")
    er_i_orden(beboer, "Demo: Kompass")
    beboer.side.get_by_label("DUF-nummer").fill(TSERING)
    beboer.side.get_by_label("Engangskode").fill(kode.lower())
    beboer.side.get_by_role("button", name="Logg inn i Kompass").click()
    er_i_orden(beboer, "registreringen")
    beboer.side.get_by_role("button", name="Registrer kompetansen").click()
    expect(beboer.side.get_by_text("Kompetansen er registrert.")).to_be_visible()


def test_hele_veien(tuva, nytt_vindu):
    tuva.side.goto("/mottak/kompass")
    er_i_orden(tuva, "oppslaget")
    slaa_opp(tuva)
    er_i_orden(tuva, "beboeren uten kode")
    kode = generer(tuva)
    er_i_orden(tuva, "koden")
    beboer = nytt_vindu()
    registrer(beboer, kode)
    tuva.side.get_by_role("link", name="Ferdig").click()
    slaa_opp(tuva)
    expect(tuva.side.get_by_text("Registrert i Kompass", exact=True)).to_be_visible()
    expect(tuva.side.get_by_role("button", name="Generer engangskode")).to_have_count(0)


@pytest.mark.parametrize("med_js", [True, False], ids=["med JavaScript", "uten"])
def test_I6_tilbake_og_oppfrisking_viser_ikke_koden(nytt_vindu, med_js):
    vindu = nytt_vindu("tuva", java_script_enabled=med_js)
    vindu.forvent("409", "ERR_CACHE_MISS")
    slaa_opp(vindu)
    kode = generer(vindu)
    vindu.side.reload()
    expect(vindu.side.get_by_text(kode)).to_have_count(0)
    expect(vindu.side.get_by_text("Kode tildelt", exact=True)).to_be_visible()
    vindu.side.get_by_label(f"Koden som begynner med {kode[:4]}").check()
    ny = generer(vindu)
    assert ny != kode
    vindu.side.get_by_role("link", name="Ferdig").click()
    with nullcontext() if med_js else pytest.raises(Error, match="ERR_CACHE_MISS"):
        vindu.side.go_back()
    expect(vindu.side.get_by_text(ny)).to_have_count(0)


def test_lappen_paa_papir(tuva):
    slaa_opp(tuva)
    kode = generer(tuva)
    tuva.side.emulate_media(media="print")
    expect(tuva.side.get_by_text(kode)).to_be_visible()
    expect(tuva.side.get_by_role("heading", name="Nynorsk")).to_be_visible()
    for borte in ("Koden vises bare nå", "Tsering Dolkar", "Oversikt mottaksbeboere"):
        expect(tuva.side.get_by_text(borte).first).to_be_hidden()


def test_S57_spoersmaalet_faller_bort_mens_skjemaet_er_aapent(tuva, nytt_vindu):
    """The open tab is told kindly when it answers; the next time it is opened, the question is gone."""
    per, beboer = nytt_vindu("per").gjennomfoer("Tsering Dolkar"), nytt_vindu()
    per.velg("aarsak_ikke_kompass", "Teknisk feil")
    per.er_lagret("aarsak_ikke_kompass")
    slaa_opp(tuva)
    registrer(beboer, generer(tuva))
    per.forvent("422")
    per.velg("aarsak_ikke_kompass", "Annet")
    expect(per.status("aarsak_ikke_kompass")).to_contain_text("Spørsmålet er falt bort")
    per.side.reload()
    expect(per.felt("aarsak_ikke_kompass")).to_have_count(0)
