"""What is shown: the list of rooms, and the headers that every answer carries."""

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, abort, g, request
from werkzeug.exceptions import Forbidden, SecurityError

from app.web.alle.helse import init_helse
from app.web.felles import feil
from app.web.felles.maalt import init_maalt
from app.web.felles.rom import LESENDE, Noekkelomformer, Nummeromformer, Rom, kontroller_ruter
from app.web.felles.vis import init_maler
from app.web.innlogging.innlogging import init_innlogging
from app.web.maskin.maskin import init_maskin

MODULER = """
    alle.arbeidsflate
    mottak.oppgaver mottak.beboere
    samtale.samtale samtale.tidligere samtale.naervaer samtale.vakt samtale.tolk samtale.samme samtale.flytting
    samtale.merknad samtale.ferdigstilling samtale.dokument
    imdi.fordelingsklare imdi.saksfil imdi.utsoeking imdi.retting imdi.bosettingssak imdi.mottaksoversikt
    imdi.ventetid imdi.kommuneoversikt imdi.dobbelt imdi.mottakene imdi.innsyn
    mottak.kompass mottak.mottak
    kommune.soekt_ut kommune.kommuner kommune.kontakt
    alle.varsler alle.talespraak
    imdi.skjerming
    alle.demopost brukere.brukere brukere.hendelser alle.hjelp alle.papir
    innlogging.innlogging innlogging.innlogginger innlogging.spraakvalg alle.aktivitet
    alle.erklaering alle.helse alle.utskrift
    maskin.api maskin.api_beboere maskin.api_samtaler
    alle.kompassdemo
"""
"""Where the rooms are, in the order that the menus show them."""
ROM: Sequence[Rom] = [import_module(f"{__name__}.{modul}").rom for modul in MODULER.split()]
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FLEST_FELT = 2000
"""In a form or an address; the fullest section of the questionnaire has some hundreds."""
HODER = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def init_web(app: Flask) -> None:
    """Plug the rooms in. Raises TypeError where a route declares no right."""
    app.url_map.converters["noekkel"] = Noekkelomformer
    app.url_map.converters["nummer"] = Nummeromformer
    init_innlogging(app)
    init_maler(app, ROM)
    feil.init_feil(app)
    for rom in ROM:
        app.register_blueprint(rom)
    init_maskin(app)
    init_helse(app)
    init_maalt(app)
    app.before_request(_egen_side)
    if app.extensions["mottak_config"].mangler:
        app.before_request(partial(abort, 503))
    app.after_request(_sett_hoder)
    kontroller_ruter(app)


def bare_tekst() -> None:
    """What is no text is refused before anything reads it: the parser would make text of it (N3). So are more fields
    than any page has: of an address or a body of that size, the parser would make tens of thousands. And before that,
    what was sent to a host that is not ours: no page can be drawn for it, not even one that says why.
    """
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception
    skjema = request.get_data() if request.mimetype == "application/x-www-form-urlencoded" else b""
    i_deler = request.get_data() if request.mimetype == "multipart/form-data" else b""
    if max(request.query_string.count(b"&"), skjema.count(b"&")) >= FLEST_FELT:
        abort(413)
    try:
        for sendt in (unquote_to_bytes(request.query_string), unquote_to_bytes(skjema), i_deler):
            sendt.decode()
    except UnicodeDecodeError:
        abort(422)
    if i_deler and (None in request.form or request.files):
        abort(400)  # a part without a name would be a field called None; no page of ours asks for a file


class FraFremmedSide(Forbidden):
    """Another site made the browser ask: that is not the user's doing, and is not in the log as it."""


def _egen_side() -> None:
    """A change asked for by another site is refused, whatever token it carries (F2).

    Our own Referrer-Policy makes a browser say «Origin: null» of a plain form.
    """
    avsender = request.headers.get("Sec-Fetch-Site", "same-origin")
    opphav = request.headers.get("Origin", "null").partition("//")[2]
    egen = avsender in ("same-origin", "none") and opphav in ("", request.host)
    if request.method not in LESENDE and not egen:
        raise FraFremmedSide


def _sett_hoder(svar: Response) -> Response:
    svar.headers.update(HODER)
    if request.is_secure:
        svar.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint == "static" and svar.status_code in (200, 206, 304):
        svar.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        svar.headers["Cache-Control"] = "no-store"
    if g.get("to_svar"):
        svar.vary.add("HX-Request")
    return svar
