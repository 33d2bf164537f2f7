"""Completion in the browser: the read-through, what is missing, double clicks, colleagues, and the locked form."""

import re

import pytest
from playwright.sync_api import expect

from app.db import arbeid, sesjon
from app.domain.logg.hendelse import Handling, Hendelse
from e2e.nettleser import fyll_ut, i_basen, vent_til

OVERSKRIFT = "Bosettingssamtalen er ferdigstilt"


@pytest.fixture
def klar(per):
    """Per's browser at the read-through of Yonas, for whom everything is answered."""
    fyll_ut("Yonas Tesfalem", interesser="Sjakk")
    per.gjennomfoer("Yonas Tesfalem")
    per.side.get_by_role("link", name="Ferdigstill bosettingssamtale").click()
    expect(per.side.get_by_role("heading", level=1)).to_have_text("Les gjennom bosettingssamtalen")
    return per


def antall(handling: Handling) -> int:
    with arbeid(skriver=False):
        return sesjon.query(Hendelse).filter_by(handling=handling).count()


def test_lenkene_til_det_som_mangler_gaar_til_feltet(per):
    """Each one: to the right person's form, in view, with the focus in the field."""
    per.gjennomfoer("Familien Khaldoun")
    per.velg("har_tilknytning", "Ja")
    per.er_lagret("har_tilknytning")
    side = per.side
    side.get_by_role("link", name="Ferdigstill bosettingssamtale").click()
    expect(side.get_by_role("heading", name=re.compile("20 obligatoriske svar mangler"))).to_be_visible()
    lesning = side.url
    lenker = side.locator(".ds-alert").get_by_role("link")
    assert lenker.count() == 20
    for person, maal, nr in (
        ("Rami Khaldoun", "Morsmål", 0),
        ("Rami Khaldoun", "Har personen behov for tilrettelegging?", 0),
        ("Rami Khaldoun", "Relasjoner i Norge", 0),
        ("Noor Khaldoun", "Tolkespråk", -1),
    ):
        lenker.filter(has_text=maal).nth(nr).click()
        per.viser(person)
        felt = side.locator("#" + side.url.partition("#")[2])
        expect(felt).to_be_in_viewport()
        fokus = side.locator(":focus")
        if maal == "Relasjoner i Norge":
            expect(fokus).to_have_text("Legg til relasjon")
        else:
            assert fokus.evaluate("(e) => e.closest('.felt').id") == felt.get_attribute("id")
        side.goto(lesning)


def test_dobbeltklikk_ferdigstiller_en_gang(klar, vert):
    """The second click comes while the first is on its way."""
    foer = antall(Handling.SAMTALE_FERDIGSTILT)
    knapp = klar.side.get_by_role("button", name="Ferdigstill bosettingssamtale")
    with vert.hold("/ferdigstilling"):
        knapp.evaluate("(knapp) => { for (const ms of [0, 50, 200]) setTimeout(() => knapp.click(), ms); }")
        vent_til(lambda: vert.mottatt[-1].startswith("POST"), "bekreftelsen")
        klar.side.wait_for_timeout(400)
    expect(klar.side.get_by_role("heading", level=1)).to_have_text(OVERSKRIFT)
    expect(klar.side.get_by_text("Feil 409")).to_have_count(0)
    assert antall(Handling.SAMTALE_FERDIGSTILT) == foer + 1
    assert vert.antall("POST /samtaler") == 2, "gjennomføringen og én bekreftelse"


def test_to_faner_ferdigstiller_en_gang(klar):
    klar.forvent("409")
    andre = klar.ny_fane(klar.side.url)
    foer = antall(Handling.SAMTALE_FERDIGSTILT)
    klar.side.get_by_role("button", name="Ferdigstill bosettingssamtale").click()
    expect(klar.side.get_by_role("heading", level=1)).to_have_text(OVERSKRIFT)
    andre.side.get_by_role("button", name="Ferdigstill bosettingssamtale").click()
    expect(andre.side.get_by_role("heading", level=1)).to_have_text(OVERSKRIFT)
    assert antall(Handling.SAMTALE_FERDIGSTILT) == foer + 1


def test_en_kollega_har_endret_siden_lesingen(klar, nytt_vindu):
    """Refused, with the name of the answer; the next confirmation is of what is now shown."""
    klar.forvent("409")
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.kontroll("interesser").fill("Dam")
    mari.er_lagret("interesser")
    side = klar.side
    side.get_by_role("button", name="Ferdigstill bosettingssamtale").click()
    expect(side.get_by_role("alert")).to_contain_text("Ikke ferdigstilt.")
    expect(side.get_by_role("alert").get_by_role("listitem")).to_have_text(["Yonas Tesfalem: Interesser"])
    expect(side.get_by_text("Dam", exact=True)).to_be_visible()
    side.get_by_role("button", name="Ferdigstill bosettingssamtale").click()
    expect(side.get_by_role("heading", level=1)).to_have_text(OVERSKRIFT)


def test_noe_mangler_og_ferdigstilles_ikke(per):
    per.forvent("422")
    per.gjennomfoer("Yonas Tesfalem")
    per.side.get_by_role("link", name="Ferdigstill bosettingssamtale").click()
    per.side.get_by_role("button", name="Ferdigstill bosettingssamtale").click()
    expect(per.side.get_by_role("heading", level=1)).to_have_text("Les gjennom bosettingssamtalen")
    expect(per.side.get_by_role("heading", name=re.compile("5 obligatoriske svar mangler"))).to_be_visible()


def test_etter_ferdigstilling_kan_ingenting_endres(klar, nytt_vindu):
    """Read-only for everyone; whoever still has the form open is told so, and keeps his text to copy."""
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.forvent("409")
    klar.side.get_by_role("button", name="Ferdigstill bosettingssamtale").click()
    expect(klar.side.get_by_role("heading", level=1)).to_have_text(OVERSKRIFT)
    foer = i_basen("Yonas Tesfalem")
    mari.kontroll("oensker").press_sequentially("Vil bli")
    expect(mari.status("oensker")).to_contain_text("Ikke lagret")
    expect(mari.status("oensker")).to_contain_text("ferdigstilt")
    mari.kontroll("oensker").press_sequentially(" rørlegger")
    mari.side.keyboard.press("Tab")
    expect(mari.status("oensker")).to_contain_text("Ikke lagret")
    expect(mari.status("oensker").locator("input[name='v.oensker']")).to_have_value("0")
    expect(mari.kontroll("oensker")).to_have_value("Vil bli rørlegger")
    mari.side.on("dialog", lambda dialog: dialog.accept())
    mari.side.get_by_role("button", name="Legg til behandler").click()
    expect(mari.side.locator("#tilkobling")).to_contain_text(OVERSKRIFT)
    expect(mari.side.locator("#l-behandler")).to_be_visible()
    mari.side.reload()
    expect(mari.side.get_by_text("Svarene kan ikke endres.")).to_be_visible()
    for rolle, antall in (("textbox", 1), ("radio", 0), ("checkbox", 0)):
        expect(mari.side.get_by_role("main").get_by_role(rolle)).to_have_count(antall)
    expect(mari.side.get_by_role("textbox")).to_have_accessible_name("Ny intern bosettingsmerknad")
    knapper = ["Logg ut", "Dekk til siden", "Vis hele nummeret til Yonas Tesfalem", "Send e-postvarsel til IMDi"]
    expect(mari.side.locator("header, main").get_by_role("button")).to_have_text(knapper)
    assert i_basen("Yonas Tesfalem") == foer


def test_utskriften_av_lesningen(klar):
    """On paper: the answers, and nothing that is only of use on a screen."""
    side = klar.side
    side.emulate_media(media="print")
    for rolle in ("navigation", "button", "contentinfo", "banner"):
        for element in side.get_by_role(rolle, include_hidden=True).all():
            expect(element).to_be_hidden()
    expect(side.get_by_role("heading", name="Yonas Tesfalem")).to_be_visible()
    expect(side.get_by_text("Sjakk")).to_be_visible()
    expect(side.get_by_text("DUF-nummer")).to_be_visible()
    assert len(side.pdf(format="A4")) > 10_000
