"""The same person registered twice: which one is kept, and what was decided about the two, which only grows. And from
when on a user's notices are unread.
"""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("beboer", sa.Column("samme_som_id", sa.String(32), nullable=True))
    op.add_column("bruker", sa.Column("varsler_fra", Tidspunkt(), nullable=True))
    op.create_index("ix_beboer_samme_som_id", "beboer", ["samme_som_id"])
    op.create_table(
        "dobbeltvurdering",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("beholdt_id", sa.String(32), nullable=False),
        sa.Column("annen_id", sa.String(32), nullable=False),
        sa.Column("utfall", sa.String(40), nullable=False),
        sa.Column("grunn", sa.String(1000), nullable=False),
        sa.Column("tid", Tidspunkt(), nullable=False),
        sa.Column("av_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["annen_id"], ["beboer.id"], name="fk_dobbeltvurdering_annen_id_beboer"),
        sa.ForeignKeyConstraint(["av_id"], ["bruker.id"], name="fk_dobbeltvurdering_av_id_bruker"),
        sa.ForeignKeyConstraint(["beholdt_id"], ["beboer.id"], name="fk_dobbeltvurdering_beholdt_id_beboer"),
        sa.PrimaryKeyConstraint("id", name="pk_dobbeltvurdering"),
    )
    op.create_index("ix_dobbeltvurdering_annen_id", "dobbeltvurdering", ["annen_id"])
    op.create_index("ix_dobbeltvurdering_beholdt_id", "dobbeltvurdering", ["beholdt_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER vegg BEFORE UPDATE OR DELETE OR TRUNCATE ON dobbeltvurdering "
            "EXECUTE FUNCTION vegg_voksende()"
        )
    else:
        for hendelse in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER vegg_dobbeltvurdering_{hendelse.lower()} BEFORE {hendelse} ON dobbeltvurdering "
                "BEGIN SELECT RAISE(ABORT, 'locked'); END"
            )


def downgrade() -> None:
    op.drop_table("dobbeltvurdering")
    op.drop_index("ix_beboer_samme_som_id", "beboer")
    op.drop_column("bruker", "varsler_fra")
    op.drop_column("beboer", "samme_som_id")
