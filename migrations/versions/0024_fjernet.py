"""What is taken out of the history: one change of a line that its wall lets through, once, with who, when and why.

The value goes; a newer one must stand in its place. What was there before is let through as before: another ciphertext
of the same remark, on PostgreSQL by the owner of the table alone, for the app's role may now touch the column.
"""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0024"
down_revision = "0023"

NYE = (("fjernet", sa.String(40)), ("fjernet_tid", Tidspunkt()), ("fjernet_av_id", sa.String(32)))
FASTE = ("id", "beboer_id", "samtale_id", "mottak_id", "sti", "versjon", "endret", "endret_av_id")
URO = "OLD.sti <> 'intern_merknad' OR OLD.verdi IS NULL OR NEW.verdi IS NULL"
"""No ciphertext is replaced by another."""
FJERNES = (
    "OLD.fjernet IS NULL AND OLD.verdi IS NOT NULL AND NEW.verdi IS NULL "
    "AND coalesce(NEW.fjernet, '') IN ('flyttet', 'samtykke_trukket') "
    "AND NEW.fjernet_tid IS NOT NULL AND NEW.fjernet_av_id IS NOT NULL AND EXISTS ("
    "SELECT 1 FROM svar s WHERE s.beboer_id = OLD.beboer_id AND s.sti = OLD.sti AND s.versjon > OLD.versjon)"
)
EIER = """current_user = (
  SELECT tableowner FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'svarhistorikk')"""
TIL_APPEN = """
DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
    WHERE table_name = 'svarhistorikk' AND privilege_type = 'INSERT' AND grantee NOT IN (current_user, 'PUBLIC')
  LOOP EXECUTE format('GRANT UPDATE (verdi, fjernet, fjernet_tid, fjernet_av_id) ON svarhistorikk TO %I', r.grantee);
  END LOOP;
END $$
"""


def upgrade() -> None:
    for navn, slag in NYE:
        op.add_column("svarhistorikk", sa.Column(navn, slag, nullable=True))
    if _er_postgresql():
        _funksjon(_stengt("IS DISTINCT FROM", f" AND {EIER}"))
        op.execute(TIL_APPEN)
    else:
        _utloeser(_stengt("IS NOT", ""))


def downgrade() -> None:
    ulike = "IS DISTINCT FROM" if _er_postgresql() else "IS NOT"
    foer = " OR ".join([URO, *(f"NEW.{navn} {ulike} OLD.{navn}" for navn in FASTE)])
    if _er_postgresql():
        _funksjon(foer)
    else:
        _utloeser(foer)
    for navn, _ in NYE:
        op.drop_column("svarhistorikk", navn)


def _stengt(ulike: str, av: str) -> str:
    """When a change is refused: another column is touched, or it is neither of the two that may be."""
    faste = " OR ".join(f"NEW.{navn} {ulike} OLD.{navn}" for navn in FASTE)
    merket = " OR ".join(f"NEW.{navn} {ulike} OLD.{navn}" for navn, _ in NYE)
    return f"{faste} OR NOT ((NOT ({URO} OR {merket}){av}) OR ({FJERNES}))"


def _funksjon(stengt: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION vegg_svarhistorikk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {stengt} THEN RAISE EXCEPTION 'this table only grows'; END IF; RETURN NEW; END $$"
    )


def _utloeser(stengt: str) -> None:
    op.execute("DROP TRIGGER vegg_svarhistorikk_update")
    op.execute(
        f"CREATE TRIGGER vegg_svarhistorikk_update BEFORE UPDATE ON svarhistorikk WHEN {stengt} "
        "BEGIN SELECT RAISE(ABORT, 'locked'); END"
    )


def _er_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
