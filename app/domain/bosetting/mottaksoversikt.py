"""Numbers per mottak for IMDi: waiting, begun, completed, median days; so coarse that nobody can be singled out (F78).

A number under five is hidden. There are no totals, so a hidden number cannot be worked out from the others. The worker
keeps the numbers: to count a country's interviews anew for each look takes seconds.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from app.db import Base, Tidspunkt, sesjon
from app.domain.beboer.doerer import for_imdi, kan_telles
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.beboer.statuser import Bosettingsstatus, Samtalestatus
from app.domain.tid import dag_i_norge, naa
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.mottak import Mottak, alle_mottak

MINST = 5
GAMLE_ETTER = timedelta(hours=1)
"""The worker counts every quarter of an hour; numbers older than this say that it stands still."""


class Mottakstall(Base):
    """What the worker counted at one mottak, without the withdrawn and the shielded."""

    __tablename__ = "mottakstall"

    mottak_id: Mapped[str] = mapped_column(sa.ForeignKey("mottak.id"), primary_key=True)
    klare: Mapped[int]
    paabegynte: Mapped[int]
    gjennomfoerte: Mapped[int]
    dager: Mapped[int | None]
    """From ready to completed, in the middle of them."""
    regnet: Mapped[datetime] = mapped_column(Tidspunkt)


@dataclass(frozen=True)
class Linje:
    """One mottak as it is shown. None stands for a number under MINST, or for the median of so few."""

    mottak: str
    venter: int | None
    begynt: int | None
    ferdige: int | None
    median_dager: int | None


@dataclass(frozen=True)
class Tallene:
    """Every mottak by name that has been counted, and when the oldest of the numbers was; None where none has been."""

    linjer: Sequence[Linje]
    regnet: datetime | None

    @property
    def er_gamle(self) -> bool:
        return self.regnet is not None and naa() - self.regnet > GAMLE_ETTER


def regn_ut(mottak_id: str) -> None:
    """Count anew at one mottak, in the caller's transaction."""
    telles = sa.exists().where(Beboer.samtale_id == Bosettingssamtale.id, kan_telles()).correlate(Bosettingssamtale)
    samtale = Bosettingssamtale
    rader = sesjon.execute(
        sa.select(samtale.status, samtale.klar_siden, samtale.ferdigstilt).where(samtale.mottak_id == mottak_id, telles)
    ).all()
    antall = Counter(rad.status for rad in rader)
    dager = [(dag_i_norge(r.ferdigstilt) - dag_i_norge(r.klar_siden)).days for r in rader if r.ferdigstilt]
    sesjon.merge(
        Mottakstall(
            mottak_id=mottak_id,
            klare=antall[Samtalestatus.KLAR],
            paabegynte=antall[Samtalestatus.PAABEGYNT],
            gjennomfoerte=antall[Samtalestatus.GJENNOMFOERT],
            dager=round(median(dager)) if dager else None,
            regnet=naa(),
        )
    )


def mottakstall() -> Tallene:
    """The numbers as they were last counted."""
    rader = sesjon.execute(
        sa.select(Mottakstall, Mottak.navn)
        .join(Mottak, Mottak.id == Mottakstall.mottak_id)
        .order_by(Mottak.soekenoekkel)
    ).all()
    return Tallene([_linje(tall, navn) for tall, navn in rader], min((tall.regnet for tall, _ in rader), default=None))


def _linje(tall: Mottakstall, navn: str) -> Linje:
    ferdige = _skjul(tall.gjennomfoerte)
    dager = None if ferdige is None else tall.dager
    return Linje(navn, _skjul(tall.klare), _skjul(tall.paabegynte), ferdige, dager)


@dataclass(frozen=True)
class Nedlagt:
    """A mottak that is closed or will be, and those whom the reader may know of who live there still."""

    mottak: Mottak
    beboere: Sequence[Beboer]


def nedlagte(bruker: Innlogget) -> Sequence[Nedlagt]:
    """The mottak with a closing date where somebody lives, the first to close first."""
    stenger = sorted((m for m in alle_mottak() if m.nedlagt), key=lambda m: (str(m.nedlagt), m.soekenoekkel))
    bor = for_imdi(bruker).where(Beboer.mottak_id.in_([m.id for m in stenger]))
    bor = bor.where(Beboer.bosetting != Bosettingsstatus.BOSATT).order_by(Beboer.sorteringsnoekkel)
    per_mottak: dict[str, list[Beboer]] = defaultdict(list)
    for beboer in sesjon.scalars(bor.options(joinedload(Beboer.samtale))):
        per_mottak[beboer.mottak_id].append(beboer)
    return [Nedlagt(mottak, per_mottak[mottak.id]) for mottak in stenger if mottak.id in per_mottak]


def _skjul(antall: int) -> int | None:
    return antall if antall >= MINST else None
