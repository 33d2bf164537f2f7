"""The register: its names for households, when it spoke last, who is withdrawn, and who may see the shielded."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("husstand", sa.Column("registernummer", sa.String(64), nullable=True))
    op.create_index("ix_husstand_registernummer", "husstand", ["registernummer"], unique=True)
    op.add_column("beboer", sa.Column("fra_register", Tidspunkt(), nullable=True))
    op.add_column("beboer", sa.Column("trukket", Tidspunkt(), nullable=True))
    op.create_index("ix_beboer_soekenoekkel", "beboer", ["soekenoekkel"])
    op.create_table(
        "skjermingstilgang",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("beboer_id", sa.String(32), nullable=False),
        sa.Column("bruker_id", sa.String(32), nullable=False),
        sa.Column("begrunnelse", sa.String(500), nullable=False),
        sa.Column("gitt", Tidspunkt(), nullable=False),
        sa.Column("gitt_av_id", sa.String(32), nullable=False),
        sa.Column("til_og_med", sa.Date(), nullable=False),
        sa.Column("avsluttet", Tidspunkt(), nullable=True),
        sa.ForeignKeyConstraint(["beboer_id"], ["beboer.id"], name="fk_skjermingstilgang_beboer_id_beboer"),
        sa.ForeignKeyConstraint(["bruker_id"], ["bruker.id"], name="fk_skjermingstilgang_bruker_id_bruker"),
        sa.ForeignKeyConstraint(["gitt_av_id"], ["bruker.id"], name="fk_skjermingstilgang_gitt_av_id_bruker"),
        sa.PrimaryKeyConstraint("id", name="pk_skjermingstilgang"),
    )
    op.create_index("ix_skjermingstilgang_bruker_id", "skjermingstilgang", ["bruker_id"])
    op.create_index("ix_skjermingstilgang_beboer_id", "skjermingstilgang", ["beboer_id"])


def downgrade() -> None:
    op.drop_table("skjermingstilgang")
    op.drop_index("ix_beboer_soekenoekkel", "beboer")
    op.drop_column("beboer", "trukket")
    op.drop_column("beboer", "fra_register")
    op.drop_index("ix_husstand_registernummer", "husstand")
    op.drop_column("husstand", "registernummer")
