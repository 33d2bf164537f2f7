"""The kommune pages in a browser: hits while one types, and every page and state without a fault for axe."""

from playwright.sync_api import expect
from stoette import innsyn

from e2e.nettleser import fyll_ut
from e2e.test_utseende import er_i_orden


def test_treffene_kommer_mens_man_skriver(per):
    side = per.side
    side.goto("/kommuner")
    soek = side.get_by_label("Søk etter kommune eller bydel")
    soek.press_sequentially("hero")
    expect(side.get_by_role("link", name="Herøy (Nordland)")).to_be_visible()
    expect(side.locator("#antall-treff")).to_have_text("2 treff")
    expect(soek).to_be_focused()
    soek.press_sequentially("xx")
    expect(side.locator("#antall-treff")).to_have_text("0 treff")
    expect(side.get_by_text("Ingen kommune eller bydel passer")).to_be_visible()
    soek.fill("alna")
    soek.press("Enter")
    expect(side.get_by_role("heading", level=1)).to_have_text("Kommuner")
    side.get_by_role("link", name="Alna (bydel i Oslo)").click()
    expect(side.get_by_text("Sist bekreftet")).to_be_visible()
    er_i_orden(per, "siden om en bydel")


def test_kommunens_sider(nytt_vindu):
    oda = nytt_vindu("oda")
    oda.forvent("422")
    side = oda.side
    for adresse in ("/", "/kommuner?q=oslo", "/kommuner/0301", "/kommuner/0301/kontakt", "/kommuner/meldte-feil"):
        side.goto(adresse)
        er_i_orden(oda, adresse)
    side.goto("/kommuner/0301/feil")
    side.get_by_role("button", name="Send melding").click()
    expect(side.get_by_text("Dette feltet må fylles ut.", exact=True)).to_be_visible()
    er_i_orden(oda, "melding som er avvist")
    side.goto("/")
    side.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Søkt ut til oss").click()
    er_i_orden(oda, "søkt ut til oss")
    side.get_by_role("link", name="Mahmoud Darwishi").click()
    expect(side.get_by_text("Ønsker å arbeide som baker.")).to_be_visible()
    er_i_orden(oda, "husstanden")


def test_slik_kommunen_ser_det(per):
    fyll_ut("Yonas Tesfalem", intern_merknad="Bare for IMDi.", interesser="Sjakk")
    side = per.side
    side.goto(f"/samtaler/{innsyn.ider('Yonas Tesfalem').samtale}/ferdigstilling")
    expect(side.get_by_text("Bare for IMDi.")).to_be_visible()
    side.get_by_role("link", name="Slik kommunen ser det").click()
    expect(side.get_by_text("Sjakk")).to_be_visible()
    expect(side.get_by_text("Bare for IMDi.")).to_have_count(0)
    er_i_orden(per, "slik kommunen ser det")


def test_kommunefeltet_sier_hva_det_forsto_og_forslaget_kan_velges(per):
    """By the keyboard and by the pointer: what is offered is written in the field, and stored."""
    yonas = per.gjennomfoer("Yonas Tesfalem")
    yonas.forvent("422")
    yonas.velg("har_tilknytning", "Ja")
    yonas.side.get_by_role("button", name="Legg til relasjon").click()
    expect(yonas.side.get_by_role("group", name="Relasjon 1")).to_be_focused()
    yonas.kontroll(".kommune").fill("Oslo kommune, bydel Alna")
    yonas.kontroll(".telefon").focus()
    expect(yonas.status(".kommune")).to_contain_text("Forstått som «Alna (bydel i Oslo)»")
    for velg in (lambda knapp: knapp.click(), lambda knapp: knapp.press("Enter")):
        yonas.kontroll(".kommune").fill("Trondhiem")
        yonas.kontroll(".telefon").focus()
        velg(yonas.status(".kommune").get_by_role("button", name="Trondheim"))
        expect(yonas.kontroll(".kommune")).to_have_value("Trondheim")
        yonas.er_lagret(".kommune")
