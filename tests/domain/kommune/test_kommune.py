"""Kommuner and bydeler: the shipped lists, and how people name a kommune."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask

from app.db import arbeid, sesjon
from app.domain.kommune import kommune
from app.domain.kommune.kommune import STEDSNAVN, Kommune, alle_kommuner, slaa_opp, soek_kommune
from app.domain.register.kommuner import Importert, importer_kommuner
from app.domain.unntak import Ugyldig, Uklart

NAVNGITT = {
    "Tromsø": "5501",
    "tromso": "5501",
    "  TROMSØ   kommune ": "5501",
    "5501": "5501",
    "Guovdageaidnu": "5612",
    "Kautokeino": "5612",
    "Guovdageaidnu - Kautokeino": "5612",
    "karasjohka": "5610",
    "Yykeä": "5536",
    "Oslo": "0301",
    "Oslove": "0301",
    "Os": "3430",
    "Våler (Østfold)": "3114",
    "Herøy (Nordland)": "1818",
    "hattfj": "1826",
    "Alna": "030112",
    "Alna (bydel i Oslo)": "030112",
    "030112": "030112",
    "Oslo kommune, bydel Alna": "030112",
    "Oslo, bydel Alna": "030112",
    "bydel Alna": "030112",
    "Drammen (3301)": "3301",
    "Aas": "3218",
}
UKLARE = ("Herøy", "Våler", "Atlantis", "Nordland", "Tr", "kommune", "bydel i Oslo", "ergen", "%", "_", "-", "")
BYDELER = {"0301": 15, "1103": 9, "4601": 8, "5001": 4}


def test_slaa_opp_finner_den_som_nevnes(app: Flask) -> None:
    assert {skrevet: kommune.slaa_opp(skrevet)["nummer"] for skrevet in NAVNGITT} == NAVNGITT
    assert kommune.slaa_opp("guovdageaidnu") == {"nummer": "5612", "navn": "Kautokeino"}
    assert kommune.slaa_opp("alna") == {"nummer": "030112", "navn": "Alna (bydel i Oslo)"}


def test_slaa_opp_avviser_det_som_ikke_nevner_en_bestemt(app: Flask) -> None:
    for skrevet in UKLARE:
        with pytest.raises(Ugyldig):
            pytest.fail(f"«{skrevet}» ble til {kommune.slaa_opp(skrevet)}")


def test_et_navn_som_to_har_besvares_med_begge(app: Flask) -> None:
    with pytest.raises(Ugyldig) as feil:
        kommune.slaa_opp("Herøy")
    assert feil.value.verdier == {"forslag": "Herøy (Møre og Romsdal) eller Herøy (Nordland)"}
    with pytest.raises(Uklart) as feil:
        kommune.slaa_opp("Trondhiem")
    assert feil.value.forslag == ("Trondheim",)


def test_hver_kommune_finnes_under_hvert_av_navnene_sine(app: Flask) -> None:
    for rad in kommune.alle_kommuner():
        for navn in (rad.nummer, rad.navn, rad.offisielt_navn, *rad.offisielt_navn.split(" - ")):
            assert kommune.slaa_opp(navn)["nummer"] == rad.nummer


def test_soek_finner_kommunene_foerst(app: Flask) -> None:
    funnet = {
        skrevet: [treff.navn for treff in kommune.soek_kommune(skrevet)]
        for skrevet in ("oslo", "alna", "5501", "heroy")
    }
    assert (funnet["oslo"][0], len(funnet["oslo"])) == ("Oslo", 16)
    assert funnet["alna"] == ["Alna (bydel i Oslo)"]
    assert funnet["5501"] == ["Tromsø"]
    assert funnet["heroy"] == ["Herøy (Møre og Romsdal)", "Herøy (Nordland)"]


def test_soek_finner_den_som_heter_akkurat_det_foerst(app: Flask) -> None:
    assert [k.navn for k in kommune.soek_kommune("bø")][0] == "Bø"
    assert len(kommune.soek_kommune("bø")) > 3


def test_soek_etter_ingenting_finner_ingenting(app: Flask) -> None:
    assert kommune.soek_kommune("") == kommune.soek_kommune(" .,- ") == []


def test_listene_er_fullstendige(app: Flask) -> None:
    alle = kommune.alle_kommuner()
    assert sum(rad.bydel_i is None for rad in alle) == 357
    assert Counter(rad.bydel_i for rad in alle if rad.bydel_i) == BYDELER
    assert {rad.maalform for rad in alle} == {"bokmål", "nynorsk", "nøytral"}
    assert len({rad.navn for rad in alle}) == len(alle)


def test_kommunene_staar_i_norsk_rekkefoelge(app: Flask) -> None:
    navn = [rad.navn for rad in kommune.alle_kommuner()]
    assert navn[0] == "Alna (bydel i Oslo)"
    assert navn[-1].startswith("Ås")
    assert navn.index("Ytrebygda (bydel i Bergen)") < navn.index("Øksnes") < navn.index("Ål")


def test_import_for_annen_gang_endrer_ingenting(app: Flask) -> None:
    with arbeid(skriver=True):
        assert importer_kommuner() == Importert(nye=0, endrede=0, uendrede=393)


def test_en_import_retter_det_som_er_endret(tom_app: Flask, tmp_path: Path) -> None:
    kommuner, bydeler = tmp_path / "kommuner.csv", tmp_path / "bydeler.csv"
    hode = "kommunenummer,kommunenavn,fylkesnummer,fylkesnavn,malform,kommunenavn_norsk"
    kommuner.write_text(f"{hode}\n0301,Oslo - Oslove,03,Oslo,nøytral,Oslo\n", encoding="utf-8")
    bydeler.write_text("bydelsnummer,navn,kommunenummer\n030112,Alna,0301\n", encoding="utf-8")
    with arbeid(skriver=True):
        assert importer_kommuner(kommuner, bydeler) == Importert(nye=2, endrede=0, uendrede=0)
    bydeler.write_text("bydelsnummer,navn,kommunenummer\n030112,Alnabru,0301\n030101,Vika,0301\n", encoding="utf-8")
    with arbeid(skriver=True):
        assert importer_kommuner(kommuner, bydeler) == Importert(nye=1, endrede=1, uendrede=1)
    sesjon.expire_all()
    assert sesjon.get_one(Kommune, "030112").navn == "Alnabru (bydel i Oslo)"
    assert kommune.slaa_opp("alnabru")["nummer"] == "030112"


@pytest.mark.parametrize(
    ("sted", "navn"),
    [
        ("Askim", "Indre Østfold"), ("skedsmo", "Lillestrøm"), ("Sandvika", "Bærum"), ("Florø", "Kinn"),
        ("Mo i Rana", "Rana"), ("Bryne", "Time"), ("Sande i Vestfold", "Holmestrand"), ("Jessheim", "Ullensaker"),
    ],
)  # fmt: skip
def test_tidligere_navn_og_steder_finner_kommunen(felles_app, sted, navn):
    """In the search and in the form; a kommune that is called so comes first, and is the one that is meant."""
    assert navn in [k.navn for k in soek_kommune(sted)]
    assert slaa_opp(sted)["navn"] == navn
    assert soek_kommune(sted[:4])


def test_et_sted_tar_ikke_navnet_fra_en_kommune(felles_app):
    assert slaa_opp("Sande")["navn"] == "Sande" and {"Sande", "Holmestrand"} <= {k.navn for k in soek_kommune("Sande")}


def test_hvert_sted_ligger_i_en_kommune_som_finnes(felles_app):
    numre = {k.nummer for k in alle_kommuner()}
    with STEDSNAVN.open(encoding="utf-8") as fil:
        rader = list(csv.DictReader(fil))
    assert len(rader) > 200 and {rad["kommunenummer"] for rad in rader} <= numre
    assert len({rad["sted"] for rad in rader}) == len(rader)
