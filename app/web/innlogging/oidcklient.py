"""The OIDC client: Authlib's own, with what it was found to lack. How it is used stands in oidc.py."""

import json
import time
from typing import Any, cast

from authlib.integrations.flask_client import OAuth
from authlib.integrations.flask_client.apps import FlaskOAuth2App
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oauth2.rfc7523.assertion import sign_jwt_bearer_assertion
from flask import Flask
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from app.config import Config
from app.tilkobling import Oidc, UsikkertOppsett

ALGORITMER = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures with a key pair only: never «none», nor a secret that someone could take the public key for."""
VENTER = 5
"""Seconds before a silent issuer is given up."""
METADATA_VARER = 12 * 3600
NOEKLER_IGJEN = 60
"""Seconds between two fetches of keys because a token names an unknown one."""
METADATA = (
    "issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint",
    "authorization_response_iss_parameter_supported",
)  # fmt: skip


class KortPrivateKeyJWT(PrivateKeyJWT):
    """Authlib's own lives an hour and may be sent twice; ID-porten allows two minutes, and once."""

    def sign(self, auth: Any, token_endpoint: str) -> str:
        return cast(
            str,
            sign_jwt_bearer_assertion(
                auth.client_secret, issuer=auth.client_id, audience=token_endpoint, subject=auth.client_id,
                expires_in=60, header=dict(self.headers or {}), alg=self.alg,
            ),
        )  # fmt: skip


class Klient(FlaskOAuth2App):
    """Authlib's client, that believes the discovery document only where it names the configured issuer."""

    oppsett: Oidc
    server_metadata: dict[str, Any]
    _noekler_hentet = 0.0

    def load_server_metadata(self) -> dict[str, Any]:
        if time.time() - self.server_metadata.get("_loaded_at", 0) > METADATA_VARER:
            self.server_metadata = self._les_metadata()
        return self.server_metadata

    def fetch_jwk_set(self, force: bool = False) -> Any:
        if force and time.time() - self._noekler_hentet < NOEKLER_IGJEN:
            force = False
        if force:
            self._noekler_hentet = time.time()
        return super().fetch_jwk_set(force=force)

    def _les_metadata(self) -> dict[str, Any]:
        with self._get_session() as forbindelse:
            svar = forbindelse.request("GET", self._server_metadata_url, withhold_token=True)
            svar.raise_for_status()
            alt = svar.json()
        if alt.get("issuer") != self.oppsett.issuer:
            raise ValueError("the discovery document names another issuer")
        algoritmer = [a for a in alt.get("id_token_signing_alg_values_supported", ["RS256"]) if a in ALGORITMER]
        if not algoritmer:
            raise ValueError("the issuer signs in no way that we accept")
        return {
            **{navn: alt[navn] for navn in METADATA if navn in alt},
            "id_token_signing_alg_values_supported": algoritmer,
            "_loaded_at": time.time(),
        }


def init_oidc(app: Flask, config: Config) -> None:
    """Give the app its client, where an issuer is configured. Raises UsikkertOppsett."""
    app.extensions["oidc"] = None
    if config.oidc is None:
        return
    oppsett = config.oidc
    nett: dict[str, Any] = {
        "scope": oppsett.scope, "code_challenge_method": "S256", "default_timeout": VENTER,
    }  # fmt: skip
    hemmelighet: Any = oppsett.client_secret
    metoder = []
    if oppsett.private_key:
        hemmelighet, alg = _les_noekkel(oppsett.private_key)
        kid = oppsett.key_id or hemmelighet.kid
        metoder = [KortPrivateKeyJWT(oppsett.issuer, headers={"kid": kid} if kid else None, alg=alg)]
        nett["token_endpoint_auth_method"] = "private_key_jwt"  # noqa: S105
    klient = OAuth(app).register(
        "utsteder", client_cls=Klient, client_id=oppsett.client_id, client_secret=hemmelighet,
        server_metadata_url=f"{oppsett.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs=nett, client_auth_methods=metoder,
    )  # fmt: skip
    klient.oppsett = oppsett
    app.extensions["oidc"] = klient


def _les_noekkel(tekst: str) -> tuple[RSAKey | ECKey, str]:
    """Our own private key, PEM or JWK, and the algorithm it signs with."""
    er_jwk = tekst.lstrip().startswith("{")
    for slag, alg in ((RSAKey, "RS256"), (ECKey, "ES256")):
        try:
            return slag.import_key(json.loads(tekst) if er_jwk else tekst), alg
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    raise UsikkertOppsett("OIDC_PRIVATE_KEY må være en privat RSA- eller EC-nøkkel (PEM eller JWK).")
