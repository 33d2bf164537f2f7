"""Who has an interview open now: told by the open pages, and gone soon after them."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0026"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "naervaer",
        sa.Column("samtale_id", sa.String(32), nullable=False),
        sa.Column("bruker_id", sa.String(32), nullable=False),
        sa.Column("sist", Tidspunkt(), nullable=False),
        sa.PrimaryKeyConstraint("samtale_id", "bruker_id", name="pk_naervaer"),
    )
    op.create_index("ix_naervaer_sist", "naervaer", ["sist"])


def downgrade() -> None:
    op.drop_table("naervaer")
