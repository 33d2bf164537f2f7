"""Samlevarsel: what the register tells of: a notice for each household in the app, one e-mail for all of them.

A register that comes in may make hundreds of households ready at a mottak. The first notice of a quarter of an hour has
e-mails of its own, sent when the quarter is over; the others of that quarter are told of in them (M5, F28).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.db import ny_id, sesjon, sett_inn_mange
from app.domain.beboer.skjermingstilgang import av_bare_skjermede, bare_skjermede
from app.domain.tid import naa
from app.domain.varsel import epost
from app.domain.varsel.adressat import Til, sted
from app.domain.varsel.anledning import ANLEDNINGER, Anledning
from app.domain.varsel.epost import Tilstand, Utsending
from app.domain.varsel.varsel import Varsel

KVARTER = timedelta(minutes=15)


def kvarteret_ut(tid: datetime) -> datetime:
    """When the quarter of an hour that a time is in is over."""
    return tid + KVARTER - (tid - datetime.min.replace(tzinfo=tid.tzinfo)) % KVARTER


def send_samlet(anledning: Anledning, hvor: Sequence[tuple[str, str]]) -> None:
    """Make notices about these interviews, each with its mottak or kommune, in the caller's transaction, at a fixed
    cost; what concerns the shielded alone is told to those let in, apart from the others.

    Unlike `varsel.send` it does not look for the same notice a moment ago: a register tells of what has changed.
    """
    if not hvor:
        return
    tid, lukkede = naa(), av_bare_skjermede([samtale_id for samtale_id, _ in hvor])
    varsler = [
        Varsel(
            id=ny_id(), samtale_id=samtale_id, anledning=anledning, opprettet=tid,
            **sted(ANLEDNINGER[anledning].mottaker, mottak_id=hos, kommune_nummer=hos),
        )
        for samtale_id, hos in hvor
    ]  # fmt: skip
    sett_inn_mange(Varsel.__table__, [_rad(varsel) for varsel in varsler])
    foerste: dict[Til, str] = {}
    for varsel in varsler:
        foerste.setdefault(varsel.til(lukkede), varsel.id)
    for til in foerste.keys() - _som_venter(tid):
        epost.legg_i_koe(foerste[til], til, tidligst=tid if til.lukket else kvarteret_ut(tid))


def send_tall(anledning: Anledning, samtale_id: str, mottak_id: str, antall: int) -> None:
    """One notice about so many interviews, of which this is the oldest. Whoever gets two kinds of them in the same
    quarter of an hour has both in one e-mail.
    """
    varsel = Varsel(
        id=ny_id(), anledning=anledning, mottak_id=mottak_id, samtale_id=samtale_id, antall=antall, opprettet=naa()
    )
    sesjon.add(varsel)
    sesjon.flush()
    epost.legg_i_koe(varsel.id, varsel.til(()), tidligst=kvarteret_ut(varsel.opprettet), sammen=True)


def ogsaa(foerste: Sequence[Varsel]) -> list[Anledning]:
    """The occasions of the notices that have no e-mail of their own, and are told of in the e-mail of one of these:
    those to the same receiver, but for what the shielded alone are concerned by.
    """
    if not foerste:
        return []
    egen = sa.exists().where(Utsending.varsel_id == Varsel.id)
    til_samme = {
        mottaker: [anledning for anledning, type_ in ANLEDNINGER.items() if type_.mottaker is mottaker]
        for mottaker in {varsel.mottaker for varsel in foerste}
    }
    samme_kvarter = [
        sa.and_(
            Varsel.anledning.in_(til_samme[varsel.mottaker]),
            Varsel.mottak_id.is_not_distinct_from(varsel.mottak_id),
            Varsel.kommune_nummer.is_not_distinct_from(varsel.kommune_nummer),
            Varsel.opprettet >= varsel.opprettet,
            Varsel.opprettet < kvarteret_ut(varsel.opprettet),
        )
        for varsel in foerste
    ]
    aapen = ~bare_skjermede(Varsel.samtale_id)
    return list(sesjon.scalars(sa.select(Varsel.anledning).where(sa.or_(*samme_kvarter), ~egen, aapen)))


def _som_venter(tid: datetime) -> set[Til]:
    """The receivers for whom e-mail waits until this quarter is over."""
    venter = (Utsending.tilstand == Tilstand.VENTER, Utsending.neste == kvarteret_ut(tid))
    varsler = sesjon.scalars(sa.select(Varsel).where(Varsel.id.in_(sa.select(Utsending.varsel_id).where(*venter))))
    return {varsel.til(()) for varsel in varsler}


def _rad(varsel: Varsel) -> dict[str, Any]:
    return {kolonne.name: getattr(varsel, kolonne.name) for kolonne in Varsel.__table__.columns}
