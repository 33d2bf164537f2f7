"""After completion: notices to a kommune, the number of a reminder, the shared mailbox in reserve, a planned move."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("varsel", sa.Column("kommune_nummer", sa.String(6), nullable=True))
    op.add_column("varsel", sa.Column("antall", sa.Integer(), nullable=True))
    op.create_index("ix_varsel_kommune_opprettet", "varsel", ["kommune_nummer", "opprettet"])
    op.add_column("utsending", sa.Column("reserve", sa.String(32), nullable=True))
    op.execute("UPDATE utsending SET reserve = 'fellespost' WHERE mottaker NOT IN ('fellespost', 'imdi')")
    op.add_column("bosettingssamtale", sa.Column("paaminnet", Tidspunkt(), nullable=True))
    op.execute(
        "UPDATE bosettingssamtale SET paaminnet = (SELECT max(opprettet) FROM varsel"
        " WHERE samtale_id = bosettingssamtale.id AND anledning IN ('paaminnelse', 'eskalering'))"
        " WHERE status = 'klar'"
    )
    op.add_column("beboer", sa.Column("planlagt_flytting", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("beboer", "planlagt_flytting")
    op.drop_column("bosettingssamtale", "paaminnet")
    op.drop_column("utsending", "reserve")
    op.drop_index("ix_varsel_kommune_opprettet", "varsel")
    op.drop_column("varsel", "antall")
    op.drop_column("varsel", "kommune_nummer")
