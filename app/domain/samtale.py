"""Bosettingssamtale: the settlement interview of a household, from ready to begun, and the task list (S33, S46)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from app.db import Base, Noekkel, Tidspunkt, kjoer, kodetype, naa, ny_id, sesjon
from app.domain import beboer as beboere
from app.domain import hendelse, merknad, varsel
from app.domain.beboer import BEBOER, SYNLIG, Beboer, Bosettingsstatus, Kompassstatus, Samtalestatus
from app.domain.bruker import Bruker, Innlogget
from app.domain.hendelse import Handling
from app.domain.kartlegging import KARTLEGGING
from app.domain.svar import svarverdier_for
from app.domain.tilgang import Krets, Rett, kan, krets
from app.domain.unntak import IkkeFunnet, Laast, Nektet
from app.norsk import OSLO, i_dag

AAPNE = (Samtalestatus.KLAR, Samtalestatus.PAABEGYNT)


class Bosettingssamtale(Base):
    """One interview of those of a household who take part: all of them, or a member who arrived later."""

    __tablename__ = "bosettingssamtale"

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    husstand_id: Mapped[str] = mapped_column(sa.ForeignKey("husstand.id"), index=True)
    mottak_id: Mapped[str] = mapped_column(sa.ForeignKey("mottak.id"), index=True)
    status: Mapped[Samtalestatus] = mapped_column(kodetype(Samtalestatus))
    skjema_versjon: Mapped[int]
    klar_siden: Mapped[datetime] = mapped_column(Tidspunkt)
    paabegynt: Mapped[datetime | None] = mapped_column(Tidspunkt)
    paabegynt_av_id: Mapped[str | None] = mapped_column(sa.ForeignKey("bruker.id"))
    ferdigstilt: Mapped[datetime | None] = mapped_column(Tidspunkt)
    ferdigstilt_av_id: Mapped[str | None] = mapped_column(sa.ForeignKey("bruker.id"))
    kontrollsum: Mapped[str | None] = mapped_column(sa.String(64))

    deltakere: Mapped[list[Beboer]] = relationship(back_populates="samtale", order_by="(Beboer.foedt, Beboer.id)")
    ferdigstilt_av: Mapped[Bruker | None] = relationship(foreign_keys=[ferdigstilt_av_id])

    @property
    def laast(self) -> bool:
        return self.status == Samtalestatus.GJENNOMFOERT

    @property
    def tittel(self) -> str:
        return tittel(self.deltakere)


@dataclass(frozen=True)
class Medlem:
    """A member in the task list: how many required answers there are, and how many of them are missing."""

    beboer: Beboer
    mangler: int
    paakrevde: int

    @property
    def id(self) -> str:
        return self.beboer.id

    @property
    def navn(self) -> str:
        return self.beboer.navn

    @property
    def alder(self) -> int:
        return self.beboer.alder


@dataclass(frozen=True)
class Oppgave:
    """A row of the task list: one household, or one person alone (S46)."""

    samtale: Bosettingssamtale
    medlemmer: Sequence[Medlem]

    @property
    def id(self) -> str:
        return self.samtale.id

    @property
    def tittel(self) -> str:
        return self.samtale.tittel

    @property
    def antall(self) -> int:
        return len(self.medlemmer)

    @property
    def status(self) -> str:
        return self.samtale.status.tekst

    @property
    def klar_siden(self) -> datetime:
        return self.samtale.klar_siden

    @property
    def ventet_dager(self) -> int:
        return (i_dag() - self.samtale.klar_siden.astimezone(OSLO).date()).days


def tittel(deltakere: Sequence[Beboer]) -> str:
    """«Familien Khaldoun» by the eldest member's family name, or the name of the one person."""
    return deltakere[0].navn if len(deltakere) == 1 else f"Familien {deltakere[0].etternavn}"


def gjoer_klar(medlemmer: Sequence[Beboer]) -> Bosettingssamtale:
    """The household is ready for its interview: the task arises, and the notice (S28, S44)."""
    foerste = medlemmer[0]
    samtale = Bosettingssamtale(
        id=ny_id(),
        husstand_id=foerste.husstand_id,
        mottak_id=foerste.mottak_id,
        status=Samtalestatus.KLAR,
        skjema_versjon=KARTLEGGING.versjon,
        klar_siden=naa(),
    )
    sesjon.add(samtale)
    sesjon.flush()
    for medlem in medlemmer:
        medlem.samtale_id = samtale.id
    if not any(medlem.skjermet for medlem in medlemmer):
        varsel.send(varsel.Anledning.KLAR_FOR_SAMTALE, samtale_id=samtale.id, mottak_id=samtale.mottak_id)
    return samtale


def hent(bruker: Innlogget, samtale_id: str, *, rett: Rett = Rett.SAMTALE_REGISTRERE) -> Bosettingssamtale:
    """An interview of the own mottak with the members whom the user may know of.

    Raises IkkeFunnet where there is none for this user, Nektet where the right does not reach a member.
    """
    deltakere = list(
        sesjon.scalars(
            beboere.synlige(bruker)
            .where(Beboer.samtale_id == samtale_id)
            .order_by(Beboer.foedt, Beboer.id)
            .options(joinedload(Beboer.samtale).joinedload(Bosettingssamtale.ferdigstilt_av))
            .execution_options(populate_existing=True)
        )
    )
    if not deltakere or deltakere[0].samtale is None:
        raise IkkeFunnet
    samtale = deltakere[0].samtale
    sa.orm.attributes.set_committed_value(samtale, "deltakere", deltakere)
    if not all(kan(bruker, rett, deltaker) for deltaker in deltakere):
        raise Nektet
    return samtale


@dataclass(frozen=True)
class Deltaker:
    """What a save must know of a member: all that the questionnaire and the rights ask, and no more."""

    id: str
    samtale_id: str
    foedt: date
    kompass_registrert: bool
    enslig_mindreaarig: bool
    har_bosettingssak: bool


def laas_for_lagring(bruker: Innlogget, samtale_id: str, beboer_id: str) -> Deltaker:
    """A member whose answers may be saved, with the interview's row locked until the transaction ends.

    The lock comes before the look at the status: a save and a completion never pass each other (measured: without
    it 372 of 400 edits slipped in after a completion on PostgreSQL). Raises IkkeFunnet, Nektet, Laast.
    """
    rad = kjoer(_LAAS, {"mitt_mottak": bruker.mottak_id, "beboer": beboer_id, "samtale": samtale_id}).one_or_none()
    if rad is None:
        raise IkkeFunnet
    deltaker = Deltaker(
        id=beboer_id,
        samtale_id=samtale_id,
        foedt=rad.foedt,
        kompass_registrert=rad.kompass == Kompassstatus.REGISTRERT,
        enslig_mindreaarig=rad.enslig_mindreaarig,
        har_bosettingssak=rad.bosetting != Bosettingsstatus.INGEN_SAK,
    )
    if not kan(bruker, Rett.SAMTALE_REGISTRERE, deltaker):
        raise Nektet
    if rad.status == Samtalestatus.GJENNOMFOERT:
        raise Laast
    return deltaker


def begynn(bruker: Innlogget, samtale_id: str) -> Bosettingssamtale:
    """«Gjennomfør bosettingssamtale»: a ready interview becomes begun; a begun one stays so. Raises Laast."""
    samtale = hent(bruker, samtale_id)
    if samtale.laast:
        raise Laast
    begynt = sesjon.execute(
        sa.update(Bosettingssamtale)
        .where(Bosettingssamtale.id == samtale_id, Bosettingssamtale.status == Samtalestatus.KLAR)
        .values(status=Samtalestatus.PAABEGYNT, paabegynt=naa(), paabegynt_av_id=bruker.id)
    )
    if begynt.rowcount:  # type: ignore[attr-defined]
        hendelse.noter(Handling.SAMTALE_PAABEGYNT, bruker, samtale_id=samtale_id)
    return samtale


def begynn_uten_oppgave(bruker: Innlogget, beboer_id: str) -> Bosettingssamtale:
    """Start the interview of a resident without bosettingssak, for whom no task ever arises (S17, story 5)."""
    beboer = beboere.hent(bruker, beboer_id)
    if beboer.har_bosettingssak or not kan(bruker, Rett.SAMTALE_REGISTRERE, beboer):
        raise Nektet
    if beboer.samtale_id is None:
        sesjon.execute(sa.select(Beboer.id).where(Beboer.id == beboer_id).with_for_update())
        sesjon.refresh(beboer, ["samtale_id"])
    if beboer.samtale_id is None:
        gjoer_klar([beboer])
        sesjon.flush()
    return begynn(bruker, beboer.samtale_id or "")


def oppgaver(bruker: Innlogget, samtale_id: str | None = None) -> list[Oppgave]:
    """The task list: every open interview within the user's right, the longest waiting first (S33)."""
    sporring = (
        sa.select(Bosettingssamtale)
        .where(Bosettingssamtale.mottak_id == bruker.mottak_id, Bosettingssamtale.status.in_(AAPNE))
        .order_by(Bosettingssamtale.klar_siden, Bosettingssamtale.id)
        .options(selectinload(Bosettingssamtale.deltakere.and_(beboere.synlig_for(bruker))))
    )
    if samtale_id:
        sporring = sporring.where(Bosettingssamtale.id == samtale_id)
    samtaler = [s for s in sesjon.scalars(sporring) if _er_oppgave_for(bruker, s)]
    svar = svarverdier_for([d.id for s in samtaler for d in s.deltakere])
    return [Oppgave(s, [fremdrift(d, svar.get(d.id, {})) for d in s.deltakere]) for s in samtaler]


def antall_oppgaver(bruker: Innlogget) -> int:
    """How many rows the task list has."""
    sporring = (
        beboere.synlige(bruker)
        .join(Beboer.samtale)
        .where(Bosettingssamtale.status.in_(AAPNE))
        .with_only_columns(Beboer.samtale_id)
    )
    if krets(bruker, Rett.SAMTALE_REGISTRERE) is Krets.MED_SAK:
        uten_sak = (
            beboere.synlige(bruker)
            .where(Beboer.bosetting == Bosettingsstatus.INGEN_SAK)
            .with_only_columns(Beboer.samtale_id)
        )
        sporring = sporring.where(Beboer.samtale_id.not_in(uten_sak.where(Beboer.samtale_id.is_not(None))))
    return sesjon.scalar(sa.select(sa.func.count()).select_from(sporring.distinct().subquery())) or 0


def forseglede_merknader(samtale: Bosettingssamtale, beboer: Beboer) -> list[merknad.Merknad]:
    """What a mottak may know of the sealed internal remarks: the template shows when, by whom and how long, no text."""
    return merknad.forseglede([beboer.id]) if samtale.laast else []


def hent_oppgave(bruker: Innlogget, samtale_id: str) -> Oppgave:
    """One row of the task list. Raises IkkeFunnet."""
    treff = oppgaver(bruker, samtale_id)
    if not treff:
        raise IkkeFunnet
    return treff[0]


def fremdrift(beboer: Beboer, svar: Mapping[str, Any]) -> Medlem:
    """How far a member's form has come."""
    return Medlem(beboer, len(KARTLEGGING.mangler(beboer, svar)), KARTLEGGING.antall_paakrevde(beboer, svar))


def _er_oppgave_for(bruker: Innlogget, samtale: Bosettingssamtale) -> bool:
    return bool(samtale.deltakere) and all(kan(bruker, Rett.SAMTALE_REGISTRERE, d) for d in samtale.deltakere)


_SAMTALE = cast(sa.Table, Bosettingssamtale.__table__)
_LAAS = (
    sa.select(BEBOER.c.foedt, BEBOER.c.kompass, BEBOER.c.bosetting, BEBOER.c.enslig_mindreaarig, _SAMTALE.c.status)
    .join(_SAMTALE, _SAMTALE.c.id == BEBOER.c.samtale_id)
    .where(SYNLIG, BEBOER.c.id == sa.bindparam("beboer"), _SAMTALE.c.id == sa.bindparam("samtale"))
    .with_for_update(of=_SAMTALE, key_share=True)
)
