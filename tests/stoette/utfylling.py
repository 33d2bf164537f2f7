"""What the tests of the questionnaire share: its places, a person it is about, a fixed day and a single kommune."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.skjema.grammatikk import Felt, Liste, Sted
from app.domain.tid import klokke
from app.domain.unntak import Ugyldig

I_DAG = date(2026, 11, 23)
KLOKKA = datetime(2026, 11, 23, 12, tzinfo=UTC)
ALLE_LEDD = [ledd for seksjon in KARTLEGGING.seksjoner for ledd in seksjon.ledd]
LISTER = [ledd for ledd in ALLE_LEDD if isinstance(ledd, Liste)]
STEDER = [Sted(f.navn, f) for f in ALLE_LEDD if isinstance(f, Felt)] + [
    Sted(f"{liste.navn}.r1.{f.navn}", f, liste, "r1") for liste in LISTER for f in liste.felter
]


@dataclass(frozen=True)
class Person:
    foedt: date = date(1996, 3, 14)
    kompass_registrert: bool = False
    enslig_mindreaarig: bool = False
    ferdigstilt: datetime | None = None


@pytest.fixture(autouse=True)
def en_fast_dag():
    with klokke(lambda: KLOKKA):
        yield


@pytest.fixture(autouse=True)
def en_kommune(monkeypatch):
    def slaa_opp(tekst):
        if tekst != "Tromsø":
            raise Ugyldig("Fant ingen kommune eller bydel med dette navnet. Velg en fra listen.")
        return {"nummer": "5501", "navn": "Tromsø"}

    monkeypatch.setattr("app.domain.kommune.kommune.slaa_opp", slaa_opp)
