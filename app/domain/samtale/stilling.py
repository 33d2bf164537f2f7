"""Stilling: how far a person's form has come, as a whole and in each of its sections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.skjema.grammatikk import Liste, Person, Seksjon, Skjema


class Trinn(StrEnum):
    """How much of a section is there: nothing, something, or all that is demanded."""

    TOM = "tom"
    HALV = "halv"
    HEL = "hel"


@dataclass(frozen=True)
class Del:
    """A section: how many answers are demanded in it, how many of them are missing, and whether anything is written."""

    paakrevde: int
    mangler: int
    begynt: bool

    @property
    def trinn(self) -> Trinn:
        if self.begynt:
            return Trinn.HALV if self.mangler else Trinn.HEL
        return Trinn.TOM

    @property
    def kode(self) -> str:
        """«2», or «2-» where nothing is written: what app.js draws the mark of the section by."""
        return f"{self.mangler}{'' if self.begynt else '-'}"


@dataclass(frozen=True)
class Stilling:
    """The sections that hold anything for this person, in order."""

    deler: Mapping[str, Del]

    @property
    def paakrevde(self) -> int:
        return sum(d.paakrevde for d in self.deler.values())

    @property
    def mangler(self) -> int:
        return sum(d.mangler for d in self.deler.values())

    @property
    def besvarte(self) -> int:
        return self.paakrevde - self.mangler

    @property
    def paakrevde_deler(self) -> Sequence[Del]:
        """The sections in which something is demanded."""
        return [d for d in self.deler.values() if d.paakrevde]

    @property
    def ferdige(self) -> int:
        """How many of them lack nothing."""
        return sum(not d.mangler for d in self.paakrevde_deler)

    @property
    def kode(self) -> str:
        """All of it in one word: an open page tells by it whether anything has changed."""
        return ".".join([f"{self.besvarte}/{self.paakrevde}", *(d.kode for d in self.deler.values())])


def stilling(skjema: Skjema, person: Person, svar: Mapping[str, Any]) -> Stilling:
    """Of this person's answers, by path, in this version of the questionnaire."""
    krav = [(skjema.seksjonen(sti), besvart) for sti, besvart in skjema.krav(person, svar)]
    begynt = {skjema.seksjonen(sti) for sti, verdi in svar.items() if verdi is not None}
    return Stilling(
        {
            s.navn: Del(
                paakrevde=sum(seksjon == s.navn for seksjon, _ in krav),
                mangler=sum(seksjon == s.navn and not besvart for seksjon, besvart in krav),
                begynt=s.navn in begynt,
            )
            for s in skjema.seksjoner
            if _angaar(s, person, svar)
        }
    )


def _angaar(seksjon: Seksjon, person: Person, svar: Mapping[str, Any]) -> bool:
    return any(isinstance(ledd, Liste) or ledd.angaar(person, svar) for ledd in seksjon.ledd)
