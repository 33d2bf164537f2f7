"""Reads the shipped lists of kommuner and bydeler into the database; run again, it changes only what has changed.

A kommune that has got another number, or has become part of another, keeps its row and leads to what it became: its
residents søkt ut, its users and its contact information go along, and the new one is found by the old name and number.

Kommunedata: SSB (Klass 131, NLOD) og Kartverket (CC BY 4.0); målform: aprestmo/norway-geodata (MIT).
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.config import ROT
from app.db import sesjon
from app.domain.beboer.doerer import flytt_soekt_ut
from app.domain.kommune.kommune import Kommune
from app.domain.kommune.kontakt import Kommunekontakt
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.tilgang.bruker import Bruker
from app.norsk import soekenoekkel, sorteringsnoekkel

KOMMUNER = ROT / "data" / "kommuner.csv"
BYDELER = ROT / "data" / "bydeler.csv"
ENDRINGER = ROT / "data" / "kommuneendringer.csv"
LENGSTE_SOEKENOEKKEL = 200

Kommunerad = dict[str, Any]
Endring = Mapping[str, str]


@dataclass(frozen=True)
class Importert:
    """What an import did, in numbers of kommuner and bydeler."""

    nye: int
    endrede: int
    uendrede: int
    erstattede: int = 0


@dataclass(frozen=True)
class Plan:
    """What an import would do. `erstattet`: old number → the number it leads to."""

    nye: Sequence[Kommunerad]
    endrede: Sequence[tuple[Kommunerad, Kommunerad]]
    """Pairs of what stands there and what shall."""
    uendrede: int
    erstattet: Mapping[str, str]
    ukjente: Sequence[str]
    """Numbers that are no longer listed, and of which no list of changes tells what they became: they stay."""

    @property
    def tall(self) -> Importert:
        return Importert(len(self.nye), len(self.endrede), self.uendrede, len(self.erstattet))

    @property
    def linjer(self) -> Iterator[str]:
        """The differences, one a line."""
        yield from (f"+ {ny['nummer']} {ny['navn']}" for ny in self.nye)
        for er, blir in self.endrede:
            ulike = [f"{felt}: {er[felt]} → {blir[felt]}" for felt in blir if felt in VISES and er[felt] != blir[felt]]
            yield f"~ {er['nummer']} {'; '.join(ulike) or 'søkenøkkel'}"
        yield from (f"> {gammel} er blitt {ny}" for gammel, ny in self.erstattet.items())
        yield from (f"? {nummer} står ikke i listen, og blir stående" for nummer in self.ukjente)


VISES = ("navn", "offisielt_navn", "fylke", "maalform", "tidligere", "bydel_i")


def importer_kommuner(kommuner: Path = KOMMUNER, bydeler: Path = BYDELER, endringer: Path = ENDRINGER) -> Importert:
    """Bring the table of kommuner up to the lists, in the caller's transaction."""
    plan = planlegg(kommuner, bydeler, endringer)
    gjennomfoer(plan)
    return plan.tall


def planlegg(kommuner: Path = KOMMUNER, bydeler: Path = BYDELER, endringer: Path = ENDRINGER) -> Plan:
    """Compare the lists with what is stored."""
    finnes = {rad["nummer"]: dict(rad) for rad in sesjon.execute(sa.select(Kommune.__table__)).mappings()}
    linjer = list(_linjer(endringer)) if endringer.exists() else []
    rader = les_kommuner(kommuner, bydeler)
    oensket = [_med_historie(rad, finnes.get(rad["nummer"]), linjer) for rad in rader]
    listet = {rad["nummer"] for rad in oensket}
    borte = [nummer for nummer, rad in finnes.items() if nummer not in listet and not rad["erstattet_av"]]
    erstattet = {nummer: ny for nummer in borte if (ny := _etterfoelger(nummer, linjer, listet))}
    endrede = [(finnes[rad["nummer"]], rad) for rad in oensket if rad["nummer"] in finnes]
    ulike = [par for par in endrede if par[0] != par[1]]
    return Plan(
        nye=[rad for rad in oensket if rad["nummer"] not in finnes],
        endrede=ulike,
        uendrede=len(endrede) - len(ulike),
        erstattet=erstattet,
        ukjente=[nummer for nummer in borte if nummer not in erstattet],
    )


def gjennomfoer(plan: Plan) -> None:
    """Do what was planned. Old names are put aside first: a name is given once. A bydel may move to a new kommune."""
    for gammel, ny in plan.erstattet.items():
        sesjon.execute(sa.update(Kommune).where(Kommune.nummer == gammel).values(**_avloest(gammel, ny)))
    if plan.nye:
        sesjon.execute(sa.insert(Kommune), list(plan.nye))
    if plan.endrede:
        sesjon.execute(sa.update(Kommune), [blir for _, blir in plan.endrede])
    for var, blir in plan.endrede:
        if var["navn"] != blir["navn"]:
            flytt_soekt_ut(blir["nummer"], blir["nummer"], f"{blir['navn']} (tidligere {var['navn']})")
    for gammel, ny in plan.erstattet.items():
        _flytt(gammel, ny)


def les_kommuner(kommuner: Path = KOMMUNER, bydeler: Path = BYDELER) -> list[Kommunerad]:
    """The rows of the table as the two files have them, every kommune before its bydeler."""
    kommunerader = list(_linjer(kommuner))
    antall = Counter(linje["kommunenavn_norsk"] for linje in kommunerader)
    rader = {linje["kommunenummer"]: _kommune(linje, antall[linje["kommunenavn_norsk"]] > 1) for linje in kommunerader}
    return [*rader.values(), *(_bydel(linje, rader[linje["kommunenummer"]]) for linje in _linjer(bydeler))]


def _linjer(fil: Path) -> Iterator[dict[str, str]]:
    with fil.open(encoding="utf-8", newline="") as aapen:
        yield from csv.DictReader(aapen)


def _med_historie(rad: Kommunerad, lagret: Kommunerad | None, endringer: Sequence[Endring]) -> Kommunerad:
    """The row with all it was called before: what is stored of that, what the list of changes says, the old name."""
    tidligere: dict[tuple[str, str], None] = {tuple(par): None for par in (lagret or rad)["tidligere"]}
    if lagret and lagret["navn"] != rad["navn"]:
        tidligere[(rad["nummer"], lagret["navn"])] = None
    til_denne = [(e["fra_nummer"], e["fra_navn"]) for e in endringer if e["til_nummer"] == rad["nummer"]]
    tidligere |= dict.fromkeys(til_denne)
    noekkel = rad["soekenoekkel"]
    for del_ in (soekenoekkel(del_) for par in tidligere for del_ in par):
        noekkel += "" if del_ in noekkel else f" {del_}"
    return rad | {"tidligere": [list(par) for par in tidligere], "soekenoekkel": noekkel[:LENGSTE_SOEKENOEKKEL]}


def _etterfoelger(nummer: str, endringer: Sequence[Endring], listet: set[str]) -> str | None:
    """Where an old number leads, over as many changes as there were; the first that is named, where it was divided."""
    neste: dict[str, list[str]] = defaultdict(list)
    for endring in endringer:
        neste[endring["fra_nummer"]].append(endring["til_nummer"])
    sett = {nummer}
    while nummer not in listet and neste[nummer] and neste[nummer][0] not in sett:
        nummer = neste[nummer][0]
        sett.add(nummer)
    return nummer if nummer in listet else None


def _avloest(gammel: str, ny: str) -> Kommunerad:
    navn = sesjon.scalars(sa.select(Kommune.navn).where(Kommune.nummer == gammel)).one()
    return {"erstattet_av": ny, "navn": f"{navn} (tidligere {gammel})"[:100], "soekenoekkel": ""}


def _flytt(gammel: str, ny: str) -> None:
    """Residents, users and, where the new one has none, contact information go along."""
    sesjon.expire_all()
    naa, var = sesjon.get_one(Kommune, ny), sesjon.get_one(Kommune, gammel)
    flytt_soekt_ut(gammel, ny, f"{naa.navn} (tidligere {var.offisielt_navn})")
    sesjon.execute(sa.update(Bruker).where(Bruker.kommune_nummer == gammel).values(kommune_nummer=ny))
    if sesjon.get(Kommunekontakt, ny) is None:
        flytting = sa.update(Kommunekontakt).where(Kommunekontakt.kommune_nummer == gammel)
        sesjon.execute(flytting.values(kommune_nummer=ny))
    hendelse.noter(Handling.KOMMUNE_ERSTATTET, None, kommune_nummer=ny, detalj=f"{gammel} → {ny}")


def _kommune(linje: dict[str, str], finnes_flere: bool) -> Kommunerad:
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


def _bydel(linje: dict[str, str], kommune: Kommunerad) -> Kommunerad:
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


def _rad(*, nummer: str, navn: str, offisielt_navn: str, fylke: str, maalform: str, bydel_i: str | None) -> Kommunerad:
    return {
        "nummer": nummer,
        "navn": navn,
        "offisielt_navn": offisielt_navn,
        "fylke": fylke,
        "maalform": maalform,
        "bydel_i": bydel_i,
        "soekenoekkel": soekenoekkel(f"{navn} {offisielt_navn} {nummer}"),
        "sorteringsnoekkel": sorteringsnoekkel(navn),
        "tidligere": [],
        "erstattet_av": None,
    }
