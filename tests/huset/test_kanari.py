"""Group C: canary texts in internal remarks of every age, looked for in every answer, log, notice, file and dump."""

import logging

import pytest
from stoette import gjoer, innsyn
from stoette.filer import dumpen, filene
from stoette.klient import EPOST, Klient
from stoette.ruter import alle_sider, ruter

from app import worker
from app.domain.samtale import merknad, merknadutkast, svar
from app.domain.tid import i_dag
from app.web.imdi import fordelingsklare

FOERSTE, SENDT, UTKAST = "Kanarifugl-a1 forseglet", "Kanarifugl-b2 sendt siden", "Kanarifugl-c3 skrives"
FELT = "intern_merknad"
UBRUKTE = ("innlogging.logg_ut", "innlogging.demo", "innlogginger.avslutt")


@pytest.fixture
def yonas(app, som) -> innsyn.Ider:
    """Completed with a remark, another was sent since, and a third is being written; søkt ut to Oslo, where Oda is."""
    per, ider = som("per"), innsyn.ider("Yonas Tesfalem")
    gjoer.fyll_ut(per, "Yonas Tesfalem", ark={"Yonas Tesfalem": {FELT: FOERSTE}})
    assert gjoer.ferdigstill(per, ider.samtale).status_code == 303
    assert skriv(per, ider, SENDT, 0, "/varsel").status_code == 303
    assert skriv(per, ider, UTKAST, 2).status_code == 303
    data = {"kommune": "Alna", "dato": f"{i_dag()}", "hvem": ider.beboer}
    assert som("siri").post(f"/fordelingsklare/{ider.samtale}/soekt-ut", data).status_code == 303
    return ider


def skriv(av: Klient, ider: innsyn.Ider, tekst: str, versjon: int, hva: str = "", **hoder: bool):
    return av.post(f"{ider.skjema}/merknad{hva}", {FELT: tekst, f"v.{FELT}": str(versjon)}, **hoder)


def sett(tekst: str) -> set[str]:
    return {kanari for kanari in (FOERSTE, SENDT, UTKAST) if kanari in tekst or kanari.split()[0] in tekst}


def test_hver_side_som_hver_rolle(app, som, yonas):
    """C1, C2, C4, C11: the sealed are read on IMDi's page of the household only, the draft on the mottak's form only.

    Oda, whose kommune is to settle Yonas, reads him, and none of it; nor does whoever is not logged in.
    """
    hos_imdi, funnet = f"/fordelingsklare/{yonas.samtale}", {}
    hos_oda = f"/soekt-ut/{yonas.husstand}"
    varslene = {
        rad.anledning: rad.id
        for rad in innsyn.les("SELECT anledning, id FROM varsel WHERE samtale_id = :s", s=yonas.samtale)
    }
    assert {"fordelingsklar", "intern_merknad", "soekt_ut"} <= set(varslene)
    sider = {
        s
        for v in varslene.values()
        for s in alle_sider(app, yonas.samtale, yonas.beboer, husstand=yonas.husstand, varsel=v)
    }
    assert hos_imdi in sider and "Yonas Tesfalem" in Klient(app, "oda").get(hos_oda).text and hos_oda in sider
    klienter = {navn: Klient(app, navn, inspisert=False) for navn in EPOST} | {
        "ingen": Klient(app, "per", inspisert=False)
    }
    assert klienter["ingen"].post("/logg-ut").status_code == 303
    for bruker, klient in klienter.items():
        for adresse in sorted(sider):
            for htmx in (False, True):
                if kanarier := sett(klient.get(adresse, htmx=htmx).text):
                    funnet.setdefault((bruker, adresse), set()).update(kanarier)
    assert funnet == {
        ("siri", hos_imdi): {FOERSTE, SENDT},
        ("siri", f"{hos_imdi}/dokument"): {FOERSTE, SENDT},
        ("per", yonas.skjema): {UTKAST},
        ("mari", yonas.skjema): {UTKAST},
    }


def test_ingen_post_svarer_med_teksten(app, som, yonas):
    """C1, C3: refusals, conflicts and error pages of every route that writes, asked about this very person. What came
    too late in a plain form is offered below the draft that stands there, to those whose form shows it."""
    for bruker in EPOST:
        klient = Klient(app, bruker, inspisert=False)
        for rute in ruter(app):
            if rute.metode == "POST" and rute.endepunkt not in UBRUKTE:
                for htmx in (False, True):
                    data = {FELT: "noe annet", f"v.{FELT}": "0", "lest": "{}", "soeketekst": "Kanarifugl"}
                    adresse = rute.adresse(yonas.samtale, yonas.beboer, husstand=yonas.husstand)
                    svar = klient.post(adresse, data, htmx=htmx)
                    tilbudt = (
                        {UTKAST} if (bruker in ("per", "mari") and svar.status_code == 409 and not htmx) else set()
                    )
                    funnet = sett(svar.text.replace('value="Kanarifugl"', ""))
                    assert funnet <= tilbudt, (bruker, rute, svar.status_code)


def test_soek_og_sortering_er_ikke_et_orakel(app, som, yonas):
    """C4: a search for the text finds what a search for nonsense does."""
    for bruker, rom in (("per", "/mottak/beboere"), ("siri", "/fordelingsklare")):
        klient = som(bruker)
        treff = [
            klient.get(klient.post(f"{rom}/soek", {"soeketekst": tekst}).location).text.count("<tbody")
            for tekst in (FOERSTE, "Kanarifugl", "Xyzzyfugl-a1 forseglet")
        ]
        assert treff == [0, 0, 0]


@pytest.mark.begge_lagre
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
        worker.runde(app)
    assert "i forseglingen" in caplog.text and not sett(caplog.text)
    assert "INSERT INTO" in dumpen(merke) or "COPY public." in dumpen(merke)
    assert not sett(innsyn.dump(uten=()) + dumpen(merke))
    assert b"Kanarifugl" not in filene(merke)
    mappe = app.extensions["mottak_config"].data
    lagt = [fil.read_bytes() for fil in mappe.rglob("*") if fil.is_file()]
    assert sum(b"Det er nye opplysninger i en sak." in brev for brev in lagt) == 1
    assert not [fil for fil in lagt if b"Kanarifugl" in fil]


@pytest.mark.parametrize("hvor", ["lagring", "ferdigstilling", "lesing"])
def test_feilsiden_og_loggen_holder_ikke_teksten_naar_noe_svikter(app, som, caplog, monkeypatch, hvor):
    """C1, C6: a failure in the middle of the autosave, of the sealing, and of IMDi's page, after the decryption."""
    per, siri, ider = som("per"), som("siri"), innsyn.ider("Yonas Tesfalem")
    gjoer.fyll_ut(per, "Yonas Tesfalem", ark={"Yonas Tesfalem": {FELT: FOERSTE}})
    lest = gjoer.les_gjennom(per, ider.samtale)
    if hvor == "lesing":
        assert per.post(f"/samtaler/{ider.samtale}/ferdigstilling", lest).status_code == 303

    def gaar_galt(*_argumenter: object, **_navngitte: object) -> None:
        raise RuntimeError("midt i")

    sted = {"lagring": (svar, "skriv_rad"), "ferdigstilling": (merknad, "forsegl"), "lesing": (fordelingsklare, "vis")}
    monkeypatch.setattr(*sted[hvor], gaar_galt)
    with caplog.at_level(logging.DEBUG):
        feil = {
            "lagring": lambda: per.lagre(ider.skjema, FELT, UTKAST, 1),
            "ferdigstilling": lambda: per.post(f"/samtaler/{ider.samtale}/ferdigstilling", lest),
            "lesing": lambda: siri.get(f"/fordelingsklare/{ider.samtale}"),
        }[hvor]()
    assert feil.status_code == 500 and not sett(feil.text)
    assert "midt i" in caplog.text and not sett(caplog.text)


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
    assert "merknad_uleselig" in caplog.text
