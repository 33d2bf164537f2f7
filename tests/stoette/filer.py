"""What the database keeps on disk, byte for byte, and its dump: where a secret must not lie readable."""

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from app.db import db
from stoette.postgres import finn_programmer


def filene(merke: str) -> bytes:
    """All the bytes that the database keeps on disk."""
    if merke == "sqlite":
        fil = Path(str(db.engine.url.database))
        return b"".join(f.read_bytes() for f in fil.parent.glob(fil.name + "*"))
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as tilkobling:
        tilkobling.execute(sa.text("CHECKPOINT"))
        mappe = Path(tilkobling.scalar(sa.text("SHOW data_directory")))
        base = tilkobling.scalar(sa.text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    filer = [*(mappe / "base" / str(base)).iterdir(), *(mappe / "pg_wal").glob("0*")]
    return b"".join(f.read_bytes() for f in filer)


def dumpen(merke: str) -> str:
    """What an operator's dump of the database holds, by the database's own program."""
    if merke == "sqlite":
        with closing(sqlite3.connect(str(db.engine.url.database))) as tilkobling:
            return "\n".join(tilkobling.iterdump())
    url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    kommando = [str((finn_programmer() or Path()) / "pg_dump"), url]
    return subprocess.run(kommando, check=True, capture_output=True, text=True).stdout
