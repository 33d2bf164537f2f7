"""Kommuner: users of a kommune, its contact information, what is reported wrong in it, what it once was called."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0009"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("bruker", sa.Column("kommune_nummer", sa.String(6), nullable=True))
    op.add_column("hendelse", sa.Column("kommune_nummer", sa.String(6), nullable=True))
    op.create_index("ix_hendelse_kommune_nummer", "hendelse", ["kommune_nummer"])
    op.create_index("ix_beboer_soekt_ut_til", "beboer", ["soekt_ut_til"])
    op.add_column("kommune", sa.Column("erstattet_av", sa.String(6), nullable=True))
    op.add_column("kommune", sa.Column("tidligere", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "kommunekontakt",
        sa.Column("kommune_nummer", sa.String(6), nullable=False),
        sa.Column("enhet", sa.String(200), nullable=False),
        sa.Column("kontaktperson", sa.String(200), nullable=True),
        sa.Column("telefon", sa.String(40), nullable=True),
        sa.Column("epost", sa.String(254), nullable=True),
        sa.Column("postadresse", sa.String(300), nullable=True),
        sa.Column("besoeksadresse", sa.String(300), nullable=True),
        sa.Column("versjon", sa.Integer(), nullable=False),
        sa.Column("bekreftet", Tidspunkt(), nullable=False),
        sa.Column("bekreftet_av_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["kommune_nummer"], ["kommune.nummer"], name="fk_kommunekontakt_kommune_nummer_kommune"
        ),
        sa.ForeignKeyConstraint(["bekreftet_av_id"], ["bruker.id"], name="fk_kommunekontakt_bekreftet_av_id_bruker"),
        sa.PrimaryKeyConstraint("kommune_nummer", name="pk_kommunekontakt"),
    )
    op.create_table(
        "kontaktfeil",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kommune_nummer", sa.String(6), nullable=False),
        sa.Column("tekst", sa.String(500), nullable=False),
        sa.Column("meldt", Tidspunkt(), nullable=False),
        sa.Column("meldt_av_id", sa.String(32), nullable=False),
        sa.Column("ordnet", Tidspunkt(), nullable=True),
        sa.Column("ordnet_av_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["kommune_nummer"], ["kommune.nummer"], name="fk_kontaktfeil_kommune_nummer_kommune"),
        sa.ForeignKeyConstraint(["meldt_av_id"], ["bruker.id"], name="fk_kontaktfeil_meldt_av_id_bruker"),
        sa.ForeignKeyConstraint(["ordnet_av_id"], ["bruker.id"], name="fk_kontaktfeil_ordnet_av_id_bruker"),
        sa.PrimaryKeyConstraint("id", name="pk_kontaktfeil"),
    )
    op.create_index("ix_kontaktfeil_kommune_nummer", "kontaktfeil", ["kommune_nummer"])


def downgrade() -> None:
    op.drop_table("kontaktfeil")
    op.drop_table("kommunekontakt")
    op.drop_column("kommune", "tidligere")
    op.drop_column("kommune", "erstattet_av")
    op.drop_index("ix_beboer_soekt_ut_til", "beboer")
    op.drop_index("ix_hendelse_kommune_nummer", "hendelse")
    op.drop_column("hendelse", "kommune_nummer")
    op.drop_column("bruker", "kommune_nummer")
