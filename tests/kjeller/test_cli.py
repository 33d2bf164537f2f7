"""The maintenance commands: what they do, their exit codes, and that they print nothing about a person."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from app.db import arbeid, klar, sesjon
from app.domain.beboer.modell import Beboer
from app.domain.kommune.kommune import Kommune
from app.domain.tilgang.bruker import Bruker
from app.domain.tilgang.matrise import Krets, Rett, Rolle, krets
from app.domain.tilgang.mottak import Mottak, Mottakstype
from app.migrering import migrer

KOMMANDOER = ("migrer", "demo", "importer-beboere", "importer-kommuner", "tilgang", "ruter")
Kjoer = Callable[..., Result]
BARE_SQLITE = pytest.mark.parametrize("merke", ["sqlite"], indirect=True)


@pytest.fixture
def kjoer(app: Flask) -> Kjoer:
    def kjoer(*argumenter: str) -> Result:
        sesjon.rollback()
        return app.test_cli_runner().invoke(args=argumenter)

    return kjoer


def antall(modell: type) -> int:
    return sesjon.scalar(sa.select(sa.func.count()).select_from(modell)) or 0


@BARE_SQLITE
def test_hver_kommando_forklarer_seg(kjoer: Kjoer) -> None:
    for kommando in KOMMANDOER:
        svar = kjoer(kommando, "--help")
        assert svar.exit_code == 0
        assert kommando in svar.output


@BARE_SQLITE
def test_et_ukjent_valg_feiler(kjoer: Kjoer) -> None:
    assert kjoer("demo", "--slett-alt").exit_code != 0


@pytest.mark.begge_lagre
def test_migrer_lager_det_nyeste_skjemaet(tom_app: Flask, kjoer: Kjoer) -> None:
    migrer("base")
    assert not klar()
    assert kjoer("migrer").exit_code == 0
    assert klar()


def test_demo_oppretter_og_fyller(tom_app: Flask, kjoer: Kjoer) -> None:
    migrer("base")
    svar = kjoer("demo")
    assert svar.exit_code == 0, svar.output
    assert antall(Beboer) > 70


def test_demo_lar_det_som_er_der_staa(kjoer: Kjoer) -> None:
    foer = sesjon.scalars(sa.select(Beboer.id).order_by(Beboer.id)).all()
    assert kjoer("demo").exit_code == 0
    assert sesjon.scalars(sa.select(Beboer.id).order_by(Beboer.id)).all() == foer


@pytest.mark.begge_lagre
def test_demo_reset_begynner_paa_nytt(kjoer: Kjoer) -> None:
    foer = set(sesjon.scalars(sa.select(Beboer.id)))
    svar = kjoer("demo", "--reset")
    assert svar.exit_code == 0, svar.output
    assert not foer & set(sesjon.scalars(sa.select(Beboer.id)))


def test_demo_reset_virker_uten_skjema(tom_app: Flask, kjoer: Kjoer) -> None:
    migrer("base")
    assert kjoer("demo", "--reset").exit_code == 0


def test_demo_reset_sletter_aldri_et_virkelig_mottak(kjoer: Kjoer) -> None:
    with arbeid(skriver=True):
        sesjon.add(Mottak(navn="Virkelig mottak", type=Mottakstype.ORDINAERT))
    foer = antall(Beboer)
    assert kjoer("demo", "--reset").exit_code == 1
    assert antall(Beboer) == foer


@BARE_SQLITE
def test_demo_nektes_i_produksjon(app: Flask, kjoer: Kjoer) -> None:
    app.extensions["mottak_config"] = replace(app.extensions["mottak_config"], demo=False)
    foer = sesjon.scalars(sa.select(Beboer.id).order_by(Beboer.id)).all()
    for argumenter in (["demo"], ["demo", "--reset"]):
        svar = kjoer(*argumenter)
        assert svar.exit_code == 1
        assert "demomodus" in svar.output
    assert sesjon.scalars(sa.select(Beboer.id).order_by(Beboer.id)).all() == foer


def test_importer_kommuner(tom_app: Flask, kjoer: Kjoer) -> None:
    assert "393 nye" in kjoer("importer-kommuner").output
    assert "0 nye, 0 endrede, 393 uendrede" in kjoer("importer-kommuner").output
    assert antall(Kommune) == 393


@BARE_SQLITE
def test_tilgang_skriver_ut_matrisen(kjoer: Kjoer) -> None:
    hode, _strek, *rader = [
        [celle.strip() for celle in linje.strip("|").split("|")] for linje in kjoer("tilgang").output.splitlines()
    ]
    assert hode == ["Rett", *Rolle]
    assert [rad[0] for rad in rader] == list(Rett)
    for rett, *celler in rader:
        for rolle, celle in zip(Rolle, celler, strict=True):
            assert celle == {Krets.ALLE: "●", Krets.MED_SAK: "● med sak", None: ""}[krets(_Med(rolle), Rett(rett))]


@BARE_SQLITE
def test_ruter_lister_hver_rute_med_retten_sin(app: Flask, kjoer: Kjoer) -> None:
    ruter = json.loads(kjoer("ruter", "--json").output)
    assert {rute["endepunkt"] for rute in ruter} == set(app.view_functions)
    retter = {rett for rute in ruter for rett in rute["rett"].split(" og ")}
    assert {rett for rett in retter if not rett.startswith("maskin ")} <= {*Rett, "åpen"}
    side = next(rute for rute in ruter if rute["endepunkt"] == "oppgaver.liste")
    assert side == {
        "adresse": "/mottak/oppgaver", "metoder": ["GET"], "endepunkt": "oppgaver.liste", "rett": "oppgave:se",
    }  # fmt: skip
    assert len(kjoer("ruter").output.splitlines()) == len(ruter)


@BARE_SQLITE
def test_ingen_kommando_skriver_ut_noe_om_en_person(kjoer: Kjoer) -> None:
    kolonner = (Beboer.etternavn, Beboer.duf_nummer, Bruker.navn, Bruker.epost)
    hemmelig = {tekst for kolonne in kolonner for tekst in sesjon.scalars(sa.select(kolonne))}
    for kommando in (*KOMMANDOER, "demo --reset"):
        utskrift = kjoer(*kommando.split()).output
        assert not [ord_ for ord_ in hemmelig if ord_ in utskrift]


class _Med:
    def __init__(self, rolle: Rolle) -> None:
        self.roller = [rolle]
