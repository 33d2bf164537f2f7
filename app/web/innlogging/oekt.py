"""The login session of a request: how the cookie finds the user, how a session begins and ends, how much is left of it.

Shared by the rooms that need it; it is no room itself.
"""

from dataclasses import fields

from flask import Flask, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.tid import naa
from app.domain.tilgang import innlogging
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.tilgang.innlogging import Igjen, Utstederoekt
from app.spraak import Spraak
from app.web.felles.rom import levetid

NETTLESERE = {
    "Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "FxiOS/": "Firefox", "CriOS/": "Chrome",
    "Chrome/": "Chrome", "Safari/": "Safari",
}  # fmt: skip
SYSTEMER = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "CrOS": "ChromeOS",
    "Macintosh": "Mac", "Linux": "Linux",
}  # fmt: skip


VALGT_SPRAAK = "spraak"
"""What the session calls a language chosen before login."""


class Sesjonsbruker(Innlogget, UserMixin):
    """The logged-in user as Flask-Login wants him: the cookie names the login session, not the person."""

    def get_id(self) -> str:
        return self.hemmelighet


def init_oekt(app: Flask) -> None:
    """Let Flask-Login find the user of a request by the login session in the database."""
    behandler = LoginManager(app)
    behandler.session_protection = None

    @behandler.user_loader
    def finn(hemmelighet: str) -> Sesjonsbruker | None:
        funnet = innlogging.finn_innlogget(hemmelighet, levetid())
        return Sesjonsbruker(**{f.name: getattr(funnet, f.name) for f in fields(funnet)}) if funnet else None

    app.jinja_env.globals.update(oekt_igjen=igjen, oekt_slutter=lambda: naa() + igjen().tid)


def igjen(*, brukt: bool | None = None) -> Igjen:
    """What is left of the session of this request, which is use of it, or is not; None: as any page view is noted."""
    noteres = current_user.boer_noteres if brukt is None else brukt
    return innlogging.igjen(current_user, levetid(), sist_brukt=naa() if noteres else current_user.sist_brukt)


def aapne(bruker: Bruker, oekt: Utstederoekt | None) -> None:
    """Begin a login session under a new id: nothing of the visitor's earlier session lives on (E1).

    But a login begun in another tab does: it comes back to be finished. And the language just chosen is the user's.
    """
    paabegynte, valgt = session.get("oidc"), Spraak.les(session.get(VALGT_SPRAAK))
    forlat()
    if paabegynte:
        session["oidc"] = paabegynte
    bruker.spraak = valgt or bruker.spraak
    hemmelighet = innlogging.logg_inn(bruker, enhet=_enhet(), oekt=oekt)
    innlogget = Sesjonsbruker(
        hemmelighet=hemmelighet,
        sist_brukt=bruker.sist_innlogget or naa(),
        id=bruker.id,
        navn=bruker.navn,
        mottak_id=bruker.mottak_id,
        mottak_navn=None,
        roller=frozenset(bruker.roller),
    )
    login_user(innlogget)
    hendelse.noter(Handling.LOGGET_INN, innlogget)


def forlat() -> None:
    """End whatever login session this browser had."""
    if current_user.is_authenticated:
        innlogging.logg_ut(current_user.hemmelighet)
    logout_user()
    session.clear()


def _enhet() -> str | None:
    """The browser as its user would name it; the rest of what it tells of itself is not kept."""
    tekst = request.user_agent.string
    funnet = [next((navn for del_, navn in liste.items() if del_ in tekst), None) for liste in (NETTLESERE, SYSTEMER)]
    return ", ".join(navn for navn in funnet if navn) or None
