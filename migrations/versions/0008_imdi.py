"""IMDi: rectifications after completion, late internal remarks being written, and keys of remarks that rotate.

A rectification only grows. In sealed remarks, and in the history of drafts, the ciphertext alone may be replaced:
that is what `cli merknad omkrypter` does.
"""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0008"
down_revision = "0007"

KRYPTERT = {
    "merknad": ("", ("id", "beboer_id", "samtale_id", "mottak_id", "lengde", "skrevet_av_id", "forseglet")),
    "svarhistorikk": (
        "OLD.sti <> 'intern_merknad' OR OLD.verdi IS NULL OR NEW.verdi IS NULL OR ",
        ("id", "beboer_id", "samtale_id", "mottak_id", "sti", "versjon", "endret", "endret_av_id"),
    ),
}
"""Table → rows that hold no ciphertext, and the columns that never change."""
HUSK = """
INSERT INTO svarhistorikk (beboer_id, samtale_id, mottak_id, sti, versjon, verdi, endret, endret_av_id)
SELECT NEW.beboer_id, NEW.samtale_id, mottak_id, NEW.sti, NEW.versjon, NEW.verdi, NEW.endret, NEW.endret_av_id
FROM bosettingssamtale WHERE id = NEW.samtale_id;
"""
NY_VERSJON = "NEW.sti <> 'intern_merknad' OR NEW.versjon <> OLD.versjon"
"""A save, which the history keeps; the same version of a remark under another key is none."""


def upgrade() -> None:
    _lag_retting()
    _lag_merknadutkast()
    if op.get_bind().dialect.name == "postgresql":
        _postgresql()
    else:
        _sqlite()


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute("DROP TRIGGER vegg ON retting")
        op.execute("DROP TRIGGER husk_endring ON svar")
        op.execute("DROP TRIGGER husk ON svar")
        op.execute(
            "CREATE TRIGGER husk AFTER INSERT OR UPDATE OF verdi, versjon ON svar "
            "FOR EACH ROW EXECUTE FUNCTION husk_svar()"
        )
    else:
        op.execute("DROP TRIGGER husk_svar_update")
        op.execute(f"CREATE TRIGGER husk_svar_update AFTER UPDATE OF verdi, versjon ON svar BEGIN {HUSK} END")
    for tabell in KRYPTERT:
        if postgresql:
            op.execute(f"DROP TRIGGER vegg_endring ON {tabell}")
            op.execute(f"DROP FUNCTION vegg_{tabell}()")
            op.execute(f"DROP TRIGGER vegg ON {tabell}")
            op.execute(
                f"CREATE TRIGGER vegg BEFORE UPDATE OR DELETE OR TRUNCATE ON {tabell} EXECUTE FUNCTION vegg_voksende()"
            )
        else:
            op.execute(f"DROP TRIGGER vegg_{tabell}_update")
            _vegg(tabell, "UPDATE", "1")
    op.drop_table("merknadutkast")
    op.drop_table("retting")


def _lag_retting() -> None:
    op.create_table(
        "retting",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("samtale_id", sa.String(32), nullable=False),
        sa.Column("beboer_id", sa.String(32), nullable=False),
        sa.Column("sti", sa.String(120), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("fra", sa.JSON(), nullable=True),
        sa.Column("til", sa.JSON(), nullable=True),
        sa.Column("grunn", sa.String(1000), nullable=False),
        sa.Column("rettet", Tidspunkt(), nullable=False),
        sa.Column("rettet_av_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["beboer_id"], ["beboer.id"], name="fk_retting_beboer_id_beboer"),
        sa.ForeignKeyConstraint(["rettet_av_id"], ["bruker.id"], name="fk_retting_rettet_av_id_bruker"),
        sa.ForeignKeyConstraint(
            ["samtale_id"], ["bosettingssamtale.id"], name="fk_retting_samtale_id_bosettingssamtale"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_retting"),
        sa.UniqueConstraint("samtale_id", "nummer", name="uq_retting_samtale_id"),
    )


def _lag_merknadutkast() -> None:
    op.create_table(
        "merknadutkast",
        sa.Column("beboer_id", sa.String(32), nullable=False),
        sa.Column("mottak_id", sa.String(32), nullable=False),
        sa.Column("samtale_id", sa.String(32), nullable=False),
        sa.Column("kryptert", sa.Text(), nullable=True),
        sa.Column("lengde", sa.Integer(), nullable=False),
        sa.Column("versjon", sa.Integer(), nullable=False),
        sa.Column("klient", sa.String(36), nullable=False),
        sa.Column("sekvens", sa.Integer(), nullable=False),
        sa.Column("endret", Tidspunkt(), nullable=False),
        sa.Column("endret_av_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["beboer_id"], ["beboer.id"], name="fk_merknadutkast_beboer_id_beboer"),
        sa.ForeignKeyConstraint(["endret_av_id"], ["bruker.id"], name="fk_merknadutkast_endret_av_id_bruker"),
        sa.ForeignKeyConstraint(["mottak_id"], ["mottak.id"], name="fk_merknadutkast_mottak_id_mottak"),
        sa.ForeignKeyConstraint(
            ["samtale_id"], ["bosettingssamtale.id"], name="fk_merknadutkast_samtale_id_bosettingssamtale"
        ),
        sa.PrimaryKeyConstraint("beboer_id", "mottak_id", name="pk_merknadutkast"),
    )
    op.create_index("ix_merknadutkast_endret", "merknadutkast", ["endret"])


def _postgresql() -> None:
    op.execute("DROP TRIGGER husk ON svar")
    op.execute("CREATE TRIGGER husk AFTER INSERT ON svar FOR EACH ROW EXECUTE FUNCTION husk_svar()")
    op.execute(
        "CREATE TRIGGER husk_endring AFTER UPDATE OF verdi, versjon ON svar "
        f"FOR EACH ROW WHEN ({NY_VERSJON}) EXECUTE FUNCTION husk_svar()"
    )
    op.execute("CREATE TRIGGER vegg BEFORE UPDATE OR DELETE OR TRUNCATE ON retting EXECUTE FUNCTION vegg_voksende()")
    for tabell, (aldri, faste) in KRYPTERT.items():
        ulike = aldri + " OR ".join(f"NEW.{k} IS DISTINCT FROM OLD.{k}" for k in faste)
        op.execute(
            f"CREATE FUNCTION vegg_{tabell}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {ulike} THEN RAISE EXCEPTION 'this table only grows'; END IF; RETURN NEW; END $$"
        )
        op.execute(f"DROP TRIGGER vegg ON {tabell}")
        op.execute(f"CREATE TRIGGER vegg BEFORE DELETE OR TRUNCATE ON {tabell} EXECUTE FUNCTION vegg_voksende()")
        op.execute(
            f"CREATE TRIGGER vegg_endring BEFORE UPDATE ON {tabell} FOR EACH ROW EXECUTE FUNCTION vegg_{tabell}()"
        )


def _sqlite() -> None:
    op.execute("DROP TRIGGER husk_svar_update")
    op.execute(
        f"CREATE TRIGGER husk_svar_update AFTER UPDATE OF verdi, versjon ON svar WHEN {NY_VERSJON} BEGIN {HUSK} END"
    )
    for hendelse in ("UPDATE", "DELETE"):
        _vegg("retting", hendelse, "1")
    for tabell, (aldri, faste) in KRYPTERT.items():
        op.execute(f"DROP TRIGGER vegg_{tabell}_update")
        _vegg(tabell, "UPDATE", aldri + " OR ".join(f"NEW.{k} IS NOT OLD.{k}" for k in faste))


def _vegg(tabell: str, hendelse: str, naar: str) -> None:
    op.execute(
        f"CREATE TRIGGER vegg_{tabell}_{hendelse.lower()} BEFORE {hendelse} ON {tabell} WHEN {naar} "
        "BEGIN SELECT RAISE(ABORT, 'locked'); END"
    )
