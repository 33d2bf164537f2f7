"""The task list: the interviews that wait, one row per household, and how far each has come (S33, S46)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.db import sesjon
from app.domain.beboer import doerer
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.beboer.navnesoek import passer
from app.domain.beboer.statuser import Bosettingsstatus, Samtalestatus
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale.stilling import Stilling, stilling
from app.domain.samtale.svar import svarverdier_for
from app.domain.skjema.grammatikk import Svarverdier
from app.domain.tid import dag_i_norge, i_dag
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.tilgang.matrise import Krets, Rett, kan, krets
from app.domain.unntak import IkkeFunnet

AAPNE = (Samtalestatus.KLAR, Samtalestatus.PAABEGYNT)


@dataclass(frozen=True)
class Medlem:
    """A member in the task list, and how far his form has come."""

    beboer: Beboer
    stilling: Stilling

    @property
    def id(self) -> str:
        return self.beboer.id

    @property
    def navn(self) -> str:
        return self.beboer.navn

    @property
    def skjermet(self) -> bool:
        return self.beboer.skjermet

    @property
    def alder(self) -> str:
        return self.beboer.alder_vist

    @property
    def kompass(self) -> str:
        return self.beboer.kompass.tekst


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
    def ansvarlig(self) -> str:
        """Name of the one who answers for it; empty before it is begun."""
        return self.samtale.ansvarlig.navn if self.samtale.ansvarlig else ""

    @property
    def klar_siden(self) -> datetime:
        return self.samtale.klar_siden

    @property
    def ventet_dager(self) -> int:
        return (i_dag() - dag_i_norge(self.samtale.klar_siden)).days


def oppgaver(bruker: Innlogget, samtale_id: str | None = None, *, tekst: str = "") -> list[Oppgave]:
    """The task list: every open interview within the user's right, the longest waiting first (S33).

    With `tekst` only those in which somebody takes part whom a search for it means.
    """
    sporring = (
        sa.select(Bosettingssamtale)
        .where(Bosettingssamtale.mottak_id == bruker.mottak_id, Bosettingssamtale.status.in_(AAPNE))
        .order_by(Bosettingssamtale.klar_siden, Bosettingssamtale.id)
        .options(selectinload(Bosettingssamtale.deltakere.and_(doerer.synlig_for(bruker))))
        .options(joinedload(Bosettingssamtale.ansvarlig).load_only(Bruker.navn))
    )
    if samtale_id:
        sporring = sporring.where(Bosettingssamtale.id == samtale_id)
    if tekst:
        treff = doerer.synlige(bruker).where(passer(tekst)).with_only_columns(Beboer.samtale_id)
        sporring = sporring.where(Bosettingssamtale.id.in_(treff))
    samtaler = [s for s in sesjon.scalars(sporring) if _er_oppgave_for(bruker, s)]
    svar = svarverdier_for([d.id for s in samtaler for d in s.deltakere])
    return [
        Oppgave(s, [Medlem(d, stilling(KARTLEGGING, d, svar.get(d.id, {}))) for d in s.deltakere]) for s in samtaler
    ]


def antall_oppgaver(bruker: Innlogget) -> int:
    """How many rows the task list has."""
    sporring = (
        doerer.synlige(bruker)
        .join(Beboer.samtale)
        .where(Bosettingssamtale.mottak_id == bruker.mottak_id, Bosettingssamtale.status.in_(AAPNE))
        .with_only_columns(Beboer.samtale_id)
    )
    if krets(bruker, Rett.SAMTALE_REGISTRERE) is Krets.MED_SAK:
        uten_sak = (
            doerer.synlige(bruker)
            .where(Beboer.bosetting == Bosettingsstatus.INGEN_SAK)
            .with_only_columns(Beboer.samtale_id)
        )
        sporring = sporring.where(Beboer.samtale_id.not_in(uten_sak.where(Beboer.samtale_id.is_not(None))))
    return sesjon.scalar(sa.select(sa.func.count()).select_from(sporring.distinct().subquery())) or 0


def hent_oppgave(bruker: Innlogget, samtale_id: str) -> Oppgave:
    """One row of the task list. Raises IkkeFunnet."""
    treff = oppgaver(bruker, samtale_id)
    if not treff:
        raise IkkeFunnet
    return treff[0]


def _medlem(beboer: Beboer, svar: Svarverdier) -> Medlem:
    return Medlem(beboer, stilling(KARTLEGGING, beboer, svar))


def _er_oppgave_for(bruker: Innlogget, samtale: Bosettingssamtale) -> bool:
    return bool(samtale.deltakere) and all(kan(bruker, Rett.SAMTALE_REGISTRERE, d) for d in samtale.deltakere)
