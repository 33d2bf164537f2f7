"""C3: a conflict over an internal remark tells who and when, and holds no word of what the other wrote."""

from collections.abc import Callable

import pytest
from flask import Flask
from stoette import innsyn

from app.db import arbeid, sesjon
from app.demo.ansatte import som as innlogget
from app.domain.samtale import merknadutkast
from app.domain.samtale.samtale import for_lagring
from app.domain.samtale.svar import Innsending, lagre_svar
from app.domain.tilgang.bruker import Bruker
from app.domain.unntak import Konflikt

INTERN = "intern_merknad"


def i_skjemaet(navn: str, tekst: str) -> None:
    """In the open form of Yonas, as one who has seen nothing there."""
    yonas = innsyn.ider("Yonas Tesfalem")
    with arbeid(skriver=True):
        ansatt = innlogget(sesjon.query(Bruker).filter_by(navn=navn).one())
        with for_lagring(ansatt, yonas.samtale or "", yonas.beboer) as (deltaker, samling):
            lagre_svar(ansatt, deltaker, samling, Innsending(INTERN, [tekst], 0))


def etter_ferdigstilling(navn: str, tekst: str) -> None:
    """As a late remark about Hassan, by one who has seen none."""
    hassan = innsyn.ider("Hassan Warsameh")
    with arbeid(skriver=True):
        ansatt = innlogget(sesjon.query(Bruker).filter_by(navn=navn).one())
        deltaker = merknadutkast.laas_deltaker(ansatt, hassan.samtale or "", hassan.beboer)
        merknadutkast.lagre_utkast(ansatt, deltaker, Innsending(INTERN, [tekst], 0))


@pytest.mark.parametrize("skriv", [i_skjemaet, etter_ferdigstilling])
def test_C3_konflikten_holder_ikke_den_andres_tekst(app: Flask, skriv: Callable[[str, str], None]) -> None:
    skriv("Per Lia", "Pers tekst")
    sesjon.remove()
    with pytest.raises(Konflikt) as feil:
        skriv("Mari Granli", "Maris tekst")
    assert (feil.value.endret_av, feil.value.lagret, feil.value.versjon) == ("Per Lia", None, 1)
    assert "Pers tekst" not in repr(vars(feil.value))
