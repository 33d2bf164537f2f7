"""Bosettingssak: IMDi finds a resident by DUF-nummer, opens a case, and says who is ready for the interview."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.beboer import duf, oppslag
from app.domain.beboer.modell import Beboer
from app.domain.bosetting import dobbelt, utsoeking
from app.domain.bosetting.utsoeking import FeilTilstand
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import IkkeFunnet, Ugyldig
from app.web.felles.feil import feilside
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.soek import ingen_treff
from app.web.felles.vis import setning, vis

rom = Rom("bosettingssak")


@rom.errorhandler(FeilTilstand)
def _feil_tilstand(_feil: FeilTilstand) -> ResponseReturnValue:
    tekst = gettext("En kollega har registrert noe imens. Søk opp personen på nytt.")
    return feilside(409, tekst, overskrift=gettext("Saken er endret"))


@rom.get("/fordelingsklare/bosettingssak")
@krever(Rett.BOSETTING_REGISTRERE)
def side() -> ResponseReturnValue:
    return _vis()


@rom.post("/fordelingsklare/bosettingssak")
@krever(Rett.BOSETTING_REGISTRERE)
def soek() -> ResponseReturnValue:
    """The resident himself on the page: a POST, so that the number is in no address."""
    nummer = request.form.get("duf_nummer", "")[:40]
    try:
        lest = duf.les_duf(nummer)
        oppslag.soek(innlogget(), lest)
        return _vis(nummer, beboer=utsoeking.finn(innlogget(), lest))
    except Ugyldig as feil:
        return _vis(nummer, feil=setning(feil)), 422
    except IkkeFunnet:
        return _vis(nummer, feil=ingen_treff(gettext("Ingen treff på dette DUF-nummeret."), nummer)), 422


@rom.get("/fordelingsklare/beboere/<noekkel:beboer_id>")
@krever(Rett.BOSETTING_REGISTRERE, leselogget=True)
def beboer(beboer_id: str) -> ResponseReturnValue:
    """Where one is led on to when a case has been opened: what can be done next."""
    return _vis(beboer=utsoeking.hent(innlogget(), beboer_id))


@rom.post("/fordelingsklare/beboere/<noekkel:beboer_id>/sak")
@krever(Rett.BOSETTING_REGISTRERE)
def opprett(beboer_id: str) -> ResponseReturnValue:
    return _videre(utsoeking.opprett_sak(innlogget(), beboer_id), gettext("Bosettingssaken er opprettet."))


@rom.post("/fordelingsklare/beboere/<noekkel:beboer_id>/klar")
@krever(Rett.BOSETTING_REGISTRERE)
def gjoer_klar(beboer_id: str) -> ResponseReturnValue:
    return _videre(utsoeking.gjoer_klar(innlogget(), beboer_id), gettext("Mottaket har fått oppgaven, og får varsel."))


def _videre(hvem: Beboer, melding: str) -> ResponseReturnValue:
    flash(melding, "success")
    if hvem.samtale and hvem.samtale.laast:
        return redirect(url_for("fordelingsklare.sak", samtale_id=hvem.samtale.id), 303)
    return redirect(url_for("bosettingssak.beboer", beboer_id=hvem.id), 303)


def _vis(nummer: str = "", beboer: Beboer | None = None, feil: str = "") -> str:
    slaatt = dobbelt.historikk([beboer.id])[beboer.id] if beboer else ()
    return vis("fordelingsklare/bosettingssak.html", nummer=nummer, beboer=beboer, feil=feil, sammenslaatt=slaatt)
