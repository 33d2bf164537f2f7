"""How a database would go about a statement: which tables it would read from end to end."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from stoette.maaler import Setning

BEGGE = ("sqlite", "postgresql")
STAAR = {"mottak", "kommune", "gjenoppretting"}
"""Some hundreds each at most, whatever the country holds of residents."""


@dataclass(frozen=True)
class Unntak:
    """Why a table is read whole, and by which database."""

    grunn: str
    merker: tuple[str, ...] = BEGGE


RYDDES = Unntak("Arbeideren, hver time: tabellen holder bare det som ikke er ute ennå.")
KODER_PG = Unntak("Indeksen over de levende kodene: de få som er delt ut de siste dagene.", ("postgresql",))
BRUKERNE = Unntak("Brukerne i landet er noen tusen, og siden viser alle som venter.")
UNNTAK: Mapping[tuple[str, str], Unntak] = {
    ("aktivitet.ved", "bruker"): replace(BRUKERNE, merker=("postgresql",)),
    ("aktivitet.ved", "hendelse"): Unntak("En administrators side, sjelden åpnet.", merker=("postgresql",)),
    ("administrasjon.brukeroversikt", "bruker"): replace(BRUKERNE, merker=("postgresql",)),
    ("bruker.alle_aktive", "bruker"): Unntak("Demoens innloggingsside viser alle; andre steder finnes den ikke."),
    ("dobbelt.mulige", "beboer"): Unntak("Én side, som IMDi åpner når registeret har meldt om en."),
    ("engangsmerke.glem_utloepte", "engangsmerke"): RYDDES,
    ("forsoek.glem_gamle", "forsoek"): replace(RYDDES, merker=("sqlite",)),
    ("gamle_varsler.slett_noen", "varsel"): Unntak("En gang i døgnet.", merker=("sqlite",)),
    ("gjennomgang.les", "bruker"): BRUKERNE,
    ("gjennomgang.venter_i_landet", "bruker"): BRUKERNE,
    ("innloesing._bruk", "kompasskode"): KODER_PG,
    ("innlogging._antall", "innlogging"): RYDDES,
    ("kode.slett_gamle", "kompasskode"): RYDDES,
    ("ledig_epost.krev_ledig_epost", "bruker"): replace(BRUKERNE, merker=("postgresql",)),
}
"""The function that asks, and the table that it reads."""
SKANN = re.compile(r"^SCAN (\w+)")
ANDRE_NAVN = re.compile(r'(\w+)"? AS "?(\w+)')


def skannet(tilkobling: sa.Connection, setning: Setning) -> set[str]:
    """The tables that it reads whole. PostgreSQL is told to avoid it: where it still does, no index helps."""
    if tilkobling.dialect.name == "sqlite":
        planen = tilkobling.exec_driver_sql(f"EXPLAIN QUERY PLAN {setning.sql}", setning.verdier)
        treff = [SKANN.match(linje[3]) for linje in planen]
        navn = {kort: tabell for tabell, kort in ANDRE_NAVN.findall(setning.sql)}
        return {navn.get(funnet[1], funnet[1]) for funnet in treff if funnet}
    for unngaa in ("seqscan", "hashjoin", "mergejoin"):
        tilkobling.exec_driver_sql(f"SET LOCAL enable_{unngaa} = off")
    plan = tilkobling.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {setning.sql}", setning.verdier).scalar_one()
    return {node["Relation Name"] for node in _noder(plan) if _leser_alt(node)}


def _leser_alt(node: dict[str, Any]) -> bool:
    """A table as it lies, or an index from end to end."""
    type_ = node.get("Node Type", "")
    return type_ == "Seq Scan" or (type_ in ("Index Scan", "Index Only Scan") and "Index Cond" not in node)


def _noder(plan: Any) -> Iterator[dict[str, Any]]:
    if isinstance(plan, str):
        plan = json.loads(plan)
    if isinstance(plan, list):
        for del_ in plan:
            yield from _noder(del_)
    elif isinstance(plan, dict):
        yield plan
        for del_ in (plan.get("Plan"), plan.get("Plans")):
            yield from _noder(del_ or [])
