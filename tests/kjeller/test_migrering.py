"""The schema: migrations go up, down and up again with data in, and make exactly what the models describe."""

import re

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from app import db
from app.db import Base, arbeid, sesjon
from app.demo import fylling
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.samtale.svarlager import Svar
from app.migrering import migrer


def test_ned_og_opp_igjen_med_data(app: Flask) -> None:
    sesjon.rollback()
    migrer("base")
    tabeller = set(sa.inspect(db.db.engine).get_table_names())
    assert tabeller <= {"alembic_version"}
    migrer()
    with arbeid(skriver=True):
        fylling.fyll(ekstra=False)
    assert sesjon.query(Beboer).count() > 15


def test_modellene_er_det_migreringene_lager(app: Flask) -> None:
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
    assert db.klar()
    sesjon.rollback()
    migrer("0001")
    assert not db.klar()


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
