"""One-time codes to Kompass, and on the resident how long the live one lasts."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0010"
down_revision = "0009"

AAPEN = sa.text("brukt IS NULL AND trukket IS NULL")


def upgrade() -> None:
    op.add_column("beboer", sa.Column("kompasskode_til", Tidspunkt(), nullable=True))
    op.create_table(
        "kompasskode",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("beboer_id", sa.String(32), nullable=False),
        sa.Column("mottak_id", sa.String(32), nullable=False),
        sa.Column("selektor", sa.String(4), nullable=False),
        sa.Column("hash", sa.String(200), nullable=False),
        sa.Column("utstedt", Tidspunkt(), nullable=False),
        sa.Column("utstedt_av_id", sa.String(32), nullable=False),
        sa.Column("utloeper", Tidspunkt(), nullable=False),
        sa.Column("feilforsoek", sa.Integer(), nullable=False),
        sa.Column("brukt", Tidspunkt(), nullable=True),
        sa.Column("registrert", Tidspunkt(), nullable=True),
        sa.Column("trukket", Tidspunkt(), nullable=True),
        sa.Column("trekkaarsak", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(["beboer_id"], ["beboer.id"], name="fk_kompasskode_beboer_id_beboer"),
        sa.ForeignKeyConstraint(["mottak_id"], ["mottak.id"], name="fk_kompasskode_mottak_id_mottak"),
        sa.ForeignKeyConstraint(["utstedt_av_id"], ["bruker.id"], name="fk_kompasskode_utstedt_av_id_bruker"),
        sa.PrimaryKeyConstraint("id", name="pk_kompasskode"),
    )
    op.create_index("ix_kompasskode_beboer_id", "kompasskode", ["beboer_id"])
    op.create_index(
        "uq_kompasskode_levende", "kompasskode", ["beboer_id"], unique=True, sqlite_where=AAPEN, postgresql_where=AAPEN
    )


def downgrade() -> None:
    op.drop_table("kompasskode")
    op.drop_column("beboer", "kompasskode_til")
