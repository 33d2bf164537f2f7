"""What whoever caused a notice, or answers for it, can see of its e-mail: receiver, state and why (F30, M3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.skjermingstilgang import kan_kjennes
from app.domain.logg.hendelse import Handling, noter
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.unntak import IkkeFunnet
from app.domain.varsel.adressat import FELLESPOST, IMDI, KOMMUNEPOST
from app.domain.varsel.anledning import ANLEDNINGER
from app.domain.varsel.epost import ADRESSEFEIL, Tilstand, Utsending
from app.domain.varsel.varsel import Varsel

IKKE_FRAMME = (Tilstand.FEILET, Tilstand.KANSKJE_SENDT)


@dataclass(frozen=True)
class Sending:
    """One e-mail. `mottaker` is a colleague's name; the shared mailboxes are told by their `felles`."""

    id: str
    anledning: str
    opprettet: datetime
    mottaker: str | None
    felles: str | None
    tilstand: Tilstand
    grunn: str | None
    svarkode: int | None
    forsoek: int
    neste: datetime
    avgjort: datetime | None
    til_fellespost: bool
    """Whether the fellespost has the notice because this address would not do."""

    @property
    def roed(self) -> bool:
        return self.tilstand in IKKE_FRAMME


def for_samtale(bruker: Innlogget, samtale_id: str) -> Sequence[Sending]:
    """The e-mails about an interview: those of the own mottak and those to IMDi; for IMDi all, newest first.

    Ask samtale.hent first, or fordeling.hent.
    """
    innsyn = sa.or_(Varsel.mottak_id == bruker.mottak_id, _til_imdi()) if bruker.mottak_id else sa.true()
    return _linjer(Varsel.samtale_id == samtale_id, innsyn)


def ikke_framme(bruker: Innlogget) -> Sequence[Sending]:
    """What failed of the own mottak's e-mail, or of IMDi's for IMDi: the newest first."""
    return _linjer(_egne(bruker), Utsending.tilstand.in_(IKKE_FRAMME))


def venter(bruker: Innlogget) -> Sequence[Sending]:
    """What is waiting to be tried again."""
    return _linjer(_egne(bruker), Utsending.tilstand == Tilstand.VENTER, Utsending.forsoek > 0)


def antall_ikke_framme(bruker: Innlogget) -> int:
    sporring = sa.select(sa.func.count()).select_from(Utsending).join(Varsel)
    return sesjon.scalar(sporring.where(_egne(bruker), Utsending.tilstand.in_(IKKE_FRAMME))) or 0


def proev_igjen(bruker: Innlogget, utsending_id: str) -> None:
    """Put one that failed back in the queue, as new. Raises IkkeFunnet."""
    rad = sesjon.scalars(
        sa.select(Utsending)
        .join(Varsel)
        .where(Utsending.id == utsending_id, _egne(bruker), Utsending.tilstand.in_(IKKE_FRAMME))
        .with_for_update(of=Utsending)
    ).one_or_none()
    if rad is None:
        raise IkkeFunnet
    rad.tilstand, rad.grunn, rad.svarkode, rad.kanskje, rad.samlet = Tilstand.VENTER, None, None, False, False
    rad.klar = rad.neste = naa()
    rad.laant_til = rad.avgjort = None
    noter(Handling.EPOST_PROEVD_IGJEN, bruker)


def _egne(bruker: Innlogget) -> sa.ColumnElement[bool]:
    """Of the own mottak, or of IMDi, which answers for the kommuner's too; of the shielded for those let in."""
    return sa.and_(Varsel.mottak_id == bruker.mottak_id, kan_kjennes(Varsel.samtale_id, bruker.id))


def _til_imdi() -> sa.ColumnElement[bool]:
    return Utsending.mottaker == IMDI


def _linjer(*hvor: sa.ColumnElement[bool]) -> list[Sending]:
    rader = sesjon.execute(
        sa.select(Utsending, Varsel, Bruker.navn)
        .join(Varsel, Varsel.id == Utsending.varsel_id)
        .outerjoin(Bruker, Bruker.id == Utsending.mottaker)
        .where(*hvor)
        .order_by(Varsel.opprettet.desc(), Varsel.id, Bruker.navn, Utsending.mottaker)
        .limit(200)
    ).all()
    return [_linje(utsending, varsel, navn) for utsending, varsel, navn in rader]


def _linje(utsending: Utsending, varsel: Varsel, navn: str | None) -> Sending:
    felles = {FELLESPOST: "Fellesposten", IMDI: "IMDi", KOMMUNEPOST: "Kommunens adresse"}.get(utsending.mottaker)
    return Sending(
        id=utsending.id,
        anledning=ANLEDNINGER[varsel.anledning].tekst,
        opprettet=varsel.opprettet,
        mottaker=navn,
        felles=felles,
        tilstand=utsending.tilstand,
        grunn=utsending.grunn.tekst if utsending.grunn else None,
        svarkode=utsending.svarkode,
        forsoek=utsending.forsoek,
        neste=utsending.neste,
        avgjort=utsending.avgjort,
        til_fellespost=utsending.reserve is not None and utsending.grunn in ADRESSEFEIL,
    )
