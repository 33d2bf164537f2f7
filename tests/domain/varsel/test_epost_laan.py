"""The outbox's loans: a worker that comes too late, changes nothing of what another has taken since."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from stoette import innsyn

from app.db import arbeid, db
from app.domain.tid import klokke, naa
from app.domain.varsel import epost, varsel
from app.domain.varsel.anledning import Anledning
from app.domain.varsel.epost import LEIE, Grunn, Laan

UTFALL = [
    epost.er_sendt,
    epost.bortfaller,
    partial(epost.kom_ikke_fram, grunn=Grunn.IKKE_SVAR),
    partial(epost.kom_ikke_fram, grunn=Grunn.AVVIST),
]


def ta(om: timedelta = timedelta(0)) -> Laan:
    """Take the next e-mail, as late as that."""
    tid = naa() + om
    with klokke(lambda: tid), arbeid(skriver=True):
        laan = epost.ta_neste()
    assert laan
    return laan


@pytest.fixture
def foerst(app: Flask) -> Laan:
    """The one e-mail there is, taken by a worker that then is heard of no more."""
    innsyn.skriv("DELETE FROM utsending")
    with arbeid(skriver=True):
        varsel.send_varsel(
            Anledning.FORDELINGSKLAR,
            samtale_id=innsyn.ider("Yonas Tesfalem").samtale or "",
            mottak_id=innsyn.mottak_id("Furulia"),
        )
    db.session.remove()
    return ta()


@pytest.mark.parametrize("noter", UTFALL)
def test_en_gammel_arbeider_endrer_ikke_den_nyes_laan(foerst: Laan, noter: Callable[[Laan], None]) -> None:
    nytt = ta(om=LEIE + timedelta(seconds=1))
    assert (nytt.ider, nytt.forsoek) == (foerst.ider, foerst.forsoek + 1)
    foer = innsyn.dump()
    with arbeid(skriver=True):
        noter(foerst)
    assert innsyn.dump() == foer
    with arbeid(skriver=True):
        epost.er_sendt(nytt)
    assert innsyn.antall("utsending", tilstand="sendt") == 1


@pytest.mark.parametrize("noter", UTFALL)
def test_det_som_er_sendt_blir_staaende_som_sendt(foerst: Laan, noter: Callable[[Laan], None]) -> None:
    """Also by the same try: whoever wakes up after its own e-mail was noted."""
    with arbeid(skriver=True):
        epost.er_sendt(foerst)
    foer = innsyn.dump()
    with arbeid(skriver=True):
        noter(foerst)
    assert innsyn.dump() == foer
