"""When an interview begins: by «Gjennomfør», or by the first answer stored in a form that was opened otherwise."""

import pytest
from stoette import innsyn
from stoette.skjemaer import i_skjemaet


@pytest.fixture
def per(som):
    return som("per")


@pytest.fixture
def yonas(app) -> innsyn.Ider:
    """Ready, and opened from the overview: nobody has pressed «Gjennomfør»."""
    return innsyn.ider("Yonas Tesfalem")


def tilstand(yonas: innsyn.Ider) -> tuple[str, str | None, int]:
    """Status, who began, and how many times the log says so."""
    (rad,) = innsyn.les("SELECT status, paabegynt_av_id FROM bosettingssamtale WHERE id = :i", i=yonas.samtale)
    return (*rad, innsyn.antall("hendelse", samtale_id=yonas.samtale, handling="samtale_paabegynt"))


KLAR = ("klar", None, 0)


@pytest.mark.begge_lagre
def test_foerste_svar_begynner_samtalen(per, som, yonas):
    """S46: begun by whoever wrote first; a later answer, or a colleague's, changes nothing of that."""
    assert tilstand(yonas) == KLAR
    assert per.lagre(yonas.skjema, "morsmaal", "tigrinja").status_code == 200
    assert som("mari").lagre(yonas.skjema, "tolkespraak", "tigrinja").status_code == 200
    assert tilstand(yonas) == ("paabegynt", per.id, 1)
    assert "Påbegynt" in per.get("/mottak/beboere").text


def test_bare_det_foerste_koster_noe(per, yonas):
    """Five statements to save a field, as in an interview that was begun by the button."""
    per.lagre(yonas.skjema, "morsmaal", "tigrinja")
    assert per.lagre(yonas.skjema, "morsmaal", "amharisk", 1).status_code == 200
    assert len(per.sporringer) == 5, per.sporringer


@pytest.mark.parametrize(
    ("adresse", "data", "status"),
    [
        ("svar?seksjon=personopplysninger", {"morsmaal": "tigrinja"}, 303),
        ("svar?seksjon=personopplysninger", {"morsmaal": "tigrinja", "egen_telefon": "ring meg"}, 422),
        ("rader?liste=tilknytning", {}, 303),
    ],
)
def test_ogsaa_uten_javascript(per, yonas, adresse, data, status):
    seksjon = "tilknytning" if "liste" in adresse else "personopplysninger"
    assert per.post(f"{yonas.skjema}/{adresse}", i_skjemaet(per, yonas.skjema, seksjon) | data).status_code == status
    assert tilstand(yonas) == ("paabegynt", per.id, 1)


def test_det_som_ikke_ble_lagret_begynner_ingenting(per, yonas):
    """To read, to be refused, and to send the form untouched."""
    per.get(yonas.skjema)
    assert per.lagre(yonas.skjema, "morsmaal", "x" * 101).status_code == 422
    assert per.lagre(yonas.skjema, "finnes_ikke", "x").status_code == 404
    uroert = i_skjemaet(per, yonas.skjema, "personopplysninger")
    uroert |= {"morsmaal": [""]}  # what was refused is kept for whoever wrote it, and stands in the form
    assert per.post(f"{yonas.skjema}/svar?seksjon=personopplysninger", uroert).status_code == 303
    assert tilstand(yonas) == KLAR
