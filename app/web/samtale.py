"""The form: begin, show, switch between family members, save field by field, add and remove rows (S47 to S53)."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.db import naa
from app.domain import merknadutkast, svar
from app.domain import samtale as samtaler
from app.domain.beboer import Beboer
from app.domain.kartlegging import KARTLEGGING
from app.domain.samtale import Bosettingssamtale, Deltaker
from app.domain.skjema import Liste, Seksjon, Sted
from app.domain.svar import Innsending, Svarsamling, hent_svar
from app.domain.tilgang import Rett
from app.domain.unntak import IkkeFunnet, Konflikt, Ugyldig
from app.web.feil import feilside
from app.web.rom import Rom, innlogget, krever
from app.web.skjemavisning import Motstrid, Skjemavisning, Utfall, heltall, klient, ledetekst, person, samtalehode
from app.web.vis import setning, vil_ha_bit, vis, vis_bit

rom = Rom("samtale")
PERSON = "/samtaler/<noekkel:samtale_id>/beboere/<noekkel:beboer_id>"
STATUS = {"ugyldig": 422, "konflikt": 409}


@rom.post("/samtaler/<noekkel:samtale_id>/gjennomfoering")
@krever(Rett.SAMTALE_REGISTRERE)
def gjennomfoer(samtale_id: str) -> ResponseReturnValue:
    foerste = samtaler.begynn(innlogget(), samtale_id).deltakere[0]
    return _til_skjema(samtale_id, foerste.id)


@rom.get(PERSON)
@krever(Rett.SAMTALE_REGISTRERE)
def side(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    samtale = samtaler.hent(innlogget(), samtale_id)
    return _vis_skjema(samtale, _deltaker(samtale, beboer_id))


@rom.get(PERSON + "/felt")
@krever(Rett.SAMTALE_REGISTRERE)
def felt(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """One field's container anew: «Bruk den andres» after a conflict."""
    samtale = samtaler.hent(innlogget(), samtale_id)
    beboer = _deltaker(samtale, beboer_id)
    sted = KARTLEGGING.finn(request.args.get("felt", ""))
    if sted is None:
        raise IkkeFunnet
    if not vil_ha_bit():
        return redirect(url_for("samtale.side", samtale_id=samtale_id, beboer_id=beboer_id, _anchor=_anker(sted.sti)))
    samling = hent_svar([beboer_id])[beboer_id]
    if not svar.finnes(sted, beboer, samling):
        raise IkkeFunnet
    visning = Skjemavisning(beboer, samling)
    return vis_bit("felt/_felt.html", samtale=samtale, beboer=beboer, f=visning.felt(sted))


@rom.post(PERSON + "/svar")
@krever(Rett.SAMTALE_REGISTRERE)
def lagre(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Save the one field that ?felt= names (autosave), or the section that ?seksjon= names (a plain form)."""
    with samtaler.for_lagring(innlogget(), samtale_id, beboer_id) as (beboer, samling):
        if "felt" in request.args:
            return _lagre_ett(beboer, samling, request.args["felt"])
        seksjon = _seksjon(request.args.get("seksjon", ""))
        return _til_siden(beboer, samling, _lagre_seksjon(beboer, samling, seksjon), f"seksjon-{seksjon.navn}")


@rom.post(PERSON + "/rader")
@krever(Rett.SAMTALE_REGISTRERE)
def legg_til_rad(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Save what else the section holds, then add an empty row to the repeated group that ?liste= names."""
    liste = KARTLEGGING.ledd(request.args.get("liste", ""))
    if not isinstance(liste, Liste):
        raise IkkeFunnet
    with samtaler.for_lagring(innlogget(), samtale_id, beboer_id) as (beboer, samling):
        utfall = _lagre_seksjon(beboer, samling, _seksjon_med(liste))
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
    liste = KARTLEGGING.ledd(rad.partition(".")[0])
    if not isinstance(liste, Liste):
        raise IkkeFunnet
    with samtaler.for_lagring(innlogget(), samtale_id, beboer_id) as (beboer, samling):
        utfall, fokus = _lagre_seksjon(beboer, samling, _seksjon_med(liste), unntatt=rad), "legg_til"
        try:
            svar.fjern_rad(innlogget(), beboer, samling, rad, _viste_versjoner(rad))
        except Konflikt as feil:  # answered, not raised: what else the section holds is saved
            endret = Ugyldig("Ikke fjernet. %(navn)s har endret raden. Se på den på nytt.", navn=feil.endret_av)
            utfall[liste.navn], fokus = Utfall("konflikt", melding=setning(endret)), rad.partition(".")[2]
        return _svar_med_liste(beboer, samling, liste, utfall, f"l-{liste.navn}", fokus=fokus)


def _lagre_ett(beboer: Deltaker, samling: Svarsamling, sti: str) -> ResponseReturnValue:
    sted = KARTLEGGING.finn(sti)
    if sted is None:
        raise IkkeFunnet
    utfall = _proev(beboer, samling, sted)
    if not vil_ha_bit():
        return _til_siden(beboer, samling, {sti: utfall}, _anker(sti))
    visning = Skjemavisning(beboer, samling, {sti: utfall})
    f = visning.felt(sted)
    innhold = vis_bit(
        "samtale/_lagring.html",
        sti=sti,
        versjon=f.versjon if utfall.tilstand == "lagret" else _innsending(sted).versjon,
        tilstand=utfall.tilstand,
        melding=utfall.melding,
        konflikt=utfall.konflikt,
        lagret_tid=f.lagret_tid or naa(),
        samtale={"id": beboer.samtale_id},
        beboer=beboer,
        mangler_id=beboer.id,
        mangler=len(svar.mangler(beboer, samling)),
    )
    return innhold, STATUS.get(utfall.tilstand, 200)


def _lagre_seksjon(beboer: Deltaker, samling: Svarsamling, seksjon: Seksjon, unntatt: str = "-") -> dict[str, Utfall]:
    """Save every field of a section as a plain form sent it: each on its own, so one bad answer stops no other.

    Of the field by which «Bruk den andres» was pressed, what is stored stays.
    """
    bruk = request.form.get("bruk")
    steder = list(KARTLEGGING.steder(seksjon, beboer, svar.verdier(samling)))
    utfall = {
        sted.sti: _proev(beboer, samling, sted)
        for sted in steder
        if f"v.{sted.sti}" in request.form and not sted.sti.startswith(unntatt + ".") and sted.sti != bruk
    }
    for liste in (ledd for ledd in seksjon.ledd if isinstance(ledd, Liste)):
        if tekster := _skrevet_i_fjernede(beboer, samling, liste, unntatt):
            tapt = Ugyldig("En annen har fjernet en rad. Dette ble ikke lagret: %(svar)s", svar="; ".join(tekster))
            utfall[liste.navn] = Utfall("konflikt", melding=setning(tapt))
    return utfall


def _skrevet_i_fjernede(beboer: Deltaker, samling: Svarsamling, liste: Liste, unntatt: str) -> list[str]:
    """What was typed in rows that a colleague took out meanwhile: it has no field left to stand in."""
    stier = [navn.removeprefix("v.") for navn in request.form if navn.startswith(f"v.{liste.navn}.")]
    steder = [sted for sti in stier if not sti.startswith(unntatt + ".") and (sted := KARTLEGGING.finn(sti))]
    fjernede = [sted for sted in steder if svar.er_fjernet(sted, samling)]
    return [f"{gettext(sted.felt.ledetekst)}: {ny}" for sted in fjernede if (ny := _nytt_svar(beboer, sted))]


def _nytt_svar(beboer: Deltaker, sted: Sted) -> str:
    """The answer that the form holds, as people read it; nothing where it is the one that was shown."""
    inn = _innsending(sted)
    try:
        verdi = sted.felt.type.parse(inn.raa)
    except Ugyldig:
        return ", ".join(inn.raa)
    uendret = verdi == svar.verdi_i_versjon(beboer.id, sted.sti, inn.versjon)
    return "" if uendret else sted.felt.type.vis(verdi)


def _proev(beboer: Deltaker, samling: Svarsamling, sted: Sted) -> Utfall:
    inn = _innsending(sted)
    try:
        svar.lagre(innlogget(), beboer, samling, inn)
    except Ugyldig as feil:
        return Utfall("ugyldig", inn.raa, inn.versjon, setning(feil))
    except Konflikt as feil:
        return Utfall("konflikt", inn.raa, inn.versjon, konflikt=_motstrid(sted, inn, feil))
    return Utfall("lagret")


def _motstrid(sted: Sted, inn: Innsending, feil: Konflikt) -> Motstrid:
    felttype = sted.felt.type
    deres = None if sted.felt.kryptert else felttype.vis(feil.lagret)
    return Motstrid(felttype.vis(felttype.parse(inn.raa)), deres, feil.endret_av, feil.endret, feil.versjon)


def _innsending(sted: Sted) -> Innsending:
    """What the form sent for a field. A pressed «Behold min» makes the colleague's version the one it is based on."""
    sti, mal = sted.sti, sted.felt.type.mal
    raa, versjoner = request.form.getlist(sti), request.form.getlist(f"v.{sti}")
    if len(versjoner) != 1 or (len(raa) > 1 and mal != "flervalg") or (not raa and mal not in ("valg", "flervalg")):
        raise Ugyldig("Skjemaet er ugyldig. Last siden på nytt.")
    behold, _, versjon = request.form.get("behold", "").rpartition(":")
    return Innsending(
        sti=sti,
        raa=raa,
        versjon=heltall(versjon if behold == sti else versjoner[0]),
        klient=klient(request.form.get("klient", "")),
        sekvens=heltall(request.form.get("sekvens", "0")),
    )


def _viste_versjoner(rad: str) -> dict[str, int]:
    """Path → version of the fields of a row, as the page that sent the form showed them."""
    return {navn[2:]: heltall(versjon) for navn, versjon in request.form.items() if navn.startswith(f"v.{rad}.")}


def _vis_skjema(
    samtale: Bosettingssamtale,
    beboer: Beboer,
    samling: Svarsamling | None = None,
    utfall: dict[str, Utfall] | None = None,
) -> str:
    alle = hent_svar([d.id for d in samtale.deltakere])
    visning = Skjemavisning(beboer, samling or alle[beboer.id], utfall or {})
    medlemmer = [
        {"id": d.id, "navn": d.navn, "mangler": len(svar.mangler(d, alle[d.id])), "aktiv": d.id == beboer.id}
        for d in samtale.deltakere
    ]
    return vis(
        "samtale/side.html",
        "samtale/_skjema.html",
        samtale=samtalehode(samtale),
        beboer=person(beboer),
        medlemmer=medlemmer,
        ferdige=samtaler.ferdige_i_familien(innlogget(), samtale),
        seksjoner=visning.seksjoner(),
        mangler=len(svar.mangler(beboer, visning.samling)),
        avviste=[(sti, ledetekst(sti)) for sti, u in visning.utfall.items() if u.tilstand in STATUS],
        merknader=samtaler.forseglede_merknader(samtale, beboer),
        utkast=merknadutkast.utkast(innlogget(), [beboer.id])[beboer.id] if samtale.laast else None,
    )


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
        mangler_id=beboer.id,
        mangler=len(svar.mangler(beboer, samling)),
    )


def _til_siden(beboer: Deltaker, samling: Svarsamling, utfall: dict[str, Utfall], anker: str) -> ResponseReturnValue:
    """For a plain form: back to the page, or where something was refused the page with what was typed."""
    if (status := _status(utfall)) == 200:
        return _til_skjema(beboer.samtale_id, beboer.id, anker)
    samtale = samtaler.hent(innlogget(), beboer.samtale_id)
    return _vis_skjema(samtale, _deltaker(samtale, beboer.id), samling, utfall), status


def _status(utfall: dict[str, Utfall]) -> int:
    return max((STATUS.get(u.tilstand, 200) for u in utfall.values()), default=200)


def _deltaker(samtale: Bosettingssamtale, beboer_id: str) -> Beboer:
    for deltaker in samtale.deltakere:
        if deltaker.id == beboer_id:
            return deltaker
    raise IkkeFunnet


def _seksjon(navn: str) -> Seksjon:
    for seksjon in KARTLEGGING.seksjoner:
        if seksjon.navn == navn:
            return seksjon
    raise IkkeFunnet


def _seksjon_med(liste: Liste) -> Seksjon:
    return next(seksjon for seksjon in KARTLEGGING.seksjoner if liste in seksjon.ledd)


def _anker(sti: str) -> str:
    return "f-" + sti.replace(".", "-")


def _til_skjema(samtale_id: str, beboer_id: str, anker: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("samtale.side", samtale_id=samtale_id, beboer_id=beboer_id, _anchor=anker), 303)
