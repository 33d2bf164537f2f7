"""The interpreter: the panel that says whether it is there, and «Bruk samme tolk» from another member (F72)."""

from flask import make_response
from flask.typing import ResponseReturnValue

from app.domain.samtale.samtale import for_lagring, hent_samtale
from app.domain.samtale.svar import hent_svar
from app.domain.samtale.tolk import bruk_samme, forloep, samme_tolk
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import Laast
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.vis import vil_ha_bit, vis_bit
from app.web.samtale import PERSON
from app.web.samtale.skjemaside import deltaker, til_skjema

rom = Rom("tolk")


@rom.post(PERSON + "/tolk")
@krever(Rett.SAMTALE_REGISTRERE)
def bruk(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Where there is no interpreter to hand on, or it is said already, nothing is changed."""
    with for_lagring(innlogget(), samtale_id, beboer_id) as (beboer, samling):
        samtale = hent_samtale(innlogget(), samtale_id)
        deltaker(samtale, beboer_id)
        svarene = hent_svar([d.id for d in samtale.deltakere])
        if tolk := samme_tolk(samtale.deltakere, svarene, beboer_id):
            bruk_samme(innlogget(), beboer, samling, tolk)
    if vil_ha_bit():
        return make_response("", 204, {"HX-Refresh": "true"})
    return til_skjema(samtale_id, beboer_id, "f-tolk_brukt")


@rom.get(PERSON + "/tolk")
@krever(Rett.SAMTALE_REGISTRERE)
def panel(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """The panel anew, when the answer about the interpreter is stored."""
    samtale = hent_samtale(innlogget(), samtale_id)
    beboer = deltaker(samtale, beboer_id)
    if not vil_ha_bit():
        return til_skjema(samtale_id, beboer_id, "f-tolk_brukt")
    if samtale.laast:
        raise Laast
    tolken = forloep(beboer.id, hent_svar([beboer.id])[beboer.id])
    return vis_bit("samtale/_tolkepanel.html", samtale=samtale, beboer=beboer, forloep=tolken)
