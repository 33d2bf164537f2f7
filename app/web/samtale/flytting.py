"""A text that looks sensitive moves to the internal remark: by one press, the whole of it or what is marked (F74)."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale.flytting import flytt_tekst
from app.domain.samtale.samtale import for_lagring
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import IkkeFunnet
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.sendt import heltall
from app.web.felles.vis import vil_ha_bit
from app.web.samtale import PERSON
from app.web.samtale.innsending import lagre_seksjon

rom = Rom("flytting")


@rom.post(PERSON + "/flytting")
@krever(Rett.SAMTALE_REGISTRERE)
def flytt(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Move the text of the field that ?felt= names. A plain form has first saved what else its section holds."""
    sti = request.args.get("felt", "")
    sted = KARTLEGGING.finn(sti)
    if sted is None or not sted.felt.flyttes_til:
        raise IkkeFunnet
    with for_lagring(innlogget(), samtale_id, beboer_id) as (beboer, samling):
        if vil_ha_bit():
            versjon = heltall(request.form.get(f"v.{sti}", ""))
        else:
            seksjon = next(s for s in KARTLEGGING.seksjoner if s.navn == KARTLEGGING.seksjonen(sti))
            lagre_seksjon(beboer, samling, seksjon)
            versjon = samling[sti].versjon if sti in samling else 0
        flytt_tekst(innlogget(), beboer, samling, sti, versjon, request.form.get("merket", ""))
    til = url_for("samtale.side", samtale_id=samtale_id, beboer_id=beboer_id, _anchor=f"f-{sted.felt.flyttes_til}")
    return redirect(til, 303)
