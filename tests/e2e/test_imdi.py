"""IMDi in the browser: story 6 from a late remark to the one who reads it, story 9 to «Bosatt», and how it looks."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from app import posttjener, worker
from app.db import sesjon
from app.domain.tid import i_dag
from e2e.nettleser import NAVN, ferdigstill, fyll_ut
from e2e.test_utseende import er_i_orden

FAMILIEN = ("Rami Khaldoun", "Lina Khaldoun", "Jad Khaldoun", "Noor Khaldoun")
TEKST = "Bør ikke bosettes i Bodø (1804)."


def lenken_i_eposten(app, setning: str) -> str:
    """The path of the link in IMDi's newest e-mail that says this, as it lies in the demo's folder of mail."""
    sesjon.remove()
    worker.runde(app)
    brevene = posttjener.i_mappe(app.extensions["mottak_config"].postmappe)
    brev = next(b for b in brevene if b.til == "mottak@imdi.example" and setning in b.tekst)
    return urlsplit(next(linje for linje in brev.tekst.splitlines() if linje.startswith("http"))).path


def test_historie_6_fra_merknad_til_lesing(app, per, nytt_vindu):
    """What is typed is saved by itself, and sealed by the button, also when it is pressed at once.

    IMDi, not logged in, follows the link of the e-mail: through the login, to the very remark.
    """
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
    siri = nytt_vindu()
    side = siri.side
    side.goto(lenken_i_eposten(app, "Det er nye opplysninger i en sak."))
    expect(side).to_have_url(re.compile("/logg-inn"))
    side.get_by_role("button", name=NAVN["siri"]).click()
    expect(side.get_by_role("heading", level=1)).to_contain_text("En intern bosettingsmerknad er lagt til")
    expect(side.get_by_role("main")).to_contain_text("ferdigstilte samtalen")
    er_i_orden(siri, "varselet")
    side.get_by_role("button", name="Gå til saken").click()
    expect(side).to_have_url(re.compile("#merknad-[0-9a-f]{32}$"))
    merknaden = side.locator(":target")
    expect(merknaden).to_contain_text(TEKST)
    expect(merknaden).to_be_in_viewport()


def test_uten_tekst_sies_det_fra(per):
    per.forvent("422")
    per.side.goto("/mottak/beboere?status=fordelingsklar&detaljer=alle")
    per.side.get_by_role("link", name="Åpne bosettingssamtalen").click()
    per.side.get_by_role("button", name="Send e-postvarsel til IMDi").click()
    expect(per.side.get_by_text("Skriv merknaden før du sender varsel til IMDi.")).to_be_visible()


def test_historie_9_fra_fordelingsklar_til_bosatt(app, nytt_vindu):
    """From the completion, whose e-mail leads IMDi to the household, to «Bosatt»; mottak and kommune see it."""
    fyll_ut(*FAMILIEN, intern_merknad="Bare for IMDi.")
    ferdigstill("Rami Khaldoun")
    siri = nytt_vindu("siri")
    side = siri.side
    side.goto("/")
    side.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Fordelingsklare").click()
    er_i_orden(siri, "fordelingsklare")
    side.goto(lenken_i_eposten(app, "IMDi har fått en ny sak."))
    expect(side.get_by_role("main")).to_contain_text("Familien Khaldoun")
    side.get_by_role("button", name="Gå til saken").click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Familien Khaldoun")
    er_i_orden(siri, "husstanden")
    side.get_by_role("link", name="Registrer søkt ut").click()
    er_i_orden(siri, "søkt ut")
    side.get_by_label("Kommune eller bydel").fill("Alna (bydel i Oslo)")
    side.get_by_label("Utsøkingsdato").fill(i_dag().isoformat())
    side.get_by_label("Noor Khaldoun").uncheck()
    side.get_by_role("button", name="Registrer søkt ut").click()
    expect(side.get_by_role("table").get_by_text("Søkt ut til Oslo, bydel Alna")).to_have_count(3)
    rad = side.get_by_role("row").filter(has=side.get_by_role("rowheader", name="Rami Khaldoun"))
    rad.get_by_role("link", name="Registrer bosatt", exact=True).click()
    er_i_orden(siri, "bosatt")
    side.get_by_label("Bosettingsdato").fill(i_dag().isoformat())
    side.get_by_role("button", name="Registrer bosatt").click()
    expect(side.get_by_text("Registrert som bosatt.")).to_be_visible()
    mari = nytt_vindu("mari").side
    mari.goto("/varsler")
    varselet = mari.get_by_role("listitem").filter(has_text="er søkt ut til en kommune").first
    expect(varselet).to_contain_text("Familien Khaldoun")
    expect(varselet).to_contain_text("Søkt ut til Oslo, bydel Alna, Bosatt.")
    oda = nytt_vindu("oda").side
    oda.goto("/soekt-ut")
    oda.get_by_role("link", name="Familien Khaldoun").click()
    expect(oda.get_by_role("heading", name="Rami Khaldoun")).to_be_visible()
    expect(oda.get_by_role("heading", name="Noor Khaldoun")).to_have_count(0)
    expect(oda.get_by_text("Bare for IMDi.")).to_have_count(0)
    side.get_by_role("link", name="Trekk tilbake").click()
    er_i_orden(siri, "trekk tilbake")
    for navn in ("Rett Morsmål", "Historikk og e-post", "Hvem har sett saken"):
        side.go_back()
        side.get_by_role("link", name=navn).first.click()
        er_i_orden(siri, navn)
    for adresse in ("/fordelingsklare/oversikt", "/fordelingsklare/bosettingssak", "/"):
        side.goto(adresse)
        er_i_orden(siri, adresse)
