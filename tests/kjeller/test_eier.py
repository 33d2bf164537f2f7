"""Owner and app are two roles of PostgreSQL: the app's own reads and writes data, and reaches no schema and no log."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
from stoette.database import PRODUKSJON

from app.config import ROT

pytestmark = pytest.mark.begge_lagre

MERKE = pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
UTEN_PARTNERE = {navn: v for navn, v in PRODUKSJON.items() if not navn.startswith(("OIDC", "SMTP", "MAIL", "IMDI"))}
Flaske = Callable[..., subprocess.CompletedProcess[str]]


def som(url: str, rolle: str) -> str:
    return url.replace("//mottak@", f"//{rolle}@")


@pytest.fixture
def roller(tom_app, url: str) -> Iterator[str]:
    """The address of an empty database that one role owns, while another is to be the app."""
    ny = url.rpartition("/")[0] + f"/roller_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("CREATE ROLE eier LOGIN")
        admin.execute('CREATE ROLE "app-rolle" LOGIN')
        admin.execute(f"CREATE DATABASE roller_{os.getpid()} OWNER eier")
        yield ny
        admin.execute(f"DROP DATABASE roller_{os.getpid()} WITH (FORCE)")
        admin.execute("DROP ROLE eier")
        admin.execute('DROP ROLE "app-rolle"')


@pytest.fixture
def flaske(roller: str, tmp_path: Path) -> Flaske:
    """A command, as the operator gives it in production with two addresses; `miljoe` replaces."""

    def flaske(*argumenter: str, **miljoe: str) -> subprocess.CompletedProcess[str]:
        alt = UTEN_PARTNERE | {
            "PATH": os.environ["PATH"], "MOTTAK_DATA": str(tmp_path), "DATABASE_URL": som(roller, "app-rolle"),
            "MIGRERING_DATABASE_URL": som(roller, "eier"),
        }  # fmt: skip
        kommando = [sys.executable, "-m", "flask", "--app", "wsgi", *argumenter]
        return subprocess.run(kommando, cwd=ROT, env=alt | miljoe, capture_output=True, text=True, timeout=120)

    return flaske


@MERKE
def test_P2_appens_rolle_kan_bruke_databasen_og_ikke_mer(roller: str, flaske: Flaske) -> None:
    """Given: an empty database of another's. Then: one command, without an issuer or a mail server, and the app's own
    role can do its work, its first line in the log too, and neither change the log nor the schema.
    """
    migrert = flaske("migrer", "--app-rolle", "app-rolle")
    assert migrert.returncode == 0, migrert.stderr
    assert flaske("importer-kommuner").returncode == 0
    with psycopg.connect(som(roller, "eier"), autocommit=True) as eier:
        eier.execute("CREATE TABLE senere (id bigint GENERATED ALWAYS AS IDENTITY, nr serial)")
    with psycopg.connect(som(roller, "app-rolle"), autocommit=True) as appen:
        appen.execute("INSERT INTO hendelse (tid, handling) VALUES (now(), 'logget_ut')")
        appen.execute("INSERT INTO senere DEFAULT VALUES")
        for setning in (
            "UPDATE svarhistorikk SET sti = 'x'", "UPDATE svarhistorikk SET fjernet = NULL, versjon = 1",
            "UPDATE hendelse SET tid = now()", "DELETE FROM hendelse", "TRUNCATE hendelse", "DELETE FROM svarhistorikk",
            "DROP TRIGGER vegg ON hendelse", "ALTER TABLE hendelse DISABLE TRIGGER ALL", "CREATE TABLE min (id int)",
            "INSERT INTO slettedoer VALUES ('x')", "INSERT INTO loggfjerning VALUES ('hendelse', 1, 'x')",
            "DELETE FROM loggfjerning",
            "UPDATE alembic_version SET version_num = '0001'", "SET session_replication_role = replica",
        ):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                appen.execute(setning)


@MERKE
def test_P3_arbeideren_gjoer_alt_som_appens_rolle(roller: str, flaske: Flaske) -> None:
    """A whole round of the worker: no job asks for more than the role has, and what was logged is sealed."""
    assert flaske("migrer", "--app-rolle", "app-rolle").returncode == 0
    with psycopg.connect(som(roller, "app-rolle"), autocommit=True) as appen:
        appen.execute("INSERT INTO hendelse (tid, handling) VALUES (now(), 'logget_ut')")
        runden = flaske("epost", "send", **PRODUKSJON)
        assert runden.returncode == 0 and "feilet" not in runden.stderr, runden.stderr
        assert appen.execute("SELECT tabell, spenn FROM loggsegl").fetchall() == [("hendelse", "1")]


@MERKE
def test_migreringen_er_eierens_og_kan_kjoeres_igjen(roller: str, flaske: Flaske) -> None:
    uten_eier = flaske("migrer", MIGRERING_DATABASE_URL="")
    assert uten_eier.returncode == 1 and "Traceback" not in uten_eier.stderr
    for _gang in range(2):
        assert flaske("migrer", "--app-rolle", "app-rolle").returncode == 0
    assert flaske("migrer", "--app-rolle", "finnes ikke; DROP TABLE hendelse").returncode == 1
    with psycopg.connect(roller) as admin:
        eiere = admin.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert eiere == [("eier",)]


@MERKE
def test_kommandoer_har_sine_egne_tidsgrenser(url: str, tom_app, tmp_path: Path) -> None:
    """A statement of an import may last; that of a request may not. Both wait for a lock a while only."""
    program = (
        "from wsgi import app; from app.db import db; import sqlalchemy as sa\n"
        "with app.app_context(), db.engine.connect() as t:\n"
        "    spurt = ('statement_timeout', 'idle_in_transaction_session_timeout', 'lock_timeout')\n"
        "    print(*(t.scalar(sa.text('SHOW ' + s)) for s in spurt))\n"
    )
    miljoe = PRODUKSJON | {"PATH": os.environ["PATH"], "MOTTAK_DATA": str(tmp_path), "DATABASE_URL": url}
    grenser = [
        subprocess.check_output([sys.executable, "-c", program], cwd=ROT, env=miljoe | hvordan, text=True).split()
        for hvordan in ({}, {"FLASK_RUN_FROM_CLI": "true"})
    ]
    assert grenser == [["5s", "10s", "3s"], ["0", "0", "15s"]]


def test_det_som_sender_eller_slipper_inn_krever_alt(tmp_path: Path) -> None:
    """Where issuer and mail server are not set, the other commands work, and nothing is served."""
    miljoe = UTEN_PARTNERE | {"PATH": os.environ["PATH"], "MOTTAK_DATA": str(tmp_path)}
    kjoer = partial(subprocess.run, cwd=ROT, capture_output=True, text=True, timeout=180)
    flask = (sys.executable, "-m", "flask", "--app", "wsgi")
    assert kjoer([*flask, "migrer"], env=miljoe).returncode == 0
    for kommando in (("epost", "send"), ("bruker", "imdi", "--navn", "A B", "--epost", "a@b.example")):
        nektet = kjoer([*flask, *kommando], env=miljoe, input="\n")
        assert nektet.returncode == 1 and "OIDC_ISSUER må være satt" in nektet.stderr, nektet.stderr
        assert "Traceback" not in nektet.stderr
    spoer = (
        "from wsgi import app; k = app.test_client()\n"
        "print(*(k.get(a, base_url='https://mottak.example').status_code for a in ('/logg-inn', '/helse')))"
    )
    svar = kjoer([sys.executable, "-c", spoer], env=miljoe | {"FLASK_RUN_FROM_CLI": "true"})
    assert svar.stdout.split() == ["503", "503"]
    assert kjoer([sys.executable, "-c", spoer], env=miljoe).returncode == 1, "serveren starter ikke"
