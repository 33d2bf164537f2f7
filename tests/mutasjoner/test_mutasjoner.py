"""Each place in the list is broken on a copy of the checkout, and the tests that are named for it must turn red.

`-m alt` runs it. A mutation that they do not see has survived; a place that is no longer there fails as well.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import pytest
from domenet import DOMENET
from resten import RESTEN
from stoette.mutasjon import Mutasjon

from app.config import ROT

pytestmark = pytest.mark.alt
MUTASJONER = (*DOMENET, *RESTEN)
HOEYST_SEKUNDER = 600


@pytest.fixture(scope="session")
def kopi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout, without what git does not hold."""
    uten = shutil.ignore_patterns(
        ".[!c]*", "__pycache__", "node_modules", "instance"
    )  # .ci makes what a browser fetches
    return shutil.copytree(ROT, tmp_path_factory.mktemp("kopi") / "mottak", ignore=uten)


@contextmanager
def endret(fil: Path, gammelt: str, nytt: str) -> Iterator[None]:
    """The file with another text in it; afterwards as it was, also to Python's bytecode, which goes by the time."""
    tekst, tider = fil.read_text("utf-8"), fil.stat()
    assert tekst.count(gammelt) == 1, f"{tekst.count(gammelt)} steder i {fil.name} står det: {gammelt}"
    fil.write_text(tekst.replace(gammelt, nytt), "utf-8")
    try:
        yield
    finally:
        fil.write_text(tekst, "utf-8")
        os.utime(fil, ns=(tider.st_atime_ns, tider.st_mtime_ns))


def kjoer(mappe: Path, tester: tuple[str, ...], merke: str) -> tuple[int, str]:
    """Run these tests there, on one brand of database; pytest's exit code, and what it said.

    No plugin is asked for: they take longer to load than most of the tests to run.
    """
    valg = ("-q", "-x", "-p", "no:cacheprovider", "-m", "", "-k", f"not {merke}")
    miljoe = {n: v for n, v in os.environ.items() if not n.startswith("PYTEST_XDIST") and n != "PYTEST_ADDOPTS"}
    svar = subprocess.run(
        [sys.executable, "-m", "pytest", *valg, *(f"tests/{test}" for test in tester)],
        cwd=mappe, capture_output=True, text=True, timeout=HOEYST_SEKUNDER,
        env=miljoe | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": ""},
    )  # fmt: skip
    return svar.returncode, svar.stdout[-3000:] + svar.stderr[-1000:]


@pytest.mark.parametrize("merke", ["postgresql", "sqlite"])
def test_uten_mutasjon_er_alt_i_orden(kopi: Path, merke: str) -> None:
    """Else a test that is red for a reason of its own, or is not there, would seem to see every mutation."""
    tester = sorted(set(chain.from_iterable(m.tester for m in MUTASJONER if m.uten == merke)))
    kode, utskrift = kjoer(kopi, tuple(tester), merke)
    assert kode == pytest.ExitCode.OK, utskrift


@pytest.mark.parametrize("mutasjon", MUTASJONER, ids=str)
def test_mutasjonen_blir_sett(kopi: Path, mutasjon: Mutasjon) -> None:
    with endret(kopi / mutasjon.fil, mutasjon.gammelt, mutasjon.nytt):
        kode, utskrift = kjoer(kopi, mutasjon.tester, mutasjon.uten)
    assert kode == pytest.ExitCode.TESTS_FAILED, f"{mutasjon.fil}\n- {mutasjon.gammelt}\n+ {mutasjon.nytt}\n{utskrift}"
