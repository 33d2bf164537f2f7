"""Notes for the next shift, beside an open interview."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "vaktnotat",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("samtale_id", sa.String(32), nullable=False),
        sa.Column("beboer_id", sa.String(32), nullable=False),
        sa.Column("kryptert", sa.Text(), nullable=False),
        sa.Column("skrevet", Tidspunkt(), nullable=False),
        sa.Column("skrevet_av_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vaktnotat"),
        sa.ForeignKeyConstraint(
            ["samtale_id"], ["bosettingssamtale.id"], name="fk_vaktnotat_samtale_id_bosettingssamtale"
        ),
        sa.ForeignKeyConstraint(["beboer_id"], ["beboer.id"], name="fk_vaktnotat_beboer_id_beboer"),
        sa.ForeignKeyConstraint(["skrevet_av_id"], ["bruker.id"], name="fk_vaktnotat_skrevet_av_id_bruker"),
    )
    op.create_index("ix_vaktnotat_samtale_id", "vaktnotat", ["samtale_id"])


def downgrade() -> None:
    op.drop_table("vaktnotat")
