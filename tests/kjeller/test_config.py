"""An unsafe set-up does not start, and says why; and what lies on disk is its owner's alone, whatever the umask."""

import base64
import os
import secrets
import stat
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from stoette.database import PRODUKSJON

from app.config import ROT, les_config
from app.trygghet import UsikkertOppsett, er_svak, er_svak_noekkel

NOEKKEL = Fernet.generate_key().decode()
HEMMELIG = "kJ8s-0Lq2_vXz9Wm4Rt7Yb1Nc6Pd3Fg5H"


def noekkel(raa: bytes) -> str:
    return base64.urlsafe_b64encode(raa).decode()


@pytest.fixture
def produksjon(tmp_path: Path) -> dict[str, str]:
    return PRODUKSJON | {"MOTTAK_DATA": str(tmp_path / "data")}


def test_et_trygt_oppsett_starter(produksjon):
    config = les_config(produksjon)
    assert not config.demo and config.sikker_transport and config.verter == ["mottak.example"]


@pytest.mark.parametrize(
    ("endring", "nevnes"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": HEMMELIG[:31]}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 64}, "SECRET_KEY"),
        ({"SECRET_KEY": "changeme" * 8}, "SECRET_KEY"),
        ({"SECRET_KEY": " " * 40}, "SECRET_KEY"),
        ({"SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789"}, "SECRET_KEY"),
        ({"SECRET_KEY": "ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210"}, "SECRET_KEY"),
        ({"SECRET_KEY": "00112233445566778899aabbccddeeff"}, "SECRET_KEY"),
        ({"SECRET_KEY": "qwertyuiopasdfghjklzxcvbnm123456"}, "SECRET_KEY"),
        ({"SECRET_KEY": "Please-Change-Me-Secret-Password-Mottak-2026"}, "SECRET_KEY"),
        ({"SECRET_KEY": PRODUKSJON["IDENTITET_KEY"]}, "ulike"),
        ({"IDENTITET_KEY": None}, "IDENTITET_KEY"),
        ({"IDENTITET_KEY": "hemmelig" * 8}, "IDENTITET_KEY"),
        ({"METRICS_TOKEN": "prometheus"}, "METRICS_TOKEN"),
        ({"METRICS_TOKEN": PRODUKSJON["SECRET_KEY"]}, "ulike"),
        ({"MERKNAD_KEYS": None}, "MERKNAD_KEYS"),
        ({"MERKNAD_KEYS": noekkel(bytes(32))}, "MERKNAD_KEYS"),
        ({"MERKNAD_KEYS": noekkel(bytes(range(32)))}, "MERKNAD_KEYS"),
        ({"MERKNAD_KEYS": f"{NOEKKEL},{noekkel(b'a 32 byte text that one may read')}"}, "MERKNAD_KEYS"),
        ({"MERKNAD_KEYS": "ikke-en-noekkel"}, "MERKNAD_KEYS"),
        ({"MERKNAD_KEYS": f"{NOEKKEL},kort"}, "MERKNAD_KEYS"),
        ({"MERKNAD_KEYS": " , "}, "MERKNAD_KEYS"),
        ({"BASE_URL": None}, "BASE_URL"),
        ({"BASE_URL": "http://mottak.example"}, "BASE_URL"),
        ({"BASE_URL": "https://"}, "BASE_URL"),
        ({"BASE_URL": "https://ola:passord@mottak.example"}, "BASE_URL"),
        ({"BASE_URL": "https://mottak.example/mottak"}, "BASE_URL"),
        ({"BASE_URL": "https://mottak.example?"}, "BASE_URL"),
        ({"BASE_URL": "https://mottak.example/#a"}, "BASE_URL"),
        ({"BASE_URL": "https://mottak.example:http"}, "BASE_URL"),
        ({"BASE_URL": "https://mottak.example:99999"}, "BASE_URL"),
        ({"BASE_URL": "https://mottak example"}, "BASE_URL"),
        ({"BASE_URL": "https://[::1"}, "BASE_URL"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"FLASK_DEBUG": "true"}, "FLASK_DEBUG"),
        ({"OIDC_ISSUER": None}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "http://innlogging.example"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://a:b@innlogging.example"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://innlogging.example:port"}, "OIDC_ISSUER"),
        ({"OIDC_CLIENT_SECRET": "x"}, "OIDC_CLIENT_SECRET"),
        ({"OIDC_CLIENT_SECRET": "changeme" * 4}, "OIDC_CLIENT_SECRET"),
        ({"OIDC_ISSUER": "https://idporten.no", "TESTNUMMER": "1"}, "TESTNUMMER"),
        ({"TESTNUMMER": "ja"}, "TESTNUMMER"),
        ({"API_ISSUER": "https://a.example:port", "API_AUDIENCE": "vi"}, "API_ISSUER"),
        ({"SMTP_URL": "smtps://post.example:port"}, "SMTP_URL"),
        ({"MOTTAK_ENV": "development"}, "MOTTAK_ENV"),
        ({"MOTTAK_ENV": "Demo"}, "MOTTAK_ENV"),
        ({"MOTTAK_ENV": "demo"}, "OIDC_ISSUER"),
        ({"MOTTAK_ENV": "demo", "OIDC_ISSUER": None}, "127.0.0.1"),
        ({"MOTTAK_ENV": "demo", "OIDC_ISSUER": None, "BASE_URL": "http://0.0.0.0:8000"}, "127.0.0.1"),
        ({"MOTTAK_ENV": "demo", "OIDC_ISSUER": None, "BASE_URL": "http://127.0.0.1.evil.example"}, "127.0.0.1"),
        ({"DATABASE_URL": "postgresql://mottak@db.example/mottak"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://mottak@db.example/mottak?sslmode=prefer"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://mottak@db.example/mottak?sslmode=require"}, "verify-full"),
        ({"DATABASE_URL": "postgresql:///mottak?host=db.example"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://mottak@localhost/mottak?hostaddr=192.0.2.1"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql:///?service=mottak"}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://mottak@localhost/mottak"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://m@db.example/m?sslmode=verify-ca"}, "verify-full"),
        ({"DATABASE_URL": "postgresql:///m", "PGHOST": "db.example"}, "verify-full"),
        ({"DATABASE_URL": "postgresql://localhost/m", "PGHOSTADDR": "192.0.2.1"}, "verify-full"),
        ({"DATABASE_URL": "postgresql:///m", "PGSERVICE": "mottak"}, "verify-full"),
        ({"DATABASE_URL": "postgresql://m@localhost,db.example:5432/m"}, "verify-full"),
        ({"DATABASE_URL": "postgresql:///m?host=localhost,db.example"}, "verify-full"),
        ({"DATABASE_URL": "postgresql://m@localhost/m?host=localhost&host=db.example"}, "verify-full"),
        ({"DATABASE_URL": "postgresql://m@localhost:port/m"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://m@localhost,127.0.0.1:port/m"}, "DATABASE_URL"),
        ({"MIGRERING_DATABASE_URL": "postgresql://eier@db.example/m"}, "MIGRERING_DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///mottak.db"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////tmp/x.db?mode=memory&uri=true"}, "DATABASE_URL"),
    ],
)
def test_et_usikkert_oppsett_starter_ikke(produksjon, endring, nevnes):
    """Q1, E14: with the name of what to set, and never the secret itself."""
    miljoe = {n: v for n, v in (produksjon | endring).items() if v is not None}
    with pytest.raises(UsikkertOppsett, match=nevnes) as feil:
        les_config(miljoe)
    for hemmelig in (PRODUKSJON["SECRET_KEY"], PRODUKSJON["MERKNAD_KEYS"]):
        assert hemmelig not in str(feil.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://m@db.example/m?sslmode=verify-full",
        "postgresql+psycopg://m@db.example,annen.example:5433/m?sslmode=verify-full",
        "postgresql://m@[::1]:5432/m",
        "postgresql://m@127.0.0.1/m",
        "postgresql:///m",
        "postgresql:///m?host=/run/postgresql",
    ],
)
def test_en_database_langt_unna_naas_over_tls(produksjon, url):
    assert les_config(produksjon | {"DATABASE_URL": url}).database_url == url


def test_det_som_ikke_staar_i_adressen_hentes_av_miljoeet(produksjon):
    les_config(produksjon | {"DATABASE_URL": "postgresql:///m", "PGHOST": "db.example", "PGSSLMODE": "verify-full"})


def test_det_kommandoene_i_drift_lager_er_sterkt_nok(produksjon):
    """A random secret is never taken for a weak one: each way that people make them, many times."""
    for _gang in range(500):
        for tilfeldig in (secrets.token_urlsafe(24), secrets.token_hex(32), noekkel(secrets.token_bytes(32))):
            assert not er_svak(tilfeldig), tilfeldig
        assert not er_svak(str(uuid.uuid4()), minst=16) and not er_svak_noekkel(Fernet.generate_key().decode())


def test_uten_miljoe_menes_produksjon():
    with pytest.raises(UsikkertOppsett):
        les_config({})


def test_wsgi_stopper_med_en_setning(tmp_path):
    """Exit code and one line; no traceback, no secret."""
    miljoe = {"PATH": os.environ["PATH"], "SECRET_KEY": "kort-hemmelighet", "MOTTAK_DATA": str(tmp_path)}
    kjoert = subprocess.run([sys.executable, "-c", "import wsgi"], cwd=ROT, env=miljoe, capture_output=True, text=True)
    assert kjoert.returncode != 0 and "SECRET_KEY" in kjoert.stderr
    assert "Traceback" not in kjoert.stderr and "kort-hemmelighet" not in kjoert.stderr


def start_med(umask: str, data: Path) -> None:
    """Start the demo's app in a process of its own, and let it write something."""
    program = (
        f"import os; os.umask({umask})\n"
        "from app import create_app; from app.demo import fylling; from app.db import arbeid\n"
        "from app.migrering import migrer\n"
        "app = create_app()\n"
        "with app.app_context():\n"
        "    migrer()\n"
        "    with arbeid(skriver=True): fylling.fyll(ekstra=False)\n"
        "    app.test_client().get('/logg-inn')\n"
        "    import glob; print(*glob.glob(os.environ['MOTTAK_DATA'] + '/*'))\n"
        "    import stat\n"
        "    print(*(oct(stat.S_IMODE(os.stat(f).st_mode)) for f in glob.glob(os.environ['MOTTAK_DATA'] + '/*')))\n"
    )
    miljoe = {"PATH": os.environ["PATH"], "MOTTAK_ENV": "demo", "MOTTAK_DATA": str(data)}
    kjoert = subprocess.run([sys.executable, "-c", program], cwd=ROT, env=miljoe, capture_output=True, text=True)
    assert kjoert.returncode == 0, kjoert.stderr
    filer, rettigheter = kjoert.stdout.splitlines()[-2:]
    assert {Path(f).name for f in filer.split()} >= {
        "mottak.db",
        "mottak.db-wal",
        "mottak.db-shm",
        "secret.key",
        "merknad.key",
    }
    assert set(rettigheter.split()) == {"0o600"}, "også loggen ved siden av basen, mens den er i bruk"


@pytest.mark.parametrize("finnes", [False, True])
def test_filene_er_eierens_alene_ogsaa_uten_umask(tmp_path, finnes):
    """Q2: also where the folder was there before, open to all."""
    data = tmp_path / "ny" / "data"
    if finnes:
        data.mkdir(parents=True, mode=0o755)
        data.chmod(0o755)
    start_med("0o000", data)
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    for fil in data.iterdir():
        assert stat.S_IMODE(fil.stat().st_mode) == 0o600, fil.name


def test_noeklene_lages_en_gang(tmp_path):
    miljoe = {"MOTTAK_ENV": "demo", "MOTTAK_DATA": str(tmp_path)}
    foerst, igjen = les_config(miljoe), les_config(miljoe)
    assert (foerst.secret_key, foerst.merknad_keys) == (igjen.secret_key, igjen.merknad_keys)
    assert len(foerst.secret_key) >= 48 and foerst.secret_key != foerst.merknad_keys[0]


def test_hva_som_gjoeres_med_kontrollsifre_som_ikke_stemmer(tmp_path: Path) -> None:
    miljoe = {"MOTTAK_ENV": "demo", "MOTTAK_DATA": str(tmp_path)}
    assert [les_config({**miljoe, **mer}).duf_advarer for mer in ({}, {"DUF_KONTROLL": "advar"})] == [False, True]
    with pytest.raises(UsikkertOppsett, match="DUF_KONTROLL"):
        les_config({**miljoe, "DUF_KONTROLL": "kanskje"})
