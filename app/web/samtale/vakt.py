"""«Notat til neste vakt»: left beside an open interview, and taken away (F73)."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.samtale import vakt
from app.domain.samtale.samtale import laas_for_lagring
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import Ugyldig
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.vis import setning, vis
from app.web.samtale import PERSON

rom = Rom("vakt")


@rom.post(PERSON + "/notater")
@krever(Rett.SAMTALE_REGISTRERE)
def legg_igjen(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Leave what was written; where it cannot be stored, it comes back to be mended."""
    beboer = laas_for_lagring(innlogget(), samtale_id, beboer_id)
    try:
        vakt.legg_igjen(innlogget(), beboer, request.form.getlist("notat"))
    except Ugyldig as feil:
        adresse = {"samtale_id": samtale_id, "beboer_id": beboer_id}
        return vis("vakt/side.html", **adresse, notat=request.form.get("notat", ""), melding=setning(feil)), 422
    return _til_skjemaet(samtale_id, beboer_id)


@rom.post(PERSON + "/notater/<noekkel:notat_id>/sletting")
@krever(Rett.SAMTALE_REGISTRERE)
def fjern(samtale_id: str, beboer_id: str, notat_id: str) -> ResponseReturnValue:
    vakt.fjern_notat(laas_for_lagring(innlogget(), samtale_id, beboer_id), notat_id)
    return _til_skjemaet(samtale_id, beboer_id)


def _til_skjemaet(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    return redirect(url_for("samtale.side", samtale_id=samtale_id, beboer_id=beboer_id), 303)
