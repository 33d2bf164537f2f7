"""Undo and earlier values behind the page: what comes back, what does not, and who may not see it."""

import pytest
from stoette import innsyn
from stoette.sider import ord_i
from stoette.skjemaer import ny_rad, radene


@pytest.fixture
def per(som, yonas):
    per = som("per")
    per.lagre(yonas.skjema, "har_tilknytning", "ja")
    return per


def verdien(yonas: innsyn.Ider, sti: str) -> object:
    return innsyn.svarene(yonas.beboer).get(sti, (None, 0))[0]


@pytest.mark.parametrize("htmx", [False, True])
def test_angre_gir_tilbake_det_raden_holdt_da_den_ble_fjernet(per, yonas, htmx):
    """What was emptied before that stays empty; pressed twice it changes nothing more."""
    rad = f"tilknytning.{ny_rad(per, yonas.skjema, 'tilknytning')}"
    per.lagre(yonas.skjema, f"{rad}.navn", "Bror")
    per.lagre(yonas.skjema, f"{rad}.merknad", "Slettet før", klient="a", sekvens=1)
    per.lagre(yonas.skjema, f"{rad}.merknad", "", 1, klient="a", sekvens=2)
    per.post(f"{yonas.skjema}/rader/sletting?rad={rad}", htmx=True)
    assert radene(yonas.skjema, "tilknytning") == []
    for _ in range(2):
        svar = per.post(f"{yonas.skjema}/rader/angring?rad={rad}", htmx=htmx)
        assert svar.status_code == (200 if htmx else 303)
        assert (verdien(yonas, f"{rad}.navn"), verdien(yonas, f"{rad}.merknad")) == ("Bror", None)
        assert [f"tilknytning.{r}" for r in radene(yonas.skjema, "tilknytning")] == [rad]
    assert innsyn.historien(yonas.beboer, f"{rad}.navn") == [(1, "Bror"), (2, None), (3, "Bror")]


@pytest.mark.parametrize("rad", ["", "tilknytning", "tilknytning.finnesikke", "morsmaal", "finnes.ikke"])
def test_en_rad_som_aldri_var_der_kan_ikke_angres(per, yonas, rad):
    foer = innsyn.dump()
    assert per.post(f"{yonas.skjema}/rader/angring?rad={rad}", htmx=True).status_code == 404
    assert innsyn.dump() == foer


def test_raden_i_adressen_er_bare_en_som_er_fjernet(per, yonas):
    rad = f"tilknytning.{ny_rad(per, yonas.skjema, 'tilknytning')}"
    side = per.get(f"{yonas.skjema}?fjernet={rad}&fjernet=morsmaal&fjernet=finnes.ikke").text
    assert "er fjernet." not in ord_i(side)


def test_tidligere_svar_hver_verdi_en_gang(per, som, yonas):
    def lagre(hvem, tekst: str, versjon: int, sekvens: int = 0) -> None:
        svar = hvem.lagre(yonas.skjema, "interesser", tekst, versjon, klient=hvem.navn[:3], sekvens=sekvens)
        assert svar.status_code == 200

    for nr, tekst in enumerate(["Sja", "Sjakk", "Sj", "", "Dam"]):
        lagre(per, tekst, nr, nr + 1)
    mari = som("mari")
    lagre(mari, "Korsang", 5, 1)
    lagre(mari, "Korsang og dans", 6, 2)
    liste = ord_i(per.get(f"{yonas.skjema}/tidligere?felt=interesser", htmx=True).text)
    assert "Dam" in liste and "Sjakk" in liste and "av Per Lia" in liste
    assert "Korsang" not in liste and liste.count("Sett tilbake") == 2


def test_tilbake_over_en_kollegas_svar_er_en_konflikt(per, som, yonas):
    per.lagre(yonas.skjema, "interesser", "Sjakk")
    per.lagre(yonas.skjema, "interesser", "Dam", 1)
    som("mari").lagre(yonas.skjema, "interesser", "Korsang", 2)
    adresse = f"{yonas.skjema}/tidligere?felt=interesser&versjon=1"
    svar = per.post(adresse, {"v.interesser": "2"}, htmx=True)
    assert "Mari Granli" in svar.text and "Korsang" in svar.text and 'value="interesser:3"' in svar.text
    assert verdien(yonas, "interesser") == "Korsang"
    assert per.post(adresse, {"v.interesser": "3"}).status_code == 303
    assert verdien(yonas, "interesser") == "Sjakk"


def test_den_interne_merknaden_settes_ikke_tilbake_herfra(per, yonas):
    per.lagre(yonas.skjema, "intern_merknad", "Truet av en onkel")
    svar = per.post(f"{yonas.skjema}/tidligere?felt=intern_merknad&versjon=1", {"v.intern_merknad": "1"}, htmx=True)
    assert svar.status_code == 404


def test_det_som_er_falt_bort_vises_ikke(per, yonas):
    """Health that is not asked about any more is not read here either (L2)."""
    svar = per.get(f"{yonas.skjema}/tidligere?felt=beskrivelse", htmx=True)
    assert svar.status_code == 404
