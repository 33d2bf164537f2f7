"""Login, logout, and the seam where OIDC will sit: whoever proves an identity ends in `_aapne`.

Only demo mode has the persona page; there are no local passwords.
"""

from dataclasses import fields
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import NotFound

from app.domain import bruker as brukere
from app.domain import hendelse
from app.domain.bruker import Innlogget
from app.domain.hendelse import Handling
from app.web.rom import Rom, aapen
from app.web.vis import vis

rom = Rom("innlogging")


class Sesjonsbruker(Innlogget, UserMixin):
    """The logged-in user as Flask-Login wants him: the cookie names the login session, not the person."""

    def get_id(self) -> str:
        return self.hemmelighet


@rom.get("/logg-inn")
@aapen
def side() -> ResponseReturnValue:
    neste = trygg_neste(request.args.get("neste"))
    if current_user.is_authenticated:
        return redirect(neste)
    if not _demo():
        raise NotFound
    return vis("innlogging/side.html", personer=[_persona(b) for b in brukere.alle_aktive()], neste=neste)


@rom.post("/logg-inn/demo")
@aapen
def demo() -> ResponseReturnValue:
    if not _demo():
        raise NotFound
    _aapne(brukere.hent_aktiv(request.form.get("bruker", "")))
    return redirect(trygg_neste(request.form.get("neste")), 303)


@rom.post("/logg-ut")
@aapen
def logg_ut() -> ResponseReturnValue:
    if current_user.is_authenticated:
        brukere.logg_ut(current_user.hemmelighet)
        hendelse.noter(Handling.LOGGET_UT, current_user)
    logout_user()
    session.clear()
    svar = redirect(url_for("innlogging.side"), 303)
    svar.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return svar


def init_innlogging(app: Flask) -> None:
    """Let Flask-Login find the user of a request by the login session in the database."""
    behandler = LoginManager(app)
    behandler.session_protection = None
    config = app.extensions["mottak_config"]

    @behandler.user_loader
    def finn(hemmelighet: str) -> Sesjonsbruker | None:
        funnet = brukere.finn_innlogget(hemmelighet, idle=config.idle, absolutt=config.absolutt)
        return Sesjonsbruker(**{f.name: getattr(funnet, f.name) for f in fields(funnet)}) if funnet else None


def trygg_neste(neste: str | None) -> str:
    """Where to go after login: a path of our own, else the start page (F5)."""
    start = url_for("arbeidsflate.side")
    if not neste or not neste.startswith("/") or len(neste) > 500 or any(t in neste for t in "\\\r\n\t\0"):
        return start
    deler = urlsplit(neste)
    return neste if not deler.scheme and not deler.netloc and not neste.startswith("//") else start


def _aapne(bruker: brukere.Bruker) -> None:
    """Begin a login session under a new id: nothing of the visitor's earlier session lives on."""
    session.clear()
    hemmelighet = brukere.logg_inn(bruker)
    innlogget = Sesjonsbruker(
        hemmelighet=hemmelighet,
        sist_brukt=bruker.sist_innlogget,
        id=bruker.id,
        navn=bruker.navn,
        mottak_id=bruker.mottak_id,
        mottak_navn=None,
        roller=frozenset(bruker.roller),
    )
    login_user(innlogget)
    hendelse.noter(Handling.LOGGET_INN, innlogget)


def _persona(bruker: brukere.Bruker) -> dict[str, object]:
    mottak = bruker.mottak.navn if bruker.mottak else ""
    return {
        "id": bruker.id,
        "navn": bruker.navn,
        "mottak": mottak,
        "roller": [rolle.value for rolle in bruker.roller],
    }


def _demo() -> bool:
    return bool(current_app.extensions["mottak_config"].demo)
