"""What is shown: the list of rooms, and the headers that every answer carries."""

from urllib.parse import unquote_to_bytes

from flask import Flask, Response, abort, g, request

from app.web import (
    api,
    api_beboere,
    arbeidsflate,
    beboere,
    bosettingssak,
    brukere,
    demopost,
    feil,
    ferdigstilling,
    fordelingsklare,
    helse,
    hjelp,
    innlogging,
    innlogginger,
    kommunekontakt,
    kommuner,
    kompass,
    kompassdemo,
    merknad,
    mottak,
    mottaksoversikt,
    oppgaver,
    retting,
    samtale,
    skjerming,
    soekt_ut,
    utsoeking,
    varsler,
)
from app.web.maskin import init_maskin
from app.web.rom import LESENDE, Noekkelomformer, Nummeromformer, kontroller_ruter
from app.web.vis import init_maler

ROM = [
    modul.rom
    for modul in (
        arbeidsflate,
        oppgaver,
        beboere,
        samtale,
        merknad,
        ferdigstilling,
        fordelingsklare,
        utsoeking,
        retting,
        bosettingssak,
        mottaksoversikt,
        kompass,
        mottak,
        soekt_ut,
        kommuner,
        kommunekontakt,
        varsler,
        skjerming,
        demopost,
        hjelp,
        brukere,
        innlogging,
        innlogginger,
        helse,
        api,
        api_beboere,
        kompassdemo,
    )  # fmt: skip
]
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
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
    innlogging.init_innlogging(app)
    init_maler(app, ROM)
    feil.init_feil(app)
    for rom in ROM:
        app.register_blueprint(rom)
    init_maskin(app)
    app.before_request(_egen_side)
    app.after_request(_sett_hoder)
    kontroller_ruter(app)


def bare_tekst() -> None:
    """What is no text is refused before anything reads it: the parser would make text of it (N3)."""
    skjema = request.get_data() if request.mimetype == "application/x-www-form-urlencoded" else b""
    try:
        for sendt in (request.query_string, skjema):
            unquote_to_bytes(sendt).decode()
    except UnicodeDecodeError:
        abort(422)


def _egen_side() -> None:
    """A change asked for by another site is refused, whatever token it carries (F2).

    Our own Referrer-Policy makes a browser say «Origin: null» of a plain form.
    """
    avsender = request.headers.get("Sec-Fetch-Site", "same-origin")
    opphav = request.headers.get("Origin", "null").partition("//")[2]
    egen = avsender in ("same-origin", "none") and opphav in ("", request.host)
    if request.method not in LESENDE and not egen:
        abort(403)


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
