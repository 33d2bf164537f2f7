"""docs/sikkerhet.md against the tests: what it names is there, and no requirement of these groups is passed over."""

import ast
import re

import pytest

from app.config import ROT

TEKST = (ROT / "docs/sikkerhet.md").read_text("utf-8")
NEVNT = sorted(set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", TEKST)))
ANTALL = {
    "A": 8, "B": 9, "C": 11, "D": 8, "E": 14, "F": 7, "G": 9, "H": 8, "I": 10, "J": 5, "K": 11, "L": 9, "M": 8, "N": 6,
    "O": 5, "P": 8, "Q": 9,
}  # fmt: skip
"""How many requirements each of the seventeen groups has."""


@pytest.mark.parametrize("fil", sorted({fil for fil, _ in NEVNT}))
def test_hver_test_som_nevnes_finnes(fil: str) -> None:
    tre = ast.parse((ROT / "tests" / fil).read_text("utf-8"))
    finnes = {f.name for f in ast.walk(tre) if isinstance(f, ast.FunctionDef)}
    assert {navn for nevnt, navn in NEVNT if nevnt == fil} <= finnes


def test_hvert_krav_har_en_linje() -> None:
    krav = {f"{gruppe}{nr}" for gruppe, antall in ANTALL.items() for nr in range(1, antall + 1)}
    linjer = re.findall(r"^\| ([A-Z][0-9]+) \| [^|]+ \| ([^|]+) \|$", TEKST, re.MULTILINE)
    assert {id_ for id_, _ in linjer} == krav and len(linjer) == len(krav)
    uten_test = {id_ for id_, vises in linjer if "::" not in vises}
    assert uten_test == {"C9", "L3"}
    avvik = "".join(re.findall(r"^- \*\*([^*]+)\.\*\*", TEKST, re.MULTILINE))
    assert [id_ for id_ in uten_test if id_ not in avvik] == [], "each is told of in the text"


def test_H6_nettleseren_husker_ikke_hva_som_skrives() -> None:
    """Every field that can be typed in says so, and none asks for a password."""
    skrives = r"<(?:input|textarea)(?![^>]*type=\"(?:hidden|checkbox|radio)\")[^>]*>"
    maler = {mal.name: mal.read_text("utf-8") for mal in (ROT / "templates").rglob("*.html")}
    funnet = [(navn, felt) for navn, mal in maler.items() for felt in re.findall(skrives, mal)]
    assert len(funnet) > 5 and [f for f in funnet if 'autocomplete="off"' not in f[1] or "password" in f[1]] == []
