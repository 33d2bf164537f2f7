"""Numbers per mottak for IMDi: waiting, begun, completed, median days; so coarse that nobody can be singled out (F78).

A number under five is hidden. There are no totals, so a hidden number cannot be worked out from the others.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.doerer import for_imdi
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.beboer.statuser import Samtalestatus
from app.domain.tid import dag_i_norge
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.mottak import alle_mottak

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


def _skjul(antall: int) -> int | None:
    return antall if antall >= MINST else None
