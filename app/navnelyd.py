"""The words that a name is found by: as it is written, and as it sounds, however somebody has put it in our letters.

A name that came from Arabic, Persian, Tigrinya, Ukrainian or Turkish has no one spelling here. What the spellings share
is the consonants in their order, and roughly the first vowel: that is the key of the sound. Pure: no database, no page.
Whoever changes a rule must have the words of all residents made again, by a migration as 0019.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from app.norsk import NOEKKELLENGDE

LYD = "~"
"""Stands before the key of a sound: no written word begins so."""
KORTEST = 3
"""A shorter key is shared by too many."""
FORSTAVELSER = frozenset(
    (
        "abd", "abdel", "abdi", "abdu", "abdul", "abu", "al", "an", "ar", "as", "at", "ben", "bin", "el", "gebre",
        "ghebre", "habte", "haile", "ibn", "tekle", "ter", "um", "umm", "welde", "wolde",
    )
)  # fmt: skip
"""What some write as part of the next word, and others by itself: Abdul Rahman, Abdulrahman."""

_REGLER = tuple(
    (re.compile(moenster), lyd)
    for moenster, lyd in (
        (r"^abd[aeu]l(?!l|ah)", "abd"),  # Abdulrahman, Abdirahman
        (r"^[iy](?=[aeou])", "j"),  # Yonas, Iulia
        (r"tsj|tch|tsch|sch|sj|sh|zh|ch", "X"),
        (r"dzh|dj", "j"),  # Djamal
        (r"ph", "f"),
        (r"ck|kh|[qc]", "k"),  # Khalid, Qasim
        (r"gh", "g"),  # Ghebre, Yağmur
        (r"(?<=[td])h", ""),  # Thomas, Dhahir
        (r"x", "ks"),
        (r"w", "v"),
        (r"z", "s"),
        (r"(?<=[^aeiouy])[iyj](?=[aeou])", ""),  # Tetjana, Tetyana, Tetiana
        (r"(?<=[aeiouy])[yj](?=[aeiouy]|$)", "i"),  # Natalija, Andrij
        (r"d$", "t"),  # Murad, Murat
        (r"b$", "p"),
        (r"h$", ""),  # Abdullah
        (r"([^aeiouy])\1+", r"\1"),
    )
)
_OGSAA = tuple(
    (re.compile(moenster), lyd)
    for moenster, lyd in (
        (r"gh", "k"),  # Persian: Ghasem, Qasem
        (r"g(?!h)", "h"),  # Ukrainian and Russian: Halyna, Galina
        (r"kh", "h"),  # Turkish: Halit, Khalid
        (r"c(?![hk])", "j"),  # Turkish: Cemal, Jamal
        (r"ch", "k"),  # Michael, Mikael
        (r"th", "s"),  # Othman, Osman
        (r"x", "h"),  # Somali: Xasan, Hassan
    )
)
"""Letters that stand for two sounds: a word with them is found by the other too."""
_VOKAL = re.compile(r"[aeiouy]")
_VOKALER = re.compile(r"[aeiouy]+")
_KLASSE = str.maketrans("aeiyou", "AAAAUU")
_FIN_KLASSE = str.maketrans("eyo", "iiu")
_BOKSTAVER = re.compile(r"[a-z]+")


def navneord(noekkel: str) -> set[str]:
    """All that the name with this search key is found by: its words, those that may be written as one, their sounds."""
    ord_ = noekkel.split()
    sammenskrevet = (slaa_sammen(ord_[nr:])[0] for nr, foerste in enumerate(ord_) if foerste in FORSTAVELSER)
    skrevet = {*ord_, *sammenskrevet}
    return {funnet[:NOEKKELLENGDE] for funnet in (*skrevet, *(LYD + lyd for o in skrevet for lyd in lyder(o)))}


def slaa_sammen(ord_: Sequence[str]) -> list[str]:
    """The words, each small one written as part of the next: «abdulrahman» for Abdul Rahman."""
    hele, foran = [], ""
    for neste in ord_:
        foran += neste
        if neste not in FORSTAVELSER:
            hele.append(foran)
            foran = ""
    return [*hele, foran] if foran else hele


@lru_cache(maxsize=8192)
def lyder(ord_: str) -> frozenset[str]:
    """How a word may sound; nothing where it is too short to tell, or written in other letters than ours."""
    if not _BOKSTAVER.fullmatch(ord_):
        return frozenset()
    skrivemaater = (ord_, *(moenster.sub(lyd, ord_) for moenster, lyd in _OGSAA if moenster.search(ord_)))
    return frozenset(lyd for lyd in map(_lyd, skrivemaater) if len(lyd) >= KORTEST)


def _lyd(ord_: str) -> str:
    """The consonants, and of the vowels the first, as one of two kinds: a, e, i, y, or o, u. With one consonant every
    vowel counts, as one of three kinds: Ali is neither Ella nor Ole.

    >>> {_lyd(navn) for navn in ("mohammed", "muhammad", "mohamad", "muhamed")}, _lyd("mahmoud")
    ({'mUhmt'}, 'mAhmt')
    """
    for moenster, lyd in _REGLER:
        ord_ = moenster.sub(lyd, ord_)
    uten_vokaler = _VOKAL.sub("", ord_)
    if len(uten_vokaler) < 2:
        return _VOKALER.sub(lambda treff: treff[0][0].translate(_FIN_KLASSE), ord_)
    foran = _VOKAL.split(ord_, maxsplit=1)[0]
    foerste = ord_[len(foran) : len(foran) + 1].translate(_KLASSE)
    return foran + foerste + uten_vokaler[len(foran) :]
