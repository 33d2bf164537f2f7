"""Reads the register's files row by row: CSV as UDI or Excel writes it, and JSON. Faults are told in plain Norwegian.

Nothing is held but the row at hand, so a file may be larger than the memory. A row that cannot be read is told of by
its number and the reading goes on; a file that cannot be read at all raises Filfeil, before anything is changed.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from app.domain.register.tegnsett import SPACE, Filfeil, Tegnsett, foerste_tegn, krev_tegnsett

LINJELENGDE = 100_000
"""More characters than any line of the register holds: a longer one is refused without being read into memory."""
SKILLETEGN = (";", ",", "\t")
_AE = str.maketrans({"å": "aa", "ø": "oe", "æ": "ae"})
SANT = {True: "ja", False: "nei"}


class Rad(NamedTuple):
    """A row as it stands in the file: its number there, its cells by column, or why it cannot be read."""

    nr: int
    celler: Mapping[str, str]
    feil: str = ""


Kilde = Callable[[], Iterator[Rad]]
"""The rows of a file or of a request, from the start each time it is called."""


@dataclass(frozen=True)
class Kolonner:
    """The columns of a register: all that may stand in the file, and those that must; and what JSON calls the list."""

    alle: Sequence[str]
    paakrevde: Sequence[str]
    liste: str = "beboere"
    ogsaa: Mapping[str, str] = field(default_factory=dict)
    """Other headings that people write, in small letters and digits alone → the column."""

    def finn(self, overskrift: str) -> str:
        """The column that this heading means: «DUF-nummer», «Født»; the heading itself where it means none."""
        navn = bare_bokstaver(overskrift)
        return {bare_bokstaver(kolonne): kolonne for kolonne in self.alle}.get(navn) or self.ogsaa.get(navn, overskrift)


def les_fil(sti: Path, kolonner: Kolonner, tegnsett: Tegnsett = Tegnsett.UTF_8) -> Kilde:
    """The rows of a file, CSV or JSON by its content. Raises Filfeil, also while the rows are read."""
    krev_tegnsett(sti, tegnsett)
    les = _json if foerste_tegn(sti, tegnsett) in ("[", "{") else _csv

    def rader() -> Iterator[Rad]:
        tom = True
        with sti.open(encoding=tegnsett.koding, newline="") as aapen:
            for rad in les(aapen, kolonner):
                tom = False
                yield rad
        if tom:
            raise Filfeil("Filen har ingen rader. Ingenting er endret.")

    return rader


def les_json(poster: Sequence[Any], kolonner: Kolonner) -> Kilde:
    """The rows of a request: a list as json.loads gives it."""
    return lambda: (_av_json(nr, post, kolonner) for nr, post in enumerate(poster, 1))


class _ForLang(Exception):
    """A line longer than LINJELENGDE has been passed over; this is its beginning and its end."""


class _Linjer:
    """The lines of a file, none of them longer than LINJELENGDE; the reader can go on after _ForLang."""

    def __init__(self, aapen: TextIO) -> None:
        self.aapen = aapen

    def __iter__(self) -> "_Linjer":
        return self

    def __next__(self) -> str:
        linje = self.aapen.readline(LINJELENGDE)
        if not linje:
            raise StopIteration
        if len(linje) < LINJELENGDE or linje.endswith(("\n", "\r")):
            return linje
        bit = ""
        while not bit.endswith(("\n", "\r")) and (neste := self.aapen.readline(LINJELENGDE)):
            bit = neste
        raise _ForLang(linje + bit)


def _csv(aapen: TextIO, kolonner: Kolonner) -> Iterator[Rad]:
    """A row is a line: a quotation mark that nobody closed breaks that line, and takes none of the next with it."""
    linjer = _Linjer(aapen)
    skille, hode = _hode(next(linjer, ""), linjer, kolonner)
    nr = 1
    while True:
        nr += 1
        try:
            linje = next(linjer)
            celler = next(csv.reader([linje], delimiter=skille, strict=True))
        except StopIteration:
            return
        except _ForLang as feil:
            tekst = "Raden er for lang til å leses. En celle inneholder altfor mye tekst."
            yield Rad(nr, _omtrent(feil.args[0], skille, hode), tekst)
        except csv.Error:
            yield Rad(nr, _omtrent(linje, skille, hode), "Raden kan ikke leses. Kontroller anførselstegnene.")
        else:
            if any(celler):
                yield _av_celler(nr, hode, celler)


def _omtrent(linje: str, skille: str, hode: Sequence[str]) -> dict[str, str]:
    """What a line that cannot be read seems to hold."""
    return dict(zip(hode, (celle.strip().strip('"') for celle in linje.split(skille)), strict=False))


def _hode(foerste: str, linjer: _Linjer, kolonner: Kolonner) -> tuple[str, list[str]]:
    """What separates the cells, and the names of the columns. Raises Filfeil."""
    if foerste.lower().startswith("sep="):
        foerste = next(linjer, "")
    skille = max(SKILLETEGN, key=foerste.count)
    hode = [kolonner.finn(navn.strip().strip('"').strip()) for navn in foerste.rstrip("\r\n").split(skille)]
    while hode and not hode[-1]:
        hode.pop()
    mangler = [navn for navn in kolonner.paakrevde if navn not in hode]
    ukjente = [f"«{_kort(navn)}» er ukjent" for navn in hode if navn not in kolonner.alle]
    gjentatte = [f"{navn} står flere ganger" for navn in kolonner.alle if hode.count(navn) > 1]
    if mangler:
        raise Filfeil(
            f"Filen mangler kolonne{'n' if len(mangler) == 1 else 'ne'} {', '.join(mangler)}. "
            "Første linje skal ha kolonnenavnene."
        )
    if hvilke := ukjente + gjentatte:
        raise Filfeil(
            f"Kolonnene i første linje er ikke de registeret har ({', '.join(hvilke)}). "
            f"De er: {', '.join(kolonner.alle)}."
        )
    return skille, hode


def _kort(overskrift: str) -> str:
    """A heading as it can be shown; only where the others are those of the register, so that it is no person's name."""
    return "".join(t for t in overskrift if t.isprintable())[:40] or " "


def bare_bokstaver(overskrift: str) -> str:
    """The heading in small letters and digits alone, with aa, oe and ae, as the columns are called."""
    return re.sub(r"[^a-z0-9]", "", overskrift.lower().translate(_AE))


def _av_celler(nr: int, hode: Sequence[str], celler: Sequence[str]) -> Rad:
    """Too many or too few cells shift the rest: the row is refused, and still belongs to the household it names."""
    par = dict(zip(hode, celler, strict=False))
    if len(celler) < len(hode) or any(celler[len(hode) :]):
        return Rad(nr, par, f"Raden har {len(celler)} celler, men det er {len(hode)} kolonner.")
    return Rad(nr, par)


def _json(aapen: TextIO, kolonner: Kolonner) -> Iterator[Rad]:
    """The objects of a list, or of the list under the register's own word for it, one by one."""
    for nr, post in enumerate(_poster(_Buffer(aapen), kolonner.liste), 1):
        yield _av_json(nr, post, kolonner)


class _Buffer:
    """The text that has been read and not yet used."""

    def __init__(self, aapen: TextIO) -> None:
        self.aapen, self.tekst, self.slutt = aapen, "", False

    def mer(self) -> None:
        ny = self.aapen.read(1 << 14)
        self.tekst, self.slutt = self.tekst + ny, not ny

    def tegn(self, hopp: str = "") -> str:
        """The next character that is neither space nor one of `hopp`; '' at the end."""
        self.tekst = self.tekst.lstrip(SPACE + hopp)
        while not self.tekst and not self.slutt:
            self.mer()
            self.tekst = self.tekst.lstrip(SPACE + hopp)
        return self.tekst[:1]


def _poster(buffer: _Buffer, liste: str) -> Iterator[Any]:
    if buffer.tegn() == "{":
        buffer.mer()
        foran, funnet, resten = buffer.tekst.partition("[")
        if not funnet or foran.replace(" ", "").strip("{:" + SPACE) != f'"{liste}"':
            raise Filfeil(f"JSON-filen skal være en liste, eller ha listen under «{liste}».")
        buffer.tekst = "[" + resten
    buffer.tekst = buffer.tekst[1:]
    leser, nr = json.JSONDecoder(object_pairs_hook=_uten_gjentak, parse_constant=str), 0
    while (tegn := buffer.tegn(",")) != "]":
        if not tegn:
            raise Filfeil("JSON-filen slutter midt i listen. Ingenting er endret.")
        nr += 1
        yield _neste(buffer, leser, nr)


def _neste(buffer: _Buffer, leser: json.JSONDecoder, nr: int) -> Any:
    while True:
        try:
            post, brukt = leser.raw_decode(buffer.tekst)
        except (json.JSONDecodeError, RecursionError) as feil:
            if buffer.slutt or len(buffer.tekst) > 10 * LINJELENGDE or isinstance(feil, RecursionError):
                raise Filfeil(f"JSON-filen kan ikke leses: det er en skrivefeil i rad {nr}.") from feil
            buffer.mer()
        else:
            buffer.tekst = buffer.tekst[brukt:]
            return post


def _uten_gjentak(par: list[tuple[str, Any]]) -> Any:
    """An object; one that names the same thing twice is ambiguous, and refused as its row."""
    return dict(par) if len({navn for navn, _ in par}) == len(par) else None


def _av_json(nr: int, post: Any, kolonner: Kolonner) -> Rad:
    if not isinstance(post, dict):
        return Rad(nr, {}, "Raden er ikke et objekt med ett av hvert navn.")
    celler = {navn: _celle(verdi) for navn, verdi in post.items() if navn in kolonner.alle}
    tekster = {navn: tekst for navn, tekst in celler.items() if tekst is not None}
    if ukjente := len(post) - len(celler):
        return Rad(nr, tekster, f"Raden har navn som registeret ikke har ({ukjente}).")
    if len(tekster) < len(celler):
        return Rad(nr, tekster, "Verdiene skal være tekst, true, false eller null.")
    if mangler := [navn for navn in kolonner.paakrevde if navn not in celler]:
        return Rad(nr, tekster, f"Raden mangler {', '.join(mangler)}.")
    return Rad(nr, tekster)


def _celle(verdi: Any) -> str | None:
    """A value as a cell of a CSV file; None where it is of no such kind."""
    if isinstance(verdi, bool):
        return SANT[verdi]
    if verdi is None:
        return ""
    return verdi if isinstance(verdi, str) else None
