"""The register against work in flight, on PostgreSQL: a move and a save, a move and a completion, two imports."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context

import pytest
from flask import Flask
from stoette import innsyn, registeret
from test_samtidighet import brukeren, i_egen_traad, lagre, ny_ferdig_utfylt

from app.db import ny_id, sesjon
from app.domain.beboer.duf import kontrollsifre
from app.domain.samtale import ferdigstilling
from app.domain.samtale.svar import hent_svar
from app.domain.unntak import Avvist, EndretSidenLesing, IkkeFunnet

RUNDER = 60
STEG = 0.003
"""Seconds: an import reads and compares before it takes its locks."""
POSTGRES = pytest.mark.parametrize("merke", ["postgresql"], indirect=True)


def importerer(app: Flask, rader: list[dict[str, str]], start: threading.Barrier) -> Callable[[], list[str]]:
    """An import in an app context of its own, from the starting signal."""

    def kjoer() -> list[str]:
        with app.app_context():
            start.wait()
            return registeret.utfall(*rader)

    return lambda: Context().run(kjoer)


def proever(app: Flask, arbeidet: Callable[[], object], start: threading.Barrier, runde: int) -> Callable[[], object]:
    """The work of a request, a little later after the signal each round; the answer is the refusal, if it is one."""

    def kjoer() -> object:
        start.wait()
        time.sleep(runde % 20 * STEG)
        try:
            return i_egen_traad(app, arbeidet)()
        except Avvist as feil:
            return feil

    return kjoer


@POSTGRES
def test_B5_ingen_lagring_fra_det_gamle_mottaket_etter_flyttingen(app: Flask) -> None:
    """B5, K7: whatever a save answered, what it stored is stamped with the mottak the person was at."""
    per = brukeren("per@furulia.example")
    fur, fjo = innsyn.mottak_id("Furulia"), innsyn.mottak_id("Fjordgl")
    slapp_inn = 0
    with ThreadPoolExecutor(2) as traader:
        for runde in range(RUNDER):
            samtale_id, beboer_id = ny_ferdig_utfylt(app, per, runde)
            samle(samtale_id, beboer_id)
            sesjon.rollback()
            rader = [
                registeret.rad(f"Nr {runde} Prøve", mottak=registeret.FJORDGLOETT, duf_nummer=gyldig(beboer_id, runde))
            ]
            start = threading.Barrier(2)
            skriv = proever(
                app, lambda s=samtale_id, b=beboer_id: lagre(per, s, b, "interesser", "sent", "race", 1), start, runde
            )
            lagret, flyttet = [f.result() for f in [traader.submit(a) for a in (skriv, importerer(app, rader, start))]]
            assert flyttet == ["endret"]
            hvor = innsyn.les(
                "SELECT mottak_id FROM svarhistorikk WHERE beboer_id = :b AND sti = 'interesser'", b=beboer_id
            )
            if isinstance(lagret, IkkeFunnet):
                assert hvor == []
            else:
                slapp_inn += 1
                assert [r[0] for r in hvor] == [fur] and lagret == 1
            assert innsyn.en("SELECT mottak_id FROM beboer WHERE id = :b", b=beboer_id) == fjo
    assert 0 < slapp_inn < RUNDER, "one side always won: the race was not run"


def gyldig(beboer_id: str, nr: int) -> str:
    """Give the person a number the register would know."""
    nummer = f"2020{nr:06d}" + kontrollsifre(f"2020{nr:06d}")
    innsyn.skriv("UPDATE beboer SET duf_nummer = :n WHERE id = :b", n=nummer, b=beboer_id)
    return nummer


@POSTGRES
def test_E13_flytting_av_ett_medlem_mot_ferdigstilling(app: Flask) -> None:
    """E13: one of a family is moved while it is completed: all of them completed, or none; never half."""
    per = brukeren("per@furulia.example")
    fullfoert = 0
    with ThreadPoolExecutor(2) as traader:
        for runde in range(RUNDER):
            samtale_id, foerste = ny_ferdig_utfylt(app, per, 2 * runde)
            _, andre = ny_ferdig_utfylt(app, per, 2 * runde + 1)
            samle(samtale_id, foerste, andre)
            gyldig(foerste, 2 * runde), gyldig(andre, 2 * runde + 1)
            lest = ferdigstilling.leseliste(hent_svar([foerste, andre]))
            sesjon.rollback()
            rader = [registeret.rad(f"Nr {2 * runde + 1} Prøve", mottak=registeret.FJORDGLOETT)]
            start = threading.Barrier(2)
            fullfoer = proever(
                app, lambda s=samtale_id, le=lest: ferdigstilling.ferdigstill(per, s, le).id, start, runde
            )
            ferdig, flyttet = [
                f.result() for f in [traader.submit(a) for a in (fullfoer, importerer(app, rader, start))]
            ]
            assert flyttet == ["endret"]
            klare = innsyn.les("SELECT bosetting FROM beboer WHERE id IN (:a, :b)", a=foerste, b=andre)
            assert len({r[0] for r in klare}) == 1, f"round {runde}: half a household"
            assert isinstance(ferdig, EndretSidenLesing) or ferdig == samtale_id
            fullfoert += ferdig == samtale_id
    assert 0 < fullfoert < RUNDER, "one side always won: the race was not run"


def samle(samtale_id: str, *beboere: str) -> None:
    """Make these one household of their own, with one interview."""
    husstand = ny_id()
    innsyn.skriv("INSERT INTO husstand (id) VALUES (:h)", h=husstand)
    innsyn.skriv("UPDATE bosettingssamtale SET husstand_id = :h WHERE id = :s", h=husstand, s=samtale_id)
    for beboer_id in beboere:
        innsyn.skriv("UPDATE svar SET samtale_id = :s WHERE beboer_id = :b", s=samtale_id, b=beboer_id)
        innsyn.skriv(
            "UPDATE beboer SET samtale_id = :s, husstand_id = :h WHERE id = :b", s=samtale_id, h=husstand, b=beboer_id
        )


@POSTGRES
def test_to_importer_samtidig_av_det_samme(app: Flask) -> None:
    """Each household once; what one of them could not take is refused, and there the next time."""
    rader = [
        {**registeret.HELEN, "duf_nummer": nummer, "husstand": f"U-{nr // 2}", "fornavn": f"Helen {nr}"}
        for nr, nummer in enumerate(registeret.numre(20))
    ]
    start = threading.Barrier(2)
    with ThreadPoolExecutor(2) as traader:
        for ferdig in [traader.submit(importerer(app, rader, start)) for _ in range(2)]:
            assert set(ferdig.result()) <= {"ny", "uendret", "endret", "avvist"}
    assert registeret.utfall(*rader) == ["uendret"] * 20
    assert innsyn.antall("beboer", etternavn="Girma") == 20
    assert innsyn.en("SELECT count(*) FROM husstand WHERE registernummer LIKE 'U-%'") == 10
    assert innsyn.en("SELECT count(DISTINCT samtale_id) FROM beboer WHERE etternavn = 'Girma'") == 10
