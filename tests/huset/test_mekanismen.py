"""Forgetting to declare a right is not possible: a route without one stops the app."""

import pytest

from app.domain.tilgang.matrise import Rett
from app.web.felles.rom import Krav, Rom, aapen, kontroller_ruter, krav_til, krever


def test_et_rom_tar_ikke_imot_en_rute_uten_rett():
    with pytest.raises(TypeError, match="declares no right"):
        Rom("proeve").get("/x")(lambda: "x")


def test_en_rute_utenom_rommene_stopper_starten(tom_app):
    tom_app.view_functions["snikvei"] = lambda: "x"
    with pytest.raises(TypeError, match="snikvei"):
        kontroller_ruter(tom_app)


def test_hver_rute_sier_hva_den_krever(tom_app):
    retter = {navn: krav_til(view).navn for navn, view in tom_app.view_functions.items() if navn != "static"}
    maskiner = {rett for rett in retter.values() if rett.startswith("maskin ")}
    omfang = ("beboere:skrive", "kompass:innloesing", "kompass:registrering", "samtaler:lese")
    assert maskiner == {f"maskin {hva}" for hva in omfang}
    alle = {rett for navn in retter.values() for rett in navn.split(" og ")}
    assert alle - maskiner == {*Rett, "åpen"} - {Rett.BRUKER_ADMINISTRERE_ALLE}, "den utvider en rett"
    aapne = {navn for navn, rett in retter.items() if rett == "åpen"}
    assert {navn.partition(".")[0] for navn in aapne} == {
        "erklaering",
        "helse",
        "innlogging",
        "spraakvalg",
        "api",
        "kompassdemo",
    }


def test_dekoratorene_merker_visningen():
    assert krav_til(krever(Rett.BEBOER_SE)(lambda: "x")).rett is Rett.BEBOER_SE
    assert krav_til(aapen(lambda: "x")) == Krav()
