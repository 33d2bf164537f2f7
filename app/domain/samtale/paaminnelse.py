"""Paaminnelse: a task nobody has begun is told of again after 3 and 7 working days, after 10 to the administrator.

Each step is taken once, on a working day from eight o'clock. Where the worker has been away, only the last step is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.modell import BEBOER, Bosettingssamtale
from app.domain.beboer.statuser import Samtalestatus
from app.domain.tid import dag_i_norge, i_dag, naa
from app.domain.varsel import varsel
from app.domain.varsel.varsel import Anledning
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
ANLEDNINGER = tuple({trinn.anledning for trinn in TRINN})
HOEYST = 500
"""Reminders in one round: the rest are due in the next."""


def forfalte() -> Sequence[str]:
    """The interviews that a step is due for, some at a time. None at night, and none on a day off."""
    naa_her = naa().astimezone(OSLO)
    if naa_her.time() < FRA_KLOKKA or not er_arbeidsdag(naa_her.date()):
        return []
    rader = sesjon.execute(sa.select(Bosettingssamtale.id, Bosettingssamtale.klar_siden).where(*_uroert())).all()
    sist = varsel.sist_sendt(ANLEDNINGER, sa.select(Bosettingssamtale.id).where(*_uroert()))
    return [samtale_id for samtale_id, klar_siden in rader if _neste_trinn(samtale_id, klar_siden, sist)][:HOEYST]


def send_paaminnelser(samtale_id: str) -> None:
    """Take the step that is due, if it still is: the interview's row is locked while we look."""
    klar_siden = sesjon.scalar(
        sa.select(Bosettingssamtale.klar_siden)
        .where(Bosettingssamtale.id == samtale_id, *_uroert())
        .with_for_update(key_share=True)
    )
    sist = varsel.sist_sendt(ANLEDNINGER, [samtale_id])
    trinn = _neste_trinn(samtale_id, klar_siden, sist) if klar_siden else None
    if trinn:
        mottak_id = sesjon.get_one(Bosettingssamtale, samtale_id).mottak_id
        varsel.send_varsel(trinn.anledning, samtale_id=samtale_id, mottak_id=mottak_id)


def _uroert() -> tuple[sa.ColumnElement[bool], ...]:
    """Ready and not begun, for someone whom the mottak is told of: neither shielded, nor withdrawn or gone from it."""
    deltar = sa.exists().where(BEBOER.c.samtale_id == Bosettingssamtale.id)
    return Bosettingssamtale.status == Samtalestatus.KLAR, deltar, ~deltar.where(BEBOER.c.skjermet)


def _neste_trinn(
    samtale_id: str, klar_siden: datetime, sist_sendt: Mapping[tuple[str, Anledning], datetime]
) -> Trinn | None:
    """The last step that is reached, unless it has been taken since it was."""
    for trinn in reversed(TRINN):
        naadd = arbeidsdager_etter(dag_i_norge(klar_siden), trinn.arbeidsdager)
        if naadd <= i_dag():
            sist = sist_sendt.get((samtale_id, trinn.anledning))
            return None if sist and dag_i_norge(sist) >= naadd else trinn
    return None
