"""OIDC: whom we let prove who people are, be it Buypass, ID-porten or Ansattporten. All that differs is configuration.

Authlib does the protocol: discovery, PKCE, nonce, the ID token. What it leaves to the caller is done here, since it was
found missing: state that lives ten minutes and is used once, `iss` in the answer, `aud`, `acr`, short
client assertions, timeouts, and the issuer's own word that it is the issuer. Whatever does not add up is Avvist.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import OAuthError
from flask import current_app, session
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from app.db import arbeid
from app.domain.tid import naa
from app.domain.tilgang.innlogging import Utstederoekt
from app.domain.vern import engangsmerke
from app.domain.vern.fingeravtrykk import fingeravtrykk
from app.web.innlogging.aarsak import Aarsak, Avvist, UtstederBorte
from app.web.innlogging.oidcklient import Klient

PAABEGYNT_VARER = timedelta(minutes=10)
FLEST_PAABEGYNTE = 3
SLINGRING = 60
"""Seconds by which the issuer's clock may differ from ours."""
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_VARER = 300
LENGSTE_VERDI = 255
LENGSTE_NESTE = 300
_IKKE_TIL_AA_LESE = (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, RuntimeError, OverflowError)


@dataclass(frozen=True)
class Bekreftet:
    """Who it is, on the issuer's word; and where the person was going."""

    subjekt: str
    oekt: Utstederoekt
    neste: str | None
    paa_nytt: bool = False
    """The person was asked anew: the session begins anew too, though it be for the same one."""


def klient() -> Klient | None:
    """The app's client; None in demo mode."""
    return cast("Klient | None", current_app.extensions["oidc"])


def navn() -> str:
    """What people call the issuer; empty where we do not know."""
    vert = urlsplit(_klient().oppsett.issuer).hostname or ""
    kjente = {"idporten": "ID-porten", "ansattporten": "Ansattporten", "buypass": "Buypass"}
    return next((navn for del_, navn in kjente.items() if del_ in vert), "")


def begynn(neste: str, *, paa_nytt: bool) -> str:
    """The issuer's address to send the browser to; what must be recognised in the answer is left in its cookie.

    With `paa_nytt` the issuer must ask the person anew. Raises UtstederBorte.
    """
    ekstra = {"prompt": "login"} if paa_nytt else {}
    acr = _klient().oppsett.ask_acr or _klient().oppsett.acr
    try:
        ny = _klient().create_authorization_url(
            _retur(), state=_ny_state(), acr_values=" ".join(acr), ui_locales="nb nn en", **ekstra
        )  # fmt: skip
    except (requests.RequestException, *_IKKE_TIL_AA_LESE) as feil:
        raise UtstederBorte(type(feil).__name__) from feil
    paabegynte = sorted(session.get("oidc", {}).items(), key=lambda p: p[1]["tid"])[1 - FLEST_PAABEGYNTE :]
    denne = {
        "nonce": ny["nonce"], "verifier": ny["code_verifier"], "tid": int(naa().timestamp()),
        "neste": neste if len(neste.encode()) <= LENGSTE_NESTE else None, "paa_nytt": paa_nytt,
    }  # fmt: skip
    session["oidc"] = {**dict(paabegynte), ny["state"]: denne}
    return cast(str, ny["url"])


def fullfoer(svar: Mapping[str, str]) -> Bekreftet:
    """Who came back from the issuer with this answer. Raises Avvist and UtstederBorte; nothing is half done then."""
    paabegynt = _ta_paabegynt(svar.get("state", ""))
    try:
        _krev_avsender(svar, paabegynt["neste"])
        token = _hent_token(svar["code"], paabegynt["verifier"])
        krav = _les_id_token(token, paabegynt["nonce"])
        subjekt = _finn_subjekt(token, krav)
    except requests.RequestException as feil:
        raise UtstederBorte(type(feil).__name__) from feil
    except _IKKE_TIL_AA_LESE as feil:
        raise Avvist(Aarsak.UGYLDIG_TOKEN) from feil
    return Bekreftet(subjekt, _oekt(krav), paabegynt["neste"], paabegynt["paa_nytt"])


def les_utlogging(token: str) -> tuple[str | None, str | None]:
    """(sid, sub) of a back-channel logout token: one of them at least. Raises Avvist and UtstederBorte."""
    try:
        lest = _dekod(token)
        krav = lest.claims
        jwt.JWTClaimsRegistry(leeway=SLINGRING, **_avsender(), iat=_MAA, exp=_MAA, jti=_MAA).validate(krav)
    except requests.RequestException as feil:
        raise UtstederBorte(type(feil).__name__) from feil
    except _IKKE_TIL_AA_LESE as feil:
        raise Avvist(Aarsak.UGYLDIG_TOKEN) from feil
    sid, sub = krav.get("sid"), krav.get("sub")
    hendelser = krav.get("events")
    holder = (
        lest.header.get("typ", "").lower() in ("logout+jwt", "application/logout+jwt")
        and "nonce" not in krav
        and isinstance(hendelser, dict)
        and isinstance(hendelser.get(LOGOUT), dict)
        and all(verdi is None or isinstance(verdi, str) for verdi in (sid, sub))
        and bool(sid or sub)
        and abs(time.time() - krav["iat"]) < LOGOUT_VARER
    )
    if not holder or not _ta_merke("logout", krav["jti"], varer=timedelta(seconds=LOGOUT_VARER * 2)):
        raise Avvist(Aarsak.UGYLDIG_TOKEN)
    return sid, sub


def adresse_for_utlogging(tilbake: str) -> str | None:
    """Where the issuer ends its own session, and from where it sends the browser `tilbake`; None where it cannot."""
    try:
        ut = _klient().create_logout_url(tilbake, client_id=_klient().client_id, ui_locales="nb nn en")
    except (requests.RequestException, *_IKKE_TIL_AA_LESE):
        return None
    return cast(str, ut["url"])


def rammer() -> str:
    """The origins whose pages may frame the front-channel logout: the issuer's own."""
    try:
        metadata = _klient().load_server_metadata()
    except (requests.RequestException, *_IKKE_TIL_AA_LESE):
        metadata = {}
    steder = [_klient().oppsett.issuer, *(metadata.get(n) for n in ("authorization_endpoint", "end_session_endpoint"))]
    deler = [urlsplit(sted) for sted in steder if sted]
    return " ".join(dict.fromkeys(f"{del_.scheme}://{del_.netloc}" for del_ in deler))


_MAA: Any = {"essential": True}


def _klient() -> Klient:
    funnet = klient()
    if funnet is None:
        raise RuntimeError("no issuer is configured")
    return funnet


def _retur() -> str:
    """Our own address, from the configuration: never what a request says it is."""
    return f"{current_app.extensions['mottak_config'].base_url}/logg-inn/retur"


def _avsender() -> dict[str, Any]:
    return {
        "iss": {"essential": True, "value": _klient().oppsett.issuer},
        "aud": {"essential": True, "value": _klient().client_id},
    }


def _ta_paabegynt(state: str) -> dict[str, Any]:
    """What this browser was given when it left; once only, also where the cookie is sent again.

    Where the person was going is kept, for whoever comes back to the same address.
    """
    funnet = session.get("oidc", {}).get(state)
    if funnet is None:
        raise Avvist(Aarsak.FORELDET if _er_vaar(state) else Aarsak.UGYLDIG_SVAR)
    for_gammel = naa().timestamp() - funnet["tid"] > PAABEGYNT_VARER.total_seconds()
    if "nonce" not in funnet or for_gammel or not _ta_merke("state", state, varer=PAABEGYNT_VARER):
        raise Avvist(Aarsak.FORELDET, funnet["neste"])
    session["oidc"] = {**session["oidc"], state: {"tid": funnet["tid"], "neste": funnet["neste"]}}
    return cast(dict[str, Any], funnet)


def _ny_state() -> str:
    """Random, and with our mark: an answer that comes too late is told from one that somebody made up."""
    tilfeldig = secrets.token_urlsafe(16)
    return f"{tilfeldig}.{fingeravtrykk('state', tilfeldig)[:16]}"


def _er_vaar(state: str) -> bool:
    tilfeldig, _, merke = state.partition(".")
    return secrets.compare_digest(fingeravtrykk("state", tilfeldig)[:16].encode(), merke.encode())


def _ta_merke(slag: str, verdi: str, *, varer: timedelta) -> bool:
    """Whether nobody has used it before; kept at once, for the issuer may be asked next."""
    with arbeid(skriver=True):
        return engangsmerke.ta(slag, verdi, varer=varer)


def _krev_avsender(svar: Mapping[str, str], neste: str | None) -> None:
    """The answer comes from our issuer, and not from another that the person was lured to (RFC 9207)."""
    maa = _klient().load_server_metadata().get("authorization_response_iss_parameter_supported")
    if (maa or "iss" in svar) and svar.get("iss") != _klient().oppsett.issuer:
        raise Avvist(Aarsak.UGYLDIG_SVAR)
    if svar.get("error") in ("server_error", "temporarily_unavailable"):
        raise UtstederBorte(svar["error"])
    if "error" in svar:
        raise Avvist(Aarsak.AVBRUTT, neste)
    if not svar.get("code"):
        raise Avvist(Aarsak.UGYLDIG_SVAR)


def _hent_token(kode: str, verifier: str) -> dict[str, Any]:
    """For the code. Raises UtstederBorte also where it is we, not the person, whom the issuer refuses."""
    hent = partial(_klient().fetch_access_token, _retur(), code=kode, code_verifier=verifier)
    try:
        return cast(dict[str, Any], _klient().utsteder.spoer(hent))
    except OAuthError as feil:
        if feil.error == "invalid_grant":
            raise
        raise UtstederBorte(feil.error) from feil


def _les_id_token(token: dict[str, Any], nonce: str) -> dict[str, Any]:
    krav = _klient().parse_id_token(token, nonce=nonce, claims_options=_avsender(), leeway=SLINGRING)
    if krav is None:
        raise Avvist(Aarsak.UGYLDIG_TOKEN)
    if krav.get("acr") not in _klient().oppsett.acr:
        raise Avvist(Aarsak.FOR_LAVT_NIVAA)
    bevist = _bevist(krav)
    if bevist and naa() - bevist > current_app.extensions["mottak_config"].absolutt:
        raise Avvist(Aarsak.FOR_GAMMEL)
    return cast(dict[str, Any], krav)


def _oekt(krav: Mapping[str, Any]) -> Utstederoekt:
    sid = krav.get("sid")
    return Utstederoekt(krav["iss"], krav["sub"], sid if isinstance(sid, str) and sid else None, _bevist(krav))


def _bevist(krav: Mapping[str, Any]) -> datetime | None:
    """When the person proved who it is: an issuer that still knows the person does not ask again."""
    tid = krav.get("auth_time")
    return datetime.fromtimestamp(tid, UTC) if isinstance(tid, (int, float)) else None


def _finn_subjekt(token: dict[str, Any], krav: dict[str, Any]) -> str:
    """The claim that names the person: in the ID token, or at the issuer's userinfo for the same `sub`."""
    claim = _klient().oppsett.subject_claim
    if claim not in krav and "userinfo_endpoint" in _klient().load_server_metadata():
        mer = _klient().utsteder.spoer(partial(_klient().userinfo, token=token))
        krav = mer if mer.get("sub") == krav["sub"] else {}
    verdi = krav.get(claim)
    if not isinstance(verdi, str) or not 0 < len(verdi) <= LENGSTE_VERDI:
        raise Avvist(Aarsak.UTEN_SUBJEKT)
    return verdi


def _dekod(token: str) -> jwt.Token:
    """A signed token of the issuer; its keys are fetched anew, now and then, where it names one that we do not know."""
    kjente = _klient().load_server_metadata()["id_token_signing_alg_values_supported"]
    regler = JWSRegistry(algorithms=kjente, strict_check_header=False)
    try:
        return jwt.decode(token, KeySet.import_key_set(_klient().fetch_jwk_set()), registry=regler)
    except InvalidKeyIdError:
        return jwt.decode(token, KeySet.import_key_set(_klient().fetch_jwk_set(force=True)), registry=regler)
