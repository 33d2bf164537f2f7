"""M1, M4: the worker as a process of its own, killed in the middle, and two of them at the same queue."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from stoette import innsyn, smtp
from stoette.database import MERKNAD_KEY
from stoette.lange import ganger
from stoette.smtp import Posthus, krev_taushet

from app.config import ROT
from app.db import arbeid, db
from app.domain.tid import klokke, naa
from app.domain.varsel import epost, varsel
from app.domain.varsel.anledning import Anledning

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def arbeider(url: str, tmp_path: Path) -> Start:
    """Start `epost send`, sending through this server."""

    def start(huset: Posthus, *valg: str) -> subprocess.Popen[bytes]:
        miljoe = os.environ | {
            "MOTTAK_ENV": "demo",
            "MOTTAK_DATA": str(tmp_path),
            "DATABASE_URL": url,
            "SECRET_KEY": "test-" + "s3cr3t" * 8,
            "MERKNAD_KEYS": MERKNAD_KEY,
            "SMTP_URL": f"smtp://127.0.0.1:{huset.port}",
        }
        kommando = [sys.executable, "-m", "flask", "--app", "wsgi", "epost", "send", *valg]
        return subprocess.Popen(kommando, cwd=ROT, env=miljoe)

    return start


def varsle(antall: int) -> None:
    """So many e-mails to IMDi wait, one per notice; and there is nothing to remind of."""
    innsyn.skriv("UPDATE bosettingssamtale SET status = 'paabegynt' WHERE status = 'klar'")
    yonas, furulia = innsyn.ider("Yonas Tesfalem").samtale or "", innsyn.mottak_id("Furulia")
    naa_ = naa()
    for nr in range(antall):
        tid = naa_ - timedelta(seconds=11) * (antall - nr)
        with klokke(lambda tid=tid: tid), arbeid(skriver=True):
            varsel.send_varsel(Anledning.FORDELINGSKLAR, samtale_id=yonas, mottak_id=furulia)
    db.session.remove()


def usendte() -> int:
    return innsyn.antall("utsending", tilstand="venter")


@pytest.mark.begge_lagre
def test_M4_drept_midt_i_og_ingenting_er_tapt(app: Flask, arbeider: Start) -> None:
    """kill -9 twice while the server is thinking: what was on loan goes again when the loan is over, and only that."""
    with smtp.posthus(langsom=30) as huset:
        varsle(12)
        for drept in (1, 2):
            prosess = arbeider(huset, "--loop")
            huset.vent_paa(drept)
            prosess.send_signal(signal.SIGKILL)
            prosess.wait()
        assert usendte() == 12
        huset.langsom = 0
        smtp.bruk(app, huset.port)
        smtp.send(app)
        assert usendte() == 2, "utlånt til dem som ble drept"
        smtp.send(app, om=epost.LEIE + timedelta(seconds=1))
        assert usendte() == 0
        assert sorted(huset.ganger.values()) == [1] * 10 + [2] * 2, "samme Message-ID den andre gangen"
        krev_taushet(huset)


def test_M4_sigterm_stopper_etter_det_den_holder_paa_med(app: Flask, arbeider: Start) -> None:
    with smtp.posthus(langsom=0.5) as huset:
        varsle(1)
        prosess = arbeider(huset, "--loop")
        huset.vent_paa(1)
        prosess.terminate()
        assert prosess.wait(timeout=60) == 0
        assert usendte() == 0 and len(huset.brev) == 1


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
@ganger("antall", 60, 500)
def test_M4_to_arbeidere_sender_en_gang_hver(app: Flask, arbeider: Start, antall: int) -> None:
    """M4: without faults, each row is handed over exactly once, whoever takes it."""
    with smtp.posthus() as huset:
        varsle(antall)
        prosesser = [arbeider(huset) for _ in range(2)]
        assert [prosess.wait(timeout=240) for prosess in prosesser] == [0, 0]
        assert usendte() == 0
        assert len(huset.ganger) == antall and set(huset.ganger.values()) == {1}
        krev_taushet(huset)
