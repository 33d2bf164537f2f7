"""What the register changes in running work: someone becomes ready, moves to another mottak, or is withdrawn."""

import pytest
from stoette import gjoer, innsyn, registeret
from stoette.registeret import FJORDGLOETT, HELEN, flytt, importer, rad, utfall, varsler
from stoette.sider import ord_i

from app.domain.samtale import merknad

NADIA, SELAM, YONAS = "Nadia Karimipour", "Selam Berhanesh", "Yonas Tesfalem"


@pytest.fixture
def per(som):
    return som("per")


@pytest.fixture
def aud(som):
    return som("aud")


def test_en_som_blir_klar_gir_oppgave_og_varsel(app, per):
    """S28, S44."""
    foer = varsler("klar_for_samtale", "Furulia")
    importer({**HELEN, "klar": "nei"})
    assert "Helen Girma" not in per.get("/mottak/oppgaver").text and varsler("klar_for_samtale", "Furulia") == foer
    assert utfall(HELEN) == ["endret"]
    assert "Helen Girma" in per.get("/mottak/oppgaver").text and varsler("klar_for_samtale", "Furulia") == foer + 1
    assert utfall(HELEN) == ["uendret"]


def test_en_som_ikke_lenger_er_klar_er_ingen_oppgave(app, per):
    """But an interview that is begun is carried through."""
    importer(rad("Yonas Tesfalem", klar="nei"))
    assert "Yonas" not in per.get("/mottak/oppgaver").text
    gjoer.fyll_ut(per, "Rami Khaldoun")
    foer = innsyn.ider("Rami Khaldoun")
    importer(rad("Rami Khaldoun", klar="nei"))
    assert innsyn.ider("Rami Khaldoun") == foer
    assert "Familien Khaldoun" in per.get("/mottak/oppgaver").text


def test_uten_bosettingssak_tar_registeret_ingen_ut(app, aud):
    """S17: for whoever has no case the mottak chose the interview itself; the register can only say no to a task."""
    aud.post(f"/mottak/beboere/{innsyn.ider(SELAM).beboer}/samtale")
    flytt(YONAS)
    sammen = {"husstand": rad(YONAS)["husstand"], "mottak": FJORDGLOETT}
    importer(rad(YONAS, **sammen), rad(SELAM, **sammen))
    samtale = innsyn.ider(YONAS).samtale
    assert samtale and innsyn.ider(SELAM).samtale == samtale
    assert innsyn.antall("bosettingssamtale", id=samtale, status="klar") == 1
    importer(rad(YONAS, klar="nei"), rad(SELAM, klar="nei"))
    assert innsyn.ider(YONAS).samtale is None and innsyn.ider(SELAM).samtale == samtale


def test_flytting_midt_i_samtalen(app, per, aud):
    """Story 7: access moves at once, the draft goes along, the open tab is refused kindly and nothing is lost."""
    skjema = per.aapne(NADIA)
    nadia = innsyn.ider(NADIA)
    assert per.lagre(skjema, "interesser", "Sjakk", 0, "fane", 1).status_code == 200
    foer = varsler("klar_for_samtale", "Fjordgløtt")
    flytt(NADIA)
    for adresse in (skjema, f"/samtaler/{nadia.samtale}/ferdigstilling", f"/mottak/beboere/{nadia.beboer}/detaljer"):
        svar = per.get(adresse)
        assert svar.status_code == 404 and "flyttet til et annet mottak" in ord_i(svar.text)
    svar = per.lagre(skjema, "interesser", "Sjakk og dam", 1, "fane", 2)
    assert svar.status_code == 404 and innsyn.svarene(nadia.beboer)["interesser"] == ("Sjakk", 1)
    assert "Nadia" not in per.get("/mottak/oppgaver").text and "Nadia" not in per.get("/mottak/beboere").text
    assert varsler("klar_for_samtale", "Fjordgløtt") == foer + 1
    assert "Sjakk" in aud.get(aud.aapne(NADIA)).text


def test_utkastet_til_intern_merknad_blir_imdis(app, per, aud):
    """Story 7: what Furulia was writing for IMDi is sealed at the move; Fjordgløtt never reads it."""
    skjema = per.aapne(NADIA)
    versjon = innsyn.svarene(innsyn.ider(NADIA).beboer)["intern_merknad"][1]
    assert per.lagre(skjema, "intern_merknad", "Hemmelig kanari", versjon).status_code == 200
    flytt(NADIA)
    nadia = innsyn.ider(NADIA)
    (rad_,) = innsyn.les(
        "SELECT kryptert, lengde, mottak_id, skrevet_av_id FROM merknad WHERE beboer_id = :b", b=nadia.beboer
    )
    assert merknad.dekrypter(rad_.kryptert, nadia.beboer) == "Hemmelig kanari" and rad_.lengde == 15
    assert (rad_.mottak_id, rad_.skrevet_av_id) == (innsyn.mottak_id("Furulia"), per.id)
    assert innsyn.svarene(nadia.beboer)["intern_merknad"] == (None, versjon + 2)
    skjema = aud.aapne(NADIA)
    assert "kanari" not in aud.get(skjema).text
    svar = aud.lagre(skjema, "intern_merknad", "Audsin", versjon)
    assert svar.status_code == 409 and "kanari" not in svar.text
    assert aud.lagre(skjema, "intern_merknad", "Aud sin", versjon + 2).status_code == 200


def test_det_nye_mottaket_ferdigstiller_og_historien_vet_hvem_skrev_hvor(app, per, aud):
    skjema = per.aapne(NADIA)
    per.lagre(skjema, "interesser", "Sjakk")
    flytt(NADIA)
    gjoer.fyll_ut(aud, NADIA)
    nadia = innsyn.ider(NADIA)
    assert gjoer.ferdigstill(aud, nadia.samtale).status_code == 303
    hvor = innsyn.les("SELECT DISTINCT mottak_id, endret_av_id FROM svarhistorikk WHERE beboer_id = :b", b=nadia.beboer)
    assert {tuple(r) for r in hvor} >= {(innsyn.mottak_id("Furulia"), per.id), (innsyn.mottak_id("Fjordgløtt"), aud.id)}
    assert innsyn.en("SELECT bosetting FROM beboer WHERE id = :b", b=nadia.beboer) == "fordelingsklar"


def test_den_som_er_ferdig_tar_det_laaste_skjemaet_med_seg(app, per, aud):
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    yonas = innsyn.ider("Yonas Tesfalem")
    gjoer.ferdigstill(per, yonas.samtale)
    flytt("Yonas Tesfalem")
    assert per.get(yonas.skjema).status_code == 404
    assert "ferdigstilt" in aud.get(yonas.skjema).text
    assert aud.lagre(yonas.skjema, "morsmaal", "x", 1).status_code in (404, 409)


def test_ett_medlem_flytter_fra_familien(app, per, aud):
    """B6: hers goes with her, theirs stays; neither mottak sees the other's, and both may complete."""
    gjoer.fyll_ut(per, *gjoer.FAMILIEN)
    for navn in gjoer.FAMILIEN:
        importer(rad(navn))
    endret = varsler("husstand_endret", "Furulia")
    flytt("Lina Khaldoun")
    rami, lina = innsyn.ider("Rami Khaldoun"), innsyn.ider("Lina Khaldoun")
    assert rami.samtale != lina.samtale and rami.husstand == lina.husstand
    assert varsler("husstand_endret", "Furulia") == endret + 1
    assert "Lina" not in per.get(rami.skjema).text and "Rami" not in aud.get(lina.skjema).text
    assert gjoer.ferdigstill(per, rami.samtale).status_code == 303
    assert gjoer.ferdigstill(aud, lina.samtale).status_code == 303


def test_resten_av_familien_kommer_etter(app, per, aud):
    flytt("Lina Khaldoun")
    flytt("Rami Khaldoun", "Jad Khaldoun", "Noor Khaldoun")
    assert len({innsyn.ider(navn).samtale for navn in gjoer.FAMILIEN}) == 1
    assert "Familien Khaldoun" in aud.get("/mottak/oppgaver").text
    assert "Khaldoun" not in per.get("/mottak/oppgaver").text


def test_en_som_trekkes_er_borte_fra_listene_og_blir_i_historien(app, per):
    gjoer.fyll_ut(per, *gjoer.FAMILIEN)
    noor, antall = innsyn.ider("Noor Khaldoun"), innsyn.antall("svarhistorikk")
    lest = gjoer.les_gjennom(per, noor.samtale)
    assert utfall(rad("Noor Khaldoun", trukket="ja")) == ["endret"]
    for adresse in ("/mottak/oppgaver?detaljer=alle", "/mottak/beboere", innsyn.ider("Rami Khaldoun").skjema):
        assert "Noor" not in per.get(adresse).text, adresse
    assert per.get(noor.skjema).status_code == 404
    assert innsyn.antall("svarhistorikk") == antall and varsler("husstand_endret", "Furulia") == 1
    assert innsyn.antall("hendelse", handling="beboer_trukket", beboer_id=noor.beboer) == 1
    assert per.post(f"/samtaler/{noor.samtale}/ferdigstilling", lest).status_code == 409, "en var der da det ble lest"
    assert gjoer.ferdigstill(per, noor.samtale).status_code == 303


def test_en_som_var_trukket_kommer_tilbake_med_svarene_sine(app, per):
    """Also when the others completed meanwhile: then alone."""
    gjoer.fyll_ut(per, *gjoer.FAMILIEN)
    gammel = innsyn.ider("Noor Khaldoun")
    svarene = innsyn.svarene(gammel.beboer)
    importer(rad("Noor Khaldoun", trukket="ja"))
    gjoer.ferdigstill(per, gammel.samtale)
    assert utfall(rad("Noor Khaldoun", trukket="nei", klar="ja")) == ["endret"]
    noor = innsyn.ider("Noor Khaldoun")
    assert noor.samtale not in (None, gammel.samtale) and innsyn.svarene(noor.beboer) == svarene
    assert gjoer.ferdigstill(per, noor.samtale).status_code == 303


def test_en_sak_som_oppstaar_etter_samtalen_gjoer_fordelingsklar(app, aud):
    """Story 5: without a new interview, and IMDi is told."""
    selam = innsyn.ider("Selam Berhanesh")
    assert aud.post(f"/mottak/beboere/{selam.beboer}/samtale").status_code == 303
    gjoer.fyll_ut(aud, "Selam Berhanesh")
    gjoer.ferdigstill(aud, innsyn.ider("Selam Berhanesh").samtale)
    foer = varsler("fordelingsklar")
    assert utfall(rad("Selam Berhanesh", bosettingssak="ja")) == ["endret"]
    assert innsyn.en("SELECT bosetting FROM beboer WHERE id = :b", b=selam.beboer) == "fordelingsklar"
    assert varsler("fordelingsklar") == foer + 1


def test_det_mottaket_skrev_staar_med_registerets_ord_ved_siden_av(app, per):
    """F59: never silently overwritten."""
    skjema = per.aapne("Yonas Tesfalem")
    per.lagre(skjema, "tolkespraak", "tigrinja, dialekt fra Asmara")
    importer(rad("Yonas Tesfalem", tolkespraak="amharisk"))
    assert innsyn.svarene(innsyn.ider("Yonas Tesfalem").beboer)["tolkespraak"][0] == "tigrinja, dialekt fra Asmara"
    tekst = ord_i(per.get(skjema).text)
    assert "Fra registeret" in tekst and ": amharisk" in tekst
    importer(rad("Yonas Tesfalem", tolkespraak="Tigrinja,  dialekt fra Asmara"))
    assert "Fra registeret" not in ord_i(per.get(skjema).text)


def test_flyttingen_er_loggfoert(app):
    nadia = innsyn.ider(NADIA)
    flytt(NADIA)
    (linje,) = innsyn.les("SELECT bruker_id, detalj FROM hendelse WHERE handling = 'beboer_flyttet'")
    assert linje.bruker_id is None and linje.detalj == f"{innsyn.mottak_id('Furulia')} → {innsyn.mottak_id('Fjordgl')}"
    assert innsyn.antall("hendelse", handling="beboer_flyttet", beboer_id=nadia.beboer) == 1
    assert FJORDGLOETT in registeret.rad(NADIA)["mottak"]
