"""Old notices fall away, read or unread, with their e-mails; the bell and the list are right afterwards."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from stoette import innsyn
from stoette.klient import Klient

from app import worker
from app.db import arbeid
from app.domain.oppbevaring import gamle_varsler
from app.domain.tid import klokke, naa
from app.domain.varsel import varsel
from app.domain.varsel.anledning import Anledning

SLETT = (worker.Jobb(worker.slett_gamle_varsler),)


def varsle(app: Flask, *, dager: int) -> str:
    """A notice to Furulia, so many days old, whose e-mail is sent."""
    tid = naa() - timedelta(days=dager)
    with klokke(lambda: tid), arbeid(skriver=True):
        nytt = varsel.send_varsel(
            Anledning.SOEKT_UT,
            samtale_id=innsyn.ider("Yonas Tesfalem").samtale or "",
            mottak_id=innsyn.mottak_id("Furulia"),
        )
    innsyn.skriv("UPDATE utsending SET tilstand = 'sendt' WHERE varsel_id = :v", v=nytt.id)
    return nytt.id


def bjella(side: str) -> int:
    return int(re.findall(r'class="teller"[^>]*>([0-9]+)', side)[0])


def test_gamle_varsler_faller_bort_og_bjella_stemmer(app: Flask, som: Callable[[str], Klient]) -> None:
    """Given: two notices of more than a year, one of them read, and one of less."""
    innsyn.skriv("UPDATE bruker SET varsler_fra = NULL")
    per, lest, ulest, ny = som("per"), varsle(app, dager=400), varsle(app, dager=370), varsle(app, dager=360)
    side = per.get("/varsler").text
    assert all(id_ in side for id_ in (ulest, ny))
    assert per.post(f"/varsler/{lest}/aapning", {}).status_code == 303
    foer, ved_bjella = innsyn.antall("varsel"), bjella(per.get("/varsler").text)
    worker.runde(app, SLETT)
    assert innsyn.antall("varsel") == foer - 2
    assert innsyn.les("SELECT id FROM varsel WHERE id IN (:a, :b)", a=lest, b=ulest) == []
    for tabell in ("utsending", "varsellesing"):
        assert innsyn.en(f"SELECT count(*) FROM {tabell} WHERE varsel_id NOT IN (SELECT id FROM varsel)") == 0
    side = per.get("/varsler").text
    assert ulest not in side and ny in side and bjella(side) == ved_bjella - 1
    assert per.get(f"/varsler/{ulest}").status_code == 404
    worker.runde(app, SLETT)
    assert innsyn.antall("varsel") == foer - 2


def test_et_varsel_som_ikke_er_sendt_blir_staaende(app: Flask) -> None:
    """The e-mail may have been held since a back-up was restored."""
    gammelt = varsle(app, dager=400)
    innsyn.skriv("UPDATE utsending SET tilstand = 'venter' WHERE varsel_id = :v", v=gammelt)
    worker.runde(app, SLETT)
    assert innsyn.antall("varsel", id=gammelt) == 1


def test_mange_tas_noen_om_gangen(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gamle_varsler, "BUNKE", 1)
    for dager in (400, 401, 402):
        varsle(app, dager=dager)
    with arbeid(skriver=False):
        assert gamle_varsler.antall() >= 3
    worker.runde(app, SLETT)
    with arbeid(skriver=False):
        assert gamle_varsler.antall() == 0
