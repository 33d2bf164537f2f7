"""Svarutkast: a text that could not become the answer, kept for whoever wrote it until it is stored or put away.

A colleague was first, or the text was refused. It lies encrypted, whatever the field: what was refused may hold
anything. Only its writer reads it, through the doors that lead to the form; at completion all of them go.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Tidspunkt, endre, sesjon
from app.domain.samtale import merknad
from app.domain.samtale.merknad import KanIkkeVises
from app.domain.samtale.svar import Innsending
from app.domain.samtale.svarlager import Sti, StiType
from app.domain.skjema.grammatikk import Deltakende
from app.domain.tid import naa
from app.domain.tilgang.bruker import Innlogget

HOEYST_TEGN = 20_000
"""Five times the longest answer: a whole document pasted by mistake is not kept."""
HOEYST_ANTALL = 60
"""For one user about one resident."""


class Svarutkast(Base):
    __tablename__ = "svarutkast"

    beboer_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"), primary_key=True)
    bruker_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"), primary_key=True)
    sti: Mapped[Sti] = mapped_column(StiType, primary_key=True)
    samtale_id: Mapped[str] = mapped_column(sa.ForeignKey("bosettingssamtale.id"), index=True)
    kryptert: Mapped[str] = mapped_column(sa.Text)
    versjon: Mapped[int]
    klient: Mapped[str] = mapped_column(sa.String(36))
    sekvens: Mapped[int]
    endret: Mapped[datetime] = mapped_column(Tidspunkt)


@dataclass(frozen=True)
class Utkast:
    """What its writer is offered: the form's values, and the version of the answer they were based on."""

    sti: Sti
    raa: Sequence[str]
    versjon: int
    endret: datetime


HAR_UTKAST = (
    sa.exists()
    .where(
        Svarutkast.__table__.c.beboer_id == sa.bindparam("beboer"),
        Svarutkast.__table__.c.bruker_id == sa.bindparam("meg"),
    )
    .label("har_utkast")
)
"""Asked along with the lock of a save, so that a save that has nothing to clear away costs no statement more."""


def behold(av: Innlogget, beboer: Deltakende, inn: Innsending) -> bool:
    """Keep what was sent, in place of what was kept of this field before; an older save of the same page comes late,
    and changes nothing. False where it is too much to keep, and the page must go on holding it.
    """
    if not any(inn.raa):
        fjern(av, beboer.id, inn)
        return True
    rad = sesjon.get(Svarutkast, (beboer.id, av.id, inn.sti))
    if sum(map(len, inn.raa)) > HOEYST_TEGN or (rad is None and _er_fullt(av, beboer.id)):
        return False
    if rad is None:
        rad = Svarutkast(beboer_id=beboer.id, bruker_id=av.id, sti=inn.sti, samtale_id=beboer.samtale_id)
        sesjon.add(rad)
    elif inn.klient and rad.klient == inn.klient and rad.sekvens > inn.sekvens:
        return True
    rad.kryptert = merknad.krypter(json.dumps(list(inn.raa)), beboer.id)
    rad.versjon, rad.klient, rad.sekvens, rad.endret = inn.versjon, inn.klient, inn.sekvens, naa()
    sesjon.flush()
    return True


def fjern(av: Innlogget, beboer_id: str, inn: Innsending) -> None:
    """The field is stored, or its text is put away: nothing is kept, but what the same page has written since."""
    nyere = sa.and_(Svarutkast.klient == inn.klient, Svarutkast.klient != "", Svarutkast.sekvens > inn.sekvens)
    endre(_mine(av, beboer_id).where(Svarutkast.sti == inn.sti, sa.not_(nyere)))


def forkast(av: Innlogget, beboer_id: str, sti: Sti) -> None:
    """The writer has read it, and lets it go."""
    endre(_mine(av, beboer_id).where(Svarutkast.sti == sti))


def slett_for_felt(beboer_id: str, sti: Sti) -> None:
    """What anybody had written of it goes, where the answer itself has gone from its history."""
    endre(sa.delete(Svarutkast).where(Svarutkast.beboer_id == beboer_id, Svarutkast.sti == sti))


def slett_for_samtale(samtale_id: str) -> None:
    """The interview is completed: nothing that was not stored remains."""
    endre(sa.delete(Svarutkast).where(Svarutkast.samtale_id == samtale_id))


def hent_utkast(bruker: Innlogget, beboer_id: str) -> Mapping[Sti, Utkast]:
    """The user's own, about a resident whom the user has been let in to; one that cannot be decrypted is left out."""
    rader = sesjon.scalars(
        sa.select(Svarutkast)
        .where(Svarutkast.beboer_id == beboer_id, Svarutkast.bruker_id == bruker.id)
        .order_by(Svarutkast.endret)
    )
    return {utkast.sti: utkast for rad in rader if (utkast := _les(rad))}


def mine_i_samtalen(bruker: Innlogget, samtale_id: str) -> Sequence[tuple[str, Sti]]:
    """(beboer id, path) of the user's own texts that were not stored, for the read-through: they go at completion."""
    mine = sa.select(Svarutkast.beboer_id, Svarutkast.sti).order_by(Svarutkast.endret)
    rader = sesjon.execute(mine.where(Svarutkast.samtale_id == samtale_id, Svarutkast.bruker_id == bruker.id))
    return [(rad.beboer_id, rad.sti) for rad in rader]


def _mine(av: Innlogget, beboer_id: str) -> sa.Delete:
    return sa.delete(Svarutkast).where(Svarutkast.beboer_id == beboer_id, Svarutkast.bruker_id == av.id)


def _er_fullt(av: Innlogget, beboer_id: str) -> bool:
    mine = sa.select(sa.func.count()).select_from(Svarutkast)
    antall = sesjon.scalar(mine.where(Svarutkast.beboer_id == beboer_id, Svarutkast.bruker_id == av.id))
    return (antall or 0) >= HOEYST_ANTALL


def _les(rad: Svarutkast) -> Utkast | None:
    try:
        raa = cast("list[Any]", json.loads(merknad.dekrypter(rad.kryptert, rad.beboer_id)))
    except KanIkkeVises:
        return None
    return Utkast(rad.sti, raa, rad.versjon, rad.endret)
