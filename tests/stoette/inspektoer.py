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
from stoette.sider import html_feil, les

HOEYST_SPORRINGER = 8
UTENOM = ("BEGIN", "SAVEPOINT", "INSERT INTO hendelse")
"""Not counted: the log has a line for each shielded person who is shown."""
KONTROLLER = {"input", "select", "textarea"}
TRYKKES = {"a", "button", "summary"}
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
    alle = [e for e in tre.iter() if isinstance(e.tag, str)]
    ider = [e.get("id") for e in alle if e.get("id")]
    _krev(
        len(ider) == len(set(ider)),
        f"samme id flere ganger: {sorted({i for i in ider if ider.count(i) > 1})}",
    )
    _krev(
        all(e.get("style") is None and not any(a.startswith("on") for a in e.attrib) for e in alle),
        "inline kode",
    )
    _krev(all(_lokalt(e) != "script" or e.get("src") for e in alle), "inline skript")
    _inspiser_skjemaer(alle)
    _inspiser_ledetekster(alle, set(ider))
    _inspiser_navn(alle)
    _inspiser_htmx(tre, alle, hel=not er_bit)
    if not er_bit:
        _krev(sum(_lokalt(e) == "h1" for e in alle) == 1, "siden skal ha én h1")
        _krev(any(_lokalt(e) == "title" and (e.text or "").strip() for e in alle), "siden mangler title")
        _krev(
            any(_lokalt(e) == "html" and e.get("lang") for e in alle),
            "siden sier ikke hvilket språk den er på",
        )


def _inspiser_skjemaer(alle: list[Any]) -> None:
    for skjema in (e for e in alle if _lokalt(e) == "form"):
        _krev(bool(skjema.get("action")), "et skjema uten action")
        if (skjema.get("method") or "get").lower() == "post":
            navn = [e.get("name") for e in skjema.iter()]
            _krev("csrf_token" in navn, f"skjemaet {skjema.get('action')} mangler csrf_token")


def _inspiser_ledetekster(alle: list[Any], ider: set[str]) -> None:
    peker = {e.get("for") for e in alle if _lokalt(e) == "label" and e.get("for")}
    _krev(peker <= ider, f"label peker på ingenting: {peker - ider}")
    innpakket = {id(k) for e in alle if _lokalt(e) == "label" for k in e.iter()}
    for e in alle:
        if _lokalt(e) in KONTROLLER and e.get("type") not in ("hidden", "submit", "button"):
            navngitt = e.get("id") in peker or e.get("aria-label") or e.get("aria-labelledby") or id(e) in innpakket
            _krev(bool(navngitt), f"feltet {e.get('name')} har ingen ledetekst")
        for navn in ("aria-describedby", "aria-labelledby", "aria-controls"):
            _krev(set((e.get(navn) or "").split()) <= ider, f"{navn}={e.get(navn)} peker på ingenting")


def _inspiser_navn(alle: list[Any]) -> None:
    """What can be pressed says what it is."""
    for e in (e for e in alle if _lokalt(e) in TRYKKES):
        _krev(
            bool("".join(e.itertext()).strip() or e.get("aria-label")),
            f"<{_lokalt(e)} {dict(e.attrib)}> har ikke noe navn",
        )


def _inspiser_htmx(tre: Any, alle: list[Any], *, hel: bool) -> None:
    """Every htmx request has a plain way beside it (a link, a named button); each element carries its own."""
    foreldre = {id(barn): far for far in tre.iter() for barn in far}
    for e in alle:
        _krev(not any(a.startswith("hx-on") for a in e.attrib), "hx-on krever inline kode")
        _krev(not any(v.strip().startswith(("js:", "javascript:")) for v in e.attrib.values()), "kode i et attributt")
        sender = e.get("hx-get") or e.get("hx-post")
        _krev(bool(sender) or not e.get("hx-target"), f"hx-target arves fra <{_lokalt(e)}>")
        if e.get("hx-get") and _lokalt(e) not in ("a", "input") and not e.get("name"):
            _krev(_lokalt(e) in ("summary", "form", "details", "datalist"), f"hx-get på <{_lokalt(e)}> uten lenke")
        if e.get("hx-get") and _lokalt(e) == "a":
            _krev(e.get("hx-get") == e.get("href"), f"lenken {e.get('href')} går et annet sted med htmx")
        if e.get("hx-post") and hel:
            kjede, node = [], e
            while node is not None:
                kjede.append(_lokalt(node))
                node = foreldre.get(id(node))
            _krev("form" in kjede, f"hx-post={e.get('hx-post')} står ikke i et skjema")


def _lokalt(element: Any) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def _krev(holder: bool, brudd: str) -> None:
    if not holder:
        raise Husbrudd(brudd)
