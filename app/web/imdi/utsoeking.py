"""«Registrer søkt ut», «Registrer bosatt», and «Trekk tilbake» what was a mistake (S29, story 9)."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.beboer.statuser import Bosettingsstatus
from app.domain.bosetting import sak, utsoeking
from app.domain.bosetting.utsoeking import FORRIGE, GRUNN, KOMMUNE, UTSOEKINGSDATO, FeilDag, FeilTilstand
from app.domain.skjema.blankett import Blankett, les_blankett, utfylt
from app.domain.skjema.felttyper import Dag, Flervalg
from app.domain.skjema.grammatikk import Felt
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import IkkeFunnet, Ugyldig
from app.spraak import dato
from app.spraak.katalog import oversett
from app.web.felles.feil import feilside
from app.web.felles.rom import Rom, innlogget, innsendt, krever
from app.web.felles.vis import vis
from app.web.felles.visningslogg import Viser

rom = Rom("utsoeking")
SAK = "/fordelingsklare/<noekkel:samtale_id>"
BOSATT = SAK + "/beboere/<noekkel:beboer_id>/bosatt"


@rom.errorhandler(FeilTilstand)
def _feil_tilstand(_feil: FeilTilstand) -> ResponseReturnValue:
    tekst = gettext("En kollega har registrert noe imens. Se hva som gjelder på siden til husstanden.")
    return feilside(409, tekst, overskrift=gettext("Saken er endret"))


@rom.get(SAK + "/soekt-ut")
@krever(Rett.BOSETTING_REGISTRERE, viser=Viser.SAKEN)
def skjema(samtale_id: str) -> ResponseReturnValue:
    samtale, hvem = _hvem(samtale_id, Bosettingsstatus.FORDELINGSKLAR)
    return _vis_soekt_ut(samtale, utfylt(*_utfylt(hvem, KOMMUNE, UTSOEKINGSDATO)))


@rom.post(SAK + "/soekt-ut")
@krever(Rett.BOSETTING_REGISTRERE)
def registrer(samtale_id: str) -> ResponseReturnValue:
    samtale, hvem = _hvem(samtale_id, Bosettingsstatus.FORDELINGSKLAR)
    blankett = les_blankett((KOMMUNE, UTSOEKINGSDATO, hvem), innsendt())
    if not blankett.feil:
        try:
            nummer = blankett["kommune"]["nummer"]
            utsoeking.soek_ut(innlogget(), samtale_id, blankett["hvem"], nummer, blankett["dato"])
            return _ferdig(samtale_id, gettext("Registrert. Mottaket og kommunen får varsel."))
        except Ugyldig as feil:
            blankett = blankett.med_feil("dato", feil)
    return _vis_soekt_ut(samtale, blankett), 422


@rom.get(BOSATT)
@krever(Rett.BOSETTING_REGISTRERE, viser=Viser.SAKEN)
def bosattskjema(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    return _vis_bosatt(samtale_id, _tomt(_soekt_ut(samtale_id, beboer_id), alene=True))


@rom.post(BOSATT)
@krever(Rett.BOSETTING_REGISTRERE)
def registrer_bosatt(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    return _registrer_bosatt(samtale_id, _soekt_ut(samtale_id, beboer_id), alene=True)


@rom.get(SAK + "/bosatt")
@krever(Rett.BOSETTING_REGISTRERE, viser=Viser.SAKEN)
def familien_bosatt_skjema(samtale_id: str) -> ResponseReturnValue:
    return _vis_bosatt(samtale_id, _tomt(_soekt_ut(samtale_id)))


@rom.post(SAK + "/bosatt")
@krever(Rett.BOSETTING_REGISTRERE)
def familien_bosatt(samtale_id: str) -> ResponseReturnValue:
    """Those with a date, in one step; who has none has not moved yet."""
    return _registrer_bosatt(samtale_id, _soekt_ut(samtale_id))


@rom.get(SAK + "/flytting")
@krever(Rett.BOSETTING_REGISTRERE, viser=Viser.SAKEN)
def flytteskjema(samtale_id: str) -> ResponseReturnValue:
    flyttere = _soekt_ut(samtale_id)
    planlagt = {_feltnavn(b): b.planlagt_flytting for b in flyttere}
    return _vis_flytting(samtale_id, utfylt(_datofelter(flyttere, planlagt=True), planlagt))


@rom.post(SAK + "/flytting")
@krever(Rett.BOSETTING_REGISTRERE)
def planlegg(samtale_id: str) -> ResponseReturnValue:
    flyttere = _soekt_ut(samtale_id)
    blankett = les_blankett(_datofelter(flyttere, planlagt=True), innsendt())
    if blankett.feil:
        return _vis_flytting(samtale_id, blankett), 422
    utsoeking.planlegg_flytting(innlogget(), samtale_id, {b.id: blankett[_feltnavn(b)] for b in flyttere})
    return _ferdig(samtale_id, gettext("Flyttedatoene er lagret. Kommunen får varsel om det som er endret."))


@rom.get(SAK + "/tilbaketrekking")
@krever(Rett.BOSETTING_REGISTRERE, viser=Viser.SAKEN)
def tilbakeskjema(samtale_id: str) -> ResponseReturnValue:
    samtale, hvem = _hvem(samtale_id, *FORRIGE)
    return _vis_tilbake(samtale, utfylt(*_utfylt(hvem, GRUNN)))


@rom.post(SAK + "/tilbaketrekking")
@krever(Rett.BOSETTING_REGISTRERE)
def trekk_tilbake(samtale_id: str) -> ResponseReturnValue:
    samtale, hvem = _hvem(samtale_id, *FORRIGE)
    blankett = les_blankett((hvem, GRUNN), innsendt())
    if blankett.feil:
        return _vis_tilbake(samtale, blankett), 422
    utsoeking.trekk_tilbake(innlogget(), samtale_id, blankett["hvem"], blankett["grunn"])
    return _ferdig(samtale_id, gettext("Trukket tilbake."))


def _hvem(samtale_id: str, *statuser: Bosettingsstatus) -> tuple[Bosettingssamtale, Felt]:
    """The household, and the question of which members it is about. Raises FeilTilstand where it can be none."""
    samtale = sak.hent_sak(innlogget(), samtale_id)
    valg = {d.id: d.navn for d in samtale.deltakere if d.bosetting in statuser and not d.trukket}
    if not valg:
        raise FeilTilstand
    return samtale, Felt("hvem", "Hvem gjelder det?", Flervalg(valg), hjelp="", paakrevd=True)


def _utfylt(hvem: Felt, *felter: Felt) -> tuple[Sequence[Felt], dict[str, object]]:
    """An empty form in which everyone is chosen."""
    alle = hvem.type.til_skjema(hvem.type.valg)  # type: ignore[attr-defined]
    return (*felter, hvem), {felt.navn: None for felt in felter} | {"hvem": alle}


def _vis_soekt_ut(samtale: Bosettingssamtale, blankett: Blankett) -> str:
    return vis("fordelingsklare/soekt_ut.html", samtale=samtale, blankett=blankett)


def _registrer_bosatt(samtale_id: str, flyttere: Sequence[Beboer], *, alene: bool = False) -> ResponseReturnValue:
    blankett = les_blankett(_datofelter(flyttere, alene=alene), innsendt())
    if not blankett.feil:
        navn = {b.id: _feltnavn(b, alene=alene) for b in flyttere}
        dager = {beboer_id: dag for beboer_id, felt in navn.items() if (dag := blankett[felt])}
        try:
            utsoeking.bosett(innlogget(), samtale_id, dager)
            antall = len(dager)
            melding = ngettext("Registrert som bosatt.", "%(num)s er registrert som bosatt.", antall)
            return _ferdig(samtale_id, melding)
        except FeilDag as umulige:
            for beboer_id, feil in umulige.feil.items():
                blankett = blankett.med_feil(navn[beboer_id], feil)
        except IkkeFunnet:
            blankett = blankett.med_feil(navn[flyttere[0].id], Ugyldig("Skriv bosettingsdatoen til minst én."))
    return _vis_bosatt(samtale_id, blankett), 422


def _datofelter(flyttere: Sequence[Beboer], *, alene: bool = False, planlagt: bool = False) -> Sequence[Felt]:
    """A date for each of them, under the name; or the one date that must be there."""
    type_ = Dag(senest_i_dag=not planlagt)
    ledetekst = gettext("Bosettingsdato") if alene else ""
    return [Felt(_feltnavn(b, alene=alene), ledetekst or b.navn, type_, _om(b), paakrevd=alene) for b in flyttere]


def _feltnavn(beboer: Beboer, *, alene: bool = False) -> str:
    return "dato" if alene else f"dato_{beboer.id}"


def _om(beboer: Beboer) -> str:
    soekt_ut = f"{oversett(beboer.bosetting_tekst)} {dato(beboer.utsoekingsdato)}." if beboer.utsoekingsdato else ""
    if not beboer.planlagt_flytting:
        return soekt_ut
    return f"{soekt_ut} {gettext('Planlagt flytting %(dato)s', dato=dato(beboer.planlagt_flytting))}."


def _tomt(flyttere: Sequence[Beboer], *, alene: bool = False) -> Blankett:
    felter = _datofelter(flyttere, alene=alene)
    return utfylt(felter, {felt.navn: None for felt in felter})


def _vis_bosatt(samtale_id: str, blankett: Blankett) -> str:
    samtale = sak.hent_sak(innlogget(), samtale_id)
    hvem = next((d.navn for d in samtale.deltakere if d.id in request.path), "")
    return vis("fordelingsklare/bosatt.html", samtale=samtale, blankett=blankett, url=request.path, hvem=hvem)


def _vis_flytting(samtale_id: str, blankett: Blankett) -> str:
    samtale = sak.hent_sak(innlogget(), samtale_id)
    return vis("fordelingsklare/flytting.html", samtale=samtale, blankett=blankett)


def _vis_tilbake(samtale: Bosettingssamtale, blankett: Blankett) -> str:
    return vis("fordelingsklare/tilbake.html", samtale=samtale, blankett=blankett)


def _soekt_ut(samtale_id: str, beboer_id: str | None = None) -> list[Beboer]:
    """Those of the household who are to move, or the one who is named. Raises IkkeFunnet, FeilTilstand."""
    samtale = sak.hent_sak(innlogget(), samtale_id)
    hvem = [d for d in samtale.deltakere if beboer_id in (None, d.id)]
    if not hvem:
        raise IkkeFunnet
    flyttere = [d for d in hvem if d.bosetting == Bosettingsstatus.SOEKT_UT and not d.trukket]
    if not flyttere:
        raise FeilTilstand
    return flyttere


def _ferdig(samtale_id: str, melding: str) -> ResponseReturnValue:
    flash(melding, "success")
    return redirect(url_for("fordelingsklare.sak", samtale_id=samtale_id), 303)
