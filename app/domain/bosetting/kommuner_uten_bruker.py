"""Kommuner uten bruker: nobody there can log in; what they are told goes to an address alone, if they have one."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.db import sesjon
from app.domain.beboer.doerer import antall_soekt_ut
from app.domain.kommune import kontakt
from app.domain.kommune.kommune import Kommune, alle_kommuner
from app.domain.tilgang.bruker import Bruker, Innlogget, med_rolle
from app.domain.tilgang.matrise import Rett, roller_med


@dataclass(frozen=True)
class Utenbruker:
    """A kommune or bydel without a user, how many wait to be settled there, and the address that is told."""

    kommune: Kommune
    venter: int
    epost: str | None


def kommuner_uten_bruker(leser: Innlogget) -> Sequence[Utenbruker]:
    """Those for whom somebody waits first, then by name. A bydel stands here only where somebody waits for it."""
    har = {b.kommune_nummer for b in med_rolle(None, roller_med(Rett.SOEKT_UT_SE), Bruker.kommune_nummer.is_not(None))}
    venter = _venter(leser)
    uten = [
        k
        for k in alle_kommuner()
        if not har & {k.nummer, k.bydel_i or k.nummer} and (k.bydel_i is None or k.nummer in venter)
    ]
    kontakter = kontakt.til([k for k in uten if k.nummer in venter])
    linjer = [Utenbruker(k, venter.get(k.nummer, 0), _epost(kontakter.get(k.nummer))) for k in uten]
    return sorted(linjer, key=lambda linje: not linje.venter)


def _venter(leser: Innlogget) -> dict[str, int]:
    """How many of whom the reader may know are søkt ut and not bosatt: number of the kommune → persons."""
    return {str(nummer): antall for nummer, antall in sesjon.execute(antall_soekt_ut(leser))}


def _epost(registrert: kontakt.Kommunekontakt | None) -> str | None:
    return registrert.epost if registrert else None
