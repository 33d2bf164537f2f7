"""deploy/: each file is put to use by the program it is written for."""

import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path

import psycopg
import pytest
from conftest import PG_URL, mangler
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from kjeller.test_server import tjener

from app.config import ROT

DEPLOY = ROT / "deploy"
VERT = "mottak.example"


def krev(program: str, pakke: str) -> str:
    funnet = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    if not funnet:
        mangler(f"{program}: installer pakken {pakke}")
    return str(funnet)


def test_systemd_godtar_enhetene(tmp_path: Path) -> None:
    """`systemd-analyze verify` says nothing, and each service is as closed as it can be."""
    program = krev("systemd-analyze", "systemd")
    for fil in (DEPLOY / "systemd").glob("mottak*"):
        tekst = fil.read_text().replace("/srv/mottak/.venv/bin/python", "/bin/true")
        (tmp_path / fil.name.replace("@", "@8001")).write_text(tekst)
    enheter = sorted(fil.name for fil in tmp_path.iterdir())
    for enhet in (e for e in enheter if e.endswith(".service")):
        (tmp_path / f"{enhet}.d").mkdir()
        shutil.copy(DEPLOY / "systemd/herding.conf", tmp_path / f"{enhet}.d")
    miljoe = os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    kjoer = {"cwd": tmp_path, "env": miljoe, "capture_output": True, "text": True}
    sagt = subprocess.run([program, "verify", *(f"./{enhet}" for enhet in enheter)], **kjoer)
    assert (sagt.returncode, sagt.stdout + sagt.stderr) == (0, "")
    for enhet in (e for e in enheter if e.endswith(".service")):
        (tmp_path / "frakoblet").mkdir(exist_ok=True)
        sagt = subprocess.run([program, "security", "--offline=true", "--threshold=20", f"./{enhet}"], **kjoer)
        assert sagt.returncode == 0, sagt.stdout[-300:]


def ledig_port() -> int:
    with socket.socket() as ledig:
        ledig.bind(("127.0.0.1", 0))
        return int(ledig.getsockname()[1])


def lag_sertifikat(mappe: Path) -> None:
    noekkel, navn = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string(f"CN={VERT}")
    bygger = x509.CertificateBuilder(navn, navn, noekkel.public_key(), x509.random_serial_number())
    bygger = bygger.not_valid_before(datetime.now(UTC)).not_valid_after(datetime.now(UTC) + timedelta(days=1))
    bygger = bygger.add_extension(x509.SubjectAlternativeName([x509.DNSName(VERT)]), critical=False)
    pem = serialization.Encoding.PEM
    (mappe / "fullkjede.pem").write_bytes(bygger.sign(noekkel, hashes.SHA256()).public_bytes(pem))
    formater = (pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (mappe / "noekkel.pem").write_bytes(noekkel.private_bytes(*formater))


@contextmanager
def nginx(mappe: Path, app_port: int) -> Iterator[tuple[int, int]]:
    """The configuration as it is, with this machine's name, ports and files; the answer is its two ports."""
    program, http, https = krev("nginx", "nginx-light"), ledig_port(), ledig_port()
    lag_sertifikat(mappe)
    tekst = (DEPLOY / "nginx/mottak.conf").read_text().replace("mottak.example.no", VERT)
    tekst = re.sub(r"^ *listen \[::\].*\n", "", tekst, flags=re.MULTILINE)
    for fra, til in (
        ("listen 80;", f"listen 127.0.0.1:{http};"), ("listen 443", f"listen 127.0.0.1:{https}"),
        ("/etc/ssl/mottak", str(mappe)), ("/var/log/nginx", str(mappe)), ("127.0.0.1:8003", f"127.0.0.1:{app_port}"),
        ("127.0.0.1:8001", f"127.0.0.1:{ledig_port()}"), ("127.0.0.1:8002", f"127.0.0.1:{ledig_port()}"),
    ):  # fmt: skip
        assert fra in tekst
        tekst = tekst.replace(fra, til)
    steder = "".join(f"{s}_temp_path {mappe}/{s}; " for s in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (mappe / "nginx.conf").write_text(
        f"daemon off; error_log stderr; pid {mappe}/pid; events {{}} http {{ {steder}\n{tekst} }}"
    )
    with subprocess.Popen([program, "-p", mappe, "-c", mappe / "nginx.conf"], stderr=subprocess.DEVNULL) as prosess:
        try:
            for _ in range(200):
                with socket.socket() as proeve:
                    if proeve.connect_ex(("127.0.0.1", https)) == 0:
                        break
                time.sleep(0.1)
            yield http, https
        finally:
            prosess.terminate()


def spoer(forbindelse: HTTPConnection, adresse: str, **hoder: str) -> HTTPResponse:
    with closing(forbindelse):
        forbindelse.request("GET", adresse, headers={"Host": VERT} | hoder)
        svar = forbindelse.getresponse()
        svar.read()
        return svar


def test_nginx_holder_tls_og_gaar_utenom_en_prosess_som_er_nede(tmp_path: Path) -> None:
    """Given: two of three processes are down. Then: each page is answered, over TLS only, with our own headers."""
    krev("nginx", "nginx-light")
    (tmp_path / "n").mkdir()
    with tjener(tmp_path / "data", "--proxy", "127.0.0.1") as (_prosess, startet):
        app_port = int(startet["adresse"].rpartition(":")[2])
        with nginx(tmp_path / "n", app_port) as (http, https):
            tillit = ssl.create_default_context(cafile=tmp_path / "n/fullkjede.pem")
            tillit.check_hostname = False
            inn = HTTPSConnection("127.0.0.1", https, context=tillit, timeout=30)
            assert [spoer(inn, "/helse").status for _ in range(6)] == [200] * 6
            assert spoer(inn, "/metrics").status == 404
            svar = spoer(inn, "/helse", **{"X-Forwarded-Proto": "http", "X-Forwarded-Host": "ond.example"})
            assert "max-age" in svar.headers["Strict-Transport-Security"] and "nginx/" not in svar.headers["Server"]
            videre = spoer(HTTPConnection("127.0.0.1", http, timeout=30), "/mottak?x=1")
            assert (videre.status, videre.headers["Location"]) == (301, f"https://{VERT}/mottak?x=1")
            spoer(inn, "/finnes?soek=kanari")
    logg = (tmp_path / "n/mottak.log").read_text()
    assert "kanari" not in logg and len(logg.splitlines()) == 9


def test_prometheus_godtar_reglene_og_hvert_tall_finnes(tmp_path: Path) -> None:
    """promtool reads the rules; they and the dashboard ask for nothing that the program does not tell."""
    program, mappe = krev("promtool", "prometheus"), tmp_path / "p"
    shutil.copytree(DEPLOY / "prometheus", mappe)
    (mappe / "mottak.token").write_text("x")
    oppsett = (mappe / "prometheus.yml").read_text().replace("/etc/prometheus", str(mappe))
    (mappe / "prometheus.yml").write_text(oppsett)
    sagt = subprocess.run([program, "check", "config", mappe / "prometheus.yml"], capture_output=True, text=True)
    assert sagt.returncode == 0 and "10 rules found" in sagt.stdout, sagt.stdout + sagt.stderr
    tavle = json.loads((mappe / "tavle.json").read_text())
    uttrykk = [maal["expr"] for panel in tavle["panels"] for maal in panel["targets"]]
    som_regler = {"groups": [{"name": "t", "rules": [{"record": "a", "expr": et} for et in uttrykk]}]}
    (mappe / "tavle.yml").write_text(json.dumps(som_regler))
    assert subprocess.run([program, "check", "rules", "--lint=none", mappe / "tavle.yml"]).returncode == 0
    brukt = set(re.findall(r"mottak_[a-z_]+", (mappe / "varsler.yml").read_text() + " ".join(uttrykk)))
    kode = "".join((ROT / f"app/{fil}.py").read_text() for fil in ("maaling", "web/alle/helse", "web/felles/maalt"))
    assert len(brukt) > 8 and [n for n in brukt if n not in kode and f'"{n.removeprefix("mottak_")}"' not in kode] == []


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
def test_rollene_i_postgresql(url: str, tom_app) -> None:
    """The script as it is, but for the names: the cluster is the whole run's."""
    tekst = (DEPLOY / "postgresql/roller.sql").read_text()
    tekst = re.sub(r"\bmottak(_eier|_app)?\b(?!')", lambda treff: f"d{os.getpid()}{treff[0]}", tekst)
    admin = [krev("psql", "postgresql-client"), "-qX", "-v", "ON_ERROR_STOP=1", "-d", os.environ[PG_URL]]
    passord = ["-v", "eier_passord=et'ord", "-v", "app_passord=et annet"]
    navn = [f"d{os.getpid()}mottak{hva}" for hva in ("", "_eier", "_app")]
    try:
        kjoert = subprocess.run([*admin, *passord], input=tekst, text=True, capture_output=True)
        assert kjoert.returncode == 0, kjoert.stderr
        adresse = url.rpartition("/")[0].replace("//mottak@", f"//{navn[2]}@") + f"/{navn[0]}"
        with psycopg.connect(adresse) as appen, pytest.raises(psycopg.errors.InsufficientPrivilege):
            appen.execute("CREATE TABLE min (id int)")
    finally:
        rydd = f'DROP DATABASE IF EXISTS "{navn[0]}"; DROP ROLE IF EXISTS "{navn[1]}"; DROP ROLE IF EXISTS "{navn[2]}"'
        for setning in rydd.split("; "):
            subprocess.run([*admin, "-c", setning], check=True, capture_output=True)
