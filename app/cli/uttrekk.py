"""Uttrekk: every text that somebody reads, found in the code and the templates, with what a translator must know of it.

Texts stand as they are shown, in Bokmål, where they belong: in `_()`, and in what is declared (a question, a status, a
notice). Which arguments of which declarations are texts is said once, in TEKSTER.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jinja2.ext import babel_extract

from app.config import ROT

KALL: Mapping[str, int] = {
    "_": 1, "_l": 1, "gettext": 1, "oversett": 1, "ngettext": 2, "Ugyldig": 1, "Sammensatt": 1, "Statusord": 1,
    "Uklart": 1, "Faktum": 1, "Alternativ": 1,
}  # fmt: skip
"""Called with so many texts first."""
TEKSTER: Mapping[str, tuple[Mapping[int, str], tuple[str, ...]]] = {
    "Felt": ({1: "ledetekst", 3: "hjelp"}, ("ledetekst", "hjelp", "advarsel", "bortfalt")),
    "Liste": ({1: "ledetekst", 2: "entall"}, ("ledetekst", "entall", "legg_til", "hjelp")),
    "Seksjon": ({1: "tittel"}, ("tittel", "ingress")),
    "Valg": ({0: "svarvalg"}, ("valg",)),
    "JaNei": ({0: "svarvalg"}, ("valg",)),
    "Flervalg": ({0: "svarvalg"}, ("valg",)),
    "Varseltype": ({1: "i systemet", 2: "i e-post", 3: "flere samlet"}, ("tekst", "epost", "flere")),
}
"""Declarations: which of their arguments are texts, and what each is. The first argument names what is declared."""
UTENOM = ("app/cli/", "app/demo/", "app/domain/register/", "app/web/maskin/")
"""What machines and whoever runs the house read: in Bokmål always."""
TABELLER = ("ARBEID", "BESKRIVELSER", "FELTNAVN", "INNLOGGINGER", "TEKSTER", "TITLER", "VISNINGER")
"""Whose values are texts."""
EGENSKAPER = ("tekst",)
"""Properties that answer with a text out of a table."""
MENYER = ("meny", "undermeny")


@dataclass
class Tekst:
    """One text: as it stands in the code, its plural, the files it stands in, and what a translator must know."""

    entall: str
    flertall: str = ""
    filer: set[str] = field(default_factory=set)
    merknader: set[str] = field(default_factory=set)


def alle_tekster() -> dict[str, Tekst]:
    """Every text of the code and the templates, by itself."""
    funnet: dict[str, Tekst] = {}
    filer = [*sorted((ROT / "app").rglob("*.py")), *sorted((ROT / "templates").rglob("*.html"))]
    for fil in filer:
        sted = fil.relative_to(ROT).as_posix()
        if sted.startswith(UTENOM):
            continue
        for entall, flertall, merknad in _i_python(fil) if fil.suffix == ".py" else _i_mal(fil):
            if not any(tegn.isalpha() for tegn in entall.replace("%(navn)s", "")):
                continue
            tekst = funnet.setdefault(entall, Tekst(entall))
            tekst.flertall = tekst.flertall or flertall
            tekst.filer.add(sted)
            tekst.merknader |= {merknad} - {""}
    return funnet


Funn = Iterator[tuple[str, str, str]]
"""Text, plural, and a note on it."""


def _i_mal(fil: Path) -> Funn:
    valg = {"newstyle_gettext": "true", "trim_blocks": "true", "silent": "false"}
    with fil.open("rb") as innhold:
        for _, navn, tekst, merknader in babel_extract(innhold, ("_", "ngettext"), ("Oversetter:",), valg):
            flere = [t for t in (tekst if isinstance(tekst, tuple) else (tekst,)) if isinstance(t, str)]
            if flere:
                yield flere[0], flere[1] if navn == "ngettext" else "", " ".join(merknader)


def _i_python(fil: Path) -> Funn:
    tre = ast.parse(fil.read_text("utf-8"))
    kjente = {
        node.targets[0].id: node.value
        for node in tre.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tre):
        if isinstance(node, ast.Call):
            yield from _i_kall(node, kjente)
        elif isinstance(node, ast.FunctionDef) and node.name in EGENSKAPER:
            for inne in ast.walk(node):
                if isinstance(inne, ast.Dict):
                    yield from ((tekst, "", "") for tekst in _strenger(inne, kjente))
        elif isinstance(node, ast.Lambda) and isinstance(node.body, ast.Dict):
            yield from ((tekst, "", "svarvalg") for tekst in _strenger(node.body, kjente))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id in TABELLER:
            yield from ((tekst, "", "") for tekst in _strenger(node.value, kjente))


def _i_kall(kall: ast.Call, kjente: Mapping[str, ast.expr]) -> Funn:
    navn = kall.func.id if isinstance(kall.func, ast.Name) else getattr(kall.func, "attr", "")
    if antall := KALL.get(navn):
        flere = [tekst for arg in kall.args[:antall] for tekst in _strenger(arg, kjente)]
        if navn == "ngettext" and len(flere) == 2:
            yield flere[0], flere[1], ""
        else:
            yield from ((tekst, "", "") for tekst in flere)
    if navn == "Foer":
        yield from ((tekst, "", "tidligere skjemaversjon") for tekst in _foer(kall, kjente))
    if navn == "Faktum":
        yield from ((tekst, "", "fact") for tekst in _i_svaret(kall))
    plasser, noekler = TEKSTER.get(navn, ({}, ()))
    hva = next(_strenger(kall.args[0], kjente), "") if kall.args and navn in ("Felt", "Liste", "Seksjon") else ""
    for plass, arg in enumerate(kall.args):
        if plass in plasser:
            yield from ((tekst, "", f"{hva} {plasser[plass]}".strip()) for tekst in _strenger(arg, kjente))
    for noekkel in kall.keywords:
        if noekkel.arg in (*noekler, *MENYER):
            yield from ((tekst, "", f"{hva} {noekkel.arg}".strip()) for tekst in _strenger(noekkel.value, kjente))


def _foer(kall: ast.Call, kjente: Mapping[str, ast.expr]) -> Iterator[str]:
    """What a question said in an older version."""
    tekstlige = {noekkel for _, noekler in TEKSTER.values() for noekkel in noekler}
    for ulikt in (arg for arg in kall.args if isinstance(arg, ast.Dict)):
        for noekkel, verdi in zip(ulikt.keys, ulikt.values, strict=True):
            if isinstance(noekkel, ast.Constant) and noekkel.value in tekstlige:
                yield from _strenger(verdi, kjente)


def _i_svaret(kall: ast.Call) -> Iterator[str]:
    """What the reading of a fact may answer: either branch."""
    for inne in ast.walk(kall):
        if isinstance(inne, ast.IfExp):
            yield from (tekst for tekst in _strenger(inne, {}) if tekst)


def _strenger(node: ast.AST | None, kjente: Mapping[str, ast.expr]) -> Iterator[str]:
    """The texts that an expression may come to: itself, a constant of the module, either branch, values of a table."""
    match node:
        case ast.Constant(value=str(tekst)):
            yield tekst
        case ast.Name(id=navn) if navn in kjente:
            yield from _strenger(kjente[navn], {})
        case ast.IfExp(body=ja, orelse=nei):
            yield from (*_strenger(ja, kjente), *_strenger(nei, kjente))
        case ast.Dict(values=verdier) | ast.Tuple(elts=verdier):
            for verdi in verdier:
                yield from _strenger(verdi, kjente)
        case ast.Call(func=ast.Name(id="Statusord"), args=[foerste, *_]):
            yield from _strenger(foerste, kjente)
