"""The form: begin, show, switch between family members, save field by field, add and remove rows (S47 to S53)."""

from flask import request
from flask.typing import ResponseReturnValue

from app.db import arbeid
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale import svar, svarutkast
from app.domain.samtale.samtale import Deltaker, begynn_samtale, for_lagring, hent_samtale
from app.domain.samtale.svarlager import Svarsamling
from app.domain.skjema.grammatikk import Liste, Seksjon
from app.domain.tid import naa
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import IkkeFunnet, Konflikt, Laast, Ugyldig
from app.web.felles.feil import feilside, laast, ogsaa_uten_database
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.skjemavisning import Skjemavisning
from app.web.felles.utfall import Utfall
from app.web.felles.vis import setning, vil_ha_bit, vis_bit
from app.web.felles.visningslogg import Viser
from app.web.samtale import PERSON
from app.web.samtale.forstaelse import forstaatt
from app.web.samtale.innsending import (
    STATUS,
    felt_i_adressen,
    innsending,
    lagre_seksjon,
    proev,
    skjemaet,
    skrevet,
    sted_i_dag,
    viste_versjoner,
)
from app.web.samtale.merknad import tilby
from app.web.samtale.skjemaside import (
    anker_til,
    deltaker,
    nytt_tall,
    svar_med_liste,
    til_siden,
    til_skjema,
    vis_felt,
    vis_skjema,
)

rom = Rom("samtale")


@rom.errorhandler(Laast)
@ogsaa_uten_database
def _for_sent(feil: Laast) -> ResponseReturnValue:
    """Refused as everywhere; what a plain form brought is offered as an internal remark, and is nowhere else."""
    svaret = laast(feil)
    if request.method != "POST" or vil_ha_bit() or "beboer_id" not in (ider := request.view_args or {}):
        return svaret
    with arbeid(skriver=True):  # the reading of one who is shielded is logged
        try:
            skrevet_naa = skrevet(ider["beboer_id"])
        except Ugyldig:
            return svaret
        return (tilby(**ider, skrevet=skrevet_naa), 409) if skrevet_naa else svaret


@rom.post("/samtaler/<noekkel:samtale_id>/gjennomfoering")
@krever(Rett.SAMTALE_REGISTRERE)
def gjennomfoer(samtale_id: str) -> ResponseReturnValue:
    foerste = begynn_samtale(innlogget(), samtale_id).deltakere[0]
    return til_skjema(samtale_id, foerste.id)


@rom.get(PERSON)
@krever(Rett.SAMTALE_REGISTRERE, viser=Viser.SAKEN)
def side(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    samtale = hent_samtale(innlogget(), samtale_id)
    return vis_skjema(samtale, deltaker(samtale, beboer_id))


@rom.get(PERSON + "/felt")
@krever(Rett.SAMTALE_REGISTRERE)
def felt(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """One field's container anew: a page that was loaded again before the last save of it was in."""
    samtale = hent_samtale(innlogget(), samtale_id)
    return vis_felt(samtale, deltaker(samtale, beboer_id), felt_i_adressen(), 302)


@rom.post(PERSON + "/felt")
@krever(Rett.SAMTALE_REGISTRERE)
def forkast(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """«Bruk svaret fra …», «Forkast teksten»: the user's own text of a field is let go, and what is stored is shown."""
    samtale = hent_samtale(innlogget(), samtale_id)
    beboer = deltaker(samtale, beboer_id)
    if samtale.laast:
        raise Laast
    svarutkast.forkast(innlogget(), beboer.id, felt_i_adressen().sti)
    return vis_felt(samtale, beboer, felt_i_adressen(), 303)


@rom.post(PERSON + "/svar")
@krever(Rett.SAMTALE_REGISTRERE)
def lagre(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Save the one field that ?felt= names (autosave), or the section that ?seksjon= names (a plain form)."""
    with for_lagring(innlogget(), samtale_id, beboer_id) as (beboer, samling):
        if "felt" in request.args:
            return _lagre_ett(beboer, samling, request.args["felt"])
        seksjon = _seksjon(request.args.get("seksjon", ""))
        return til_siden(beboer, samling, lagre_seksjon(beboer, samling, seksjon), f"seksjon-{seksjon.navn}")


@rom.post(PERSON + "/rader")
@krever(Rett.SAMTALE_REGISTRERE)
def legg_til_rad(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Save what else the section holds, then add an empty row to the repeated group that ?liste= names."""
    liste = _liste(request.args.get("liste", ""))
    with for_lagring(innlogget(), samtale_id, beboer_id) as (beboer, samling):
        utfall = lagre_seksjon(beboer, samling, _seksjon_med(liste))
        try:
            sti = svar.legg_til_rad(innlogget(), beboer, samling, liste)
        except Ugyldig as feil:  # answered, not raised: what else the section holds is saved
            if vil_ha_bit():
                return feilside(422, setning(feil))
            sti, utfall[liste.navn] = liste.navn, Utfall("ugyldig", melding=setning(feil))
        return svar_med_liste(beboer, samling, liste, utfall, anker=anker_til(sti), fokus=sti.partition(".")[2])


@rom.post(PERSON + "/rader/sletting")
@krever(Rett.SAMTALE_REGISTRERE)
def fjern_rad(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Save what else the section holds, then remove the row that ?rad= names. The page can undo it until it is left."""
    rad = request.args.get("rad", "")
    liste = _liste(rad.partition(".")[0])
    with for_lagring(innlogget(), samtale_id, beboer_id) as (beboer, samling):
        utfall = lagre_seksjon(beboer, samling, _seksjon_med(liste), unntatt=rad)
        try:
            svar.fjern_rad(innlogget(), beboer, samling, rad, viste_versjoner(rad))
        except Konflikt as feil:  # answered, not raised: what else the section holds is saved
            endret = Ugyldig("Ikke fjernet. %(navn)s har endret raden. Se på den på nytt.", navn=feil.endret_av)
            utfall[rad] = Utfall("konflikt", melding=setning(endret))
        fokus = rad.partition(".")[2]
        return svar_med_liste(beboer, samling, liste, utfall, anker=anker_til(rad), fokus=fokus, fjernet=rad)


@rom.post(PERSON + "/rader/angring")
@krever(Rett.SAMTALE_REGISTRERE)
def angre_rad(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """«Angre»: save what else the section holds, then put back the row that ?rad= names."""
    rad = request.args.get("rad", "")
    liste = _liste(rad.partition(".")[0])
    with for_lagring(innlogget(), samtale_id, beboer_id) as (beboer, samling):
        utfall = lagre_seksjon(beboer, samling, _seksjon_med(liste))
        try:
            svar.angre_fjerning(innlogget(), beboer, samling, rad)
        except Ugyldig as feil:  # answered, not raised: what else the section holds is saved
            utfall[liste.navn] = Utfall("ugyldig", melding=setning(feil))
        fokus = rad.partition(".")[2]
        return svar_med_liste(beboer, samling, liste, utfall, anker=anker_til(rad), fokus=fokus)


def _lagre_ett(beboer: Deltaker, samling: Svarsamling, sti: str) -> ResponseReturnValue:
    sted = skjemaet().finn(sti)
    if sted is None:
        raise IkkeFunnet
    utfall = proev(beboer, samling, sted)
    if not vil_ha_bit():
        return til_siden(beboer, samling, {sti: utfall}, anker_til(sti))
    visning = Skjemavisning(beboer, samling, {sti: utfall})
    f = visning.felt(sted_i_dag(sted))
    innhold = vis_bit(
        "felt/_lagring.html",
        sti=sti,
        versjon=f.versjon if utfall.tilstand == "lagret" else innsending(sted).versjon,
        tilstand=utfall.tilstand,
        melding=utfall.melding,
        konflikt=utfall.konflikt,
        lagret_tid=f.lagret_tid or naa(),
        faller_bort=f.faller_bort,
        samtale={"id": beboer.samtale_id},
        beboer=beboer,
        beholdt=utfall.beholdt,
        raad=f.vist if sted.felt.flyttes_til else "",
        forslag=utfall.forslag,
        **forstaatt(f, request.form.getlist(sti)),
        tall=nytt_tall(visning),
    )
    return innhold, STATUS.get(utfall.tilstand, 200)


def _seksjon(navn: str) -> Seksjon:
    for seksjon in skjemaet().seksjoner:
        if seksjon.navn == navn:
            return seksjon
    raise IkkeFunnet


def _liste(navn: str) -> Liste:
    """The repeated group of this name. Raises IkkeFunnet, and Ugyldig where it was there when the page was opened."""
    liste = KARTLEGGING.ledd(navn)
    if isinstance(liste, Liste):
        return liste
    raise Ugyldig(svar.TATT_UT) if isinstance(skjemaet().ledd(navn), Liste) else IkkeFunnet


def _seksjon_med(liste: Liste) -> Seksjon:
    return next(s for s in skjemaet().seksjoner if any(ledd.navn == liste.navn for ledd in s.ledd))
