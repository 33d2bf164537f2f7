"""Personnummer: whether a text holds one, written as people write them (S68)."""

import re
import unicodedata

from app.norsk import vanlige_sifre

_SKILLE = r"[\s._/\u2010-\u2015\u2212-]{0,3}"
_PERSONNUMMER = re.compile(
    r"(?<![0-9+])(?!00)"
    r"(?:[0-9]{11,12}"
    rf"|(?:19|20)[0-9]{{2}}{_SKILLE}[0-9]{{3}}{_SKILLE}[0-9]{{3}}{_SKILLE}[0-9]{{2}}"
    rf"|[0-9]{{2}}{_SKILLE}[0-9]{{2}}{_SKILLE}[0-9]{{2}}{_SKILLE}[0-9]{{3}}{_SKILLE}[0-9]{{2}})"
    r"(?![0-9])"
)
"""Eleven or twelve digits together, a DUF-nummer (4-6-2) or a fødselsnummer (6-5), with what people put between.
Not a telephone number: those begin with + or 00, or are written in other groups."""


def uten_usynlige(tekst: str) -> str:
    """Without the invisible marks that come along when something is copied from a telephone or a web page."""
    return "".join(t for t in tekst if unicodedata.category(t) != "Cf")


def inneholder_personnummer(tekst: str) -> bool:
    """True where the text holds an 11 or 12 digit number: fødselsnummer, D-nummer or DUF-nummer (S68)."""
    synlig = uten_usynlige(unicodedata.normalize("NFKC", tekst))
    return _PERSONNUMMER.search(vanlige_sifre(synlig)) is not None
