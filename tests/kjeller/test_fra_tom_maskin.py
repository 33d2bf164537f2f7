"""An installation of one's own, as docs/drift.md has it: from an empty database to an interview that IMDi reads."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from stoette import innsyn, smtp
from stoette.database import PRODUKSJON, aapnet
from stoette.klient import Klient, merke_paa
from stoette.oidc.besoek import Besoek, kom_tilbake
from stoette.oidc.falsk import FalskUtsteder, signert
from stoette.smtp import Posthus

from app import create_app
from app.config import ROT, les_config
from app.db import arbeid, sesjon
from app.demo import ansatte
from app.domain.beboer.modell import Beboer
from app.domain.tilgang.bruker import Bruker

EIER, APPEN = "tom_eier", "tom_app"
FOEDT = {"Ellen": "110680", "Siri": "150576", "Kari": "120381", "Per": "040985"}


def nummer(navn: str) -> str:
    """A national id that fits the birth date: production takes no synthetic one."""
    for loepenummer in range(300, 500):
        tall = f"{FOEDT[navn]}{loepenummer}"
        for vekter in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
            tall += str(-sum(int(t) * v for t, v in zip(tall, vekter, strict=False)) % 11)
        if len(tall) == 11:
            return tall
    raise AssertionError(navn)


class Nettleser(Besoek):
    """Somebody's browser: logs in at the issuer, and sends forms as they stand on the page."""

    def __init__(self, app: Flask, utsteder: FalskUtsteder, navn: str) -> None:
        super().__init__(app)
        svar = kom_tilbake(self, utsteder, signert(pid=nummer(navn), sub=f"sub-{navn}"))
        assert svar.status_code == 303 and self.er_inne, (navn, svar.text)

    def send(self, side: str, skjema: str = "", **felter: str | list[str]) -> str:
        """Fill in the form on the page, and send it; the answer is where it leads."""
        funnet = self.get(side)
        assert funnet.status_code == 200, (side, funnet.status_code)
        data = Klient.skjema(self, funnet, skjema or side)  # type: ignore[arg-type]  # it reads the page alone
        svar = self.post(skjema or side, {**data, **felter, "csrf_token": merke_paa(funnet)})
        assert svar.status_code == 303, (side, svar.status_code, svar.text)
        return str(svar.headers["Location"])


@pytest.fixture
def huset() -> Iterator[Posthus]:
    with smtp.posthus() as huset:
        yield huset


@pytest.fixture
def utsteder() -> Iterator[FalskUtsteder]:
    utsteder = FalskUtsteder()
    yield utsteder
    utsteder.stopp()


@pytest.fixture
def miljoe(url: str, tmp_path: Path, huset: Posthus) -> Iterator[dict[str, str]]:
    """The operator's environment, with nothing in the database; on PostgreSQL it has an owner beside the app."""
    alt = PRODUKSJON | {
        "PATH": os.environ["PATH"], "MOTTAK_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/tom.sqlite",
        "SMTP_URL": f"smtp://127.0.0.1:{huset.port}",
    }  # fmt: skip
    if not url.startswith("postgresql"):
        yield alt
        return
    base, tjener = f"tom_{os.getpid()}", url.rpartition("/")[0]
    with psycopg.connect(url, autocommit=True) as admin:
        for rolle in (EIER, APPEN):
            admin.execute(f"CREATE ROLE {rolle} LOGIN")
        admin.execute(f"CREATE DATABASE {base} OWNER {EIER}")
        yield alt | {
            navn: f"{tjener.replace('//mottak@', f'//{rolle}@')}/{base}"
            for navn, rolle in (("DATABASE_URL", APPEN), ("MIGRERING_DATABASE_URL", EIER))
        }
        admin.execute(f"DROP DATABASE {base} WITH (FORCE)")
        for rolle in (EIER, APPEN):
            admin.execute(f"DROP ROLE {rolle}")


def flask(miljoe: Mapping[str, str], *argumenter: str) -> str:
    """A command as the operator types it; the answer is what it says."""
    kommando = [sys.executable, "-m", "flask", "--app", "wsgi", *argumenter]
    kjoert = subprocess.run(kommando, cwd=ROT, env=miljoe, capture_output=True, text=True, timeout=120)
    assert kjoert.returncode == 0, (argumenter, kjoert.stdout, kjoert.stderr)
    return kjoert.stdout


@pytest.fixture
def installert(miljoe: dict[str, str], utsteder: FalskUtsteder) -> Iterator[Flask]:
    """Steps 5 to 7 of docs/drift.md; the server's application, with an issuer that answers on this machine."""
    flask(miljoe, "migrer", *(["--app-rolle", APPEN] if "MIGRERING_DATABASE_URL" in miljoe else []))
    miljoe = {navn: verdi for navn, verdi in miljoe.items() if navn != "MIGRERING_DATABASE_URL"}
    assert "nye" in flask(miljoe, "importer-kommuner")
    assert "3 nye" in flask(miljoe, "importer-mottak", "data/eksempel_mottak.csv")
    config = les_config(miljoe)
    oidc = replace(config.oidc, issuer=utsteder.utsteder, client_id="mottak")
    app = create_app(replace(config, oidc=oidc))
    with aapnet(app):
        valg = ["--rolle", "IMDiAdministrator", "--navn", "Ellen Nøkkelen", "--epost", "ellen@imdi.example"]
        svar = app.test_cli_runner().invoke(args=["bruker", "imdi", *valg], input=f"{nummer('Ellen')}\n")
        assert svar.exit_code == 0, svar.output
        sesjon.remove()
        yield app


def fyll_ut(epost: str, samtale: str) -> None:
    with arbeid(skriver=True):
        per = ansatte.som(sesjon.query(Bruker).filter_by(epost=epost).one())
        for beboer in sesjon.query(Beboer).filter_by(samtale_id=samtale).all():
            ansatte.fyll_ut(per, beboer, {})
    sesjon.remove()


def test_fra_tom_database_til_en_samtale_som_imdi_leser(installert, miljoe, utsteder, huset):
    app = installert
    ellen = Nettleser(app, utsteder, "Ellen")
    ny = {"telefon": "", "nummer": nummer("Siri")}
    ellen.send("/brukere/ny", navn="Siri Saksen", epost="siri@imdi.example", roller=["IMDiSaksbehandler"], **ny)
    furulia = innsyn.mottak_id("Furulia")
    ny["nummer"] = nummer("Kari")
    ellen.send(f"/brukere/ny?mottak={furulia}", navn="Kari Dal", epost="kari@furulia.example", **ny)
    ny["nummer"] = nummer("Per")
    kari = Nettleser(app, utsteder, "Kari")
    kari.send("/brukere/ny", navn="Per Lia", epost="per@furulia.example", roller=["MottakBosettingsansvarlig"], **ny)

    miljoe.pop("MIGRERING_DATABASE_URL", None)
    assert "4 nye" in flask(miljoe, "importer-beboere", "data/eksempel_beboere.csv")
    smtp.send(app, om=timedelta(minutes=31))  # what the register tells, goes out each half hour
    assert huset.til == ["per@furulia.example", "post@furulia.example"]

    per = Nettleser(app, utsteder, "Per")
    oppgavene = per.get("/mottak/oppgaver").text
    (gjennomfoer,) = re.findall(r'action="(/samtaler/[0-9a-f]{32}/gjennomfoering)"', oppgavene)
    per.send("/mottak/oppgaver", gjennomfoer)
    samtale = gjennomfoer.split("/")[2]
    fyll_ut("per@furulia.example", samtale)
    per.send(f"/samtaler/{samtale}/ferdigstilling")

    flask(miljoe, "epost", "send")
    (brevet,) = (brev for brev in huset.brev if brev["To"] == "mottak@imdi.example")
    (lenke,) = re.findall(r"https://mottak\.example(/\S+)", brevet.get_content())
    assert "Girma" not in brevet.as_string()
    siri = Nettleser(app, utsteder, "Siri")
    side = siri.get(lenke)
    while side.status_code in (302, 303):
        side = siri.get(side.headers["Location"])
    if "Girma" not in side.text:
        side = siri.get("/fordelingsklare")
    assert "Girma" in side.text
    assert siri.get(f"/fordelingsklare/{samtale}").status_code == 200
    assert innsyn.antall("hendelse", handling="sak_lest", samtale_id=samtale) >= 1
