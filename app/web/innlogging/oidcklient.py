"""The OIDC client: Authlib's own, with what it was found to lack. How it is used stands in oidc.py."""

import json
from typing import Any, cast

from authlib.integrations.flask_client import OAuth
from authlib.integrations.flask_client.apps import FlaskOAuth2App
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oauth2.rfc7523.assertion import sign_jwt_bearer_assertion
from flask import Flask
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from app.config import Config
from app.tilkobling import Oidc
from app.trygghet import UsikkertOppsett
from app.web.felles.utsteder import ALGORITMER, Utsteder, meld
from app.web.felles.vakt import VENTER

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
    """Authlib's client, with the issuer's document and keys from Utsteder in place of its own look-ups."""

    oppsett: Oidc
    utsteder: Utsteder

    def load_server_metadata(self) -> dict[str, Any]:
        alt = self.utsteder.metadata()
        algoritmer = [a for a in alt.get("id_token_signing_alg_values_supported", ["RS256"]) if a in ALGORITMER]
        if not algoritmer:
            raise ValueError("the issuer signs in no way that we accept")
        kjent = {navn: alt[navn] for navn in METADATA if navn in alt}
        return kjent | {"id_token_signing_alg_values_supported": algoritmer}

    def fetch_jwk_set(self, force: bool = False) -> Any:
        return self.utsteder.noekler(paa_nytt=force)


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
    klient.oppsett, klient.utsteder = oppsett, Utsteder(oppsett.issuer, ["openid-configuration"])
    meld(app, klient.utsteder)
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
