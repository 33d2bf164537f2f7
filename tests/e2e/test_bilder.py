"""The README's pictures of the main job: made by a command, and red here when a page they show has changed.

All of it happens on the day of the stories, so that neither pictures nor fingerprints know what day it is today.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import datetime, time

import pytest
from stoette.database import Baser
from stoette.gjoer import FAMILIEN
from stoette.klient import Klient, uten_merke
from werkzeug.test import TestResponse

from app.config import ROT
from app.demo import fylling
from app.demo.fylling import HISTORIENS_DAG
from app.domain import tid
from app.norsk import OSLO
from e2e.nettleser import Vindu, fyll_ut

BILDER = ROT / "docs" / "bilder"
AVTRYKK = BILDER / "avtrykk.json"
KOMMANDO = "python3 run.py test tests/e2e/test_bilder.py --lag"
STOERRELSE = {"width": 1280, "height": 900}
STOERSTE_FIL = 150_000
SKREVET = {"morsmaal": "arabisk", "tolkespraak": "arabisk"}
FORMIDDAGEN = datetime.combine(HISTORIENS_DAG, time(10, 30), OSLO)


@pytest.fixture
def url(_baser: Callable[[str], Baser], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database with the cast as it is in the stories; the clock stands, whichever thread looks at it."""
    monkeypatch.setattr(tid, "_klokke", ContextVar("klokke", default=lambda: FORMIDDAGEN))
    adresse = _baser("sqlite").ny(rollebesetning_i_historien)
    yield adresse
    _baser("sqlite").slett(adresse)


def rollebesetning_i_historien() -> None:
    fylling.fyll(ekstra=False)


def test_bildene_viser_sidene_som_de_er(som: Callable[[str], Klient], request: pytest.FixtureRequest) -> None:
    per, avtrykk = som("per"), {}
    kamera = request.getfixturevalue("kamera") if request.config.getoption("lag", default=False) else None
    for navn, adresse in hovedjobben(per):
        avtrykk[navn] = fingeravtrykk(per.get(adresse))
        if kamera:
            kamera(navn, adresse)
    if kamera:
        AVTRYKK.write_text(json.dumps(avtrykk, indent=2) + "\n")
    assert avtrykk == json.loads(AVTRYKK.read_text()), f"sidene er endret: kjør «{KOMMANDO}», og se på bildene"


def test_bildene_er_smaa_og_like_brede() -> None:
    for navn in json.loads(AVTRYKK.read_text()):
        png = (BILDER / f"{navn}.png").read_bytes()
        assert len(png) < STOERSTE_FIL and int.from_bytes(png[16:20], "big") == STOERRELSE["width"], navn


def hovedjobben(per: Klient) -> Iterator[tuple[str, str]]:
    """The main job, stopped at each page that is pictured: name and address."""
    yield "oppgavelisten", "/mottak/oppgaver"
    skjema = per.aapne("Familien Khaldoun")
    yield "skjemaet", skjema
    for sti, verdi in SKREVET.items():
        assert per.lagre(skjema, sti, verdi).status_code == 200  # where there is a camera, it has typed the same
    fyll_ut(FAMILIEN[0], tolk_brukt="telefon", tolk_id="104711", egen_telefon="00 00 41 07")
    fyll_ut(*FAMILIEN)
    yield "gjennomlesningen", f"{skjema.partition('/beboere/')[0]}/ferdigstilling"


def fingeravtrykk(side: TestResponse) -> str:
    """The same for the same page: without tokens and ids. The addresses of scripts and styles hold their contents'."""
    assert side.status_code == 200
    return hashlib.sha256(re.sub(r"[0-9a-f]{32}", "id", uten_merke(side)).encode()).hexdigest()[:16]


@pytest.fixture
def kamera(nytt_vindu: Callable[..., Vindu]) -> Callable[[str, str], None]:
    """Takes Per's pictures; in the form while he fills it in."""
    vindu = nytt_vindu("per", viewport=STOERRELSE)

    def ta(navn: str, adresse: str) -> None:
        vindu.side.goto(adresse)
        if navn == "skjemaet":
            for sti, verdi in SKREVET.items():
                vindu.kontroll(sti).fill(verdi)
            vindu.er_lagret(*SKREVET)
            vindu.side.get_by_role("heading", level=1).evaluate("(tittel) => tittel.scrollIntoView()")
        vindu.side.screenshot(path=BILDER / f"{navn}.png", animations="disabled")

    return ta
