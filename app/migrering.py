"""Brings the database's schema to the newest version, the same way on SQLite and PostgreSQL."""

from alembic import command
from alembic.config import Config as AlembicConfig

from app.config import ROT


def alembic_config() -> AlembicConfig:
    oppsett = AlembicConfig()
    oppsett.set_main_option("script_location", str(ROT / "migrations"))
    oppsett.set_main_option("path_separator", "os")
    return oppsett


def migrer(til: str = "head") -> None:
    """Up (or, for tests, down) to a revision. Must run inside an app context."""
    oppsett = alembic_config()
    if til == "head":
        command.upgrade(oppsett, til)
    else:
        command.downgrade(oppsett, til)
