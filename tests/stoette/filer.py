"""What the database keeps on disk, byte for byte: where a secret must not lie readable."""

from pathlib import Path

import sqlalchemy as sa

from app.db import db


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
