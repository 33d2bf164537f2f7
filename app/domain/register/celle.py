"""The kinds of cell in the residents' register: how each is read, and how OpenAPI describes it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.beboer import duf
from app.domain.skjema.felttyper import ren_tekst
from app.domain.tid import i_dag
from app.domain.unntak import Ugyldig
from app.norsk import les_dato, uten_retning

ELDSTE = 120
TOMME = ("-", "–", "—", ".")
"""What registers write where there is nothing: a cell of these is empty."""
_BARE_AAR = re.compile(r"(?:00[./-]00[./-])?([0-9]{4})(?:-00-00)?")
_TO_DATOER = re.compile(r"(0?[1-9]|1[0-2])([/-])(0?[1-9]|1[0-2])\2[0-9]{4}")
_VERDIER = {"ja": True, "nei": False, "": None}


@dataclass(frozen=True)
class Celle:
    """A kind of cell."""

    les: Callable[[str], Any]
    skjema: Mapping[str, Any]
    """As JSON Schema describes what a machine sends."""

    def __call__(self, celle: str) -> Any:
        """What is stored. Raises Ugyldig."""
        return self.les(celle)


def tekst(lengde: int, *, paakrevd: bool = False, ellers: str | None = None) -> Celle:
    """So much text, or `ellers` where there is none."""

    def les(celle: str) -> str | None:
        tekst = " ".join(uten_retning(ren_tekst([celle], lengde)).split())
        if paakrevd and not tekst:
            raise Ugyldig("må fylles ut.")
        return tekst or ellers

    kreves = {"type": "string", "minLength": 1} if paakrevd else {"type": ["string", "null"]}
    return Celle(les, {**kreves, "maxLength": lengde})


def er_bare_aar(celle: str) -> bool:
    """Whether no more than the year of birth is known."""
    return _BARE_AAR.fullmatch(celle.strip()) is not None


def _ja_nei(celle: str) -> bool | None:
    """Yes, no, or nothing said."""
    try:
        return _VERDIER[celle.strip().lower()]
    except KeyError:
        raise Ugyldig("skal være ja eller nei.") from None


def _foedt(celle: str) -> date:
    """A day, or the last day of a year of which no more is known."""
    aar, delt = _BARE_AAR.fullmatch(celle.strip()), _TO_DATOER.fullmatch(celle.strip())
    if delt and int(delt[1]) != int(delt[3]):
        raise Ugyldig("kan være to datoer. Skriv den som dd.mm.åååå eller åååå-mm-dd.")
    dag = date(int(aar[1]) or 1, 12, 31) if aar else les_dato(celle.strip())
    if dag is None:
        raise Ugyldig("er ikke en dato som finnes. Skriv den som dd.mm.åååå eller åååå-mm-dd, eller bare året.")
    if not 0 <= i_dag().year - dag.year <= ELDSTE or (not aar and dag > i_dag()):
        raise Ugyldig("er en umulig fødselsdato.")
    return dag


NAVN = tekst(100, ellers="")
JA_NEI = Celle(_ja_nei, {"type": ["boolean", "string", "null"], "enum": [True, False, "ja", "nei", "", None]})
FOEDT = Celle(
    _foedt,
    {
        "type": "string",
        "pattern": r"^([0-9]{4}(-[0-9]{2}-[0-9]{2})?|[0-9]{2}\.[0-9]{2}\.[0-9]{4})$",
        "description": "åååå-mm-dd eller dd.mm.åååå; åååå der bare fødselsåret er kjent.",
        "examples": ["1991-08-25", "25.08.1991", "1991"],
    },
)
DUF_NUMMER = Celle(
    duf.les_duf,
    {
        "type": "string",
        "maxLength": 40,
        "pattern": r"^[0-9]{4}[ -]?[0-9]{6}[ -]?[0-9]{2}$",
        "examples": ["202699088504", "2026 990885 04"],
    },
)
