"""Many completions at once on PostgreSQL, and a reader who pages meanwhile: no number slips in behind the marker."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from stoette import innsyn
from stoette.lange import ganger
from test_samtidighet import brukeren, i_egen_traad, ny_ferdig_utfylt

from app.db import arbeid, sesjon
from app.domain.samtale import ferdigstilling, sakendring
from app.domain.samtale.sakendring import Omfang
from app.domain.samtale.svar import hent_svar

SKRIVERE = 8
DVELER = """
CREATE FUNCTION dveler() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_sleep(random() * 0.1); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER zz_dveler AFTER INSERT ON sakendring DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION dveler();
"""
"""A commit that takes its time after the number was given, as on a slow disk: those who overtake it meet every time."""


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
@ganger("hver", 4, 20)
def test_ingen_ferdigstilling_kommer_bak_markoeren(app: Flask, hver: int, monkeypatch: pytest.MonkeyPatch) -> None:
    per = brukeren("per@furulia.example")
    utfylte = [ny_ferdig_utfylt(app, per, nr) for nr in range(SKRIVERE * hver)]
    leste = {s: ferdigstilling.leseliste(hent_svar([b])) for s, b in utfylte}
    sesjon.rollback()
    innsyn.skriv(DVELER)
    monkeypatch.setattr(sakendring, "HOEYST", 3)
    sett: list[tuple[int, str]] = []

    def foelg(etter: str) -> str:
        flere = True
        while flere:
            with arbeid(skriver=False):
                utdrag = sakendring.les(etter, Omfang(skjermede=False, merknader=False))
            sett.extend((endring.nr, endring.samtale_id) for endring in utdrag.endringer)
            etter, flere = utdrag.neste.tekst, utdrag.flere
        return etter

    def fullfoer(samtale_id: str) -> None:
        i_egen_traad(app, lambda: ferdigstilling.ferdigstill(per, samtale_id, leste[samtale_id]).id)()

    etter = foelg("0")
    with ThreadPoolExecutor(SKRIVERE) as traader:
        ferdige = [traader.submit(fullfoer, samtale_id) for samtale_id in leste]
        while not all(f.done() for f in ferdige):
            etter = foelg(etter)
    foelg(etter)
    for ferdig in ferdige:
        ferdig.result()
    assert sett == [tuple(rad) for rad in innsyn.les("SELECT nr, samtale_id FROM sakendring ORDER BY nr")]
    assert set(leste) <= {samtale_id for _, samtale_id in sett}
