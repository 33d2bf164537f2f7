"""An issuer that says whatever a test tells it to: for all that an honest one never sends."""

import hmac
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import RSAKey
from joserfc.jws import JWSRegistry

KLIENT = "mottak"
Krav = dict[str, Any]


class FalskUtsteder:
    """Serves discovery, keys and tokens on loopback: `id_token` makes the next one, `mottatt` is what it was sent."""

    def __init__(self) -> None:
        self.noekkel = RSAKey.generate_key(2048, parameters={"use": "sig", "alg": "RS256"}, auto_kid=True)
        self.fremmed = RSAKey.generate_key(2048, parameters={"use": "sig", "alg": "RS256"}, auto_kid=True)
        self.metadata: Krav = {}
        self.userinfo: Krav = {}
        self.id_token: Callable[[], str | None] = lambda: None
        self.mottatt: list[tuple[str, dict[str, list[str]]]] = []
        self.status = 200
        self.forsinkelse = 0.0
        self.taler = threading.Event()
        """Cleared: every call is taken, and none is answered before it is set."""
        self.taler.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._behandler())
        self._server.daemon_threads = True
        self.utsteder = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stopp(self) -> None:
        self.taler.set()
        self._server.shutdown()
        self._server.server_close()

    def antall(self, sti: str) -> int:
        return sum(mottatt == sti for mottatt, _ in self.mottatt)

    def krav(self, nonce: str, /, **endret: Any) -> Krav:
        """The claims of a good ID token; None takes one out."""
        tid = int(time.time())
        krav = {
            "iss": self.utsteder, "aud": KLIENT, "sub": "sub-1", "pid": "04898549769", "iat": tid, "exp": tid + 120,
            "auth_time": tid, "acr": "idporten-loa-high", "nonce": nonce, "sid": "oekt-1",
        }  # fmt: skip
        return {navn: verdi for navn, verdi in (krav | endret).items() if verdi is not None}

    def signert(self, krav: Krav, noekkel: RSAKey | None = None, **hode: Any) -> str:
        nokkel = noekkel or self.noekkel
        hoder = {"alg": "RS256", "kid": self.noekkel.kid} | hode
        regler = JWSRegistry(algorithms=["RS256"], strict_check_header=False)
        return jwt.encode({n: v for n, v in hoder.items() if v is not None}, krav, nokkel, registry=regler)

    def med_offentlig_som_hemmelighet(self, krav: Krav) -> str:
        """HS256, where the secret is the public key that everyone can fetch."""
        hode = _b64({"alg": "HS256", "kid": self.noekkel.kid})
        innhold = f"{hode}.{_b64(krav)}"
        merke = hmac.digest(self.noekkel.as_pem(private=False), innhold.encode(), "sha256")
        return f"{innhold}.{_base64(merke)}"

    def usignert(self, krav: Krav) -> str:
        return f"{_b64({'alg': 'none', 'typ': 'JWT'})}.{_b64(krav)}."

    def _svar(self, sti: str) -> Krav | None:
        if sti == "/.well-known/openid-configuration":
            return {
                "issuer": self.utsteder,
                "authorization_endpoint": f"{self.utsteder}/auth",
                "token_endpoint": f"{self.utsteder}/token",
                "jwks_uri": f"{self.utsteder}/jwks",
                "end_session_endpoint": f"{self.utsteder}/logout",
                "id_token_signing_alg_values_supported": ["RS256"],
                **self.metadata,
            }
        if sti == "/jwks":
            return {"keys": [self.noekkel.as_dict(private=False)]}
        if sti == "/userinfo":
            return self.userinfo
        if sti == "/token":
            token = self.id_token()
            return {"access_token": "x", "token_type": "Bearer", **({"id_token": token} if token else {})}
        return None

    def _behandler(self) -> type[BaseHTTPRequestHandler]:
        utsteder = self

        class Behandler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._svar()

            def do_POST(self) -> None:
                self._svar()

            def _svar(self) -> None:
                kropp = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                utsteder.mottatt.append((self.path, parse_qs(kropp)))
                time.sleep(utsteder.forsinkelse)
                utsteder.taler.wait(30)
                svar = utsteder._svar(self.path)
                self.send_response(utsteder.status if svar is not None else 404)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(svar or {}).encode())

            def log_message(self, *_: object) -> None:
                """Silent."""

        return Behandler


def _b64(verdi: Krav) -> str:
    return _base64(json.dumps(verdi).encode())


def _base64(innhold: bytes) -> str:
    return urlsafe_b64encode(innhold).rstrip(b"=").decode()


Token = Callable[[FalskUtsteder, str], "str | None"]
"""What the issuer makes of a nonce."""


def naa(sekunder: int) -> int:
    """The second that is so many seconds from now."""
    return int(time.time()) + sekunder


def signert(**krav: Any) -> Token:
    """A token with these claims, signed as it should be."""
    return lambda u, nonce: u.signert(u.krav(nonce, **krav))
