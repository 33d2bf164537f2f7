"""Group C: canary texts in internal remarks of every age, looked for in every answer, log, notice, file and dump."""

import logging

import pytest
from stoette import gjoer, innsyn
from stoette.filer import filene
from stoette.klient import EPOST, Klient
from stoette.ruter import alle_sider, ruter

from app.domain import merknadutkast

FOERSTE, SENDT, UTKAST = "Kanarifugl-a1 forseglet", "Kanarifugl-b2 sendt siden", "Kanarifugl-c3 skrives"
FELT = "intern_merknad"
UBRUKTE = ("innlogging.logg_ut", "innlogging.demo", "innlogginger.avslutt")


@pytest.fixture
def yonas(app, som) -> innsyn.Ider:
    """Completed with a remark, another was sent since, and a third is being written."""
    per, ider = som("per"), innsyn.ider("Yonas Tesfalem")
    gjoer.fyll_ut(per, "Yonas Tesfalem", ark={"Yonas Tesfalem": {FELT: FOERSTE}})
    assert gjoer.ferdigstill(per, ider.samtale).status_code == 303
    assert skriv(per, ider, SENDT, 0, "/varsel").status_code == 303
    assert skriv(per, ider, UTKAST, 2).status_code == 303
    return ider


def skriv(av: Klient, ider: innsyn.Ider, tekst: str, versjon: int, hva: str = "", **hoder: bool):
    return av.post(f"{ider.skjema}/merknad{hva}", {FELT: tekst, f"v.{FELT}": str(versjon)}, **hoder)


def sett(tekst: str) -> set[str]:
    return {kanari for kanari in (FOERSTE, SENDT, UTKAST) if kanari in tekst or kanari.split()[0] in tekst}


def test_hver_side_som_hver_rolle(app, som, yonas):
    """C1, C2, C4: the sealed are read on IMDi's page of the household only, the draft on the mottak's form only."""
    hos_imdi, funnet = f"/fordelingsklare/{yonas.samtale}", {}
    for bruker in EPOST:
        klient = Klient(app, bruker, inspisert=False)
        for adresse in alle_sider(app, yonas.samtale, yonas.beboer):
            for htmx in (False, True):
                if kanarier := sett(klient.get(adresse, htmx=htmx).text):
                    funnet.setdefault((bruker, adresse), set()).update(kanarier)
    assert funnet == {
        ("siri", hos_imdi): {FOERSTE, SENDT},
        ("per", yonas.skjema): {UTKAST},
        ("mari", yonas.skjema): {UTKAST},
    }


def test_ingen_post_svarer_med_teksten(app, som, yonas):
    """C1, C3: refusals, conflicts and error pages of every route that writes, asked about this very person."""
    for bruker in EPOST:
        klient = Klient(app, bruker, inspisert=False)
        for rute in ruter(app):
            if rute.metode == "POST" and rute.endepunkt not in UBRUKTE:
                for htmx in (False, True):
                    data = {FELT: "noe annet", f"v.{FELT}": "0", "lest": "{}", "soeketekst": "Kanarifugl"}
                    svar = klient.post(rute.adresse(yonas.samtale, yonas.beboer), data, htmx=htmx)
                    assert not sett(svar.text.replace('value="Kanarifugl"', "")), (bruker, rute, svar.status_code)


def test_soek_og_sortering_er_ikke_et_orakel(app, som, yonas):
    """C4: a search for the text finds what a search for nonsense does."""
    for bruker, rom in (("per", "/mottak/beboere"), ("siri", "/fordelingsklare")):
        klient = som(bruker)
        treff = [
            klient.get(klient.post(f"{rom}/soek", {"soeketekst": tekst}).location).text.count("<tbody")
            for tekst in (FOERSTE, "Kanarifugl", "Xyzzyfugl-a1 forseglet")
        ]
        assert treff == [0, 0, 0]


def test_logg_varsler_filer_og_dump_er_uten_tekst(app, som, merke, caplog, monkeypatch):
    """C5 to C7: also after a failure in the middle of a late remark."""
    per, ider = som("per"), innsyn.ider("Yonas Tesfalem")
    with caplog.at_level(logging.DEBUG):
        gjoer.fyll_ut(per, "Yonas Tesfalem", ark={"Yonas Tesfalem": {FELT: FOERSTE}})
        assert gjoer.ferdigstill(per, ider.samtale).status_code == 303
        assert skriv(per, ider, UTKAST, 0).status_code == 303

        def gaar_galt(*_argumenter: object) -> None:
            raise RuntimeError("i forseglingen")

        with monkeypatch.context() as m:
            m.setattr(merknadutkast, "_forsegl", gaar_galt)
            feil = skriv(per, ider, UTKAST + " mer", 1, "/varsel")
        assert feil.status_code == 500 and not sett(feil.text)
        assert skriv(per, ider, SENDT, 1, "/varsel").status_code == 303
        som("siri").get(f"/fordelingsklare/{ider.samtale}")
    assert "i forseglingen" in caplog.text and not sett(caplog.text)
    assert not sett(innsyn.dump(uten=()))
    assert b"Kanarifugl" not in filene(merke)


def test_byttede_tekster_oppdages(app, som, yonas, caplog):
    """C8: the ciphertext of one person moved to another's row is not shown, and the operator is told."""
    hassan = innsyn.ider(
        innsyn.en(
            "SELECT fornavn || ' ' || etternavn FROM beboer WHERE bosetting = 'fordelingsklar' AND id <> :y",
            y=yonas.beboer,
        )
    )
    fremmed = innsyn.en("SELECT kryptert FROM merknad WHERE beboer_id = :b ORDER BY forseglet", b=yonas.beboer)
    innsyn.skriv("UPDATE merknad SET kryptert = :k WHERE beboer_id = :b", k=fremmed, b=hassan.beboer)
    side = som("siri").get(f"/fordelingsklare/{hassan.samtale}").text
    assert "Teksten kan ikke vises." in side and not sett(side)
    assert "cannot be decrypted" in caplog.text
