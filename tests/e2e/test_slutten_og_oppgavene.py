"""After completion: what happens now, and the next task; the task list as a tool; a sentence that came too late."""

import re

import pytest
from playwright.sync_api import expect

from e2e.nettleser import ferdigstill, fyll_ut
from e2e.test_utseende import er_i_orden


def oppgaven(side, tittel):
    return side.get_by_role("listitem").filter(has=side.get_by_role("heading", name=tittel, exact=True))


def test_den_stolte_slutten(per):
    fyll_ut("Rami Khaldoun", "Lina Khaldoun", "Jad Khaldoun", "Noor Khaldoun")
    per.gjennomfoer("Familien Khaldoun")
    side = per.side
    side.get_by_role("link", name="Ferdigstill bosettingssamtale").click()
    side.get_by_role("button", name="Ferdigstill bosettingssamtale").click()
    panel = side.get_by_role("region", name="Familien Khaldoun er fordelingsklar")
    expect(panel).to_be_in_viewport()
    expect(panel).to_contain_text(re.compile(r"Ferdigstilt i dag kl\. \d\d\.\d\d av Per Lia"))
    expect(side.get_by_role("region", name="Dette skjer nå").get_by_role("listitem")).to_have_count(3)
    expect(side.get_by_role("button", name="Skriv ut")).to_be_visible()
    er_i_orden(per, "slutten")
    side.get_by_role("region", name="Dette skjer nå").get_by_role("link", name="Lina Khaldoun").click()
    expect(side.locator("#ny-merknad")).to_be_in_viewport()
    side.get_by_label("Ny intern bosettingsmerknad").fill("Nytt telefonnummer.")
    side.get_by_role("button", name="Send e-postvarsel til IMDi").click()
    kvittering = side.locator("#ny-merknad").get_by_role("status").filter(has_text="sendt til IMDi")
    expect(kvittering).to_be_in_viewport()
    side.go_back()
    neste = side.get_by_role("region", name="Neste oppgave: Familien Habtemikael")
    neste.get_by_role("button", name="Gjennomfør bosettingssamtale").click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Bosettingssamtale")


def test_en_setning_som_kom_for_sent_tilbys_som_intern_merknad(per, nytt_vindu):
    fyll_ut("Yonas Tesfalem")
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.forvent("409")
    ferdigstill("Yonas Tesfalem")
    mari.kontroll("oensker").fill("Vil bli rørlegger")
    tilbud = mari.status("oensker").get_by_role("button", name="Skriv det som intern merknad")
    expect(tilbud).to_be_visible()
    er_i_orden(mari, "for sent")
    tilbud.click()
    expect(mari.side.get_by_label("Ny intern bosettingsmerknad")).to_have_value(re.compile("Vil bli rørlegger$"))
    expect(mari.side.get_by_label("Ny intern bosettingsmerknad")).to_be_in_viewport()


def test_oppgavelisten_er_et_verktoey(per, nytt_vindu):
    """The begun stand first, with how far and where; «Ta oppgaven», and by when; and what one wants to see of it."""
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.kontroll("oensker").fill("Vil bli rørlegger")
    mari.er_lagret("oensker")
    side = per.side
    side.goto("/mottak/oppgaver")
    yonas = oppgaven(side, "Yonas Tesfalem")
    expect(yonas).to_contain_text(
        re.compile(r"0 av 5.* · sist i dag kl\. \d\d\.\d\d av Mari Granli · stoppet ved Kompetanse")
    )
    knapper = side.get_by_role("button", name="Gjennomfør bosettingssamtale")
    sekundaere = [knapp.get_attribute("data-variant") for knapp in knapper.all()]
    assert sekundaere == sorted(sekundaere, key=lambda v: v or ""), "de påbegynte først, med hovedknappen"
    assert None in sekundaere and "secondary" in sekundaere
    familien = oppgaven(side, "Familien Khaldoun")
    familien.get_by_text("Vis detaljer").click()
    familien.get_by_label("Ferdig innen").fill("2031-12-03")
    familien.get_by_role("button", name="Ta oppgaven").click()
    expect(oppgaven(side, "Familien Khaldoun")).to_contain_text("Ansvarlig: Per Lia")
    expect(oppgaven(side, "Familien Khaldoun")).to_contain_text("Ferdig innen 03.12.2031")
    side.get_by_role("link", name="Mine", exact=True).click()
    expect(oppgaven(side, "Familien Khaldoun")).to_be_visible()
    expect(oppgaven(side, "Yonas Tesfalem")).to_have_count(0)
    er_i_orden(per, "mine oppgaver")
    side.goto("/")
    expect(
        side.get_by_role("region", name="Det du har begynt på").get_by_role("heading", level=2).first
    ).to_be_visible()
    expect(side.get_by_role("link", name="Hele oppgavelisten")).to_be_visible()
    er_i_orden(per, "arbeidsflaten")


@pytest.mark.parametrize(("hvem", "venter"), [("tuva", "Tildele koder Kompass"), ("kari", "Brukere")])
def test_arbeidsflaten_har_det_bare_rollen_trenger(nytt_vindu, hvem, venter):
    side = nytt_vindu(hvem).side
    side.goto("/")
    expect(side.get_by_role("main").get_by_role("link", name=venter)).to_be_visible()
    expect(side.get_by_role("main").get_by_role("link", name="Kommuner")).to_have_count(0)


def test_en_beboers_egen_side_har_store_nok_lenker(per):
    side = per.side
    side.goto("/mottak/beboere")
    adresse = re.search(r'href="(/mottak/beboere/[0-9a-f]{32}/detaljer)"', per.hent("/mottak/beboere"))
    side.goto(adresse[1])
    expect(side.get_by_role("link", name="Åpne bosettingssamtalen")).to_be_visible()
    er_i_orden(per, "detaljene om en beboer")
