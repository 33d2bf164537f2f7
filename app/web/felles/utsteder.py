"""Utsteder: what an issuer of tokens tells of itself, its discovery document and its keys, fetched in the background.

No request fetches them: the last ones known serve on, also while the issuer is away. They are fetched anew when they
are old, and, now and then, for a token that names a key which has not been seen before. The document is believed only
where it names the issuer that is configured.
"""

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

import requests
from flask import Flask

from app.web.felles import vakt
from app.web.felles.vakt import IkkeSvar, Vakt, i_bakgrunnen

T = TypeVar("T")
ALGORITMER = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures with a key pair only: never «none», nor a secret that someone could take the public key for."""
VARER = 3600
"""Seconds after which they are fetched anew, while the old ones serve."""
NOEKLER_IGJEN = 60
"""Seconds between two fetches because a token names an unknown key, or because what is known is old."""


@dataclass(frozen=True)
class _Kjent:
    metadata: dict[str, Any]
    noekler: dict[str, Any]
    lest: float


class Utsteder:
    """An issuer at its address; `oppslag` are the names under which its discovery document may lie."""

    def __init__(self, adresse: str, oppslag: Sequence[str]) -> None:
        self.adresse, self._oppslag = adresse, oppslag
        self._kjent: _Kjent | None = None
        self._henter: Future[_Kjent] | None = None
        self._proevd = -math.inf
        self._laas = Lock()
        self._vakt = Vakt(adresse)

    def metadata(self) -> dict[str, Any]:
        """The discovery document. Raises IkkeSvar."""
        return self._siste().metadata

    def noekler(self, *, paa_nytt: bool = False) -> dict[str, Any]:
        """The public keys, as a JWK set. Raises IkkeSvar."""
        kjent = self._siste()
        if paa_nytt and self._siden() > NOEKLER_IGJEN:
            with suppress(IkkeSvar):
                kjent = self._vakt.vent(self.oppfrisk())
        return kjent.noekler

    def spoer(self, kall: Callable[[], T]) -> T:
        """An answer that only the issuer has. Raises IkkeSvar, and what the call raises."""
        return self._vakt.spoer(kall)

    def oppfrisk(self) -> Future[_Kjent]:
        """Begin to fetch what is known, unless that is under way."""
        with self._laas:
            if self._henter is None or self._henter.done():
                self._proevd = time.monotonic()
                self._henter = i_bakgrunnen(self._hent)
            return self._henter

    def _siste(self) -> _Kjent:
        """What was fetched last. Only where nothing has ever been does the request wait for it."""
        if self._kjent is None:
            if self._henter and self._henter.done() and self._siden() < vakt.HVILER:
                raise IkkeSvar
            return self._vakt.vent(self.oppfrisk())
        if time.monotonic() - self._kjent.lest > VARER and self._siden() > NOEKLER_IGJEN:
            self.oppfrisk()
        return self._kjent

    def _siden(self) -> float:
        return time.monotonic() - self._proevd

    def _hent(self) -> _Kjent:
        try:
            metadata = self._les()
            kjent = _Kjent(metadata, _hent(metadata["jwks_uri"]), time.monotonic())
        except (requests.RequestException, ValueError, KeyError, TypeError) as feil:
            self._vakt.noter_feil(feil)
            raise
        self._kjent = kjent
        return kjent

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


def meld(app: Flask, utsteder: Utsteder) -> None:
    """The server asks these before the first request comes."""
    app.extensions.setdefault("utstedere", []).append(utsteder)


def oppfrisk_alle(app: Flask) -> None:
    for utsteder in app.extensions.get("utstedere", ()):
        utsteder.oppfrisk()


def _hent(adresse: str) -> dict[str, Any]:
    svar = requests.get(adresse, timeout=vakt.VENTER, allow_redirects=False)
    svar.raise_for_status()
    innhold: dict[str, Any] = svar.json()
    return innhold
