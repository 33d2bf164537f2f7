"""What is shown: the list of rooms, and the headers that every answer carries."""

from flask import Flask, Response, abort, g, request

from app.web import (
    api,
    api_beboere,
    arbeidsflate,
    beboere,
    brukere,
    feil,
    ferdigstilling,
    helse,
    hjelp,
    innlogging,
    innlogginger,
    kommuner,
    kompass,
    kompassdemo,
    mottak,
    oppgaver,
    samtale,
    skjerming,
    varsler,
)
from app.web.maskin import init_maskin
from app.web.rom import LESENDE, Noekkelomformer, kontroller_ruter
from app.web.vis import init_maler

ROM = [
    modul.rom
    for modul in (
        arbeidsflate,
        oppgaver,
        beboere,
        samtale,
        ferdigstilling,
        kompass,
        mottak,
        kommuner,
        varsler,
        skjerming,
        api_beboere,
        hjelp,
        brukere,
        innlogging,
        innlogginger,
        helse,
        api,
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
    innlogging.init_innlogging(app)
    init_maler(app, ROM)
    feil.init_feil(app)
    for rom in ROM:
        app.register_blueprint(rom)
    init_maskin(app)
    app.before_request(_egen_side)
    app.after_request(_sett_hoder)
    kontroller_ruter(app)


def _egen_side() -> None:
    """A change asked for by another site is refused, whatever token it carries (F2)."""
    fremmed = request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
    if request.method not in LESENDE and fremmed:
        abort(403)


def _sett_hoder(svar: Response) -> Response:
    svar.headers.update(HODER)
    if request.is_secure:
        svar.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint == "static" and svar.status_code == 200:
        svar.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        svar.headers["Cache-Control"] = "no-store"
    if g.get("to_svar"):
        svar.vary.add("HX-Request")
    return svar
