"""Fakta: what the registers of UDI tell about a resident, and who may read which of it.

The kommune needs to know whom it settles and how to speak with them (domain of integreringsforskriften § 46).
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.beboer.modell import Beboer
from app.domain.skjema.grammatikk import MOTTAK_OG_IMDI, OGSAA_KOMMUNEN, Leser
from app.norsk import dato, uten_retning


@dataclass(frozen=True)
class Faktum:
    """One fact, and how it is read off a resident; empty where there is nothing to say."""

    ledetekst: str
    les: Callable[[Beboer], str | None]
    lesere: Leser = MOTTAK_OG_IMDI


DUF = Faktum("DUF-nummer", lambda b: b.duf_maskert, OGSAA_KOMMUNEN)
FAKTA = (
    Faktum("Navn", lambda b: b.navn, OGSAA_KOMMUNEN),
    DUF,
    Faktum("Født", lambda b: f"{b.foedt_vist} ({b.alder_vist} år)", OGSAA_KOMMUNEN),
    Faktum("Statsborgerskap", lambda b: b.statsborgerskap, OGSAA_KOMMUNEN),
    Faktum("Rolle i husstanden", lambda b: (b.familierolle or "").capitalize(), OGSAA_KOMMUNEN),
    Faktum("Tolkespråk i MOT", lambda b: b.tolkespraak, OGSAA_KOMMUNEN),
    Faktum("Enslig mindreårig", lambda b: "Ja" if b.enslig_mindreaarig else "", OGSAA_KOMMUNEN),
    Faktum("Representant i MOT", lambda b: b.representant, OGSAA_KOMMUNEN),
    Faktum("Oppholdsgrunnlag", lambda b: "Kollektiv beskyttelse" if b.kollektiv_beskyttelse else "", OGSAA_KOMMUNEN),
    Faktum("Kompetansekartlegging", lambda b: b.kompass.tekst),
    Faktum("Bosetting", lambda b: b.bosetting_tekst, OGSAA_KOMMUNEN),
    Faktum("Planlagt flytting", lambda b: dato(b.planlagt_flytting) if b.planlagt_flytting else "", OGSAA_KOMMUNEN),
)


def om(beboer: Beboer, leser: Leser, *, helt_nummer: bool = False) -> list[tuple[str, str]]:
    """Label and text of what this reader may know, in order; the DUF-nummer whole only where that look is logged."""
    helt = {DUF: beboer.duf_vist} if helt_nummer else {}
    alle = ((faktum.ledetekst, helt.get(faktum) or faktum.les(beboer)) for faktum in FAKTA if leser in faktum.lesere)
    return [(ledetekst, uten_retning(tekst)) for ledetekst, tekst in alle if tekst]
