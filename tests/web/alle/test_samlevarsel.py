"""The register's notices: one for each household in the app, one e-mail for each receiver and quarter of an hour."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from stoette import innsyn, smtp
from stoette.registeret import FJORDGLOETT, HELEN, flytt, importer, numre, varsler
from stoette.smtp import Posthus, krev_taushet, send

from app.domain.tid import klokke
from app.domain.varsel.samlevarsel import kvarteret_ut

TID = datetime(2026, 11, 24, 10, 5, tzinfo=UTC)
KVARTER = timedelta(minutes=15)
TIL_FURULIA = ["mari@furulia.example", "per@furulia.example", "post@furulia.example"]


@pytest.fixture
def huset(app: Flask) -> Iterator[Posthus]:
    """The post, with nothing of the cast's own waiting."""
    innsyn.skriv("DELETE FROM utsending")
    with smtp.posthus() as huset, klokke(lambda: TID):
        smtp.bruk(app, huset.port)
        yield huset
        krev_taushet(huset)


def klare(antall: int, fra: int = 0, **ellers: str) -> list[dict[str, str]]:
    """So many new households, one person each, ready for the interview."""
    return [
        {**HELEN, "duf_nummer": nummer, "husstand": f"U-{nr}", "fornavn": f"Helen {nr}", **ellers}
        for nr, nummer in enumerate(numre(fra + antall)[fra:], fra)
    ]


@pytest.mark.begge_lagre
def test_en_e_post_per_mottaker_uansett_hvor_mange_husstander(app: Flask, huset: Posthus) -> None:
    """F28, M5: each household is a notice in the app; the e-mail of the quarter counts them and leads to the list."""
    foer = varsler("klar_for_samtale", "Furulia")
    importer(*klare(30), *klare(1, fra=30, mottak=FJORDGLOETT))
    importer(*klare(5, fra=31))
    assert varsler("klar_for_samtale", "Furulia") == foer + 35
    send(app)
    assert huset.brev == [], "først når kvarteret er ute"
    send(app, om=KVARTER)
    furulias = [brev for brev in huset.brev if "furulia" in str(brev["To"])]
    assert sorted(str(brev["To"]) for brev in furulias) == TIL_FURULIA
    for brev in furulias:
        linjer = brev.get_content().splitlines()
        assert "Nye varsler siden sist: 35" in linjer and "http://localhost/varsler" in linjer
        assert linjer.count("Mottaket har fått en ny oppgave.") == 1
    andre = {str(brev["To"]): brev.get_content() for brev in huset.brev if brev not in furulias}
    assert "post@fjordglott.example" in andre and all("fjordglott" in til for til in andre)
    assert all("siden sist" not in tekst and "/varsler/" in tekst for tekst in andre.values())


def test_det_neste_kvarteret_har_sin_egen(app: Flask, huset: Posthus) -> None:
    importer(*klare(2))
    send(app, om=KVARTER)
    with klokke(lambda: TID + KVARTER):
        importer(*klare(3, fra=2))
        send(app)
        assert huset.til == TIL_FURULIA
        send(app, om=KVARTER)
    assert huset.til == sorted(TIL_FURULIA * 2)
    assert "Nye varsler siden sist: 3" in huset.brev[-1].get_content()


def test_den_som_vil_ha_det_samlet_faar_ett_klokka_aatte(app: Flask, som, huset: Posthus) -> None:
    """F34: two quarters' notices and more are one e-mail the next morning."""
    som("per").post("/varsler/mine", {"hyppighet": "daglig"})
    som("per").post("/spraak", {"spraak": "nn"})
    importer(*klare(2))
    with klokke(lambda: TID + KVARTER):
        importer(*klare(3, fra=2))
    send(app, om=timedelta(hours=2))
    assert "per@furulia.example" not in huset.til
    send(app, om=timedelta(hours=24))
    [pers] = [brev for brev in huset.brev if brev["To"] == "per@furulia.example"]
    assert "Nye varsel sidan sist: 5" in pers.get_content()


def test_en_flytting_og_imdis_varsel_samles_ogsaa(app: Flask, huset: Posthus) -> None:
    flytt("Nadia Karimipour")
    importer(*klare(1, mottak=FJORDGLOETT))
    send(app, om=KVARTER)
    assert len(huset.til) == len(set(huset.til)) and "Nye varsler siden sist: 2" in huset.brev[0].get_content()


@pytest.mark.parametrize(
    ("tid", "ute"), [("10:00", "10:15"), ("10:14:59.999", "10:15"), ("10:15", "10:30"), ("23:59", "00:00")]
)
def test_kvarteret(tid: str, ute: str) -> None:
    assert kvarteret_ut(datetime.fromisoformat(f"2026-11-24 {tid}+00:00")).strftime("%H:%M") == ute
