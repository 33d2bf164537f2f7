"""Which language a request is answered in, and what the answer says of it."""

from collections.abc import Iterable
from typing import Any

import werkzeug
from flask import Flask, Response, current_app, g, request
from flask_babel import Babel, Domain
from flask_login import current_user

from app import spraak
from app.spraak import Spraak
from app.spraak.katalog import katalog
from app.web.felles.rom import adressen_her

SIDEN_ER_PAA = "X-Spraak"
"""The language of the page that asks for a bit of itself: another may have been chosen in another tab meanwhile."""
AVSLAG = ("feil.html", "innlogging/ikke_fullfoert.html")
ET_AAR = 365 * 24 * 3600


class _Katalogene(Domain):  # type: ignore[misc]  # flask_babel declares no types
    """Flask-Babel's gettext, with our catalogues."""

    def get_translations(self) -> Any:
        return katalog(spraak.gjeldende())


def init_spraak(app: Flask) -> None:
    """Let what a request shows be in its reader's language, and the answer tell which."""
    Babel(app, locale_selector=lambda: spraak.gjeldende())
    app.extensions["babel"].instance.domain_instance = _Katalogene()
    app.before_request(lambda: spraak.velg(_forespoerselens))
    app.teardown_request(lambda _feil: spraak.velg(Spraak.BOKMAAL))
    app.after_request(_si_hvilket)
    app.jinja_env.globals.update(spraaket=spraak.gjeldende, alle_spraak=list(Spraak), her=_her)


def husk_i_nettleseren(svar: werkzeug.Response, valgt: Spraak) -> None:
    """The next page in this browser is in it too, also before login."""
    config = current_app.extensions["mottak_config"]
    svar.set_cookie(_kake(), valgt, max_age=ET_AAR, secure=config.sikker_transport, httponly=True, samesite="Lax")


def _kake() -> str:
    return "__Host-spraak" if current_app.extensions["mottak_config"].sikker_transport else "spraak"


def _forespoerselens() -> Spraak:
    """Bokmål unless chosen; Nynorsk where the browser asks for it first; English only by choice. Machines: Bokmål."""
    if "spraak" not in g:
        g.spraak = Spraak.BOKMAAL if request.path.startswith("/api/") else _siden() or _valgt() or _nettleserens()
    funnet: Spraak = g.spraak
    return funnet


def _siden() -> Spraak | None:
    return Spraak.les(request.headers.get(SIDEN_ER_PAA)) if request.headers.get("HX-Request") else None


def _valgt() -> Spraak | None:
    brukerens: Spraak | None = current_user.spraak if current_user.is_authenticated else None
    return brukerens or Spraak.les(request.cookies.get(_kake()))


def _nettleserens() -> Spraak:
    foerst: Iterable[str] = request.accept_languages.values()
    nynorsk = next(iter(foerst), "").lower().partition("-")[0] == Spraak.NYNORSK
    return Spraak.NYNORSK if nynorsk else Spraak.BOKMAAL


def _her() -> str:
    """Where the choice comes back to. A page of refusal is the same whatever was asked for, and has no way back."""
    return "" if g.get("mal", AVSLAG[0]) in AVSLAG else adressen_her()


def _si_hvilket(svar: Response) -> Response:
    if "spraak" in g and svar.mimetype == "text/html":
        svar.headers["Content-Language"] = g.spraak
        svar.vary.update(["Accept-Language", "Cookie", SIDEN_ER_PAA])
    return svar
