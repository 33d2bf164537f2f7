"""Birth year: of some residents nobody knows the day. And «aa» sorts as two letters."""

import sqlalchemy as sa
from alembic import op

from app.norsk import sorteringsnoekkel

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("beboer", sa.Column("bare_aar", sa.Boolean(), nullable=False, server_default=sa.false()))
    _sorter_aa()


def downgrade() -> None:
    op.drop_column("beboer", "bare_aar")


def _sorter_aa() -> None:
    """Every key that holds an å is made again: it may have been an «aa»."""
    navn = ("id", "fornavn", "etternavn", "sorteringsnoekkel")
    beboer = sa.table("beboer", *(sa.column(kolonne) for kolonne in navn))
    med_aa = sa.select(beboer).where(beboer.c.sorteringsnoekkel.contains("{c"))
    for id_, fornavn, etternavn, _ in op.get_bind().execute(med_aa).all():
        noekkel = sorteringsnoekkel(f"{etternavn} {fornavn}".strip())
        op.execute(sa.update(beboer).where(beboer.c.id == id_).values(sorteringsnoekkel=noekkel))
