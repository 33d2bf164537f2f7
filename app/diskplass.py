"""Diskplass: whether the database could write when it was last asked to. With a full disk reading goes on (L5)."""

from typing import Any

import sqlalchemy as sa

FULL_DISK = {"SQLITE_FULL", "SQLITE_IOERR_WRITE", "53100"}
"""What SQLite and PostgreSQL call it."""


class Diskplass:
    """Watches what an engine's statements come to, in this process; `full` until something is committed again."""

    def __init__(self, engine: sa.Engine) -> None:
        self.full = False
        sa.event.listen(engine, "handle_error", self._feil)
        sa.event.listen(engine, "commit", self._skrevet)

    def _feil(self, sammenheng: Any) -> None:
        feil = sammenheng.original_exception
        self.full |= bool({getattr(feil, navn, None) for navn in ("sqlite_errorname", "sqlstate")} & FULL_DISK)

    def _skrevet(self, _tilkobling: Any) -> None:
        self.full = False
