"""run.py never touches an environment that it did not make: an operator's, another folder's, a production's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROT

WSGI = "from flask import Flask\napp = Flask('x')\n@app.cli.command('hei')\ndef hei(): print('hei fra miljøet')\n"


@pytest.fixture
def mappe(tmp_path: Path) -> Path:
    """run.py in a folder of its own, with a program small enough to be run as it is."""
    mappe = tmp_path / "Mottak på prøve"
    mappe.mkdir()
    for navn in ("run.py", "requirements.txt", "requirements-test.txt"):
        shutil.copy(ROT / navn, mappe)
    (mappe / "wsgi.py").write_text(WSGI)
    return mappe


def lag_miljoe(sted: Path, *filer: str, virker: bool) -> None:
    """What someone else made: a python that has the packages, or one that has not."""
    (sted / "bin").mkdir(parents=True)
    python = sted / "bin/python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n' if virker else "#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    for fil in (*filer, "mitt"):
        (sted / fil).write_text("")


def kjoer(mappe: Path, *argumenter: str, **miljoe: str) -> subprocess.CompletedProcess[str]:
    reint = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | miljoe
    kommando = [sys.executable, str(mappe / "run.py"), *argumenter]
    return subprocess.run(kommando, cwd="/", env=reint, capture_output=True, text=True, timeout=180)


def test_det_som_hoppes_over_sies_og_i_ci_feiler_alt_annet_enn_det_som_hoerer_til_andre_steder(mappe: Path) -> None:
    """A folder with three tests of its own, run as CI runs them."""
    lag_miljoe(mappe / ".venv", virker=True)
    krav = {"vaart": "mangler nginx", "andres": "Andre steder: mangler en motor"}
    for navn, grunn in krav.items():
        (mappe / f"test_{navn}.py").write_text(f"import pytest\ndef test_x(): pytest.skip({grunn!r})\n")
    (mappe / "test_bra.py").write_text("def test_x(): pass\n")
    for navn, kode in (("andres", 0), ("vaart", 1)):
        filer = [str(mappe / f"test_{fil}.py") for fil in ("bra", navn)]
        gjort = kjoer(mappe, "test", *filer, CI="true")
        assert (gjort.returncode, f"IKKE PRØVD (1 tester): {krav[navn]}" in gjort.stdout) == (kode, True), gjort.stdout


@pytest.mark.parametrize("modus", ["production", "demo"])
def test_et_miljoe_noen_andre_har_laget_brukes_som_det_er(mappe: Path, modus: str) -> None:
    lag_miljoe(mappe / ".venv", virker=True)
    svar = kjoer(mappe, "cli", "hei", MOTTAK_ENV=modus)
    assert (svar.returncode, svar.stdout) == (0, "hei fra miljøet\n"), svar.stderr
    assert (mappe / ".venv/mitt").exists()


@pytest.mark.parametrize(
    ("argumenter", "modus", "filer"),
    [
        (["cli", "hei"], "production", []),
        (["cli", "hei"], "production", ["complete"]),
        (["cli", "hei"], "demo", []),
        ([], "demo", []),
        (["test"], "demo", []),
        (["sjekk"], "production", []),
    ],
)
def test_et_som_mangler_pakkene_blir_staaende(mappe: Path, argumenter: list[str], modus: str, filer: list[str]) -> None:
    lag_miljoe(mappe / ".venv", *filer, virker=False)
    svar = kjoer(mappe, *argumenter, MOTTAK_ENV=modus)
    assert svar.returncode == 1 and "rører det ikke" in svar.stderr, svar.stderr
    assert (mappe / ".venv/mitt").exists()


def test_en_lenke_til_et_annet_miljoe_blir_ikke_toemt(mappe: Path, tmp_path: Path) -> None:
    """Also where it was made by run.py, for another folder."""
    lag_miljoe(tmp_path / "annet", "complete", "made-by-run.py", virker=False)
    (mappe / ".venv").symlink_to(tmp_path / "annet")
    assert kjoer(mappe, "cli", "hei").returncode == 1
    assert (tmp_path / "annet/mitt").exists()


def test_produksjon_uten_miljoe_lager_ingenting(mappe: Path) -> None:
    assert kjoer(mappe, "cli", "hei", MOTTAK_ENV="production").returncode == 1
    assert not (mappe / ".venv").exists()
