"""The schema: migrations go up, down and up again with data in, and make exactly what the models describe."""

import ast
import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from stoette import innsyn

from app import db
from app.config import ROT
from app.db import Base, arbeid, sesjon
from app.demo import fylling
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.samtale.svarlager import Svar
from app.migrering import migrer

pytestmark = pytest.mark.begge_lagre


def test_ned_og_opp_igjen_med_data(app: Flask) -> None:
    sesjon.rollback()
    migrer("base")
    tabeller = set(sa.inspect(db.db.engine).get_table_names())
    assert tabeller <= {"alembic_version"}
    migrer()
    with arbeid(skriver=True):
        fylling.fyll(ekstra=False)
    assert sesjon.query(Beboer).count() > 15


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_modellene_er_det_migreringene_lager(app: Flask) -> None:
    """An index of an expression is compared on PostgreSQL alone: SQLite does not tell of it."""
    sesjon.rollback()
    with db.db.engine.connect() as tilkobling:
        ulikheter = compare_metadata(MigrationContext.configure(tilkobling), Base.metadata)
    assert not ulikheter


def test_databasens_lister_over_koder_er_modellenes(app: Flask) -> None:
    """Alembic compares no CHECK: a code that is new in an enum but not in the database is a 500 at its first use."""
    inspektoer = sa.inspect(db.db.engine)
    ulike = {}
    for kolonne in (k for tabell in Base.metadata.sorted_tables for k in tabell.columns if isinstance(k.type, sa.Enum)):
        navn = f"ck_{kolonne.table.name}_{kolonne.type.name}"
        sjekker = {s["name"]: s["sqltext"] for s in inspektoer.get_check_constraints(kolonne.table.name)}
        holdt = set(re.findall(r"'([^']*)'", sjekker[navn])) if navn in sjekker else None
        ventet = set(kolonne.type.enums) if kolonne.type.create_constraint else None
        if holdt != ventet:
            ulike[str(kolonne)] = (holdt, ventet)
    assert ulike == {}


def test_klar_bare_med_nyeste_skjema(app: Flask) -> None:
    """Or a newer one: then this is the old code, which works on while machines are upgraded one by one."""
    assert db.klar() and db.klar(samme=True)
    sesjon.rollback()
    innsyn.skriv("UPDATE alembic_version SET version_num = '9999'")
    assert db.klar() and not db.klar(samme=True)
    innsyn.skriv(f"UPDATE alembic_version SET version_num = '{nyeste()}'")
    sesjon.rollback()
    migrer("0001")
    assert not db.klar()


SISTE_FOER_VAKTEN = "0030"
KRYMPER = re.compile(r"\b(DROP (TABLE|COLUMN|VIEW)|RENAME|ALTER COLUMN|SET NOT NULL|TRUNCATE)\b", re.IGNORECASE)


def nyeste() -> str:
    return max(fil.name[:4] for fil in (ROT / "migrations/versions").glob("0*.py"))


def tar_fra(kode: str) -> list[str]:
    """What in `upgrade` takes something from the code before, which runs beside it: a column or table gone, renamed or
    of another kind, or a new column that it would have to fill."""
    opp = next(f for f in ast.parse(kode).body if isinstance(f, ast.FunctionDef) and f.name == "upgrade")
    funnet = []
    for kall in (node for node in ast.walk(opp) if isinstance(node, ast.Call)):
        tekst, navn = ast.unparse(kall), ast.unparse(kall.func)
        valg = {k.arg: ast.unparse(k.value) for k in kall.keywords}
        fylles = navn == "sa.Column" and valg.get("nullable") == "False" and "server_default" not in valg
        ny_tabell = any(kall in ast.walk(t) for t in ast.walk(opp) if er_ny_tabell(t))
        if (
            navn in ("op.drop_column", "op.drop_table", "op.rename_table", "op.alter_column", "op.batch_alter_table")
            or (navn == "op.execute" and KRYMPER.search(tekst))
            or (fylles and not ny_tabell)
        ):
            funnet.append(tekst)
    return funnet


def er_ny_tabell(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "op.create_table"


@pytest.mark.parametrize("fil", sorted((ROT / "migrations/versions").glob("0*.py")), ids=lambda fil: fil.stem)
def test_en_migrering_tar_ingenting_fra_koden_foer(fil: Path) -> None:
    """Old and new code run side by side during an upgrade (docs/drift.md): first a version that does without, then,
    in a later one, a migration that says `UTEN_SIDEN = "<version>"`, takes it away."""
    kode = fil.read_text()
    if fil.name[:4] > SISTE_FOER_VAKTEN and "\nUTEN_SIDEN = " not in kode:
        assert tar_fra(kode) == []


@pytest.mark.parametrize(
    ("linje", "tar"),
    [
        ('op.drop_column("a", "b")', True),
        ('op.alter_column("a", "b", nullable=False)', True),
        ('op.add_column("a", sa.Column("b", sa.Text(), nullable=False))', True),
        ('op.execute("ALTER TABLE a RENAME COLUMN b TO c")', True),
        ('op.execute("DROP TABLE a")', True),
        ('op.add_column("a", sa.Column("b", sa.Text(), nullable=True))', False),
        ('op.add_column("a", sa.Column("b", sa.Text(), nullable=False, server_default=""))', False),
        ('op.create_table("a", sa.Column("b", sa.Text(), nullable=False))', False),
        ('op.execute("DROP TRIGGER a ON b")', False),
    ],
)
def test_hva_som_tar_fra_koden_foer(linje: str, tar: bool) -> None:
    assert bool(tar_fra(f"def upgrade():\n    {linje}\n")) is tar


@pytest.mark.parametrize(
    "setning",
    [
        "UPDATE svar SET verdi = '\"endret\"' WHERE samtale_id = :samtale",
        "DELETE FROM svar WHERE samtale_id = :samtale",
        "UPDATE bosettingssamtale SET status = 'paabegynt' WHERE id = :samtale",
        "DELETE FROM bosettingssamtale WHERE id = :samtale",
        "UPDATE svarhistorikk SET sti = 'x'",
        "DELETE FROM svarhistorikk",
        "UPDATE hendelse SET bruker_id = NULL",
        "DELETE FROM hendelse",
        "UPDATE merknad SET lengde = 0",
        "DELETE FROM merknad",
    ],
)
def test_K9_databasen_nekter_ogsaa_utenom_appen(app: Flask, setning: str) -> None:
    """K9, P2: a completed interview, the history, the log and sealed remarks withstand raw SQL."""
    samtale_id = (
        sesjon.query(Svar.samtale_id)
        .join(Bosettingssamtale, Bosettingssamtale.id == Svar.samtale_id)
        .filter(Bosettingssamtale.status == "gjennomfoert")
        .first()[0]
    )
    with pytest.raises(sa.exc.DBAPIError):
        sesjon.execute(sa.text(setning), {"samtale": samtale_id})
    sesjon.rollback()
