"""Two more walls: an answer belongs to an interview that is open and its person's own, however it gets there; and
what is completed is not emptied at one stroke."""

from alembic import op

revision = "0005"
down_revision = "0004"

AAPEN_OG_EGEN = """
SELECT 1 FROM bosettingssamtale s JOIN beboer b ON b.samtale_id = s.id
WHERE s.id = NEW.samtale_id AND b.id = NEW.beboer_id AND s.status <> 'gjennomfoert'
"""
FLYTTET = "NEW.samtale_id <> OLD.samtale_id OR NEW.beboer_id <> OLD.beboer_id"
POSTGRES = f"""
CREATE FUNCTION vegg_plass() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM ({AAPEN_OG_EGEN} FOR SHARE OF s) AS plass;
  IF NOT FOUND THEN RAISE EXCEPTION 'the interview is completed, or another person''s'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER vegg_ny BEFORE INSERT ON svar FOR EACH ROW EXECUTE FUNCTION vegg_plass();
CREATE TRIGGER vegg_flyttet BEFORE UPDATE ON svar FOR EACH ROW WHEN ({FLYTTET}) EXECUTE FUNCTION vegg_plass();
CREATE TRIGGER vegg_toem BEFORE TRUNCATE ON svar EXECUTE FUNCTION vegg_voksende();
CREATE TRIGGER vegg_toem BEFORE TRUNCATE ON bosettingssamtale EXECUTE FUNCTION vegg_voksende();
"""  # noqa: S608
SQLITE = {
    "vegg_svar_ny": f"INSERT ON svar WHEN NOT EXISTS ({AAPEN_OG_EGEN})",
    "vegg_svar_flyttet": f"UPDATE ON svar WHEN ({FLYTTET}) AND NOT EXISTS ({AAPEN_OG_EGEN})",
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES)
        return
    for navn, naar in SQLITE.items():
        op.execute(f"CREATE TRIGGER {navn} BEFORE {naar} BEGIN SELECT RAISE(ABORT, 'locked'); END")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION vegg_plass() CASCADE")
        for tabell in ("svar", "bosettingssamtale"):
            op.execute(f"DROP TRIGGER vegg_toem ON {tabell}")
        return
    for navn in SQLITE:
        op.execute(f"DROP TRIGGER {navn}")
