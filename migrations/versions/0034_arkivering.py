"""Arkivering: which documents of which completed interviews the archive has got."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "arkivering",
        sa.Column("samtale_id", sa.String(32), nullable=False),
        sa.Column("dokument", sa.String(80), nullable=False),
        sa.Column("pakke", sa.Integer(), nullable=False),
        sa.Column("sjekksum", sa.String(64), nullable=False),
        sa.Column("tid", Tidspunkt(), nullable=False),
        sa.PrimaryKeyConstraint("samtale_id", "dokument", name="pk_arkivering"),
        sa.ForeignKeyConstraint(
            ["samtale_id"], ["bosettingssamtale.id"], name="fk_arkivering_samtale_id_bosettingssamtale"
        ),
    )


def downgrade() -> None:
    op.drop_table("arkivering")
