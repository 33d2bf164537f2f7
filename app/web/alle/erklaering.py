"""Erklaering: what everybody may know: what is stored and why (privacy), and how accessible the system is."""

from flask.typing import ResponseReturnValue

from app.web.felles.rom import Rom, aapen
from app.web.felles.vis import vis

rom = Rom("erklaering")


@rom.get("/personvern")
@aapen
def personvern() -> ResponseReturnValue:
    return vis("erklaering/personvern.html")


@rom.get("/tilgjengelighet")
@aapen
def tilgjengelighet() -> ResponseReturnValue:
    return vis("erklaering/tilgjengelighet.html")
