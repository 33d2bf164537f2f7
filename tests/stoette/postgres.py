"""A private PostgreSQL cluster for one test run, in a temporary folder, owned by a user who is not root."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from glob import glob
from pathlib import Path
from typing import Any

import psycopg

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
        self._fyll()
        valg = " ".join(f"-c {valg}" for valg in (*INNSTILLINGER, *(() if varig else RASKT)))
        valg += f" -p {self.port} -c listen_addresses=127.0.0.1 -k {self.mappe}"
        self._kjoer("pg_ctl", "-w", "-D", self.data, "-l", str(self.mappe / "logg"), "-o", valg, "start")

    def _fyll(self) -> None:
        self._kjoer("initdb", "-U", "mottak", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-D", self.data)

    @property
    def data(self) -> str:
        return str(self.mappe / "data")

    def url(self, navn: str) -> str:
        return f"postgresql://mottak@127.0.0.1:{self.port}/{navn}"

    def stopp(self) -> None:
        if Path(self.data, "postmaster.pid").exists():
            self._kjoer("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.mappe, ignore_errors=True)

    def drep(self) -> None:
        """As when its machine loses power."""
        merke = Path(self.data, "postmaster.pid")
        os.kill(int(merke.read_text().split()[0]), signal.SIGKILL)
        merke.unlink()

    def spoer(self, setning: str) -> Any:
        """The first value of what the cluster answers, if it answers with any."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as admin:
            svar = admin.execute(setning)
            rad = svar.fetchone() if svar.description else None
            return rad and rad[0]

    def _kjoer(self, program: str, *argumenter: str) -> None:
        kommando = [str(self.programmer / program), *argumenter]
        if os.geteuid() == 0:
            kommando = ["runuser", "-u", "postgres" if _finnes("postgres") else "nobody", "--", *kommando]
        subprocess.run(kommando, check=True, stdout=subprocess.DEVNULL, cwd="/")


class Reserve(Klynge):
    """A standby of a cluster, which from now on answers a commit when it lies here too; until it is promoted."""

    def __init__(self, hoved: Klynge) -> None:
        self.hoved = hoved
        super().__init__(hoved.programmer)
        for setning in ("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"):
            hoved.spoer(setning)
        while hoved.spoer("SELECT sync_state FROM pg_stat_replication") != "sync":
            time.sleep(0.05)

    def forfrem(self) -> None:
        """Take over: the one that was copied is gone."""
        self._kjoer("pg_ctl", "-w", "-D", self.data, "promote")

    def _fyll(self) -> None:
        self._kjoer("pg_basebackup", "-R", "-d", self.hoved.url("postgres"), "-D", self.data)


def _finnes(bruker: str) -> bool:
    try:
        return bool(pwd.getpwnam(bruker))
    except KeyError:
        return False
