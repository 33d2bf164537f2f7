"""Brukerhendelser: what happened to the users of a place, for whoever administers them."""

from flask import request
from flask.typing import ResponseReturnValue

from app.domain.logg import aktivitet
from app.domain.tilgang.matrise import Rett
from app.web.brukere.brukere import sted_i_adressen
from app.web.felles.rom import Rom, krever
from app.web.felles.soek import sidetall
from app.web.felles.vis import vis

rom = Rom("brukerhendelser")


@rom.get("/brukere/hendelser")
@krever(Rett.BRUKER_ADMINISTRERE)
def liste() -> ResponseReturnValue:
    sted = sted_i_adressen()
    side = aktivitet.ved(sted.brukere, request.args.get("side", 1, type=sidetall))
    return vis("brukere/hendelser.html", sted=sted, side=side)
