"""deploy/container/: the image is built, and everything in the compose file is started, by a Docker engine."""

import json
import re
import shlex
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from stoette.database import PRODUKSJON
from stoette.maskiner import vent_til
from stoette.motor import BILDER, TJENESTER, Docker, compose, lag_bilder, motor
from stoette.nginx import ledig_port

from app.config import VERSJON

SOKKEL = "@/mottak?host=/var/run/postgresql"
INNHOLD = {".venv", "LICENSE", "app", "data", "migrations", "pyproject.toml", "static", "templates", "wsgi.py"}
VAARE = ("web", "arbeider", "migrering")


def skriv_oppsett(mappe: Path) -> None:
    """The three files that docs/drift.md asks for."""
    miljoe = PRODUKSJON | {
        "DATABASE_URL": f"postgresql://mottak_app:app-ord{SOKKEL}", "SMTP_URL": "smtp://127.0.0.1:1025",
        "KOPI_KEY": Fernet.generate_key().decode(),
    }  # fmt: skip
    filer = {
        "mottak": miljoe,
        "mottak-eier": {"MIGRERING_DATABASE_URL": f"postgresql://mottak_eier:eier-ord{SOKKEL}"},
        "mottak-postgres": {"POSTGRES_PASSWORD": "pg-ord", "EIER_PASSORD": "eier-ord", "APP_PASSORD": "app-ord"},
    }
    for navn, verdier in filer.items():
        (mappe / f"{navn}.env").write_text("".join(f"{n}={shlex.quote(v)}\n" for n, v in verdier.items()))


@pytest.mark.alt
def test_bildet_bygges_og_alt_i_compose_starter(tmp_path: Path) -> None:
    """Given: an engine that has nothing. Then: one image is the web, the worker and the commands, and no more than it
    must be: not root, nothing to write in but /data and /tmp, no tests, no history, no secret."""
    skriv_oppsett(tmp_path)
    porter = {navn: str(ledig_port()) for navn in ("MOTTAK_PORT", "EPOST_PORT")}
    with motor() as docker:
        lag_bilder(docker)
        er_trangt(docker, BILDER["web"])
        with compose(docker, MOTTAK_ETC=str(tmp_path), **porter) as navn:
            svar = vent_paa_svar(int(porter["MOTTAK_PORT"]))
            assert svar == (200, "klar"), docker("logs", navn("web"))
            er_innelaast(docker, navn)
            virker(docker, navn)


def er_trangt(docker: Docker, bilde: str) -> None:
    om = json.loads(docker("image", "inspect", bilde))[0]["Config"]
    assert om["User"] == "10001:10001" and list(om["Volumes"]) == ["/data"] and om["Healthcheck"]["Test"]
    assert not {linje.partition("=")[0] for linje in om["Env"]} & (set(PRODUKSJON) - {"MOTTAK_ENV"})
    inni = ("run", "--rm", "--network", "none", bilde)
    assert set(docker(*inni, "ls", "-A").split()) == INNHOLD
    assert docker(*inni, "sh", "-c", "find . -name '*.env' -o -name .git -o -name tests -path './app/*'") == ""
    assert docker(*inni, "sh", "-c", "! python -m pip -V 2>&1").strip().endswith("No module named pip")


def vent_paa_svar(port: int) -> tuple[int, str]:
    svar: list[tuple[int, str]] = []

    def spoer() -> bool:
        with suppress(OSError, HTTPException), closing(HTTPConnection("127.0.0.1", port, timeout=10)) as forbindelse:
            forbindelse.request("GET", "/klar")
            lest = forbindelse.getresponse()
            svar.append((lest.status, lest.read().decode()))
        return bool(svar)

    vent_til(spoer, "web svarer")
    return svar[0]


def er_innelaast(docker: Docker, navn: Callable[[str], str]) -> None:
    proev = "id -u; for sted in /srv/mottak /srv/mottak/app / /etc /data /tmp; do touch $sted/x && echo $sted; done"
    for tjeneste in ("web", "arbeider"):
        kan = docker("exec", navn(tjeneste), "sh", "-c", f"({proev}; grep CapBnd /proc/1/status) 2>&1")
        assert re.findall(r"^[/\d]\S*$", kan, re.MULTILINE) == ["10001", "/data", "/tmp"], kan
        assert kan.count("Read-only file system") == 4 and kan.split()[-1] == "0" * 16


def virker(docker: Docker, navn: Callable[[str], str]) -> None:
    """The health check, a round of the worker, the way to the mail catcher, and a command that needs pg_dump."""
    sjekk = json.loads(docker("inspect", navn("web")))[0]["Config"]["Healthcheck"]["Test"]
    docker("exec", navn("web"), *sjekk[1:])
    assert "feilet" not in docker("exec", navn("arbeider"), "sh", "-c", "flask --app wsgi epost send 2>&1")
    hils = "import socket; print(socket.create_connection(('127.0.0.1', 1025)).recv(9))"
    assert docker("exec", navn("arbeider"), "python", "-c", hils) == "b'220 her'\n"
    kopi = docker("exec", navn("web"), "flask", "--app", "wsgi", "sikkerhetskopi", "/tmp/en.kopi")
    assert "Sikkerhetskopien er skrevet" in kopi
    assert "feilet" not in docker("logs", navn("arbeider"))


def test_hver_tjeneste_i_compose_er_innelaast_og_festet() -> None:
    """Images by version, ports on this machine only, secrets in files outside; ours has no right it needs not."""
    for navn, tjeneste in TJENESTER.items():
        assert re.fullmatch(r"[a-z/]+:v?\d+\.[\d.]+", tjeneste["image"]), navn
        assert all(port.startswith("127.0.0.1:") for port in tjeneste.get("ports", [])), navn
        assert all(fil.startswith("${MOTTAK_ETC:-/etc}/mottak") for fil in tjeneste.get("env_file", [])), navn
        if navn not in VAARE + ("epost",):
            continue
        assert tjeneste["read_only"] and tjeneste["user"] == "10001:10001" and tjeneste["cap_drop"] == ["ALL"], navn
        assert tjeneste["security_opt"] == ["no-new-privileges:true"], navn
    assert {BILDER[navn] for navn in VAARE} == {f"mottak:{VERSJON}"}
