"""One order of locks (docs/arkitektur.md): those who met in a ring on PostgreSQL do so no more."""

import logging
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette import innsyn, registeret
from test_register_samtidighet import importerer
from test_samtidighet import brukeren, i_egen_traad

from app import worker
from app.db import sesjon
from app.domain.bosetting import utsoeking
from app.domain.register import samtale
from app.domain.samtale import merknadutkast
from app.domain.samtale.svar import Innsending
from app.domain.tid import i_dag, klokke, naa
from app.domain.unntak import Avvist

POSTGRES = pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
RUNDER = 4
LENGE_NOK = 0.3
"""Seconds that the one holds what the other wants, so that they meet every time."""


def etter(pause: float, gjoer: Callable[[], object]) -> Callable[[], object]:
    def kjoer() -> object:
        time.sleep(pause)
        return gjoer()

    return kjoer


def sammen(*arbeidene: Callable[[], object]) -> list[object]:
    """Each in a thread of its own; an error of the database is what is answered."""

    def fang(arbeidet: Callable[[], object]) -> object:
        try:
            return arbeidet()
        except sa.exc.DBAPIError as feil:
            return feil
        except Avvist as feil:
            return feil

    with ThreadPoolExecutor(len(arbeidene)) as traader:
        return [f.result() for f in [traader.submit(fang, a) for a in arbeidene]]


@POSTGRES
def test_15_utkast_til_merknad_mot_jobben_som_sender_de_glemte(app: Flask, som, monkeypatch, caplog) -> None:
    per, innlogget = som("per"), brukeren("per@furulia.example")
    hassan = innsyn.ider("Hassan Warsameh")
    send = merknadutkast.varsel.send_varsel

    def langsomt(*a: object, **b: object) -> object:
        time.sleep(LENGE_NOK)
        return send(*a, **b)  # type: ignore[arg-type]

    monkeypatch.setattr(merknadutkast.varsel, "send_varsel", langsomt)

    def lagre(tekst: str) -> None:
        deltaker = merknadutkast.laas_deltaker(innlogget, hassan.samtale or "", hassan.beboer)
        merknadutkast.lagre_utkast(innlogget, deltaker, Innsending("intern_merknad", [tekst], 10**6))

    def jobb() -> None:
        with app.app_context(), klokke(lambda: om_en_stund):
            worker.varsle_glemte_merknader(app.extensions["mottak_config"])

    for runde in range(RUNDER):
        om_en_stund = naa() + timedelta(minutes=16)
        data = {"intern_merknad": f"utkast {runde}", "v.intern_merknad": str(2 * runde)}
        assert per.post(f"{hassan.skjema}/merknad", data).status_code == 303
        sesjon.rollback()
        with caplog.at_level(logging.WARNING, "mottak.worker"):
            svar = sammen(jobb, etter(LENGE_NOK / 3, i_egen_traad(app, lambda: lagre("annet"))))
        assert not [s for s in svar if isinstance(s, sa.exc.DBAPIError)] and caplog.records == [], runde
        assert innsyn.antall("varsel", anledning="intern_merknad", samtale_id=hassan.samtale) == runde + 1


@POSTGRES
def test_15_gjoer_klar_mot_registeret(app: Flask, monkeypatch) -> None:
    """IMDi makes Almaz ready while the register tells something of her family, whose interview is open."""
    siri = brukeren("siri@imdi.example")
    almaz = innsyn.ider("Almaz Girmay")
    laas = samtale.laas_samtaler

    def langsomt(ider: set[str]) -> None:
        laas(ider)
        time.sleep(LENGE_NOK)

    monkeypatch.setattr(samtale, "laas_samtaler", langsomt)
    for runde in range(RUNDER):
        innsyn.skriv("UPDATE beboer SET samtale_id = NULL WHERE id = :b", b=almaz.beboer)
        sesjon.rollback()
        rader = [registeret.rad("Ruta Habtemikael", skjermet="nei" if runde % 2 else "ja")]
        start = threading.Barrier(1)
        klar = i_egen_traad(app, lambda: utsoeking.gjoer_klar(siri, almaz.beboer).samtale_id)
        klart, importert = sammen(etter(LENGE_NOK / 2, klar), importerer(app, rader, start))
        assert importert == ["endret"] and not isinstance(klart, Exception), f"{runde}: {klart}"
        assert innsyn.en("SELECT samtale_id FROM beboer WHERE id = :b", b=almaz.beboer) == klart


@POSTGRES
def test_15_alle_mot_alle_under_last(app: Flask) -> None:
    """Saves, drafts, the register, IMDi and the jobs on the same families: no statement is ever given up."""
    per, siri = brukeren("per@furulia.example"), brukeren("siri@imdi.example")
    mahmoud, hassan = innsyn.ider("Mahmoud Darwishi"), innsyn.ider("Hassan Warsameh")
    almaz = innsyn.ider("Almaz Girmay").beboer
    rad = {n: registeret.rad(n) for n in ("Mahmoud Darwishi", "Ruta Habtemikael", "Hassan Warsameh")}
    sesjon.rollback()

    def utkast(nr: int) -> None:
        deltaker = merknadutkast.laas_deltaker(per, hassan.samtale or "", hassan.beboer)
        merknadutkast.send_merknad(per, deltaker, Innsending("intern_merknad", [f"nr {nr}"], 2 * nr))

    def bosett_og_angre(_nr: int) -> None:
        utsoeking.bosett(siri, mahmoud.samtale or "", {mahmoud.beboer: i_dag()})
        utsoeking.trekk_tilbake(siri, mahmoud.samtale or "", [mahmoud.beboer], "x")

    def klar(_nr: int) -> None:
        utsoeking.gjoer_klar(siri, almaz)

    def importer(nr: int) -> None:
        alle = [{**r, "tolkespraak": f"språk {nr}"} for r in rad.values()]
        alle[1]["skjermet"] = "ja" if nr % 2 else "nei"
        assert "avvist" not in importerer(app, alle, threading.Barrier(1))()

    def jobber(_nr: int) -> None:
        with app.app_context(), klokke(lambda: naa_ + timedelta(days=20)):
            worker.varsle_glemte_merknader(app.extensions["mottak_config"])
            worker.si_fra_om_skjermede(app.extensions["mottak_config"])

    naa_, feil = naa(), []

    def gjenta(gjoer_: Callable[[int], object]) -> None:
        for nr in range(12):
            try:
                with suppress(Avvist):
                    gjoer_(nr)
            except sa.exc.DBAPIError as feilen:
                feil.append((gjoer_, feilen))
            time.sleep(random.random() / 100)

    i_enhet = [lambda nr, a=a: i_egen_traad(app, lambda: a(nr))() for a in (utkast, bosett_og_angre, klar)]
    with ThreadPoolExecutor(5) as traader:
        for ferdig in [traader.submit(gjenta, a) for a in (*i_enhet, importer, jobber)]:
            ferdig.result()
    assert feil == []
