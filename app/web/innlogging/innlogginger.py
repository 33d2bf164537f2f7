"""«Innloggingene dine»: where the user is logged in; and what a page asks about its own login session.

Every page warns two minutes before the session ends (static/innlogging.js, WCAG 2.2.1). Asking how much is left does
not make it longer; «Fortsett» does.
"""

from flask import flash, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.brukere import identitet
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.tilgang import innlogging
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import IkkeFunnet
from app.web.felles.rom import Rom, innlogget, krever, levetid
from app.web.felles.vis import vis
from app.web.innlogging import oekt

rom = Rom("innlogginger")


@rom.get("/innlogginger")
@krever(Rett.ARBEIDSFLATE_SE)
def liste() -> ResponseReturnValue:
    mine = [(i, innlogging.er_denne(innlogget(), i)) for i in innlogging.mine(innlogget(), levetid())]
    denne_foerst = sorted(mine, key=lambda rad: not rad[1])
    registrering = identitet.registrering(innlogget().id)
    data = {"innlogginger": denne_foerst, "levetid": levetid(), "registrering": registrering}
    return vis("innlogging/mine.html", **data)


@rom.post("/innlogginger/avslutt")
@krever(Rett.ARBEIDSFLATE_SE)
def avslutt() -> ResponseReturnValue:
    """Log out another browser: a lost telephone, a borrowed machine."""
    if not innlogging.avslutt_min(innlogget(), request.form.get("innlogging", "")):
        raise IkkeFunnet
    hendelse.noter(Handling.INNLOGGING_AVSLUTTET, innlogget())
    flash(gettext("Den andre innloggingen er avsluttet."), "success")
    return redirect(url_for("innlogginger.liste"), 303)


@rom.get("/innlogginger/tilstand")
@krever(Rett.ARBEIDSFLATE_SE, passiv=True)
def tilstand() -> ResponseReturnValue:
    return _tilstand(brukt=False)


@rom.post("/innlogginger/fortsett")
@krever(Rett.ARBEIDSFLATE_SE)
def fortsett() -> ResponseReturnValue:
    """The user is there. At once, and not only when «last used» has grown stale."""
    innlogging.husk_bruk(innlogget())
    if request.headers.get("HX-Request"):
        return _tilstand(brukt=True)
    return redirect(url_for("arbeidsflate.side"), 303)


@rom.get("/innlogginger/merke")
@krever(Rett.ARBEIDSFLATE_SE, passiv=True)
def merke() -> ResponseReturnValue:
    """The CSRF token of the session as it is now, for a page whose own ended: only for the same user (rom.py)."""
    if not request.headers.get("X-Bruker"):
        raise IkkeFunnet
    return make_response(vis("innlogging/_merke.html"))


@rom.get("/innlogginger/tilbake")
@krever(Rett.ARBEIDSFLATE_SE)
def tilbake() -> ResponseReturnValue:
    """Where a login in a second tab ends: the first one goes on by itself."""
    return vis("innlogging/tilbake.html")


def _tilstand(*, brukt: bool) -> ResponseReturnValue:
    igjen = oekt.igjen(brukt=brukt)
    return jsonify(igjen=int(igjen.tid.total_seconds()), forlenges=igjen.kan_forlenges)
