"""A logged-in browser without JavaScript, for the tests of the rooms: sends forms as they stand on the page."""

import re
from contextvars import Context
from http.cookies import SimpleCookie
from typing import Any

from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from app.db import arbeid, sesjon
from app.domain.tilgang.bruker import Bruker
from app.web.innlogging import oekt
from stoette.maaler import FORNYELSE
from stoette.pdf import med_lest_svar
from stoette.sider import tre

EPOST = {
    "kari": "kari@furulia.example",
    "per": "per@furulia.example",
    "mari": "mari@furulia.example",
    "tuva": "tuva@furulia.example",
    "ingrid": "ingrid@fjordglott.example",
    "aud": "aud@fjordglott.example",
    "nils": "nils@fjordglott.example",
    "hamid": "hamid@bjorkaasen.example",
    "siri": "siri@imdi.example",
    "ellen": "ellen@imdi.example",
    "oda": "oda@oslo.example",
    "bjarte": "bjarte@bergen.example",
}


def _logg_inn(app: Flask, bruker_id: str) -> tuple[str, str]:
    """The cookie and the CSRF token of a new login, made as the login room makes them, without its pages."""
    with app.test_request_context():
        with arbeid(skriver=True):
            oekt.aapne(sesjon.get_one(Bruker, bruker_id), None)
        merke = generate_csrf()
        svar = app.response_class()
        app.session_interface.save_session(app, session, svar)
        (kake,) = SimpleCookie(svar.headers["Set-Cookie"]).values()
        return kake.value, merke


MERKE = re.compile(r'(name="csrf_token"[^>]*value=")([^"]+)')


def uten_merke(svar: TestResponse) -> str:
    """The body without what changes from second to second: CSRF tokens, and how long the login session lives."""
    return re.sub(r'(data-igjen=")[0-9]+', r"\1", MERKE.sub(r"\1", svar.text))


class Uinspisert(FlaskClient):
    """A client for many threads at once: it asks as a server does, and checks nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        med_lest_svar(self)

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return Context().run(super().open, *args, **{"buffered": True, **kwargs})


class Klient:
    """`htmx=True` on a request asks as htmx does; a post carries the session's CSRF token unless told otherwise."""

    def __init__(self, app: Flask, navn: str, *, epost: str = "", inspisert: bool = True) -> None:
        self.app = app
        self.klient = app.test_client() if inspisert else Uinspisert(app, app.response_class)
        with app.app_context():
            bruker = sesjon.query(Bruker).filter_by(epost=epost or EPOST[navn]).one()
            self.id, self.navn = bruker.id, bruker.navn
            sesjon.remove()
        kake, self.merke = Context().run(_logg_inn, app, self.id)
        self.klient.set_cookie(app.config["SESSION_COOKIE_NAME"], kake)

    def get(self, sti: str, *, htmx: bool = False, hoder: dict[str, str] | None = None) -> TestResponse:
        return self.klient.get(sti, headers=_hoder(htmx, hoder))

    def post(
        self,
        sti: str,
        data: dict[str, Any] | None = None,
        *,
        htmx: bool = False,
        hoder: dict[str, str] | None = None,
    ) -> TestResponse:
        return self.klient.post(sti, data={"csrf_token": self.merke, **(data or {})}, headers=_hoder(htmx, hoder))

    def lagre(
        self, skjema: str, sti: str, verdi: str | list[str], versjon: int | str = 0, klient: str = "", sekvens: int = 0
    ) -> TestResponse:
        """Save one field as app.js does."""
        data = {sti: verdi, f"v.{sti}": str(versjon), "klient": klient, "sekvens": str(sekvens)}
        return self.post(f"{skjema}/svar?felt={sti}", data, htmx=True)

    def aapne(self, tittel: str) -> str:
        """Start the task with this title; the answer is the form's address."""
        oppgaver = self.get("/mottak/oppgaver").text
        treff = re.search(rf'>{tittel}</h2>.*?action="(/samtaler/[0-9a-f]{{32}}/gjennomfoering)"', oppgaver, re.DOTALL)
        assert treff, tittel
        svar = self.post(treff[1])
        assert svar.status_code == 303
        return svar.headers["Location"]

    @property
    def sporringer(self) -> list[str]:
        """The SQL statements of the last request, without BEGIN and the login's renewal."""
        alle: list[str] = self.klient.sporringer  # type: ignore[attr-defined]
        return [s for s in alle if not s.startswith(("BEGIN", FORNYELSE))]

    def skjema(self, svar: TestResponse, action_slutter: str) -> dict[str, Any]:
        """What a browser would send if the form whose action ends so were submitted untouched."""
        skjema = next(f for f in tre(svar).iter("form") if (f.get("action") or "").endswith(action_slutter))
        data: dict[str, Any] = {}
        for e in skjema.iter():
            navn = e.get("name")
            if not navn or e.tag == "button" or (e.get("type") in ("radio", "checkbox") and e.get("checked") is None):
                continue
            if e.tag == "textarea":
                data.setdefault(navn, []).append((e.text or "").removeprefix("\n"))
            elif e.tag in ("input",):
                data.setdefault(navn, []).append(e.get("value") or "")
            elif e.tag == "select":
                valgt = [o for o in e.iter("option") if o.get("selected") is not None]
                data.setdefault(navn, []).extend(o.get("value") or "" for o in valgt)
        return data


def merke_paa(svar: TestResponse) -> str:
    """The CSRF token in a page's first form."""
    treff = MERKE.search(svar.text)
    assert treff, f"{svar.request.path} has no form"
    return treff[2]


def _hoder(htmx: bool, flere: dict[str, str] | None) -> dict[str, str]:
    return {**({"HX-Request": "true"} if htmx else {}), **(flere or {})}
