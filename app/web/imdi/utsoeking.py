"""«Registrer søkt ut», «Registrer bosatt», and «Trekk tilbake» what was a mistake (S29, story 9)."""

from collections.abc import Sequence
from datetime import date

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.beboer.statuser import Bosettingsstatus
from app.domain.bosetting import sak, utsoeking
from app.domain.bosetting.utsoeking import BOSETTINGSDATO, FORRIGE, GRUNN, KOMMUNE, UTSOEKINGSDATO, FeilTilstand
from app.domain.skjema.blankett import Blankett, Feilutfylt, les_blankett, les_gyldig_blankett, utfylt
from app.domain.skjema.felttyper import Flervalg
from app.domain.skjema.grammatikk import Felt
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import IkkeFunnet, Ugyldig
from app.web.felles.feil import feilside
from app.web.felles.rom import Rom, innlogget, innsendt, krever
from app.web.felles.vis import vis

rom = Rom("utsoeking")
SAK = "/fordelingsklare/<noekkel:samtale_id>"
BOSATT = SAK + "/beboere/<noekkel:beboer_id>/bosatt"


@rom.errorhandler(FeilTilstand)
def _feil_tilstand(_feil: FeilTilstand) -> ResponseReturnValue:
    tekst = gettext("En kollega har registrert noe imens. Se hva som gjelder på siden til husstanden.")
    return feilside(409, tekst, overskrift=gettext("Saken er endret"))


@rom.get(SAK + "/soekt-ut")
@krever(Rett.BOSETTING_REGISTRERE)
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
            nummer, dag = blankett["kommune"]["nummer"], date.fromisoformat(blankett["dato"])
            utsoeking.soek_ut(innlogget(), samtale_id, blankett["hvem"], nummer, dag)
            return _ferdig(samtale_id, gettext("Registrert. Mottaket og kommunen får varsel."))
        except Ugyldig as feil:
            blankett = blankett.med_feil("dato", feil)
    return _vis_soekt_ut(samtale, blankett), 422


@rom.get(BOSATT)
@krever(Rett.BOSETTING_REGISTRERE)
def bosattskjema(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    return _vis_bosatt(samtale_id, beboer_id, utfylt((BOSETTINGSDATO,), {"dato": None}))


@rom.post(BOSATT)
@krever(Rett.BOSETTING_REGISTRERE)
def registrer_bosatt(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    try:
        blankett = les_gyldig_blankett((BOSETTINGSDATO,), innsendt())
        utsoeking.bosett(innlogget(), samtale_id, beboer_id, date.fromisoformat(blankett["dato"]))
    except Feilutfylt as feil:
        return _vis_bosatt(samtale_id, beboer_id, feil.blankett), 422
    except Ugyldig as feil:
        return _vis_bosatt(samtale_id, beboer_id, blankett.med_feil("dato", feil)), 422
    return _ferdig(samtale_id, gettext("Registrert som bosatt."))


@rom.get(SAK + "/tilbaketrekking")
@krever(Rett.BOSETTING_REGISTRERE)
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


def _vis_bosatt(samtale_id: str, beboer_id: str, blankett: Blankett) -> str:
    samtale = sak.hent_sak(innlogget(), samtale_id)
    return vis("fordelingsklare/bosatt.html", samtale=samtale, beboer=_soekt_ut(samtale, beboer_id), blankett=blankett)


def _vis_tilbake(samtale: Bosettingssamtale, blankett: Blankett) -> str:
    return vis("fordelingsklare/tilbake.html", samtale=samtale, blankett=blankett)


def _soekt_ut(samtale: Bosettingssamtale, beboer_id: str) -> Beboer:
    beboer = next((d for d in samtale.deltakere if d.id == beboer_id), None)
    if beboer is None:
        raise IkkeFunnet
    if beboer.trukket or beboer.bosetting != Bosettingsstatus.SOEKT_UT:
        raise FeilTilstand
    return beboer


def _ferdig(samtale_id: str, melding: str) -> ResponseReturnValue:
    flash(melding, "success")
    return redirect(url_for("fordelingsklare.sak", samtale_id=samtale_id), 303)
