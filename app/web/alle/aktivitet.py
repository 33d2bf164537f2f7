"""«Det du har gjort»: what the log has of the user, for the user."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.domain.logg import aktivitet
from app.domain.logg.aktivitet import Gjort
from app.domain.tilgang.matrise import Rett
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.soek import sidetall
from app.web.felles.vis import vis

rom = Rom("aktivitet")


@rom.get("/aktivitet")
@krever(Rett.ARBEIDSFLATE_SE)
def side() -> ResponseReturnValue:
    siden = aktivitet.egen(innlogget(), request.args.get("side", 1, type=sidetall))
    return vis("innlogging/aktivitet.html", side=siden, rader=[(gjort, _lenke(gjort)) for gjort in siden.rader])


def _lenke(gjort: Gjort) -> str | None:
    """To the form that was open; whether the user still may see it, is asked there."""
    if gjort.side != "samtale.side":
        return None
    return url_for("samtale.side", samtale_id=gjort.samtale_id, beboer_id=gjort.beboer_id)
