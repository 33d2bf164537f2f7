"""Starts npm's oidc-provider, and a browser without JavaScript that can log in at it."""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urljoin

import requests
from joserfc.jwk import RSAKey

MAPPE = Path(__file__).parent
ACR = ("idporten-loa-substantial", "idporten-loa-high")


def ledig_port() -> int:
    with socket.socket() as ledig:
        ledig.bind(("127.0.0.1", 0))
        return int(ledig.getsockname()[1])


def mangler_node() -> str | None:
    """What is missing, or nothing: the programs, or the network that the packages come by the first time."""
    if mangler := next((navn for navn in ("node", "npm") if shutil.which(navn) is None), None):
        return mangler
    try:
        pakker()
    except subprocess.SubprocessError:
        return "npm fikk ikke hentet pakkene"
    return None


def pakker() -> Path:
    """The folder with the provider's packages, as the lock file has them: installed once for each lock file."""
    merke = hashlib.sha256((MAPPE / "package-lock.json").read_bytes()).hexdigest()[:12]
    mappe = Path(tempfile.gettempdir()) / f"mottak-oidc-{os.getuid()}-{merke}"
    if mappe.exists():
        return mappe
    ny = Path(tempfile.mkdtemp(prefix=mappe.name + "-"))
    for fil in ("package.json", "package-lock.json"):
        shutil.copy(MAPPE / fil, ny)
    kommando = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    miljoe = os.environ | {"npm_config_cache": str(ny / "lager")}  # whoever runs this may have no home to write in
    subprocess.run(kommando, cwd=ny, env=miljoe, check=True, timeout=300)
    shutil.rmtree(ny / "lager", ignore_errors=True)
    try:
        ny.rename(mappe)
    except OSError:  # another worker was first
        shutil.rmtree(ny)
    return mappe


class Tilbyder:
    """The provider as a process. `utsteder` is its address."""

    def __init__(self, klienter: Sequence[Mapping[str, object]], personer: Sequence[Mapping[str, str]] = ()) -> None:
        port = ledig_port()
        self.utsteder = f"http://127.0.0.1:{port}"
        noekkel = RSAKey.generate_key(2048, parameters={"use": "sig", "alg": "RS256"}, auto_kid=True)
        noekler = [noekkel.as_dict(private=True)]
        valg = {"port": port, "clients": list(klienter), "personer": list(personer), "noekler": noekler}
        mappe = pakker()
        shutil.copy(MAPPE / "tilbyder.mjs", mappe / f"tilbyder-{port}.mjs")
        self._fil = mappe / f"tilbyder-{port}.mjs"
        kommando = ["node", "--no-warnings", str(self._fil), json.dumps(valg)]
        roer = subprocess.PIPE
        self._prosess = subprocess.Popen(kommando, cwd=mappe, stdout=roer, stderr=subprocess.STDOUT, text=True)
        assert self._prosess.stdout
        linjer = []
        for linje in self._prosess.stdout:
            linjer.append(linje)
            if linje.strip() == "klar":
                return
        raise AssertionError("tilbyderen startet ikke: " + "".join(linjer))

    def stopp(self) -> None:
        self._prosess.kill()
        self._prosess.wait()
        if self._prosess.stdout:
            self._prosess.stdout.close()
        self._fil.unlink(missing_ok=True)


class Nettleser:
    """The cookies of a browser at the provider; it stops where it is sent back to us."""

    def __init__(self, tilbyder: Tilbyder) -> None:
        self.tilbyder = tilbyder
        self._http = requests.Session()
        self._http.trust_env = False

    def logg_inn(self, adresse: str, **valg: str) -> str:
        """From the address we sent the browser to, by the login page if there is one, to the one it came back to."""
        return self._gaa(adresse, valg)

    def logg_ut(self, adresse: str) -> str:
        """From the issuer's logout page to where it sends the browser."""
        side = self._http.get(adresse, timeout=10)
        assert side.status_code == 200, side.text
        xsrf = re.search(r'name="xsrf" value="([^"]+)"', side.text)
        maal = re.search(r'action="([^"]+)"', side.text)
        assert xsrf and maal, side.text
        svar = self._http.post(maal[1], data={"xsrf": xsrf[1], "logout": "yes"}, allow_redirects=False, timeout=10)
        return str(svar.headers.get("Location", ""))

    def _gaa(self, adresse: str, valg: Mapping[str, str]) -> str:
        for _ in range(10):
            svar = self._http.get(adresse, allow_redirects=False, timeout=10)
            if svar.status_code == 200 and "/innlogging/" in adresse:
                svar = self._http.post(adresse, data=valg, allow_redirects=False, timeout=10)
            assert svar.status_code in (302, 303), svar.text
            adresse = urljoin(adresse, svar.headers["Location"])
            if not adresse.startswith(self.tilbyder.utsteder):
                return adresse
        raise AssertionError("gikk i ring")
