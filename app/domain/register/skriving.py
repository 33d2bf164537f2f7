"""Writes many households of the register at once: those that are new, and those where only facts have changed.

Nobody works with what is new, and a fact does not change who takes part in which interview; so no interview is
locked here, but for those of which a kommune is told. Rows are written in one order, so that two transactions never
wait for each other in a ring.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.db import ny_id, sesjon, sett_inn_mange
from app.domain.beboer import navneord
from app.domain.beboer.modell import BEBOER, Bosettingssamtale, Husstand
from app.domain.beboer.statuser import Bosettingsstatus, Kompassstatus, Samtalestatus
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.register.kjent import Kjent, fakta_ulike, logglinjer
from app.domain.register.person import Registerperson, kolonner
from app.domain.register.samtale import laas_samtaler
from app.domain.tid import naa
from app.domain.varsel import samlevarsel
from app.domain.varsel.anledning import Anledning
from app.domain.varsel.kommunevarsel import varsle_kommunene_samlet

STANDARD = {
    "tolkespraak": None, "familierolle": None, "representant": None,
    "enslig_mindreaarig": False, "kollektiv_beskyttelse": False, "skjermet": False,
}  # fmt: skip


def skriv(enheter: Sequence[Sequence[Registerperson]], kjent: Kjent) -> None:
    """Write some households, each of them all new or all known, in the caller's transaction."""
    nye = [[p for p in personer if p.duf_nummer not in kjent.personer and not p.trukket] for personer in enheter]
    _sett_inn([personer for personer in nye if personer])
    _oppdater([person for personer in enheter for person in personer if person.duf_nummer in kjent.personer], kjent)


def ny_beboer(person: Registerperson, husstand_id: str) -> dict[str, Any]:
    """A new person as a row of the table."""
    return {
        **STANDARD,
        **kolonner(person.fakta),
        "id": ny_id(),
        "duf_nummer": person.duf_nummer,
        "mottak_id": person.mottak_id,
        "husstand_id": husstand_id,
        "samtale_id": None,
        "kompass": Kompassstatus.IKKE_REGISTRERT,
        "bosetting": Bosettingsstatus.SAK_OPPRETTET if person.har_sak else Bosettingsstatus.INGEN_SAK,
        "fra_register": naa(),
        "trukket": None,
    }


def _sett_inn(enheter: Sequence[Sequence[Registerperson]]) -> None:
    husstander, samtaler, beboere = [], [], []
    for personer in enheter:
        husstander.append({"id": ny_id(), "registernummer": personer[0].husstand})
        rader = [ny_beboer(person, husstander[-1]["id"]) for person in personer]
        samtaler += _samtaler(personer, rader)
        beboere += rader
    if not beboere:
        return
    sett_inn_mange(Husstand.__table__, husstander)
    sett_inn_mange(Bosettingssamtale.__table__, samtaler)
    sett_inn_mange(BEBOER, beboere)
    navneord.sett_inn(beboere)
    hendelse.noter_mange(Handling.BEBOER_REGISTRERT, [{"beboer_id": rad["id"]} for rad in beboere])
    klare = [rad for rad in beboere if rad["samtale_id"]]
    hendelse.noter_mange(
        Handling.KLAR_FOR_SAMTALE, [{"beboer_id": rad["id"], "samtale_id": rad["samtale_id"]} for rad in klare]
    )
    samtalene = {rad["samtale_id"]: rad["mottak_id"] for rad in klare}
    samlevarsel.send_samlet(Anledning.KLAR_FOR_SAMTALE, list(samtalene.items()))


def _samtaler(personer: Sequence[Registerperson], rader: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One interview for those of a new household who are ready, per mottak; the shielded have one each."""
    samtaler: dict[tuple[str, str], dict[str, Any]] = {}
    for person, rad in zip(personer, rader, strict=True):
        if person.klar:
            alene = person.duf_nummer if rad["skjermet"] else ""
            samtale = samtaler.setdefault((person.mottak_id, alene), _samtale(rad))
            rad["samtale_id"] = samtale["id"]
    return list(samtaler.values())


def _samtale(rad: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": ny_id(),
        "husstand_id": rad["husstand_id"],
        "mottak_id": rad["mottak_id"],
        "status": Samtalestatus.KLAR,
        "skjema_versjon": KARTLEGGING.versjon,
        "klar_siden": naa(),
    }


def _oppdater(personer: Sequence[Registerperson], kjent: Kjent) -> None:
    """Facts that differ; one statement for each set of columns, after all the rows are locked in their order."""
    per_sett: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    logg: list[dict[str, str | None]] = []
    endrede = []
    navn: dict[str, str] = {}
    for person in personer:
        rad = kjent.personer[person.duf_nummer]
        if endret := fakta_ulike(person, rad):
            logg += logglinjer(rad.id, endret)
            endrede += [] if rad.trukket else [rad]
            nytt = {**nye_kolonner(person, endret), "_id": rad.id}
            if "soekenoekkel" in nytt and navneord.staar_i_listene(rad):
                navn[rad.id] = nytt["soekenoekkel"]
            per_sett.setdefault(tuple(nytt), []).append(nytt)
    laas_samtaler({rad.samtale_id for rad in endrede if rad.samtale_id and rad.soekt_ut_til})
    if logg:
        sesjon.execute(_LAAS, {"ider": [rad["beboer_id"] for rad in logg]})
    for rader in per_sett.values():
        sesjon.execute(_endre(rader[0]), rader)
    navneord.bytt(navn)
    hendelse.noter_mange(Handling.BEBOER_OPPDATERT, logg)
    varsle_kommunene_samlet(Anledning.KOMMUNE_ENDRET, endrede)


def nye_kolonner(person: Registerperson, endret: dict[str, Any]) -> dict[str, Any]:
    """The columns that change with these facts: with a name its keys, and when the register spoke."""
    hele = person.fakta if endret.keys() & {"fornavn", "etternavn"} else endret
    return {**kolonner(hele), "fra_register": naa()}


def _endre(rad: dict[str, Any]) -> sa.Update:
    kolonner: dict[Any, Any] = {BEBOER.c[navn]: sa.bindparam(navn) for navn in rad if navn != "_id"}
    return sa.update(BEBOER).where(BEBOER.c.id == sa.bindparam("_id")).values(kolonner)


_LAAS = (
    sa.select(BEBOER.c.id)
    .where(BEBOER.c.id.in_(sa.bindparam("ider", expanding=True)))
    .order_by(BEBOER.c.id)
    .with_for_update(key_share=True)
)
