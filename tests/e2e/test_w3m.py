"""The main job in a browser that knows neither JavaScript nor style sheets: w3m, by its keys."""

import os
import pty
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from subprocess import Popen
from threading import Thread

import pytest
from stoette import innsyn
from stoette.oppsett import mangler

from e2e.nettleser import i_basen, vent_til
from e2e.vert import Vert

pytestmark = pytest.mark.alt
ENTER, TAB = "\r", "\t"
UTSEENDE = {"TERM": "xterm", "LINES": "200", "COLUMNS": "120", "LC_ALL": "C.UTF-8"}


class W3m:
    """A person at the keyboard. A key goes to the page that the keys before it led to."""

    def __init__(self, program: str, vert: Vert, sti: str, hjem: Path) -> None:
        self.vert = vert
        self._terminal, ende = pty.openpty()
        kommando = [program, "-cookie", "-no-mouse", vert.adresse + sti]
        miljoe = UTSEENDE | {"HOME": str(hjem)}
        self._prosess = Popen(kommando, env=miljoe, stdin=ende, stdout=ende, stderr=ende, start_new_session=True)
        os.close(ende)
        Thread(target=self._se, daemon=True).start()

    def _se(self) -> None:
        """Take what it shows off the terminal, which else is full after a page."""
        with suppress(OSError):  # it is closed
            while os.read(self._terminal, 65536):
                pass

    def trykk(self, *taster: str) -> None:
        os.write(self._terminal, "".join(taster).encode())

    def finn(self, tekst: str, *taster: str) -> None:
        """Search forward on the page, and press these keys where it stands."""
        self.trykk("/", tekst, ENTER, *taster)

    def send(self, knapp: str, kommer: str) -> None:
        """Press the button, or follow the link, and wait until the server has been asked for where it leads."""
        sendt = len(self.vert.mottatt)
        self.finn(knapp, ENTER)
        vent_til(lambda: any(kommer in linje for linje in self.vert.mottatt[sendt:]), f"{knapp}: {kommer}")
        self.vert.vent()

    def avslutt(self) -> None:
        self._prosess.kill()
        self._prosess.wait()
        os.close(self._terminal)


@pytest.fixture
def w3m(vert: Vert, tmp_path: Path) -> Iterator[W3m]:
    if (program := shutil.which("w3m")) is None:
        mangler("w3m: installer pakken w3m")
    w3m = W3m(str(program), vert, "/mottak/oppgaver", tmp_path)
    vent_til(lambda: vert.antall("GET /logg-inn"), "innloggingen")
    yield w3m
    w3m.avslutt()


def test_fra_oppgavelisten_til_fordelingsklar(w3m: W3m) -> None:
    w3m.send("Per Lia", "GET /mottak/oppgaver")
    w3m.finn("Yonas Tesfalem")
    w3m.send("Gjennomfør", "GET /samtaler/")
    for felt in ("Morsmål", "^Tolkespråk"):
        w3m.finn(felt, TAB, ENTER, "tigrinja", ENTER)
    w3m.finn("^Behov for tolk", TAB, TAB, ENTER)
    w3m.send("^Lagre", "GET /samtaler/")
    for spoersmaal in ("Har personen tilknytning", "Har personen behov"):
        w3m.finn(spoersmaal, TAB, TAB, ENTER)
        w3m.send("^Lagre", "GET /samtaler/")
    svar = i_basen("Yonas Tesfalem")
    assert svar == {"morsmaal": ["ti"], "tolkespraak": ["ti"]} | dict.fromkeys(
        ("behov_for_tolk", "har_tilknytning", "har_behov"), "nei"
    )
    w3m.send("Ferdigstill bosettingssamtale", "ferdigstilling")
    w3m.send("Ferdigstill bosettingssamtale", "POST /samtaler/")
    bosetting = "SELECT bosetting FROM beboer WHERE etternavn = 'Tesfalem'"
    vent_til(lambda: innsyn.en(bosetting) == "fordelingsklar", "at han er fordelingsklar")
