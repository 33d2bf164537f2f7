"""How every refusal looks: one status and one plain page or bit each, without a trace of the inside."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from app import driftslogg
from app.db import DATABASE_BORTE, UGYLDIG_VERDI, arbeid
from app.domain.logg import hendelse
from app.domain.skjema.blankett import UkjentFelt
from app.domain.unntak import ForMange, IkkeFunnet, Laast, Nedlagt, Nektet, Ugyldig
from app.noark import UgyldigOppsett
from app.pdf import KanIkkeLages, MotorMangler
from app.web.felles import visningslogg
from app.web.felles.rom import innlogget, logg_inn_foerst
from app.web.felles.vis import setning, vil_ha_bit, vis_bit

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
    409: (_l("Ikke lagret"), _l("Noe er endret imens. Last siden på nytt og prøv igjen.")),
    413: (_l("Det du sendte, er for stort"), _l("Kort ned teksten og prøv igjen.")),
    422: (_l("Noe må rettes"), _l("Gå tilbake, rett det og prøv igjen.")),
    429: (_l("For mange oppslag"), _l("Du har slått opp mange DUF-numre på kort tid. Vent litt og prøv igjen.")),
    500: (_l("Noe gikk galt hos oss"), _l("Prøv igjen om litt. Ta kontakt og oppgi referansen hvis det gjentar seg.")),
    503: (
        _l("Ikke lagret"),
        _l("Systemet svarer ikke akkurat nå. Vent litt og prøv igjen. Det du har skrevet, står fortsatt i feltet."),
    ),
}
NEKTET = frozenset({"Forbidden", "IkkeFunnet", "Nektet"})
"""The refusals that say: not yours. They are in the log, by whom."""
MED_REFERANSE = (403, 500, 503)
"""Where the user may have to ask somebody. Not 404: what is another's is the same, byte for byte, as what is not."""
LAAST = _l("Bosettingssamtalen er ferdigstilt"), _l("Ikke lagret. Svarene kan ikke endres lenger.")
NEDLAGT = _l("Mottaket er nedlagt"), _l("Det får ingen nye oppgaver. Registeret må flytte beboeren først.")
UTEN_ARKIV = _l("Arkivet er ikke satt opp riktig. Si fra til dem som drifter systemet.")
UTEN_PDF = _l("PDF kan ikke lages der dette er installert. Skriv ut siden i stedet.")
NY_INNLOGGING = (
    _l("Ikke lagret"),
    _l("Du har logget inn på nytt etter at siden ble åpnet. Gå tilbake, last siden på nytt og prøv igjen."),
)


def init_feil(app: Flask) -> None:
    """Register the answer to each way of failing, and let the operator read of it."""
    driftslogg.start()
    svarene: dict[type[Exception], Callable[[Any], ResponseReturnValue]] = {
        IkkeFunnet: lambda _f: feilside(404),
        Nektet: lambda _f: feilside(403),
        Laast: laast,
        Nedlagt: lambda _f: feilside(409, NEDLAGT[1], overskrift=NEDLAGT[0]),
        Ugyldig: lambda f: feilside(422, setning(f)),
        ForMange: _for_mange,
        UGYLDIG_VERDI: lambda _f: feilside(422),
        UkjentFelt: lambda _f: feilside(400),
        KanIkkeLages: _uten_dokument,
        UgyldigOppsett: lambda _f: feilside(503, UTEN_ARKIV, overskrift=gettext("Arkivpakken ble ikke laget")),
        CSRFError: _uten_merke,
        SecurityError: lambda _f: problem(400) if request.path.startswith("/api/") else ("", 400),
        HTTPException: _http,
        Exception: _uventet,
        **dict.fromkeys(DATABASE_BORTE, _database_borte),
    }
    for slag, svar in svarene.items():
        app.register_error_handler(slag, ogsaa_uten_database(svar))
    app.after_request(_noter_avslag)


def _noter_avslag(svar: Response) -> Response:
    """Every refusal, wherever it was made, is one line for the operator: the rule of the route, never the path."""
    if svar.status_code >= 400:
        driftslogg.skriv_linje(
            "avslag", nivaa=logging.WARNING if svar.status_code < 500 else logging.ERROR, status=svar.status_code,
            metode=request.method, adresse=str(request.url_rule or "ukjent"), aarsak=g.get("aarsak", "svar"),
        )  # fmt: skip
    if g.get("aarsak") in NEKTET and request.url_rule and current_user.is_authenticated:
        _noter_nektet(svar.status_code)
    return svar


def _noter_nektet(status: int) -> None:
    """The log is told as well; where it can't be, the refusal stands."""
    try:
        with arbeid(skriver=True):
            visningslogg.noter_nektet(innlogget(), status)
    except DATABASE_BORTE as feil:
        driftslogg.kall_feilet(feil, system="database")


def feilside(
    status: int, tekst: Any = None, referanse: str | None = None, *, overskrift: Any = None
) -> ResponseReturnValue:
    """The page, or for htmx the sentence alone, or for a machine the problem. Words of one's own replace the usual."""
    if request.path.startswith("/api/"):
        return problem(status, tekst, referanse)
    tittel, standard = TEKSTER.get(status, TEKSTER[400 if status < 500 else 500])
    overskrift = overskrift or tittel
    mal = "deler/feil.html" if vil_ha_bit() else "feil.html"
    g.to_svar, g.bare_bit, g.mal = True, vil_ha_bit(), "feil.html"
    if status in MED_REFERANSE:
        referanse = driftslogg.FORESPOERSEL.get()
    return make_response(
        render_template(mal, status=status, overskrift=overskrift, tekst=tekst or standard, referanse=referanse),
        status,
    )


def ogsaa_uten_database(svar: Callable[[Any], ResponseReturnValue]) -> Callable[[Any], ResponseReturnValue]:
    """A refusal asks for the user and the menus: where the database is away by then, that is what is said."""

    @wraps(svar)
    def svar_eller_503(feil: Exception) -> ResponseReturnValue:
        g.aarsak = driftslogg.kjede(feil)
        try:
            return svar(feil)
        except DATABASE_BORTE as borte:
            return _database_borte(borte)

    return svar_eller_503


def _uten_dokument(feil: KanIkkeLages) -> ResponseReturnValue:
    raad = gettext("Prøv igjen om litt. Alt som er registrert, er trygt, og siden kan skrives ut i mellomtiden.")
    tekst = UTEN_PDF if isinstance(feil, MotorMangler) else raad
    return feilside(503, tekst, overskrift=gettext("PDF-en ble ikke laget"))


def _http(feil: HTTPException) -> ResponseReturnValue:
    """In our words; with the header that belongs to it: what a 405 allows."""
    raadet = feil.get_response()
    if raadet.status_code < 400:
        return raadet
    svar = make_response(feilside(raadet.status_code))
    if "Allow" in raadet.headers:
        svar.headers["Allow"] = raadet.headers["Allow"]
    return svar


PROBLEMER = {
    400: "Forespørselen kunne ikke leses",
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


def problem(status: int, detalj: Any = None, referanse: str | None = None, *, slag: str = "") -> Response:
    """A refusal as a machine reads it (RFC 9457); `slag` is the stable name of one that it is to tell from others."""
    type_ = f"urn:imdinett-mottak:{slag}" if slag else "about:blank"
    innhold = {"type": type_, "title": PROBLEMER.get(status, PROBLEMER[400]), "status": status}
    if detalj or referanse:
        innhold["detail"] = str(detalj or f"Referanse {referanse}")
    svar = jsonify(innhold)
    svar.status_code, svar.mimetype = status, "application/problem+json"
    return svar


def laast(_feil: Laast) -> ResponseReturnValue:
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
    if request.endpoint == "samtale.lagre" and "felt" in request.args and vil_ha_bit():
        return vis_bit("samtale/_for_sent.html", overskrift=LAAST[0], tekst=LAAST[1], **stier), 409
    return feilside(409, LAAST[1], overskrift=LAAST[0])


def _for_mange(feil: ForMange) -> ResponseReturnValue:
    svar = make_response(feilside(429))
    svar.headers["Retry-After"] = str(int(feil.vindu.total_seconds()))
    return svar


def _uten_merke(_feil: CSRFError) -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return logg_inn_foerst()
    return feilside(403, NY_INNLOGGING[1], overskrift=NY_INNLOGGING[0])


def _database_borte(feil: Exception) -> ResponseReturnValue:
    driftslogg.kall_feilet(feil, system="database")
    svar = make_response(_uten_database(503))
    svar.headers["Retry-After"] = "5"
    return svar


def _uventet(feil: Exception) -> ResponseReturnValue:
    referanse = driftslogg.FORESPOERSEL.get()
    driftslogg.skriv_linje("uventet", feil=feil, nivaa=logging.ERROR, referanse=referanse)
    return make_response(_uten_database(500, referanse))


def _uten_database(status: int, referanse: str | None = None) -> ResponseReturnValue:
    """A failure page that asks the database nothing: it may be the one that failed."""
    g.uten_database = True
    g._login_user = AnonymousUserMixin()  # else Flask-Login's own context processor asks for the user anew
    return feilside(status, referanse=referanse)
