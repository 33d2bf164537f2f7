"""A new internal remark after completion: autosaved on the locked form, and «Send e-postvarsel til IMDi» (S74, S84)."""

from collections.abc import Sequence
from dataclasses import replace

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.domain.beboer import skjerming
from app.domain.kartlegging.kartlegging import INTERN_MERKNAD, KARTLEGGING
from app.domain.samtale import merknadutkast
from app.domain.samtale.merknadutkast import IkkeFerdigstilt, Utkast
from app.domain.samtale.svar import Innsending
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import IkkeFunnet, Konflikt, Ugyldig
from app.spraak.katalog import oversett
from app.web.felles.feil import feilside
from app.web.felles.lest import som_lest
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.sendt import heltall, klient
from app.web.felles.vis import setning, vil_ha_bit, vis_bit
from app.web.samtale import PERSON

rom = Rom("merknad")
SENDT = _l("Merknaden er sendt til IMDi, som får varsel på e-post.")
FOR_MANGE = _l(
    "Merknaden er lagret, men ikke sendt ennå. Du har sendt mange varsler den siste timen. Systemet sender denne til "
    "IMDi av seg selv om 15 minutter."
)
MERKNAD = PERSON + "/merknad"


@rom.errorhandler(IkkeFerdigstilt)
def _ikke_ferdigstilt(_feil: IkkeFerdigstilt) -> ResponseReturnValue:
    tekst = gettext("Samtalen er ikke ferdigstilt. Skriv merknaden i skjemaet.")
    return feilside(409, tekst, overskrift=gettext("Ikke lagret"))


@rom.post(MERKNAD)
@krever(Rett.SAMTALE_REGISTRERE)
def lagre(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Save the draft; a plain browser comes back to the form."""
    deltaker = merknadutkast.laas_deltaker(innlogget(), samtale_id, beboer_id)
    inn = _innsending()
    try:
        utkast = merknadutkast.lagre_utkast(innlogget(), deltaker, inn)
    except (Ugyldig, Konflikt) as feil:
        return _avvist(samtale_id, beboer_id, inn, feil)
    if vil_ha_bit():
        return vis_bit("samtale/_merknadlagring.html", utkast=utkast, tilstand="lagret")
    return _til_skjemaet(samtale_id, beboer_id)


@rom.post(MERKNAD + "/varsel")
@krever(Rett.SAMTALE_REGISTRERE)
def send(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """«Send e-postvarsel til IMDi»: seal what was sent along, and make the notice."""
    deltaker = merknadutkast.laas_deltaker(innlogget(), samtale_id, beboer_id)
    inn = _innsending()
    try:
        er_sendt = merknadutkast.send_merknad(innlogget(), deltaker, inn)
    except (Ugyldig, Konflikt) as feil:
        return _avvist(samtale_id, beboer_id, inn, feil)
    flash(str(SENDT if er_sendt else FOR_MANGE), "merknad-success" if er_sendt else "merknad-warning")
    if vil_ha_bit():
        return make_response("", 204, {"HX-Refresh": "true"})
    return _til_skjemaet(samtale_id, beboer_id)


@rom.post(MERKNAD + "/for-sent")
@krever(Rett.SAMTALE_REGISTRERE)
def for_sent(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """An answer that came after the completion becomes the end of the draft, under its question."""
    sted = KARTLEGGING.finn(request.args.get("felt", ""))
    if sted is None:
        raise IkkeFunnet
    deltaker = merknadutkast.laas_deltaker(innlogget(), samtale_id, beboer_id)
    foer = merknadutkast.utkast(innlogget(), [beboer_id])[beboer_id]
    svar = som_lest(sted.felt.type, sted.felt.type.parse(request.form.getlist(sted.sti)))
    linje = svar if sted.felt.kryptert else f"{oversett(sted.felt.ledetekst)}: {svar}"
    tekst = "\n".join(filter(None, (foer.tekst, linje if svar else "")))
    merknadutkast.lagre_utkast(innlogget(), deltaker, Innsending(INTERN_MERKNAD.navn, [tekst], foer.versjon, "", 0))
    return _til_skjemaet(samtale_id, beboer_id)


def tilby(samtale_id: str, beboer_id: str, skrevet: Sequence[str]) -> str:
    """A plain form came after the completion: what was written in it stands in the field of the remark, to be sent."""
    skjerming.husk_lest(beboer_id)
    skjerming.loggfoer_lesing(innlogget())
    foer = merknadutkast.utkast(innlogget(), [beboer_id])[beboer_id]
    tekst = "\n".join(filter(None, (foer.tekst, *skrevet)))
    return vis_bit(
        "samtale/merknad_avvist.html",
        utkast=replace(foer, tekst=tekst),
        samtale={"id": samtale_id},
        beboer={"id": beboer_id},
        for_sent=True,
    )


def _avvist(samtale_id: str, beboer_id: str, inn: Innsending, feil: Ugyldig | Konflikt) -> ResponseReturnValue:
    """What was written stays in its field; a plain browser gets a page with it."""
    status = 409 if isinstance(feil, Konflikt) else 422
    data = {
        "utkast": Utkast(beboer_id, inn.raa[0] if inn.raa else "", inn.versjon),
        "samtale": {"id": samtale_id},
        "beboer": {"id": beboer_id},
        "tilstand": "konflikt" if status == 409 else "ugyldig",
        "melding": setning(feil) if isinstance(feil, Ugyldig) else "",
        "konflikt": feil,
    }
    return vis_bit("samtale/_merknadlagring.html" if vil_ha_bit() else "samtale/merknad_avvist.html", **data), status


def _innsending() -> Innsending:
    behold = request.form.get("behold", "")
    return Innsending(
        sti=INTERN_MERKNAD.navn,
        raa=request.form.getlist(INTERN_MERKNAD.navn),
        versjon=heltall(behold or request.form.get(f"v.{INTERN_MERKNAD.navn}", "")),
        klient=klient(request.form.get("klient", "")),
        sekvens=heltall(request.form.get("sekvens", "0")),
    )


def _til_skjemaet(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    return redirect(url_for("samtale.side", samtale_id=samtale_id, beboer_id=beboer_id, _anchor="ny-merknad"), 303)
