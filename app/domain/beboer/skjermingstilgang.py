"""Skjermingstilgang: who has been let in to a shielded resident, and until when (edge case E1)."""

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, Tidspunkt, ny_id, sesjon
from app.domain.beboer.modell import BEBOER
from app.domain.tid import i_dag, naa
from app.domain.tilgang.bruker import Bruker


class Skjermingstilgang(Base):
    __tablename__ = "skjermingstilgang"

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    beboer_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"), index=True)
    bruker_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"), index=True)
    begrunnelse: Mapped[str] = mapped_column(sa.String(500))
    gitt: Mapped[datetime] = mapped_column(Tidspunkt)
    gitt_av_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))
    til_og_med: Mapped[date] = mapped_column(index=True)
    avsluttet: Mapped[datetime | None] = mapped_column(Tidspunkt)


def gjelder(dag: object = None) -> sa.ColumnElement[bool]:
    """Of a grant: it has neither run out by the day, today unless told, nor been ended."""
    frist = i_dag() if dag is None else dag
    return sa.and_(Skjermingstilgang.avsluttet.is_(None), Skjermingstilgang.til_og_med >= frist)


def aapnet_for(bruker_id: object, dag: object = None) -> sa.Select[str]:
    """The ids of the shielded residents this user has been let in to, for use inside other queries."""
    return sa.select(Skjermingstilgang.beboer_id).where(Skjermingstilgang.bruker_id == bruker_id, gjelder(dag))


def innslupne(samtale_id: str) -> sa.Select[str]:
    """The ids of the users let in to someone who takes part in this interview, for use inside other queries."""
    return (
        sa.select(Skjermingstilgang.bruker_id)
        .join(BEBOER, BEBOER.c.id == Skjermingstilgang.beboer_id)
        .where(BEBOER.c.samtale_id == samtale_id, BEBOER.c.skjermet, gjelder())
    )


def bare_skjermede(samtale_id: sa.SQLColumnExpression[str]) -> sa.ColumnElement[bool]:
    """Of an interview: all who take part in it are shielded, so that it is to be known of by those let in alone."""
    deltar = sa.exists().where(BEBOER.c.samtale_id == samtale_id)
    return sa.and_(deltar.where(BEBOER.c.skjermet), ~deltar.where(~BEBOER.c.skjermet))


def kan_kjennes(samtale_id: sa.SQLColumnExpression[str], bruker_id: str) -> sa.ColumnElement[bool]:
    """Of an interview: this user may know that there is one (E1)."""
    sluppet_inn = sa.exists().where(BEBOER.c.samtale_id == samtale_id, BEBOER.c.id.in_(aapnet_for(bruker_id)))
    return sa.or_(~bare_skjermede(samtale_id), sluppet_inn)


def av_bare_skjermede(samtale_ider: Iterable[str]) -> set[str]:
    """Those of the interviews in which all who take part are shielded."""
    rader = sesjon.scalars(
        sa.select(BEBOER.c.samtale_id)
        .where(BEBOER.c.samtale_id.in_(list(samtale_ider)))
        .group_by(BEBOER.c.samtale_id)
        .having(sa.func.count() == sa.func.sum(sa.case((BEBOER.c.skjermet, 1), else_=0)))
    )
    return set(rader)


def avslutt_ved_flytting(beboer_id: str) -> None:
    """End the grants of the mottak's users now: who moves, leaves those behind who had been let in there."""
    sesjon.execute(
        sa.update(Skjermingstilgang)
        .where(Skjermingstilgang.beboer_id == beboer_id, gjelder())
        .where(Skjermingstilgang.bruker_id.in_(sa.select(Bruker.id).where(Bruker.mottak_id.is_not(None))))
        .values(avsluttet=naa())
        .execution_options(synchronize_session=False)
    )
