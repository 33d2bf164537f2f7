"""Kommuner: search among kommuner and bydeler (S86, S87), and the choices behind the form's kommune field."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain import kommune
from app.domain.felttyper import ren_tekst
from app.domain.tilgang import Rett
from app.web.rom import Rom, krever
from app.web.vis import vil_ha_bit, vis

rom = Rom("kommuner")


@rom.get("/kommuner", meny="Kommuner")
@krever(Rett.KOMMUNE_SE)
def liste() -> ResponseReturnValue:
    tekst = ren_tekst([request.args.get("q", "")], 100)
    return vis("kommuner/liste.html", q=tekst, treff=kommune.soek(tekst))


@rom.get("/kommuner/forslag")
@krever(Rett.KOMMUNE_SE)
def forslag() -> ResponseReturnValue:
    """The choices of the form's kommune field; a plain browser is sent to the search instead."""
    if not vil_ha_bit():
        return redirect(url_for("kommuner.liste"))
    return vis("kommuner/_forslag.html", kommuner=kommune.alle())
