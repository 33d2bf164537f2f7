"""Fødselsnummer and D-nummer: eleven digits that identify a member of the staff at login. Residents have none here.

DDMMYY, three individual digits, two check digits. A D-nummer has 40 added to the day. Synthetic numbers have 80
(Skatteetaten), 65 or 40 (Nav) added to the month. From 2032 the first check digit may take four values, the second
stays as it is; navikt/fnrvalidator follows the same announcement.
"""

import re

from app.domain.unntak import Ugyldig

VEKTER_1 = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
VEKTER_2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
RESTER_1 = (0, 1, 2, 3)
DAGER = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
TESTTILLEGG = (40, 65, 80)


def les_personnummer(tekst: str, *, testnummer: bool) -> str:
    """The eleven digits of what was typed, spaces allowed; synthetic ones only with `testnummer`. Raises Ugyldig."""
    sifre = re.sub(r"\s", "", tekst)
    if re.fullmatch(r"[0-9]{11}", sifre) is None or not _er_dato(sifre, testnummer) or not _stemmer(sifre):
        raise Ugyldig("Ugyldig fødselsnummer eller D-nummer. Kontroller de elleve sifrene.")
    return sifre


def _er_dato(sifre: str, testnummer: bool) -> bool:
    dag, maaned = int(sifre[:2]), int(sifre[2:4])
    tillegg = (0, *TESTTILLEGG) if testnummer else (0,)
    virkelig = next((maaned - t for t in tillegg if 1 <= maaned - t <= 12), 0)
    return bool(virkelig) and 1 <= (dag - 40 if dag > 40 else dag) <= DAGER[virkelig - 1]


def _stemmer(sifre: str) -> bool:
    return _rest(sifre, VEKTER_1) in RESTER_1 and _rest(sifre, VEKTER_2) == 0


def _rest(sifre: str, vekter: tuple[int, ...]) -> int:
    return sum(int(siffer) * vekt for siffer, vekt in zip(sifre, vekter, strict=False)) % 11
