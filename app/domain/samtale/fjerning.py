"""Fjerning: what is taken out of the history of an answer, and what stands in its place: why, by whom and when.

The history only grows; this is the one operation that the wall in the database lets through. What stands now is not
touched by it, so the answer is emptied or replaced first.
"""

from collections.abc import Sequence
from enum import StrEnum

import sqlalchemy as sa

from app.db import endre
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.samtale.svarlager import Sti, Svar, Svarhistorikk
from app.domain.skjema.grammatikk import Deltakende
from app.domain.tid import naa
from app.domain.tilgang.bruker import Innlogget


class Fjernet(StrEnum):
    FLYTTET = "flyttet"
    SAMTYKKE_TRUKKET = "samtykke_trukket"

    @property
    def tekst(self) -> str:
        return {
            self.FLYTTET: "fjernet: flyttet",
            self.SAMTYKKE_TRUKKET: "fjernet: samtykke trukket",
        }[self]


def fjern_tidligere(av: Innlogget, beboer: Deltakende, stier: Sequence[Sti], grunn: Fjernet) -> None:
    """Take out every value that these answers have had before the one that stands, in a locked interview."""
    for sti in stier:
        staar = sa.select(Svar.versjon).where(Svar.beboer_id == beboer.id, Svar.sti == sti).scalar_subquery()
        fjernede = endre(
            sa.update(Svarhistorikk)
            .where(Svarhistorikk.beboer_id == beboer.id, Svarhistorikk.sti == sti, Svarhistorikk.versjon < staar)
            .where(sa.type_coerce(Svarhistorikk.verdi, sa.Text).is_not(None), Svarhistorikk.fjernet.is_(None))
            .values(verdi=sa.null(), fjernet=grunn, fjernet_tid=naa(), fjernet_av_id=av.id)
            .execution_options(synchronize_session=False)
        )
        if fjernede:
            hendelse.noter(Handling.SVAR_FJERNET, av, beboer_id=beboer.id, samtale_id=beboer.samtale_id, felt=sti)
