"""Utsteder: what an issuer of tokens tells of itself, its discovery document and its keys, fetched and kept a while.

The document is believed only where it names the issuer that is configured; the keys are fetched anew, now and then,
for a token that names one which has not been seen before.
"""

import time
from collections.abc import Sequence
from typing import Any

import requests

ALGORITMER = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures with a key pair only: never «none», nor a secret that someone could take the public key for."""
VENTER = 5
"""Seconds before a silent issuer is given up."""
VARER = 12 * 3600
NOEKLER_IGJEN = 60
"""Seconds between two fetches of keys because a token names an unknown one."""


class Utsteder:
    """An issuer at its address; `oppslag` are the names under which its discovery document may lie."""

    def __init__(self, adresse: str, oppslag: Sequence[str]) -> None:
        self.adresse, self._oppslag = adresse, oppslag
        self._metadata: dict[str, Any] = {}
        self._noekler: dict[str, Any] = {}
        self._lest = self._hentet = 0.0

    def metadata(self) -> dict[str, Any]:
        """The discovery document. Raises requests.RequestException, ValueError."""
        if not self._metadata or time.monotonic() - self._lest > VARER:
            self._metadata, self._lest = self._les(), time.monotonic()
        return self._metadata

    def noekler(self, *, paa_nytt: bool = False) -> dict[str, Any]:
        """The public keys, as a JWK set. Raises requests.RequestException, ValueError, KeyError."""
        alder = time.monotonic() - self._hentet
        if not self._noekler or alder > VARER or (paa_nytt and alder > NOEKLER_IGJEN):
            self._noekler, self._hentet = _hent(self.metadata()["jwks_uri"]), time.monotonic()
        return self._noekler

    def _les(self) -> dict[str, Any]:
        for navn in self._oppslag:
            try:
                funnet = _hent(f"{self.adresse.rstrip('/')}/.well-known/{navn}")
            except requests.HTTPError:
                if navn == self._oppslag[-1]:
                    raise
                continue
            if funnet.get("issuer") == self.adresse:
                return funnet
        raise ValueError("no discovery document names the issuer")


def _hent(adresse: str) -> dict[str, Any]:
    svar = requests.get(adresse, timeout=VENTER, allow_redirects=False)
    svar.raise_for_status()
    innhold: dict[str, Any] = svar.json()
    return innhold
