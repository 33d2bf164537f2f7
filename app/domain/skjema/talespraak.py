"""Talespråk: the languages people speak, by code: those that CLDR names (Babel), and the rest in data/talespraak.csv.

A code is BCP 47's, which is ISO 639's shortest: `ti`, `prs`, and `ar-SY` for a way of speaking that has no code of its
own and is asked for by name. Once in use a code is never taken out, for answers hold it.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache

from babel import Locale

from app.config import ROT
from app.norsk import soekenoekkel, sorteringsnoekkel
from app.spraak import Spraak, gjeldende

FIL = ROT / "data" / "talespraak.csv"
"""Code → names where CLDR has none, or others than are used here; what else it is called; where the code is from."""
KOLONNER = {Spraak.BOKMAAL: "bokmaal", Spraak.NYNORSK: "nynorsk", Spraak.ENGELSK: "engelsk"}
INGEN_SPRAAK = {"mul", "root", "und", "zxx"}
"""What CLDR names beside languages: «ukjent språk»."""
IKKE_FORESLAATT = {"ae", "cu", "eo", "ia", "ie", "io", "la", "pi", "sa", "vo"}
"""Understood, but nobody's mother tongue."""
OFTEST = {"ar", "ckb", "fa", "kmr", "prs", "ps", "ru", "so", "sw", "ti", "tr", "uk"}
"""What most who are settled speak: offered first, for «tigr» is seldom tigré."""
LIKHET, KORTEST, FLEST = 0.75, 3, 3
"""How much of two names must be the same, of how many letters at least, and how many are offered."""


def finn(tekst: str) -> str | None:
    """The code of the language that a text names in any of our languages or its own; None where it names none."""
    return _koder().get(soekenoekkel(tekst))


def navn(kode: str, spraak: Spraak | None = None) -> str:
    """What the language is called, in the language of now unless another is asked for."""
    return _navn(spraak or gjeldende()).get(kode, kode)


def lignende(tekst: str) -> Sequence[str]:
    """The names of those that the text is the beginning of, or is nearly: for a text that names none."""
    noekkel = soekenoekkel(tekst)
    if len(noekkel) < KORTEST:
        return []
    begynner = [treff for treff in _foreslaatte() if treff.startswith(noekkel)]
    begynner.sort(key=lambda treff: _foreslaatte()[treff] not in OFTEST)
    naere = [*begynner, *get_close_matches(noekkel, _foreslaatte(), FLEST, LIKHET)]
    return [navn(kode) for kode in dict.fromkeys(_foreslaatte()[treff] for treff in naere)][:FLEST]


def forslag() -> list[tuple[str, str]]:
    """What is offered while somebody types: name in the language of now, what else it is called; by the alphabet, after
    those that are asked for most."""
    koder = sorted(set(_foreslaatte().values()), key=lambda kode: (kode not in OFTEST, sorteringsnoekkel(navn(kode))))
    return [(navn(kode), _andre(kode, navn(kode))) for kode in koder]


@cache
def _egne() -> Mapping[str, Mapping[str, str]]:
    with FIL.open(encoding="utf-8", newline="") as fil:
        return {rad["kode"]: rad for rad in csv.DictReader(fil)}


@cache
def _cldr(spraak: Spraak) -> Mapping[str, str]:
    return {k: v for k, v in Locale.parse(spraak).languages.items() if "_" not in k and k not in INGEN_SPRAAK}


@cache
def _navn(spraak: Spraak) -> Mapping[str, str]:
    """Code → name: ours, else CLDR's; of nynorsk what bokmål has, where it has no name of its own."""
    norsk = _cldr(Spraak.BOKMAAL)
    koder = {*norsk, *_egne()}
    egne = {kode: rad[KOLONNER[spraak]] for kode, rad in _egne().items()}
    bokmaal = {} if spraak is Spraak.ENGELSK else {kode: rad["bokmaal"] for kode, rad in _egne().items()}
    alle = (norsk, _cldr(spraak), bokmaal, egne)
    return {kode: navn for kilde in alle for kode, navn in kilde.items() if navn and kode in koder}


@cache
def _koder() -> Mapping[str, str]:
    """Search key → code. What is read back decides first: our own names, then CLDR's, then what else one is called."""
    navngitt = ((navn, kode) for spraak in Spraak for kode, navn in _navn(spraak).items())
    ogsaa = ((navn, kode) for kode in _egne() for navn in _andre_navn(kode))
    return _foerste([*navngitt, *ogsaa])


@cache
def _foreslaatte() -> Mapping[str, str]:
    """As `_koder`, of those that are offered: with a code of two letters, and our own."""
    return {
        noekkel: kode
        for noekkel, kode in _koder().items()
        if kode in _egne() or (len(kode) == 2 and kode not in IKKE_FORESLAATT)
    }


def _foerste(par: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    koder: dict[str, str] = {}
    for navn_, kode in par:
        koder.setdefault(soekenoekkel(navn_), kode)
    return koder


def _andre_navn(kode: str) -> Sequence[str]:
    return [navn for navn in _egne()[kode]["andre"].split("; ") if navn] if kode in _egne() else []


def _andre(kode: str, vist: str) -> str:
    """What a language is called beside the name that is shown: it is found by that too."""
    alle = [*(_navn(spraak)[kode] for spraak in Spraak), *_andre_navn(kode)]
    ulike = {soekenoekkel(navn): navn for navn in reversed(alle)}
    ulike.pop(soekenoekkel(vist), None)
    return ", ".join(reversed(ulike.values()))
