"""Versjonert: what is stored counts its changes, and a form tells which version it was drawn from."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from app.domain.skjema.blankett import Blankett, Raa
from app.domain.skjema.grammatikk import Felt


class Versjonert(Protocol):
    """What counts its changes, so that a change tells which version it was based on."""

    versjon: Any


def er_utdatert(lagret: Versjonert, raa: Raa) -> bool:
    """Whether the form was drawn from another version than the one that is stored."""
    return list(raa.get("versjon", ())) != [str(lagret.versjon)]


def skriv_endringer(lagret: Versjonert, blankett: Blankett) -> Mapping[str, Any]:
    """Store what differs, and count the change; the answer is what differed."""
    endringer = blankett.endringer({navn: getattr(lagret, navn) for navn in blankett.svar})
    for navn, verdi in endringer.items():
        setattr(lagret, navn, verdi)
    if endringer:
        lagret.versjon += 1
    return endringer


def lagrede_verdier(lagret: object, felter: Sequence[Felt]) -> dict[str, Any]:
    return {felt.navn: getattr(lagret, felt.navn) for felt in felter}


def paa_en_linje(verdi: str | None) -> str:
    return ", ".join((verdi or "–").splitlines())
