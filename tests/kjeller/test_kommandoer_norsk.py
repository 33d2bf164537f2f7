"""What a command says when it is typed wrong: in Norwegian, and with what people type to get there."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask
from stoette.database import PRODUKSJON

from app.config import ROT

ENGELSK = (
    "Usage",
    "Error",
    "Try ",
    "Missing",
    "Invalid",
    "No such",
    "Options",
    "Commands",
    "does not",
    "Show this",
    "is not",
)
FEIL = {
    ("tull",): "Kommandoen 'tull' finnes ikke.",
    ("migrere",): "Mente du",
    ("demo", "--slett-alt"): "Valget '--slett-alt' finnes ikke.",
    ("api-token",): "Mangler valget '--scope'",
    ("api-token", "--scope", "tull"): "tull. Velg blant",
    ("api-token", "--scope", "kompass:innloesing tull"): "Ugyldig verdi for --scope: tull.",
    ("api-token", "--scope", " "): "Velg blant",
    ("api-token", "--scope", "kompass:innloesing", "--minutter", "mange"): "'mange' er ikke et tall.",
    ("api-token", "--scope", "kompass:innloesing", "--minutter", "0"): "er ikke innenfor",
    ("importer-beboere",): "Mangler argumentet",
    ("importer-beboere", "finnes-ikke.csv"): "'finnes-ikke.csv' finnes ikke.",
    ("importer-beboere", "."): "'.' er en mappe.",
    ("importer-kommuner", "fil.csv"): "Det er et argument for mye (fil.csv)",
    ("mottak", "ny", "--nummer", "1", "--navn", "x", "--type", "hotell"): "'hotell' er ingen av",
    ("bruker",): "Kommandoer",
    ("--help",): "Vis denne hjelpen.",
}


@pytest.mark.parametrize("argumenter", FEIL)
@pytest.mark.parametrize("merke", ["sqlite"], indirect=True)
def test_feil_er_paa_norsk(app: Flask, argumenter: tuple[str, ...]) -> None:
    svar = app.test_cli_runner().invoke(args=argumenter)
    assert FEIL[argumenter] in svar.output, svar.output
    assert [ord_ for ord_ in ENGELSK if ord_ in svar.output] == []
    assert svar.exit_code == (0 if argumenter == ("--help",) else 2)


@pytest.mark.parametrize(
    ("miljoe", "ventet"),
    [
        ({}, "flask --app wsgi"),
        ({"MOTTAK_KOMMANDO": "python3 run.py cli"}, "python3 run.py cli"),
    ],
)
def test_bruken_er_det_folk_skriver(tmp_path, miljoe: dict[str, str], ventet: str) -> None:
    alt = PRODUKSJON | {"MOTTAK_DATA": str(tmp_path)} | miljoe
    kommando = [sys.executable, "-m", "flask", "--app", "wsgi", "api-token"]
    svar = subprocess.run(kommando, cwd=ROT, env=alt, capture_output=True, text=True, timeout=180)
    assert svar.returncode == 2
    assert f"Bruk: {ventet} api-token [VALG]\n" in svar.stderr and "Feil: Mangler valget" in svar.stderr, svar.stderr


def test_bruker_ny_sjekker_foer_den_spoer(app: Flask) -> None:
    """Whoever is at the keyboard types a number only where it will be used."""
    kjoer: Callable[..., Result] = app.test_cli_runner().invoke
    hvem = ["--navn", "Ola Ny", "--epost", "ola@furulia.example"]
    for argumenter in (
        ["ny", "--mottak", "Finnes ikke", *hvem],
        ["ny", "--mottak", "Furulia mottak", *hvem],
        ["kommune", "--nummer", "9999", *hvem],
        ["imdi", "--navn", "Ola Ny", "--epost", "ikke en adresse"],
        ["innlogging", "--epost", "ingen@furulia.example"],
    ):
        svar = kjoer(args=["bruker", *argumenter], input="12837849827\n")
        assert svar.exit_code == 1 and "nummer" not in svar.output.lower().partition("feil:")[0], (
            argumenter,
            svar.output,
        )
