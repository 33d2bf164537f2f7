"""Brukere: the users of the own mottak, or of any place for IMDi (S7, S9), the leaver's page, the yearly review."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.brukere import administrasjon, avgang, gjennomgang, identitet
from app.domain.brukere.administrasjon import Foelge, Ubekreftet
from app.domain.brukere.virkested import Virkested, finn_virkested, virkested_for
from app.domain.logg import endringslogg
from app.domain.skjema.blankett import Blankett, Feilutfylt, Utdatert
from app.domain.tilgang.matrise import BESKRIVELSER, Rett, kan
from app.web.felles.rom import Rom, innlogget, innsendt, krever, levetid
from app.web.felles.vis import vis

rom = Rom("brukere")


@rom.get("/brukere", meny="Brukere")
@krever(Rett.BRUKER_ADMINISTRERE)
def liste() -> ResponseReturnValue:
    sted = sted_i_adressen()
    alle = administrasjon.brukeroversikt(innlogget(), sted)
    return vis(
        "brukere/liste.html",
        sted=sted,
        grupper=[("aktive", [b for b in alle if b.aktiv]), ("deaktiverte", [b for b in alle if not b.aktiv])],
        venter=gjennomgang.antall_som_venter(innlogget(), alle),
        meg=innlogget().id,
    )


@rom.get("/brukere/ny")
@krever(Rett.BRUKER_ADMINISTRERE, fersk=True)
def skjema() -> ResponseReturnValue:
    return _vis_ny(administrasjon.tom_blankett(sted_i_adressen()))


@rom.post("/brukere/ny")
@krever(Rett.BRUKER_ADMINISTRERE, fersk=True)
def opprett() -> ResponseReturnValue:
    try:
        ny = administrasjon.opprett_bruker(innlogget(), sted_i_adressen(), innsendt())
    except Feilutfylt as feil:
        return _vis_ny(feil.blankett), 422
    flash(gettext("Brukeren er opprettet."), "success")
    return redirect(url_for("brukere.bruker", bruker_id=ny.id), 303)


@rom.get("/brukere/<noekkel:bruker_id>")
@krever(Rett.BRUKER_ADMINISTRERE, fersk=True)
def bruker(bruker_id: str) -> ResponseReturnValue:
    return _vis_bruker(bruker_id)


@rom.post("/brukere/<noekkel:bruker_id>")
@krever(Rett.BRUKER_ADMINISTRERE, fersk=True)
def endre(bruker_id: str) -> ResponseReturnValue:
    try:
        administrasjon.endre_bruker(innlogget(), bruker_id, innsendt())
    except Feilutfylt as feil:
        return _vis_bruker(bruker_id, feil.blankett, versjon=request.form.get("versjon")), 422
    except Ubekreftet as feil:
        return _vis_bruker(bruker_id, feil.blankett, foelger=feil.foelger), 422
    except Utdatert as feil:
        return _vis_bruker(bruker_id, feil.blankett, utdatert=feil), 409
    flash(gettext("Endringene er lagret, og gjelder med en gang."), "success")
    return redirect(url_for("brukere.bruker", bruker_id=bruker_id), 303)


@rom.post("/brukere/<noekkel:bruker_id>/innlogging")
@krever(Rett.BRUKER_ADMINISTRERE, fersk=True)
def registrer_innlogging(bruker_id: str) -> ResponseReturnValue:
    try:
        administrasjon.registrer_innlogging(innlogget(), bruker_id, innsendt())
    except Feilutfylt as feil:
        return _vis_bruker(bruker_id, nummer=feil.blankett), 422
    except Utdatert as feil:
        return _vis_bruker(bruker_id, utdatert=feil), 409
    flash(gettext("Innloggingen er registrert. Brukeren må logge inn på nytt."), "success")
    return redirect(url_for("brukere.bruker", bruker_id=bruker_id), 303)


@rom.get("/brukere/<noekkel:bruker_id>/deaktivering")
@krever(Rett.BRUKER_ADMINISTRERE, fersk=True)
def avgangsside(bruker_id: str) -> ResponseReturnValue:
    try:
        return _vis_avgang(bruker_id)
    except Utdatert:
        return redirect(url_for("brukere.bruker", bruker_id=bruker_id))


@rom.post("/brukere/<noekkel:bruker_id>/deaktivering")
@krever(Rett.BRUKER_ADMINISTRERE, fersk=True)
def deaktiver(bruker_id: str) -> ResponseReturnValue:
    try:
        avgang.deaktiver(innlogget(), bruker_id, innsendt())
    except Ubekreftet:
        valgt = {"bekreftet": request.form.getlist("bekreft"), "valgt_ansvarlig": request.form.get("ny_ansvarlig", "")}
        return _vis_avgang(bruker_id, ubekreftet=True, **valgt), 422
    except Utdatert as feil:
        return _vis_utdatert_avgang(bruker_id, feil), 409
    flash(gettext("Brukeren er deaktivert. Roller og innlogginger er avsluttet."), "success")
    return redirect(url_for("brukere.bruker", bruker_id=bruker_id), 303)


@rom.post("/brukere/<noekkel:bruker_id>/aktivering")
@krever(Rett.BRUKER_ADMINISTRERE, fersk=True)
def aktiver(bruker_id: str) -> ResponseReturnValue:
    try:
        avgang.aktiver(innlogget(), bruker_id, innsendt())
    except Utdatert as feil:
        return _vis_bruker(bruker_id, utdatert=feil), 409
    flash(gettext("Brukeren er aktiv igjen. Velg rollene som trengs."), "success")
    return redirect(url_for("brukere.bruker", bruker_id=bruker_id), 303)


@rom.get("/brukere/gjennomgang")
@krever(Rett.BRUKER_ADMINISTRERE)
def gjennomgangsside() -> ResponseReturnValue:
    return _vis_gjennomgang(sted_i_adressen())


@rom.post("/brukere/<noekkel:bruker_id>/bekreftelse")
@krever(Rett.BRUKER_ADMINISTRERE)
def bekreft(bruker_id: str) -> ResponseReturnValue:
    try:
        gjennomgang.bekreft(innlogget(), bruker_id, innsendt())
    except Utdatert:
        return _vis_gjennomgang(_stedet_til(bruker_id), utdatert=bruker_id), 409
    flash(gettext("Tilgangen er bekreftet."), "success")
    adresse: Any = _stedet_til(bruker_id).adresse
    return redirect(url_for("brukere.gjennomgangsside", **adresse, _anchor=f"b-{bruker_id}"), 303)


def _vis_ny(blankett: Blankett) -> str:
    return vis("brukere/ny.html", sted=sted_i_adressen(), blankett=blankett, beskrivelser=BESKRIVELSER)


def _vis_bruker(
    bruker_id: str,
    blankett: Blankett | None = None,
    *,
    versjon: str | None = None,
    foelger: Sequence[Foelge] = (),
    utdatert: Utdatert | None = None,
    nummer: Blankett | None = None,
) -> str:
    funnet = administrasjon.hent_kollega(innlogget(), bruker_id)
    sted = virkested_for(innlogget(), funnet)
    return vis(
        "brukere/bruker.html",
        person=funnet,
        sted=sted,
        meg=funnet.id == innlogget().id,
        andre_roller=[rolle for rolle in funnet.roller if rolle not in sted.styrer],
        blankett=blankett or administrasjon.brukerblankett(sted, funnet),
        versjon=versjon or funnet.versjon,
        foelger=foelger,
        utdatert=utdatert,
        nummer=nummer or administrasjon.nummerblankett(),
        registrering=identitet.registrering(funnet.id),
        fellespost=sted.fellespost,
        beskrivelser=BESKRIVELSER,
        endringer=endringslogg.om_bruker(funnet.id),
    )


def _vis_avgang(bruker_id: str, **data: Any) -> str:
    hos = avgang.avgang(innlogget(), bruker_id, levetid())
    return vis("brukere/deaktivering.html", hos=hos, person=hos.bruker, fellespost=hos.sted.fellespost, **data)


def _vis_utdatert_avgang(bruker_id: str, feil: Utdatert) -> str:
    """What the leaver holds now; or, where someone was first, the deactivated user."""
    try:
        return _vis_avgang(bruker_id, utdatert=feil)
    except Utdatert:
        return _vis_bruker(bruker_id, utdatert=feil)


def _vis_gjennomgang(sted: Virkested, **data: Any) -> str:
    """Those of a place; or, for IMDi where no place was asked for, those in the country whom nobody else looks at."""
    if kan(innlogget(), Rett.BRUKER_ADMINISTRERE_ALLE) and not sted.adresse:
        side = gjennomgang.venter_i_landet(innlogget(), request.args.get("side", 1, int))
        return vis("brukere/gjennomgang.html", sted=sted, tilganger=side.rader, side=side, venter=side.antall, **data)
    alle = gjennomgang.gjennomgang(innlogget(), administrasjon.brukeroversikt(innlogget(), sted))
    venter = sum(tilgang.venter for tilgang in alle)
    return vis("brukere/gjennomgang.html", sted=sted, tilganger=alle, side=None, venter=venter, **data)


def sted_i_adressen() -> Virkested:
    """The place that the address names; the administrator's own where it names none."""
    mottak, kommune = request.args.get("mottak"), request.args.get("kommune")
    if mottak and kommune:
        abort(404)
    return finn_virkested(innlogget(), mottak, kommune)


def _stedet_til(bruker_id: str) -> Virkested:
    return virkested_for(innlogget(), administrasjon.hent_kollega(innlogget(), bruker_id))
