"""Nedlegging: when the last resident of a closed mottak has been moved, its users have nothing left to do there."""

from collections.abc import Sequence

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.doerer import noen_bor_ved
from app.domain.brukere.avgang import avslutt
from app.domain.mottak.kontakt import laas_mottak
from app.domain.tid import i_dag
from app.domain.tilgang.bruker import Bruker
from app.domain.tilgang.mottak import Mottak


def tomme_mottak() -> Sequence[str]:
    """The closed mottak where nobody lives, and where somebody still has access."""
    sporring = sa.select(Mottak.id).where(
        Mottak.nedlagt <= i_dag(),
        ~noen_bor_ved(Mottak.id),
        sa.exists().where(Bruker.mottak_id == Mottak.id, Bruker.aktiv),
    )
    return sesjon.scalars(sporring).all()


def bor_noen_ved(mottak: Mottak) -> bool:
    """Whether anybody lives there: for those who may not know who."""
    return bool(sesjon.scalar(sa.select(noen_bor_ved(mottak.id))))


def steng(mottak_id: str) -> int:
    """Deactivate the users of a closed mottak; the answer is how many. None where somebody has come to live there."""
    mottak = laas_mottak(mottak_id)
    if not mottak.er_nedlagt or bor_noen_ved(mottak):
        return 0
    brukere = sesjon.scalars(sa.select(Bruker).where(Bruker.mottak_id == mottak_id, Bruker.aktiv).with_for_update())
    alle = brukere.all()
    for bruker in alle:
        avslutt(None, bruker)
    return len(alle)
