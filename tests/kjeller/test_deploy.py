"""deploy/: each file is put to use by the program it is written for."""

import json
import os
import re
import shlex
import shutil
import ssl
import subprocess
import time
from contextlib import ExitStack, closing
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path

import psycopg
import pytest
from kjeller.test_mange_forbindelser import HALVAAPNE, flere_filer, koble_til
from kjeller.test_server import tjener
from stoette.nginx import DEPLOY, VERT, krev, nginx
from stoette.oppsett import PG_URL

from app.config import ROT


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


def test_kopier_slettes_etter_tretti_dager_og_ingenting_annet(tmp_path: Path) -> None:
    """The unit's own command, in another folder."""
    (linje,) = re.findall(r"ExecStartPost=(.+)", (DEPLOY / "systemd/mottak-kopi.service").read_text())
    alder = {"ny.kopi": 0, "29.kopi": 29, "32.kopi": 32, "notat.txt": 400}
    for navn, dager in alder.items():
        (tmp_path / navn).write_text("x")
        os.utime(tmp_path / navn, (time.time() - dager * 86400,) * 2)
    subprocess.run(shlex.split(linje.replace("/var/backups/mottak", str(tmp_path))), check=True)
    assert {fil.name for fil in tmp_path.iterdir()} == {"ny.kopi", "29.kopi", "notat.txt"}


def spoer(forbindelse: HTTPConnection, adresse: str, **hoder: str) -> HTTPResponse:
    with closing(forbindelse):
        forbindelse.request("GET", adresse, headers={"Host": VERT} | hoder)
        svar = forbindelse.getresponse()
        svar.read()
        return svar


@pytest.mark.alt
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


@pytest.mark.alt
def test_O1_halvaapne_mot_nginx_stenger_ingen_ute(tmp_path: Path) -> None:
    """950 connections that never say a word to the proxy; a new client comes through, and the app is told of none."""
    (tmp_path / "n").mkdir()
    with ExitStack() as aapne:
        _prosess, startet = aapne.enter_context(tjener(tmp_path / "data", "--proxy", "127.0.0.1"))
        _http, https = aapne.enter_context(nginx(tmp_path / "n", int(startet["adresse"].rpartition(":")[2])))
        aapne.enter_context(flere_filer())
        for _ in range(HALVAAPNE):
            aapne.enter_context(koble_til(https))
        tillit = ssl.create_default_context(cafile=tmp_path / "n/fullkjede.pem")
        tillit.check_hostname = False
        assert spoer(HTTPSConnection("127.0.0.1", https, context=tillit, timeout=9), "/helse").status == 200


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
