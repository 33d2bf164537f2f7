"""Utskrift: a page that shows residents was put on paper, says the browser, and the log has a row of it (F24).

Without JavaScript nobody tells us; that the page was shown, the log knows all the same.
"""

from flask import current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.tilgang.matrise import Rett
from app.web.felles.rom import Rom, innlogget, krav_til, krever
from app.web.felles.visningslogg import om_ruten

rom = Rom("utskrift")


@rom.post("/utskrift")
@krever(Rett.ARBEIDSFLATE_SE, passiv=True)
def skrevet_ut() -> ResponseReturnValue:
    """The page's address is of ours, or nothing is noted: it is a rule and random ids that the log keeps."""
    try:
        endepunkt, stier = current_app.url_map.bind("").match(request.form.get("side", ""), "GET")
    except HTTPException:
        return "", 204
    krav = krav_til(current_app.view_functions[endepunkt])
    if krav and (krav.viser or krav.leselogget):
        hendelse.noter(Handling.SKREVET_UT, innlogget(), **om_ruten(endepunkt, stier))
    return "", 204
