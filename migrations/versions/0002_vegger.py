"""Walls in the database itself: a completed interview does not change (S83), every saved answer leaves its history,
and the log and the history only grow.

The application refuses first; these triggers hold even for SQL that does not pass through it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BARE_VOKSENDE = ("svarhistorikk", "hendelse", "merknad")

SQLITE_LAAST = "(SELECT status FROM bosettingssamtale WHERE id = {rad}.samtale_id) = 'gjennomfoert'"
HUSK = """
INSERT INTO svarhistorikk (beboer_id, samtale_id, mottak_id, sti, versjon, verdi, endret, endret_av_id)
SELECT NEW.beboer_id, NEW.samtale_id, mottak_id, NEW.sti, NEW.versjon, NEW.verdi, NEW.endret, NEW.endret_av_id
FROM bosettingssamtale WHERE id = NEW.samtale_id;
"""
POSTGRES_FUNKSJONER = """
CREATE FUNCTION vegg_svar() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE samtalen text; tilstand text;
BEGIN
  IF TG_OP = 'INSERT' THEN samtalen := NEW.samtale_id; ELSE samtalen := OLD.samtale_id; END IF;
  SELECT status INTO tilstand FROM bosettingssamtale WHERE id = samtalen FOR SHARE;
  IF tilstand = 'gjennomfoert' THEN RAISE EXCEPTION 'the interview is completed'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION vegg_samtale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'gjennomfoert' AND (TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD) THEN
    RAISE EXCEPTION 'the interview is completed';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION vegg_voksende() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'this table only grows'; END $$;
CREATE FUNCTION husk_svar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {husk}
  RETURN NULL;
END $$;
CREATE TRIGGER husk AFTER INSERT OR UPDATE OF verdi, versjon ON svar FOR EACH ROW EXECUTE FUNCTION husk_svar();
CREATE TRIGGER vegg BEFORE INSERT OR UPDATE OR DELETE ON svar FOR EACH ROW EXECUTE FUNCTION vegg_svar();
CREATE TRIGGER vegg BEFORE UPDATE OR DELETE ON bosettingssamtale FOR EACH ROW EXECUTE FUNCTION vegg_samtale();
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_FUNKSJONER.replace("{husk}", HUSK))
        for tabell in BARE_VOKSENDE:
            op.execute(
                f"CREATE TRIGGER vegg BEFORE UPDATE OR DELETE OR TRUNCATE ON {tabell} EXECUTE FUNCTION vegg_voksende()"
            )
        return
    for hendelse in ("INSERT", "UPDATE OF verdi, versjon"):
        op.execute(f"CREATE TRIGGER husk_svar_{hendelse[:6].lower()} AFTER {hendelse} ON svar BEGIN {HUSK} END")
    for hendelse, rad in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        _sqlite(f"vegg_svar_{hendelse.lower()}", f"{hendelse} ON svar", SQLITE_LAAST.format(rad=rad))
    for hendelse in ("UPDATE", "DELETE"):
        _sqlite(
            f"vegg_samtale_{hendelse.lower()}",
            f"{hendelse} ON bosettingssamtale",
            "OLD.status = 'gjennomfoert'",
        )
        for tabell in BARE_VOKSENDE:
            _sqlite(f"vegg_{tabell}_{hendelse.lower()}", f"{hendelse} ON {tabell}", "1")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for funksjon in ("husk_svar", "vegg_svar", "vegg_samtale", "vegg_voksende"):
            op.execute(f"DROP FUNCTION {funksjon}() CASCADE")
        return
    for navn in op.get_bind().scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        op.execute(f"DROP TRIGGER {navn}")


def _sqlite(navn: str, hendelse: str, naar: str) -> None:
    op.execute(f"CREATE TRIGGER {navn} BEFORE {hendelse} WHEN {naar} BEGIN SELECT RAISE(ABORT, 'locked'); END")
