"""The numbers per mottak that the worker keeps for IMDi."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "mottakstall",
        sa.Column("mottak_id", sa.String(32), sa.ForeignKey("mottak.id"), primary_key=True),
        *(sa.Column(navn, sa.Integer(), nullable=False) for navn in ("klare", "paabegynte", "gjennomfoerte")),
        sa.Column("dager", sa.Integer(), nullable=True),
        sa.Column("regnet", Tidspunkt(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("mottakstall")
