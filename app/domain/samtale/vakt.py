"""Vakt: where the work on an open interview stopped, and the notes that one shift leaves the next (F73).

A note may hold anything, so it lies encrypted, bound to the member at whom it was written. Whoever may open the form
reads it; at completion all of them go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, Tidspunkt, endre, ny_id, sesjon
from app.domain.beboer.modell import Bosettingssamtale
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale import merknad
from app.domain.samtale.merknad import KanIkkeVises
from app.domain.samtale.svarlager import Svarsamling
from app.domain.skjema.felttyper import Langtekst
from app.domain.skjema.grammatikk import Deltakende
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.unntak import Ugyldig

NOTAT = Langtekst(1000)
HOEYST_ANTALL = 10
PAUSE = timedelta(minutes=10)
"""Whoever stored something within this time has not stopped."""


class Vaktnotat(Base):
    __tablename__ = "vaktnotat"

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    samtale_id: Mapped[str] = mapped_column(sa.ForeignKey("bosettingssamtale.id"), index=True)
    beboer_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"))
    kryptert: Mapped[str] = mapped_column(sa.Text)
    skrevet: Mapped[datetime] = mapped_column(Tidspunkt)
    skrevet_av_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))


@dataclass(frozen=True)
class Notat:
    """A note as the next shift reads it."""

    id: str
    tekst: str
    skrevet: datetime
    av: str


@dataclass(frozen=True)
class Stoppet:
    """The last that was stored of an interview: at whom, in which section, by whom and when."""

    beboer_id: str
    seksjon: str
    av_id: str
    tid: datetime


def stoppet(svar: Mapping[str, Svarsamling], bruker: Innlogget) -> Stoppet | None:
    """Where the work stopped; nothing where it has not begun, or the user is in the middle of it."""
    lagret = [(s.endret, beboer_id, sti, s.endret_av_id) for beboer_id, alle in svar.items() for sti, s in alle.items()]
    tid, beboer_id, sti, av_id = max(lagret, default=(naa(), "", "", ""))
    seksjon = KARTLEGGING.seksjonen(sti)
    midt_i_det = av_id == bruker.id and naa() - tid < PAUSE
    return None if not seksjon or midt_i_det else Stoppet(beboer_id, seksjon, av_id, tid)


def legg_igjen(av: Innlogget, beboer: Deltakende, raa: Sequence[str]) -> None:
    """Leave a note beside a locked, open interview; an empty one is none. Raises Ugyldig."""
    tekst = NOTAT.parse(raa)
    if tekst is None:
        return
    antall = sa.select(sa.func.count()).select_from(Vaktnotat).where(Vaktnotat.samtale_id == beboer.samtale_id)
    if (sesjon.scalar(antall) or 0) >= HOEYST_ANTALL:
        raise Ugyldig("Det er plass til %(antall)s notater. Fjern et av dem først.", antall=HOEYST_ANTALL)
    kryptert = merknad.krypter(tekst, beboer.id)
    rad = {"samtale_id": beboer.samtale_id, "beboer_id": beboer.id, "kryptert": kryptert, "skrevet_av_id": av.id}
    sesjon.add(Vaktnotat(**rad, skrevet=naa()))


def fjern_notat(beboer: Deltakende, notat_id: str) -> None:
    """Take a note away; one that is away already stays so."""
    endre(sa.delete(Vaktnotat).where(Vaktnotat.id == notat_id, Vaktnotat.samtale_id == beboer.samtale_id))


def notater(samtale: Bosettingssamtale) -> Sequence[Notat]:
    """The notes of an interview that the user has been let in to, oldest first; those about members who are not among
    those he sees are left out, and so are those that cannot be decrypted."""
    rader = sesjon.execute(
        sa.select(Vaktnotat, Bruker.navn)
        .join(Bruker, Bruker.id == Vaktnotat.skrevet_av_id)
        .where(Vaktnotat.samtale_id == samtale.id, Vaktnotat.beboer_id.in_([d.id for d in samtale.deltakere]))
        .order_by(Vaktnotat.skrevet)
    )
    return [notat for rad, navn in rader if (notat := _les(rad, navn))]


def slett_for_samtale(samtale_id: str) -> None:
    """The interview is completed: what was left for the next shift is done with."""
    endre(sa.delete(Vaktnotat).where(Vaktnotat.samtale_id == samtale_id))


def _les(rad: Vaktnotat, navn: str) -> Notat | None:
    try:
        return Notat(rad.id, merknad.dekrypter(rad.kryptert, rad.beboer_id), rad.skrevet, navn)
    except KanIkkeVises:
        return None
