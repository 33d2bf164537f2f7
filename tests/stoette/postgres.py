"""A private PostgreSQL cluster for one test run, in a temporary folder, owned by a user who is not root."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from glob import glob
from pathlib import Path

DISK = tempfile.gettempdir()
"""Where files lie that must be on disk; conftest.py lets all others lie in memory."""
INNSTILLINGER = ("synchronous_commit=on", "max_connections=200", "autovacuum=off")
RASKT = ("fsync=off", "full_page_writes=off")
"""Nothing that the tests write has to survive the machine."""


def finn_programmer() -> Path | None:
    """The folder of initdb and pg_ctl, newest version first; None where PostgreSQL is not installed."""
    kandidater = [
        *sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True),
        os.path.dirname(shutil.which("initdb") or ""),
    ]
    return next((Path(mappe) for mappe in kandidater if mappe and Path(mappe, "initdb").exists()), None)


class Klynge:
    """Starts when made, listens on a free port of 127.0.0.1; `url(navn)` is the address of a database in it.

    `varig`: what is committed is on disk, as in production.
    """

    def __init__(self, programmer: Path, *, varig: bool = False) -> None:
        self.programmer = programmer
        self.mappe = Path(tempfile.mkdtemp(prefix="mottak-pg-", dir=DISK if varig else None))
        with socket.socket() as ledig:
            ledig.bind(("127.0.0.1", 0))
            self.port = ledig.getsockname()[1]
        if os.geteuid() == 0:
            eier = pwd.getpwnam("postgres" if _finnes("postgres") else "nobody")
            os.chown(self.mappe, eier.pw_uid, eier.pw_gid)
        self._kjoer("initdb", "-U", "mottak", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-D", self.data)
        valg = " ".join(f"-c {valg}" for valg in (*INNSTILLINGER, *(() if varig else RASKT)))
        valg += f" -p {self.port} -c listen_addresses=127.0.0.1 -k {self.mappe}"
        self._kjoer("pg_ctl", "-w", "-D", self.data, "-l", str(self.mappe / "logg"), "-o", valg, "start")

    @property
    def data(self) -> str:
        return str(self.mappe / "data")

    def url(self, navn: str) -> str:
        return f"postgresql://mottak@127.0.0.1:{self.port}/{navn}"

    def stopp(self) -> None:
        self._kjoer("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.mappe, ignore_errors=True)

    def _kjoer(self, program: str, *argumenter: str) -> None:
        kommando = [str(self.programmer / program), *argumenter]
        if os.geteuid() == 0:
            kommando = ["runuser", "-u", "postgres" if _finnes("postgres") else "nobody", "--", *kommando]
        subprocess.run(kommando, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _finnes(bruker: str) -> bool:
    try:
        return bool(pwd.getpwnam(bruker))
    except KeyError:
        return False
