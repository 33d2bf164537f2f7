"""Samlevarsel: what the register tells of: a notice for each household in the app, one e-mail for all of them.

A register that comes in may make hundreds of households ready at a mottak. The first notice of a quarter of an hour has
e-mails of its own, sent when the quarter is over; the others of that quarter are told of in them (M5, F28).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.db import ny_id, sesjon, sett_inn_mange
from app.domain.tid import naa
from app.domain.varsel import epost
from app.domain.varsel.adressat import Mottaker
from app.domain.varsel.epost import Tilstand, Utsending
from app.domain.varsel.varsel import ANLEDNINGER, Anledning, Varsel

KVARTER = timedelta(minutes=15)


def kvarteret_ut(tid: datetime) -> datetime:
    """When the quarter of an hour that a time is in is over."""
    return tid + KVARTER - (tid - datetime.min.replace(tzinfo=tid.tzinfo)) % KVARTER


def send_samlet(anledning: Anledning, hvor: Sequence[tuple[str, str]]) -> None:
    """Make notices about these interviews, each with its mottak, in the caller's transaction, at a fixed cost.

    Unlike `varsel.send` it does not look for the same notice a moment ago: a register tells of what has changed.
    """
    if not hvor:
        return
    mottaker, tid = ANLEDNINGER[anledning].mottaker, naa()
    felles = {"anledning": anledning, "opprettet": tid, "merknad_id": None}
    rader, foerste = [], dict[str | None, str]()
    for samtale_id, mottak_id in hvor:
        til, id_ = None if mottaker is Mottaker.IMDI else mottak_id, ny_id()
        rader.append({**felles, "id": id_, "samtale_id": samtale_id, "mottak_id": til})
        foerste.setdefault(til, id_)
    sett_inn_mange(Varsel.__table__, rader)
    for til in foerste.keys() - _som_venter(tid):
        epost.legg_i_koe(foerste[til], mottaker, til, tidligst=kvarteret_ut(tid))


def ogsaa(foerste: Sequence[Varsel]) -> list[Anledning]:
    """The occasions of the notices that have no e-mail of their own, and are told of in the e-mail of one of these."""
    egen = sa.exists().where(Utsending.varsel_id == Varsel.id)
    samme_kvarter = [
        sa.and_(
            Varsel.mottak_id.is_not_distinct_from(varsel.mottak_id),
            Varsel.opprettet >= varsel.opprettet,
            Varsel.opprettet < kvarteret_ut(varsel.opprettet),
        )
        for varsel in foerste
    ]
    return list(sesjon.scalars(sa.select(Varsel.anledning).where(sa.or_(*samme_kvarter), ~egen)))


def _som_venter(tid: datetime) -> set[str | None]:
    """The mottak, None for IMDi, for which e-mail waits until this quarter is over."""
    venter = (Utsending.tilstand == Tilstand.VENTER, Utsending.neste == kvarteret_ut(tid))
    return set(sesjon.scalars(sa.select(Varsel.mottak_id).join(Utsending).where(*venter).distinct()))
