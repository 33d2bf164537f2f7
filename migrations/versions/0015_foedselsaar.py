"""Birth year: of some residents nobody knows the day."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("beboer", sa.Column("bare_aar", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("beboer", "bare_aar")
