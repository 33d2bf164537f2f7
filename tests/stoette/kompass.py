"""What the tests of Kompass share: tokens, the machine's calls, and a code as staff get it."""

import re
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from app.web.maskin.maskintoken import lag_demotoken
from stoette import innsyn
from stoette.klient import Klient

INNLOESING, REGISTRERING = "/api/kompass/innloesing", "/api/kompass/registrering"
ALLE_OMFANG = "kompass:innloesing kompass:registrering"
TSERING, YONAS, SELAM = "202599101003", "202499011105", "202699055101"
KODE = re.compile(r'class="engangskode"[^>]*>([0-9A-Z-]+)<')


def hoder(app: Flask, scope: str = ALLE_OMFANG) -> dict[str, str]:
    return {"Authorization": f"Bearer {lag_demotoken(app.extensions['mottak_config'], scope, 600)}"}


class Maskin:
    """Kompass, as it speaks to us: a new client without cookies for each call."""

    def __init__(self, app: Flask, scope: str = ALLE_OMFANG) -> None:
        self.app, self.hoder = app, hoder(app, scope)

    def innloes(self, duf: Any, kode: Any, **mer: Any) -> TestResponse:
        return self.send(INNLOESING, {"duf_nummer": duf, "kode": kode, **mer})

    def registrer(self, registrering: Any) -> TestResponse:
        return self.send(REGISTRERING, {"registrering": registrering})

    def send(self, adresse: str, kropp: Any) -> TestResponse:
        return self.app.test_client().post(adresse, json=kropp, headers=self.hoder)


def finn(klient: Klient, duf: str) -> str:
    """The address of the resident's page, by a look-up."""
    svar = klient.post("/mottak/kompass/oppslag", {"duf_nummer": duf})
    assert svar.status_code == 303, svar.text
    return svar.headers["Location"]


def tildel(klient: Klient, duf: str) -> str:
    """Issue a code as one does it on the pages, voiding a live one; the answer is the code."""
    side = finn(klient, duf)
    levende = re.search(r'name="erstatter" value="([0-9a-f]{32})"', klient.get(side).text)
    svar = klient.post(f"{side}/kode", {"erstatter": levende[1]} if levende else {})
    assert svar.status_code == 200, svar.text
    return kode_paa(svar)


def kode_paa(svar: TestResponse) -> str:
    treff = KODE.search(svar.text)
    assert treff, "ingen kode på siden"
    return treff[1]


def status(duf: str) -> str:
    """What the resident's row says, without the clock."""
    return str(innsyn.en("SELECT kompass FROM beboer WHERE duf_nummer = :d", d=duf))


def hendelser(*handlinger: str) -> list[tuple[Any, ...]]:
    """Actor and resident of what was logged, in order; all kinds about Kompass unless told."""
    rader = innsyn.les("SELECT handling, bruker_id, beboer_id FROM hendelse WHERE handling LIKE 'kompass%' ORDER BY id")
    return [tuple(rad) for rad in rader if not handlinger or rad[0] in handlinger]
