"""Whether the process lives and is ready to work: for whoever watches it. No login, no data."""

from flask.typing import ResponseReturnValue

from app import db
from app.web.rom import Rom, aapen

rom = Rom("helse")
TEKST = {"Content-Type": "text/plain; charset=utf-8"}


@rom.get("/helse")
@aapen
def helse() -> ResponseReturnValue:
    return "ok", 200, TEKST


@rom.get("/klar")
@aapen
def klar() -> ResponseReturnValue:
    er_klar = db.klar()
    return ("klar", 200, TEKST) if er_klar else ("ikke klar", 503, TEKST)
