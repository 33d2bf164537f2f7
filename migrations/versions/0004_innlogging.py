"""Login by OIDC: who a user is to the issuer, the issuer's name for a session, attempts counted, marks used once."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0004"
down_revision = "0003"

FINGERAVTRYKK = ("utsteder_sid", "utsteder_sub")


def upgrade() -> None:
    op.add_column("innlogging", sa.Column("enhet", sa.String(60), nullable=True))
    for kolonne in FINGERAVTRYKK:
        op.add_column("innlogging", sa.Column(kolonne, sa.String(64), nullable=True))
        op.create_index(f"ix_innlogging_{kolonne}", "innlogging", [kolonne])
    op.create_table(
        "identitet",
        sa.Column("noekkel", sa.String(64), nullable=False),
        sa.Column("bruker_id", sa.String(32), nullable=False),
        sa.Column("utsteder", sa.String(255), nullable=False),
        sa.Column("registrert", Tidspunkt(), nullable=False),
        sa.Column("registrert_av_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["bruker_id"], ["bruker.id"], name="fk_identitet_bruker_id_bruker"),
        sa.ForeignKeyConstraint(["registrert_av_id"], ["bruker.id"], name="fk_identitet_registrert_av_id_bruker"),
        sa.PrimaryKeyConstraint("noekkel", name="pk_identitet"),
        sa.UniqueConstraint("bruker_id", "utsteder", name="uq_identitet_bruker_id"),
    )
    op.create_table(
        "forsoek",
        sa.Column("slag", sa.String(40), nullable=False),
        sa.Column("hvem", sa.String(64), nullable=False),
        sa.Column("minutt", Tidspunkt(), nullable=False),
        sa.Column("antall", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("slag", "hvem", "minutt", name="pk_forsoek"),
    )
    op.create_table(
        "engangsmerke",
        sa.Column("merke", sa.String(64), nullable=False),
        sa.Column("utloeper", Tidspunkt(), nullable=False),
        sa.PrimaryKeyConstraint("merke", name="pk_engangsmerke"),
    )


def downgrade() -> None:
    for tabell in ("engangsmerke", "forsoek", "identitet"):
        op.drop_table(tabell)
    for kolonne in reversed(FINGERAVTRYKK):
        op.drop_index(f"ix_innlogging_{kolonne}", "innlogging")
        op.drop_column("innlogging", kolonne)
    op.drop_column("innlogging", "enhet")
