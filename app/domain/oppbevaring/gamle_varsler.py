"""Gamle varsler: notices fall away by their rule, with who has read them and their e-mails; the case itself stays."""

from datetime import datetime, time

import sqlalchemy as sa

from app.db import endre, sesjon
from app.domain.oppbevaring.regler import VARSEL
from app.domain.varsel.epost import Tilstand, Utsending
from app.domain.varsel.varsel import Varsel, Varsellesing
from app.norsk import OSLO

BUNKE = 500


def antall() -> int:
    """How many there are to remove."""
    return sesjon.scalar(sa.select(sa.func.count()).select_from(_gamle().subquery())) or 0


def slett_noen() -> int:
    """Remove the oldest, at most BUNKE of them, in the caller's transaction. The answer is how many."""
    ider = sesjon.scalars(_gamle().order_by(Varsel.opprettet, Varsel.id).limit(BUNKE)).all()
    for henger_paa in (Utsending, Varsellesing):
        endre(sa.delete(henger_paa).where(henger_paa.varsel_id.in_(ider)))
    return endre(sa.delete(Varsel).where(Varsel.id.in_(ider)))


def _gamle() -> sa.Select[str]:
    """But for those whose e-mail has not been sent yet: it may have been held back for long."""
    foer = datetime.combine(VARSEL.grense, time.min, OSLO)
    venter = sa.exists().where(Utsending.varsel_id == Varsel.id, Utsending.tilstand == Tilstand.VENTER)
    return sa.select(Varsel.id).where(Varsel.opprettet < foer, ~venter)
