"""Fordelingsklare: IMDi's list over every mottak, the page of one household, and the log of who has read it."""

import re
from datetime import timedelta

import pytest
from stoette import gjoer, innsyn
from stoette.gjoer import FAMILIEN
from stoette.klient import Klient
from stoette.registeret import flytt, importer, rad
from stoette.ruter import INGEN
from stoette.sider import ord_i

from app.db import arbeid
from app.demo.mengde import mange_beboere
from app.domain.bosetting import sak
from app.domain.tid import klokke, naa
from app.web.imdi import fordelingsklare

pytestmark = pytest.mark.begge_lagre

HASSAN_DUF = "SELECT duf_nummer FROM beboer WHERE etternavn = :n"


@pytest.fixture
def hassan(app) -> innsyn.Ider:
    """Completed three weeks ago, with an internal remark (P6)."""
    return innsyn.ider(innsyn.en("SELECT fornavn || ' ' || etternavn FROM beboer WHERE bosetting = 'fordelingsklar'"))


def lest(samtale: str | None) -> int:
    return innsyn.antall("hendelse", handling="sak_lest", samtale_id=samtale)


def ider(klient: Klient, adresse: str) -> list[str]:
    """The interviews on a page, from the top."""
    return re.findall(r'id="n-([0-9a-f]{32})" href=', klient.get(adresse).text)


def titlene(klient: Klient, adresse: str) -> list[str]:
    return re.findall(r'id="n-[0-9a-f]{32}" href="[^"]*">([^<]+)</a>', klient.get(adresse).text)


def test_listen_har_alle_mottak_og_bare_ferdigstilte(app, som):
    siri = som("siri")
    assert gjoer_ferdig(som("hamid"), "Zahra Noorzad")
    navn = titlene(siri, "/fordelingsklare")
    assert "Zahra Noorzad" in navn and len(navn) == 2
    alle = titlene(siri, "/fordelingsklare?status=alle")
    assert len(alle) == 3 and set(navn) < set(alle) and "Yonas Tesfalem" not in alle
    bjo = innsyn.mottak_id("Bjørkåsen")
    assert titlene(siri, f"/fordelingsklare?mottak={bjo}") == ["Zahra Noorzad"]
    assert titlene(siri, "/fordelingsklare?status=soekt_ut") == sorted(set(alle) - set(navn))
    assert titlene(siri, "/fordelingsklare?status=tull") == [] == titlene(siri, "/fordelingsklare?mottak=tull")


def gjoer_ferdig(klient: Klient, navn: str) -> str:
    gjoer.fyll_ut(klient, navn)
    samtale = innsyn.ider(navn).samtale
    assert gjoer.ferdigstill(klient, samtale).status_code == 303
    return str(samtale)


def test_den_som_har_ventet_lengst_staar_oeverst(app, som):
    """F78: the days are counted from the completion."""
    gjoer_ferdig(som("hamid"), "Zahra Noorzad")
    siri = som("siri")
    lengst = titlene(siri, "/fordelingsklare")
    assert lengst[1] == "Zahra Noorzad" and titlene(siri, "/fordelingsklare?sorter=-ventet") == lengst[::-1]
    assert {"21 dager", "0 dager"} <= set(re.findall(r"[0-9]+ dager", siri.get("/fordelingsklare").text))
    for sorter in ("navn", "-navn", "mottak", "-mottak", "tull"):
        assert sorted(titlene(siri, f"/fordelingsklare?sorter={sorter}")) == sorted(lengst)


def test_sider_paa_femti_i_fast_rekkefoelge(app, som):
    """Everyone once, fifty at a time; those who have waited equally long in the order of their ids."""
    siri, da = som("siri"), naa() - timedelta(days=30)
    (lengst,) = titlene(siri, "/fordelingsklare")
    with klokke(lambda: da), arbeid(skriver=True):
        mange_beboere(330)
    sider = [ider(siri, f"/fordelingsklare?side={nr}") for nr in (1, 2, 3, 9)]
    assert [len(side) for side in sider] == [50, 50, 11, 11] and sider[2] == sider[3]
    alle = [rad[0] for rad in innsyn.les("SELECT samtale_id FROM beboer WHERE bosetting = 'fordelingsklar'")]
    assert sorted(sum(sider[:3], [])) == sorted(alle)
    like = [*sider[0], *sider[1], *sider[2]]
    like.remove(innsyn.ider(lengst).samtale)
    assert like == sorted(like)


def test_flere_enn_tusen_telles_ikke(app, som, monkeypatch):
    """What a list costs does not grow with the country: it says «Over», and every page is still there."""
    monkeypatch.setattr("app.domain.liste.FLEST_TALT", 60)
    with arbeid(skriver=True):
        mange_beboere(330)
    siri = som("siri")
    foerste, siste = (siri.get(f"/fordelingsklare?side={nr}").text for nr in (1, 3))
    assert "Over 60 husstander, side 1" in " ".join(foerste.split()) and 'rel="next"' in foerste
    assert "111 husstander, side 3 av 3" in " ".join(siste.split()) and 'rel="next"' not in siste
    assert siri.get(f"/fordelingsklare?side={10**30}").status_code == 200
    assert "Over 60 beboere" in som("per").get("/mottak/beboere").text


def test_dagen_paa_beboeren_er_samtalens(app, som):
    """The list reads it on each member: whoever is interviewed has the interview's own, and nobody else has any."""
    gjoer.fyll_ut(som("per"), *FAMILIEN)
    assert gjoer.ferdigstill(som("per"), innsyn.ider("Rami Khaldoun").samtale).status_code == 303
    ulike = innsyn.les(
        "SELECT b.fornavn FROM beboer b LEFT JOIN bosettingssamtale s ON s.id = b.samtale_id "
        "AND s.status = 'gjennomfoert' WHERE b.ferdigstilt IS DISTINCT FROM s.ferdigstilt"
    )
    assert ulike == [] and innsyn.en("SELECT count(*) FROM beboer WHERE ferdigstilt IS NOT NULL") >= 6


def test_den_som_har_flyttet_staar_ved_mottaket_hun_bor_ved(app, som):
    """The mottak that IMDi has to do with is the one where she lives, not the one that held the interview."""
    siri = som("siri")
    flytt("Hassan Warsameh")
    (hassan,) = titlene(siri, f"/fordelingsklare?mottak={innsyn.mottak_id('Fjordgl')}")
    assert hassan == "Hassan Warsameh"
    assert hassan not in titlene(siri, f"/fordelingsklare?mottak={innsyn.mottak_id('Furulia')}&status=alle")
    linje = siri.get("/fordelingsklare").text.split(hassan)[1].split("</tr>")[0]
    assert "Fjordgløtt integreringsmottak" in linje and "Furulia" not in linje


def test_et_medlem_som_er_trukket_venter_ikke_lenger(app, som):
    gjoer.fyll_ut(som("per"), *FAMILIEN)
    assert gjoer.ferdigstill(som("per"), innsyn.ider("Rami Khaldoun").samtale).status_code == 303
    siri = som("siri")
    assert "Noor" in siri.get("/fordelingsklare").text
    importer(rad("Noor Khaldoun", trukket="ja"))
    side = siri.get("/fordelingsklare").text
    assert "Familien Khaldoun" in side and "Trukket" in side.partition("<table")[2]
    innsyn.skriv("UPDATE beboer SET trukket = :t WHERE trukket IS NOT NULL", t=innsyn.foer(days=366))
    assert "Noor" not in siri.get("/fordelingsklare").text


def test_sok_paa_navn_og_duf_staar_ikke_i_adressen(app, som, hassan):
    siri = som("siri")
    duf, navn = innsyn.les("SELECT duf_nummer, etternavn FROM beboer WHERE id = :i", i=hassan.beboer)[0]
    for tekst in (duf, f"{duf[:4]} {duf[4:10]} {duf[10:]}", navn.lower()):
        svar = siri.post("/fordelingsklare/soek", {"soeketekst": tekst})
        assert svar.status_code == 303 and navn.lower() not in svar.location.lower() and duf not in svar.location
        assert [t.split()[-1] for t in titlene(siri, svar.location)] == [navn]
    ingen = siri.post("/fordelingsklare/soek", {"soeketekst": "Tesfalem"}).location
    assert titlene(siri, ingen) == [], "den som ikke er ferdigstilt"


def test_skjermede_finnes_ikke(app, som, hassan):
    """E1, L13."""
    siri = som("siri")
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE id = :i", i=hassan.beboer)
    assert titlene(siri, "/fordelingsklare") == []
    assert siri.get(f"/fordelingsklare/{hassan.samtale}").status_code == 404


def test_historikken_har_en_grense_og_sier_den(app, som, hassan, monkeypatch):
    adresse = f"/fordelingsklare/{hassan.samtale}/historikk"
    assert "siste lagringene vises" not in som("siri").get(adresse).text
    for modul in (sak, fordelingsklare):
        monkeypatch.setattr(modul, "HOEYST_VERSJONER", 2)
    avkortet = som("siri").get(adresse).text
    assert "Bare de 2 siste lagringene vises." in avkortet and avkortet.count('<th scope="row"') == 2


def test_siden_viser_merknaden_og_hver_lesing_logges(app, som, hassan):
    """C2, P1: one row per view, also of the history; a refused one is no view."""
    siri = som("siri")
    side = siri.get(f"/fordelingsklare/{hassan.samtale}")
    assert "Ta kontakt med mottaket før fordeling." in side.text and "Per Lia" in side.text
    assert "Drev egen butikk" in side.text and lest(hassan.samtale) == 1
    historikk = siri.get(f"/fordelingsklare/{hassan.samtale}/historikk")
    assert "Siri IMDi-Saksen" in ord_i(historikk.text) and lest(hassan.samtale) == 2
    assert "Ta kontakt med mottaket" not in historikk.text, "utkastet var mottakets"
    assert "Drev egen butikk" in historikk.text
    assert siri.get(f"/fordelingsklare/{INGEN}").status_code == 404
    for bruker in ("per", "kari", "tuva", "hamid"):
        assert som(bruker).get(f"/fordelingsklare/{hassan.samtale}").status_code == 403
    assert lest(hassan.samtale) == 2 and innsyn.antall("hendelse", handling="sak_lest") == 2
    (rad,) = innsyn.les("SELECT DISTINCT bruker_id, detalj, felt FROM hendelse WHERE handling = 'sak_lest'")
    assert tuple(rad) == (siri.id, None, None)


def test_uferdig_samtale_finnes_ikke_for_imdi(app, som):
    """The draft belongs to the mottak: the same 404, to the byte, as what does not exist; and nothing is logged."""
    siri, yonas = som("siri"), innsyn.ider("Yonas Tesfalem")
    assert siri.get(f"/fordelingsklare/{yonas.samtale}").status_code == 404
    assert siri.get(f"/fordelingsklare/{yonas.samtale}/historikk").status_code == 404
    assert lest(yonas.samtale) == 0


def test_lesingen_er_lagret_foer_svaret_sendes(app, som, hassan, monkeypatch):
    """P1: where the row cannot be written, there is no page."""

    siri = som("siri")

    def gaar_galt(*_argumenter, **_navngitte):
        raise RuntimeError("loggen")

    monkeypatch.setattr("app.domain.logg.hendelse.noter", gaar_galt)
    svar = siri.get(f"/fordelingsklare/{hassan.samtale}")
    assert svar.status_code == 500 and "Ta kontakt med mottaket" not in svar.text
