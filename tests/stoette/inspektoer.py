"""The inspector: a test client that checks the rules of the house on every response.

Valid HTML, unique ids, labels that point at controls, forms that can be sent without JavaScript, a plain way beside
every htmx one, the headers, no inline code, and a limit to the number of SQL statements behind a page.
"""

import hashlib
import re
from contextvars import Context, ContextVar
from typing import Any
from urllib.parse import unquote

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.web import HODER
from stoette.maaler import FORNYELSE
from stoette.pdf import med_lest_svar
from stoette.sider import html_feil, les

HOEYST_SPORRINGER = 10
UTENOM = ("BEGIN", "SAVEPOINT", "INSERT INTO hendelse", FORNYELSE)
"""Not counted: the log has a line for each shielded person who is shown."""
SKIFTER = re.compile(r"[\w-]{16,}\.[\w-]{6}\.[\w-]{27}|(?<=data-igjen=\")[0-9]+")
"""What is new each time a page is made: CSRF tokens, and how long the login session lives."""
_godkjent: set[bytes] = set()
"""Fingerprints of what has been found good: parsing is half of the suite's time, and most pages come again."""
_noteres: ContextVar[list[str] | None] = ContextVar("noteres", default=None)


class Husbrudd(AssertionError):
    """A response breaks a rule of the house."""


class Inspektoer(FlaskClient):
    """Keeps the SQL statements of the last request in `sporringer`, and refuses what breaks a rule."""

    def __init__(self, app: Flask, *args: Any, **kwargs: Any) -> None:
        super().__init__(app, *args, **kwargs)
        med_lest_svar(self)
        self.sporringer: list[str] = []

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        self.sporringer = []
        # As a server does: nothing of the test's own app context reaches the request.
        svar = Context().run(self._open, args, kwargs)
        inspiser(svar, [s for s in self.sporringer if not s.startswith(UTENOM)])
        return svar

    def _open(self, args: Any, kwargs: Any) -> TestResponse:
        _noteres.set(self.sporringer)
        return super().open(*args, **{"buffered": True, **kwargs})


@sa.event.listens_for(sa.Engine, "before_cursor_execute")
def _noter(_tilkobling: Any, _markoer: Any, setning: str, *_resten: Any) -> None:
    if (sporringer := _noteres.get()) is not None:
        sporringer.append(setning)


def inspiser(svar: TestResponse, sporringer: list[str]) -> None:
    """Raises Husbrudd where a rule is broken."""
    foresp = svar.request
    _krev(
        re.search(r"(?<![0-9a-f])[0-9]{11,12}(?![0-9a-f])", unquote(foresp.full_path)) is None,
        "et DUF-nummer eller fødselsnummer i adressen",
    )
    for navn, verdi in HODER.items():
        _krev(svar.headers.get(navn) == verdi, f"{navn} mangler")
    statisk = foresp.path.startswith("/static/")
    _krev(statisk or "no-store" in svar.headers.get("Cache-Control", ""), "svaret kan lagres av nettleseren")
    if foresp.method == "GET" and not statisk:
        _krev(len(sporringer) <= HOEYST_SPORRINGER, f"{len(sporringer)} spørringer: {sporringer}")
    if svar.mimetype == "text/html" and svar.status_code not in (301, 302, 303, 308) and svar.data:
        er_bit = foresp.headers.get("HX-Request") == "true" and b"<html" not in svar.data[:200]
        inspiser_html(svar.get_data(as_text=True), er_bit=er_bit)


def inspiser_html(tekst: str, *, er_bit: bool) -> None:
    """The rules for what is inside one page or bit."""
    avtrykk = hashlib.sha256(f"{er_bit}{SKIFTER.sub('', tekst)}".encode()).digest()
    if avtrykk not in _godkjent:
        _inspiser_ny_html(tekst, er_bit=er_bit)
        _godkjent.add(avtrykk)


def _inspiser_ny_html(tekst: str, *, er_bit: bool) -> None:
    feil = html_feil(tekst, er_bit=er_bit)
    _krev(not feil, f"ugyldig HTML: {feil}")
    tre = les(tekst)
    ider = [str(id_) for id_ in tre.xpath("//@id[. != '']")]
    _krev(
        len(ider) == len(set(ider)),
        f"samme id flere ganger: {sorted({i for i in ider if ider.count(i) > 1})}",
    )
    _krev(not tre.xpath("//@style | //@*[starts-with(name(), 'on')]"), "inline kode")
    _krev(not tre.xpath("//script[not(@src) or @src='']"), "inline skript")
    _inspiser_skjemaer(tre)
    _inspiser_ledetekster(tre, set(ider))
    _inspiser_navn(tre)
    _inspiser_htmx(tre, hel=not er_bit)
    if not er_bit:
        _krev(tre.xpath("count(//h1)") == 1, "siden skal ha én h1")
        _krev(tre.xpath("boolean(//title[normalize-space()])"), "siden mangler title")
        _krev(tre.xpath("boolean(//html[@lang != ''])"), "siden sier ikke hvilket språk den er på")


def _inspiser_skjemaer(tre: Any) -> None:
    for skjema in tre.iter("form"):
        _krev(bool(skjema.get("action")), "et skjema uten action")
        if (skjema.get("method") or "get").lower() == "post":
            merke = skjema.xpath(".//*[@name='csrf_token']")
            _krev(bool(merke), f"skjemaet {skjema.get('action')} mangler csrf_token")


def _inspiser_ledetekster(tre: Any, ider: set[str]) -> None:
    peker = {str(id_) for id_ in tre.xpath("//label/@for[. != '']")}
    _krev(peker <= ider, f"label peker på ingenting: {peker - ider}")
    for e in tre.xpath("//input | //select | //textarea"):
        if e.get("type") not in ("hidden", "submit", "button"):
            navngitt = e.get("id") in peker or e.get("aria-label") or e.get("aria-labelledby")
            _krev(
                bool(navngitt or next(e.iterancestors("label"), None) is not None),
                f"feltet {e.get('name')} har ingen ledetekst",
            )
    for verdi in tre.xpath("//@aria-describedby | //@aria-labelledby | //@aria-controls"):
        _krev(set(verdi.split()) <= ider, f"{verdi.attrname}={verdi} peker på ingenting")


def _inspiser_navn(tre: Any) -> None:
    """What can be pressed says what it is."""
    for e in tre.xpath("(//a | //button | //summary)[not(normalize-space()) and not(@aria-label != '')]"):
        raise Husbrudd(f"<{e.tag} {dict(e.attrib)}> har ikke noe navn")


def _inspiser_htmx(tre: Any, *, hel: bool) -> None:
    """Every htmx request has a plain way beside it (a link, a named button); each element carries its own."""
    _krev(not tre.xpath("//@*[starts-with(name(), 'hx-on')]"), "hx-on krever inline kode")
    kode = "starts-with(normalize-space(), 'js:') or starts-with(normalize-space(), 'javascript:')"
    _krev(not tre.xpath(f"//@*[{kode}]"), "kode i et attributt")
    for e in tre.xpath("//*[@hx-target]"):
        _krev(bool(e.get("hx-get") or e.get("hx-post")), f"hx-target arves fra <{e.tag}>")
    for e in tre.xpath("//*[@hx-get]"):
        if e.tag == "a":
            _krev(e.get("hx-get") == e.get("href"), f"lenken {e.get('href')} går et annet sted med htmx")
        elif e.tag != "input" and not e.get("name"):
            _krev(e.tag in ("summary", "form", "details", "datalist"), f"hx-get på <{e.tag}> uten lenke")
    for e in tre.xpath("//*[@hx-post][not(ancestor-or-self::form)]") if hel else ():
        raise Husbrudd(f"hx-post={e.get('hx-post')} står ikke i et skjema")


def _krev(holder: bool, brudd: str) -> None:
    if not holder:
        raise Husbrudd(brudd)
