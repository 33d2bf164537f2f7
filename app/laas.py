"""Laas: one server at a time has a folder of data. SQLite's queue of writers is the process's own; and a demo that is
made anew must not be in use.
"""

import os
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows, where only the demo runs
    fcntl = None  # type: ignore[assignment]


class Opptatt(Exception):
    """Another process has it."""


def ta(mappe: Path) -> IO[str]:
    """Take the folder, until the answer is closed or the process ends, however it ends. Raises Opptatt."""
    fil = os.fdopen(os.open(mappe / "i-bruk", os.O_RDWR | os.O_CREAT, 0o600), "w")
    try:
        if fcntl:
            fcntl.flock(fil, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as feil:
        fil.close()
        raise Opptatt from feil
    return fil
