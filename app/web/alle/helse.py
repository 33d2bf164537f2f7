"""Whether the process lives and is ready to work: for whoever watches it. No login, no data."""

from flask.typing import ResponseReturnValue

from app import db
from app.domain.varsel import epost
from app.web.felles.rom import Rom, aapen

rom = Rom("helse")
TEKST = {"Content-Type": "text/plain; charset=utf-8"}


@rom.get("/helse")
@aapen
def helse() -> ResponseReturnValue:
    return "ok", 200, TEKST


@rom.get("/klar")
@aapen
def klar() -> ResponseReturnValue:
    """Ready, and whether e-mail has come to a stop (M8): work goes on without it, so that is no failure."""
    if not db.klar():
        return "ikke klar", 503, TEKST
    return "klar\nadvarsel: e-post har ventet i mer enn 15 minutter" if epost.staar_fast() else "klar", 200, TEKST
