"""Oppgavefrist: by when the one who has taken an interview means to have held it (F47)."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column("bosettingssamtale", sa.Column("frist", sa.Date))


def downgrade() -> None:
    op.drop_column("bosettingssamtale", "frist")
