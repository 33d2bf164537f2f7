"""What a kommune is found by beside its name: that the files agree, and the mergers of 2020 and 2024 as they were."""

import csv

import pytest

from app.config import ROT
from app.norsk import soekenoekkel

FYLKER = {
    "Agder", "Akershus", "Buskerud", "Finnmark", "Innlandet", "Møre og Romsdal", "Nordland", "Oslo", "Rogaland",
    "Telemark", "Troms", "Trøndelag", "Vestfold", "Vestland", "Østfold",
}  # fmt: skip
"""Viken, Vestfold og Telemark, and Troms og Finnmark were dissolved on 1 January 2024."""
SAMMENSLAATT_2020 = {
    "Indre Østfold": "Askim Eidsberg Hobøl Spydeberg Trøgstad", "Aurskog-Høland": "Rømskog", "Moss": "Rygge",
    "Nordre Follo": "Oppegård Ski", "Lillestrøm": "Skedsmo Fet Sørum", "Asker": "Røyken Hurum",
    "Drammen": "Nedre_Eiker Svelvik", "Holmestrand": "Hof Sande_i_Vestfold", "Tønsberg": "Re", "Larvik": "Lardal",
    "Sandefjord": "Andebu Stokke", "Færder": "Nøtterøy Tjøme", "Midt-Telemark": "Bø_i_Telemark Sauherad",
    "Kristiansand": "Søgne Songdalen", "Lindesnes": "Mandal Marnardal", "Lyngdal": "Audnedal", "Sandnes": "Forsand",
    "Stavanger": "Finnøy Rennesøy", "Ullensvang": "Odda Jondal", "Voss": "Granvin",
    "Bjørnafjorden": "Fusa Os_i_Hordaland",
    "Øygarden": "Fjell Sund", "Alver": "Lindås Meland Radøy", "Kinn": "Flora Vågsøy", "Sogndal": "Balestrand Leikanger",
    "Sunnfjord": "Førde Gaular Jølster Naustdal", "Stad": "Eid Selje", "Volda": "Hornindal", "Molde": "Midsund Nesset",
    "Ålesund": "Ørskog Skodje Sandøy", "Fjord": "Norddal Stordal", "Hustadvika": "Eide Fræna", "Heim": "Hemne Halsa",
    "Trondheim - Tråante": "Klæbu", "Indre Fosen": "Rissa Leksvik", "Ørland": "Bjugn", "Åfjord": "Roan",
    "Orkland": "Orkdal Meldal Agdenes", "Steinkjer - Stïentje": "Verran", "Nærøysund": "Vikna Nærøy",
    "Namsos - Nåavmesjenjaelmie": "Namdalseid Fosnes", "Narvik": "Ballangen", "Senja": "Lenvik Berg Torsken Tranøy",
    "Dielddanuorri - Tjeldsund": "Skånland", "Hammerfest - Hámmerfeasta": "Kvalsund",
}  # fmt: skip
"""Those of 2017 to 2020 whose whole kommune came to one; Snillfjord and Tysfjord were divided, and name no kommune."""


def les(fil: str) -> list[dict[str, str]]:
    with (ROT / "data" / fil).open(encoding="utf-8", newline="") as aapen:
        return list(csv.DictReader(aapen))


KOMMUNER = {rad["kommunenummer"]: rad["kommunenavn"] for rad in les("kommuner.csv")}
STEDER = {rad["sted"]: rad["kommunenummer"] for rad in les("stedsnavn.csv")}


def test_hvert_sted_ligger_i_en_kommune_som_finnes_og_staar_en_gang() -> None:
    assert set(STEDER.values()) <= set(KOMMUNER)
    assert len({soekenoekkel(sted) for sted in STEDER}) == len(les("stedsnavn.csv"))


def test_ingen_kommune_som_finnes_staar_som_et_sted_i_en_annen() -> None:
    navn = {soekenoekkel(del_) for hele in KOMMUNER.values() for del_ in (*hele.split(" - "), hele.partition(" (")[0])}
    assert {sted for sted in STEDER if soekenoekkel(sted) in navn} == set()


@pytest.mark.parametrize(
    ("sted", "kommune"),
    [(sted.replace("_", " "), ny) for ny, alle in SAMMENSLAATT_2020.items() for sted in alle.split()],
)
def test_sammenslaatte_kommuner_foerer_til_den_nye(sted: str, kommune: str) -> None:
    assert KOMMUNER[STEDER[sted]] == kommune


def test_delingen_i_2024() -> None:
    """Haram left Ålesund again, and its number names both; the fylker are fifteen."""
    assert {KOMMUNER[r["til_nummer"]] for r in les("kommuneendringer.csv") if r["fra_nummer"] == "1507"} == {
        "Ålesund", "Haram",
    }  # fmt: skip
    assert {rad["fylkesnavn"].partition(" - ")[0] for rad in les("kommuner.csv")} == FYLKER
    assert len(KOMMUNER) == 357


def test_et_gammelt_nummer_heter_det_samme_som_det_nye() -> None:
    for rad in les("kommuneendringer.csv"):
        assert rad["fra_nummer"] not in KOMMUNER, rad
        ny = KOMMUNER[rad["til_nummer"]]
        assert rad["fra_navn"] in (*ny.split(" - "), ny.partition(" (")[0]) or rad["fra_nummer"] == "1507", rad
