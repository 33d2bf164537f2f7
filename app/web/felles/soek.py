"""What lists of residents share: a search that lies sealed in the address, the page, and which rows are open."""

import base64
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.beboer import duf, oppslag
from app.domain.liste import SIDESTOERRELSE, STOERRELSER, Side
from app.domain.skjema.felttyper import ren_tekst
from app.domain.unntak import Ugyldig
from app.web.felles.rom import innlogget
from app.web.felles.vis import setning

SOEK_SEKUNDER = 12 * 60 * 60


def sidetall(tekst: str) -> int:
    """A page number; anything that is none is refused by ValueError, and the first page shown."""
    tall = int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 7 else 1
    return max(1, tall)


def sidestoerrelse(tekst: str) -> int:
    """How many rows a page has; anything but what one may choose is refused by ValueError."""
    return STOERRELSER[[str(valg) for valg in STOERRELSER].index(tekst)]


def sidevisning(side: Side[Any], rader: Sequence[Any], stoerrelse: int) -> dict[str, Any]:
    """A page of a list as its template shows it."""
    valgt = stoerrelse if stoerrelse != SIDESTOERRELSE else None
    stoerrelser = {"stoerrelse": stoerrelse, "stoerrelser": STOERRELSER, "valgt": valgt}
    return vars(side) | {"rader": rader, **stoerrelser}


def aapne_rader() -> dict[str, Any]:
    """Which rows stand open: all of them, or those that detaljer.js has named in the address (F49)."""
    detaljer = request.args.get("detaljer", "")
    return {"aapne": detaljer == "alle", "aapnet": frozenset(detaljer.split("."))}


def soek_videre(endepunkt: str, *filtre: str) -> ResponseReturnValue:
    """From a search that was sent to the list, at an address that holds it sealed; counted, where it is for a number.

    Raises ForMange.
    """
    tekst = ren_tekst([request.form.get("soeketekst", "")], 200)
    if not uforstaatt(tekst):
        oppslag.soek(innlogget(), tekst)
    videre: dict[str, Any] = {navn: request.form[navn] for navn in filtre if request.form.get(navn)}
    return redirect(url_for(endepunkt, soek=forsegl_soek(tekst) or None, **videre), 303)


def forsegl_soek(tekst: str) -> str:
    """The search as an address may hold it: neither name nor DUF-nummer is ever in a URL."""
    return _segl().encrypt(json.dumps([innlogget().id, tekst]).encode()).decode() if tekst else ""


def aapne_soek(segl: str) -> str:
    """What was searched for; nothing where the seal is old, broken or another user's."""
    try:
        eier, tekst = json.loads(_segl().decrypt(segl.encode(), ttl=SOEK_SEKUNDER)) if segl else ("", "")
    except (InvalidToken, ValueError):
        return ""
    return tekst if eier == innlogget().id else ""


def uforstaatt(tekst: str) -> str:
    """Why a number that is searched for is not understood; empty where it is, or is a name."""
    try:
        duf.i_soek(tekst)
    except Ugyldig as feil:
        return setning(feil)
    return ""


def ingen_treff(tekst: str, nummer: str) -> str:
    """That nobody was found, and, where the check digits do not fit, that the number may be mistyped."""
    if duf.er_tvilsom(nummer):
        return f"{tekst} {gettext('Kontrollsifrene stemmer ikke, så nummeret kan være skrevet feil.')}"
    return tekst


def _segl() -> Fernet:
    noekkel = hashlib.sha256(b"soek:" + current_app.config["SECRET_KEY"].encode()).digest()
    return Fernet(base64.urlsafe_b64encode(noekkel))
