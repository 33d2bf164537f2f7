"""Someone joins or leaves a household before, during and after its interview (story 8); households are never half."""

import pytest
from stoette import gjoer, innsyn
from stoette.registeret import importer, rad, utfall, varsler

HABTEMIKAEL = ("Dawit Habtemikael", "Ruta Habtemikael")
ALMAZ = "Almaz Girmay"


@pytest.fixture
def per(som):
    return som("per")


@pytest.fixture(autouse=True)
def i_registeret(app):
    """Dawit and Ruta are household H8 to the register, Almaz one alone, and not yet ready."""
    assert utfall(*(rad(navn, husstand="H8") for navn in HABTEMIKAEL)) == ["endret", "endret"]
    innsyn.skriv("UPDATE beboer SET samtale_id = NULL WHERE fornavn = 'Almaz'")
    assert utfall(rad(ALMAZ, husstand="Alene")) == ["endret"]


def almaz_kommer(**ellers: str) -> None:
    assert utfall(rad(ALMAZ, husstand="H8", klar="ja", **ellers)) == ["endret"]


def test_foer_samtalen_en_boks_til(app, per):
    """She joins; the same task, the mottak is told, and completion waits for her."""
    dawit, foer = innsyn.ider(HABTEMIKAEL[0]), varsler("husstand_endret", "Furulia")
    almaz_kommer()
    almaz = innsyn.ider(ALMAZ)
    assert (almaz.samtale, almaz.husstand) == (dawit.samtale, dawit.husstand)
    assert varsler("husstand_endret", "Furulia") == foer + 1
    gjoer.fyll_ut(per, *HABTEMIKAEL)
    side = per.get(f"/samtaler/{dawit.samtale}/ferdigstilling")
    assert ALMAZ in side.text and f'href="{almaz.skjema}?fra=' in side.text
    assert gjoer.ferdigstill(per, dawit.samtale).status_code == 422
    gjoer.fyll_ut(per, ALMAZ)
    assert gjoer.ferdigstill(per, dawit.samtale).status_code == 303


def test_under_samtalen_mister_ingen_noe(app, per):
    """She joins between read-through and confirmation: refused, and what was written for the others stands."""
    gjoer.fyll_ut(per, *HABTEMIKAEL)
    dawit = innsyn.ider(HABTEMIKAEL[0])
    svarene, lest = innsyn.svarene(dawit.beboer), gjoer.les_gjennom(per, dawit.samtale)
    almaz_kommer()
    assert per.post(f"/samtaler/{dawit.samtale}/ferdigstilling", lest).status_code == 409
    assert innsyn.svarene(dawit.beboer) == svarene


def test_etter_samtalen_en_ny_oppgave_alene(app, per):
    """The others stay locked; after hers all three are «fordelingsklar»."""
    gjoer.fyll_ut(per, *HABTEMIKAEL)
    dawit = innsyn.ider(HABTEMIKAEL[0])
    gjoer.ferdigstill(per, dawit.samtale)
    foer = varsler("klar_for_samtale", "Furulia")
    almaz_kommer()
    almaz = innsyn.ider(ALMAZ)
    assert almaz.samtale not in (None, dawit.samtale) and almaz.husstand == dawit.husstand
    assert varsler("klar_for_samtale", "Furulia") == foer + 1
    assert per.lagre(dawit.skjema, "morsmaal", "x", 1).status_code == 409
    familien = per.get(almaz.skjema).text.split('<nav class="familie"')[1].split("</nav>")[0]
    assert all(navn in familien for navn in (ALMAZ, *HABTEMIKAEL)) and familien.count(">Ferdigstilt<") == 2
    assert f'href="{dawit.skjema}"' in familien and "Svarene kan ikke endres." in per.get(dawit.skjema).text
    gjoer.fyll_ut(per, ALMAZ)
    assert gjoer.ferdigstill(per, almaz.samtale).status_code == 303
    alle = innsyn.les("SELECT bosetting FROM beboer WHERE husstand_id = :h", h=dawit.husstand)
    assert [r[0] for r in alle] == ["fordelingsklar"] * 3


def test_en_som_gaar_ut_tar_sitt_med_seg(app, per):
    """Ruta gets a household of her own while the interview is under way."""
    gjoer.fyll_ut(per, *HABTEMIKAEL)
    dawit, svarene = innsyn.ider(HABTEMIKAEL[0]), innsyn.svarene(innsyn.ider(HABTEMIKAEL[1]).beboer)
    foer = varsler("husstand_endret", "Furulia")
    assert utfall(rad(HABTEMIKAEL[1], husstand="H8-2")) == ["endret"]
    ruta = innsyn.ider(HABTEMIKAEL[1])
    assert ruta.samtale != dawit.samtale and ruta.husstand != dawit.husstand
    assert innsyn.svarene(ruta.beboer) == svarene and varsler("husstand_endret", "Furulia") == foer + 1
    for person in (dawit, ruta):
        assert gjoer.ferdigstill(per, person.samtale).status_code == 303


def test_to_familier_blir_en(app, per):
    """Everyone's answers come along into the one interview."""
    gjoer.fyll_ut(per, *HABTEMIKAEL, "Yonas Tesfalem")
    assert utfall(*(rad(navn, husstand="H8") for navn in (*HABTEMIKAEL, "Yonas Tesfalem"))) == [
        "uendret",
        "uendret",
        "endret",
    ]
    yonas = innsyn.ider("Yonas Tesfalem")
    assert yonas.samtale == innsyn.ider(HABTEMIKAEL[0]).samtale
    assert gjoer.ferdigstill(per, yonas.samtale).status_code == 303


def test_hele_familien_flytter_i_en_transaksjon_eller_ikke(app, per):
    """E13: one row is wrong, and nobody moves."""
    fjo = "Fjordgløtt integreringsmottak"
    rader = [rad(HABTEMIKAEL[0], mottak=fjo), rad(HABTEMIKAEL[1], mottak=fjo, foedt="x")]
    foer = innsyn.dump()
    assert utfall(*rader) == ["avvist", "avvist"] and innsyn.dump() == foer


def test_et_medlem_som_er_klart_foer_de_andre(app, per):
    """Only those who are ready take part; the household grows as they become so."""
    innsyn.skriv("UPDATE bosettingssamtale SET status = 'klar' WHERE id = :s", s=innsyn.ider(HABTEMIKAEL[0]).samtale)
    importer(*(rad(navn, klar="nei") for navn in HABTEMIKAEL))
    assert innsyn.ider(HABTEMIKAEL[0]).samtale is None
    importer(rad(HABTEMIKAEL[1], klar="ja"))
    assert "Ruta Habtemikael" in per.get("/mottak/oppgaver").text
    importer(rad(HABTEMIKAEL[0], klar="ja"))
    assert "Familien Habtemikael" in per.get("/mottak/oppgaver").text
    assert innsyn.ider(HABTEMIKAEL[0]).samtale == innsyn.ider(HABTEMIKAEL[1]).samtale
