"""Talespråk: the choices of the fields that ask for a language people speak."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.domain.skjema import talespraak
from app.domain.tilgang.matrise import Rett
from app.web.felles.rom import Rom, krever
from app.web.felles.vis import vil_ha_bit, vis

rom = Rom("talespraak")


@rom.get("/talespraak")
@krever(Rett.ARBEIDSFLATE_SE)
def forslag() -> ResponseReturnValue:
    """What is offered while a language is typed; a plain browser needs none of it."""
    if not vil_ha_bit():
        return redirect(url_for("arbeidsflate.side"))
    return vis("talespraak/_forslag.html", spraakene=talespraak.forslag())
