"""Pdf: a document of text becomes a file that lasts and can be read aloud (PDF/A-2a and PDF/UA-1). Nothing is stored.

What a document is stands here, how it looks in `dokument.typ`, and `setter.py` makes it. None of them knows what it is
about. Adding a font to `skrift`: a test says which characters `tegn.txt` must have then.
"""

import json
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from threading import BoundedSemaphore

from app.norsk import OSLO
from app.pdf.setter import MANGLER, MAPPE

LENGST = 20
"""Seconds. A family of six is set in less than one."""
_SAMTIDIGE = BoundedSemaphore(2)
"""As many are set at once: the others wait, and what saves answers has a core to itself."""
FOELGER = "\ufe0e\ufe0f\u20e3"
"""What bends the sign before it, and is nothing beside a code."""


class KanIkkeLages(Exception):
    """The document could not be made; nothing has been lost, and it can be tried again."""


class MotorMangler(KanIkkeLages):
    """What sets the pages is not installed on this machine."""


def finnes() -> bool:
    """Whether what sets the pages is installed here."""
    return find_spec("typst") is not None


@dataclass(frozen=True)
class Linje:
    """A question and what was answered; `merknader` are said below the answer."""

    ledetekst: str
    svar: str = ""
    merknader: Sequence[str] = ()
    valg: Sequence[str] = ()
    """Choices with a box before each, to be ticked by hand."""
    rom: int = 0
    """Room to write, in lines."""


@dataclass(frozen=True)
class Gruppe:
    """Lines that belong together, under a heading of their own or none."""

    tittel: str
    linjer: Sequence[Linje]


@dataclass(frozen=True)
class Seksjon:
    tittel: str
    grupper: Sequence[Gruppe]
    ingress: str = ""
    tomme: str = ""
    """What was not answered, in one sentence."""


@dataclass(frozen=True)
class Del:
    """A part under a heading of its own: a person, with what is known of her before what was asked."""

    tittel: str
    seksjoner: Sequence[Seksjon]
    linjer: Sequence[Linje] = ()
    ingress: str = ""


@dataclass(frozen=True)
class Dokument:
    tittel: str
    spraak: str
    tid: datetime
    """When what it tells was so: the same document gives the same bytes."""
    merke: str
    """Who it is for, at the top of every page."""
    side: str
    """«Side {} av {}» in its language."""
    kodet: str
    """Said at the end, where characters stand as codes."""
    hode: Sequence[tuple[str, str]]
    deler: Sequence[Del]


def lag(dokument: Dokument) -> bytes:
    """The file. A character that no font here has, stands as «[U+4F4F]», and the last line says so.

    Raises KanIkkeLages, which tells nothing of the text.
    """
    tid = int(dokument.tid.timestamp())
    with _SAMTIDIGE:
        try:
            setter = subprocess.run(  # noqa: S603  # ourselves
                [sys.executable, MAPPE / "setter.py", str(tid)],
                input=som_json(dokument).encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=LENGST,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            raise KanIkkeLages from None
    if setter.returncode == MANGLER:
        raise MotorMangler
    if setter.returncode or not setter.stdout:
        raise KanIkkeLages
    return setter.stdout


def som_json(dokument: Dokument) -> str:
    """The document as the template reads it: each text as its lines, with whether they are read from the right."""
    tid = dokument.tid.astimezone(OSLO)
    tekster = asdict(dokument) | {"tid": None}
    har_koder = any(not _tegn().issuperset(tekst) for tekst in _alle(tekster))
    felter = {navn: _lest(verdi) for navn, verdi in tekster.items()}
    return json.dumps({**felter, "tid": [tid.year, tid.month, tid.day], "har_koder": har_koder})


def med_koder(tekst: str) -> str:
    """The text with the code of each character that no font has, in its place."""
    deler = groupby(tekst, _tegn().__contains__)
    return "".join("".join(tegn) if kjent else _koder(tegn) for kjent, tegn in deler)


def _koder(tegn: Iterable[str]) -> str:
    koder = [f"U+{ord(t):04X}" for t in tegn if t not in FOELGER]
    return f"[{' '.join(koder)}]" if koder else ""


@cache
def _tegn() -> frozenset[str]:
    """Every character that the fonts have, from the list beside them, where «41-5A» are A to Z; and the line break."""
    omraader = (post.partition("-") for post in (MAPPE / "skrift" / "tegn.txt").read_text().split())
    kjente = (range(int(fra, 16), int(til or fra, 16) + 1) for fra, _, til in omraader)
    return frozenset("\n").union(chr(tegn) for omraade in kjente for tegn in omraade)


def _alle(verdi: object) -> Sequence[str]:
    if isinstance(verdi, str):
        return [verdi]
    inni = verdi.values() if isinstance(verdi, Mapping) else verdi if isinstance(verdi, list | tuple) else ()
    return [tekst for v in inni for tekst in _alle(v)]


def _lest(verdi: object) -> object:
    if isinstance(verdi, str):
        return [[linje, _fra_hoyre(linje)] for linje in med_koder(verdi).split("\n")] if verdi else []
    if isinstance(verdi, Mapping):
        return {navn: _lest(v) for navn, v in verdi.items()}
    return [_lest(v) for v in verdi] if isinstance(verdi, list | tuple) else verdi


def _fra_hoyre(tekst: str) -> bool:
    """Whether the first letter is written from the right, as a browser judges `dir="auto"`."""
    retninger = (unicodedata.bidirectional(tegn) for tegn in tekst)
    return next((retning != "L" for retning in retninger if retning in ("L", "R", "AL")), False)
