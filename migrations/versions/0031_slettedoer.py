"""The one door in the walls: what is about a person whose time is out may be deleted, and of the log be emptied, while
the door is open for that person. On PostgreSQL only the owner of the tables opens it, never the app's role.

A row that the door took out of a sealed log leaves a receipt.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

PERSONLIG = {
    "svarhistorikk": ("beboer_id",),
    "merknad": ("beboer_id",),
    "retting": ("beboer_id",),
    "dobbeltvurdering": ("beholdt_id", "annen_id"),
}
"""Tables that only grow, and by which columns the door is asked for."""
MED_UPDATE = ("retting", "dobbeltvurdering")
"""Of those: the ones whose wall against changes is the same as that against removal."""
TOEMMES = ("beboer_id", "samtale_id", "felt", "versjon", "detalj")
"""What is taken out of a row of the log."""
STAAR = ("id", "tid", "handling", "bruker_id", "mottak_id", "gjelder_bruker_id", "kommune_nummer", "antall")
SAMTALEN = (
    "id", "husstand_id", "mottak_id", "status", "skjema_versjon", "klar_siden", "paaminnet", "paabegynt",
    "paabegynt_av_id", "ansvarlig_id", "frist", "ferdigstilt", "ferdigstilt_av_id", "spraak",
)  # fmt: skip
"""All of a completed interview but its checksum, which is of those who are left."""
SLETTES = """
CREATE FUNCTION slettes(hva text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM slettedoer WHERE noekkel = hva) AND current_user = (
    SELECT tableowner FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'slettedoer')
$$
"""
FRA_APPEN = """
DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
    WHERE table_name IN ('slettedoer', 'loggfjerning') AND privilege_type = 'UPDATE'
      AND grantee NOT IN (current_user, 'PUBLIC')
  LOOP EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON slettedoer, loggfjerning FROM %I', r.grantee);
  END LOOP;
END $$
"""
SVAR = """
CREATE OR REPLACE FUNCTION vegg_svar() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE samtalen text; tilstand text;
BEGIN
  {doer}
  IF TG_OP = 'INSERT' THEN samtalen := NEW.samtale_id; ELSE samtalen := OLD.samtale_id; END IF;
  SELECT status INTO tilstand FROM bosettingssamtale WHERE id = samtalen FOR SHARE;
  IF tilstand = 'gjennomfoert' THEN RAISE EXCEPTION 'the interview is completed'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""
SAMTALE = """
CREATE OR REPLACE FUNCTION vegg_samtale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {doer}
  IF OLD.status = 'gjennomfoert' AND (TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD) THEN
    RAISE EXCEPTION 'the interview is completed';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""
SVARDOER = "IF TG_OP = 'DELETE' AND slettes(OLD.beboer_id) THEN RETURN OLD; END IF;"
SAMTALEDOER = """IF slettes(OLD.id) THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    OLD.kontrollsum := NEW.kontrollsum;
  END IF;"""


def upgrade() -> None:
    op.create_table(
        "slettedoer", sa.Column("noekkel", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("noekkel", name="pk_slettedoer"),
    )  # fmt: skip
    op.create_table(
        "loggfjerning",
        sa.Column("tabell", sa.String(40), nullable=False),
        sa.Column("rad", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=False),
        sa.Column("kvittering", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("tabell", "rad", name="pk_loggfjerning"),
    )
    if _er_postgresql():
        _postgresql()
    else:
        _sqlite()


def downgrade() -> None:
    if _er_postgresql():
        op.execute(SVAR.format(doer=""))
        op.execute(SAMTALE.format(doer=""))
        for tabell in PERSONLIG:
            op.execute(f"DROP TRIGGER vegg_slett ON {tabell}")
            op.execute(f"DROP TRIGGER vegg ON {tabell}")
            _voksende(tabell, "UPDATE OR DELETE OR TRUNCATE" if tabell in MED_UPDATE else "DELETE OR TRUNCATE")
        op.execute("DROP TRIGGER vegg_toem ON hendelse")
        op.execute("DROP TRIGGER vegg ON hendelse")
        _voksende("hendelse", "UPDATE OR DELETE OR TRUNCATE")
        op.execute("DROP FUNCTION slettes(text)")
    else:
        for navn, hendelse, naar in _sqlites(""):
            _ny_utloeser(navn, hendelse, naar)
    op.drop_table("loggfjerning")
    op.drop_table("slettedoer")


def _postgresql() -> None:
    op.execute(FRA_APPEN)
    op.execute(SLETTES)
    op.execute(SVAR.format(doer=SVARDOER))
    op.execute(SAMTALE.format(doer=SAMTALEDOER))
    for tabell, kolonner in PERSONLIG.items():
        op.execute(f"DROP TRIGGER vegg ON {tabell}")
        _voksende(tabell, "UPDATE OR TRUNCATE" if tabell in MED_UPDATE else "TRUNCATE")
        aapen = " OR ".join(f"slettes(OLD.{k})" for k in kolonner)
        _vegg("vegg_slett", "DELETE", tabell, f"NOT ({aapen})")
    op.execute("DROP TRIGGER vegg ON hendelse")
    _voksende("hendelse", "DELETE OR TRUNCATE")
    aapen = "slettes(OLD.beboer_id) OR slettes(OLD.samtale_id) OR slettes(OLD.detalj)"
    _vegg("vegg_toem", "UPDATE", "hendelse", f"NOT ({aapen}) OR {_annet_enn_toemt('IS DISTINCT FROM')}")
    _voksende("loggfjerning", "UPDATE OR DELETE OR TRUNCATE")


def _voksende(tabell: str, hendelser: str) -> None:
    op.execute(f"CREATE TRIGGER vegg BEFORE {hendelser} ON {tabell} EXECUTE FUNCTION vegg_voksende()")


def _vegg(navn: str, hendelse: str, tabell: str, naar: str) -> None:
    op.execute(
        f"CREATE TRIGGER {navn} BEFORE {hendelse} ON {tabell} FOR EACH ROW WHEN ({naar}) "
        "EXECUTE FUNCTION vegg_voksende()"
    )


def _sqlite() -> None:
    for navn, hendelse, naar in _sqlites("{}"):
        _ny_utloeser(navn, hendelse, naar)
    for hva in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER vegg_loggfjerning_{hva.lower()} BEFORE {hva} ON loggfjerning "
            "BEGIN SELECT RAISE(ABORT, 'locked'); END"
        )


def _sqlites(doer: str) -> list[tuple[str, str, str]]:
    """Name, event and condition of each wall that has the door; as they were before, where `doer` is empty."""
    ferdig = "(SELECT status FROM bosettingssamtale WHERE id = OLD.samtale_id) = 'gjennomfoert'"
    samtalen = _stengt("id") if doer else "1"
    annet = " OR ".join(f"NEW.{k} IS NOT OLD.{k}" for k in SAMTALEN)
    toem = f"{_stengt('beboer_id', 'samtale_id', 'detalj')} OR {_annet_enn_toemt('IS NOT')}" if doer else "1"
    endret = f"{samtalen} OR {annet}" if doer else "1"
    return [
        *((f"vegg_{t}_delete", f"DELETE ON {t}", _stengt(*k) if doer else "1") for t, k in PERSONLIG.items()),
        ("vegg_svar_delete", "DELETE ON svar", f"{ferdig} AND ({_stengt('beboer_id') if doer else '1'})"),
        ("vegg_samtale_delete", "DELETE ON bosettingssamtale", f"OLD.status = 'gjennomfoert' AND ({samtalen})"),
        ("vegg_samtale_update", "UPDATE ON bosettingssamtale", f"OLD.status = 'gjennomfoert' AND ({endret})"),
        ("vegg_hendelse_update", "UPDATE ON hendelse", toem),
    ]


def _stengt(*kolonner: str) -> str:
    noekler = ", ".join(f"OLD.{k}" for k in kolonner)
    return f"NOT EXISTS (SELECT 1 FROM slettedoer WHERE noekkel IN ({noekler}))"  # noqa: S608  # our own words


def _annet_enn_toemt(ulike: str) -> str:
    """Something is written into the row, or what nobody is told of by is changed."""
    return " OR ".join([*(f"NEW.{k} IS NOT NULL" for k in TOEMMES), *(f"NEW.{k} {ulike} OLD.{k}" for k in STAAR)])


def _ny_utloeser(navn: str, hendelse: str, naar: str) -> None:
    op.execute(f"DROP TRIGGER {navn}")
    op.execute(f"CREATE TRIGGER {navn} BEFORE {hendelse} WHEN {naar} BEGIN SELECT RAISE(ABORT, 'locked'); END")


def _er_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
