"""Kopi: the whole database into an encrypted file while it is in use, and from it into an empty place.

SQLite copies itself, in a file that has no name; PostgreSQL's own program makes the copy, of one moment. Which schema
the copy has stands last of all that is restored: a database that was stopped half way is one that nothing calls ready.
"""

import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from subprocess import PIPE
from typing import IO, Any, cast

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import current_app

from app import eier, fjernet, kopifil, tabeller
from app.config import VERSJON, Config
from app.db import Base, arbeid, db, klar, sesjon
from app.domain.brukere import etter_gjenoppretting
from app.domain.brukere.etter_gjenoppretting import Ryddet
from app.domain.logg.fjerninger import Fjerning
from app.kopifil import BIT, Hode, Kopifeil
from app.migrering import alembic_config

UTEN = sa.table("alembic_version", sa.column("version_num"))
"""Dumped without its row, which is written when all else is in place."""
DUMP = ("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--exclude-table-data={UTEN.name}")
GJENOPPRETT = ("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
LAASETID = "--lock-wait-timeout=15000"


@dataclass(frozen=True)
class Gjort:
    """What a restore came to."""

    hode: Hode
    ryddet: Ryddet
    rader: int
    liste: bool
    """Whether the list of removals was there."""


def ta(fil: Path) -> Hode:
    """Write a back-up. Raises Kopifeil; then there is no file."""
    config = _config()
    if not klar(samme=True):
        raise Kopifeil("Databasen er ikke klar, eller har ikke nyeste skjema: kjør migrer først.")
    sesjon.remove()
    hode = Hode(datetime.now(UTC).isoformat(), _merke(), _skjema(), VERSJON, secrets.token_hex(16))
    biter = _fra_postgres() if _merke() == "postgresql" else _fra_sqlite()
    kopifil.skriv(fil, config.kopi_keys[0], hode, biter)
    return hode


def gjenopprett(fil: Path, lister: Iterable[Path], app_rolle: str | None = None, *, proeve: bool = False) -> Gjort:
    """Into an empty place, whole or not at all; a trial leaves it as empty. Raises Kopifeil."""
    config, hode = _config(), kopifil.les_hode(fil)
    _krev_samme(hode)
    for _bit in kopifil.les(fil, config.kopi_keys):  # a cut or changed file, or a wrong key, is known before anything
        pass
    fjerninger, fantes = _les_lister(lister)
    biter = kopifil.les(fil, config.kopi_keys)
    inn = _inn_i_postgres if hode.merke == "postgresql" else _inn_i_sqlite
    with inn(biter, app_rolle, proeve=proeve):
        ryddet = _gjoer_ferdig(hode, fjerninger)
        rader = _tell()
    return Gjort(hode, ryddet, rader, fantes)


def rydd_etter_annen(tatt: datetime, lister: Iterable[Path]) -> tuple[Ryddet, bool]:
    """After a restore by other means, such as PostgreSQL's own to a moment: take away what must not come back."""
    fjerninger, fantes = _les_lister(lister)
    with eier.som_eier(), arbeid(skriver=True):
        return etter_gjenoppretting.rydd_opp(tatt, fjerninger), fantes


def _krev_samme(hode: Hode) -> None:
    if hode.merke != _merke():
        raise Kopifeil(f"Kopien er av {hode.merke}, og databasen her er {_merke()}. De kan ikke byttes.")
    if hode.skjema != _skjema():
        raise Kopifeil(
            f"Kopien har skjema {hode.skjema}, og programmet her har {_skjema()}. Gjenopprett med versjon "
            f"{hode.versjon} av programmet, og oppgrader etterpå."
        )


def _les_lister(lister: Iterable[Path]) -> tuple[list[Fjerning], bool]:
    """What the lists hold, and whether there was any."""
    finnes = [liste for liste in lister if liste.exists()]
    return [fjerning for liste in finnes for fjerning in fjernet.les(liste)], bool(finnes)


def _gjoer_ferdig(hode: Hode, fjerninger: Iterable[Fjerning]) -> Ryddet:
    """In the restored database: take away what must not come back, and say last which schema it has."""
    with arbeid(skriver=True):
        tabeller.kontroller(sesjon.connection())
        ryddet = etter_gjenoppretting.rydd_opp(hode.tidspunkt, fjerninger)
        sesjon.execute(sa.delete(UTEN))
        sesjon.execute(sa.insert(UTEN).values(version_num=hode.skjema))
    return ryddet


def _tell() -> int:
    with arbeid(skriver=False):
        return sum(sesjon.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in Base.metadata.sorted_tables)


# --- SQLite -----------------------------------------------------------------------------------------------


def _fra_sqlite() -> Iterator[bytes]:
    """Its own back-up of one moment; the copy has a name only while it is opened, so that no crash leaves it behind."""
    with ExitStack() as stabel:
        fil, navn = stabel.enter_context(_midlertidig(_sqlitefil().parent))
        maal = sa.create_engine(f"sqlite:///{navn}")
        stabel.callback(maal.dispose)
        kilde, kopi = (_driver(stabel, motor) for motor in (db.engine, maal))
        kopi.execute("PRAGMA journal_mode=OFF")
        with suppress(PermissionError):  # Windows
            navn.unlink()
        kilde.backup(kopi)
        yield from iter(lambda: fil.read(BIT), b"")


def _driver(stabel: ExitStack, motor: sa.Engine) -> Any:
    """A connection as the driver has it, until the stack is done."""
    return stabel.enter_context(closing(motor.raw_connection())).driver_connection


@contextmanager
def _midlertidig(mappe: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """An empty file, and the name that it has for as long as it needs one."""
    nummer, navn = tempfile.mkstemp(dir=mappe, prefix=".kopi-")
    try:
        with os.fdopen(nummer, "rb") as fil:
            yield fil, Path(navn)
    finally:
        Path(navn).unlink(missing_ok=True)


@contextmanager
def _inn_i_sqlite(biter: Iterator[bytes], app_rolle: str | None, *, proeve: bool) -> Iterator[None]:
    """The copy lies beside the database's place until all is done with it, and is then moved there."""
    if app_rolle:
        raise Kopifeil("Bare PostgreSQL har roller.")
    plass = _sqlitefil()
    db.engine.dispose()
    if not proeve and plass.exists() and plass.stat().st_size:
        raise Kopifeil(f"{plass} er ikke tom. Det gjenopprettes bare i en tom database.")
    halv = plass.with_name(f"{plass.name}.gjenopprettes")
    try:
        with kopifil.ny_fil(halv) as ut:
            ut.writelines(biter)
        with eier.i_database(f"sqlite:///{halv}"):
            _krev_hel()
            yield
        if not proeve:
            os.replace(halv, plass)
            kopifil.behold(plass.parent)
    except OSError as feil:
        raise kopifil.som_kopifeil(feil, halv) from feil
    finally:
        for ende in ("", "-wal", "-shm"):
            halv.with_name(halv.name + ende).unlink(missing_ok=True)


def _krev_hel() -> None:
    with arbeid(skriver=False):
        if sesjon.scalar(sa.text("PRAGMA integrity_check")) != "ok":
            raise Kopifeil("Databasen i kopien er skadet.")


def _sqlitefil() -> Path:
    return Path(str(db.engine.url.database))


# --- PostgreSQL -------------------------------------------------------------------------------------------


def _fra_postgres() -> Iterator[bytes]:
    with _startet(*DUMP, LAASETID) as (_inn, ut):
        yield from iter(lambda: ut.read(BIT), b"")


@contextmanager
def _inn_i_postgres(biter: Iterator[bytes], app_rolle: str | None, *, proeve: bool) -> Iterator[None]:
    """The owner's database gets all in one transaction; where what follows it fails, or was a trial, all is removed."""
    with eier.som_eier():
        if sa.inspect(db.engine).get_table_names():
            raise Kopifeil("Databasen er ikke tom. Det gjenopprettes bare i en tom database, uten tabeller.")
        behold = False
        try:
            _gi_videre(biter)
            yield
            if app_rolle:
                eier.gi_rettigheter(app_rolle)
            behold = not proeve
        finally:
            if not behold:
                tabeller.slett_alt()


def _gi_videre(biter: Iterator[bytes]) -> None:
    with _startet(*GJENOPPRETT) as (inn, _ut), suppress(BrokenPipeError):  # then it has ended, and says why
        inn.writelines(biter)


@contextmanager
def _startet(*kommando: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """What a program of PostgreSQL's at work on the database reads and writes; its password is not shown to all on
    the machine. Raises Kopifeil where it is not there, or fails: with its first sentence, for the next may quote a row.
    """
    url = db.engine.url.set(drivername="postgresql")
    adresse = sa.URL.create(**url._asdict() | {"password": None}).render_as_string()
    miljoe = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    with tempfile.TemporaryFile() as feil:
        try:
            program = subprocess.Popen(  # noqa: S603  # our own words, and no shell
                [*kommando, f"--dbname={adresse}"], stdin=PIPE, stdout=PIPE, stderr=feil, env=miljoe
            )
        except FileNotFoundError as mangler:
            raise Kopifeil(f"Programmet {kommando[0]} finnes ikke her: installer postgresql-client.") from mangler
        with program:
            try:
                yield cast("IO[bytes]", program.stdin), cast("IO[bytes]", program.stdout)
                program.communicate()
            except BaseException:
                program.kill()
                raise
        if program.returncode:
            feil.seek(0)
            linje = feil.readline().decode(errors="replace").strip()
            raise Kopifeil(f"{linje or 'Programmet ble avbrutt'}. Ingenting er gjort.")


def _config() -> Config:
    config: Config = current_app.extensions["mottak_config"]
    if not config.kopi_keys:
        raise Kopifeil("KOPI_KEY må være satt: sikkerhetskopien krypteres med en egen nøkkel.")
    return config


def _merke() -> str:
    return db.engine.dialect.name


def _skjema() -> str:
    """The schema that this program is written for."""
    return str(ScriptDirectory.from_config(alembic_config()).get_current_head())
