"""Telefon: a telephone number as people write it: what of it is dialled, and whether that can be a number."""

import re

import phonenumbers

from app.domain.skjema.personnummer import uten_usynlige
from app.norsk import vanlige_sifre

_TEGN = re.compile(r"\(?\+?[0-9 ()/.\u2010-\u2015-]+")
_NOTAT = re.compile(r"\s*\([^()]*[^\W\d_][^()]*\)$")


def vanlig(tekst: str) -> str:
    """With single spaces, and the digits that can be dialled from here."""
    return vanlige_sifre(" ".join(uten_usynlige(tekst).split()))


def uten_notat(tekst: str) -> str:
    """The number itself: «912 34 567 (mor)» without whose it is."""
    return _NOTAT.sub("", tekst)


def kan_ringes(tekst: str) -> bool:
    """As many digits as a number of that country may have, or a short Norwegian one; called from Norway."""
    if not _TEGN.fullmatch(tekst):
        return False
    try:
        nummer = phonenumbers.parse(tekst, "NO")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(nummer) or phonenumbers.is_valid_short_number_for_region(nummer, "NO")
