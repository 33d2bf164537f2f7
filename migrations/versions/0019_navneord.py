"""Navneord: the words and sounds that a resident is found by."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

from app.db import sortert
from app.navnelyd import navneord

revision = "0019"
down_revision = "0018"

BUNKE = 2000


def upgrade() -> None:
    tabell = op.create_table(
        "navneord",
        sa.Column("beboer_id", sa.String(32), nullable=False),
        sa.Column("ord", sortert(250), nullable=False),
        sa.ForeignKeyConstraint(["beboer_id"], ["beboer.id"], name="fk_navneord_beboer_id_beboer", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("beboer_id", "ord", name="pk_navneord"),
        sqlite_with_rowid=False,
    )
    for noekler in _noekler():
        rader = [{"beboer_id": id_, "ord": ord_} for id_, noekkel in noekler for ord_ in navneord(noekkel)]
        op.get_bind().execute(sa.insert(tabell), rader)
    op.create_index("ix_navneord_ord", "navneord", ["ord", "beboer_id"])  # last: an index that is made whole is quicker


def downgrade() -> None:
    op.drop_table("navneord")


def _noekler() -> Iterator[Sequence[sa.Row[str, str]]]:
    """Id and search key of everyone whom a list may show, some at a time, by id."""
    beboer = sa.table("beboer", *(sa.column(navn) for navn in ("id", "soekenoekkel", "trukket", "samtale_id")))
    vises = sa.or_(beboer.c.trukket.is_(None), beboer.c.samtale_id.is_not(None))
    sporring = sa.select(beboer.c.id, beboer.c.soekenoekkel).where(vises).order_by(beboer.c.id).limit(BUNKE)
    sist = ""
    while rader := op.get_bind().execute(sporring.where(beboer.c.id > sist)).all():
        yield rader
        sist = rader[-1].id
