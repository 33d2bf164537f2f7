"""Numbers per mottak for IMDi: waiting, begun, completed, median days; so coarse that nobody can be singled out (F78).

A number under five is hidden. There are no totals, so a hidden number cannot be worked out from the others.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import sesjon
from app.domain.beboer.doerer import for_imdi
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.beboer.statuser import Bosettingsstatus, Samtalestatus
from app.domain.tid import dag_i_norge
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.mottak import Mottak, alle_mottak

MINST = 5


@dataclass
class Mottakstall:
    """One mottak. None stands for a number under MINST, or for the median of so few."""

    mottak: str
    antall: dict[Samtalestatus, int] = field(default_factory=lambda: defaultdict(int))
    dager: list[int] = field(default_factory=list)

    @property
    def venter(self) -> int | None:
        return _skjul(self.antall[Samtalestatus.KLAR])

    @property
    def begynt(self) -> int | None:
        return _skjul(self.antall[Samtalestatus.PAABEGYNT])

    @property
    def ferdige(self) -> int | None:
        return _skjul(self.antall[Samtalestatus.GJENNOMFOERT])

    @property
    def median_dager(self) -> int | None:
        """Days from ready to completed, in the middle of them."""
        return None if self.ferdige is None else round(median(self.dager))


def mottakstall(bruker: Innlogget) -> Sequence[Mottakstall]:
    """Every mottak by name."""
    per_mottak = {m.id: Mottakstall(m.navn) for m in alle_mottak()}
    medlem = for_imdi(bruker).where(Beboer.samtale_id == Bosettingssamtale.id).with_only_columns(sa.literal(1))
    samtaler = sesjon.execute(
        sa.select(
            Bosettingssamtale.mottak_id,
            Bosettingssamtale.status,
            Bosettingssamtale.klar_siden,
            Bosettingssamtale.ferdigstilt,
        ).where(medlem.correlate(Bosettingssamtale).exists())
    )
    for mottak_id, status, klar, ferdig in samtaler:
        per_mottak[mottak_id].antall[status] += 1
        if ferdig:
            per_mottak[mottak_id].dager.append((dag_i_norge(ferdig) - dag_i_norge(klar)).days)
    return list(per_mottak.values())


@dataclass(frozen=True)
class Nedlagt:
    """A mottak that is closed or will be, and those whom the reader may know of who live there still."""

    mottak: Mottak
    beboere: Sequence[Beboer]


def nedlagte(bruker: Innlogget) -> Sequence[Nedlagt]:
    """The mottak with a closing date where somebody lives, the first to close first."""
    bor = for_imdi(bruker).join(Mottak, Mottak.id == Beboer.mottak_id)
    bor = bor.where(Mottak.nedlagt.is_not(None), Beboer.bosetting != Bosettingsstatus.BOSATT)
    rader = bor.add_columns(Mottak).order_by(Mottak.nedlagt, Mottak.soekenoekkel, Beboer.sorteringsnoekkel)
    per_mottak: dict[Mottak, list[Beboer]] = defaultdict(list)
    for beboer, mottak in sesjon.execute(rader.options(joinedload(Beboer.samtale))):
        per_mottak[mottak].append(beboer)
    return [Nedlagt(mottak, beboere) for mottak, beboere in per_mottak.items()]


def _skjul(antall: int) -> int | None:
    return antall if antall >= MINST else None
