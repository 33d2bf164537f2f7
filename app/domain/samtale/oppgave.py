"""The task list: the interviews that wait, a row per household, how far each has come, and who has it (S33, F47)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.db import endre, kjoer, sesjon
from app.domain.beboer import doerer
from app.domain.beboer.modell import Beboer, Bosettingssamtale, tittel
from app.domain.beboer.navnesoek import passer
from app.domain.beboer.statuser import Bosettingsstatus, Samtalestatus
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.liste import Side, hent_side
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.samtale.samtale import hent_samtale
from app.domain.samtale.stilling import Stilling, stilling
from app.domain.samtale.svar import svarverdier_for
from app.domain.samtale.svarlager import Svar
from app.domain.tid import dag_i_norge, i_dag
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.tilgang.matrise import Krets, Rett, krets
from app.domain.unntak import IkkeFunnet, Laast

AAPNE = (Samtalestatus.KLAR, Samtalestatus.PAABEGYNT)
PAA_SIDEN = 25


class Visning(StrEnum):
    """What of the list one looks at."""

    ALLE = ""
    MINE = "mine"
    PAABEGYNTE = "paabegynte"
    IKKE_BEGYNT = "ikke-begynt"
    LEDIGE = "ledige"


@dataclass(frozen=True)
class Sist:
    """The last save in an interview: when, by whom, and in which section of the questionnaire."""

    tid: datetime
    av: str
    seksjon: str


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
        return self.beboer.kompass_tekst


@dataclass(frozen=True)
class Oppgave:
    """A row of the task list: one household, or one person alone (S46)."""

    samtale: Bosettingssamtale
    medlemmer: Sequence[Medlem]
    sist: Sist | None

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
    def paabegynt(self) -> bool:
        return self.samtale.status == Samtalestatus.PAABEGYNT

    @property
    def besvarte(self) -> int:
        return sum(medlem.stilling.besvarte for medlem in self.medlemmer)

    @property
    def paakrevde(self) -> int:
        return sum(medlem.stilling.paakrevde for medlem in self.medlemmer)

    @property
    def ansvarlig(self) -> str:
        """Name of the one who answers for it; empty where nobody has taken it."""
        return self.samtale.ansvarlig.navn if self.samtale.ansvarlig else ""

    @property
    def ansvarlig_id(self) -> str | None:
        return self.samtale.ansvarlig_id

    @property
    def frist(self) -> date | None:
        return self.samtale.frist

    @property
    def over_fristen(self) -> bool:
        return self.frist is not None and self.frist < i_dag()

    @property
    def klar_siden(self) -> datetime:
        return self.samtale.klar_siden

    @property
    def ventet_dager(self) -> int:
        return (i_dag() - dag_i_norge(self.samtale.klar_siden)).days


def side(
    bruker: Innlogget,
    nr: int,
    *,
    tekst: str = "",
    visning: Visning = Visning.ALLE,
    mine_foerst: bool = False,
    stoerrelse: int | None = None,
) -> Side[Oppgave]:
    """One page of the task list: the begun first, then the longest waiting (S33); before all, what the user has begun,
    where that is wanted. With `tekst` only those in which somebody takes part whom a search for it means.
    """
    sporring = _vist(_aapne(bruker, mine_foerst=mine_foerst), bruker, visning)
    if tekst:
        treff = doerer.synlige(bruker).where(passer(tekst)).with_only_columns(Beboer.samtale_id)
        sporring = sporring.where(Bosettingssamtale.id.in_(treff))
    return hent_side(sporring, nr, lambda siden: _les(bruker, siden), stoerrelse or PAA_SIDEN)


def neste(bruker: Innlogget) -> Mapping[str, str] | None:
    """Id and title of the interview at the top of the task list."""
    oeverst = _aapne(bruker).with_only_columns(Bosettingssamtale.id).limit(1).cte()
    deltakere = sesjon.scalars(
        doerer.synlige(bruker).where(Beboer.samtale_id.in_(sa.select(oeverst.c.id))).order_by(Beboer.foedt, Beboer.id)
    ).all()
    return {"id": str(deltakere[0].samtale_id), "tittel": tittel(deltakere)} if deltakere else None


def hent_oppgave(bruker: Innlogget, samtale_id: str) -> Oppgave:
    """One row of the task list. Raises IkkeFunnet."""
    treff = _les(bruker, _aapne(bruker).where(Bosettingssamtale.id == samtale_id))
    if not treff:
        raise IkkeFunnet
    return treff[0]


def ta_oppgave(bruker: Innlogget, samtale_id: str, frist: date | None) -> None:
    """The user answers for it from now on, and says by when (F47). Raises IkkeFunnet, Nektet, Laast."""
    if hent_samtale(bruker, samtale_id).laast:
        raise Laast
    tatt = endre(
        sa.update(Bosettingssamtale)
        .where(Bosettingssamtale.id == samtale_id, Bosettingssamtale.status.in_(AAPNE))
        .values(ansvarlig_id=bruker.id, frist=frist)
    )
    if not tatt:
        raise Laast
    hendelse.noter(Handling.SAMTALE_TATT, bruker, samtale_id=samtale_id)


def _aapne(bruker: Innlogget, *, mine_foerst: bool = False) -> sa.Select[Bosettingssamtale]:
    """Every open interview within the user's right, the begun first, then the longest waiting."""
    synlige = doerer.synlige(bruker).where(Beboer.samtale_id.is_not(None))
    sporring = sa.select(Bosettingssamtale).where(
        Bosettingssamtale.mottak_id == bruker.mottak_id,
        Bosettingssamtale.status.in_(AAPNE),
        Bosettingssamtale.id.in_(synlige.with_only_columns(Beboer.samtale_id)),
    )
    if krets(bruker, Rett.SAMTALE_REGISTRERE) is Krets.MED_SAK:
        uten_sak = synlige.where(Beboer.bosetting == Bosettingsstatus.INGEN_SAK).with_only_columns(Beboer.samtale_id)
        sporring = sporring.where(Bosettingssamtale.id.not_in(uten_sak))
    begynt = Bosettingssamtale.status == Samtalestatus.PAABEGYNT
    mitt = sa.and_(begynt, Bosettingssamtale.ansvarlig_id == bruker.id)
    foerst = [sa.case((vilkaar, 0), else_=1) for vilkaar in ((mitt, begynt) if mine_foerst else (begynt,))]
    return sporring.order_by(*foerst, Bosettingssamtale.klar_siden, Bosettingssamtale.id)


def _vist(sporring: sa.Select[Bosettingssamtale], bruker: Innlogget, visning: Visning) -> sa.Select[Bosettingssamtale]:
    vilkaar: Mapping[Visning, sa.ColumnElement[bool]] = {
        Visning.MINE: Bosettingssamtale.ansvarlig_id == bruker.id,
        Visning.PAABEGYNTE: Bosettingssamtale.status == Samtalestatus.PAABEGYNT,
        Visning.IKKE_BEGYNT: Bosettingssamtale.status == Samtalestatus.KLAR,
        Visning.LEDIGE: Bosettingssamtale.ansvarlig_id.is_(None),
    }
    return sporring.where(vilkaar[visning]) if visning in vilkaar else sporring


def _les(bruker: Innlogget, sporring: sa.Select[Bosettingssamtale]) -> list[Oppgave]:
    samtaler = sesjon.scalars(
        sporring.options(
            selectinload(Bosettingssamtale.deltakere.and_(doerer.synlig_for(bruker))),
            joinedload(Bosettingssamtale.ansvarlig).load_only(Bruker.navn),
        )
    ).all()
    svar = svarverdier_for([d.id for s in samtaler for d in s.deltakere])
    sist = _sist_lagret([s.id for s in samtaler if s.status == Samtalestatus.PAABEGYNT])
    return [
        Oppgave(s, [Medlem(d, stilling(KARTLEGGING, d, svar.get(d.id, {}))) for d in s.deltakere], sist.get(s.id))
        for s in samtaler
    ]


def _sist_lagret(samtale_ider: Sequence[str]) -> dict[str, Sist]:
    """The last save in each of these interviews, where there is one."""
    nr = sa.func.row_number().over(partition_by=Svar.samtale_id, order_by=(Svar.endret.desc(), Svar.sti))
    rangert = sa.select(Svar.samtale_id, Svar.sti, Svar.endret, Svar.endret_av_id, nr.label("nr"))
    alle = rangert.where(Svar.samtale_id.in_(samtale_ider)).subquery()
    sporring = sa.select(alle, Bruker.navn).join(Bruker, Bruker.id == alle.c.endret_av_id).where(alle.c.nr == 1)
    titler = {seksjon.navn: seksjon.tittel for seksjon in KARTLEGGING.seksjoner}
    rader = kjoer(sporring, {}) if samtale_ider else ()
    return {r.samtale_id: Sist(r.endret, r.navn, titler.get(KARTLEGGING.seksjonen(r.sti), "")) for r in rader}
