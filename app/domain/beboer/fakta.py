"""Fakta: what the registers of UDI tell about a resident, and who may read which of it.

The kommune needs to know whom it settles and how to speak with them (domain of integreringsforskriften § 46).
"""

from collections.abc import Callable
from dataclasses import dataclass

from app import spraak
from app.domain.beboer.modell import Beboer
from app.domain.skjema.grammatikk import MOTTAK_OG_IMDI, OGSAA_KOMMUNEN, Leser
from app.norsk import uten_retning
from app.spraak import Sammensatt


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
    Faktum(
        "Født", lambda b: Sammensatt("%(dato)s (%(alder)s år)", dato=b.foedt_vist, alder=b.alder_vist), OGSAA_KOMMUNEN
    ),
    Faktum("Statsborgerskap", lambda b: b.statsborgerskap, OGSAA_KOMMUNEN),
    Faktum("Rolle i husstanden", lambda b: (b.familierolle or "").capitalize(), OGSAA_KOMMUNEN),
    Faktum("Tolkespråk i MOT", lambda b: b.tolkespraak, OGSAA_KOMMUNEN),
    Faktum("Enslig mindreårig", lambda b: "Ja" if b.enslig_mindreaarig else "", OGSAA_KOMMUNEN),
    Faktum("Representant i MOT", lambda b: b.representant, OGSAA_KOMMUNEN),
    Faktum("Oppholdsgrunnlag", lambda b: "Kollektiv beskyttelse" if b.kollektiv_beskyttelse else "", OGSAA_KOMMUNEN),
    Faktum("Kompetansekartlegging", lambda b: b.kompass_tekst),
    Faktum("Bosetting", lambda b: b.bosetting_tekst, OGSAA_KOMMUNEN),
    Faktum(
        "Planlagt flytting", lambda b: spraak.dato(b.planlagt_flytting) if b.planlagt_flytting else "", OGSAA_KOMMUNEN
    ),
)


def om(beboer: Beboer, leser: Leser, *, helt_nummer: bool = False) -> list[tuple[str, str]]:
    """Label and text of what this reader may know, in order; the DUF-nummer whole only where that look is logged."""
    helt = {DUF: beboer.duf_vist} if helt_nummer else {}
    alle = ((faktum.ledetekst, helt.get(faktum) or faktum.les(beboer)) for faktum in FAKTA if leser in faktum.lesere)
    return [(ledetekst, _ren(tekst)) for ledetekst, tekst in alle if tekst]


def _ren(tekst: str) -> str:
    """What the register wrote, without marks that turn it round; a sentence of ours as it is."""
    return tekst if isinstance(tekst, Sammensatt) else uten_retning(tekst)
