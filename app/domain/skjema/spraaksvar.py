"""Spraaksvar: the kind of answer that names the languages people speak, one or more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from app.domain.skjema import talespraak
from app.domain.skjema.felttyper import Korttekst
from app.spraak import Spraak

MELLOM = re.compile(r"\s*[,;/&+]\s*|\s+(?:og|and)\s+")
SKILLE = ", "


def les_spraak(tekst: str) -> list[str] | None:
    """The codes of the languages that a text names; None where some of it is no language we know."""
    for deler in (MELLOM.split(tekst.strip()), [tekst]):
        koder = dict.fromkeys(talespraak.finn(del_) for del_ in deler)
        if None not in koder:
            return [kode for kode in koder if kode]
    return None


@dataclass(frozen=True)
class Spraaksvar:
    """Languages found by any of their names, stored as a list of codes; what is none of them is stored as it was typed
    («annet språk»)."""

    lengde: int = 100
    mal: ClassVar[str] = "spraak"
    eksempel: ClassVar[Sequence[str]] = ["tigrinja"]

    @property
    def ugyldige(self) -> Sequence[Sequence[str]]:
        return [["x" * (self.lengde + 1)], ["tigrinja\0"], ["\udcff"]]

    def parse(self, raa: Sequence[str]) -> list[str] | str | None:
        tekst = Korttekst(self.lengde).parse(raa)
        return (les_spraak(tekst) or tekst) if tekst else None

    def vis(self, verdi: Sequence[str] | str | None) -> str:
        return self._vis(verdi, Spraak.BOKMAAL)

    def til_skjema(self, verdi: Sequence[str] | str | None) -> Sequence[str]:
        """In the language of now, which is what the page shows: any of them is understood when it comes back."""
        return [self._vis(verdi)] if verdi else []

    def passer(self, verdi: Any) -> bool:
        """A text fits too, from whatever version."""
        return isinstance(verdi, str | list)

    def _vis(self, verdi: Sequence[str] | str | None, spraak: Spraak | None = None) -> str:
        if isinstance(verdi, str):
            return verdi
        return SKILLE.join(talespraak.navn(kode, spraak) for kode in verdi or ())
