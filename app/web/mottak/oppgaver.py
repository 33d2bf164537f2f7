"""Oppgaveliste: those who are to have the interview, one row per household or single person (S33, S34, S44 to S47)."""

from flask import request
from flask.typing import ResponseReturnValue

from app.domain.beboer.navnesoek import lignende
from app.domain.samtale.oppgave import hent_oppgave, oppgaver
from app.domain.tilgang.matrise import Rett
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.soek import aapne_rader, aapne_soek, soek_videre, uforstaatt
from app.web.felles.vis import vis

rom = Rom("oppgaver")


@rom.get("/mottak/oppgaver", undermeny="Oppgaveliste")
@krever(Rett.OPPGAVE_SE)
def liste() -> ResponseReturnValue:
    soek = request.args.get("soek", "")
    tekst = aapne_soek(soek)
    return vis(
        "oppgaver/liste.html",
        oppgaver=[(o, lignende(tekst, *(m.navn for m in o.medlemmer))) for o in oppgaver(innlogget(), tekst=tekst)],
        soek=soek if tekst else "",
        soeketekst=tekst,
        uforstaatt=uforstaatt(tekst),
        **aapne_rader(),
    )


@rom.post("/mottak/oppgaver/soek")
@krever(Rett.OPPGAVE_SE)
def soek() -> ResponseReturnValue:
    return soek_videre("oppgaver.liste")


@rom.get("/mottak/oppgaver/<noekkel:samtale_id>/detaljer")
@krever(Rett.OPPGAVE_SE)
def detaljer(samtale_id: str) -> ResponseReturnValue:
    oppgave = hent_oppgave(innlogget(), samtale_id)
    return vis("oppgaver/detaljer.html", "oppgaver/_detaljer.html", oppgave=oppgave)
