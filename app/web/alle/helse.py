"""Whether the process lives and is ready to work: for whoever watches it. No login, no data."""

import hmac
from collections.abc import Iterable
from typing import Any

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue

from app import db, maaling
from app.config import VERSJON
from app.domain.varsel import epost, gjenoppretting
from app.web.felles.rom import Rom, aapen

rom = Rom("helse")
TEKST = {"Content-Type": "text/plain; charset=utf-8"}
UANSETT_VERT = ("/helse", "/klar")
"""Asked for by address, by those who watch this very process."""
ADVARSLER = {
    "disk_full": "databasen får ikke skrevet, disken er full; det som er lagret, kan leses",
    "epost_venter": "e-post har ventet i mer enn 15 minutter",
    "epost_holdes": "e-post holdes tilbake etter en gjenoppretting, til «epost slipp»",
}


@rom.get("/helse")
@aapen
def helse() -> ResponseReturnValue:
    return "ok", 200, TEKST


@rom.get("/klar")
@aapen
def klar() -> ResponseReturnValue:
    """Ready; with a line for what has come to a stop while other work goes on, which is no failure (L5, M8)."""
    if not db.klar():
        return "ikke klar", 503, TEKST
    advarsler = [f"advarsel: {ADVARSLER[navn]}" for navn, er_slik in _tilstand().items() if er_slik]
    return "\n".join(["klar", *advarsler]), 200, TEKST


@rom.get("/metrics")
@aapen
def metrics() -> ResponseReturnValue:
    """The same for Prometheus, to whoever holds the token; where there is none, there is no such page."""
    token = current_app.extensions["mottak_config"].metrics_token
    if not token:
        abort(404)
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        return "", 401, {"WWW-Authenticate": "Bearer"}
    er_klar = db.klar()
    basseng = db.db.engine.pool
    maalt: dict[str, float] = {"klar": er_klar, "tilkoblinger_i_bruk": getattr(basseng, "checkedout", int)()}
    if er_klar:
        maalt |= {**_tilstand(), "epost_eldste_sekunder": epost.eldste_ventende().total_seconds()}
    linjer = f'mottak_info{{versjon="{VERSJON}"}} 1\n{maaling.tekst(maalt)}'
    return linjer, 200, {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}


def init_helse(app: Flask) -> None:
    """Let those who watch ask by any host name: they are given ours before anything looks at theirs."""
    vert, innenfor = (app.config["TRUSTED_HOSTS"] or ["localhost"])[0], app.wsgi_app

    def doer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in UANSETT_VERT:
            environ["HTTP_HOST"] = vert
        return innenfor(environ, start_response)

    app.wsgi_app = doer  # type: ignore[method-assign]


def _tilstand() -> dict[str, bool]:
    return {
        "disk_full": current_app.extensions["diskplass"].full,
        "epost_venter": epost.staar_fast(),
        "epost_holdes": bool(gjenoppretting.holdt_siden()),
    }
