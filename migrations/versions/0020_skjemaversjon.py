"""Each answer, and each line of its history, tells which version of the questionnaire it answers."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

KOLONNER = "beboer_id, samtale_id, mottak_id, sti, versjon, verdi, endret, endret_av_id"
NYE = "NEW.beboer_id, NEW.samtale_id, mottak_id, NEW.sti, NEW.versjon, NEW.verdi, NEW.endret, NEW.endret_av_id"
HUSK = "INSERT INTO svarhistorikk ({kolonner}) SELECT {nye} FROM bosettingssamtale WHERE id = NEW.samtale_id;"
FOER = HUSK.format(kolonner=KOLONNER, nye=NYE)
ETTER = HUSK.format(kolonner=f"{KOLONNER}, skjema_versjon", nye=f"{NYE}, NEW.skjema_versjon")
NY_VERSJON = "NEW.sti <> 'intern_merknad' OR NEW.versjon <> OLD.versjon"


def upgrade() -> None:
    for tabell in ("svar", "svarhistorikk"):
        op.add_column(tabell, sa.Column("skjema_versjon", sa.Integer(), nullable=False, server_default="1"))
    _husk(ETTER)
    _vegg()


def downgrade() -> None:
    op.execute("DROP TRIGGER vegg_versjon" + (" ON svarhistorikk" if _er_postgresql() else ""))
    _husk(FOER)
    for tabell in ("svar", "svarhistorikk"):
        op.drop_column(tabell, "skjema_versjon")


def _husk(setning: str) -> None:
    if _er_postgresql():
        funksjon = f"CREATE OR REPLACE FUNCTION husk_svar() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {setning} "
        op.execute(f"{funksjon} RETURN NULL; END $$")
        return
    endret = f"UPDATE OF verdi, versjon ON svar WHEN {NY_VERSJON}"
    for navn, hendelse in (("insert", "INSERT ON svar"), ("update", endret)):
        op.execute(f"DROP TRIGGER husk_svar_{navn}")
        op.execute(f"CREATE TRIGGER husk_svar_{navn} AFTER {hendelse} BEGIN {setning} END")


def _vegg() -> None:
    """The walls of the history let the ciphertext of a remark be replaced, and nothing else of the line."""
    naar = "BEFORE UPDATE ON svarhistorikk {hver}WHEN (NEW.skjema_versjon <> OLD.skjema_versjon)"
    if _er_postgresql():
        op.execute(f"CREATE TRIGGER vegg_versjon {naar.format(hver='FOR EACH ROW ')} EXECUTE FUNCTION vegg_voksende()")
    else:
        op.execute(f"CREATE TRIGGER vegg_versjon {naar.format(hver='')} BEGIN SELECT RAISE(ABORT, 'locked'); END")


def _er_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
