"""The login session as a person at a browser meets it: warned in time, and nothing typed is lost when it ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from stoette import innsyn

from e2e.nettleser import NAVN, Vindu, i_basen, vent_til


@pytest.fixture
def kort_tid(app: Flask) -> None:
    """A page asks how much is left three seconds after it came: then it is time to warn."""
    app.extensions["mottak_config"] = replace(app.extensions["mottak_config"], idle=timedelta(seconds=123))


def dialog(side: Page):
    return side.get_by_role("dialog")


def logg_inn_i_ny_fane(side: Page, hvem: str) -> Page:
    with side.context.expect_page() as ny:
        dialog(side).get_by_role("link", name="Logg inn igjen").click()
    fane = ny.value
    fane.get_by_role("button", name=NAVN[hvem]).click()
    expect(fane.get_by_role("heading", level=1)).to_have_text("Du er logget inn igjen")
    return fane


def utlogget_med_tekst(vindu: Vindu) -> Page:
    """The session has ended, something was typed after that, and then nothing for a while."""
    vindu.forvent("401", "403", "409")
    vindu.side.clock.install()
    vindu.side.reload()
    innsyn.skriv("DELETE FROM innlogging")
    vindu.kontroll("morsmaal").fill("tigrinja")
    vindu.kontroll("morsmaal").blur()
    expect(vindu.status("morsmaal")).to_contain_text("Ikke lagret. Du er logget ut.")
    expect(dialog(vindu.side)).to_be_hidden()
    vindu.side.clock.fast_forward("00:11")
    expect(dialog(vindu.side)).to_have_accessible_name("Du er logget ut")
    expect(vindu.kontroll("morsmaal")).to_have_value("tigrinja")
    return vindu.side


def test_advarsel_to_minutter_foer_og_fortsett(kort_tid, nytt_vindu):
    side = nytt_vindu("per").side
    side.goto("/")
    expect(dialog(side)).to_be_visible(timeout=15_000)
    expect(dialog(side)).to_have_accessible_name("Du blir snart logget ut")
    expect(dialog(side)).to_contain_text("Du blir logget ut om 2 minutter.")
    expect(dialog(side).get_by_role("heading")).to_be_focused()
    foer = innsyn.en("SELECT sist_brukt FROM innlogging")
    dialog(side).get_by_role("button", name="Fortsett").click()
    expect(dialog(side)).to_be_hidden()
    assert innsyn.en("SELECT sist_brukt FROM innlogging") > foer


def test_det_som_gjoeres_i_en_annen_fane_teller(kort_tid, nytt_vindu, vert):
    """Given: by this page's own clock the time is near. When: the server tells of use elsewhere. Then: no warning."""
    side = nytt_vindu("per").side
    with vert.hold("GET /innlogginger/tilstand"):
        side.goto("/")
        vent_til(lambda: vert.antall("GET /innlogginger/tilstand"), "siden spurte")
        senere = datetime.now(UTC) + timedelta(minutes=5)
        innsyn.skriv("UPDATE innlogging SET sist_brukt = :t", t=f"{senere:%Y-%m-%d %H:%M:%S}")
    side.wait_for_timeout(500)
    expect(dialog(side)).to_be_hidden()
    assert vert.antall("GET /innlogginger/tilstand") == 1


def test_escape_er_aa_fortsette(kort_tid, nytt_vindu):
    side = nytt_vindu("per").side
    side.goto("/")
    expect(dialog(side)).to_be_visible(timeout=15_000)
    side.keyboard.press("Escape")
    expect(dialog(side)).to_be_hidden()


def test_E6_utlogget_under_samtalen_og_inn_igjen_i_ny_fane(yonas):
    side = utlogget_med_tekst(yonas)
    logg_inn_i_ny_fane(side, "per").close()
    expect(dialog(side)).to_be_hidden()
    yonas.er_lagret("morsmaal")
    assert i_basen("Yonas Tesfalem")["morsmaal"] == ["ti"]


def test_E6_en_annen_lagrer_aldri_det_den_foerste_skrev(yonas):
    side = utlogget_med_tekst(yonas)
    fane = logg_inn_i_ny_fane(side, "mari")
    expect(dialog(side)).to_have_accessible_name("Du er logget inn som en annen")
    expect(yonas.status("morsmaal")).to_contain_text("Du er logget inn som en annen")
    assert "morsmaal" not in i_basen("Yonas Tesfalem")
    fane.get_by_role("button", name="Logg ut").first.click()
    fane.get_by_role("button", name=NAVN["per"]).click()
    expect(fane.get_by_role("heading", level=1)).to_have_text("Arbeidsflate")
    expect(dialog(side)).to_be_hidden()
    vent_til(lambda: i_basen("Yonas Tesfalem").get("morsmaal") == ["ti"], "lagret", 30)
    expect(yonas.kontroll("morsmaal")).to_have_value("tigrinja")


def test_H4_etter_utlogging_er_siden_borte(per):
    per.side.goto("/mottak/oppgaver")
    per.side.get_by_role("button", name="Logg ut").first.click()
    expect(per.side.get_by_role("heading", level=1)).to_have_text("Logg inn")
    per.side.go_back()
    expect(per.side.get_by_role("heading", level=1)).to_have_text("Logg inn")
    assert "Yonas" not in per.side.content()
