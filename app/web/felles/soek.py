"""What lists of residents share: a search that lies sealed in the address, and the number of the page."""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app
from flask_babel import gettext

from app.domain.beboer import duf
from app.domain.unntak import Ugyldig
from app.web.felles.rom import innlogget
from app.web.felles.vis import setning

SOEK_SEKUNDER = 12 * 60 * 60


def sidetall(tekst: str) -> int:
    """A page number; anything that is none is refused by ValueError, and the first page shown."""
    tall = int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 7 else 1
    return max(1, tall)


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
