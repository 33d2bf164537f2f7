"""Oppgaveliste: those who are to have the interview, one row per household or single person (S33, S34, S44 to S47)."""

from flask import request
from flask.typing import ResponseReturnValue

from app.domain.samtale.oppgave import hent_oppgave, oppgaver
from app.domain.tilgang.matrise import Rett
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.vis import vis

rom = Rom("oppgaver")


@rom.get("/mottak/oppgaver", undermeny="Oppgaveliste")
@krever(Rett.OPPGAVE_SE)
def liste() -> ResponseReturnValue:
    aapne = request.args.get("detaljer") == "alle"
    return vis("oppgaver/liste.html", oppgaver=oppgaver(innlogget()), aapne=aapne)


@rom.get("/mottak/oppgaver/<noekkel:samtale_id>/detaljer")
@krever(Rett.OPPGAVE_SE)
def detaljer(samtale_id: str) -> ResponseReturnValue:
    oppgave = hent_oppgave(innlogget(), samtale_id)
    return vis("oppgaver/detaljer.html", "oppgaver/_detaljer.html", oppgave=oppgave)
