"""More than one machine: a process dies, the code is upgraded, the database fails over; and no save is lost."""

import json
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest
from flask import Flask
from stoette import innsyn
from stoette.database import PRODUKSJON, Baser, aapnet, lag_config
from stoette.klient import Klient
from stoette.maskiner import OPPTATT, Skriver, Web, hoder, miljoe, ny_runde, vent_til
from stoette.nginx import nginx
from stoette.oppsett import mangler, rollebesetning
from stoette.postgres import Klynge, Reserve, finn_programmer

from app import create_app
from app.config import ROT
from app.db import db

pytestmark = [pytest.mark.alt, pytest.mark.filterwarnings("ignore::ResourceWarning")]
SAKER = ("Yonas Tesfalem", "Familien Khaldoun", "Olena Kovalska")
HVEM = {"Olena Kovalska": "ingrid"}
FELTER = ("arbeidserfaring", "interesser")
NY_KOLONNE = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{forrige}"


def upgrade() -> None:
    op.add_column("bosettingssamtale", sa.Column("proeve", sa.String(40), nullable=True))
    op.create_index("ix_bosettingssamtale_proeve", "bosettingssamtale", ["proeve"])
"""
ANKER = '    __tablename__ = "bosettingssamtale"\n'


@contextmanager
def appen(url: str, mappe: Path) -> Iterator[Flask]:
    """The app in this process, on the same database: those who log in by it are logged in on every machine."""
    config = replace(
        lag_config(url, mappe), demo=False, secret_key=PRODUKSJON["SECRET_KEY"], base_url=PRODUKSJON["BASE_URL"]
    )
    with aapnet(create_app(config)) as app:
        app.config["TRUSTED_HOSTS"] = ["localhost"]
        yield app


@contextmanager
def skriving(app: Flask, forbind: Callable[[], HTTPConnection]) -> Iterator[list[Skriver]]:
    """Six who save without a pause; afterwards all that they were told is stored, is."""
    skrivere = []
    for sak in SAKER:
        klient = Klient(app, HVEM.get(sak, "per"), inspisert=False)
        kake = klient.klient.get_cookie(app.config["SESSION_COOKIE_NAME"])
        skjema = klient.aapne(sak)
        hode = hoder(f"{kake.key}={kake.value}")
        skrivere += [Skriver(forbind, hode, klient.merke, f"{skjema}/svar?felt={sti}") for sti in FELTER]
    for skriver in skrivere:
        skriver.start()
    try:
        ny_runde(skrivere)
        yield skrivere
    finally:
        for skriver in skrivere:
            skriver.ferdig.set()
        for skriver in skrivere:
            skriver.join()
    for skriver in skrivere:
        assert set(skriver.avslag) <= set(OPPTATT), skriver.avslag
        assert set(skriver.kvittert) <= historikk(skriver), "noe som var kvittert, er borte"


def historikk(skriver: Skriver) -> set[str]:
    """Every value that the database has of this field."""
    beboer = skriver.skjema.rpartition("/")[2]
    rader = innsyn.les("SELECT verdi FROM svarhistorikk WHERE beboer_id = :b AND sti = :s", b=beboer, s=skriver.sti)
    return {json.loads(rad[0]) if isinstance(rad[0], str) and rad[0][:1] == '"' else rad[0] for rad in rader}


def ny_kode(mappe: Path) -> Path:
    """A later version of the code: a column that it reads, and the migration that makes it."""
    for navn in ("app", "templates", "static", "migrations"):
        shutil.copytree(ROT / navn, mappe / navn, ignore=shutil.ignore_patterns("__pycache__"))
    for navn in ("wsgi.py", "pyproject.toml"):
        shutil.copy(ROT / navn, mappe)
    forrige = max(fil.name[:4] for fil in (mappe / "migrations/versions").glob("0*.py"))
    (mappe / "migrations/versions/9999_proeve.py").write_text(NY_KOLONNE.format(forrige=forrige))
    modell = mappe / "app/domain/beboer/modell.py"
    assert modell.read_text().count(ANKER) == 1
    modell.write_text(modell.read_text().replace(ANKER, f"{ANKER}    proeve: Mapped[str | None]\n"))
    return mappe


def arbeider(url: str, data: Path) -> subprocess.Popen[bytes]:
    kommando = [sys.executable, "-m", "flask", "--app", "wsgi", "epost", "send", "--loop"]
    return subprocess.Popen(kommando, cwd=ROT, env=miljoe(url, data), stderr=subprocess.DEVNULL)


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
def test_en_doer_og_alle_oppgraderes_mens_det_lagres(url: str, tmp_path: Path) -> None:
    """Three processes and two workers behind nginx: one of each is killed; then a migration comes while the old code
    runs, and the processes are changed one by one. Every page is answered, and no save is lost."""
    (tmp_path / "n").mkdir()
    nettet = [Web(url, tmp_path / f"web{nr}") for nr in range(3)]
    arbeidere = [arbeider(url, tmp_path / f"arbeider{nr}") for nr in range(2)]
    try:
        with appen(url, tmp_path / "her") as app, nginx(tmp_path / "n", *(web.port for web in nettet)) as (_, https):
            for web in nettet:
                web.start()
            tillit = ssl.create_default_context(cafile=tmp_path / "n/fullkjede.pem")
            tillit.check_hostname = False
            with skriving(app, lambda: HTTPSConnection("127.0.0.1", https, context=tillit, timeout=60)) as skrivere:
                nettet[0].stopp(signal.SIGKILL)
                arbeidere[0].kill()
                ny_runde(skrivere)
                kode = ny_kode(tmp_path / "ny")
                subprocess.run(
                    [sys.executable, "-m", "flask", "--app", "wsgi", "migrer"],
                    cwd=kode, env=miljoe(url, tmp_path / "migrer"), check=True, capture_output=True,
                )  # fmt: skip
                assert all(web.klar() for web in nettet[1:]), "den gamle koden arbeider videre"
                ny_runde(skrivere)
                nettet[0].start(kode)
                for web in nettet[1:]:
                    web.stopp()
                    web.start(kode)
                    ny_runde(skrivere)
            lesende = [Klient(app, "per", inspisert=False).get("/mottak/oppgaver").status_code for _ in range(3)]
            assert lesende == [200] * 3, "og den som ble igjen med den gamle koden, leser den nye basen"
    finally:
        for prosess in [*(web._prosess for web in nettet if hasattr(web, "_prosess")), *arbeidere]:
            prosess.kill()
            prosess.wait()


@pytest.fixture
def to_baser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Klynge, Reserve, str]]:
    """A primary and its synchronous standby, with the cast; and the address that names both."""
    if (programmer := finn_programmer()) is None:
        mangler("PostgreSQL: installer pakken postgresql")
    hoved = Klynge(programmer)
    reserve = None
    try:
        url = Baser("postgresql", tmp_path_factory.mktemp("to"), hoved.url("postgres")).ny(rollebesetning)
        reserve = Reserve(hoved)
        verter = "&".join(f"host=127.0.0.1:{klynge.port}" for klynge in (hoved, reserve))
        navn = url.rpartition("/")[2]
        yield hoved, reserve, f"postgresql://mottak@/{navn}?{verter}&target_session_attrs=read-write"
    finally:
        for klynge in (reserve, hoved):
            if klynge:
                klynge.stopp()


def test_databasen_doer_og_reserven_tar_over(to_baser: tuple[Klynge, Reserve, str], tmp_path: Path) -> None:
    """No process is started anew: those who save are told to wait, and go on when the standby is promoted."""
    hoved, reserve, url = to_baser
    web = Web(url, tmp_path / "web")
    web.start()
    try:
        with (
            appen(url, tmp_path / "her") as app,
            skriving(app, lambda: HTTPConnection("127.0.0.1", web.port, timeout=60)) as skrivere,
        ):
            hoved.drep()
            vent_til(lambda: all(skriver.avslag[503] for skriver in skrivere), "den som lagrer, blir bedt om å vente")
            reserve.forfrem()
            ny_runde(skrivere)
            db.engine.dispose()
    finally:
        web.stopp()
