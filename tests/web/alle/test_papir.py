"""The form on paper, and the interview guide: every question by the screen's numbers, in the reader's language."""

import re
from dataclasses import asdict

import pytest
from stoette import innsyn
from stoette.klient import Klient
from stoette.sider import tre

from app import pdf
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.skjema.grammatikk import Felt, Liste
from app.spraak import Spraak
from app.spraak.katalog import katalog
from app.web.alle.papir import RADER, SPOERRES

LEDD = [ledd for seksjon in KARTLEGGING.seksjoner for ledd in seksjon.ledd]
FELTER = [felt for ledd in LEDD for felt in (ledd.felter if isinstance(ledd, Liste) else [ledd])]


def ark(monkeypatch, klient: Klient, navn: str) -> list[str]:
    """Every text of the sheet; that the sheet shows what it is given, tests/huset/test_pdf.py sees."""
    gitt = []
    with monkeypatch.context() as fanget:
        fanget.setattr(pdf, "lag", lambda dokument: gitt.append(dokument) or b"%PDF")
        svar = klient.get(f"/hjelp/{navn}")
    assert svar.status_code == 200 and svar.headers["Content-Disposition"] == f"attachment; filename={navn}.pdf"
    return [linje for tekst in pdf._alle(asdict(gitt[0])) for linje in tekst.split("\n")]


def test_begge_lar_seg_sette(som) -> None:
    for navn in ("tomt-skjema", "intervjuguide"):
        lest = re.sub(r"\s+", " ", som("per").get(f"/hjelp/{navn}").text)
        assert "2.1 Morsmål *" in lest and "5.2 Relasjon" in lest and "Side 1 av" in lest


def test_det_tomme_skjemaet_har_hvert_spoersmaal_med_skjermens_nummer(som, monkeypatch) -> None:
    tekst, nr = ark(monkeypatch, som("per"), "tomt-skjema"), KARTLEGGING.numre
    for seksjon in KARTLEGGING.seksjoner:
        assert f"{nr[f'seksjon-{seksjon.navn}']} {seksjon.tittel}" in tekst
    for ledd in LEDD:
        if isinstance(ledd, Felt):
            assert f"{nr[ledd.navn]} {ledd.ledetekst}{' *' * ledd.paakrevd}" in tekst
        else:
            rader = {f"{nr[ledd.navn]} {ledd.entall.capitalize()} {rad}" for rad in range(1, RADER + 1)}
            assert rader <= set(tekst)
            assert all(tekst.count(f"{felt.ledetekst}{' *' * felt.paakrevd}") >= RADER for felt in ledd.felter)
    valgene = {str(valg) for felt in FELTER for valg in getattr(felt.type, "valg", {}).values()}
    assert len(valgene) > 30 and valgene <= set(tekst)
    assert "Makuleres når svarene er skrevet inn" in tekst


def test_intervjuguiden_har_det_som_staar_bak_hvert_spoersmaalstegn(som, monkeypatch) -> None:
    tekst = ark(monkeypatch, som("nils"), "intervjuguide")
    assert len(FELTER) > 30 and {felt.hjelp for felt in FELTER} <= set(tekst)
    assert {felt.advarsel for felt in FELTER if felt.advarsel} <= set(tekst)
    assert tekst.count("Bare når «Har personen tilknytning til en kommune?» er «Ja».") == 1
    assert "Bare under 16 år." in tekst and "Bare om enslige mindreårige." in tekst


@pytest.mark.parametrize("spraak", [Spraak.NYNORSK, Spraak.ENGELSK])
def test_begge_er_paa_leserens_spraak(som, monkeypatch, spraak) -> None:
    per = som("per")
    innsyn.skriv("UPDATE bruker SET spraak = :s WHERE id = :i", s=spraak, i=per.id)
    skjema, guide = (ark(monkeypatch, per, navn) for navn in ("tomt-skjema", "intervjuguide"))
    for felt in FELTER:
        spoersmaal, hjelp = katalog(spraak).gettext(felt.ledetekst), katalog(spraak).gettext(felt.hjelp)
        assert any(spoersmaal in linje for linje in skjema) and hjelp in guide
    assert not [linje for linje in (*skjema, *guide) if linje.startswith("Bare ")]


def test_skjermen_har_de_samme_numrene(som) -> None:
    """On each label of the form that Yonas, who is grown up, is asked; none in a row."""
    per, nr = som("per"), KARTLEGGING.numre
    side = per.get(per.aapne("Yonas Tesfalem"))
    paa_siden = {e.get("data-nr") for e in tre(side).iter() if e.get("data-nr")}
    felter = {e.get("data-sti") for e in tre(side).iter() if "." not in e.get("data-sti", ".")}
    assert len(felter) > 15 and {nr[navn] for navn in felter} <= paa_siden <= set(nr.values())


def test_hver_som_noe_spoerres_om_er_sagt_med_ord() -> None:
    assert {felt.gjelder for felt in FELTER} <= SPOERRES.keys()


def test_hjelpesiden_har_begge(som) -> None:
    side = som("kari").get("/hjelp").text
    assert ">Tomt skjema (PDF)</a>" in side and ">Intervjuguide (PDF)</a>" in side
