"""Oversikt mottaksbeboere: the residents of the own mottak: search, filter and statuses (S35 to S37, S85)."""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain import beboer as beboere
from app.domain import oversikt
from app.domain import samtale as samtaler
from app.domain.beboer import Beboer
from app.domain.felttyper import ren_tekst
from app.domain.oversikt import Utvalg
from app.domain.tilgang import Rett, kan
from app.web.rom import Rom, innlogget, krever
from app.web.vis import vis

rom = Rom("beboere")
SOEK_SEKUNDER = 12 * 60 * 60


@rom.get("/mottak/beboere", undermeny="Oversikt mottaksbeboere")
@krever(Rett.BEBOER_SE)
def liste() -> ResponseReturnValue:
    soek = request.args.get("soek", "")
    utvalg = Utvalg(
        tekst=_aapne_soek(soek),
        status=request.args.get("status", ""),
        sorter=request.args.get("sorter", "navn"),
        side=request.args.get("side", 1, type=_sidetall),
    )
    filter_ = {
        "status": utvalg.status,
        "sorter": utvalg.sorter,
        "soek": soek if utvalg.tekst else "",
        "soeketekst": utvalg.tekst,
    }
    side = oversikt.oversikt(innlogget(), utvalg)
    return vis(
        "beboere/liste.html",
        side={
            "rader": [_rad(b) for b in side.rader],
            "antall": side.antall,
            "nr": side.nr,
            "sider": side.sider,
        },
        filter=filter_,
        statuser=list(oversikt.statusvalg().items()),
        aapne=request.args.get("detaljer") == "alle",
    )


@rom.post("/mottak/beboere/soek")
@krever(Rett.BEBOER_SE)
def soek() -> ResponseReturnValue:
    """Sends on to an address that holds the search sealed: neither name nor DUF-nummer is ever in a URL."""
    tekst = ren_tekst([request.form.get("soeketekst", "")], 200)
    videre = {navn: request.form[navn] for navn in ("status", "sorter") if request.form.get(navn)}
    return redirect(url_for("beboere.liste", soek=_forsegl_soek(tekst) or None, **videre), 303)


@rom.get("/mottak/beboere/<noekkel:beboer_id>/detaljer")
@krever(Rett.BEBOER_SE)
def detaljer(beboer_id: str) -> ResponseReturnValue:
    return vis("beboere/detaljer.html", "beboere/_detaljer.html", beboer=_rad(beboere.hent(innlogget(), beboer_id)))


@rom.post("/mottak/beboere/<noekkel:beboer_id>/samtale")
@krever(Rett.SAMTALE_REGISTRERE)
def start_samtale(beboer_id: str) -> ResponseReturnValue:
    samtale = samtaler.begynn_uten_oppgave(innlogget(), beboer_id)
    return redirect(url_for("samtale.side", samtale_id=samtale.id, beboer_id=beboer_id), 303)


def _rad(beboer: Beboer) -> dict[str, object]:
    """A resident as the overview and its details show him; with the ways on that the user has."""
    har_rett = kan(innlogget(), Rett.SAMTALE_REGISTRERE, beboer)
    return {
        "id": beboer.id,
        "navn": beboer.navn,
        "skjermet": beboer.skjermet,
        "duf": beboer.duf_vist,
        "duf_maskert": beboer.duf_maskert,
        "foedt": beboer.foedt,
        "alder": beboer.alder,
        "statsborgerskap": beboer.statsborgerskap,
        "samtale": beboer.samtalestatus.tekst,
        "kompass": beboer.kompass.tekst,
        "bosetting": beboer.bosetting_tekst,
        "samtale_lenke": har_rett and beboer.samtale_id and _lenke(beboer),
        "kan_starte": har_rett and not beboer.samtale_id and not beboer.har_bosettingssak,
    }


def _lenke(beboer: Beboer) -> str:
    return url_for("samtale.side", samtale_id=beboer.samtale_id, beboer_id=beboer.id)


def _sidetall(tekst: str) -> int:
    """A page number; anything that is none is refused by ValueError, and the first page shown."""
    tall = int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 7 else 1
    return max(1, tall)


def _forsegl_soek(tekst: str) -> str:
    return _segl().encrypt(json.dumps([innlogget().id, tekst]).encode()).decode() if tekst else ""


def _aapne_soek(segl: str) -> str:
    """What was searched for; nothing where the seal is old, broken or another user's."""
    try:
        eier, tekst = json.loads(_segl().decrypt(segl.encode(), ttl=SOEK_SEKUNDER)) if segl else ("", "")
    except (InvalidToken, ValueError):
        return ""
    return tekst if eier == innlogget().id else ""


def _segl() -> Fernet:
    noekkel = hashlib.sha256(b"soek:" + current_app.config["SECRET_KEY"].encode()).digest()
    return Fernet(base64.urlsafe_b64encode(noekkel))
