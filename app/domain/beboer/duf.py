"""DUF-nummer: twelve digits that identify a person with the immigration authorities: read, check, show, mask.

YYYY, a six-digit serial, two check digits (mod 11 with the weights below). The rule is published by SSB
(kostra-kontrollprogram); UDI groups the digits 4-6-2.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from app import appens
from app.domain.tid import i_dag
from app.domain.unntak import Ugyldig
from app.norsk import vanlige_sifre

VEKTER = (4, 6, 3, 2, 4, 6, 3, 2, 7, 5)
FOERSTE_AAR = 1950
_FORAN = re.compile(r"\W*duf\W*(?:nummer|number|nr|no)?\W*", re.IGNORECASE)
_MELLOM = re.compile(r"[\s.,:;/_'\u2010-\u2015\u2212-]")


@dataclass(frozen=True)
class Kontroll:
    """What the app does where the check digits do not fit: whether it takes the number, with a warning."""

    advarer: bool


def bruk_kontroll(*, advarer: bool) -> None:
    """Give the app its choice."""
    appens.gi(Kontroll(advarer))


def kontrollsifre(ti: str) -> str:
    """The two check digits for the first ten."""
    return f"{sum(int(siffer) * vekt for siffer, vekt in zip(ti, VEKTER, strict=True)) % 11:02d}"


def les_duf(tekst: str, paa: date | None = None) -> str:
    """The twelve digits of what was typed or pasted, whatever stands before and between them. Raises Ugyldig."""
    sifre = bare_sifre(tekst)
    aar = (paa or i_dag()).year
    if re.fullmatch(r"[0-9]{12}", sifre) is None or not FOERSTE_AAR <= int(sifre[:4]) <= aar:
        raise Ugyldig("Ugyldig DUF-nummer. Kontroller de tolv sifrene.")
    if not stemmer(sifre) and not _advarer():
        raise Ugyldig("Ugyldig DUF-nummer. Kontroller de tolv sifrene.")
    return sifre


def bare_sifre(tekst: str) -> str:
    """Without «DUF-nr.», spaces, hyphens, dots and the marks one cannot see; what else there is, stays."""
    synlig = "".join(t for t in tekst if unicodedata.category(t) != "Cf")
    uten = _MELLOM.sub("", _FORAN.sub("", synlig, count=1) if _FORAN.match(synlig) else synlig)
    return vanlige_sifre(uten)


def stemmer(nummer: str) -> bool:
    """Whether the check digits of twelve digits are those that the rule gives."""
    return kontrollsifre(nummer[:10]) == nummer[10:]


def ser_ut_som(tekst: str) -> bool:
    """Whether someone who typed this meant a number and not a name: four digits or more, and fewer letters."""
    sifre = sum(t.isdecimal() for t in tekst)
    return sifre >= 4 and sifre > sum(t.isalpha() for t in _FORAN.sub("", tekst, count=1))


def i_soek(tekst: str) -> str | None:
    """The number that is searched for, or the year it begins with; None where it is a name.

    Raises Ugyldig for what is not understood, and for a part of a number that holds a hidden digit.
    """
    if not ser_ut_som(tekst):
        return None
    sifre = bare_sifre(tekst)
    return sifre if er_aar(sifre) and FOERSTE_AAR <= int(sifre) <= i_dag().year else les_duf(tekst)


def er_aar(nummer: str) -> bool:
    """Whether what is searched for is the year alone, which every list shows."""
    return re.fullmatch(r"[0-9]{4}", nummer) is not None


def er_tvilsom(tekst: str) -> bool:
    """Whether this is taken for a number although its check digits do not fit."""
    sifre = bare_sifre(tekst)
    return re.fullmatch(r"[0-9]{12}", sifre) is not None and not stemmer(sifre)


def _advarer() -> bool:
    try:
        return appens.faa(Kontroll).advarer
    except (KeyError, RuntimeError):  # no app has chosen, or none is there: the demo's numbers are made so too
        return False


def vis_duf(nummer: str) -> str:
    """Grouped as UDI writes it."""
    return f"{nummer[:4]} {nummer[4:10]} {nummer[10:]}"


def maskert_duf(nummer: str) -> str:
    """For lists: enough to tell two apart, not enough to use."""
    return f"{nummer[:4]} •••••• {nummer[10:]}"
