"""E12 and J2 by structure: whoever has no access makes the database do the same work, so that time tells nothing.

A clock is not asked: on a busy machine it lies. What is compared is every statement that is sent, without its values.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette import innsyn
from stoette.klient import merke_paa
from stoette.oidc.besoek import PID, Besoek, oidc_app

from app.db import db
from app.domain.tilgang.innlogging import Utstederoekt
from app.web.innlogging import innlogging
from app.web.innlogging.oidc import Bekreftet

SLAG = ("ukjent", "inaktiv", "rolleloes")
PER = "SELECT id FROM bruker WHERE navn = 'Per Lia'"
INNHOLD = {"inaktiv": "UPDATE bruker SET aktiv = false WHERE navn = 'Per Lia'",
           "rolleloes": f"DELETE FROM rolletildeling WHERE bruker_id = ({PER})"}  # fmt: skip


def setninger(gjoer: Callable[[], object]) -> list[str]:
    """The statements that this sends to the database."""
    sett: list[str] = []

    def hoer(_tilkobling, _markoer, setning: str, *_: object) -> None:
        sett.append(setning)

    sa.event.listen(db.engine, "before_cursor_execute", hoer)
    gjoer()
    sa.event.remove(db.engine, "before_cursor_execute", hoer)
    return sett


@pytest.mark.parametrize("slag", SLAG[1:])
def test_E12_demoinnlogging_gjoer_det_samme(app: Flask, slag: str):
    per = innsyn.en(PER)
    innsyn.skriv(INNHOLD[slag])

    def forsoek(bruker: str) -> list[str]:
        klient = app.test_client()
        data = {"csrf_token": merke_paa(klient.get("/logg-inn")), "bruker": bruker}
        return setninger(lambda: klient.post("/logg-inn/demo", data=data))

    forsoek("x")  # an address that has failed before is looked at once more
    assert forsoek(per) == forsoek("0" * 32) != []


@pytest.mark.parametrize("slag", SLAG[1:])
def test_E12_innlogging_hos_utstederen_gjoer_det_samme(url: str, tmp_path: Path, monkeypatch, slag: str):
    utsteder = "https://utsteder.example"
    with oidc_app(url, tmp_path, utsteder, "http://localhost") as app:
        innsyn.skriv(INNHOLD[slag])

        def forsoek(pid: str) -> list[str]:
            bekreftet = Bekreftet(pid, Utstederoekt(utsteder, "s", None), None)
            monkeypatch.setattr(innlogging.oidc, "fullfoer", lambda _svar: bekreftet)
            besoek = Besoek(app)
            return setninger(lambda: besoek.get("/logg-inn/retur?state=x&code=y"))

        forsoek("47906701517")
        assert forsoek(PID["per"]) == forsoek("47906701517") != []
        assert innsyn.antall("innlogging") == 0 and innsyn.antall("hendelse", handling="innlogging_avvist") == 3


def test_siden_sier_uten_javascript_naar_innloggingen_slutter(app, som):
    """Issue 3, 4: the time stands in the page itself, and what saves the text is named."""
    side = som("per").get(innsyn.ider("Yonas Tesfalem").skjema).text
    noscript = side.split("<noscript>")[1].split("</noscript>")[0]
    assert "Du blir logget ut kl. " in noscript and "Trykk «Lagre» nederst i hver del" in noscript
