"""Versjonert: what is stored counts its changes, and a form tells which version it was drawn from."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from app.domain.skjema.blankett import Blankett, Raa, Utdatert, utfylt
from app.domain.skjema.grammatikk import Felt

Sist = Callable[[], tuple[str | None, datetime | None]]
"""Who made the newest change, and when."""
Noter = Callable[[str, Any, Any], object]
"""Writes a change in the log: the field's name, the value before and after."""


class Versjonert(Protocol):
    """What counts its changes, so that a change tells which version it was based on."""

    versjon: Any


def er_utdatert(lagret: Versjonert, raa: Raa) -> bool:
    """Whether the form was drawn from another version than the one that is stored."""
    return list(raa.get("versjon", ())) != [str(lagret.versjon)]


def lagret_blankett(lagret: object, felter: Sequence[Felt]) -> Blankett:
    """The form with what is stored."""
    return utfylt(felter, {felt.navn: getattr(lagret, felt.navn) for felt in felter})


def lagre_versjonert(
    lagret: Versjonert, felter: Sequence[Felt], blankett: Blankett, raa: Raa, *, sist: Sist, noter: Noter
) -> bool:
    """Store what of `felter` differs in the locked row, count it as one change, and note each field.

    The answer is whether anything differed. Raises Utdatert.
    """
    if er_utdatert(lagret, raa):
        raise Utdatert(blankett, lagret_blankett(lagret, felter), *sist())
    return skriv_endringer(lagret, felter, blankett, noter=noter)


def skriv_endringer(lagret: Versjonert, felter: Sequence[Felt], blankett: Blankett, *, noter: Noter) -> bool:
    """As lagre_versjonert, where the caller has asked whether the form is outdated."""
    foer = lagret_blankett(lagret, felter)
    endringer = {felt.navn: blankett[felt.navn] for felt in felter if blankett[felt.navn] != foer[felt.navn]}
    lagret.versjon += bool(endringer)
    for navn, verdi in endringer.items():
        setattr(lagret, navn, verdi)
        noter(navn, foer[navn], verdi)
    return bool(endringer)


def fra_og_til(foer: str | None, naa: str | None) -> str:
    """A change as the log tells it, on one line."""
    return " → ".join(", ".join((verdi or "–").splitlines()) for verdi in (foer, naa))
