"""Mottakene: IMDi keeps the list of mottak: new, change, closing date, and whom a change concerns."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.brukere import nedlegging
from app.domain.brukere.administrasjon import brukeroversikt
from app.domain.brukere.virkested import finn_virkested
from app.domain.liste import Utvalg
from app.domain.logg import endringslogg
from app.domain.mottak import mottakene
from app.domain.skjema.blankett import Blankett, Feilutfylt, Utdatert
from app.domain.tilgang.matrise import Rett
from app.domain.tilgang.mottak import hent_mottak
from app.web.felles.rom import Rom, innlogget, innsendt, krever
from app.web.felles.vis import vis

rom = Rom("mottakene")


@rom.get("/mottakene", meny="Mottak")
@krever(Rett.MOTTAK_ADMINISTRERE)
def liste() -> ResponseReturnValue:
    utvalg = Utvalg(tekst=request.args.get("tekst", "")[:100], side=request.args.get("side", 1, int))
    return vis("mottakene/liste.html", side=mottakene.side(utvalg), utvalg=utvalg)


@rom.get("/mottakene/ny")
@krever(Rett.MOTTAK_ADMINISTRERE)
def skjema() -> ResponseReturnValue:
    return _vis_skjema(mottakene.ny_blankett())


@rom.post("/mottakene/ny")
@krever(Rett.MOTTAK_ADMINISTRERE)
def opprett() -> ResponseReturnValue:
    try:
        ny = mottakene.opprett_mottak(innlogget(), innsendt())
    except Feilutfylt as feil:
        return _vis_skjema(feil.blankett), 422
    flash(gettext("Mottaket er opprettet. Lag den første mottaksadministratoren."), "success")
    return redirect(url_for("mottakene.mottak", mottak_id=ny.id), 303)


@rom.get("/mottakene/<noekkel:mottak_id>")
@krever(Rett.MOTTAK_ADMINISTRERE)
def mottak(mottak_id: str) -> ResponseReturnValue:
    funnet = hent_mottak(mottak_id)
    return vis(
        "mottakene/mottak.html",
        mottak=funnet,
        ansatte=[b for b in brukeroversikt(innlogget(), finn_virkested(innlogget(), mottak_id)) if b.aktiv],
        gamle_roller=mottakene.med_integreringsroller(funnet),
        noen_bor_der=nedlegging.bor_noen_ved(funnet),
        endringer=endringslogg.om_mottaket(mottak_id),
    )


@rom.get("/mottakene/<noekkel:mottak_id>/endring")
@krever(Rett.MOTTAK_ADMINISTRERE)
def endringsskjema(mottak_id: str) -> ResponseReturnValue:
    funnet = hent_mottak(mottak_id)
    return _vis_skjema(mottakene.mottaksblankett(funnet), funnet, versjon=funnet.versjon)


@rom.post("/mottakene/<noekkel:mottak_id>/endring")
@krever(Rett.MOTTAK_ADMINISTRERE)
def endre(mottak_id: str) -> ResponseReturnValue:
    try:
        mottakene.endre_mottak(innlogget(), mottak_id, innsendt())
    except Feilutfylt as feil:
        return _vis_skjema(feil.blankett, hent_mottak(mottak_id), versjon=request.form.get("versjon")), 422
    except Utdatert as feil:
        funnet = hent_mottak(mottak_id)
        return _vis_skjema(feil.blankett, funnet, versjon=funnet.versjon, utdatert=feil), 409
    flash(gettext("Endringene er lagret."), "success")
    return redirect(url_for("mottakene.mottak", mottak_id=mottak_id), 303)


def _vis_skjema(blankett: Blankett, mottak: Any = None, **data: Any) -> str:
    return vis("mottakene/skjema.html", blankett=blankett, mottak=mottak, **data)
