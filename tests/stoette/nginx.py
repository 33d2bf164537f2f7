"""nginx as deploy/ sets it up, before one or more processes of this machine; and the programs that a test needs."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.config import ROT
from stoette.oppsett import mangler

DEPLOY = ROT / "deploy"
VERT = "mottak.example"


def finn(program: str) -> str | None:
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")


def krev(program: str, pakke: str) -> str:
    funnet = finn(program)
    if not funnet:
        mangler(f"{program}: installer pakken {pakke}")
    return str(funnet)


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
def nginx(mappe: Path, *porter: int) -> Iterator[tuple[int, int]]:
    """The configuration as it is, with this machine's name, ports and files, before the processes on `porter` (up to
    three; the others are down). The answer is its own two ports, without TLS and with."""
    program, http, https = krev("nginx", "nginx-light"), ledig_port(), ledig_port()
    lag_sertifikat(mappe)
    tekst = (DEPLOY / "nginx/mottak.conf").read_text().replace("mottak.example.no", VERT)
    tekst = re.sub(r"^ *listen \[::\].*\n", "", tekst, flags=re.MULTILINE)
    for fra, til in (
        ("listen 80;", f"listen 127.0.0.1:{http};"), ("listen 443", f"listen 127.0.0.1:{https}"),
        ("/etc/ssl/mottak", str(mappe)), ("/var/log/nginx", str(mappe)),
        *((f":{8001 + nr} max", f":{porter[nr] if nr < len(porter) else ledig_port()} max") for nr in range(3)),
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
