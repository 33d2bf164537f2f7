"""Recorded rectification of one answer after completion: IMDi only; the completed form itself stays (S83, F44)."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.bosetting import retting
from app.domain.bosetting.retting import GRUNN
from app.domain.skjema.blankett import Blankett, Utfylt, les_blankett
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import Ugyldig
from app.web.felles.lest import som_lest
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.sendt import heltall
from app.web.felles.vis import vis
from app.web.felles.visningslogg import Viser

rom = Rom("retting")
SVARET = "/fordelingsklare/<noekkel:samtale_id>/beboere/<noekkel:beboer_id>/retting"


@rom.get(SVARET)
@krever(Rett.SAK_RETTE, viser=Viser.SAKEN)
def skjema(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    return _vis(samtale_id, beboer_id, retting.antall_rettinger(samtale_id))


@rom.post(SVARET)
@krever(Rett.SAK_RETTE)
def rett(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Rectify the answer that ?felt= names."""
    sti, grunn = request.args.get("felt", ""), _les_grunn()
    _, sted, _ = retting.finn_svar(innlogget(), samtale_id, beboer_id, sti)
    nummer = heltall(request.form.get("nummer", ""))
    raa = request.form.getlist(sted.felt.navn)
    if not grunn.feil:
        try:
            retting.rett(innlogget(), samtale_id, beboer_id, sti, raa, grunn.svar, nummer)
            flash(gettext("Rettet. Det opprinnelige svaret er tatt vare på."), "success")
            return redirect(url_for("fordelingsklare.sak", samtale_id=samtale_id), 303)
        except Ugyldig as feil:
            return _vis(samtale_id, beboer_id, nummer, Utfylt(sted.felt, raa, feil=feil), grunn), 422
    return _vis(samtale_id, beboer_id, nummer, Utfylt(sted.felt, raa), grunn), 422


def _vis(samtale_id: str, beboer_id: str, nummer: int, nytt: Utfylt | None = None, grunn: Utfylt | None = None) -> str:
    beboer, sted, naa = retting.finn_svar(innlogget(), samtale_id, beboer_id, request.args.get("felt", ""))
    return vis(
        "fordelingsklare/retting.html",
        samtale_id=samtale_id,
        beboer={"id": beboer.id, "navn": beboer.navn},
        sti=sted.sti,
        ledetekst=sted.felt.ledetekst,
        naa=som_lest(sted.felt.type, naa),
        nummer=nummer,
        blankett=Blankett([nytt or Utfylt(sted.felt, sted.felt.type.til_skjema(naa)), grunn or Utfylt(GRUNN, ())]),
    )


def _les_grunn() -> Utfylt:
    return les_blankett((GRUNN,), {"grunn": request.form.getlist("grunn")}).felter[0]
