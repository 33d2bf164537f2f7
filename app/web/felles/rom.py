"""Rom: a Blueprint that refuses a route without a declared right, and makes each request one unit of work.

Return commits, raise rolls back, GET never writes but in the log of who has read (`leselogget`). A view says what it
demands with @krever(Rett.X), that it demands nothing with @aapen, or that it answers machines with @maskin(scope)
(maskin.py): each puts one Krav on it. One that says none stops the app at start.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, cast
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Blueprint, Flask, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.exceptions import Forbidden
from werkzeug.routing import BaseConverter

from app.db import DATABASE_BORTE, arbeid
from app.domain.beboer import skjerming
from app.domain.skjema.blankett import Raa
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.innlogging import Levetid, husk_bruk
from app.domain.tilgang.matrise import Rett, kan
from app.web.felles import visningslogg
from app.web.felles.visningslogg import Viser

ANNEN_BRUKER = _l("Ikke lagret. Du er logget inn som en annen enn den siden ble åpnet av. Last siden på nytt.")
"""Said where a page sends along whom it was made for, and another has logged in meanwhile."""
LESENDE = ("GET", "HEAD", "OPTIONS")
View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True)
class Utsatt:
    """An answer that takes long to make, and asks no database: made when the view's unit of work is over."""

    lag: Callable[[], ResponseReturnValue]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """What Flask asks of an answer that is not made yet."""
        return make_response(self.lag())(environ, start_response)


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


@dataclass(frozen=True)
class Krav:
    """What a view declares of itself: a right, or a scope for machines, or neither where it answers anyone."""

    rett: Rett | None = None
    ogsaa: Rett | None = None
    """One more right that it demands: what is exported is also to be seen."""
    fersk: bool = False
    """It gives or takes access: it asks for a login of the last quarter of an hour (E13)."""
    leselogget: bool = False
    """Its very reading is written in the log: its GET is a unit of work that commits."""
    viser: Viser | None = None
    """What of residents its page shows: a row of the log, on disk before the page is sent."""
    passiv: bool = False
    """The page asks by itself, or a machine does: the login session does not live longer for it (E5)."""
    i_deler: bool = False
    """It makes its own units of work: they are many, or another system is asked between them."""
    scope: str = ""
    flere_omfang: Mapping[str, str] = field(default_factory=dict)
    """Scopes that a token may hold beside it, and what each lets in to."""
    operasjon: Mapping[str, Any] = field(default_factory=dict)
    """What OpenAPI says of a machine's route."""
    foer: Callable[[], object] | None = None
    """A machine's token is looked at here: its issuer may be asked, and no transaction waits for that."""

    def __post_init__(self) -> None:
        if self.i_deler and self.rett:
            raise TypeError("a view that demands a right has it looked at in the same unit of work")

    @property
    def navn(self) -> str:
        """The right in words, or both."""
        if self.ogsaa:
            return f"{self.rett} og {self.ogsaa}"
        return str(self.rett or (f"maskin {self.scope}" if self.scope else "åpen"))


def merk(krav: Krav) -> Callable[[View], View]:
    """Put on a view what it declares of itself."""

    def med_krav(view: View) -> View:
        vars(view)["krav"] = krav
        return view

    return med_krav


def krav_til(view: object) -> Krav | None:
    """What a view declares of itself; None where it declares nothing."""
    return getattr(view, "krav", None)


def krever(
    rett: Rett,
    ogsaa: Rett | None = None,
    *,
    fersk: bool = False,
    leselogget: bool = False,
    viser: Viser | None = None,
    passiv: bool = False,
) -> Callable[[View], View]:
    """The view demands this right of the logged-in user; what else it says of itself stands in Krav."""
    return merk(Krav(rett, ogsaa, fersk=fersk, leselogget=leselogget, viser=viser, passiv=passiv))


aapen = merk(Krav())
"""The view answers anyone, also without login."""
aapen_i_deler = merk(Krav(i_deler=True))
"""As `aapen`, with units of work of its own."""


class Rom(Blueprint):
    """A room of the house: the routes of one area of the guide's own menu.

    `meny` and `undermeny` on a route put it in the global menu, or in the submenu of «Mottak», under that label.
    """

    def __init__(self, navn: str) -> None:
        super().__init__(navn, __name__)
        self.meny: list[Menypunkt] = []
        self.undermeny: list[Menypunkt] = []

    def add_url_rule(  # type: ignore[override]  # our views return no awaitable
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        krav = krav_til(view_func)
        if view_func is None or krav is None:
            raise TypeError(f"the route {rule} declares no right: use @krever, @aapen or @maskin")
        for sted in ("meny", "undermeny"):
            if (tekst := options.pop(sted, None)) and krav.rett:
                getattr(self, sted).append(Menypunkt(tekst, f"{self.name}.{view_func.__name__}", krav.rett))
        super().add_url_rule(rule, endpoint, _inngang(view_func, krav), provide_automatic_options, **options)


def kontroller_ruter(app: Flask) -> None:
    """Stop the start where any route, however it was added, declares no right. Raises TypeError."""
    for endepunkt, view in app.view_functions.items():
        if endepunkt != "static" and krav_til(view) is None:
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


def levetid() -> Levetid:
    """How long login sessions live here."""
    config = current_app.extensions["mottak_config"]
    return Levetid(config.idle, config.absolutt)


def innsendt() -> Raa:
    """The form as it came, without the token that guards it."""
    return {navn: verdier for navn, verdier in request.form.lists() if navn != "csrf_token"}


def _inngang(view: View, krav: Krav) -> View:
    @wraps(view)
    def inngang(**argumenter: Any) -> ResponseReturnValue:
        if krav.foer:
            krav.foer()
        if krav.i_deler:
            return view(**argumenter)
        with arbeid(skriver=request.method not in LESENDE or krav.leselogget):
            if stans := _stans(krav):
                return stans
            gitt = view(**argumenter)
            svar = None if isinstance(gitt, Utsatt) else make_response(gitt)
        svar = svar or make_response(gitt)
        _etterpaa(krav, viste=visningslogg.viste_noen(krav.viser, svar))
        return svar

    return inngang


def _stans(krav: Krav) -> ResponseReturnValue | None:
    """What is answered in the view's place where the user may not get there. Raises Forbidden."""
    if krav.rett is None:
        return None
    bruker = innlogget()
    if not bruker.is_authenticated:  # type: ignore[attr-defined]
        return logg_inn_foerst()
    if request.headers.get("X-Bruker", bruker.id) != bruker.id:
        return make_response(str(ANNEN_BRUKER), 409)
    if not kan(bruker, krav.rett):
        raise Forbidden
    if krav.ogsaa and not kan(bruker, krav.ogsaa):
        raise Forbidden
    return _logg_inn_igjen() if krav.fersk and not bruker.er_fersk else None


def _logg_inn_igjen() -> ResponseReturnValue:
    """To prove it anew, and then back to the page; a form that was sent is not saved, and is told so there."""
    if request.method in LESENDE:
        return redirect(url_for("innlogging.igjen", neste=adressen_her()))
    return redirect(url_for("innlogging.igjen", neste=adressen_her(), ikke_lagret=1), 303)


def adressen_her() -> str:
    """The address of this page, as one can come back to it; of a form that was sent, the page that it stands on."""
    if request.method in LESENDE:
        return request.full_path.rstrip("?")
    adresser = current_app.url_map.bind("")
    return next(sti for sti in (request.path, request.path.rpartition("/")[0], "/") if adresser.test(sti, "GET"))


def _etterpaa(krav: Krav, *, viste: bool) -> None:
    """What is written after a request, in one unit of work: who has been shown, and that the login session is in use.

    Nobody is shown who is not in the log. Where nothing can be written, as on a full disk, a mottak's page about its
    own is still sent (L5), and the operator's log has the row in its place; of the shielded, to others, and as a file,
    nothing is.
    """
    skjermede = skjerming.har_lest()
    if krav.passiv and not skjermede:
        return
    bruker: Any = innlogget()
    i_bruk = bruker.is_authenticated and not krav.passiv and bruker.boer_noteres
    if not bruker.is_authenticated or not (skjermede or viste or i_bruk):
        return
    try:
        with arbeid(skriver=True):
            if skjermede:
                skjerming.loggfoer_lesing(bruker)
            if viste and krav.viser:
                visningslogg.noter(krav.viser, bruker)
            if i_bruk:
                husk_bruk(bruker)
    except DATABASE_BORTE:
        if skjermede or (viste and (bruker.mottak_id is None or krav.viser in (Viser.FIL, Viser.DOKUMENT))):
            raise
        if viste:
            visningslogg.noter_i_driftsloggen(bruker)
