"""A new internal remark after completion: autosaved on the locked form, and «Send e-postvarsel til IMDi» (S74, S84)."""

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.domain.kartlegging.kartlegging import INTERN_MERKNAD
from app.domain.samtale import merknadutkast
from app.domain.samtale.merknadutkast import IkkeFerdigstilt, Utkast
from app.domain.samtale.svar import Innsending
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import Konflikt, Ugyldig
from app.web.felles.feil import feilside
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.skjemavisning import heltall, klient
from app.web.felles.vis import setning, vil_ha_bit, vis_bit

rom = Rom("merknad")
SENDT = _l("Merknaden er sendt til IMDi, som får varsel på e-post.")
FOR_MANGE = _l(
    "Merknaden er lagret, men ikke sendt ennå. Du har sendt mange varsler den siste timen. Systemet sender denne til "
    "IMDi av seg selv om 15 minutter."
)
PERSON = "/samtaler/<noekkel:samtale_id>/beboere/<noekkel:beboer_id>/merknad"


@rom.errorhandler(IkkeFerdigstilt)
def _ikke_ferdigstilt(_feil: IkkeFerdigstilt) -> ResponseReturnValue:
    tekst = gettext("Samtalen er ikke ferdigstilt. Skriv merknaden i skjemaet.")
    return feilside(409, tekst, overskrift=gettext("Ikke lagret"))


@rom.post(PERSON)
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


@rom.post(PERSON + "/varsel")
@krever(Rett.SAMTALE_REGISTRERE)
def send(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """«Send e-postvarsel til IMDi»: seal what was sent along, and make the notice."""
    deltaker = merknadutkast.laas_deltaker(innlogget(), samtale_id, beboer_id)
    inn = _innsending()
    try:
        er_sendt = merknadutkast.send_merknad(innlogget(), deltaker, inn)
    except (Ugyldig, Konflikt) as feil:
        return _avvist(samtale_id, beboer_id, inn, feil)
    flash(str(SENDT if er_sendt else FOR_MANGE), "success" if er_sendt else "warning")
    if vil_ha_bit():
        return make_response("", 204, {"HX-Refresh": "true"})
    return _til_skjemaet(samtale_id, beboer_id)


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
