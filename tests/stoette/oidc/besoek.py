"""Our app behind an issuer, and a visitor's browser at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from app.config import Oidc
from app.db import arbeid, sesjon
from app.domain.brukere import identitet
from app.domain.tilgang.bruker import Bruker
from app.web.felles import vakt
from stoette.database import aapnet, lag_config
from stoette.klient import EPOST, Uinspisert, merke_paa
from stoette.oidc.falsk import FalskUtsteder, Token

PID = {"per": "04898549769", "mari": "21858640099", "kari": "12837849827", "siri": "15857649025"}
VENTER = vakt.VENTER
TAALMODIG = 30
"""Seconds that a busy machine may take to answer, where the silence itself is not what is tried."""
HEMMELIGHET = "hemmelig-nok-for-en-test-" * 2


@contextmanager
def oidc_app(url: str, data: Path, utsteder: str, base_url: str, **valg: Any) -> Iterator[Flask]:
    """The app as production has it, with this issuer, and the staff's national ids registered."""
    oppsett: dict[str, Any] = {
        "issuer": utsteder, "client_id": "mottak", "client_secret": HEMMELIGHET, "acr": ("idporten-loa-high",),
        "subject_claim": "pid", "testnummer": True,
    }  # fmt: skip
    resten = {navn: valg.pop(navn) for navn in ("idle", "absolutt") if navn in valg}
    if "private_key" in valg:
        del oppsett["client_secret"]
    config = replace(lag_config(url, data), demo=False, base_url=base_url, oidc=Oidc(**(oppsett | valg)), **resten)
    app = create_app(config)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    vakt.VENTER = TAALMODIG
    try:
        with aapnet(app):
            registrer(*PID)
            yield app
    finally:
        vakt.VENTER = VENTER


def registrer(*hvem: str) -> None:
    with arbeid(skriver=True):
        for navn in hvem:
            bruker = sesjon.query(Bruker).filter_by(epost=EPOST[navn]).one()
            identitet.registrer_nummer(bruker, PID[navn], None)
    sesjon.remove()


class Besoek:
    """A browser at our app. Every address is a path of ours, or the whole of one."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.base = app.extensions["mottak_config"].base_url
        self.klient = Uinspisert(app, app.response_class)

    def get(self, adresse: str, **hoder: str) -> TestResponse:
        assert adresse.startswith(("/", self.base)), adresse
        return self.klient.get(adresse.removeprefix(self.base), base_url=self.base, headers=hoder)

    def post(self, sti: str, data: dict[str, Any] | None = None, **hoder: str) -> TestResponse:
        return self.klient.post(sti, data=data or {}, base_url=self.base, headers=hoder)

    def start(self, neste: str = "") -> str:
        """«Logg inn»: the issuer's address."""
        svar = self.get("/logg-inn/start" + (f"?neste={neste}" if neste else ""))
        assert svar.status_code == 302, svar.text
        return str(svar.headers["Location"])

    def logg_ut(self, **data: str) -> TestResponse:
        merke = merke_paa(self.get("/"))
        return self.post("/logg-ut", {"csrf_token": merke, **data})

    @property
    def er_inne(self) -> bool:
        return self.get("/").status_code == 200

    @property
    def kake(self) -> str | None:
        navn = self.app.config["SESSION_COOKIE_NAME"]
        kake = self.klient.get_cookie(navn, domain=urlsplit(self.base).hostname or "")
        return kake.value if kake else None


def sporsmaal(adresse: str) -> dict[str, str]:
    """The query of an address."""
    return {navn: verdier[0] for navn, verdier in parse_qs(urlsplit(adresse).query).items()}


def kom_tilbake(besoek: Besoek, utsteder: FalskUtsteder, token: Token, fra: str = "") -> Any:
    """Begin a login, or one that led to this address, and come back with what this function makes of the nonce."""
    sendt = sporsmaal(fra or besoek.start())
    utsteder.id_token = lambda: token(utsteder, sendt["nonce"])
    return besoek.get(f"/logg-inn/retur?code=abc&state={sendt['state']}")
