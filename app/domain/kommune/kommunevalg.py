"""Kommunevalg: the kind of answer that names a kommune or a bydel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from app.domain.kommune import kommune
from app.domain.skjema.felttyper import ren_tekst


@dataclass(frozen=True)
class Kommunevalg:
    """A kommune or bydel, found by name or number; stored with number and name as they were when chosen."""

    mal: ClassVar[str] = "kommune"
    eksempel: ClassVar[Sequence[str]] = ["Tromsø"]
    ugyldige: ClassVar[Sequence[Sequence[str]]] = [["Atlantis"], ["Herøy"], ["Tromsø\0"], ["x" * 300]]

    def parse(self, raa: Sequence[str]) -> dict[str, str] | None:
        tekst = ren_tekst(raa, 100, limt=True)
        return kommune.slaa_opp(tekst) if tekst else None

    def vis(self, verdi: Mapping[str, str] | str | None) -> str:
        """A text is an answer from a version of the question that took any."""
        if isinstance(verdi, str):
            return verdi
        return verdi["navn"] if verdi else ""

    def til_skjema(self, verdi: Mapping[str, str] | str | None) -> Sequence[str]:
        return [self.vis(verdi)] if verdi else []

    def passer(self, verdi: Any) -> bool:
        return isinstance(verdi, dict)
