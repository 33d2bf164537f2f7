"""What is imported is declared, and what is declared is locked: no package is there only because another brought it."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from app.config import ROT

OPPSETT = tomllib.loads((ROT / "pyproject.toml").read_text("utf-8"))
APPEN = [*(ROT / "app").rglob("*.py"), *(ROT / "migrations").rglob("*.py"), ROT / "wsgi.py", ROT / "run.py"]
TESTENE = list((ROT / "tests").rglob("*.py"))
VAARE = {"app", "wsgi"} | {navn for fil in TESTENE for navn in (fil.stem, fil.parent.name)}


def navn(krav: str) -> str:
    """The name of a package, as pyproject or a requirements file has it, in the form that all agree on."""
    return re.sub("[_.]", "-", re.split(r"[^\w.-]", krav.strip())[0].lower())


def importert(fil: Path) -> set[str]:
    """The top-level packages that a file imports, wherever in it; neither Python's own nor ours."""
    tre = list(ast.walk(ast.parse(fil.read_text("utf-8"))))
    moduler = {alias.name for node in tre if isinstance(node, ast.Import) for alias in node.names}
    moduler |= {node.module or "" for node in tre if isinstance(node, ast.ImportFrom) and not node.level}
    return {modul.partition(".")[0] for modul in moduler} - set(sys.stdlib_module_names) - VAARE


def ikke_deklarert(filer: list[Path], deklarert: list[str]) -> dict[str, str]:
    """Import → the package that has it, for those that are not declared."""
    fra = packages_distributions()
    funnet = {modul: {navn(pakke) for pakke in fra.get(modul, ["?"])} for fil in filer for modul in importert(fil)}
    krav = {navn(k) for k in deklarert}
    return {modul: ", ".join(pakker) for modul, pakker in funnet.items() if not pakker & krav}


def laast(fil: str) -> dict[str, str]:
    """Package → version, of a requirements file."""
    return dict(re.findall(r"^([\w.-]+)==([^ ;]+)", (ROT / fil).read_text("utf-8"), re.MULTILINE))


def test_det_appen_importerer_er_deklarert() -> None:
    assert ikke_deklarert(APPEN, OPPSETT["project"]["dependencies"]) == {}


def test_det_testene_importerer_er_deklarert() -> None:
    valgfrie = OPPSETT["project"]["optional-dependencies"]["postgres"]
    alt = [*OPPSETT["project"]["dependencies"], *valgfrie, *OPPSETT["dependency-groups"]["dev"]]
    assert ikke_deklarert(TESTENE, alt) == {}


def test_de_tre_listene_er_samme_laas() -> None:
    """The demo's packages, with the driver, with the tests': one version of each, the one in uv.lock."""
    demo, postgres, test = map(laast, ("requirements.txt", "requirements-postgres.txt", "requirements-test.txt"))
    assert demo.items() < postgres.items() < test.items()
    assert {pakke for pakke in postgres.keys() - demo.keys() if pakke.startswith("psycopg")} == {
        "psycopg",
        "psycopg-binary",
    }
    pakker = tomllib.loads((ROT / "uv.lock").read_text("utf-8"))["package"]
    assert test.items() <= {(pakke["name"], pakke.get("version")) for pakke in pakker}
    assert {navn(krav) for krav in OPPSETT["project"]["dependencies"]} <= demo.keys()


@pytest.mark.parametrize("fil", ["requirements.txt", "requirements-postgres.txt", "requirements-test.txt"])
def test_hver_pakke_har_kontrollsum(fil: str) -> None:
    biter = re.split(r"\n(?=[\w.-]+==)", (ROT / fil).read_text("utf-8"))[1:]
    assert len(biter) > 30 and [bit.split()[0] for bit in biter if "--hash=sha256:" not in bit] == []
