"""Two more walls: an answer is only put where the interview is open, and for one whose own is not completed; and what
is completed is not emptied at one stroke."""

from alembic import op

revision = "0005"
down_revision = "0004"

AAPEN = """
SELECT 1 FROM bosettingssamtale s WHERE s.id = NEW.samtale_id AND s.status <> 'gjennomfoert' AND NOT EXISTS (
  SELECT 1 FROM beboer b JOIN bosettingssamtale f ON f.id = b.samtale_id
  WHERE b.id = NEW.beboer_id AND f.status = 'gjennomfoert')
"""
FLYTTET = "NEW.samtale_id <> OLD.samtale_id OR NEW.beboer_id <> OLD.beboer_id"
POSTGRES = f"""
CREATE FUNCTION vegg_plass() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM ({AAPEN} FOR SHARE OF s) AS plass;
  IF NOT FOUND THEN RAISE EXCEPTION 'the interview is completed'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER vegg_ny BEFORE INSERT ON svar FOR EACH ROW EXECUTE FUNCTION vegg_plass();
CREATE TRIGGER vegg_flyttet BEFORE UPDATE ON svar FOR EACH ROW WHEN ({FLYTTET}) EXECUTE FUNCTION vegg_plass();
CREATE TRIGGER vegg_toem BEFORE TRUNCATE ON svar EXECUTE FUNCTION vegg_voksende();
CREATE TRIGGER vegg_toem BEFORE TRUNCATE ON bosettingssamtale EXECUTE FUNCTION vegg_voksende();
"""
SQLITE = {
    "vegg_svar_ny": f"INSERT ON svar WHEN NOT EXISTS ({AAPEN})",
    "vegg_svar_flyttet": f"UPDATE ON svar WHEN ({FLYTTET}) AND NOT EXISTS ({AAPEN})",
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
