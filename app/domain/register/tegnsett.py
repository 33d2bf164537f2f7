"""What a register's file is written in: UTF-8, or Windows-1252 where whoever sends it says so; and what it is not."""

import codecs
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

BIT = 1 << 16
SPACE = " \r\n\t"


class Filfeil(Exception):
    """The file cannot be read; the message is a Bokmål sentence."""


class Tegnsett(StrEnum):
    """Never guessed: a wrong guess would change names silently."""

    UTF_8 = "utf-8"
    WINDOWS_1252 = "windows-1252"

    @property
    def koding(self) -> str:
        return "utf-8-sig" if self is Tegnsett.UTF_8 else "cp1252"


def krev_tegnsett(sti: Path, tegnsett: Tegnsett) -> None:
    """Raises Filfeil where the file is written in something else."""
    with sti.open("rb") as aapen:
        _kjenn_igjen(aapen.read(1000))
    linje = _foerste_feil(sti, tegnsett.koding)
    if linje and tegnsett is Tegnsett.UTF_8:
        raise Filfeil(
            f"Filen er ikke i UTF-8 (linje {linje}). Den ser ut til å være i Windows-1252 (Latin-1). "
            "Lagre den på nytt som «CSV UTF-8», eller kjør kommandoen med --tegnsett windows-1252. Ingenting er endret."
        )
    if linje:
        raise Filfeil(f"Filen er ikke i Windows-1252 (linje {linje}). Ingenting er endret.")
    if tegnsett is Tegnsett.WINDOWS_1252 and not _er_ascii(sti) and not _foerste_feil(sti, "utf-8"):
        raise Filfeil("Filen er i UTF-8, ikke i Windows-1252. Kjør kommandoen uten --tegnsett. Ingenting er endret.")


def foerste_tegn(sti: Path, tegnsett: Tegnsett) -> str:
    with sti.open(encoding=tegnsett.koding) as aapen:
        return aapen.read(1000).lstrip()[:1]


def _biter(sti: Path) -> Iterator[bytes]:
    """The file bit by bit, and an empty one at its end."""
    with sti.open("rb") as aapen:
        while bit := aapen.read(BIT):
            yield bit
    yield b""


def _foerste_feil(sti: Path, koding: str) -> int | None:
    """The line of the first byte that is none of this encoding."""
    avkoder, linje = codecs.getincrementaldecoder(koding)(), 1
    for bit in _biter(sti):
        try:
            avkoder.decode(bit, final=not bit)
        except UnicodeDecodeError as feil:
            return linje + bit[: feil.start].count(b"\n")
        linje += bit.count(b"\n")
    return None


def _er_ascii(sti: Path) -> bool:
    return all(bit.isascii() for bit in _biter(sti))


def _kjenn_igjen(start: bytes) -> None:
    if not start.strip():
        raise Filfeil("Filen er tom.")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in start[:2]:
        raise Filfeil("Filen er i tegnsettet UTF-16. Lagre den på nytt som «CSV UTF-8» og prøv igjen.")
    if start.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise Filfeil("Filen er en Excel-arbeidsbok eller et arkiv. Lagre den som «CSV UTF-8» og prøv igjen.")
    if start.lstrip(codecs.BOM_UTF8 + SPACE.encode()).startswith(b"<"):
        raise Filfeil("Filen er XML eller HTML. Registeret leses som CSV eller JSON.")
