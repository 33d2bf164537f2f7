"""Machine routes: @maskin("scope") in place of @krever or @aapen, JSON bodies declared once, and their OpenAPI.

No session and no CSRF token: the bearer token alone decides. A route's view is described where it stands; the whole
description is put together from them by `openapi`.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

from authlib.oauth2 import OAuth2Error
from flask import Flask, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from app.domain.unntak import Ugyldig
from app.web.felles.feil import problem
from app.web.felles.rom import Krav, View, krav_til, merk
from app.web.maskin.maskintoken import ForSnevert, UtstederBorte, init_token, kontroller_token

Skjema = Mapping[str, Any]
_NOEKKEL = re.compile("<noekkel:([a-z_]+)>")
_FEIL = {
    "description": "Avvist",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
LESESVAR = {"304": {"description": "Uendret siden svaret med denne ETag-en"}, "404": _FEIL}
FELLES_SVAR = {str(kode): _FEIL for kode in (400, 401, 403, 413, 415, 422, 429, 503)}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}  # fmt: skip


def maskin(
    scope: str,
    *,
    sammendrag: str,
    svar: Skjema,
    kropp: Skjema | None = None,
    parametre: Sequence[Skjema] = (),
    i_deler: bool = False,
    ogsaa: Mapping[str, str] | None = None,
) -> Callable[[View], View]:
    """The view answers a machine whose bearer token holds this scope; what it takes and gives goes into OpenAPI.

    One without a body reads: its very reading is logged, and its answer has an ETag. `ogsaa` are scopes that let in to
    more, and to what.
    """

    def maskinens(view: View) -> View:
        operasjon = _operasjon(view.__name__, scope, sammendrag, svar, ogsaa or {})
        if kropp is None:
            operasjon |= {"parameters": list(parametre)}
            operasjon["responses"] = LESESVAR | operasjon["responses"]
        else:
            operasjon |= {"requestBody": {"required": True, "content": {"application/json": {"schema": kropp}}}}
        krav = Krav(
            scope=scope, flere_omfang=ogsaa or {}, passiv=True, i_deler=i_deler, leselogget=kropp is None,
            operasjon=operasjon, foer=partial(kontroller_token, scope),
        )  # fmt: skip
        return merk(krav)(view)

    return maskinens


def med_etag(innhold: Any) -> Response:
    """The answer to a reader, with the ETag of what it says; 304 to whoever has it already."""
    svar = jsonify(innhold)
    svar.add_etag()
    return cast(Response, svar.make_conditional(request))


def tekstkropp(**lengder: int) -> Skjema:
    """The schema of an object of strings, by their greatest length; a name that ends in _ is optional, and loses it."""
    navn = {n.rstrip("_"): lengde for n, lengde in lengder.items()}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [n for n in lengder if not n.endswith("_")],
        "properties": {n: {"type": "string", "minLength": 1, "maxLength": lengde} for n, lengde in navn.items()},
    }


def les_kropp() -> Any:
    """The request's JSON. Raises UnsupportedMediaType, BadRequest."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    try:
        return json.loads(request.get_data().decode("utf-8"), object_pairs_hook=_uten_dobbelt, parse_constant=_nekt)
    except (ValueError, RecursionError) as feil:
        raise BadRequest from feil


def les_tekster(skjema: Skjema) -> dict[str, str]:
    """The request's body, by a schema that `tekstkropp` made. Raises Ugyldig, and as les_kropp."""
    kropp = les_kropp()
    felter = skjema["properties"]
    if not isinstance(kropp, dict) or not set(skjema["required"]) <= kropp.keys() <= felter.keys():
        raise Ugyldig("Feltene skal være: %(felter)s.", felter=", ".join(felter))
    for navn, verdi in kropp.items():
        if not isinstance(verdi, str) or not 1 <= len(verdi) <= felter[navn]["maxLength"]:
            raise Ugyldig("Feltet %(felt)s er ugyldig.", felt=navn)
    return {navn: _lagringsbar(verdi) for navn, verdi in kropp.items()}


def openapi() -> dict[str, Any]:
    """OpenAPI 3.1 of every machine route of the app."""
    stier: dict[str, dict[str, Skjema]] = {}
    for regel in current_app.url_map.iter_rules():
        krav = krav_til(current_app.view_functions[regel.endpoint])
        for metode in (regel.methods or set()) - {"HEAD", "OPTIONS"}:
            if krav and krav.operasjon:
                stier.setdefault(_NOEKKEL.sub(r"{\1}", regel.rule), {})[metode.lower()] = krav.operasjon
    return {
        "openapi": "3.1.0",
        "info": {"title": "IMDinett Mottak", "version": "1"},
        "servers": [{"url": "/"}],
        "paths": dict(sorted(stier.items())),
        "components": {
            "schemas": {"Problem": PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def init_maskin(app: Flask) -> None:
    """Take the tokens into use, and exempt the machine routes from what only a browser's session needs."""
    init_token(app)
    app.register_error_handler(OAuth2Error, _uten_token)
    app.register_error_handler(ForSnevert, _for_snevert)
    app.register_error_handler(UtstederBorte, lambda _f: problem(503))
    for view in app.view_functions.values():
        if (krav := krav_til(view)) and krav.operasjon:
            app.extensions["csrf"].exempt(view)


def _operasjon(navn: str, scope: str, sammendrag: str, svar: Skjema, ogsaa: Mapping[str, str]) -> dict[str, Any]:
    utfoert = {"description": "Utført", "content": {"application/json": {"schema": svar}}}
    mer = "".join(f" Med {omfang} også: {hva}." for omfang, hva in ogsaa.items())
    return {
        "operationId": navn,
        "summary": sammendrag,
        "description": f"Krever et token med omfanget {scope}.{mer}",
        "security": [{"token": [scope]}],
        "responses": {"200": utfoert} | FELLES_SVAR,
    }


def _lagringsbar(tekst: str) -> str:
    """The text with NUL and lone surrogates, which no database takes, replaced: it then fits nothing (N3)."""
    return tekst.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _uten_dobbelt(par: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that names a field twice means nothing certain. Raises ValueError."""
    if len({navn for navn, _ in par}) < len(par):
        raise ValueError("duplicate key")
    return dict(par)


def _nekt(_tekst: str) -> None:
    """NaN and Infinity are not JSON. Raises ValueError."""
    raise ValueError("not JSON")


def _uten_token(feil: OAuth2Error) -> ResponseReturnValue:
    svar = problem(401)
    svar.headers["WWW-Authenticate"] = f'Bearer realm="IMDinett Mottak", error="{feil.error}"'
    return svar


def _for_snevert(feil: ForSnevert) -> ResponseReturnValue:
    svar = problem(403, f"Tokenet mangler omfanget {feil.scope}.", slag="mangler-omfang")
    svar.headers["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{feil.scope}"'
    return svar
