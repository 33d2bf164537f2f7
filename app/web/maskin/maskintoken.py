"""Bearer tokens of the machine interfaces: who signs them, and whether one is genuine, ours, alive and wide enough.

Authlib's resource protector with a validator of JWTs. In production the keys are the issuer's own, found by its
discovery document; in demo mode they are one key in MOTTAK_DATA, for which `cli api-token` makes tokens.
"""

import secrets
import time
from typing import Any, cast

import requests
from authlib.oauth2 import ResourceProtector
from authlib.oauth2.rfc6750 import BearerTokenValidator, InvalidTokenError
from flask import Flask, current_app, g, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from app.config import Config, hemmelig_fil
from app.domain.unntak import ForMange
from app.domain.vern import forsoek
from app.domain.vern.forsoek import Grense
from app.web.felles.utsteder import ALGORITMER, Utsteder, meld

TYPER = (None, "JWT", "at+jwt", "application/at+jwt")
DEMO_UTSTEDER, DEMO_MOTTAKER = "imdinett-mottak-demo", "imdinett-mottak"
OPPSLAG = ("oauth-authorization-server", "openid-configuration")
UKJENT = "ukjent system"
SLINGRING = 30
"""Seconds between two clocks."""


class UtstederBorte(Exception):
    """The issuer's keys cannot be had now."""


class Noekler:
    """The public keys of the configured issuer; in demo mode our own."""

    def __init__(self, config: Config) -> None:
        self._demo = KeySet([demonoekkel(config)]) if config.demo else None
        self.utsteder = Utsteder(config.api_issuer, OPPSLAG)

    def alle(self, *, paa_nytt: bool = False) -> KeySet:
        """Raises UtstederBorte."""
        try:
            return self._demo or KeySet.import_key_set(cast(Any, self.utsteder.noekler(paa_nytt=paa_nytt)))
        except (requests.RequestException, JoseError, ValueError, KeyError, TypeError) as feil:
            raise UtstederBorte from feil


class Tokenkontroll(BearerTokenValidator):
    """Signature, issuer, audience, validity; the scope is compared by Authlib."""

    def __init__(self, config: Config) -> None:
        super().__init__(realm="IMDinett Mottak")
        self.noekler = Noekler(config)
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
            return jwt.decode(token, self.noekler.alle(), algorithms=list(ALGORITMER))
        except JoseError:
            return jwt.decode(token, self.noekler.alle(paa_nytt=True), algorithms=list(ALGORITMER))

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
    kontroll = Tokenkontroll(app.extensions["mottak_config"])
    if kontroll.noekler.utsteder.adresse:
        meld(app, kontroll.noekler.utsteder)
    vokter.register_token_validator(kontroll)
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


def kontroller_token(scope: str) -> None:
    """The request carries a token of this scope. Raises OAuth2Error, ForSnevert, UtstederBorte."""
    g.maskintoken = current_app.extensions["maskinvokter"].validate_request([scope], request)


def begrens(grense: Grense) -> None:
    """Count one more of this system's calls. Raises ForMange."""
    if forsoek.tell(grense, klient()) > grense.antall:
        raise ForMange(grense.vindu)


def har_omfang(scope: str) -> bool:
    """Whether the token of this request holds one more scope."""
    return scope in g.maskintoken["scope"].split()


def klient() -> str:
    """Which system asks, as the issuer names it."""
    navn = next((g.maskintoken[krav] for krav in ("client_id", "azp", "sub") if g.maskintoken.get(krav)), UKJENT)
    return "".join(tegn for tegn in str(navn) if tegn.isprintable())[:100] or UKJENT
