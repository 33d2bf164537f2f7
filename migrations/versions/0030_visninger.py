"""Who has been shown whom: how many a list showed, what was searched for; the seals of the logs, which only grow."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0030"
down_revision = "0028"

FRA_APPEN = """
DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
    WHERE table_name = 'loggsegl' AND privilege_type = 'UPDATE' AND grantee NOT IN (current_user, 'PUBLIC')
  LOOP EXECUTE format('REVOKE UPDATE, DELETE ON loggsegl FROM %I', r.grantee);
  END LOOP;
END $$
"""
"""What the default privileges gave the app's role of the new table, but not of a log."""


def upgrade() -> None:
    op.add_column("hendelse", sa.Column("antall", sa.Integer(), nullable=True))
    op.create_index("ix_hendelse_bruker_id_id", "hendelse", ["bruker_id", "id"])
    op.create_table(
        "soekeord",
        sa.Column("hendelse_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kryptert", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["hendelse_id"], ["hendelse.id"], name="fk_soekeord_hendelse_id_hendelse"),
        sa.PrimaryKeyConstraint("hendelse_id", name="pk_soekeord"),
    )
    op.create_table(
        "loggsegl",
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("tid", Tidspunkt(), nullable=False),
        sa.Column("tabell", sa.String(40), nullable=False),
        sa.Column("spenn", sa.Text(), nullable=False),
        sa.Column("avtrykk", sa.Text(), nullable=False),
        sa.Column("sum", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("nummer", name="pk_loggsegl"),
    )
    op.create_index("ix_loggsegl_tabell_tid", "loggsegl", ["tabell", "tid"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FRA_APPEN)
        op.execute(
            "CREATE TRIGGER vegg BEFORE UPDATE OR DELETE OR TRUNCATE ON loggsegl EXECUTE FUNCTION vegg_voksende()"
        )
        return
    for hva in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER vegg_loggsegl_{hva.lower()} BEFORE {hva} ON loggsegl "
            "BEGIN SELECT RAISE(ABORT, 'locked'); END"
        )


def downgrade() -> None:
    op.drop_table("loggsegl")
    op.drop_table("soekeord")
    op.drop_index("ix_hendelse_bruker_id_id", "hendelse")
    op.drop_column("hendelse", "antall")
