"""The unit of work, and what belongs to an app: neither is shared with another that happens to be open."""

import pytest
from flask import Flask
from stoette import innsyn
from stoette.database import lag_config

from app import create_app
from app.db import arbeid, sesjon
from app.domain.samtale import merknad
from app.domain.tilgang.mottak import Mottak, Mottakstype
from app.domain.vern.fingeravtrykk import bruk_noekkel, fingeravtrykk


def test_en_arbeidsenhet_i_en_annen_nektes(app: Flask) -> None:
    """The inner one would commit, or undo, what the outer has done so far; now nothing of either is kept."""
    with pytest.raises(RuntimeError, match="a unit of work inside another"), arbeid(skriver=True):
        sesjon.add(Mottak(navn="Halvveis mottak", type=Mottakstype.ORDINAERT))
        with arbeid(skriver=False):
            pass
    assert innsyn.antall("mottak", navn="Halvveis mottak") == 0
    with arbeid(skriver=True):
        sesjon.add(Mottak(navn="Helt mottak", type=Mottakstype.ORDINAERT))
    assert innsyn.antall("mottak", navn="Helt mottak") == 1


@pytest.mark.parametrize("merke", ["sqlite"], indirect=True)
def test_noeklene_hoerer_til_appen(app: Flask, url: str, tmp_path) -> None:
    """Two apps in one process: what one takes into use, the other does not have."""
    foer, kryptert = fingeravtrykk("sid", "x"), merknad.krypter("tekst", "b")
    annen = create_app(lag_config(url, tmp_path))
    with annen.app_context():
        bruk_noekkel("en helt annen")
        merknad.bruk_noekler([merknad.Fernet.generate_key().decode()])
        with pytest.raises(merknad.KanIkkeVises):
            merknad.dekrypter(kryptert, "b")
    assert fingeravtrykk("sid", "x") == foer and merknad.dekrypter(kryptert, "b") == "tekst"
