"""Ventetid: what the worker counts by week and mottak, what is hidden, and the same in chart, table and file."""

import re
from datetime import date, timedelta

import pytest
from stoette import innsyn
from stoette.sider import ord_i, tre

from app import worker
from app.domain.bosetting import ventetid
from app.domain.tid import i_dag

ADRESSE = "/fordelingsklare/ventetid"


def regn_ut(app) -> None:
    worker.runde(app, (worker.Jobb(worker.regn_ut_tall),))


def rader(hva: str = "venter, soekt_ut, dager") -> list[tuple[object, ...]]:
    sql = f"SELECT {hva} FROM ventetall WHERE mottak_id = :m ORDER BY til_og_med"
    return [tuple(r) for r in innsyn.les(sql, m=innsyn.mottak_id("Furulia"))]


def sett(navn: str, ferdig: date, ut: date | None) -> None:
    """Completed that day, and søkt ut that day or still waiting."""
    status = "fordelingsklar" if ut is None else "soekt_ut"
    innsyn.skriv(
        "UPDATE beboer SET ferdigstilt = :f, utsoekingsdato = :u, bosetting = :b WHERE id = :id",
        f=f"{ferdig} 12:00:00", u=ut and str(ut), b=status, id=innsyn.ider(navn).beboer,
    )  # fmt: skip


@pytest.mark.begge_lagre
def test_hver_uke_teller_dem_som_ventet_da_og_de_fire_siste_ukenes_ventetid(app):
    uker = ventetid.siste_uker()
    assert all(u.isoweekday() == 7 and u < i_dag() for u in uker) and len(uker) == 12
    assert uker[-1] >= i_dag() - timedelta(days=7) and uker[-1] - uker[0] == timedelta(weeks=11)
    innsyn.skriv("UPDATE beboer SET bosetting = 'ingen_sak' WHERE bosetting <> 'ikke_klar' AND ferdigstilt IS NOT NULL")
    sett("Hassan Warsameh", uker[3], uker[6])
    sett("Mahmoud Darwishi", uker[6] + timedelta(days=1), None)
    regn_ut(app)
    venter = [rad[0] for rad in rader()]
    assert venter == [0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1], venter
    assert [rad[1:] for rad in rader()] == [(0, None)] * 6 + [(1, 21)] * 4 + [(0, None)] * 2


def test_skjermede_og_trukne_telles_ikke(app):
    uke = ventetid.siste_uker()[0]
    regn_ut(app)
    foer = rader()
    sett("Hassan Warsameh", uke, None)
    regn_ut(app)
    med = rader()
    for hva in ("skjermet = true", "skjermet = false, trukket = ferdigstilt"):
        innsyn.skriv(f"UPDATE beboer SET {hva} WHERE id = :id", id=innsyn.ider("Hassan Warsameh").beboer)
        regn_ut(app)
        assert [a[0] - b[0] for a, b in zip(med, rader(), strict=True)] == [1] * 12, (hva, foer)


def vis(venter: int, soekt_ut: int, dager: int) -> None:
    innsyn.skriv("UPDATE ventetall SET venter = :v, soekt_ut = :s, dager = :d", v=venter, s=soekt_ut, d=dager)


@pytest.mark.parametrize("mottak", [False, True])
def test_tall_under_fem_er_skjult_i_graf_tabell_og_fil(app, som, mottak):
    siri = som("siri")
    regn_ut(app)
    sti = f"?mottak={innsyn.mottak_id('Furulia')}" if mottak else ""
    vis(4, 4, 77)
    for svar in (siri.get(ADRESSE + sti), siri.get(f"{ADRESSE}/fil{sti}")):
        assert "under 5" in svar.text and "77" not in re.sub(r"[0-9a-f]{32}", "", tekst_i(svar))
    assert not tre(siri.get(ADRESSE + sti)).xpath("//*[local-name()='svg'][@class='graf']//*[local-name()='rect']")
    vis(5, 5, 77)
    side = siri.get(ADRESSE + sti)
    antall = 12 if mottak else len(innsyn.les("SELECT id FROM mottak"))
    assert len(tre(side).xpath("//*[local-name()='svg'][@class='graf']//*[local-name()='rect']")) == 2 * antall
    assert (
        ord_i(side.text).count("77 dager") == 2 * antall and "under 5" not in tekst_i(side).partition("ingen summer")[2]
    )
    linjer = siri.get(f"{ADRESSE}/fil{sti}").data.decode("utf-8-sig").splitlines()
    assert len(linjer) == antall + 1 and all(linje.endswith(";5;77") for linje in linjer[1:])


def tekst_i(svar) -> str:
    return svar.text if svar.mimetype == "text/csv" else ord_i(svar.text)


def test_grafen_har_tittel_beskrivelse_og_en_tabell_med_de_samme_tallene(app, som):
    siri = som("siri")
    regn_ut(app)
    vis(9, 9, 30)
    side = tre(siri.get(ADRESSE))
    for svg in side.xpath("//*[local-name()='svg'][contains(@class, 'graf')]"):
        assert svg.get("role") == "img"
        for id_ in svg.get("aria-labelledby").split():
            assert side.xpath(f"//*[@id='{id_}']")[0].text.strip()
    celler = [" ".join(td.text_content().split()) for td in side.xpath("//table//tbody//td")]
    assert celler == ["9", "30 dager"] * len(innsyn.les("SELECT id FROM mottak"))


def test_uten_tall_sies_det(app, som):
    svar = som("siri").get(ADRESSE)
    assert "Tallene er ikke regnet ut ennå" in svar.text and '<svg class="graf"' not in svar.text
    assert som("siri").get(f"{ADRESSE}?mottak=finnes-ikke").status_code == 200


def test_gamle_uker_gaar(app):
    regn_ut(app)
    innsyn.skriv(
        "UPDATE ventetall SET til_og_med = :u WHERE til_og_med = :f", u="2020-01-05", f=str(ventetid.siste_uker()[0])
    )
    regn_ut(app)
    assert [str(r[0])[:10] for r in rader("til_og_med")] == [str(u) for u in ventetid.siste_uker()]
