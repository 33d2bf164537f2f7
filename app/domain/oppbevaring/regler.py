"""Regler: for how long what is kept, and by which law; the one place where that is said (L4, GDPR 5 no. 1 e and 17)."""

from dataclasses import dataclass
from datetime import date

from app.domain.tid import foedt_senest


@dataclass(frozen=True)
class Regel:
    """One rule. `kode` is what the log calls it."""

    kode: str
    hva: str
    aar: int
    grunnlag: str
    krever_arkiv: bool = False
    """Whether the person must have been handed over to the archive first (arkivlova)."""

    @property
    def grense(self) -> date:
        """What ended on this day or before is to go."""
        return foedt_senest(self.aar)


LOVEN = "integreringsforskriften §§ 60–61"
BOSATT = Regel("bosatt", "Bosatt for mer enn 15 år siden", 15, LOVEN, krever_arkiv=True)
ANDRE = Regel(
    "andre",
    "Trukket fra beboerregisteret for mer enn 5 år siden, uten å være bosatt",
    5,
    LOVEN,
    krever_arkiv=True,
)
VARSEL = Regel("varsel", "Varsel eldre enn 1 år, lest eller ulest", 1, "personvernforordningen artikkel 5 nr. 1 e")
REGLER = (BOSATT, ANDRE, VARSEL)
"""What goes by itself within days has its life where it is made: logins, counted tries, marks used once, codes to
Kompass, who is in a form, drafts (at completion)."""
