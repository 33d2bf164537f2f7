"""The tables as a whole: brought up to date, seen to be this program's, or taken away."""

from pathlib import Path

import sqlalchemy as sa
from alembic.util import CommandError

from app.db import Base, arbeid, db, lukk_fil, sesjon
from app.migrering import migrer


class FremmedDatabase(Exception):
    """The database holds tables that are not this program's, or no longer; the message says how they differ."""


def oppgrader() -> None:
    """To the newest schema, or nothing is changed. Raises FremmedDatabase."""
    with arbeid(skriver=False):
        tabeller = set(sa.inspect(sesjon.connection()).get_table_names())
    if tabeller and "alembic_version" not in tabeller:
        raise FremmedDatabase("den har tabeller, men sier ikke hvilket skjema de hører til")
    try:
        migrer()
    except CommandError as feil:
        raise FremmedDatabase("den har et skjema som dette programmet ikke kjenner") from feil
    except sa.exc.DBAPIError as feil:
        if _passer_ikke(feil.orig):
            raise FremmedDatabase("tabellene er andre enn skjemaet de sier at de har") from feil
        raise


def _passer_ikke(feil: object) -> bool:
    """A migration asked for what is not there, or made what is; but was not merely refused (42501), nor away."""
    kode = str(getattr(feil, "sqlite_errorname", None) or getattr(feil, "sqlstate", None) or "")
    return kode == "SQLITE_ERROR" or (kode.startswith("42") and kode != "42501")


def kontroller(tilkobling: sa.Connection) -> None:
    """The tables are those of the models, by name and columns; else nothing may call them current.

    Raises FremmedDatabase.
    """
    inspektoer = sa.inspect(tilkobling)
    finnes = {
        tabell: {str(k["name"]) for k in inspektoer.get_columns(tabell)} for tabell in inspektoer.get_table_names()
    }
    mangler = [
        f"{tabell.name}.{kolonne.name}"
        for tabell in Base.metadata.sorted_tables
        for kolonne in tabell.columns
        if kolonne.name not in finnes.get(tabell.name, ())
    ]
    if mangler:
        raise FremmedDatabase(f"det mangler {', '.join(mangler[:3])}{' og mer' if mangler[3:] else ''}")


def slett_alt() -> None:
    """Take away all that the database holds, whatever it is."""
    sesjon.remove()
    if db.engine.dialect.name == "postgresql":
        with arbeid(skriver=True):
            sesjon.execute(sa.text("DROP SCHEMA public CASCADE"))
            sesjon.execute(sa.text("CREATE SCHEMA public"))
        return
    fil = str(db.engine.url.database)
    db.engine.dispose()
    for ende in ("-wal", "-shm", ""):
        Path(fil + ende).unlink(missing_ok=True)
    lukk_fil(fil)
