"""Oversikt mottaksbeboere: the residents of the own mottak: search, filter and statuses (S35 to S37, S85)."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.beboer import doerer, navnesoek, oppslag
from app.domain.beboer.modell import Beboer
from app.domain.liste import SIDESTOERRELSE, Utvalg, til_fil
from app.domain.samtale import oversikt
from app.domain.samtale.samtale import begynn_uten_oppgave
from app.domain.tilgang.matrise import Rett, kan
from app.spraak.katalog import oversett
from app.web.felles import listefil
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.soek import (
    aapne_rader,
    aapne_soek,
    sidestoerrelse,
    sidetall,
    sidevisning,
    soek_videre,
    uforstaatt,
)
from app.web.felles.vis import vis
from app.web.felles.visningslogg import Viser, viser_liste

rom = Rom("beboere")


@rom.get("/mottak/beboere", undermeny="Oversikt mottaksbeboere")
@krever(Rett.BEBOER_SE, viser=Viser.LISTE)
def liste() -> ResponseReturnValue:
    utvalg = _utvalg()
    filter_ = {
        "status": utvalg.status,
        "sorter": utvalg.sorter,
        "soek": request.args.get("soek", "") if utvalg.tekst else "",
        "soeketekst": utvalg.tekst,
    }
    side = oversikt.oversikt(innlogget(), utvalg)
    viser_liste(len(side.rader), utvalg.tekst)
    return vis(
        "beboere/liste.html",
        side=sidevisning(side, [_rad(b) | _aarsak(b, utvalg.tekst) for b in side.rader], utvalg.stoerrelse),
        filter=filter_,
        uforstaatt=uforstaatt(utvalg.tekst),
        statuser=list(oversikt.statusvalg().items()),
        **aapne_rader(),
    )


@rom.get("/mottak/beboere/fil")
@krever(Rett.LISTE_EKSPORTERE, Rett.BEBOER_SE, fersk=True, viser=Viser.FIL)
def fil() -> ResponseReturnValue:
    """The list as a file: what its page shows of each, the number masked."""
    utvalg = _utvalg()
    kolonner = [_("Navn"), _("DUF-nummer"), _("Født"), _("Alder"), _("Samtale"), _("Kompetanse"), _("Bosetting")]
    rader = [
        (
            listefil.navn(b),
            b.duf_maskert,
            b.foedt_vist,
            b.alder_vist,
            oversett(b.samtalestatus.tekst),
            oversett(b.kompass_tekst),
            oversett(b.bosetting_tekst),
        )
        for b in oversikt.oversikt(innlogget(), til_fil(utvalg)).rader
    ]
    return listefil.last_ned("mottaksbeboere", _("Oversikt mottaksbeboere"), kolonner, rader, soek=utvalg.tekst)


@rom.post("/mottak/beboere/soek")
@krever(Rett.BEBOER_SE)
def soek() -> ResponseReturnValue:
    return soek_videre("beboere.liste", "status", "sorter", "antall")


@rom.get("/mottak/beboere/<noekkel:beboer_id>/detaljer")
@krever(Rett.BEBOER_SE, viser=Viser.SAKEN)
def detaljer(beboer_id: str) -> ResponseReturnValue:
    return vis(
        "beboere/detaljer.html",
        "beboere/_detaljer.html",
        beboer=_rad(doerer.hent_ogsaa_trukket(innlogget(), beboer_id)),
    )


@rom.post("/mottak/beboere/<noekkel:beboer_id>/duf")
@krever(Rett.BEBOER_SE)
def vis_duf(beboer_id: str) -> ResponseReturnValue:
    """An answer to the POST itself, and no redirect: the number has no address."""
    funnet = oppslag.vis_duf(innlogget(), beboer_id)
    return vis("beboere/duf.html", "beboere/_duf.html", navn=funnet.navn, duf=funnet.duf_vist)


@rom.post("/mottak/beboere/<noekkel:beboer_id>/samtale")
@krever(Rett.SAMTALE_REGISTRERE)
def start_samtale(beboer_id: str) -> ResponseReturnValue:
    samtale = begynn_uten_oppgave(innlogget(), beboer_id)
    return redirect(url_for("samtale.side", samtale_id=samtale.id, beboer_id=beboer_id), 303)


def _utvalg() -> Utvalg:
    return Utvalg(
        tekst=aapne_soek(request.args.get("soek", "")),
        status=request.args.get("status", ""),
        sorter=request.args.get("sorter", "navn"),
        side=request.args.get("side", 1, type=sidetall),
        stoerrelse=request.args.get("antall", SIDESTOERRELSE, type=sidestoerrelse),
    )


def _rad(beboer: Beboer) -> dict[str, object]:
    """A resident as the overview and its details show him; with the ways on that the user has."""
    har_rett = kan(innlogget(), Rett.SAMTALE_REGISTRERE, beboer) and not beboer.trukket
    return {
        "id": beboer.id,
        "navn": beboer.navn,
        "skjermet": beboer.skjermet,
        "duf": beboer.duf_maskert,
        "foedt": beboer.foedt_vist,
        "alder": beboer.alder_vist,
        "statsborgerskap": beboer.statsborgerskap,
        "samtale": beboer.samtalestatus.tekst,
        "kompass": beboer.kompass_tekst,
        "bosetting": beboer.bosetting_tekst,
        "trukket": beboer.trukket,
        "samtale_lenke": har_rett and beboer.samtale_id and _lenke(beboer),
        "kan_starte": har_rett and not beboer.samtale_id and not beboer.har_bosettingssak,
    }


def _aarsak(beboer: Beboer, tekst: str) -> dict[str, object]:
    return {"lignende": navnesoek.lignende(tekst, beboer.navn)}


def _lenke(beboer: Beboer) -> str:
    return url_for("samtale.side", samtale_id=beboer.samtale_id, beboer_id=beboer.id)
