"""Bearer tokens of the machine interfaces: who signs them, and whether one is genuine, ours, alive and wide enough.

Authlib's resource protector with a validator of JWTs. In production the keys are the issuer's own, found by its
discovery document; in demo mode they are one key in MOTTAK_DATA, for which `cli api-token` makes tokens.
"""

import secrets
import time
from typing import Any

import requests
from authlib.oauth2 import ResourceProtector
from authlib.oauth2.rfc6750 import BearerTokenValidator, InvalidTokenError
from flask import Flask, current_app, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from app.config import Config, hemmelig_fil

ALGORITMER = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures with a key pair only."""
TYPER = (None, "JWT", "at+jwt", "application/at+jwt")
DEMO_UTSTEDER, DEMO_MOTTAKER = "imdinett-mottak-demo", "imdinett-mottak"
OPPSLAG = ("oauth-authorization-server", "openid-configuration")
VENTER, NOEKLER_VARER, NOEKLER_IGJEN, SLINGRING = 5, 12 * 3600, 60, 30
"""Seconds: for a silent issuer; for fetched keys; between fetches for an unknown key; between two clocks."""


class UtstederBorte(Exception):
    """The issuer's keys cannot be had now."""


class Noekler:
    """The public keys of the configured issuer, fetched when first needed, and again for a key not seen before."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._hentet = 0.0
        self._sett: KeySet | None = KeySet([demonoekkel(config)]) if config.demo else None

    def alle(self, *, paa_nytt: bool = False) -> KeySet:
        """Raises UtstederBorte."""
        alder = time.monotonic() - self._hentet
        gammel = alder > NOEKLER_VARER or (paa_nytt and alder > NOEKLER_IGJEN)
        if self._sett is None or (gammel and not self._config.demo):
            self._sett, self._hentet = self._hent(), time.monotonic()
        return self._sett

    def _hent(self) -> KeySet:
        try:
            return KeySet.import_key_set(_json(self._metadata()["jwks_uri"]))
        except (requests.RequestException, JoseError, ValueError, KeyError, TypeError) as feil:
            raise UtstederBorte from feil

    def _metadata(self) -> dict[str, Any]:
        """The discovery document under either of its two addresses, believed only where it names the issuer."""
        utsteder = self._config.api_issuer
        for oppslag in OPPSLAG:
            svar = requests.get(f"{utsteder.rstrip('/')}/.well-known/{oppslag}", timeout=VENTER, allow_redirects=False)
            if svar.status_code == 200 and svar.json().get("issuer") == utsteder:
                metadata: dict[str, Any] = svar.json()
                return metadata
        raise ValueError("no discovery document names the issuer")


class Tokenkontroll(BearerTokenValidator):
    """Signature, issuer, audience, validity; the scope is compared by Authlib."""

    def __init__(self, config: Config) -> None:
        super().__init__(realm="IMDinett Mottak")
        self._noekler = Noekler(config)
        utsteder, mottaker = _parter(config)
        self._har_utsteder = bool(utsteder)
        self._krav = jwt.JWTClaimsRegistry(
            leeway=SLINGRING,
            iss={"essential": True, "value": utsteder},
            aud={"essential": True, "value": mottaker},
            exp={"essential": True},
        )

    def authenticate_token(self, token_string: str) -> dict[str, Any]:
        """The claims of a genuine token. Raises InvalidTokenError, UtstederBorte."""
        if not self._har_utsteder:
            raise self._ugyldig()
        try:
            token = self._les(token_string)
            self._krav.validate(token.claims)
        except (JoseError, ValueError, TypeError, RecursionError) as feil:
            raise self._ugyldig() from feil
        if token.header.get("typ") not in TYPER:
            raise self._ugyldig()
        return token.claims

    def validate_token(self, token: dict[str, Any], scopes: list[str], request: Any) -> None:
        omfang = token.get("scope")
        if self.scope_insufficient(omfang if isinstance(omfang, str) else "", scopes):
            raise ForSnevert(scopes[0])

    def _les(self, token: str) -> jwt.Token:
        try:
            return jwt.decode(token, self._noekler.alle(), algorithms=ALGORITMER)
        except JoseError:
            return jwt.decode(token, self._noekler.alle(paa_nytt=True), algorithms=ALGORITMER)

    def _ugyldig(self) -> InvalidTokenError:
        return InvalidTokenError(realm=self.realm)


class ForSnevert(Exception):
    """A genuine token that does not hold the scope this interface asks for."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


def init_token(app: Flask) -> None:
    """Give the app its protector of machine routes."""
    vokter = ResourceProtector()
    vokter.register_token_validator(Tokenkontroll(app.extensions["mottak_config"]))
    app.extensions["maskinvokter"] = vokter


def lag_demotoken(config: Config, scope: str, sekunder: int) -> str:
    """A token for demo mode, as an issuer would have made it."""
    utsteder, mottaker = _parter(config)
    tid, noekkel = int(time.time()), demonoekkel(config)
    krav = {
        "iss": utsteder, "aud": mottaker, "sub": "demo", "client_id": "demo", "scope": scope, "iat": tid,
        "exp": tid + sekunder, "jti": secrets.token_hex(16),
    }  # fmt: skip
    return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": noekkel.kid}, krav, noekkel)


def demonoekkel(config: Config) -> ECKey:
    """The signing key of demo mode, made the first time."""
    ny = ECKey.generate_key("P-256").as_pem(private=True).decode()
    return ECKey.import_key(hemmelig_fil(config.data / "api.key", ny), {"kid": "demo", "use": "sig", "alg": "ES256"})


def _parter(config: Config) -> tuple[str, str]:
    """Who signs, and whom it is for."""
    return (DEMO_UTSTEDER, DEMO_MOTTAKER) if config.demo else (config.api_issuer, config.api_audience)


def _json(adresse: str) -> Any:
    svar = requests.get(adresse, timeout=VENTER, allow_redirects=False)
    svar.raise_for_status()
    return svar.json()


def kontroller_token(scope: str) -> None:
    """The request carries a token of this scope. Raises OAuth2Error, ForSnevert, UtstederBorte."""
    current_app.extensions["maskinvokter"].validate_request([scope], request)
