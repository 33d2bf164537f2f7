"""Hjelp: how the system is used, and whom to ask (S22, S23)."""

from flask.typing import ResponseReturnValue

from app.domain.tilgang.matrise import Rett
from app.web.felles.rom import Rom, krever
from app.web.felles.vis import vis

rom = Rom("hjelp")


@rom.get("/hjelp", meny="Hjelp")
@krever(Rett.ARBEIDSFLATE_SE)
def side() -> ResponseReturnValue:
    return vis("hjelp/side.html")
