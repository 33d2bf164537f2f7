"""Innsyn: who has been shown a case, for IMDi, and on paper for the resident, who may know it (F25; GDPR 15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.modell import Bosettingssamtale
from app.domain.bosetting.dobbelt import numrene_til
from app.domain.bosetting.sak import hent_sak
from app.domain.kommune.kommune import Kommune
from app.domain.logg import hendelse
from app.domain.logg.aktivitet import VISNINGER
from app.domain.logg.hendelse import Handling, Hendelse
from app.domain.tid import dag_i_norge
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.tilgang.matrise import Rolle
from app.domain.tilgang.mottak import Mottak

IMDI, DRIFTEN = "IMDi", "Drift"
"""Where somebody is who is at no mottak and in no kommune; a command and a system of IMDi's have no user."""
HOEYST = 2000


@dataclass(frozen=True)
class Visning:
    """That somebody was shown the case, or one of its members: from where, and with which roles today."""

    tid: datetime
    navn: str
    roller: tuple[Rolle, ...]
    sted: str
    handling: Handling

    @property
    def tekst(self) -> str:
        return VISNINGER[self.handling]

    @property
    def dag(self) -> date:
        return dag_i_norge(self.tid)


def hvem_har_sett(bruker: Innlogget, samtale_id: str) -> tuple[Bosettingssamtale, Sequence[Visning]]:
    """The case and who was shown it, newest first, the newest HOEYST; that the log was read, is logged.

    Raises IkkeFunnet.
    """
    samtale = hent_sak(bruker, samtale_id)
    om = sa.or_(
        Hendelse.samtale_id == samtale_id, Hendelse.beboer_id.in_(numrene_til([d.id for d in samtale.deltakere]))
    )
    sett = visninger(om)
    hendelse.noter(Handling.LOGG_LEST, bruker, samtale_id=samtale_id)
    return samtale, sett


def visninger(om: sa.ColumnElement[bool]) -> Sequence[Visning]:
    """The rows of the log that tell of somebody being shown what `om` says, newest first, the newest HOEYST."""
    rader = sesjon.execute(
        sa.select(Hendelse.tid, Bruker, Mottak.navn, Kommune.navn, Hendelse.handling, Hendelse.detalj)
        .outerjoin(Bruker, Bruker.id == Hendelse.bruker_id)
        .outerjoin(Mottak, Mottak.id == Hendelse.mottak_id)
        .outerjoin(Kommune, Kommune.nummer == sa.func.coalesce(Hendelse.kommune_nummer, Bruker.kommune_nummer))
        .where(om, Hendelse.handling.in_(VISNINGER))
        .order_by(Hendelse.id.desc())
        .limit(HOEYST)
        .options(sa.orm.selectinload(Bruker.rolletildelinger))
    ).all()
    return [
        Visning(tid, hvem.navn, tuple(hvem.roller), mottak or kommune or IMDI, handling)
        if hvem
        else Visning(tid, *((klient, (), IMDI) if klient else (DRIFTEN, (), DRIFTEN)), handling)
        for tid, hvem, mottak, kommune, handling, klient in rader
    ]


def dag_for_dag(visninger: Sequence[Visning], *, med_navn: bool) -> list[tuple[date, str, tuple[Rolle, ...], str]]:
    """For the resident: each day once, by unit and role, and by person only where IMDi has chosen so."""
    return list(dict.fromkeys((v.dag, v.sted, v.roller, v.navn if med_navn else "") for v in visninger))
