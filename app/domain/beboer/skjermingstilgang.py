"""Skjermingstilgang: who has been let in to a shielded resident, and until when (edge case E1)."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, Tidspunkt, ny_id, sesjon
from app.domain.tid import i_dag, naa


class Skjermingstilgang(Base):
    __tablename__ = "skjermingstilgang"

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    beboer_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"), index=True)
    bruker_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"), index=True)
    begrunnelse: Mapped[str] = mapped_column(sa.String(500))
    gitt: Mapped[datetime] = mapped_column(Tidspunkt)
    gitt_av_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))
    til_og_med: Mapped[date]
    avsluttet: Mapped[datetime | None] = mapped_column(Tidspunkt)


def gjelder(dag: object = None) -> sa.ColumnElement[bool]:
    """Of a grant: it has neither run out by the day, today unless told, nor been ended."""
    frist = i_dag() if dag is None else dag
    return sa.and_(Skjermingstilgang.avsluttet.is_(None), Skjermingstilgang.til_og_med >= frist)


def aapnet_for(bruker_id: object, dag: object = None) -> sa.Select[str]:
    """The ids of the shielded residents this user has been let in to, for use inside other queries."""
    return sa.select(Skjermingstilgang.beboer_id).where(Skjermingstilgang.bruker_id == bruker_id, gjelder(dag))


def avslutt_for_beboer(beboer_id: str) -> None:
    """End every grant to a resident now: who moves, leaves those behind who had been let in."""
    sesjon.execute(
        sa.update(Skjermingstilgang)
        .where(Skjermingstilgang.beboer_id == beboer_id, gjelder())
        .values(avsluttet=naa())
        .execution_options(synchronize_session=False)
    )
