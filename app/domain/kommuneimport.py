"""Reads the shipped lists of kommuner and bydeler into the database; run again, it changes only what has changed.

Kommunedata: SSB (Klass 131, NLOD) og Kartverket (CC BY 4.0); målform: aprestmo/norway-geodata (MIT).
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from app.config import ROT
from app.db import sesjon
from app.domain.kommune import Kommune
from app.norsk import soekenoekkel, sorteringsnoekkel

KOMMUNER = ROT / "data" / "kommuner.csv"
BYDELER = ROT / "data" / "bydeler.csv"

Rad = dict[str, str | None]


@dataclass(frozen=True)
class Importert:
    """What an import did, in numbers of kommuner and bydeler."""

    nye: int
    endrede: int
    uendrede: int


def importer(kommuner: Path = KOMMUNER, bydeler: Path = BYDELER) -> Importert:
    """Bring the table of kommuner up to the lists, in the caller's transaction.

    One that is no longer listed stays: answers and placements may name it.
    """
    oensket = les(kommuner, bydeler)
    finnes = {rad["nummer"]: dict(rad) for rad in sesjon.execute(sa.select(Kommune.__table__)).mappings()}
    nye = [rad for rad in oensket if rad["nummer"] not in finnes]
    endrede = [rad for rad in oensket if rad["nummer"] in finnes and rad != finnes[rad["nummer"]]]
    if nye:
        sesjon.execute(sa.insert(Kommune), nye)
    if endrede:
        sesjon.execute(sa.update(Kommune), endrede)
    return Importert(len(nye), len(endrede), len(oensket) - len(nye) - len(endrede))


def les(kommuner: Path = KOMMUNER, bydeler: Path = BYDELER) -> list[Rad]:
    """The rows of the table as the two files have them, every kommune before its bydeler."""
    kommunerader = list(_linjer(kommuner))
    antall = Counter(linje["kommunenavn_norsk"] for linje in kommunerader)
    rader = {linje["kommunenummer"]: _kommune(linje, antall[linje["kommunenavn_norsk"]] > 1) for linje in kommunerader}
    return [*rader.values(), *(_bydel(linje, rader[linje["kommunenummer"]]) for linje in _linjer(bydeler))]


def _linjer(fil: Path) -> Iterator[dict[str, str]]:
    with fil.open(encoding="utf-8", newline="") as aapen:
        yield from csv.DictReader(aapen)


def _kommune(linje: dict[str, str], finnes_flere: bool) -> Rad:
    norsk = linje["kommunenavn_norsk"]
    navn = f"{norsk} ({_norsk_fylke(linje)})" if finnes_flere else norsk
    return _rad(
        nummer=linje["kommunenummer"],
        navn=navn,
        offisielt_navn=linje["kommunenavn"],
        fylke=linje["fylkesnavn"],
        maalform=linje["malform"],
        bydel_i=None,
    )


def _bydel(linje: dict[str, str], kommune: Rad) -> Rad:
    return _rad(
        nummer=linje["bydelsnummer"],
        navn=f"{linje['navn']} (bydel i {kommune['navn']})",
        offisielt_navn=linje["navn"],
        fylke=str(kommune["fylke"]),
        maalform=str(kommune["maalform"]),
        bydel_i=kommune["nummer"],
    )


def _norsk_fylke(linje: dict[str, str]) -> str:
    """«Nordland» of «Nordland - Nordlánnda»."""
    return linje["fylkesnavn"].split(" - ")[0]


def _rad(*, nummer: str, navn: str, offisielt_navn: str, fylke: str, maalform: str, bydel_i: str | None) -> Rad:
    return {
        "nummer": nummer,
        "navn": navn,
        "offisielt_navn": offisielt_navn,
        "fylke": fylke,
        "maalform": maalform,
        "bydel_i": bydel_i,
        "soekenoekkel": soekenoekkel(f"{navn} {offisielt_navn} {nummer}"),
        "sorteringsnoekkel": sorteringsnoekkel(navn),
    }
