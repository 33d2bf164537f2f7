"""A DUF-nummer as people write it finds its person by every door; one not understood is never «ingen treff»."""

from dataclasses import replace

import pytest
from stoette import innsyn
from stoette.kompass import TSERING, Maskin, tildel
from stoette.registeret import HELEN, importer, rad, utfall
from stoette.sider import navnene, ord_i

from app import appens
from app.domain.beboer import duf
from app.domain.register.innlesing import TVILSOM, Utfall

SKREVET = (
    "2025-991010-03", "2025.991010.03", "2025 – 991010 – 03", "DUF-nr.: 2025 991010 03.", "duf 202599101003",
    "DUFnummer:2025\u00a0991010\u00a003", "\u202a2025\u2011991010\u201103\u202c", "2025\u200b991010\u00ad03\ufeff",
    "'202599101003", "２０２５ ９９１０１０ ０３", "٢٠٢٥٩٩١٠١٠٠٣", "2025/991010/03",
)  # fmt: skip
UFORSTAATT = ("2025 991010 04", "2025 991010", "2025 991010 033", "2O25 99101O O3", "204167553610", "fnr 12837849827")
DOERER = {
    "liste": ["per", "/mottak/beboere/soek", "soeketekst"],
    "kompass": ["tuva", "/mottak/kompass/oppslag", "duf_nummer"],
    "sak": ["siri", "/fordelingsklare/bosettingssak", "duf_nummer"],
    "ferdige": ["siri", "/fordelingsklare/soek", "soeketekst"],
}


def soek(som, doer: str, tekst: str) -> str:
    hvem, sti, felt = DOERER[doer]
    klient = som(hvem)
    svar = klient.post(sti, {felt: tekst})
    return ord_i((klient.get(svar.headers["Location"]) if svar.status_code == 303 else svar).text)


@pytest.mark.parametrize("skrevet", SKREVET)
@pytest.mark.parametrize("doer", ["liste", "kompass", "sak"])
def test_finner_personen(felles_som, doer, skrevet):
    assert "Tsering Dolkar" in soek(felles_som, doer, skrevet)


@pytest.mark.parametrize("skrevet", UFORSTAATT)
@pytest.mark.parametrize("doer", DOERER)
def test_et_nummer_som_ikke_ble_forstaatt_sies(felles_som, doer, skrevet):
    svar = soek(felles_som, doer, skrevet)
    assert "Ugyldig DUF-nummer. Kontroller de tolv sifrene." in svar
    assert "Ingen treff" not in svar and "passer med" not in svar


def test_det_som_ikke_forstaas_er_ikke_et_oppslag(som):
    assert "Yonas" in soek(som, "liste", "Yonas")
    for skrevet in UFORSTAATT:
        soek(som, "liste", skrevet)
    assert innsyn.antall("forsoek", slag="duf_oppslag") == 0 and innsyn.antall("hendelse", handling="duf_soekt") == 0


def test_kompass_og_skjermede(app, som):
    siri = som("siri")
    innsyn.skriv("UPDATE beboer SET skjermet = :ja WHERE duf_nummer = :d", ja=True, d="202499011105")
    assert "Yonas" in siri.post("/skjerming/soek", {"duf_nummer": "DUF: 2024-990111-05"}).text
    kode = tildel(som("tuva"), TSERING)
    assert Maskin(app).innloes("DUF 2025-991010-03", kode).status_code == 200


def test_registeret_kjenner_personen_igjen(app):
    """The same person twice is the same person, however the number is written."""
    yonas = rad("Yonas Tesfalem")
    ulik = {**yonas, "duf_nummer": "DUF 2024-990111-05", "tolkespraak": "amharisk"}
    assert utfall(yonas | {"duf_nummer": "2024.990111.05"}) in (["uendret"], ["endret"])
    linjer = importer(yonas, ulik)
    assert {linje.utfall for linje in linjer} == {Utfall.AVVIST}
    assert "Samme DUF-nummer står på flere rader" in linjer[0].tekst


@pytest.fixture
def advarer(app):
    """The setting that takes a number whose check digits do not fit."""
    foer = appens.faa(duf.Kontroll)
    appens.gi(replace(foer, advarer=True))
    yield
    appens.gi(foer)


def test_kontrollsifre_som_ikke_stemmer_kan_vaere_en_advarsel(app, som, advarer):
    galt = HELEN | {"duf_nummer": "2026 990885 05"}
    linjer = importer(galt)
    assert sorted((linje.utfall, linje.tekst) for linje in linjer) == [(Utfall.ADVARSEL, TVILSOM), (Utfall.NY, "")]
    per = som("per")
    treff = per.post("/mottak/beboere/soek", {"soeketekst": "DUF 2026-990885-05"}).headers["Location"]
    assert navnene(per.get(treff)) == ["Helen Girma"]
    svar = ord_i(som("tuva").post("/mottak/kompass/oppslag", {"duf_nummer": "2026 990885 06"}).text)
    assert "Ingen treff" in svar and "Kontrollsifrene stemmer ikke, så nummeret kan være skrevet feil." in svar
    assert utfall(galt | {"duf_nummer": "2026 990885"}) == ["avvist"], "twelve digits it must have"


def test_ellers_avvises_de(app):
    assert utfall(HELEN | {"duf_nummer": "2026 990885 05"}) == ["avvist"]
