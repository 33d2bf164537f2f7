"""What the documents name is there: files and folders, words of the glossary, and a line for every room."""

import re
from pathlib import Path

import pytest

from app.config import ROT

DOKUMENTER = [*ROT.glob("*.md"), *(ROT / "docs").glob("*.md")]
ORDLISTE = (ROT / "docs" / "ordliste.md").read_text("utf-8")
KODE = "\n".join(fil.read_text("utf-8") for fil in (ROT / "app").rglob("*.py"))
STI = re.compile(r"(?<![\w/.])(?:\.ci|app|data|docs|migrations|static|templates|tests)/[\w./*-]*")


@pytest.mark.parametrize("dokument", DOKUMENTER, ids=lambda fil: fil.name)
def test_hver_sti_som_nevnes_finnes(dokument: Path) -> None:
    kode = re.findall(r"^```\w*\n(.*?)^```|`([^`\n]+)`", dokument.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    nevnt = {sti for biter in kode for bit in biter for sti in STI.findall(bit)}
    assert {sti for sti in nevnt if not any(ROT.glob(sti.rstrip("/")))} == set()


@pytest.mark.parametrize("dokument", DOKUMENTER, ids=lambda fil: fil.name)
def test_hver_lenke_leder_til_noe(dokument: Path) -> None:
    lenker = re.findall(r"\]\((?!https?:)([^)#]+)", dokument.read_text("utf-8"))
    assert [lenke for lenke in lenker if not (dokument.parent / lenke).exists()] == []


@pytest.mark.parametrize(("etasje", "overskrift"), [("domain", "Rommene i domenet"), ("web", "Rommene i web")])
def test_hvert_rom_staar_i_ordlisten(etasje: str, overskrift: str) -> None:
    rom = {fil.parent.name for fil in (ROT / "app" / etasje).glob("*/__init__.py")}
    tabell = ORDLISTE.partition(f"## {overskrift}\n")[2].partition("\n## ")[0]
    assert rom - set(re.findall(r"`(\w+)`", tabell)) == set()


def test_hvert_ord_i_ordlisten_staar_i_koden() -> None:
    ordene = re.findall(r"`(\w+)`", ORDLISTE.partition("\n## ")[2])
    assert len(ordene) > 60
    assert [ord_ for ord_ in ordene if not re.search(rf"\b{ord_}\b", KODE)] == []
