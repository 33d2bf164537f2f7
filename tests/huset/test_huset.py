"""The rules of the house that a reader cannot be trusted to remember: sizes, docstrings, doors and templates."""

import ast
import os
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

from app.config import ROT

PYTHON = sorted((ROT / "app").rglob("*.py"))
MALER = sorted((ROT / "templates").rglob("*.html"))
EGNE = [
    *PYTHON,
    *MALER,
    *(ROT / "static").glob("*.js"),
    *(ROT / "static").glob("*.css"),
    *(ROT / "migrations").rglob("*.py"),
    *(ROT / "tests").rglob("*.py"),
]
HOEYST_LINJER = 300
HOEYST_FUNKSJON = 30


def navn(fil: Path) -> str:
    return str(fil.relative_to(ROT))


def test_ingen_fil_har_to_emner() -> None:
    assert [navn(fil) for fil in EGNE if len(fil.read_text().splitlines()) > HOEYST_LINJER] == []


def test_hver_modul_sier_hva_den_er_til() -> None:
    assert [navn(fil) for fil in PYTHON if not ast.get_docstring(ast.parse(fil.read_text()))] == []


def test_funksjonene_er_korte() -> None:
    lengder = {
        f"{navn(fil)}:{f.name}": (f.end_lineno or 0) - f.lineno + 1 - _docstringlinjer(f)
        for fil in PYTHON
        for f in ast.walk(ast.parse(fil.read_text()))
        if isinstance(f, ast.FunctionDef)
    }
    assert {n: lengde for n, lengde in lengder.items() if lengde > HOEYST_FUNKSJON} == {}
    assert statistics.median(lengder.values()) <= 6
    assert statistics.quantiles(lengder.values(), n=10)[8] <= 17


def _docstringlinjer(funksjon: ast.FunctionDef) -> int:
    foerste = funksjon.body[0]
    return (foerste.end_lineno or 0) - foerste.lineno + 1 if ast.get_docstring(funksjon) else 0


UTEN_DOER = {
    "beboer/navneord.py": "takes out the words of those whom no list shows any more",
    "beboer/skjermingstilgang.py": "tells of an interview whether the shielded alone take part in it, no more",
    "bosetting/dobbelt.py": "tells whoever has been let in to the one kept of the duplicates merged with it",
    "bosetting/sammenslaaing.py": "locks two residents whom the door then lets in, or not",
    "bosetting/skjermede_saker.py": "tells that somebody shielded waits, and not who",
    "kompass/innloesing.py": "Kompass, which has no user, names a number and a code",
    "kompass/kode.py": "locks a resident whom the door has let in",
    "oppbevaring/persontabeller.py": "all rows about one person, for the operator's commands: ids only",
    "oppbevaring/sletting.py": "those whose time is out, for the operator's command: ids only",
    "register/kjent.py": "the register knows whom it tells of",
    "register/skriving.py": "the register knows whom it tells of",
    "samtale/ferdigstilling.py": "locks members whom the door has let in",
    "samtale/naervaer.py": "tells that answers have come, and not which; the statement holds SYNLIG",
    "samtale/samtale.py": "locks a resident whom the door has let in; the save's own statement holds SYNLIG",
    "samtale/verifisering.py": "the operator's checksums, of all: ids only",
}
"""The modules that select residents past beboer/doerer.py, and why they may (B1)."""


def test_beboere_leses_bare_gjennom_sin_ene_doer() -> None:
    velger = re.compile(r"select\(\s*(?:Beboer|BEBOER)\b")
    domenet = ROT / "app/domain"
    funnet = {str(fil.relative_to(domenet)) for fil in domenet.rglob("*.py") if velger.search(fil.read_text())}
    assert funnet - {"beboer/doerer.py"} == set(UTEN_DOER)


def test_hvert_rom_blir_proevd_paa_postgresql_i_hver_kjoering() -> None:
    rom = [mappe for mappe in (ROT / "tests/web").iterdir() if mappe.is_dir() and not mappe.name.startswith("_")]
    merket = {mappe for mappe in rom for fil in mappe.glob("test_*.py") if "begge_lagre" in fil.read_text("utf-8")}
    assert len(rom) == 8 and [mappe.name for mappe in rom if mappe not in merket] == []


def test_malene_laaner_bare_av_sitt_rom_og_av_det_som_er_felles() -> None:
    felles = ("layout.html", "deler/", "felt/")
    laan = re.compile(r'(?:include|import|extends|from) "([^"]+)"')
    assert {
        navn(fil): sted
        for fil in MALER
        for sted in laan.findall(fil.read_text())
        if not sted.startswith((*felles, f"{fil.parent.name}/"))
    } == {}


FORBUDT = re.compile(
    r"\bstyle=|\bon\w+=\"|<style|hx-on|\|\s*safe\b|javascript:|(?:src|href|action)=\"https?:|<script(?![^>]*src=)[^>]*>"
)


def test_malene_er_uten_inline_kode_og_uten_omveier() -> None:
    assert {navn(fil): funnet for fil in MALER if (funnet := FORBUDT.findall(fil.read_text()))} == {}


def test_all_tekst_gaar_gjennom_gettext() -> None:
    assert {navn(fil): ord_ for fil in MALER if (ord_ := _uoversatt(fil))} == {}


def _uoversatt(fil: Path) -> list[str]:
    uten_jinja = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", fil.read_text(), flags=re.DOTALL)
    uten_merker = re.sub(r"<(script|svg|style)\b.*?</\1>", " ", uten_jinja, flags=re.DOTALL)
    tekst = re.sub(r"<[^>]*>|&\w+;", " ", uten_merker).replace("IMDinett", "").replace("Mottak", "")
    return re.findall(r"[A-Za-zÆØÅæøå]{3,}", tekst)


def vaare_filer() -> Iterator[Path]:
    """All but what .gitignore names; read from the folder, for an unpacked archive has no repository to ask."""
    ignorert = {navn.strip("/") for navn in (ROT / ".gitignore").read_text("utf-8").split()} | {".git"}
    for mappe, undermapper, filer in os.walk(ROT):
        undermapper[:] = sorted(set(undermapper) - ignorert)
        yield from (Path(mappe) / fil for fil in filer if fil not in ignorert)


def test_ingenting_peker_paa_en_maskin() -> None:
    """Nothing of ours names a folder of the machine it was written on."""
    moenster = re.compile(rb"/(?:work|root|home)/[a-z]+/")
    filer = list(vaare_filer())
    assert ROT / "app/db.py" in filer and ROT / "uv.lock" in filer
    assert [navn(f) for f in filer if moenster.search(f.read_bytes())] == []
