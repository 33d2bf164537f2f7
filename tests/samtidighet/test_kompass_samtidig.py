"""Races about a Kompass code: one of many redemptions wins, two who issue leave one live code, and nobody deadlocks."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask
from stoette import innsyn
from stoette.kompass import TSERING, YONAS
from stoette.lange import ganger
from stoette.registeret import flytt

from app.config import ROT
from app.db import arbeid, sesjon
from app.demo.ansatte import som as innlogget
from app.domain.kompass.innloesing import innloes
from app.domain.kompass.kode import IkkeSomVist, Trekkaarsak, slett_gamle, tildel_kode, trekk_tilbake
from app.domain.tid import klokke, naa
from app.domain.tilgang.bruker import Bruker, Innlogget

VARER = timedelta(hours=72)
RUNDER = 20


def samtidig(app: Flask, *arbeidene: Callable[[], object]) -> list[object]:
    """Each in a thread of its own, all let go at once."""
    start = threading.Barrier(len(arbeidene))

    def kjoer(arbeidet: Callable[[], object]) -> object:
        with app.app_context():
            start.wait()
            return arbeidet()

    with ThreadPoolExecutor(len(arbeidene)) as traader:
        return [f.result() for f in [traader.submit(Context().run, kjoer, a) for a in arbeidene]]


def i_arbeid(arbeidet: Callable[[], object]) -> Callable[[], object]:
    """The same in a unit of work."""

    def gjoer() -> object:
        with arbeid(skriver=True):
            return arbeidet()

    return gjoer


def brukeren(epost: str) -> Innlogget:
    with arbeid(skriver=False):
        return innlogget(sesjon.query(Bruker).filter_by(epost=epost).one())


def tildel(av: Innlogget, beboer_id: str) -> str:
    with arbeid(skriver=True):
        trekk_tilbake(beboer_id, Trekkaarsak.TRUKKET)
        return tildel_kode(av, beboer_id, erstatter="", varighet=VARER).vist


@ganger("runder", 5, 20)
def test_I2_en_av_tolv_innloesninger_vinner(app: Flask, runder: int) -> None:
    per, tsering = brukeren("per@furulia.example"), innsyn.ider("Tsering Dolkar").beboer
    for runde in range(runder):
        innsyn.skriv("DELETE FROM forsoek")
        kode = tildel(per, tsering)
        svar = samtidig(app, *[lambda kode=kode: innloes(TSERING, kode)] * 12)
        assert len([s for s in svar if s]) == 1, f"runde {runde}: {svar}"
    assert innsyn.en("SELECT count(*) FROM kompasskode WHERE brukt IS NOT NULL") == runder


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
def test_to_som_tildeler_samtidig_gir_en_kode(app: Flask) -> None:
    """One is given a code, the other is told; and the one code works."""
    per, tuva, tsering = (
        brukeren("per@furulia.example"),
        brukeren("tuva@furulia.example"),
        innsyn.ider("Tsering Dolkar"),
    )
    for runde in range(RUNDER):
        innsyn.skriv("DELETE FROM kompasskode")
        innsyn.skriv("DELETE FROM forsoek")

        def proev(av: Innlogget) -> str:
            try:
                with arbeid(skriver=True):
                    return tildel_kode(av, tsering.beboer, erstatter="", varighet=VARER).vist
            except IkkeSomVist:
                return ""

        koder = [str(k) for k in samtidig(app, lambda: proev(per), lambda: proev(tuva)) if k]
        assert len(koder) == 1 and innsyn.antall("kompasskode") == 1, f"runde {runde}"
        assert innloes(TSERING, koder[0])


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
def test_ny_kode_og_innloesing_av_den_gamle(app: Flask) -> None:
    """Whichever comes first: never a deadlock, and never two open codes."""
    per, tsering = brukeren("per@furulia.example"), innsyn.ider("Tsering Dolkar").beboer
    for _ in range(RUNDER):
        innsyn.skriv("DELETE FROM forsoek")
        kode = tildel(per, tsering)
        gammel = innsyn.en("SELECT id FROM kompasskode WHERE brukt IS NULL AND trukket IS NULL")
        samtidig(
            app,
            lambda kode=kode: innloes(TSERING, kode),
            i_arbeid(lambda gammel=gammel: tildel_kode(per, tsering, erstatter=gammel, varighet=VARER)),
            i_arbeid(lambda: trekk_tilbake(tsering, Trekkaarsak.FLYTTET)),
            lambda: innloes(TSERING, "0000-0000-0000"),
        )
        assert innsyn.en("SELECT count(*) FROM kompasskode WHERE brukt IS NULL AND trukket IS NULL") <= 1


def test_flytting_trekker_koden(app: Flask) -> None:
    """Story 7: when UDI moves a resident, the code that the old mottak gave is void; another's lives on."""
    per, tsering = brukeren("per@furulia.example"), innsyn.ider("Tsering Dolkar").beboer
    innsyn.skriv("UPDATE beboer SET kompass = 'ikke_registrert' WHERE fornavn = 'Yonas'")
    kode, yonas_sin = tildel(per, tsering), tildel(per, innsyn.ider("Yonas Tesfalem").beboer)
    flytt("Tsering Dolkar")
    assert innloes(TSERING, kode) is None and innloes(YONAS, yonas_sin)
    assert innsyn.antall("hendelse", handling="kompasskode_trukket", felt="flyttet", beboer_id=tsering) == 1
    assert innsyn.en("SELECT kompasskode_til FROM beboer WHERE id = :i", i=tsering) is None


def test_aa_trekke_tilbake_to_ganger_er_en(app: Flask) -> None:
    per, tsering = brukeren("per@furulia.example"), innsyn.ider("Tsering Dolkar").beboer
    uten_kode = innsyn.ider("Yonas Tesfalem").beboer
    tildel(per, tsering)
    with arbeid(skriver=True):
        assert trekk_tilbake(tsering, Trekkaarsak.FORSOEK, per)
        assert not trekk_tilbake(tsering, Trekkaarsak.FORSOEK, per)
        assert not trekk_tilbake(uten_kode, Trekkaarsak.FORSOEK)
    assert innsyn.antall("hendelse", handling="kompasskode_trukket", felt="forsoek") == 1


def test_rydding_tar_bare_det_som_er_gammelt_og_ute(app: Flask) -> None:
    per, tsering = brukeren("per@furulia.example"), innsyn.ider("Tsering Dolkar").beboer
    for _ in range(3):
        tildel(per, tsering)
    innsyn.skriv("UPDATE kompasskode SET utloeper = '2020-01-01 00:00:00+00' WHERE trukket IS NOT NULL")
    with arbeid(skriver=True):
        assert slett_gamle() == 2 and slett_gamle() == 0
    assert innsyn.antall("kompasskode") == 1


@pytest.mark.parametrize(("dager", "blir"), [(364, 1), (366, 0)])
def test_en_registrering_som_aldri_kom_ventes_paa_i_et_aar(app: Flask, dager: int, blir: int) -> None:
    per, tsering = brukeren("per@furulia.example"), innsyn.ider("Tsering Dolkar").beboer
    kode = tildel(per, tsering)
    assert innloes(TSERING, kode)
    senere = naa() + timedelta(days=dager)
    with klokke(lambda: senere), arbeid(skriver=True):
        slett_gamle()
    assert innsyn.antall("kompasskode") == blir


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
@ganger("runder", 1, 4)
def test_I8_prosesser_som_drepes_midt_i_innloesingen(app: Flask, url: str, runder: int) -> None:
    """I8: four processes redeem the same code, two are killed on the way: used once at most, and never half."""
    per, tsering = brukeren("per@furulia.example"), innsyn.ider("Tsering Dolkar").beboer
    for runde in range(runder):
        innsyn.skriv("DELETE FROM forsoek")
        kode, foer = tildel(per, tsering), innsyn.antall("hendelse", handling="kompasskode_brukt")
        prosesser = [_innloeser(url, kode) for _ in range(4)]
        for prosess in prosesser:
            assert prosess.stdout and prosess.stdout.readline() == b"klar\n"
        for prosess in prosesser:
            assert prosess.stdin
            prosess.stdin.write(b"\n")
            prosess.stdin.flush()
        time.sleep((runde + 1) % 4 * 0.04)
        for prosess in prosesser[:2]:
            prosess.kill()
        svar = [prosess.communicate()[0].strip() for prosess in prosesser]
        rad = innsyn.les("SELECT brukt FROM kompasskode WHERE trukket IS NULL ORDER BY utstedt DESC LIMIT 1")[0]
        brukt = innsyn.antall("hendelse", handling="kompasskode_brukt") - foer
        assert rad.brukt is not None and brukt == 1, f"runde {runde}: {svar}"
        assert svar.count(b"brukt") <= 1
        assert innsyn.en("SELECT kompasskode_til FROM beboer WHERE id = :i", i=tsering) is None


def _innloeser(url: str, kode: str) -> subprocess.Popen[bytes]:
    """A process of its own that says when it is ready, waits for a line, redeems, and tells whether it won."""
    skript = (
        "import sys; from pathlib import Path; from app import create_app\n"
        "from app.domain.kompass.innloesing import innloes; from stoette.database import lag_config\n"
        f"app = create_app(lag_config({url!r}, Path(sys.argv[1])))\n"
        "with app.app_context():\n"
        "    print('klar', flush=True); sys.stdin.readline()\n"
        f"    svar = innloes({TSERING!r}, {kode!r})\n"
        "print('brukt' if svar else 'nei', flush=True)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", skript, tempfile.mkdtemp()], cwd=ROT,
        env=os.environ | {"PYTHONPATH": f"{ROT}{os.pathsep}{ROT / 'tests'}"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
