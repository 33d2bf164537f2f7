"""The languages people speak: found by any of their names, stored by code, read back in the reader's language."""

import pytest

from app.domain.kartlegging.kartlegging import KARTLEGGING, UTGAVER
from app.domain.skjema import talespraak
from app.domain.skjema.felttyper import Korttekst
from app.domain.skjema.spraaksvar import Spraaksvar, les_spraak
from app.spraak import Spraak, paa
from app.web.felles.lest import som_lest

EGNE = list(talespraak._egne().values())


@pytest.mark.parametrize(
    ("tekst", "koder"),
    [
        ("tigrinja", ["ti"]),
        ("Tigrinja", ["ti"]),
        ("TIGRINYA", ["ti"]),
        ("tigrigna", ["ti"]),
        ("  tigrinja\u200b ", ["ti"]),
        ("ትግርኛ", ["ti"]),
        ("tigré", ["tig"]),
        ("tigre", ["tig"]),
        ("arabisk", ["ar"]),
        ("Arabic", ["ar"]),
        ("العربية", ["ar"]),
        ("syrisk arabisk", ["ar-SY"]),
        ("Arabisk (syrisk)", ["ar-SY"]),
        ("arabisk – irakisk", ["acm"]),
        ("marokkansk arabisk", ["ary"]),
        ("dari", ["prs"]),
        ("Persisk (dari)", ["prs"]),
        ("دری", ["prs"]),
        ("farsi", ["fa"]),
        ("persisk", ["fa"]),
        ("Persian", ["fa"]),
        ("pashtu", ["ps"]),
        ("پښتو", ["ps"]),
        ("hazaragi", ["haz"]),
        ("kurdisk", ["ku"]),
        ("Kurdisk (kurmanji)", ["kmr"]),
        ("Kurmancî", ["kmr"]),
        ("kurmandji", ["kmr"]),
        ("kurdisk-sorani", ["ckb"]),
        ("sentralkurdisk", ["ckb"]),
        ("badini", ["kmr-x-badini"]),
        ("ukrainsk", ["uk"]),
        ("українська", ["uk"]),
        ("русский", ["ru"]),
        ("somalisk", ["so"]),
        ("Af Maay", ["ymm"]),
        ("kiswahili", ["sw"]),
        ("rundi", ["rn"]),
        ("Kinyamulenge", ["rw-x-mulenge"]),
        ("uighur", ["ug"]),
        ("rohingja", ["rhg"]),
        ("S'gaw Karen", ["ksw"]),
        ("karen", ["kar"]),
        ("norsk teiknspråk", ["nsl"]),
        ("Türkçe", ["tr"]),
        ("oromiffa", ["om"]),
        ("saho", ["ssy"]),
        ("kunama", ["kun"]),
        ("dari/farsi", ["prs", "fa"]),
        ("arabisk og kurmandji", ["ar", "kmr"]),
        ("Arabic, Kurdish and English", ["ar", "ku", "en"]),
        ("tigrinja, tigrinya", ["ti"]),
        ("arabisk, ", ["ar"]),
    ],
)
def test_et_spraak_forstaas_slik_folk_og_registre_skriver_det(tekst, koder):
    assert Spraaksvar().parse([tekst]) == koder


@pytest.mark.parametrize(
    "tekst",
    [
        "engelsk og litt fransk", "tigrinja (fra Keren)", "et språk fra fjellene", "ti", "so", "ukjent språk",
        "tegnspråk", "syrisk", "42", "中文 og noe til",
    ],
)  # fmt: skip
def test_annet_spraak_lagres_som_det_ble_skrevet(tekst):
    assert Spraaksvar().parse([tekst]) == tekst.strip()


@pytest.mark.parametrize("spraak", Spraak)
def test_hvert_navn_som_vises_forstaas_naar_det_kommer_tilbake(spraak):
    """Or a page would give a conflict, or store something else, of a field that nobody touched."""
    with paa(spraak):
        for kode in {*talespraak._navn(Spraak.BOKMAAL), *(rad["kode"] for rad in EGNE)}:
            assert les_spraak(talespraak.navn(kode)) == [kode], kode
            assert Spraaksvar().parse(Spraaksvar().til_skjema([kode, "en"])) == list(dict.fromkeys([kode, "en"])), kode


def test_svaret_leses_paa_leserens_spraak_og_lagres_paa_bokmaal():
    lest = {}
    for spraak in Spraak:
        with paa(spraak):
            lest[spraak] = som_lest(Spraaksvar(), ["nsl", "bal", "ti"])
            assert Spraaksvar().vis(["nsl"]) == "norsk tegnspråk"
            assert som_lest(Spraaksvar(), "som Før") == "som Før" and som_lest(Spraaksvar(), None) == ""
    assert lest == {
        Spraak.BOKMAAL: "norsk tegnspråk, balutsji, tigrinja",
        Spraak.NYNORSK: "norsk teiknspråk, balutsji, tigrinja",
        Spraak.ENGELSK: "Norwegian Sign Language, Balochi, Tigrinya",
    }
    assert som_lest(Spraaksvar(), ["finnes-ikke"]) == "finnes-ikke", "en kode fra en nyere utgave"


def test_vaare_navn_staar_i_rekkefoelge_og_hvert_betyr_ett_spraak():
    assert [rad["kode"] for rad in EGNE] == sorted({rad["kode"] for rad in EGNE})
    assert {rad["kilde"] for rad in EGNE} == {"CLDR", "ISO 639-2", "ISO 639-3", "BCP 47"}
    for rad in EGNE:
        cldr = rad["kode"] in talespraak._cldr(Spraak.BOKMAAL) or rad["kode"] in talespraak._cldr(Spraak.ENGELSK)
        assert cldr == (rad["kilde"] == "CLDR"), rad["kode"]
        assert (rad["bokmaal"] and rad["engelsk"]) or cldr, rad["kode"]
        for navn in talespraak._andre_navn(rad["kode"]):
            assert talespraak.finn(navn) == rad["kode"], navn


def test_det_som_ligner_foreslaas():
    assert talespraak.lignende("tigr") == ["tigrinja", "tigré"]
    assert talespraak.lignende("ara")[0] == "arabisk"
    assert talespraak.lignende("tirginja") == ["tigrinja"]
    assert talespraak.lignende("kurmand") == ["kurmandji"]
    assert talespraak.lignende("ti") == talespraak.lignende("et språk fra fjellene") == []


def test_listen_som_foreslaas_er_paa_leserens_spraak_i_alfabetets_rekkefoelge():
    with paa(Spraak.ENGELSK):
        navn = [navn for navn, _ in talespraak.forslag()]
    assert {"Dari", "Kunama", "Tigrinya", "Norwegian Sign Language"} < set(navn)
    assert navn.index("Māori") < navn.index("Marathi")
    assert navn.index("Tigrinya") < navn.index("Ukrainian") < navn.index("Bosnian") < navn.index("Tigre")
    alle = dict(talespraak.forslag())
    assert len(navn) == len(alle) == len(set(navn)) < 300
    assert alle["tigrinja"].startswith("Tigrinya, tigrigna") and "latin" not in alle


def test_foerste_versjon_spurte_om_tekst_og_svarene_forstaas_i_den_andre():
    for felt in ("morsmaal", "tolkespraak"):
        gammelt, nytt = UTGAVER.utgave(1).finn(felt), KARTLEGGING.finn(felt)
        assert gammelt and gammelt.felt.type == Korttekst(100) and nytt and nytt.felt.type == Spraaksvar()
        assert UTGAVER.videre(felt, "Dari", 2) == {felt: ["prs"]}
        assert UTGAVER.videre(felt, "litt av hvert", 2) == {felt: "litt av hvert"}
