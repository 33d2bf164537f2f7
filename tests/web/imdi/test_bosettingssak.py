"""IMDi opens a case (story 5), says who is ready, and a late member gets a task alone (story 8); numbers per mottak."""

import re

import pytest
from stoette import gjoer, innsyn
from stoette.sider import ord_i

from app import worker

OLENA, YONAS = "Olena Kovalska", "Yonas Tesfalem"


def bosetting(navn: str) -> str:
    return innsyn.en("SELECT bosetting FROM beboer WHERE id = :i", i=innsyn.ider(navn).beboer)


def uten_sak() -> str:
    return innsyn.en("SELECT fornavn || ' ' || etternavn FROM beboer WHERE bosetting = 'ingen_sak'")


def duf(navn: str) -> str:
    return innsyn.en("SELECT duf_nummer FROM beboer WHERE id = :i", i=innsyn.ider(navn).beboer)


def soek(klient, nummer: str):
    return klient.post("/fordelingsklare/bosettingssak", {"duf_nummer": nummer})


def test_sak_for_en_som_ikke_er_klar_og_saa_klar(app, som):
    """Ikke klar → Bosettingssak opprettet → a task and a notice at the mottak."""
    siri, navn = som("siri"), uten_sak()
    ider = innsyn.ider(navn)
    funnet = soek(siri, duf(navn))
    assert funnet.status_code == 200 and navn in funnet.text
    sak, klar = f"/fordelingsklare/beboere/{ider.beboer}/sak", f"/fordelingsklare/beboere/{ider.beboer}/klar"
    assert sak in funnet.text and klar not in funnet.text
    assert siri.post(klar).status_code == 409, "uten sak"
    assert siri.post(sak).status_code == 303 and bosetting(navn) == "sak_opprettet"
    assert siri.post(sak).status_code == 409
    assert klar in soek(siri, duf(navn)).text
    assert siri.post(klar).status_code == 303
    samtale = innsyn.ider(navn).samtale
    assert samtale and innsyn.antall("varsel", anledning="klar_for_samtale", samtale_id=samtale) == 1
    assert navn in som("aud").get("/mottak/oppgaver").text
    assert siri.post(klar).status_code == 409
    assert innsyn.antall("hendelse", handling="sak_opprettet", beboer_id=ider.beboer, bruker_id=siri.id) == 1


def test_sak_for_en_som_er_ferdig_gjoer_henne_fordelingsklar(app, som):
    """Story 5: without a new interview; and IMDi is told."""
    siri, aud, navn = som("siri"), som("aud"), uten_sak()
    ider = innsyn.ider(navn)
    assert aud.post(f"/mottak/beboere/{ider.beboer}/samtale").status_code == 303
    gjoer.fyll_ut(aud, navn)
    samtale = innsyn.ider(navn).samtale
    assert gjoer.ferdigstill(aud, samtale).status_code == 303 and bosetting(navn) == "ingen_sak"
    assert navn in siri.get("/fordelingsklare?status=ingen_sak").text
    varsler = innsyn.antall("varsel", samtale_id=samtale)
    innsyn.skriv("UPDATE varsel SET opprettet = :t", t=innsyn.foer(minutes=1))  # in ten seconds it is the same (M7)
    svar = siri.post(f"/fordelingsklare/beboere/{ider.beboer}/sak")
    assert svar.status_code == 303 and svar.location == f"/fordelingsklare/{samtale}"
    assert bosetting(navn) == "fordelingsklar" and innsyn.antall("varsel", samtale_id=samtale) == varsler + 1
    assert navn in siri.get("/fordelingsklare").text


@pytest.mark.begge_lagre
def test_den_som_kommer_etter_faar_egen_oppgave(app, som):
    """Story 8: she alone is asked about; the others stay locked; then all are fordelingsklare."""
    siri, per = som("siri"), som("per")
    dawit = innsyn.ider("Dawit Habtemikael")
    sen = innsyn.en(
        "SELECT fornavn || ' ' || etternavn FROM beboer WHERE husstand_id = :h AND samtale_id IS NULL", h=dawit.husstand
    )
    assert gjoer.ferdigstill(per, dawit.samtale).status_code == 303
    klar = f"/fordelingsklare/beboere/{innsyn.ider(sen).beboer}/klar"
    assert klar in siri.get(f"/fordelingsklare/{dawit.samtale}").text
    foer = innsyn.svarene(dawit.beboer)
    assert siri.post(klar).status_code == 303
    ny = innsyn.ider(sen)
    assert ny.samtale not in (None, dawit.samtale) and ny.husstand == dawit.husstand
    assert per.lagre(dawit.skjema, "morsmaal", "x", 1).status_code == 409
    gjoer.fyll_ut(per, sen)
    assert gjoer.ferdigstill(per, ny.samtale).status_code == 303 and bosetting(sen) == "fordelingsklar"
    assert innsyn.svarene(dawit.beboer) == foer
    assert f"/fordelingsklare/{ny.samtale}" in siri.get(f"/fordelingsklare/{dawit.samtale}").text


def test_den_som_kommer_foer_blir_med_i_samtalen(app, som):
    siri = som("siri")
    dawit = innsyn.ider("Dawit Habtemikael")
    sen = innsyn.en(
        "SELECT fornavn || ' ' || etternavn FROM beboer WHERE husstand_id = :h AND samtale_id IS NULL", h=dawit.husstand
    )
    assert siri.post(f"/fordelingsklare/beboere/{innsyn.ider(sen).beboer}/klar").status_code == 303
    assert innsyn.ider(sen).samtale == dawit.samtale and sen in som("per").get(dawit.skjema).text


@pytest.mark.parametrize("nummer", ["", "tull", "1234", "202499011106", "' OR 1=1 --", "9" * 60])
def test_ingen_treff_sier_det(app, som, nummer):
    svar = soek(som("siri"), nummer)
    assert svar.status_code == 422 and 'role="alert"' in svar.text


def test_skjermede_finnes_ikke(app, som):
    siri, navn = som("siri"), uten_sak()
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE id = :i", i=innsyn.ider(navn).beboer)
    assert "Ingen treff" in soek(siri, duf(navn)).text
    for hva in ("sak", "klar"):
        assert siri.post(f"/fordelingsklare/beboere/{innsyn.ider(navn).beboer}/{hva}").status_code == 404


@pytest.mark.begge_lagre
def test_smaa_tall_vises_ikke_og_kan_ikke_regnes_ut(app, som):
    """F78: under five is hidden, zero too, and there is no sum of anything."""
    siri = som("siri")
    assert "Tallene er ikke regnet ut ennå" in siri.get("/fordelingsklare/oversikt").text
    worker.runde(app, (worker.Jobb(worker.regn_ut_tall),))
    celler = re.findall(r"<td[^>]*>(.*?)</td>", siri.get("/fordelingsklare/oversikt").text, re.DOTALL)
    tall = {ord_i(celle) for celle in celler}
    antall = innsyn.les(
        "SELECT count(DISTINCT s.id) FROM bosettingssamtale s JOIN beboer b ON b.samtale_id = s.id "
        "WHERE b.skjermet = false GROUP BY s.mottak_id, s.status"
    )
    store = {str(rad[0]) for rad in antall if rad[0] >= 5}
    assert (
        tall - {"–"} == store | {"under 5"} and "sum" not in siri.get("/fordelingsklare/oversikt").text.lower().split()
    )
    furulia = innsyn.mottak_id("Furulia")
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE mottak_id = :m", m=furulia)
    worker.runde(app, (worker.Jobb(worker.regn_ut_tall),))
    celler = re.findall(r"<td[^>]*>(.*?)</td>", siri.get("/fordelingsklare/oversikt").text, re.DOTALL)
    assert {ord_i(celle) for celle in celler} == {"under 5", "–"}


def test_tallene_sier_naar_de_er_fra(app, som):
    """The worker keeps them; where it stands still, the page says so, and to whom to turn."""
    siri, sted = som("siri"), "/fordelingsklare/oversikt"
    worker.runde(app, (worker.Jobb(worker.regn_ut_tall),))
    assert re.search(r"Per kl\. [0-9]{2}\.[0-9]{2}\.", siri.get(sted).text)
    innsyn.skriv("UPDATE mottakstall SET regnet = :t", t=innsyn.foer(minutes=61))
    assert "Si fra til den som drifter systemet" in siri.get(sted).text
