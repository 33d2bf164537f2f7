"""«Hvem har sett saken»: for IMDi, and as a sheet for the resident; and the log for whom it is about."""

import re

import pytest
from stoette import innsyn
from stoette.klient import EPOST
from stoette.sider import ord_i

from app.spraak import Spraak


@pytest.fixture
def hassan(app) -> innsyn.Ider:
    return innsyn.ider("Hassan Warsameh")


def rader(tekst: str) -> list[list[str]]:
    """The cells of the table, row by row."""
    tabellen = re.search(r"<tbody>(.*?)</tbody>", tekst, re.DOTALL)
    assert tabellen
    return [
        [ord_i(celle) for celle in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", rad, re.DOTALL)]
        for rad in tabellen[1].split("</tr>")[:-1]
    ]


def navnet(hvem: str) -> str:
    return str(innsyn.en("SELECT navn FROM bruker WHERE epost = :e", e=EPOST[hvem]))


def test_F25_imdi_ser_hvem_som_har_sett_saken_og_at_det_ses_logges(app, som, hassan) -> None:
    som("per").get(f"/mottak/beboere/{hassan.beboer}/detaljer")
    siri = som("siri")
    siri.get(f"/fordelingsklare/{hassan.samtale}")
    foer = innsyn.antall("hendelse", handling="logg_lest", samtale_id=hassan.samtale)
    viste = rader(siri.get(f"/fordelingsklare/{hassan.samtale}/innsyn").text)
    assert [rad[1:] for rad in viste[:2]] == [
        [f"{navnet('siri')} IMDi, Saksbehandler i IMDi", "Åpnet den ferdigstilte saken"],
        [f"{navnet('per')} Furulia mottak, Bosettingsansvarlig", "Åpnet en side om saken"],
    ]
    assert innsyn.antall("hendelse", handling="logg_lest", samtale_id=hassan.samtale) == foer + 1


def test_arket_har_enhet_og_rolle_og_navn_bare_naar_imdi_velger_det(app, som, hassan) -> None:
    siri, side = som("siri"), f"/fordelingsklare/{hassan.samtale}/innsyn"
    for _gang in range(3):
        siri.get(f"/fordelingsklare/{hassan.samtale}")
    arket = siri.get(f"{side}/ark").text
    assert not [rad for rad in rader(arket) if navnet("siri") in " ".join(rad)]
    assert [rad[1:] for rad in rader(arket)].count(["IMDi", "Saksbehandler i IMDi"]) == 1, "én linje for dagen"
    assert any(navnet("siri") in rad[2] for rad in rader(siri.get(f"{side}/ark?navn=1").text))


@pytest.mark.parametrize("spraak", Spraak)
def test_arket_er_paa_spraaket_som_er_valgt(app, som, hassan, spraak: Spraak) -> None:
    tekst = som("siri").get(f"/fordelingsklare/{hassan.samtale}/innsyn/ark?spraak={spraak}").text
    overskrift = {"nb": "Hvem har sett saken din", "nn": "Kven har sett saka di", "en": "Who has seen your case"}[
        spraak
    ]
    assert overskrift in tekst and f'<html lang="{spraak}"' in tekst


def test_et_ukjent_spraak_er_bokmaal_og_en_aapen_samtale_er_ingen_sak(app, som, hassan) -> None:
    siri, yonas = som("siri"), innsyn.ider("Yonas Tesfalem")
    assert '<html lang="nb"' in siri.get(f"/fordelingsklare/{hassan.samtale}/innsyn/ark?spraak=xx").text
    for sted in ("innsyn", "innsyn/ark"):
        assert siri.get(f"/fordelingsklare/{yonas.samtale}/{sted}").status_code == 404


def test_egen_aktivitet_er_bare_ens_egen_med_soekeordene(app, som) -> None:
    per = som("per")
    per.get(per.post("/mottak/beboere/soek", {"soeketekst": "tesfalem"}).location)
    egen = per.get("/aktivitet").text
    assert rader(egen)[0][1] == "Åpnet en liste 1 rad, søk: «tesfalem»"
    assert "tesfalem" not in som("mari").get("/aktivitet").text


def test_administratoren_ser_det_som_har_hendt_ved_sitt_eget_mottak(app, som) -> None:
    som("per").get("/brukere")
    som("hamid").get("/fordelingsklare")
    tekst = som("kari").get("/brukere/hendelser").text
    assert any(rad[1] == navnet("per") and rad[2].startswith("Ba om en side") for rad in rader(tekst))
    assert navnet("hamid") not in tekst
    bjo = innsyn.mottak_id("Bjørkåsen")
    assert som("kari").get(f"/brukere/hendelser?mottak={bjo}").status_code == 404
    assert navnet("hamid") in som("ellen").get(f"/brukere/hendelser?mottak={bjo}").text
    assert EPOST["per"] not in tekst
