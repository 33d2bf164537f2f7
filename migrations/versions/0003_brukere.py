"""User administration: who was changed and how in the log; a version by which two changes at once are told apart."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MED_VERSJON = ("bruker", "mottak")


def upgrade() -> None:
    for tabell in MED_VERSJON:
        op.add_column(tabell, sa.Column("versjon", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("hendelse", sa.Column("gjelder_bruker_id", sa.String(32), nullable=True))
    op.add_column("hendelse", sa.Column("detalj", sa.String(1000), nullable=True))
    op.create_index("ix_hendelse_gjelder_bruker_id", "hendelse", ["gjelder_bruker_id"])
    op.create_index("ix_hendelse_mottak_handling", "hendelse", ["mottak_id", "handling"])


def downgrade() -> None:
    op.drop_index("ix_hendelse_mottak_handling", "hendelse")
    op.drop_index("ix_hendelse_gjelder_bruker_id", "hendelse")
    op.drop_column("hendelse", "detalj")
    op.drop_column("hendelse", "gjelder_bruker_id")
    for tabell in MED_VERSJON:
        op.drop_column(tabell, "versjon")
