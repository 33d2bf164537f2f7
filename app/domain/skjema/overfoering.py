"""Overføring: a person's answers as they stand in a newer version of the questionnaire than they were given in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol, TypeVar, cast

from app.domain.skjema.utgaver import Utgaver, navn_paa


class Gitt(Protocol):
    """A stored answer, which knows the version of the questionnaire it answers (`utgave`). A dataclass."""

    @property
    def verdi(self) -> Any: ...
    @property
    def versjon(self) -> int: ...
    @property
    def utgave(self) -> int: ...


G = TypeVar("G", bound=Gitt)


def overfoer(utgaver: Utgaver, samling: dict[str, G]) -> dict[str, G]:
    """The answers as they stand in the newest version; the same where none has moved. Pure, and the same when repeated.

    An answer that moves takes its version with it, so that a page from before can still be saved; its old place is
    emptied. Where there is an answer at the new place already, both stay where they are.
    """
    eldste = min((gitt.utgave for gitt in samling.values()), default=utgaver.versjon)
    steg = [versjon for versjon in range(eldste + 1, utgaver.versjon + 1) if utgaver.flyttet(versjon)]
    nye = dict(samling) if steg else samling
    for versjon in steg:
        flyttes = [s for s, g in nye.items() if g.utgave < versjon and navn_paa(s) in utgaver.flyttet(versjon)]
        for sti in flyttes:
            _flytt(utgaver, nye, sti, versjon)
    return nye


def i_dag_av(utgaver: Utgaver, sti: str, verdi: Any, fra: int) -> Mapping[str, Any]:
    """Where an answer given in version `fra` stands in the newest, and as what: path → value."""
    naa = {sti: verdi}
    for til in range(fra + 1, utgaver.versjon + 1):
        naa = {ny: v for gammel, g in naa.items() for ny, v in utgaver.videre(gammel, g, til).items()}
    return naa


def _flytt(utgaver: Utgaver, nye: dict[str, G], sti: str, versjon: int) -> None:
    gitt = nye[sti]
    if gitt.verdi is None:
        return
    videre = utgaver.videre(sti, gitt.verdi, versjon)
    ledige = {ny: verdi for ny, verdi in videre.items() if ny == sti or ny not in nye}
    for ny, verdi in ledige.items():
        nye[ny] = _med(gitt, verdi, versjon, gitt.versjon + (ny == sti))
    if sti not in videre and len(ledige) == len(videre):
        nye[sti] = _med(gitt, None, versjon, gitt.versjon + 1)


def _med(gitt: G, verdi: Any, utgave: int, versjon: int) -> G:
    return cast("G", replace(cast("Any", gitt), verdi=verdi, utgave=utgave, versjon=versjon))
