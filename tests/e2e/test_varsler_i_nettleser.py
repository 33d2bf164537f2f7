"""Notices: two about the same case are one line, which leads to the case in one step, and is then read as a whole."""

from playwright.sync_api import expect

from app.db import arbeid, sesjon
from app.domain.beboer.modell import Bosettingssamtale
from app.domain.varsel import varsel
from app.domain.varsel.anledning import Anledning
from e2e.nettleser import hent_beboer
from e2e.test_utseende import er_i_orden


def test_to_varsler_om_samme_sak_er_en_linje(per):
    with arbeid(skriver=True):
        samtale = sesjon.get_one(Bosettingssamtale, hent_beboer("Yonas Tesfalem").samtale_id)
        for anledning in (Anledning.KLAR_FOR_SAMTALE, Anledning.HUSSTAND_ENDRET):
            varsel.send_varsel(anledning, samtale_id=samtale.id, mottak_id=samtale.mottak_id)
    sesjon.remove()
    side = per.side
    side.goto("/varsler")
    om_yonas = side.get_by_role("listitem").filter(has_text="Yonas Tesfalem")
    expect(om_yonas).to_have_count(1)
    expect(om_yonas).to_contain_text("Før det: En person eller familie er klar for bosettingssamtale.")
    expect(om_yonas.get_by_text("Nytt", exact=True)).to_be_visible()
    er_i_orden(per, "varsler, to i én")
    om_yonas.get_by_role("button").click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Bosettingssamtale")
    side.goto("/varsler")
    expect(om_yonas).to_have_count(1)
    expect(om_yonas.get_by_text("Nytt", exact=True)).to_have_count(0)
