"""Skjermede beboere: IMDi gives a named user access to a shielded resident, and takes it back (edge case E1)."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.domain.beboer import skjerming
from app.domain.beboer.modell import Beboer
from app.domain.bosetting import skjermede_saker
from app.domain.skjema.blankett import Blankett, Feilutfylt
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import IkkeFunnet, Ugyldig
from app.web.felles.rom import Rom, innlogget, innsendt, krever
from app.web.felles.soek import ingen_treff
from app.web.felles.vis import setning, vis
from app.web.felles.visningslogg import Viser, viser_liste

rom = Rom("skjerming")
INGEN_TREFF = _l("Ingen treff. Det finnes ingen skjermet beboer med dette DUF-nummeret.")


@rom.get("/skjerming", meny="Skjerming")
@krever(Rett.SKJERMING_GI, fersk=True, viser=Viser.LISTE)
def side() -> ResponseReturnValue:
    return _vis()


@rom.post("/skjerming/soek")
@krever(Rett.SKJERMING_GI)
def soek() -> ResponseReturnValue:
    """A POST, so that no DUF-nummer is ever in an address; the answer is the form about the resident."""
    nummer = request.form.get("duf_nummer", "")
    try:
        beboer = skjerming.finn_skjermet(innlogget(), nummer)
    except Ugyldig as feil:
        return _vis(setning(feil), nummer), 422
    except IkkeFunnet:
        return _vis(ingen_treff(str(INGEN_TREFF), nummer), nummer)
    return _vis_skjema(beboer, skjerming.tilgangsblankett(innlogget(), beboer), med_navn=True)


@rom.post("/skjerming/tilganger")
@krever(Rett.SKJERMING_GI, fersk=True)
def gi() -> ResponseReturnValue:
    beboer_id = request.form.get("beboer", "")
    try:
        skjermede_saker.slipp_inn(innlogget(), beboer_id, innsendt())
    except Feilutfylt as feil:
        return _vis_skjema(skjerming.hent_skjermet(beboer_id), feil.blankett), 422
    flash(str(_l("Tilgangen er gitt. Den gjelder med en gang.")), "success")
    return redirect(url_for("skjerming.side"), 303)


@rom.post("/skjerming/ventende")
@krever(Rett.SKJERMING_GI, fersk=True)
def ventende() -> ResponseReturnValue:
    """The form about one who waits: without a name, which none but those let in may read."""
    beboer = skjerming.hent_skjermet(request.form.get("beboer", ""))
    return _vis_skjema(beboer, skjerming.tilgangsblankett(innlogget(), beboer))


@rom.post("/skjerming/tilganger/<noekkel:tilgang_id>/slutt")
@krever(Rett.SKJERMING_GI)
def avslutt(tilgang_id: str) -> ResponseReturnValue:
    skjerming.avslutt_tilgang(innlogget(), tilgang_id)
    flash(str(_l("Tilgangen er avsluttet.")), "success")
    return redirect(url_for("skjerming.side"), 303)


def _vis(melding: str = "", nummer: str = "") -> str:
    synlig = nummer if nummer.isprintable() else ""
    tilganger = skjerming.gjeldende_tilganger(innlogget())
    viser_liste(len(tilganger))
    return vis(
        "skjerming/side.html",
        ventende=skjermede_saker.ventende(),
        tilganger=tilganger,
        melding=melding,
        nummer=synlig[:40],
    )


def _vis_skjema(beboer: Beboer, blankett: Blankett, *, med_navn: bool = False) -> str:
    """With the name only for whoever has just said the number."""
    hvem = {"navn": beboer.navn, "duf": beboer.duf_vist} if med_navn else {}
    return vis("skjerming/ny.html", beboer={"id": beboer.id, **hvem}, blankett=blankett)
