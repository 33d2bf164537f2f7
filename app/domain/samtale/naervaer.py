"""Nærvær: who else has an interview open now, and whether a colleague has stored anything since it was shown (F8).

Each open page tells of itself now and then, through the database, so it is the same in every process. Nothing of it is
kept when it is over, and it locks nothing: no save waits for it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, Tidspunkt, endre, kjoer, sesjon, sett_inn_hvis_ny
from app.domain.beboer.doerer import SYNLIG, synlig_verdier
from app.domain.beboer.modell import BEBOER, Bosettingssamtale
from app.domain.beboer.statuser import Bosettingsstatus, Samtalestatus
from app.domain.samtale.svarlager import Sti, Svar
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.tilgang.matrise import Rett, kan
from app.domain.unntak import IkkeFunnet, Laast, Nektet

FORNYES = timedelta(seconds=20)
"""How old «last seen» may get before it is written anew: most questions write nothing."""
INNE = timedelta(seconds=60)
"""Seen within this time is inside now; a page that is hidden asks nothing, and is idle."""
GLEMMES = timedelta(minutes=15)


class Naervaer(Base):
    """That a user has an interview open, and when the page last said so."""

    __tablename__ = "naervaer"

    samtale_id: Mapped[str] = mapped_column(Noekkel, primary_key=True)
    bruker_id: Mapped[str] = mapped_column(Noekkel, primary_key=True)
    sist: Mapped[datetime] = mapped_column(Tidspunkt, index=True)


@dataclass(frozen=True)
class Inne:
    """A colleague who has the interview open."""

    samtale_id: str
    bruker_id: str
    navn: str
    sist: datetime

    @property
    def naa(self) -> bool:
        """Whether the page was seen just now, and is not merely open somewhere."""
        return naa() - self.sist < INNE


@dataclass(frozen=True)
class _Sak:
    har_bosettingssak: bool


def stand(bruker: Innlogget, samtale_id: str, beboer_id: str) -> int:
    """A number that grows with each answer stored about a member of an open interview. It shows nothing of them, and is
    no reading. Raises IkkeFunnet, Nektet, Laast."""
    rad = kjoer(_STAND, {**synlig_verdier(bruker), "beboer": beboer_id, "samtale": samtale_id}).one_or_none()
    if rad is None:
        raise IkkeFunnet
    if not kan(bruker, Rett.SAMTALE_REGISTRERE, _Sak(rad.bosetting != Bosettingsstatus.INGEN_SAK)):
        raise Nektet
    if rad.status == Samtalestatus.GJENNOMFOERT:
        raise Laast
    return int(rad.stand)


def meld(bruker: Innlogget, samtale_id: str) -> Sequence[Inne]:
    """This user has the interview open; the answer is who else has."""
    alle = _hent(bruker, [samtale_id])
    mitt = next((inne for inne in alle if inne.bruker_id == bruker.id), None)
    if mitt is None or naa() - mitt.sist > FORNYES:
        _skriv(bruker, samtale_id)
    return [inne for inne in alle if inne.bruker_id != bruker.id]


def gaar(bruker: Innlogget, samtale_id: str) -> None:
    """The page is closed."""
    endre(sa.delete(Naervaer).where(Naervaer.samtale_id == samtale_id, Naervaer.bruker_id == bruker.id))


def inne_naa(bruker: Innlogget, samtale_ider: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Names of the colleagues who are inside these interviews now, by interview. For whoever may open them."""
    inne: dict[str, list[str]] = {}
    for en in _hent(bruker, samtale_ider) if samtale_ider else ():
        if en.naa and en.bruker_id != bruker.id:
            inne.setdefault(en.samtale_id, []).append(en.navn)
    return inne


def glem_gamle() -> None:
    """Forget the pages that have not been seen for a while."""
    endre(sa.delete(Naervaer).where(Naervaer.sist <= naa() - GLEMMES))


def lagret_av_andre(beboer_id: str, klient: str) -> dict[Sti, tuple[int, bool]]:
    """Path → version, and whether anything is there, of the answers that another page than this has stored last."""
    s = Svar.__table__.c
    rader = sesjon.execute(
        sa.select(s.sti, s.versjon, s.verdi.is_not(None).label("er_der")).where(
            s.beboer_id == beboer_id, s.klient != klient
        )
    )
    return {rad.sti: (rad.versjon, rad.er_der) for rad in rader}


def _hent(bruker: Innlogget, samtale_ider: Collection[str]) -> list[Inne]:
    rader = sesjon.execute(
        sa.select(Naervaer.samtale_id, Naervaer.bruker_id, Bruker.navn, Naervaer.sist)
        .join(Bruker, Bruker.id == Naervaer.bruker_id)
        .where(Naervaer.samtale_id.in_(samtale_ider), Naervaer.sist > naa() - GLEMMES)
        .where(Bruker.mottak_id == bruker.mottak_id)
        .order_by(Bruker.navn, Bruker.id)
    )
    return [Inne(*rad) for rad in rader]


def _skriv(bruker: Innlogget, samtale_id: str) -> None:
    mitt = sa.update(Naervaer).where(Naervaer.samtale_id == samtale_id, Naervaer.bruker_id == bruker.id)
    if not endre(mitt.values(sist=naa())):
        sett_inn_hvis_ny(Naervaer, [{"samtale_id": samtale_id, "bruker_id": bruker.id, "sist": naa()}])


_SAMTALE = Bosettingssamtale.__table__
_STAND = (
    sa.select(
        BEBOER.c.bosetting,
        _SAMTALE.c.status,
        sa.select(sa.func.coalesce(sa.func.sum(Svar.__table__.c.versjon), 0))
        .where(Svar.__table__.c.beboer_id == BEBOER.c.id)
        .scalar_subquery()
        .label("stand"),
    )
    .join(_SAMTALE, _SAMTALE.c.id == BEBOER.c.samtale_id)
    .where(SYNLIG, BEBOER.c.id == sa.bindparam("beboer"), _SAMTALE.c.id == sa.bindparam("samtale"))
)
