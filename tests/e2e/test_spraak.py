"""The choice of language loses nothing: the questionnaire is saved first, and another form asks."""

import re

from playwright.sync_api import expect

from e2e.nettleser import NAVN


def test_valget_taper_ingenting(nytt_vindu) -> None:
    side = nytt_vindu().side
    spurt: list[str] = []
    side.on("dialog", lambda dialog: (spurt.append(dialog.message), dialog.dismiss()))
    side.goto("/logg-inn")
    side.get_by_role("button", name="English").click()
    expect(side.locator("html")).to_have_attribute("lang", "en")
    side.get_by_role("button", name="Nynorsk").click()
    side.get_by_role("button", name=NAVN["per"]).click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Arbeidsflate")
    side.goto("/mottak/oppgaver")
    side.get_by_role("button", name="Gjennomfør busetjingssamtale").first.click()
    side.get_by_label("Morsmål").fill("tigrinja")
    side.get_by_role("button", name="Bokmål").click()
    expect(side.locator("html")).to_have_attribute("lang", "nb")
    expect(side).to_have_url(re.compile("/samtaler/.*/beboere/"))
    expect(side.get_by_label("Morsmål")).to_have_value("tigrinja")
    assert spurt == []


def test_linjen_sier_naar_det_ble_lagret_ogsaa_paa_engelsk(yonas) -> None:
    """08:28 there, and 08.28 in Norwegian; the same when the page is loaded again."""
    yonas.side.get_by_role("button", name="English").click()
    for nr in (1, 2):
        yonas.kontroll("interesser").fill(f"Chess {nr}")
        expect(yonas.side.locator("#lagret")).to_have_text(re.compile(r"^All saved \d\d:\d\d$"))
        yonas.side.reload()
        expect(yonas.side.locator("#lagret")).to_have_text(re.compile(r"^All saved \d\d:\d\d$"))


def test_et_annet_skjema_spoer_foerst(nytt_vindu) -> None:
    side = nytt_vindu().side
    side.goto("/logg-inn")
    side.get_by_role("button", name=NAVN["kari"]).click()
    side.goto("/brukere/ny")
    side.get_by_label("Navn").fill("Halv Ferdig")
    side.get_by_role("button", name="Nynorsk").click()
    expect(side.get_by_role("dialog", name="Ikke alt er lagret")).to_contain_text("går tapt")
    side.get_by_role("button", name="Bli her").click()
    expect(side.get_by_label("Navn")).to_have_value("Halv Ferdig")
    side.get_by_role("button", name="Nynorsk").click()
    side.get_by_role("button", name="Gå likevel").click()
    expect(side.locator("html")).to_have_attribute("lang", "nn")
    expect(side).to_have_url(re.compile("/brukere/ny$"))
