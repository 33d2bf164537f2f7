"""A Docker engine of the test's own, and images for it: no registry of images is asked for any.

What the compose file names, is made here under the same name, so that the file is used as it is.
"""

import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from app.config import ROT
from stoette.maskiner import vent_til
from stoette.nginx import DEPLOY, finn
from stoette.oppsett import andre_steder

COMPOSE = DEPLOY / "container/compose.yaml"
TJENESTER = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]
BILDER = {navn: tjeneste["image"] for navn, tjeneste in TJENESTER.items()}
GRUNNBILDE = "debian:12-slim"
POSTGRES = r"""
FROM {bilde}
USER root
RUN apt-get -qq update && apt-get -qq install --no-install-recommends postgresql-{hovedtall}
ENV PATH=/usr/lib/postgresql/{hovedtall}/bin:/usr/bin:/bin PGDATA=/var/lib/postgresql/data
RUN install -d -o postgres -g postgres -m 0700 $PGDATA && chmod 3777 /run/postgresql
USER postgres
HEALTHCHECK NONE
ENTRYPOINT ["bash", "-euc", "initdb -U postgres --pwfile=<(echo $POSTGRES_PASSWORD) $POSTGRES_INITDB_ARGS; \
export PGPASSWORD=$POSTGRES_PASSWORD; pg_ctl -w start -o '-c listen_addresses='; \
for fil in /docker-entrypoint-initdb.d/*; do . $fil; done; pg_ctl -w stop; exec postgres"]
"""
"""Does what the official image promises: what lies in the folder is read once, by a server that has no TCP."""
EPOST = r"""
FROM {bilde}
HEALTHCHECK NONE
CMD ["python", "-c", "import socketserver as s; s.ThreadingTCPServer(('', 1025), type('H', (s.StreamRequestHandler,), \
{{'handle': lambda h: h.wfile.write(b'220 her')}})).serve_forever()"]
"""


def krev(program: str) -> str:
    funnet = finn(program)
    if not funnet:
        andre_steder(f"{program} (pakkene docker.io, docker-compose og mmdebstrap)")
    return str(funnet)


@dataclass(frozen=True)
class Docker:
    """The client, and the environment in which it finds its engine."""

    program: str
    miljoe: Mapping[str, str]

    def __call__(self, *argumenter: object, inn: str | None = None) -> str:
        kommando = [self.program, *map(str, argumenter)]
        kjoert = subprocess.run(kommando, env=self.miljoe, input=inn, capture_output=True, text=True)
        assert kjoert.returncode == 0, (argumenter, kjoert.stdout[-2000:], kjoert.stderr[-2000:])
        return kjoert.stdout

    def svarer(self) -> bool:
        return subprocess.run([self.program, "info"], env=self.miljoe, capture_output=True).returncode == 0


@contextmanager
def motor() -> Iterator[Docker]:
    """An engine that has nothing yet; without a bridge and rules of the firewall, it leaves none."""
    if os.geteuid():
        andre_steder("root, som dockerd krever")
    daemon, klient, *_andre = map(krev, ("dockerd", "docker", "docker-compose", "mmdebstrap"))
    with tempfile.TemporaryDirectory(prefix="mottak-", dir="/var/tmp") as navn:  # short for a socket; no memory
        mappe, tjener = Path(navn), f"unix://{navn}/s"
        docker = Docker(klient, os.environ | {"DOCKER_HOST": tjener, "DOCKER_BUILDKIT": "0", "DOCKER_CONFIG": navn})
        steder = ("--data-root", mappe / "data", "--exec-root", mappe / "exec", "--pidfile", mappe / "pid")
        uten = ("-H", tjener, "--bridge=none", "--iptables=false", "--ip-forward=false")
        with (mappe / "logg").open("wb") as logg, subprocess.Popen([daemon, *steder, *uten], stderr=logg) as prosess:
            try:
                vent_til(lambda: prosess.poll() is not None or docker.svarer(), "dockerd svarer")
                assert prosess.poll() is None, (mappe / "logg").read_text()[-2000:]
                yield docker
            finally:
                prosess.terminate()
                prosess.wait()
                for rom in mappe.glob("exec/netns/*"):  # what it leaves mounted
                    subprocess.run(["umount", rom], check=True)


def lag_bilder(docker: Docker) -> None:
    """Ours by its Containerfile, on a Debian made here; PostgreSQL and the mail catcher as stand-ins."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as mappe:
        _hent_debian(docker, Path(mappe) / "grunn.tar")
    ut, bilde = ("build", "--network", "host"), BILDER["web"]  # apt and pip need the net
    docker(*ut, "-t", bilde, "-f", DEPLOY / "container/Containerfile", ROT)
    postgres = BILDER["postgres"]
    hovedtall = postgres.partition(":")[2].partition(".")[0]
    docker(*ut, "-t", postgres, "-", inn=POSTGRES.format(bilde=bilde, hovedtall=hovedtall))
    docker(*ut, "-t", BILDER["epost"], "-", inn=EPOST.format(bilde=bilde))


def _hent_debian(docker: Docker, tar: Path) -> None:
    """Debian itself, and besides how this machine's pip finds its packages: no matter of the Containerfile's."""
    valg = (
        "--variant=minbase",
        "--dpkgopt=force-unsafe-io",
        '--aptopt=Acquire::Languages "none"',
    )  # as that image has it
    valg += ('--aptopt=Acquire::Retries "5"',)
    subprocess.run([krev("mmdebstrap"), "--quiet", *valg, "bookworm", tar], check=True)
    miljoe = {navn: verdi for navn, verdi in os.environ.items() if navn.startswith("PIP_")}
    with tarfile.open(tar, "a") as pakke:
        if Path("/etc/pip.conf").exists():
            pakke.add("/etc/pip.conf", "./etc/pip.conf")
        if "PIP_CERT" in miljoe:
            pakke.add(os.path.realpath(miljoe["PIP_CERT"]), "./etc/pip.pem")
            miljoe["PIP_CERT"] = "/etc/pip.pem"
    docker("import", *(f"--change=ENV {navn}={verdi}" for navn, verdi in miljoe.items()), tar, GRUNNBILDE)


@contextmanager
def compose(docker: Docker, **miljoe: str) -> Iterator[Callable[[str], str]]:
    """All of the compose file started; the answer is a service's container. Taken down again, with its volumes."""
    kommando = [krev("docker-compose"), "-p", f"mottak{os.getpid()}", "-f", str(COMPOSE)]
    kjoer = {"env": {**docker.miljoe, **miljoe}, "capture_output": True, "text": True}
    try:
        opp = subprocess.run([*kommando, "up", "-d"], **kjoer)
        assert opp.returncode == 0, opp.stderr + docker("ps", "-a")
        yield lambda tjeneste: subprocess.run([*kommando, "ps", "-q", tjeneste], **kjoer).stdout.strip()
    finally:
        subprocess.run([*kommando, "down", "--volumes", "-t", "5"], check=True, **kjoer)
