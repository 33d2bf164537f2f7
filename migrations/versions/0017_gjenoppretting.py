"""Restores: each is remembered, and e-mail is held until somebody lets it go."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "gjenoppretting",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kopi_tatt", Tidspunkt(), nullable=False),
        sa.Column("gjenopprettet", Tidspunkt(), nullable=False),
        sa.Column("sluppet", Tidspunkt(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_gjenoppretting"),
    )


def downgrade() -> None:
    op.drop_table("gjenoppretting")
