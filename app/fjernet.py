"""Fjernet: the list, kept apart from the database, of what was taken away from users; a restore goes by it."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

from app.db import arbeid
from app.domain.logg import fjerninger
from app.domain.logg.fjerninger import Fjerning
from app.domain.logg.hendelse import Handling

OVERLAPP = 10_000
"""Rows of the log that are looked at again: one that was begun earlier may be committed later."""


class Liste:
    """A file to which one process adds; every process that does the worker's jobs has its own."""

    def __init__(self, fil: Path) -> None:
        self._fil = fil
        self._sett = 0

    def foer_inn(self) -> None:
        """Add what the log has that the file has not."""
        with arbeid(skriver=False):
            siste = fjerninger.siste()
            fra = self._sett - OVERLAPP if siste >= self._sett else 0  # the log is shorter: it was restored
            funnet = fjerninger.etter(fra)
        kjente = set(les(self._fil)) if self._fil.exists() else set()
        nye = [fjerning for fjerning in funnet if fjerning not in kjente]
        if nye:
            self._skriv("".join(f"{_linje(fjerning)}\n" for fjerning in nye))
        self._sett = siste

    def legg_til(self, fjerning: Fjerning) -> None:
        """Add what the log does not tell of whom it was done to; before it is committed, so that none is missing."""
        self._skriv(f"{_linje(fjerning)}\n")

    def _skriv(self, tekst: str) -> None:
        self._fil.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(self._fil, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "rb+") as ut:
            halv = ut.seek(0, os.SEEK_END) and (ut.seek(-1, os.SEEK_END) is not None and ut.read(1) != b"\n")
            ut.write(("\n" if halv else "").encode() + tekst.encode())
            ut.flush()
            os.fsync(ut.fileno())


@cache
def liste(fil: Path) -> Liste:
    """The process's own list in this file."""
    return Liste(fil)


def les(fil: Path) -> Iterator[Fjerning]:
    """What the list holds; a line that was cut by a crash was written again after it. Raises OSError."""
    for linje in fil.read_text("utf-8").splitlines():
        try:
            lest = json.loads(linje)
            yield Fjerning(
                **lest | {"tid": datetime.fromisoformat(lest["tid"]), "handling": Handling(lest["handling"])}
            )
        except (ValueError, KeyError, TypeError):
            continue


def _linje(fjerning: Fjerning) -> str:
    return json.dumps(vars(fjerning) | {"tid": fjerning.tid.isoformat()})
