"""Mottak: the reception centre, and what is known of it (S40 to S43)."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, kodetype, ny_id, sesjon
from app.domain.tid import i_dag
from app.domain.unntak import IkkeFunnet, Nedlagt
from app.norsk import soekenoekkel


class Mottakstype(StrEnum):
    ORDINAERT = "ordinaert"
    INTEGRERINGSMOTTAK = "integreringsmottak"
    ENSLIGE_MINDREAARIGE = "enslige_mindreaarige"

    @property
    def tekst(self) -> str:
        return {
            self.ORDINAERT: "Ordinært mottak",
            self.INTEGRERINGSMOTTAK: "Integreringsmottak",
            self.ENSLIGE_MINDREAARIGE: "Mottak for enslige mindreårige",
        }[self]


class Mottak(Base):
    __tablename__ = "mottak"

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    nummer: Mapped[str | None] = mapped_column(sa.String(20), unique=True, index=True)
    """What the register of mottak calls it; None for one that the register has not told of."""
    navn: Mapped[str] = mapped_column(sa.String(200))
    soekenoekkel: Mapped[str] = mapped_column(sa.String(250), unique=True, index=True, server_default="")
    """The name as one searches for it: no two mottak are called the same."""
    type: Mapped[Mottakstype] = mapped_column(kodetype(Mottakstype))
    nedlagt: Mapped[date | None]
    """The first day on which it takes nobody in."""
    telefon: Mapped[str | None] = mapped_column(sa.String(40))
    epost: Mapped[str | None] = mapped_column(sa.String(254))
    fellespost: Mapped[str | None] = mapped_column(sa.String(254))
    postadresse: Mapped[str | None] = mapped_column(sa.String(300))
    besoeksadresse: Mapped[str | None] = mapped_column(sa.String(300))
    versjon: Mapped[int] = mapped_column(default=1, server_default="1")
    """Counts the changes: a change tells which version it was based on."""
    egen_kontakt: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Whether the mottak keeps the contact information itself: then the register of mottak no longer writes it."""

    def __init__(self, **felter: object) -> None:
        super().__init__(**felter)
        self.soekenoekkel = soekenoekkel(self.navn)

    @property
    def er_integreringsmottak(self) -> bool:
        return self.type == Mottakstype.INTEGRERINGSMOTTAK

    @property
    def er_nedlagt(self) -> bool:
        """Whether it takes in no more residents, and gets no more tasks."""
        return self.nedlagt is not None and self.nedlagt <= i_dag()


def hent_mottak(mottak_id: str | None) -> Mottak:
    """The mottak with this id. Raises IkkeFunnet."""
    mottak = sesjon.get(Mottak, mottak_id) if mottak_id else None
    if mottak is None:
        raise IkkeFunnet
    return mottak


def krev_i_drift(mottak_id: str) -> None:
    """Raises Nedlagt where the mottak gets no more tasks."""
    if hent_mottak(mottak_id).er_nedlagt:
        raise Nedlagt


def alle_mottak() -> Sequence[Mottak]:
    """What the list can be narrowed to."""
    return sesjon.scalars(sa.select(Mottak).order_by(Mottak.navn)).all()
