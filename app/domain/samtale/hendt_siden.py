"""Hendt siden: what has become of the interview that a notice was about, for whoever opens it late (F35)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.db import sesjon
from app.domain.beboer import doerer
from app.domain.beboer.modell import Beboer, Bosettingssamtale, bosettinger, tittel
from app.domain.beboer.statuser import Samtalestatus
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.tilgang.matrise import Rett, kan
from app.domain.varsel.varsel import Varsel


@dataclass(frozen=True)
class Saken:
    """The interview as it is now, as far as this user may know of it."""

    status: Samtalestatus
    av: str | None
    """Who began or completed it, and when."""
    tid: datetime | None
    tittel: str | None = None
    bosetting: Sequence[str] = ()
    """The settlement statuses of the members, once the interview is completed."""
    beboer_id: str | None = None
    """The member whose form to open; None where the user may not."""
    husstand_id: str | None = None
    """The household as its kommune finds it; None for all others."""

    @property
    def ferdig(self) -> bool:
        return self.status == Samtalestatus.GJENNOMFOERT


def sakene(bruker: Innlogget, varsler: Sequence[Varsel]) -> Mapping[str, Saken]:
    """Interview id → how it is now. One that the user cannot open any more, because it has moved, is not in it."""
    ider = {varsel.samtale_id for varsel in varsler}
    deltakere = _deltakere(bruker, ider)
    rader = sesjon.execute(_sporring().where(Bosettingssamtale.id.in_(ider), _innsyn(bruker, deltakere)))
    return {rad.id: _sak(bruker, rad, deltakere.get(rad.id, [])) for rad in rader}


def _innsyn(bruker: Innlogget, deltakere: Mapping[str, object]) -> sa.ColumnElement[bool]:
    """Those with a member one may know of; for an administrator, who knows of none, those of the own mottak."""
    if _doer(bruker) is not None:
        return Bosettingssamtale.id.in_(deltakere)
    return Bosettingssamtale.mottak_id == bruker.mottak_id


def _deltakere(bruker: Innlogget, ider: set[str]) -> dict[str, list[Beboer]]:
    """The members whom the user may know of: none for whoever has no right to see residents."""
    doer = _doer(bruker)
    if doer is None:
        return {}
    funnet: dict[str, list[Beboer]] = {}
    for beboer in sesjon.scalars(doer.where(Beboer.samtale_id.in_(ider)).order_by(Beboer.foedt, Beboer.id)):
        funnet.setdefault(beboer.samtale_id or "", []).append(beboer)
    return funnet


def _doer(bruker: Innlogget) -> sa.Select[Beboer] | None:
    """The user's door to residents: the mottak's, the kommune's or IMDi's; None for whoever knows of no one."""
    if kan(bruker, Rett.BEBOER_SE):
        return doerer.synlige_og_trukne(bruker)
    if kan(bruker, Rett.SOEKT_UT_SE):
        return doerer.for_kommune(bruker)
    return doerer.for_imdi_og_trukne(bruker) if kan(bruker, Rett.SAK_SE) else None


def _sporring() -> Any:
    begynte, ferdigstilte = aliased(Bruker), aliased(Bruker)
    samtale = Bosettingssamtale
    hvem = (begynte.navn.label("begynte"), ferdigstilte.navn.label("ferdigstilte"))
    return (
        sa.select(samtale.id, samtale.status, samtale.paabegynt, samtale.ferdigstilt, *hvem)
        .outerjoin(begynte, begynte.id == samtale.paabegynt_av_id)
        .outerjoin(ferdigstilte, ferdigstilte.id == samtale.ferdigstilt_av_id)
    )


def _sak(bruker: Innlogget, rad: Any, deltakere: Sequence[Beboer]) -> Saken:
    inne = [deltaker for deltaker in deltakere if not deltaker.trukket]
    aapne = bool(inne) and all(kan(bruker, Rett.SAMTALE_REGISTRERE, deltaker) for deltaker in inne)
    return Saken(
        status=rad.status,
        av=rad.ferdigstilte or rad.begynte,
        tid=rad.ferdigstilt or rad.paabegynt,
        tittel=tittel(deltakere) if deltakere else None,
        bosetting=bosettinger(deltakere) if rad.ferdigstilt else (),
        beboer_id=inne[0].id if aapne else None,
        husstand_id=deltakere[0].husstand_id if deltakere and kan(bruker, Rett.SOEKT_UT_SE) else None,
    )
