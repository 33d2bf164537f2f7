"""F60 at the same time: two caseworkers each keep another one, and the register tells of both meanwhile."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from stoette import innsyn, registeret
from test_register_samtidighet import importerer
from test_samtidighet import brukeren, i_egen_traad

from app.db import sesjon
from app.domain.bosetting import sammenslaaing
from app.domain.unntak import Avvist

FOERSTE = {**registeret.HELEN, "klar": "nei"}
ANNEN = {**FOERSTE, "duf_nummer": "202699088609", "husstand": "U-2"}


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
def test_F60_en_vinner_og_ingen_ring(app) -> None:
    siri = brukeren("siri@imdi.example")
    registeret.importer(FOERSTE, ANNEN)
    en, to = (rad[0] for rad in innsyn.les("SELECT id FROM beboer WHERE fornavn = 'Helen' ORDER BY id"))
    sesjon.rollback()

    def begge_veier(beholdt: str, duplikat: str) -> object:
        try:
            return i_egen_traad(app, lambda: sammenslaaing.slaa_sammen(siri, beholdt, duplikat, "x"))()
        except (Avvist, sa.exc.DBAPIError) as feil:
            return feil

    start = threading.Barrier(1)
    rader = [{**FOERSTE, "klar": "ja"}, {**ANNEN, "husstand": "U-1"}]
    with ThreadPoolExecutor(3) as traader:
        utfall = [traader.submit(begge_veier, *par) for par in ((en, to), (to, en))]
        register = traader.submit(importerer(app, rader, start))
        svar = [f.result() for f in utfall]
    assert "avvist" not in register.result()
    assert not [feil for feil in svar if isinstance(feil, sa.exc.DBAPIError)]
    assert innsyn.en("SELECT count(*) FROM beboer WHERE samme_som_id IS NOT NULL") == sum(s is None for s in svar) <= 1
    assert innsyn.antall("dobbeltvurdering") == sum(s is None for s in svar)
