"""Mottak: the reception centre, its contact information, and who its bosettingsansvarlige are (S40 to S43)."""

from collections.abc import Sequence
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, kodetype, ny_id, sesjon
from app.domain.unntak import IkkeFunnet


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
    navn: Mapped[str] = mapped_column(sa.String(200))
    type: Mapped[Mottakstype] = mapped_column(kodetype(Mottakstype))
    telefon: Mapped[str | None] = mapped_column(sa.String(40))
    epost: Mapped[str | None] = mapped_column(sa.String(254))
    fellespost: Mapped[str | None] = mapped_column(sa.String(254))
    postadresse: Mapped[str | None] = mapped_column(sa.String(300))
    besoeksadresse: Mapped[str | None] = mapped_column(sa.String(300))
    versjon: Mapped[int] = mapped_column(default=1, server_default="1")
    """Counts the changes to the contact information: a change tells which version it was based on."""

    @property
    def er_integreringsmottak(self) -> bool:
        return self.type == Mottakstype.INTEGRERINGSMOTTAK


def hent_mottak(mottak_id: str | None) -> Mottak:
    """The mottak with this id. Raises IkkeFunnet."""
    mottak = sesjon.get(Mottak, mottak_id) if mottak_id else None
    if mottak is None:
        raise IkkeFunnet
    return mottak


def alle_mottak() -> Sequence[Mottak]:
    """What the list can be narrowed to."""
    return sesjon.scalars(sa.select(Mottak).order_by(Mottak.navn)).all()
