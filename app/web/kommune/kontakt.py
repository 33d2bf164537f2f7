"""The kommune's own contact information: changed and confirmed by itself (S88), and faults in it reported (F63)."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.kommune import kontakt, kontaktfeil
from app.domain.kommune.kommune import Kommune, hent_kommune
from app.domain.skjema.blankett import Blankett, Feilutfylt, Utdatert
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import Nektet
from app.web.felles.rom import Rom, innlogget, innsendt, krever
from app.web.felles.vis import vis

rom = Rom("kommunekontakt")


@rom.get("/kommuner/<nummer:nummer>/kontakt")
@krever(Rett.KOMMUNE_ENDRE_KONTAKT)
def skjema(nummer: str) -> ResponseReturnValue:
    kommune = hent_kommune(nummer)
    kontakt.krev_egen(innlogget(), kommune)
    return _vis_skjema(kommune, *kontakt.kommuneblankett(kommune))


@rom.post("/kommuner/<nummer:nummer>/kontakt")
@krever(Rett.KOMMUNE_ENDRE_KONTAKT)
def endre(nummer: str) -> ResponseReturnValue:
    kommune = hent_kommune(nummer)
    try:
        kontakt.endre_kommunekontakt(innlogget(), kommune, innsendt())
    except Feilutfylt as feil:
        return _vis_skjema(kommune, feil.blankett, request.form.get("versjon")), 422
    except Utdatert as feil:
        _, versjon = kontakt.kommuneblankett(kommune)
        return _vis_skjema(kommune, feil.blankett, versjon, utdatert=feil), 409
    return _tilbake(kommune, gettext("Lagret. Opplysningene er bekreftet i dag."))


@rom.post("/kommuner/<nummer:nummer>/kontakt/bekreftelse")
@krever(Rett.KOMMUNE_ENDRE_KONTAKT)
def bekreft(nummer: str) -> ResponseReturnValue:
    kommune = hent_kommune(nummer)
    try:
        kontakt.bekreft_kommunekontakt(innlogget(), kommune, request.form.get("versjon", ""))
    except Utdatert as feil:
        return _vis_skjema(kommune, *kontakt.kommuneblankett(kommune), utdatert=feil), 409
    return _tilbake(kommune, gettext("Takk. Opplysningene er bekreftet i dag."))


@rom.get("/kommuner/<nummer:nummer>/feil")
@krever(Rett.KOMMUNE_SE)
def feilskjema(nummer: str) -> ResponseReturnValue:
    return _vis_feilskjema(_gjeldende(nummer), kontaktfeil.feilblankett())


@rom.post("/kommuner/<nummer:nummer>/feil")
@krever(Rett.KOMMUNE_SE)
def meld_feil(nummer: str) -> ResponseReturnValue:
    kommune = _gjeldende(nummer)
    try:
        kontaktfeil.meld(innlogget(), kommune, innsendt())
    except Feilutfylt as feil:
        return _vis_feilskjema(kommune, feil.blankett), 422
    return _tilbake(kommune, gettext("Takk. Meldingen er sendt til kommunen og til IMDi."))


@rom.get("/kommuner/meldte-feil")
@krever(Rett.KOMMUNE_BEHANDLE_FEIL)
def feilliste() -> ResponseReturnValue:
    return vis("kommuner/feilliste.html", feilene=kontaktfeil.aapne(innlogget()))


@rom.post("/kommuner/meldte-feil/<noekkel:feil_id>")
@krever(Rett.KOMMUNE_BEHANDLE_FEIL)
def ordne(feil_id: str) -> ResponseReturnValue:
    kontaktfeil.ordne(innlogget(), feil_id)
    flash(gettext("Meldingen er merket som ordnet."), "success")
    return redirect(url_for("kommunekontakt.feilliste"), 303)


def _gjeldende(nummer: str) -> Kommune:
    """A kommune that is one still. Raises IkkeFunnet, Nektet."""
    kommune = hent_kommune(nummer)
    if kommune.erstattet_av:
        raise Nektet
    return kommune


def _vis_skjema(kommune: Kommune, blankett: Blankett, versjon: Any, **data: Any) -> str:
    return vis("kommuner/kontaktskjema.html", kommune=kommune, blankett=blankett, versjon=versjon, **data)


def _vis_feilskjema(kommune: Kommune, blankett: Blankett) -> str:
    return vis("kommuner/feilskjema.html", kommune=kommune, blankett=blankett)


def _tilbake(kommune: Kommune, melding: str) -> ResponseReturnValue:
    flash(melding, "success")
    return redirect(url_for("kommuner.side", nummer=kommune.nummer), 303)
