"""Retting: what IMDi rectifies after completion, as rows of their own; the completed form itself never changes (S83).

Each says who, when, why, from what to what. They only grow: a database trigger refuses to change or remove one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.db import Base, Noekkel, Tidspunkt, kommuneindeks, ny_id, sesjon
from app.domain.beboer.modell import Beboer, Bosettingssamtale, laas_samtale
from app.domain.bosetting import sak
from app.domain.kartlegging.kartlegging import UTGAVER
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.samtale.skjemaversjon import tatt_ut
from app.domain.samtale.svar import verdier
from app.domain.samtale.svarlager import Lagret, Sti, StiType, Svarsamling, Verdi, hent_lagrede
from app.domain.skjema.felttyper import Langtekst
from app.domain.skjema.grammatikk import Felt, Leser, Sted
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.unntak import IkkeFunnet, Ugyldig
from app.domain.varsel.anledning import Anledning
from app.domain.varsel.kommunevarsel import varsle_kommunene

GRUNN = Felt("grunn", "Grunn til rettingen", Langtekst(1000), hjelp="", paakrevd=True)
BOSETTING = "bosetting"
"""The path of a settlement status that was withdrawn (bosetting.py)."""


class Retting(Base):
    __tablename__ = "retting"
    __table_args__ = (sa.UniqueConstraint("samtale_id", "nummer"), kommuneindeks("ix_retting_kommune", "til"))

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    samtale_id: Mapped[str] = mapped_column(sa.ForeignKey("bosettingssamtale.id"))
    beboer_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"))
    sti: Mapped[Sti] = mapped_column(StiType)
    nummer: Mapped[int]
    """Counts the rectifications of an interview, from 1: a print tells which of them it holds."""
    fra: Mapped[Any | None] = mapped_column(Verdi)
    til: Mapped[Any | None] = mapped_column(Verdi)
    grunn: Mapped[str] = mapped_column(sa.String(1000))
    rettet: Mapped[datetime] = mapped_column(Tidspunkt)
    rettet_av_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))

    rettet_av: Mapped[Bruker] = relationship()


def rettinger(samtale_id: str) -> Sequence[Retting]:
    """All that has been rectified in an interview, in order."""
    sporring = sa.select(Retting).where(Retting.samtale_id == samtale_id).order_by(Retting.nummer)
    return sesjon.scalars(sporring.options(joinedload(Retting.rettet_av))).all()


def gjeldende(svar: Mapping[str, Svarsamling], rettet: Sequence[Retting]) -> dict[str, Svarsamling]:
    """Answers by beboer id, as they stand after the rectifications of them, in order."""
    naa = {beboer_id: dict(samling) for beboer_id, samling in svar.items()}
    for r in rettet:
        if r.sti != BOSETTING and r.beboer_id in naa:
            naa[r.beboer_id][r.sti] = Lagret(r.til, r.nummer, "", 0, r.rettet, r.rettet_av_id, UTGAVER.versjon)
    return naa


@dataclass(frozen=True)
class Merke:
    """That an answer has been rectified, as the mottak and the kommune may know it: when, and what it says now."""

    beboer_id: str
    sted: Sted
    rettet: datetime
    til: Any


def merker(samtale_ider: Iterable[str], leser: Leser) -> list[Merke]:
    """The last rectification of each answer that this reader may read, the newest first; not by whom, nor why."""
    rader = sesjon.execute(
        sa.select(Retting.beboer_id, Retting.sti, Retting.rettet, Retting.til, Bosettingssamtale.skjema_versjon)
        .join(Bosettingssamtale, Bosettingssamtale.id == Retting.samtale_id)
        .where(Retting.samtale_id.in_(list(samtale_ider)), Retting.sti != BOSETTING)
        .order_by(Retting.rettet)
    )
    funnet: dict[tuple[str, Sti], Merke] = {}
    for beboer_id, sti, rettet, til, versjon in rader:
        if (sted := UTGAVER.sted(sti, versjon)) and leser in sted.lesere:
            funnet[beboer_id, sti] = Merke(beboer_id, sted, rettet, til)
    return sorted(funnet.values(), key=lambda merke: merke.rettet, reverse=True)


def finn_svar(bruker: Innlogget, samtale_id: str, beboer_id: str, sti: Sti) -> tuple[Beboer, Sted, Any]:
    """A member, a field that can be rectified, and the answer as it now stands: by the version of the questionnaire
    that the interview was completed in. Raises IkkeFunnet."""
    samtale = sak.hent_sak(bruker, samtale_id)
    deltaker = next((d for d in samtale.deltakere if d.id == beboer_id), None)
    if deltaker is None or deltaker.trukket:
        raise IkkeFunnet
    samling = gjeldende(hent_lagrede([beboer_id]), rettinger(samtale_id))[beboer_id]
    skjema, svar = UTGAVER.utgave(samtale.skjema_versjon), verdier(samling)
    stilte = [sted for sted in skjema.alle_steder(deltaker, svar) if skjema.er_synlig(sted, svar)]
    steder = [*stilte, *tatt_ut(deltaker, samling, samtale.skjema_versjon, Leser.IMDI)]
    sted = next((s for s in steder if s.sti == sti and not s.felt.kryptert), None)
    if sted is None:
        raise IkkeFunnet
    return deltaker, sted, svar.get(sti)


def rett(
    bruker: Innlogget, samtale_id: str, beboer_id: str, sti: Sti, raa: Sequence[str], grunn: str, nummer: int
) -> None:
    """Rectify one answer. `nummer` is how many rectifications the page showed: refused where there are more since.

    Raises IkkeFunnet, Ugyldig.
    """
    laas_samtale(samtale_id)
    deltaker, sted, fra = finn_svar(bruker, samtale_id, beboer_id, sti)
    til = sted.felt.type.parse(raa)
    if sted.felt.paakrevd and til is None:
        raise Ugyldig("Dette feltet må fylles ut.")
    if til == fra:
        raise Ugyldig("Svaret er det samme som før.")
    if nummer != antall_rettinger(samtale_id):
        raise Ugyldig("En kollega har rettet noe i denne samtalen imens. Les gjennom på nytt før du retter.")
    noter_retting(bruker, deltaker, sti, fra, til, grunn)
    if Leser.KOMMUNE in sted.lesere:
        varsle_kommunene(Anledning.KOMMUNE_RETTET, [deltaker])
    hendelse.noter(Handling.SVAR_RETTET, bruker, samtale_id=samtale_id, beboer_id=beboer_id, felt=sti)


def noter_retting(bruker: Innlogget, deltaker: Beboer, sti: Sti, fra: Any, til: Any, grunn: str) -> None:
    """Write the row, in an interview that the caller has locked."""
    samtale_id = deltaker.samtale_id or ""
    sesjon.add(
        Retting(
            samtale_id=samtale_id,
            beboer_id=deltaker.id,
            sti=sti,
            nummer=antall_rettinger(samtale_id) + 1,
            fra=fra,
            til=til,
            grunn=grunn,
            rettet=naa(),
            rettet_av_id=bruker.id,
        )
    )
    sesjon.flush()


def antall_rettinger(samtale_id: str) -> int:
    """How many rectifications an interview has had; those of a person who was deleted are gone, and still counted."""
    return sesjon.scalar(sa.select(sa.func.max(Retting.nummer)).where(Retting.samtale_id == samtale_id)) or 0
