"""A logged-in browser without JavaScript, for the tests of the rooms: sends forms as they stand on the page."""

import re
from typing import Any

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from app.db import sesjon
from app.domain.bruker import Bruker

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
}


class Klient:
    """`htmx=True` on a request asks as htmx does; a post carries the session's CSRF token unless told otherwise."""

    def __init__(self, app: Flask, navn: str) -> None:
        self.app = app
        self.klient = app.test_client()
        with app.app_context():
            bruker = sesjon.query(Bruker).filter_by(epost=EPOST[navn]).one()
            self.id, self.navn = bruker.id, bruker.navn
            sesjon.remove()
        side = self.klient.get("/logg-inn")
        merke = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', side.text)
        svar = self.klient.post("/logg-inn/demo", data={"bruker": self.id, "csrf_token": merke[1] if merke else ""})
        assert svar.status_code == 303, svar.text
        self.merke = self._nytt_merke()

    def get(self, sti: str, *, htmx: bool = False, **valg: Any) -> TestResponse:
        return self.klient.get(sti, headers=self._hoder(htmx), **valg)

    def post(self, sti: str, data: dict[str, Any] | None = None, *, htmx: bool = False, **valg: Any) -> TestResponse:
        return self.klient.post(sti, data={"csrf_token": self.merke, **(data or {})}, headers=self._hoder(htmx), **valg)

    def aapne(self, tittel: str) -> str:
        """Start the task with this title; the answer is the form's address."""
        oppgaver = self.get("/mottak/oppgaver").text
        treff = re.search(rf'>{tittel}</h2>.*?action="(/samtaler/[0-9a-f]{{32}}/gjennomfoering)"', oppgaver, re.S)
        assert treff, tittel
        svar = self.post(treff[1])
        assert svar.status_code == 303
        return svar.headers["Location"]

    @property
    def sporringer(self) -> list[str]:
        """The SQL statements of the last request, without BEGIN."""
        return [s for s in self.klient.sporringer if not s.startswith("BEGIN")]  # type: ignore[attr-defined]

    def skjema(self, svar: TestResponse, action_slutter: str) -> dict[str, Any]:
        """What a browser would send if the form whose action ends so were submitted untouched."""
        tre = html5lib.parse(svar.text, namespaceHTMLElements=False)
        skjema = next(f for f in tre.iter("form") if (f.get("action") or "").endswith(action_slutter))
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

    def _hoder(self, htmx: bool) -> dict[str, str]:
        return {"HX-Request": "true"} if htmx else {}

    def _nytt_merke(self) -> str:
        treff = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.klient.get("/").text)
        assert treff, "the start page has no form"
        return treff[1]
