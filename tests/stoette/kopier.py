"""Back-ups in tests: commands with a key, and an empty database of the same brand to restore in."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
from click.testing import Result
from cryptography.fernet import Fernet
from flask import Flask

from app import create_app
from app.db import db, sesjon
from stoette.database import aapnet, lag_config

NOEKKEL, ANNEN = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def med_noekkel(app: Flask, *noekler: str) -> Flask:
    """The app, set to use these keys for back-ups."""
    app.extensions["mottak_config"] = replace(app.extensions["mottak_config"], kopi_keys=noekler or (NOEKKEL,))
    return app


def kjoer(app: Flask, *argumenter: object) -> Result:
    """A maintenance command."""
    sesjon.remove()
    return app.test_cli_runner().invoke(args=[str(argument) for argument in argumenter])


def sikkerhetskopi(app: Flask, fil: Path) -> Path:
    svar = kjoer(med_noekkel(app), "sikkerhetskopi", fil)
    assert svar.exit_code == 0, svar.output
    return fil


@contextmanager
def tomt_sted(url: str, mappe: Path) -> Iterator[Flask]:
    """An app whose database is a new and empty one of the same brand."""
    mappe.mkdir(parents=True, exist_ok=True)
    if not url.startswith("postgresql"):
        with aapnet(create_app(lag_config(f"sqlite:///{mappe}/tom.sqlite", mappe))) as app:
            yield med_noekkel(app)
        return
    base, tjener = f"kopi_{os.getpid()}_{mappe.name}", url.rpartition("/")[0]
    with psycopg.connect(f"{tjener}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {base}")
    try:
        with aapnet(create_app(lag_config(f"{tjener}/{base}", mappe))) as app:
            yield med_noekkel(app)
    finally:
        with psycopg.connect(f"{tjener}/postgres", autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {base} WITH (FORCE)")


def er_tomt(app: Flask) -> bool:
    """Whether nothing lies in the database, nor beside it."""
    sesjon.remove()
    if app.extensions["mottak_config"].sqlite:
        fil = Path(str(db.engine.url.database))
        db.engine.dispose()
        halve = [f.name for f in fil.parent.iterdir() if f.name not in (fil.name, "i-bruk") and f.is_file()]
        return not fil.stat().st_size and [navn for navn in halve if not navn.endswith(".key")] == []
    with db.engine.connect() as tilkobling:
        return not tilkobling.exec_driver_sql(
            "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        ).all()
