"""Rom: a Blueprint that refuses a route without a declared right, and makes each request one unit of work.

Return commits, raise rolls back, GET never writes but in the log of who has read (@leselogget). A view says what it
demands with @krever(Rett.X), that it demands nothing with @aapen, or that it answers machines with @maskin(scope)
(maskin.py); one that says none stops the app at start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from flask import Blueprint, Flask, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.exceptions import Forbidden
from werkzeug.routing import BaseConverter

from app.db import arbeid
from app.domain import skjerming
from app.domain.blankett import Raa
from app.domain.bruker import Innlogget
from app.domain.innlogging import husk_bruk
from app.domain.tilgang import Rett, kan

AAPEN = "åpen"
ANNEN_BRUKER = _l("Ikke lagret. Du er logget inn som en annen enn den siden ble åpnet av. Last siden på nytt.")
"""Said where a page sends along whom it was made for, and another has logged in meanwhile."""
LESENDE = ("GET", "HEAD", "OPTIONS")
View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True)
class Menypunkt:
    tekst: str
    endepunkt: str
    rett: Rett


class Noekkelomformer(BaseConverter):
    """Our ids in URLs: anything else is not found, before any database is asked."""

    regex = "[0-9a-f]{32}"


class Nummeromformer(BaseConverter):
    """The number of a kommune or a bydel."""

    regex = "[0-9]{4,6}"


def merk(view: View, **kjennetegn: Any) -> View:
    """The view, with what it declares of itself: `rett` at least; `foer`, `fersk`, `leselogget`, `passiv`."""
    vars(view).update(kjennetegn)
    return view


def krever(rett: Rett) -> Callable[[View], View]:
    """The view demands this right of the logged-in user."""

    return lambda view: merk(view, rett=rett)


def aapen(view: View) -> View:
    """The view answers anyone, also without login."""
    return merk(view, rett=AAPEN)


def passiv(view: View) -> View:
    """A request that a page makes by itself, or a machine: the login session does not live longer for it (E5)."""
    return merk(view, passiv=True)


def fersk(view: View) -> View:
    """A view that gives or takes access: it asks for a login of the last quarter of an hour (E13)."""
    return merk(view, fersk=True)


def leselogget(view: View) -> View:
    """A page whose very reading is written in the log: its GET is a unit of work that commits."""
    return merk(view, leselogget=True)


class Rom(Blueprint):
    """A room of the house: the routes of one area of the guide's own menu.

    `meny` and `undermeny` on a route put it in the global menu, or in the submenu of «Mottak», under that label.
    """

    def __init__(self, navn: str) -> None:
        super().__init__(navn, __name__)
        self.meny: list[Menypunkt] = []
        self.undermeny: list[Menypunkt] = []

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        if view_func is None or not hasattr(view_func, "rett"):
            raise TypeError(f"the route {rule} declares no right: use @krever, @aapen or @maskin")
        for sted in ("meny", "undermeny"):
            if tekst := options.pop(sted, None):
                punkt = Menypunkt(tekst, f"{self.name}.{view_func.__name__}", view_func.rett)
                getattr(self, sted).append(punkt)
        super().add_url_rule(rule, endpoint, _inngang(view_func), provide_automatic_options, **options)


def kontroller_ruter(app: Flask) -> None:
    """Stop the start where any route, however it was added, declares no right. Raises TypeError."""
    for endepunkt, view in app.view_functions.items():
        if endepunkt != "static" and not hasattr(view, "rett"):
            raise TypeError(f"the route {endepunkt} declares no right: use @krever, @aapen or @maskin")


def logg_inn_foerst() -> ResponseReturnValue:
    """Nobody is logged in: a page leads to the login and back, an htmx request says so without losing its page."""
    if request.headers.get("HX-Request"):
        svar = make_response("", 401)
        svar.headers["HX-Redirect"] = url_for("innlogging.side")
        return svar
    neste = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("innlogging.side", neste=neste))


def innlogget() -> Innlogget:
    """The user of this request, behind a view with @krever."""
    return cast(Innlogget, current_user._get_current_object())


def innsendt() -> Raa:
    """The form as it came, without the token that guards it."""
    return {navn: verdier for navn, verdier in request.form.lists() if navn != "csrf_token"}


def _inngang(view: View) -> View:
    @wraps(view)
    def inngang(**argumenter: Any) -> ResponseReturnValue:
        if hasattr(view, "foer"):
            view.foer()  # a machine's token: its issuer may be asked, and no transaction waits for that
        with arbeid(skriver=request.method not in LESENDE or hasattr(view, "leselogget")):
            if view.rett is not AAPEN and not hasattr(view, "foer"):  # type: ignore[attr-defined]
                bruker = innlogget()
                if not bruker.is_authenticated:  # type: ignore[attr-defined]
                    return logg_inn_foerst()
                if request.headers.get("X-Bruker", bruker.id) != bruker.id:
                    return make_response(str(ANNEN_BRUKER), 409)
                if not kan(bruker, view.rett):  # type: ignore[attr-defined]
                    raise Forbidden
                if hasattr(view, "fersk") and not bruker.er_fersk:
                    return _logg_inn_igjen()
            svar = make_response(view(**argumenter))
        if skjerming.har_lest():
            _loggfoer_lesing()
        if not hasattr(view, "passiv"):
            _husk_bruk()
        return svar

    return inngang


def _logg_inn_igjen() -> ResponseReturnValue:
    """To prove it anew, and then back to the page; a form that was sent is not saved, and is told so there."""
    if request.method in LESENDE:
        return redirect(url_for("innlogging.igjen", neste=request.full_path.rstrip("?")))
    adresser = current_app.url_map.bind("")
    siden = next(sti for sti in (request.path, request.path.rpartition("/")[0], "/") if adresser.test(sti, "GET"))
    return redirect(url_for("innlogging.igjen", neste=siden, ikke_lagret=1), 303)


def _loggfoer_lesing() -> None:
    """Nobody is shown a shielded resident without a line in the log: where it cannot be written, nothing is shown."""
    if innlogget().is_authenticated:  # type: ignore[attr-defined]
        with arbeid(skriver=True):
            skjerming.loggfoer_lesing(innlogget())


def _husk_bruk() -> None:
    """Keep the login session awake, at most once a minute, in a unit of work of its own."""
    bruker: Any = innlogget()
    if bruker.is_authenticated and bruker.boer_noteres:
        with arbeid(skriver=True):
            husk_bruk(bruker)
