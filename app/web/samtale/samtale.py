"""The form: begin, show, switch between family members, save field by field, add and remove rows (S47 to S53)."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.bosetting import retting
from app.domain.bosetting.retting import Merke
from app.domain.kartlegging.kartlegging import KARTLEGGING, UTGAVER
from app.domain.samtale import merknadutkast, svar, svarutkast
from app.domain.samtale.samtale import (
    Deltaker,
    begynn_samtale,
    ferdige_i_familien,
    for_lagring,
    forseglede_merknader,
    hent_samtale,
)
from app.domain.samtale.skjemaversjon import svarene_i, versjon_for
from app.domain.samtale.stilling import stilling
from app.domain.samtale.svar import hent_svar
from app.domain.samtale.svarlager import Svarsamling
from app.domain.skjema.grammatikk import Leser, Liste, Seksjon, Sted
from app.domain.tid import naa
from app.domain.tilgang.bruker import navn_paa
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import IkkeFunnet, Konflikt, Laast, Ugyldig
from app.web.felles.feil import feilside
from app.web.felles.gjennomlest import lest_linje, tatt_ut_tekst
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.skjemavisning import (
    Skjemavisning,
    Utfall,
    person,
    samtalehode,
)
from app.web.felles.vis import setning, vil_ha_bit, vis, vis_bit
from app.web.samtale.innsending import (
    STATUS,
    avviste,
    innsending,
    lagre_seksjon,
    proev,
    skjemaet,
    sted_i_dag,
    viste_versjoner,
)
from app.web.samtale.utkast import Hjemloest, tilbud

rom = Rom("samtale")
PERSON = "/samtaler/<noekkel:samtale_id>/beboere/<noekkel:beboer_id>"


@rom.post("/samtaler/<noekkel:samtale_id>/gjennomfoering")
@krever(Rett.SAMTALE_REGISTRERE)
def gjennomfoer(samtale_id: str) -> ResponseReturnValue:
    foerste = begynn_samtale(innlogget(), samtale_id).deltakere[0]
    return _til_skjema(samtale_id, foerste.id)


@rom.get(PERSON)
@krever(Rett.SAMTALE_REGISTRERE)
def side(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    samtale = hent_samtale(innlogget(), samtale_id)
    return _vis_skjema(samtale, _deltaker(samtale, beboer_id))


@rom.get(PERSON + "/felt")
@krever(Rett.SAMTALE_REGISTRERE)
def felt(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """One field's container anew: a page that was loaded again before the last save of it was in."""
    samtale = hent_samtale(innlogget(), samtale_id)
    return _vis_felt(samtale, _deltaker(samtale, beboer_id), _felt_i_adressen(), 302)


@rom.post(PERSON + "/felt")
@krever(Rett.SAMTALE_REGISTRERE)
def forkast(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """«Bruk den andres», «Forkast teksten»: the user's own text of a field is let go, and what is stored is shown."""
    samtale = hent_samtale(innlogget(), samtale_id)
    beboer = _deltaker(samtale, beboer_id)
    if samtale.laast:
        raise Laast
    svarutkast.forkast(innlogget(), beboer.id, _felt_i_adressen().sti)
    return _vis_felt(samtale, beboer, _felt_i_adressen(), 303)


@rom.post(PERSON + "/svar")
@krever(Rett.SAMTALE_REGISTRERE)
def lagre(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Save the one field that ?felt= names (autosave), or the section that ?seksjon= names (a plain form)."""
    with for_lagring(innlogget(), samtale_id, beboer_id) as (beboer, samling):
        if "felt" in request.args:
            return _lagre_ett(beboer, samling, request.args["felt"])
        seksjon = _seksjon(request.args.get("seksjon", ""))
        return _til_siden(beboer, samling, lagre_seksjon(beboer, samling, seksjon), f"seksjon-{seksjon.navn}")


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
        return _svar_med_liste(beboer, samling, liste, utfall, _anker(sti), fokus=sti.partition(".")[2])


@rom.post(PERSON + "/rader/sletting")
@krever(Rett.SAMTALE_REGISTRERE)
def fjern_rad(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Save what else the section holds, then remove the row that ?rad= names."""
    rad = request.args.get("rad", "")
    liste = _liste(rad.partition(".")[0])
    with for_lagring(innlogget(), samtale_id, beboer_id) as (beboer, samling):
        utfall, fokus = lagre_seksjon(beboer, samling, _seksjon_med(liste), unntatt=rad), "legg_til"
        try:
            svar.fjern_rad(innlogget(), beboer, samling, rad, viste_versjoner(rad))
        except Konflikt as feil:  # answered, not raised: what else the section holds is saved
            endret = Ugyldig("Ikke fjernet. %(navn)s har endret raden. Se på den på nytt.", navn=feil.endret_av)
            utfall[liste.navn], fokus = Utfall("konflikt", melding=setning(endret)), rad.partition(".")[2]
        return _svar_med_liste(beboer, samling, liste, utfall, f"l-{liste.navn}", fokus=fokus)


def _lagre_ett(beboer: Deltaker, samling: Svarsamling, sti: str) -> ResponseReturnValue:
    sted = skjemaet().finn(sti)
    if sted is None:
        raise IkkeFunnet
    utfall = proev(beboer, samling, sted)
    if not vil_ha_bit():
        return _til_siden(beboer, samling, {sti: utfall}, _anker(sti))
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
        tall=_nytt_tall(visning),
    )
    return innhold, STATUS.get(utfall.tilstand, 200)


def _felt_i_adressen() -> Sted:
    sted = UTGAVER.sted(request.args.get("felt", ""), UTGAVER.versjon)
    if sted is None:
        raise IkkeFunnet
    return sted


def _vis_felt(samtale: Bosettingssamtale, beboer: Beboer, sted: Sted, status: int) -> ResponseReturnValue:
    if not vil_ha_bit():
        til = url_for("samtale.side", samtale_id=samtale.id, beboer_id=beboer.id, _anchor=_anker(sted.sti))
        return redirect(til, status)
    samling = hent_svar([beboer.id])[beboer.id]
    if not (KARTLEGGING.finn(sted.sti) and svar.finnes(sted, beboer, samling)):
        raise IkkeFunnet
    visning, _ = _visning(samtale, beboer, samling, {})
    return vis_bit("felt/_felt.html", samtale=samtale, beboer=beboer, f=visning.felt(sted))


def _visning(
    samtale: Bosettingssamtale, beboer: Beboer, samling: Svarsamling, utfall: dict[str, Utfall]
) -> tuple[Skjemavisning, list[Hjemloest]]:
    """The form with who has stored what, and with the user's own texts that were not stored."""
    if samtale.laast:
        return Skjemavisning(beboer, samling, skjema=UTGAVER.utgave(versjon_for(samtale))), []
    meg = innlogget()
    navn = {meg.id: meg.navn} | navn_paa({lagret.endret_av_id for lagret in samling.values()} - {meg.id})
    egne = tilbud(beboer, samling, svarutkast.hent_utkast(meg, beboer.id), navn)
    visning = Skjemavisning(beboer, samling, egne.utfall | utfall, navn=navn, meg=meg.id)
    return visning, egne.hjemloese


def _vis_skjema(
    samtale: Bosettingssamtale,
    beboer: Beboer,
    samling: Svarsamling | None = None,
    utfall: dict[str, Utfall] | None = None,
) -> str:
    alle, skjema = svarene_i(samtale), UTGAVER.utgave(versjon_for(samtale))
    visning, hjemloese = _visning(samtale, beboer, samling or alle[beboer.id], utfall or {})
    stillinger = {d.id: stilling(skjema, d, svar.verdier(alle[d.id])) for d in samtale.deltakere}
    return vis(
        "samtale/side.html",
        "samtale/_skjema.html",
        samtale=samtalehode(samtale),
        beboer=person(beboer),
        medlemmer=[
            {"id": d.id, "navn": d.navn, "stilling": stillinger[d.id], "aktiv": d is beboer} for d in samtale.deltakere
        ],
        ferdige=ferdige_i_familien(innlogget(), samtale),
        seksjoner=visning.seksjoner(),
        nr=1 + samtale.deltakere.index(beboer),
        stilling=visning.stilling,
        sist_lagret=max((lagret.endret for lagret in visning.samling.values()), default=None),
        hjemloese=hjemloese,
        uttatte=tatt_ut_tekst(visning, lest_linje, Leser.MOTTAK) if samtale.laast else [],
        utgave=skjema.versjon,
        avviste=avviste(visning.utfall),
        merker=_merker(samtale, beboer),
        merknader=forseglede_merknader(samtale, beboer),
        utkast=merknadutkast.utkast(innlogget(), [beboer.id])[beboer.id] if samtale.laast else None,
    )


def _merker(samtale: Bosettingssamtale, beboer: Beboer) -> list[Merke]:
    alle = retting.merker([samtale.id], Leser.MOTTAK) if samtale.laast else []
    return [merke for merke in alle if merke.beboer_id == beboer.id]


def _svar_med_liste(
    beboer: Deltaker, samling: Svarsamling, liste: Liste, utfall: dict[str, Utfall], anker: str, fokus: str
) -> ResponseReturnValue:
    if not vil_ha_bit():
        return _til_siden(beboer, samling, utfall, anker)
    visning = Skjemavisning(beboer, samling, utfall)
    return vis_bit(
        "samtale/_liste.html",
        samtale={"id": beboer.samtale_id},
        beboer=beboer,
        liste=visning.liste(liste),
        fokus=fokus,
        tall=_nytt_tall(visning),
    )


def _nytt_tall(visning: Skjemavisning) -> str:
    """How far the form has come, where that is other than the page says that it shows; else nothing."""
    kode = visning.stilling.kode
    return "" if kode == request.form.get("tall") else kode


def _til_siden(beboer: Deltaker, samling: Svarsamling, utfall: dict[str, Utfall], anker: str) -> ResponseReturnValue:
    """For a plain form: back to the page, or where something was refused the page with what was typed."""
    if (status := _status(utfall)) == 200:
        return _til_skjema(beboer.samtale_id, beboer.id, anker)
    samtale = hent_samtale(innlogget(), beboer.samtale_id)
    return _vis_skjema(samtale, _deltaker(samtale, beboer.id), samling, utfall), status


def _status(utfall: dict[str, Utfall]) -> int:
    return max((STATUS.get(u.tilstand, 200) for u in utfall.values()), default=200)


def _deltaker(samtale: Bosettingssamtale, beboer_id: str) -> Beboer:
    for deltaker in samtale.deltakere:
        if deltaker.id == beboer_id:
            return deltaker
    raise IkkeFunnet


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


def _anker(sti: str) -> str:
    return "f-" + sti.replace(".", "-")


def _til_skjema(samtale_id: str, beboer_id: str, anker: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("samtale.side", samtale_id=samtale_id, beboer_id=beboer_id, _anchor=anker), 303)
