"""Waiting time and backlog by week and mottak, as the worker keeps them for IMDi."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "ventetall",
        sa.Column("mottak_id", sa.String(32), sa.ForeignKey("mottak.id"), primary_key=True),
        sa.Column("til_og_med", sa.Date(), primary_key=True),
        *(sa.Column(navn, sa.Integer(), nullable=False) for navn in ("venter", "soekt_ut")),
        sa.Column("dager", sa.Integer(), nullable=True),
        sa.Column("regnet", Tidspunkt(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("ventetall")
