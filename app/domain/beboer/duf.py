"""DUF-nummer: twelve digits that identify a person with the immigration authorities: read, check, show, mask.

YYYY, a six-digit serial, two check digits (mod 11 with the weights below). The rule is published by SSB
(kostra-kontrollprogram); UDI groups the digits 4-6-2.
"""

import re
from datetime import date

from app.domain.tid import i_dag
from app.domain.unntak import Ugyldig

VEKTER = (4, 6, 3, 2, 4, 6, 3, 2, 7, 5)
FOERSTE_AAR = 1950


def kontrollsifre(ti: str) -> str:
    """The two check digits for the first ten."""
    return f"{sum(int(siffer) * vekt for siffer, vekt in zip(ti, VEKTER, strict=True)) % 11:02d}"


def les_duf(tekst: str, paa: date | None = None) -> str:
    """The twelve digits of what was typed, spaces allowed. Raises Ugyldig."""
    sifre = re.sub(r"\s", "", tekst)
    aar = (paa or i_dag()).year
    if (
        re.fullmatch(r"[0-9]{12}", sifre) is None
        or kontrollsifre(sifre[:10]) != sifre[10:]
        or not FOERSTE_AAR <= int(sifre[:4]) <= aar
    ):
        raise Ugyldig("Ugyldig DUF-nummer. Kontroller de tolv sifrene.")
    return sifre


def ser_ut_som(tekst: str) -> bool:
    """Whether someone who typed this meant a number and not a name."""
    return re.fullmatch(r"[0-9\s]{4,}", tekst) is not None


def vis_duf(nummer: str) -> str:
    """Grouped as UDI writes it."""
    return f"{nummer[:4]} {nummer[4:10]} {nummer[10:]}"


def maskert_duf(nummer: str) -> str:
    """For lists: enough to tell two apart, not enough to use."""
    return f"{nummer[:4]} •••••• {nummer[10:]}"
