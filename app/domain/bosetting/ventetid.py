"""Ventetid: how long completed households wait to be søkt ut, and how many do, by week and mottak.

Small numbers are hidden, and there are no totals. The worker keeps the numbers, as those of mottaksoversikt. Households
are counted where they live now, without the withdrawn and the shielded; one is søkt ut when the last of it is.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Tidspunkt, sesjon
from app.domain.beboer.doerer import som_telles_ved
from app.domain.beboer.modell import Beboer
from app.domain.beboer.statuser import Bosettingsstatus
from app.domain.bosetting.mottaksoversikt import MINST
from app.domain.tid import dag_i_norge, i_dag, naa
from app.domain.tilgang.mottak import Mottak

UKER = 12
VINDU = timedelta(weeks=4)
"""The waiting time of a week is of those søkt ut in the weeks before it too: in one week a mottak has too few."""
I_FORDELING = (Bosettingsstatus.FORDELINGSKLAR, Bosettingsstatus.SOEKT_UT, Bosettingsstatus.BOSATT)


class Ventetall(Base):
    """What the worker counted at one mottak by the end of one week, a Sunday."""

    __tablename__ = "ventetall"

    mottak_id: Mapped[str] = mapped_column(sa.ForeignKey("mottak.id"), primary_key=True)
    til_og_med: Mapped[date] = mapped_column(primary_key=True)
    venter: Mapped[int]
    soekt_ut: Mapped[int]
    """Within VINDU."""
    dager: Mapped[int | None]
    """From completed to søkt ut, in the middle of those."""
    regnet: Mapped[datetime] = mapped_column(Tidspunkt)


@dataclass(frozen=True)
class Punkt:
    """One mottak by the end of one week, as it is shown; None for a number under MINST, or the median of so few."""

    mottak: str
    til_og_med: date
    venter: int | None
    dager: int | None


@dataclass(frozen=True)
class Ventetider:
    """The numbers in the order that they are shown, and when the oldest was counted; None where none has been."""

    punkter: Sequence[Punkt]
    regnet: datetime | None


def siste_uker() -> list[date]:
    """The last day of each of the last whole weeks, the oldest first."""
    sist = i_dag() - timedelta(days=i_dag().isoweekday())
    return [sist - timedelta(weeks=nr) for nr in reversed(range(UKER))]


def regn_ut(mottak_id: str) -> None:
    """Count anew at one mottak, in the caller's transaction."""
    uker, saker = siste_uker(), _saker(mottak_id)
    sesjon.execute(sa.delete(Ventetall).where(Ventetall.mottak_id == mottak_id))
    for uke in uker:
        ventetid = [(ut - ferdig).days for ferdig, ut in saker if ut and uke - VINDU < ut <= uke]
        sesjon.add(
            Ventetall(
                mottak_id=mottak_id,
                til_og_med=uke,
                venter=sum(ferdig <= uke and (ut is None or ut > uke) for ferdig, ut in saker),
                soekt_ut=len(ventetid),
                dager=round(median(ventetid)) if ventetid else None,
                regnet=naa(),
            )
        )


def siste(mottak_id: str = "") -> Ventetider:
    """Every mottak by the end of the last week, by name; or the weeks of this one, the oldest first."""
    ett = Ventetall.mottak_id == mottak_id if mottak_id else Ventetall.til_og_med == siste_uker()[-1]
    sporring = sa.select(Ventetall, Mottak.navn).join(Mottak, Mottak.id == Ventetall.mottak_id).where(ett)
    rader = sesjon.execute(sporring.order_by(Mottak.soekenoekkel, Ventetall.til_og_med)).all()
    return Ventetider([_punkt(tall, navn) for tall, navn in rader], min((t.regnet for t, _ in rader), default=None))


def _punkt(tall: Ventetall, navn: str) -> Punkt:
    dager = tall.dager if tall.soekt_ut >= MINST else None
    return Punkt(navn, tall.til_og_med, tall.venter if tall.venter >= MINST else None, dager)


def _saker(mottak_id: str) -> list[tuple[date, date | None]]:
    """When each household was completed, and when the last of it was søkt ut, where all are, or are bosatt."""
    rader = sesjon.execute(
        som_telles_ved(mottak_id)
        .where(Beboer.bosetting.in_(I_FORDELING), Beboer.ferdigstilt.is_not(None))
        .with_only_columns(Beboer.samtale_id, Beboer.ferdigstilt, Beboer.utsoekingsdato, Beboer.bosetting)
    )
    husstander = defaultdict(list)
    for rad in rader:
        husstander[rad.samtale_id].append(rad)
    saker: list[tuple[date, date | None]] = []
    for medlemmer in husstander.values():
        ferdig = dag_i_norge(min(m.ferdigstilt for m in medlemmer))
        venter = any(m.bosetting == Bosettingsstatus.FORDELINGSKLAR for m in medlemmer)
        datoer = [m.utsoekingsdato for m in medlemmer if m.utsoekingsdato]
        if venter or datoer:
            saker.append((ferdig, None if venter else max(datoer)))
    return saker
