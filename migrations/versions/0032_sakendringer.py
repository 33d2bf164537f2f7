"""What changed about a completed household, numbered, for the systems that hold copies of it (docs/grensesnitt.md).

The database writes the rows itself, in the transaction of the change: no writer can forget it, nor the code of before,
which runs beside while machines are upgraded. On PostgreSQL a row gets its number as the transaction commits, behind
one lock that is held until it has: whoever sees a number, sees all before it. SQLite has one writer.
"""

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0032"
down_revision = "0031"

FAKTA = (
    "duf_nummer", "fornavn", "etternavn", "foedt", "bare_aar", "statsborgerskap", "tolkespraak", "familierolle",
    "enslig_mindreaarig", "representant", "kollektiv_beskyttelse", "mottak_id", "husstand_id", "kompass",
    "soekt_ut_til", "soekt_ut_navn", "utsoekingsdato", "planlagt_flytting", "bosettingsdato",
)  # fmt: skip
"""Of a resident, what is sent on and has no kind of change of its own."""
EGNE_SLAG = ("bosetting", "skjermet", "trukket", "samme_som_id")
UTE = "('soekt_ut', 'bosatt')"
BEBOER = {
    "soekt_ut": ("bosetting", f"NEW.bosetting = 'soekt_ut' AND OLD.bosetting NOT IN {UTE}"),
    "utsoeking_trukket": ("bosetting", f"OLD.bosetting IN {UTE} AND NEW.bosetting NOT IN {UTE}"),
    "bosatt": ("bosetting", "NEW.bosetting = 'bosatt' AND OLD.bosetting <> 'bosatt'"),
    "bosetting_trukket": ("bosetting", "OLD.bosetting = 'bosatt' AND NEW.bosetting = 'soekt_ut'"),
    "bosettingssak": (
        "bosetting",
        f"OLD.bosetting <> NEW.bosetting AND OLD.bosetting NOT IN {UTE} AND NEW.bosetting NOT IN {UTE}",
    ),
    "skjermet": ("skjermet", "NEW.skjermet AND NOT OLD.skjermet"),
    "skjerming_opphoert": ("skjermet", "OLD.skjermet AND NOT NEW.skjermet"),
    "trukket": ("trukket", "OLD.trukket IS NULL AND NEW.trukket IS NOT NULL AND NEW.samme_som_id IS NULL"),
    "ikke_trukket": ("trukket", "OLD.trukket IS NOT NULL AND NEW.trukket IS NULL AND OLD.samme_som_id IS NULL"),
}
"""Kind of change → the column of a resident that it is of, and when it is one."""
FERDIGE = "SELECT samtale_id, id FROM beboer WHERE ferdigstilt IS NOT NULL AND samtale_id IS NOT NULL AND"
NUMMER = """
CREATE FUNCTION sakendring_nummer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(32);
  UPDATE sakendring SET nr = nextval('sakendring_nr') WHERE id = NEW.id;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sakendring_nummer AFTER INSERT ON sakendring DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.nr IS NULL) EXECUTE FUNCTION sakendring_nummer();
"""
"""At the very end, so that nobody waits for anything while holding the lock."""
SQLITE_NUMMER = """
CREATE TRIGGER sakendring_nummer AFTER INSERT ON sakendring
BEGIN UPDATE sakendring SET nr = NEW.id WHERE id = NEW.id; END
"""
DE_FERDIGE = """
INSERT INTO sakendring (nr, samtale_id, slag, tid)
SELECT {nr}, id, 'ferdigstilt', ferdigstilt FROM (
  SELECT id, ferdigstilt FROM bosettingssamtale WHERE status = 'gjennomfoert' ORDER BY ferdigstilt, id) ferdige
"""


class Utloeser(NamedTuple):
    """Writes a row of this kind for each that `rader` selects (interview, resident), when the event meets `naar`."""

    navn: str
    slag: str
    hendelse: str
    naar: str
    rader: str


def upgrade() -> None:
    op.create_table(
        "sakendring",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nr", sa.BigInteger(), nullable=True),
        sa.Column("samtale_id", sa.String(32), nullable=False),
        sa.Column("beboer_id", sa.String(32), nullable=True),
        sa.Column("slag", sa.String(40), nullable=False),
        sa.Column("tid", Tidspunkt(), nullable=False),
        sa.Column("lukket", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sakendring"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sakendring_nr", "sakendring", ["nr"], unique=True)
    op.create_index("ix_sakendring_samtale_id", "sakendring", ["samtale_id"])
    op.create_index("ix_sakendring_beboer_id", "sakendring", ["beboer_id"])
    if _er_postgresql():
        op.execute("CREATE SEQUENCE sakendring_nr OWNED BY sakendring.nr")
        op.execute(NUMMER)
    for utloeser in _utloesere():
        _lag(utloeser)
    op.execute(DE_FERDIGE.format(nr="nextval('sakendring_nr')" if _er_postgresql() else "NULL"))
    if not _er_postgresql():
        op.execute("UPDATE sakendring SET nr = id")
        op.execute(SQLITE_NUMMER)


def downgrade() -> None:
    for utloeser in _utloesere():
        if _er_postgresql():
            op.execute(f"DROP FUNCTION sakendring_{utloeser.navn}() CASCADE")
        else:
            op.execute(f"DROP TRIGGER sakendring_{utloeser.navn}")
    op.drop_table("sakendring")
    if _er_postgresql():
        op.execute("DROP FUNCTION sakendring_nummer()")


def _utloesere() -> Iterator[Utloeser]:
    """All that writes rows."""
    en = "SELECT NEW.samtale_id, NEW.id WHERE NEW.samtale_id IS NOT NULL"
    for slag, (kolonne, naar) in BEBOER.items():
        yield Utloeser(slag, slag, f"UPDATE OF {kolonne} ON beboer", f"OLD.ferdigstilt IS NOT NULL AND ({naar})", en)
    like = " AND ".join(f"NEW.{k} IS NOT DISTINCT FROM OLD.{k}" for k in EGNE_SLAG)
    ulike = " OR ".join(f"NEW.{k} IS DISTINCT FROM OLD.{k}" for k in FAKTA)
    fakta = f"OLD.ferdigstilt IS NOT NULL AND {like} AND ({ulike})"
    yield Utloeser("opplysninger", "opplysninger", f"UPDATE OF {', '.join(FAKTA)} ON beboer", fakta, en)
    yield from _om_sammenslaaing()
    heter = "NEW.navn <> OLD.navn OR NEW.nummer IS DISTINCT FROM OLD.nummer"
    bor_der = f"{FERDIGE} mottak_id = NEW.id"
    yield Utloeser("mottak", "opplysninger", "UPDATE OF navn, nummer ON mottak", heter, bor_der)
    ferdig = "NEW.status = 'gjennomfoert' AND OLD.status <> 'gjennomfoert'"
    yield Utloeser("ferdigstilt", "ferdigstilt", "UPDATE OF status ON bosettingssamtale", ferdig, "SELECT NEW.id, NULL")
    rettet = "SELECT NEW.samtale_id, NEW.beboer_id"
    yield Utloeser("rettet", "rettet", "INSERT ON retting", "NEW.sti <> 'bosetting'", rettet)
    sen = (
        "SELECT b.samtale_id, b.id FROM beboer b JOIN bosettingssamtale s ON s.id = b.samtale_id "
        "WHERE s.status = 'gjennomfoert' AND s.ferdigstilt < NEW.forseglet AND b.id IN "
        "(SELECT NEW.beboer_id UNION SELECT samme_som_id FROM beboer WHERE id = NEW.beboer_id)"
    )
    yield Utloeser("merknad", "merknad", "INSERT ON merknad", "TRUE", sen)


def _om_sammenslaaing() -> Iterator[Utloeser]:
    """Of the one kept, who has the other's number and remarks from now on, or no more; the other is in no interview."""
    for slag, rad, annen in (("slaatt_sammen", "NEW", "OLD"), ("sammenslaaing_opphevet", "OLD", "NEW")):
        naar = f"{rad}.samme_som_id IS NOT NULL AND {annen}.samme_som_id IS NULL"
        yield Utloeser(slag, slag, "UPDATE OF samme_som_id ON beboer", naar, f"{FERDIGE} id = {rad}.samme_som_id")


def _lag(u: Utloeser) -> None:
    naa = "now()" if _er_postgresql() else "strftime('%Y-%m-%d %H:%M:%f000', 'now')"
    valgte = f"SELECT r.*, '{u.slag}', {naa} FROM ({u.rader}) r"  # noqa: S608  # our own words
    skriv = f"INSERT INTO sakendring (samtale_id, beboer_id, slag, tid) {valgte}"
    if not _er_postgresql():
        naar = u.naar.replace("IS NOT DISTINCT FROM", "IS").replace("IS DISTINCT FROM", "IS NOT")
        op.execute(f"CREATE TRIGGER sakendring_{u.navn} AFTER {u.hendelse} WHEN {naar} BEGIN {skriv}; END")
        return
    op.execute(
        f"CREATE FUNCTION sakendring_{u.navn}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {skriv}; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER sakendring_{u.navn} AFTER {u.hendelse} FOR EACH ROW WHEN ({u.naar}) "
        f"EXECUTE FUNCTION sakendring_{u.navn}()"
    )


def _er_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
