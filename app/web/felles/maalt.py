"""Every request has an id, which stands on each line of the log that it brings about, and is counted when answered."""

import secrets
import time
from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, g, request

from app import driftslogg, maaling

UTFALL = {200: "lagret", 409: "konflikt", 422: "avvist", 503: "ikke_lagret", 500: "ikke_lagret"}
SVAR = "/samtaler/<noekkel:samtale_id>/beboere/<noekkel:beboer_id>/svar"
"""The rule of the autosave."""


def init_maalt(app: Flask) -> None:
    innenfor = app.wsgi_app

    def doer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        merke = driftslogg.FORESPOERSEL.set(secrets.token_hex(4))
        try:
            return innenfor(environ, start_response)
        finally:
            driftslogg.FORESPOERSEL.reset(merke)

    app.wsgi_app = doer  # type: ignore[method-assign]
    app.before_request(_begynn)
    app.after_request(_tell)


def _begynn() -> None:
    g.begynt = time.perf_counter()


def _tell(svar: Response) -> Response:
    metode = request.method if request.method in ("GET", "HEAD", "POST", "PUT") else "annen"
    maaling.tell("mottak_forespoersler_total", metode=metode, status=f"{svar.status_code // 100}xx")
    maaling.tell("mottak_forespoersel_sekunder_sum", time.perf_counter() - g.get("begynt", time.perf_counter()))
    if request.method == "POST" and str(request.url_rule) == SVAR:
        maaling.tell("mottak_lagringer_total", utfall=UTFALL.get(svar.status_code, "annet"))
    return svar
