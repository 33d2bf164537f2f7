"""What a form of the interview sent, and what became of it: saved, refused, or in conflict with a colleague's."""

from collections.abc import Mapping
from dataclasses import replace

from flask import abort, request
from flask_babel import gettext

from app.domain.kartlegging.kartlegging import KARTLEGGING, UTGAVER
from app.domain.samtale import svar, svarutkast
from app.domain.samtale.samtale import Deltaker
from app.domain.samtale.svar import Innsending
from app.domain.samtale.svarlager import Svarsamling
from app.domain.skjema.grammatikk import Liste, Seksjon, Skjema, Sted
from app.domain.skjema.overfoering import i_dag_av
from app.domain.tid import naa
from app.domain.unntak import IkkeFunnet, Konflikt, Ugyldig, Uklart
from app.web.felles.lest import som_lest
from app.web.felles.rom import innlogget
from app.web.felles.sendt import heltall, klient
from app.web.felles.skjemavisning import ledetekst
from app.web.felles.utfall import SKILLE, Motstrid, Utfall, motstrid
from app.web.felles.vis import setning

STATUS = {"ugyldig": 422, "konflikt": 409}
"""Outcomes that are refusals, and how they are answered."""


def utgave() -> int:
    """The version of the questionnaire that the page asked by. One that we do not know yet is another server's, which
    is newer: it is tried again (app.js), and answers then."""
    sendt = heltall(request.form.get("utgave", str(UTGAVER.versjon)))
    if sendt > UTGAVER.versjon:
        abort(503)
    return max(1, sendt)


def skjemaet() -> Skjema:
    """The questionnaire as the page showed it."""
    return UTGAVER.utgave(utgave())


def sted_i_dag(sted: Sted) -> Sted:
    """Where the answer to a question of the page's stands today; the page's own place where nobody asks any more."""
    stier = i_dag_av(UTGAVER, sted.sti, None, utgave())
    return next((naa for sti in stier if (naa := KARTLEGGING.finn(sti))), sted)


def lagre_seksjon(beboer: Deltaker, samling: Svarsamling, seksjon: Seksjon, unntatt: str = "-") -> dict[str, Utfall]:
    """Save every field of a section as a plain form sent it: each on its own, so one bad answer stops no other.

    Of the field by which «Bruk svaret fra …» was pressed, what is stored stays, and the user's own text is let go.
    """
    bruk = request.form.get("bruk")
    if bruk:
        svarutkast.forkast(innlogget(), beboer.id, bruk)
    steder = _stedene(beboer, samling, seksjon)
    utfall = {
        sted.sti: proev(beboer, samling, sted)
        for sted in steder
        if f"v.{sted.sti}" in request.form and not sted.sti.startswith(unntatt + ".") and sted.sti != bruk
    }
    for liste in (ledd for ledd in seksjon.ledd if isinstance(ledd, Liste)):
        if tekster := _skrevet_i_fjernede(beboer, samling, liste, unntatt):
            tapt = Ugyldig("En annen har fjernet en rad. Dette ble ikke lagret: %(svar)s", svar="; ".join(tekster))
            utfall[liste.navn] = Utfall("konflikt", melding=setning(tapt))
    return utfall


def _stedene(beboer: Deltaker, samling: Svarsamling, seksjon: Seksjon) -> list[Sted]:
    """The section's fields that are saved: today's, or of a page from before all that it sent."""
    if utgave() == UTGAVER.versjon:
        return list(KARTLEGGING.steder(seksjon, beboer, svar.verdier(samling)))
    sendt = [sted for navn in request.form if navn.startswith("v.") and (sted := skjemaet().finn(navn[2:]))]
    return [sted for sted in sendt if (sted.liste or sted.felt) in seksjon.ledd]


def _skrevet_i_fjernede(beboer: Deltaker, samling: Svarsamling, liste: Liste, unntatt: str) -> list[str]:
    """What was typed in rows that a colleague took out meanwhile: it has no field left to stand in."""
    stier = [navn.removeprefix("v.") for navn in request.form if navn.startswith(f"v.{liste.navn}.")]
    steder = [sted for sti in stier if not sti.startswith(unntatt + ".") and (sted := skjemaet().finn(sti))]
    fjernede = [sted for sted in steder if svar.er_fjernet(sted, samling)]
    return [f"{gettext(sted.felt.ledetekst)}: {ny}" for sted in fjernede if (ny := _nytt_svar(beboer.id, sted))]


def _nytt_svar(beboer_id: str, sted: Sted) -> str:
    """The answer that the form holds, as people read it; nothing where it is the one that was shown."""
    inn = innsending(sted)
    try:
        verdi = sted.felt.type.parse(inn.raa)
    except Ugyldig:
        return ", ".join(inn.raa)
    uendret = verdi == svar.verdi_i_versjon(beboer_id, sted.sti, inn.versjon)
    return "" if uendret else som_lest(sted.felt.type, verdi)


def skrevet(beboer_id: str) -> list[str]:
    """What was written in a plain form, by the question. Raises Ugyldig where it is no form of ours."""
    stedene = [sted for navn in request.form if navn.startswith("v.") and (sted := skjemaet().finn(navn[2:]))]
    nye = [(sted, ny) for sted in stedene if (ny := _nytt_svar(beboer_id, sted))]
    return [ny if sted.felt.kryptert else f"{gettext(sted.felt.ledetekst)}: {ny}" for sted, ny in nye]


def proev(beboer: Deltaker, samling: Svarsamling, sted: Sted, inn: Innsending | None = None) -> Utfall:
    """Save one field. What cannot become the answer is kept for whoever wrote it (svarutkast.py)."""
    inn = inn or _slaatt_sammen(samling, innsending(sted))
    try:
        svar.lagre_svar(innlogget(), beboer, samling, inn)
    except Ugyldig as feil:
        skrevet = sted.felt.type.mal not in ("valg", "flervalg")  # no page of ours sends a choice there is not
        beholdt = naa() if skrevet and svarutkast.behold(innlogget(), beboer, inn) else None
        forslag = feil.forslag if isinstance(feil, Uklart) else ()
        return Utfall("ugyldig", inn.raa, inn.versjon, setning(feil), beholdt=beholdt, forslag=forslag)
    except Konflikt as feil:
        beholdt = naa() if svarutkast.behold(innlogget(), beboer, inn) else None
        return Utfall("konflikt", inn.raa, inn.versjon, konflikt=_motstrid(sted, inn, feil), beholdt=beholdt)
    if beboer.har_utkast:
        svarutkast.fjern(innlogget(), beboer.id, inn)
    return Utfall("lagret")


def _slaatt_sammen(samling: Svarsamling, inn: Innsending) -> Innsending:
    """«Slå sammen» in a plain form: what is stored, and then what was written here."""
    lagret, sted = samling.get(inn.sti), KARTLEGGING.finn(inn.sti)
    if request.form.get("sammen") != inn.sti or not lagret or not sted or sted.felt.kryptert:
        return inn
    skille = SKILLE.get(sted.felt.type.mal)
    lagrede = som_lest(sted.felt.type, lagret.verdi)
    return replace(inn, raa=[f"{lagrede}{skille}{inn.raa[0]}"], versjon=lagret.versjon) if skille else inn


def avviste(utfall: Mapping[str, Utfall]) -> list[tuple[str, str, str]]:
    """Path and question of what was refused, and what was sent to one that is not there any more: it has no field left
    to stand in. Of such a text that is kept, the user's own texts tell."""
    avvist = [(sti, u) for sti, u in utfall.items() if u.tilstand in STATUS]
    borte = {sti for sti, _ in avvist if not (KARTLEGGING.finn(sti) or KARTLEGGING.ledd(sti))}
    return [
        (sti, ledetekst(sti), f"{u.melding} {', '.join(u.raa)}" if sti in borte else "")
        for sti, u in avvist
        if not (sti in borte and u.beholdt)
    ]


def _motstrid(sted: Sted, inn: Innsending, feil: Konflikt) -> Motstrid:
    felttype = sted.felt.type
    deres = None if sted.felt.kryptert else som_lest(sted_i_dag(sted).felt.type, feil.lagret)
    mitt, er_mitt = som_lest(felttype, felttype.parse(inn.raa)), feil.endret_av_id == innlogget().id
    return motstrid(sted, mitt, deres, feil.endret_av, feil.endret, feil.versjon, er_mitt=er_mitt)


def innsending(sted: Sted) -> Innsending:
    """What the form sent for a field. «Behold mitt svar» makes the colleague's version the one it is based on."""
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
        utgave=utgave(),
    )


def viste_versjoner(rad: str) -> dict[str, int]:
    """Path → version of the fields of a row, as the page that sent the form showed them."""
    return {navn[2:]: heltall(versjon) for navn, versjon in request.form.items() if navn.startswith(f"v.{rad}.")}


def felt_i_adressen() -> Sted:
    """The question that ?felt= names. Raises IkkeFunnet."""
    sted = UTGAVER.sted(request.args.get("felt", ""), UTGAVER.versjon)
    if sted is None:
        raise IkkeFunnet
    return sted
