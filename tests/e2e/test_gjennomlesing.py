"""The read-through as check-answers: an answer is changed and come back to, the empty is folded, rows have names."""

import re

from playwright.sync_api import expect

from e2e.nettleser import fyll_ut
from e2e.test_utseende import er_i_orden


def les(per, tittel):
    per.gjennomfoer(tittel)
    per.side.get_by_role("link", name="Ferdigstill bosettingssamtale").click()
    expect(per.side.get_by_role("heading", level=1)).to_have_text("Les gjennom bosettingssamtalen")
    return per.side


def test_endre_gaar_til_feltet_og_tilbake(per):
    fyll_ut("Yonas Tesfalem", interesser="Sjakk")
    side = les(per, "Yonas Tesfalem")
    side.get_by_role("link", name="Endre: Interesser", exact=True).click()
    expect(per.kontroll("interesser")).to_be_focused()
    per.kontroll("interesser").fill("Dam")
    tilbake = side.get_by_role("link", name="Tilbake til gjennomlesing")
    expect(tilbake).to_be_in_viewport(ratio=1)
    er_i_orden(per, "skjemaet, fra gjennomlesingen")
    tilbake.click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Les gjennom bosettingssamtalen")
    expect(side.get_by_text("Dam", exact=True)).to_be_in_viewport()
    er_i_orden(per, "gjennomlesingen, med endre")


def test_det_som_er_tomt_er_foldet(per):
    fyll_ut("Yonas Tesfalem")
    side = les(per, "Yonas Tesfalem")
    fold = side.get_by_text(re.compile(r"^\d+ valgfrie svar er tomme – vis$"))
    expect(side.get_by_role("link", name="Endre: Interesser", exact=True)).to_be_hidden()
    assert fold.count() >= 1
    for en in fold.all():
        en.click()
    side.get_by_role("link", name="Endre: Interesser", exact=True).click()
    expect(per.kontroll("interesser")).to_be_focused()


def test_radene_har_navn_og_medlemmene_faner(per):
    per.forvent("422")
    fyll_ut("Rami Khaldoun", har_tilknytning="ja", tilknytning=[{"navn": "Anna Berg"}])
    per.gjennomfoer("Familien Khaldoun")
    per.side.get_by_role("button", name="Legg til relasjon").click()
    expect(per.side.get_by_role("group", name="Relasjon 2", exact=True)).to_be_visible()
    side = les(per, "Familien Khaldoun")
    savnet = side.locator(".ds-alert").get_by_role("link", name=re.compile(r"^Relasjon 2: "))
    assert savnet.count(), "det som mangler i en rad, heter etter raden"
    faner = side.get_by_role("navigation", name="Familiemedlemmer")
    expect(faner.get_by_role("link", name="Lina Khaldoun")).to_contain_text("5 mangler")
    faner.get_by_role("link", name="Noor Khaldoun").click()
    expect(side.get_by_role("heading", name="Noor Khaldoun")).to_be_in_viewport()
    expect(faner.get_by_role("link", name="Noor Khaldoun")).to_have_attribute("aria-current", "true")
    expect(faner).to_be_in_viewport()
    side.get_by_role("button", name="Ferdigstill bosettingssamtale").click()
    expect(side.get_by_role("alert").get_by_role("heading")).to_be_focused()
    assert side.title().startswith("Feil: Les gjennom")
    er_i_orden(per, "gjennomlesingen av en familie, avvist")
