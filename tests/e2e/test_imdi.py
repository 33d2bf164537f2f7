"""IMDi in the browser: story 6 from a late remark to the one who reads it, story 9 to «Bosatt», and how it looks."""

import re

from playwright.sync_api import expect

from app.norsk import i_dag
from e2e.nettleser import ferdigstill, fyll_ut
from e2e.test_utseende import er_i_orden

FAMILIEN = ("Rami Khaldoun", "Lina Khaldoun", "Jad Khaldoun", "Noor Khaldoun")
TEKST = "Bør ikke bosettes i Bodø (1804)."


def test_historie_6_fra_merknad_til_lesing(per, nytt_vindu):
    """What is typed is saved by itself, and sealed by the button, also when it is pressed at once."""
    side = per.side
    side.goto("/mottak/beboere?status=fordelingsklar&detaljer=alle")
    side.get_by_role("link", name="Åpne bosettingssamtalen").click()
    felt = side.get_by_label("Ny intern bosettingsmerknad")
    felt.fill("Bør ikke")
    expect(side.get_by_text("Ikke sendt til IMDi ennå.")).to_be_visible()
    er_i_orden(per, "låst skjema med utkast")
    side.reload()
    expect(felt).to_have_value("Bør ikke")
    felt.fill(TEKST)
    side.get_by_role("button", name="Send e-postvarsel til IMDi", exact=True).click()
    expect(side.get_by_text("Merknaden er sendt til IMDi")).to_be_visible()
    expect(felt).to_have_value("")
    expect(side.get_by_text(TEKST)).to_have_count(0)
    expect(side.get_by_text(f"{len(TEKST)} tegn. Bare IMDi kan lese teksten.")).to_be_visible()
    siri = nytt_vindu("siri")
    siri.side.goto("/fordelingsklare")
    siri.side.get_by_role("table").get_by_role("link").last.click()
    expect(siri.side.get_by_text(TEKST)).to_be_visible()


def test_uten_tekst_sies_det_fra(per):
    per.forvent("422")
    per.side.goto("/mottak/beboere?status=fordelingsklar&detaljer=alle")
    per.side.get_by_role("link", name="Åpne bosettingssamtalen").click()
    per.side.get_by_role("button", name="Send e-postvarsel til IMDi").click()
    expect(per.side.get_by_text("Skriv merknaden før du sender varsel til IMDi.")).to_be_visible()


def test_historie_9_fra_fordelingsklar_til_bosatt(nytt_vindu):
    fyll_ut(*FAMILIEN, intern_merknad="Bare for IMDi.")
    ferdigstill("Rami Khaldoun")
    siri = nytt_vindu("siri")
    side = siri.side
    side.goto("/")
    side.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Fordelingsklare").click()
    er_i_orden(siri, "fordelingsklare")
    side.get_by_role("link", name="Familien Khaldoun").click()
    er_i_orden(siri, "husstanden")
    side.get_by_role("link", name="Registrer søkt ut").click()
    er_i_orden(siri, "søkt ut")
    side.get_by_label("Kommune eller bydel").fill("Alna (bydel i Oslo)")
    side.get_by_label("Utsøkingsdato").fill(i_dag().isoformat())
    side.get_by_label("Noor Khaldoun").uncheck()
    side.get_by_role("button", name="Registrer søkt ut").click()
    expect(side.get_by_role("table").get_by_text("Søkt ut til Oslo, bydel Alna")).to_have_count(3)
    side.get_by_role("link", name=re.compile("Registrer bosatt.*Rami")).click()
    er_i_orden(siri, "bosatt")
    side.get_by_label("Bosettingsdato").fill(i_dag().isoformat())
    side.get_by_role("button", name="Registrer bosatt").click()
    expect(side.get_by_text("Registrert som bosatt.")).to_be_visible()
    side.get_by_role("link", name="Trekk tilbake").click()
    er_i_orden(siri, "trekk tilbake")
    for navn in ("Rett Bosettingsmerknad", "Historikk, og hvem som har lest"):
        side.go_back()
        side.get_by_role("link", name=navn).first.click()
        er_i_orden(siri, navn)
    for adresse in ("/fordelingsklare/oversikt", "/fordelingsklare/bosettingssak", "/"):
        side.goto(adresse)
        er_i_orden(siri, adresse)
