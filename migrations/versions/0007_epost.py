"""Notices by e-mail: the outbox, each user's choices for notices, and the remark that a notice is about."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("varsel", sa.Column("merknad_id", sa.String(32), nullable=True))
    op.create_index("ix_varsel_samtale_id", "varsel", ["samtale_id"])
    op.create_table(
        "varselvalg",
        sa.Column("bruker_id", sa.String(32), nullable=False),
        sa.Column("hyppighet", sa.String(40), nullable=False),
        sa.Column("maalform", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["bruker_id"], ["bruker.id"], name="fk_varselvalg_bruker_id_bruker"),
        sa.PrimaryKeyConstraint("bruker_id", name="pk_varselvalg"),
    )
    op.create_table(
        "utsending",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("varsel_id", sa.String(32), nullable=False),
        sa.Column("mottaker", sa.String(32), nullable=False),
        sa.Column("samlet", sa.Boolean(), nullable=False),
        sa.Column("tilstand", sa.String(40), nullable=False),
        sa.Column("grunn", sa.String(40), nullable=True),
        sa.Column("svarkode", sa.Integer(), nullable=True),
        sa.Column("kanskje", sa.Boolean(), nullable=False),
        sa.Column("forsoek", sa.Integer(), nullable=False),
        sa.Column("klar", Tidspunkt(), nullable=False),
        sa.Column("neste", Tidspunkt(), nullable=False),
        sa.Column("laant_til", Tidspunkt(), nullable=True),
        sa.Column("avgjort", Tidspunkt(), nullable=True),
        sa.ForeignKeyConstraint(["varsel_id"], ["varsel.id"], name="fk_utsending_varsel_id_varsel"),
        sa.PrimaryKeyConstraint("id", name="pk_utsending"),
        sa.UniqueConstraint("varsel_id", "mottaker", name="uq_utsending_varsel_id"),
    )
    op.create_index("ix_utsending_koe", "utsending", ["tilstand", "neste"])


def downgrade() -> None:
    op.drop_table("utsending")
    op.drop_table("varselvalg")
    op.drop_index("ix_varsel_samtale_id", "varsel")
    op.drop_column("varsel", "merknad_id")
