"""Texts that could not become an answer are kept for whoever wrote them."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "svarutkast",
        sa.Column("beboer_id", sa.String(32), nullable=False),
        sa.Column("bruker_id", sa.String(32), nullable=False),
        sa.Column("sti", sa.String(120), nullable=False),
        sa.Column("samtale_id", sa.String(32), nullable=False),
        sa.Column("kryptert", sa.Text(), nullable=False),
        sa.Column("versjon", sa.Integer(), nullable=False),
        sa.Column("klient", sa.String(36), nullable=False),
        sa.Column("sekvens", sa.Integer(), nullable=False),
        sa.Column("endret", Tidspunkt(), nullable=False),
        sa.PrimaryKeyConstraint("beboer_id", "bruker_id", "sti", name="pk_svarutkast"),
        sa.ForeignKeyConstraint(["beboer_id"], ["beboer.id"], name="fk_svarutkast_beboer_id_beboer"),
        sa.ForeignKeyConstraint(["bruker_id"], ["bruker.id"], name="fk_svarutkast_bruker_id_bruker"),
        sa.ForeignKeyConstraint(
            ["samtale_id"], ["bosettingssamtale.id"], name="fk_svarutkast_samtale_id_bosettingssamtale"
        ),
    )
    op.create_index("ix_svarutkast_samtale_id", "svarutkast", ["samtale_id"])


def downgrade() -> None:
    op.drop_table("svarutkast")
