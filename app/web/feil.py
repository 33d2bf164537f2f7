"""How every refusal looks: one status and one plain page or bit each, without a trace of the inside."""

import logging
import secrets
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from app.db import DATABASE_BORTE, arbeid
from app.domain import hendelse
from app.domain.unntak import IkkeFunnet, Laast, Nektet, Ugyldig
from app.web.rom import logg_inn_foerst
from app.web.vis import setning, vil_ha_bit

logg = logging.getLogger("mottak")

TEKSTER = {
    400: (_l("Forespørselen kunne ikke leses"), _l("Gå tilbake og prøv igjen.")),
    403: (
        _l("Du har ikke tilgang til dette"),
        _l("Kontakt mottaksadministratoren ved ditt mottak hvis du trenger tilgang."),
    ),
    404: (
        _l("Siden finnes ikke"),
        _l(
            "Den kan være flyttet, eller du har fulgt en lenke som ikke gjelder deg. Er en beboer flyttet til et annet "
            "mottak, er alt som ble lagret, med dit."
        ),
    ),
    405: (_l("Det går ikke an her"), _l("Gå tilbake og prøv igjen.")),
    409: (_l("Bosettingssamtalen er ferdigstilt"), _l("Ikke lagret. Svarene kan ikke endres lenger.")),
    413: (_l("Det du sendte, er for stort"), _l("Kort ned teksten og prøv igjen.")),
    422: (_l("Noe må rettes"), _l("Gå tilbake, rett det og prøv igjen.")),
    500: (_l("Noe gikk galt hos oss"), _l("Prøv igjen om litt. Ta kontakt og oppgi referansen hvis det gjentar seg.")),
    503: (
        _l("Ikke lagret"),
        _l("Systemet svarer ikke akkurat nå. Vent litt og prøv igjen. Det du har skrevet, står fortsatt i feltet."),
    ),
}


def init_feil(app: Flask) -> None:
    """Register the answer to each way of failing."""
    app.register_error_handler(IkkeFunnet, lambda _f: feilside(404))
    app.register_error_handler(Nektet, lambda _f: feilside(403))
    app.register_error_handler(Laast, _laast)
    app.register_error_handler(Ugyldig, lambda f: feilside(422, setning(f)))
    for borte in DATABASE_BORTE:
        app.register_error_handler(borte, _database_borte)
    app.register_error_handler(CSRFError, _uten_merke)
    app.register_error_handler(SecurityError, lambda _f: ("", 400))
    app.register_error_handler(
        HTTPException, lambda f: f.get_response() if (f.code or 500) < 400 else feilside(f.code or 500)
    )
    app.register_error_handler(Exception, _uventet)


def feilside(status: int, tekst: Any = None, referanse: str | None = None) -> ResponseReturnValue:
    """The page, or for htmx the sentence alone, or for a machine the problem."""
    if request.path.startswith("/api/"):
        return problem(status, tekst, referanse)
    overskrift, standard = TEKSTER.get(status, TEKSTER[400 if status < 500 else 500])
    mal = "_feil.html" if vil_ha_bit() else "feil.html"
    g.to_svar, g.bare_bit = True, vil_ha_bit()
    return make_response(
        render_template(mal, status=status, overskrift=overskrift, tekst=tekst or standard, referanse=referanse),
        status,
    )


PROBLEMER = {
    400: "Kroppen er ikke gyldig JSON",
    401: "Tokenet mangler eller er ugyldig",
    403: "Tokenet gir ikke tilgang til dette",
    404: "Finnes ikke",
    405: "Metoden støttes ikke",
    413: "Kroppen er for stor",
    415: "Kroppen skal være application/json",
    422: "Innholdet kan ikke brukes",
    429: "For mange forsøk",
    500: "Noe gikk galt",
    503: "Utilgjengelig akkurat nå",
}


def problem(status: int, detalj: Any = None, referanse: str | None = None) -> Response:
    """A refusal as a machine reads it (RFC 9457)."""
    innhold = {"type": "about:blank", "title": PROBLEMER.get(status, PROBLEMER[400]), "status": status}
    if detalj or referanse:
        innhold["detail"] = str(detalj or f"Referanse {referanse}")
    svar = jsonify(innhold)
    svar.status_code, svar.mimetype = status, "application/problem+json"
    return svar


def _laast(_feil: Laast) -> ResponseReturnValue:
    """A change to a completed interview is refused, and the attempt is logged."""
    stier = request.view_args or {}
    if request.method == "POST" and current_user.is_authenticated:
        with arbeid(skriver=True):
            hendelse.noter(
                hendelse.Handling.SVAR_AVVIST_LAAST,
                current_user,
                samtale_id=stier.get("samtale_id"),
                beboer_id=stier.get("beboer_id"),
            )
    return feilside(409)


def _uten_merke(_feil: CSRFError) -> ResponseReturnValue:
    return feilside(403) if current_user.is_authenticated else logg_inn_foerst()


def _database_borte(feil: Exception) -> ResponseReturnValue:
    logg.error("database away: %s", type(feil).__name__)
    svar = make_response(_uten_database(503))
    svar.headers["Retry-After"] = "5"
    return svar


def _uventet(feil: Exception) -> ResponseReturnValue:
    referanse = secrets.token_hex(4)
    logg.error("unexpected %s, reference %s", type(feil).__name__, referanse, exc_info=feil)
    return make_response(_uten_database(500, referanse))


def _uten_database(status: int, referanse: str | None = None) -> ResponseReturnValue:
    """A failure page that asks the database nothing: it may be the one that failed."""
    g.uten_database = True
    return feilside(status, referanse=referanse)
