"""Paaminnelse: a task nobody has begun is told of again after 3 and 7 working days, after 10 to the administrator.

Each step is taken once, on a working day from eight o'clock. Where the worker has been away, only the last step is.
A receiver is told once a day, with the number of them: a hundred reminders would be read as none. A task about the
shielded alone is in no such number: those let in to it are told of it by itself, and the administrator never.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer import skjermingstilgang
from app.domain.beboer.modell import BEBOER, Bosettingssamtale, laas_samtale
from app.domain.beboer.skjermingstilgang import Skjermingstilgang
from app.domain.beboer.statuser import Samtalestatus
from app.domain.tid import dag_i_norge, i_dag, naa
from app.domain.tilgang.bruker import Bruker
from app.domain.varsel import samlevarsel, varsel
from app.domain.varsel.anledning import Anledning
from app.norsk import OSLO, arbeidsdager_etter, er_arbeidsdag

FRA_KLOKKA = time(8)


@dataclass(frozen=True)
class Trinn:
    """So many working days after the task arose."""

    arbeidsdager: int
    anledning: Anledning


TRINN = (
    Trinn(3, Anledning.PAAMINNELSE),
    Trinn(7, Anledning.PAAMINNELSE),
    Trinn(10, Anledning.ESKALERING),
)
FOERSTE = timedelta(days=min(trinn.arbeidsdager for trinn in TRINN) - 1)
"""No step is due before so many days have passed: the rest need not be read."""
HOEYST = 5000
"""Interviews that are looked at in one round."""


@dataclass(frozen=True)
class Purring:
    """What a mottak is to be told of, once: the interviews for which the same kind of step is due."""

    anledning: Anledning
    mottak_id: str
    samtale_ider: tuple[str, ...]
    lukket: bool = False
    """Of the shielded alone: for those who have been let in."""


def forfalte() -> Sequence[Purring]:
    """What is due, one for each receiver. None at night, and none on a day off."""
    naa_her = naa().astimezone(OSLO)
    if naa_her.time() < FRA_KLOKKA or not er_arbeidsdag(naa_her.date()):
        return []
    samlet: dict[tuple[Anledning, str], list[str]] = {}
    mulige = _UROERTE.where(*_uroert(), Bosettingssamtale.klar_siden < naa() - FOERSTE)
    nyest = sa.nulls_first(Bosettingssamtale.paaminnet.desc())  # those that have had their last reminder stand last
    for samtale_id, mottak_id, klar_siden, paaminnet in sesjon.execute(mulige.order_by(nyest).limit(HOEYST)):
        if trinn := _neste_trinn(klar_siden, paaminnet):
            samlet.setdefault((trinn.anledning, mottak_id), []).append(samtale_id)
    lukkede = [Purring(Anledning.PAAMINNELSE, rad.mottak_id, (rad.id,), lukket=True) for rad in _lukkede()]
    return [*(Purring(*hvem, tuple(ider)) for hvem, ider in samlet.items()), *lukkede]


def send_paaminnelser(purring: Purring) -> None:
    """Take the steps that are due, if they still are: the interviews' rows are locked while we look."""
    if purring.lukket:
        _minn_om_lukket(*purring.samtale_ider)
        return
    rader = sesjon.execute(
        _UROERTE.where(Bosettingssamtale.id.in_(purring.samtale_ider), *_uroert())
        .order_by(Bosettingssamtale.id)
        .with_for_update(key_share=True, of=Bosettingssamtale)
    ).all()
    forfalt = [
        rad for rad in rader
        if rad.mottak_id == purring.mottak_id
        and (trinn := _neste_trinn(rad.klar_siden, rad.paaminnet)) and trinn.anledning is purring.anledning
    ]  # fmt: skip
    if forfalt:
        eldst = min(forfalt, key=lambda rad: (rad.klar_siden, rad.id))
        ider = [rad.id for rad in forfalt]
        sesjon.execute(sa.update(Bosettingssamtale).where(Bosettingssamtale.id.in_(ider)).values(paaminnet=naa()))
        samlevarsel.send_tall(purring.anledning, eldst.id, purring.mottak_id, len(forfalt))


def _minn_om_lukket(samtale_id: str) -> None:
    laas_samtale(samtale_id)
    for rad in _lukkede(Bosettingssamtale.id == samtale_id):
        sesjon.execute(sa.update(Bosettingssamtale).where(Bosettingssamtale.id == rad.id).values(paaminnet=naa()))
        varsel.send_varsel(Anledning.PAAMINNELSE, samtale_id=rad.id, mottak_id=rad.mottak_id)


def _lukkede(*bare: sa.ColumnElement[bool]) -> list[Any]:
    """Tasks of the shielded alone for which a step is due, counted from the day somebody at the mottak was let in."""
    sluppet_inn = (
        sa.select(sa.func.min(Skjermingstilgang.gitt))
        .join(BEBOER, BEBOER.c.id == Skjermingstilgang.beboer_id)
        .join(Bruker, Bruker.id == Skjermingstilgang.bruker_id)
        .where(BEBOER.c.samtale_id == Bosettingssamtale.id, skjermingstilgang.gjelder())
        .where(Bruker.mottak_id == Bosettingssamtale.mottak_id, Bruker.aktiv)
        .scalar_subquery()
    )
    bare_skjermede = skjermingstilgang.bare_skjermede(Bosettingssamtale.id)
    sporring = _UROERTE.add_columns(sluppet_inn.label("gitt")).where(
        Bosettingssamtale.status == Samtalestatus.KLAR, bare_skjermede, sluppet_inn.is_not(None), *bare
    )
    rader = sesjon.execute(sporring.order_by(Bosettingssamtale.id).limit(HOEYST))
    return [rad for rad in rader if _neste_trinn(max(rad.klar_siden, rad.gitt), rad.paaminnet)]


def _uroert() -> tuple[sa.ColumnElement[bool], ...]:
    """Ready and not begun, for someone whom the mottak is told of: neither shielded, nor withdrawn or gone from it."""
    deltar = sa.exists().where(BEBOER.c.samtale_id == Bosettingssamtale.id)
    return Bosettingssamtale.status == Samtalestatus.KLAR, deltar, ~deltar.where(BEBOER.c.skjermet)


def _neste_trinn(klar_siden: datetime, paaminnet: datetime | None) -> Trinn | None:
    """The last step that is reached, unless one has been taken since it was."""
    for trinn in reversed(TRINN):
        naadd = arbeidsdager_etter(dag_i_norge(klar_siden), trinn.arbeidsdager)
        if naadd <= i_dag():
            return None if paaminnet and dag_i_norge(paaminnet) >= naadd else trinn
    return None


_UROERTE = sa.select(
    Bosettingssamtale.id, Bosettingssamtale.mottak_id, Bosettingssamtale.klar_siden, Bosettingssamtale.paaminnet
)
