"""The lists of people in a browser: what stands open survives Back, and the search is the same in each (F49, F50)."""

from playwright.sync_api import expect

from e2e.nettleser import Vindu
from e2e.test_utseende import er_i_orden


def aapne(vindu: Vindu) -> int:
    return vindu.side.locator("details.detaljer[open]").count()


def test_F49_det_som_staar_aapent_overlever_tilbake(per):
    side = per.side
    side.goto("/mottak/beboere")
    yonas = side.locator("tbody", has_text="Yonas Tesfalem")
    yonas.get_by_text("Vis detaljer").click()
    expect(yonas.get_by_text("Statsborgerskap")).to_be_visible()
    side.goto("/kommuner")
    side.go_back()
    expect(yonas.get_by_text("Statsborgerskap")).to_be_visible()
    assert aapne(per) == 1
    yonas.get_by_text("Skjul detaljer", exact=True).click()
    expect(yonas.get_by_text("Statsborgerskap")).to_be_hidden()
    assert "detaljer" not in side.url
    side.get_by_role("link", name="Vis detaljer for alle").click()
    alle = aapne(per)
    assert alle > 10
    yonas.get_by_text("Skjul detaljer", exact=True).click()
    side.goto("/kommuner")
    side.go_back()
    assert aapne(per) == alle - 1


def test_F50_soeket_i_oppgavelisten(per):
    side = per.side
    side.goto("/mottak/oppgaver")
    er_i_orden(per, "oppgavelisten")
    felt = side.get_by_label("Søk etter navn eller DUF-nummer")
    felt.fill("Jonas")
    felt.press("Enter")
    expect(side.get_by_text("Treff på lignende navn: Yonas")).to_be_visible()
    expect(side.get_by_role("heading", level=2)).to_have_count(1)
    assert "onas" not in side.url
    er_i_orden(per, "oppgavelisten med treff på lignende navn")
    side.get_by_label("Søk etter navn eller DUF-nummer").fill("Ingensomheterdet")
    side.get_by_role("button", name="Søk").click()
    expect(side.get_by_text("Ingen oppgaver passer med søket.")).to_be_visible()
    er_i_orden(per, "oppgavelisten uten treff")
    side.goto("/kommuner?q=Trondhiem")
    expect(side.get_by_text("Mente du Trondheim")).to_be_visible()
    er_i_orden(per, "mente du")
