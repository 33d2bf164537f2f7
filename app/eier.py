"""The database's owner, who makes the schema, and the app's own role, which only uses it (PostgreSQL)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import sqlalchemy as sa
from flask import Flask, current_app

from app.db import arbeid, db, init_db, sesjon

TIL_APPEN = (
    "GRANT USAGE ON SCHEMA public TO {rolle}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {rolle}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {rolle}",
    "REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {rolle}",
    "REVOKE UPDATE, DELETE ON svarhistorikk, hendelse, loggsegl FROM {rolle}",
    "REVOKE INSERT, UPDATE, DELETE ON slettedoer, loggfjerning FROM {rolle}",
    "GRANT UPDATE (verdi, fjernet, fjernet_tid, fjernet_av_id) ON svarhistorikk TO {rolle}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {rolle}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {rolle}",
)
"""Data, not schema; the logs only to add to, and of the history to take a value out (migration 0024). The last two are
for the tables of later migrations."""


@contextmanager
def som_eier() -> Iterator[None]:
    """An app context in which the database is its owner's: what the configuration names for migrations."""
    config = current_app.extensions["mottak_config"]
    if not config.migrering_url:
        yield
        return
    with i_database(config.migrering_url):
        yield


@contextmanager
def i_database(url: str) -> Iterator[None]:
    """An app context whose database is the one at this address; all else that the domain asks for is the same."""
    config = current_app.extensions["mottak_config"]
    annen = Flask("annen")
    annen.extensions |= {navn: ting for navn, ting in current_app.extensions.items() if navn != "sqlalchemy"}
    init_db(annen, replace(config, database_url=url))
    with annen.app_context():
        try:
            yield
        finally:
            sesjon.remove()
            db.engine.dispose()


def gi_rettigheter(rolle: str) -> None:
    """Let this role of PostgreSQL be the app: read and write data, now and after later migrations, and no schema.

    Run as the owner of the tables.
    """
    with arbeid(skriver=True):
        navn = sesjon.connection().dialect.identifier_preparer.quote_identifier(rolle)
        for setning in TIL_APPEN:
            sesjon.execute(sa.text(setning.format(rolle=navn)))
