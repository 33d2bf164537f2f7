"""The residents' register as UDI's systems would send it: rows about the cast, and an import of them."""

from collections.abc import Mapping
from typing import Any

from app.db import sesjon
from app.domain.beboer.duf import kontrollsifre
from app.domain.register import fil, innlesing
from app.domain.register.innlesing import Registerlinje, Utfall
from app.domain.register.person import KOLONNER
from stoette import innsyn

FJORDGLOETT = "Fjordgløtt integreringsmottak"
HELEN = {
    "duf_nummer": "2026 990885 04", "fornavn": "Helen", "etternavn": "Girma", "foedt": "25.08.1991",
    "statsborgerskap": "Etiopia", "mottak": "Furulia mottak", "husstand": "U-1", "bosettingssak": "ja", "klar": "ja",
}  # fmt: skip
"""Someone the cast does not have."""


def rad(navn: str, **ellers: str) -> dict[str, str]:
    """What the register says of someone in the cast, as it is; and what it says otherwise."""
    (person,) = innsyn.les(
        "SELECT b.duf_nummer, b.fornavn, b.etternavn, b.foedt, b.statsborgerskap, m.navn AS mottak, b.husstand_id, "
        "h.registernummer FROM beboer b JOIN mottak m ON m.id = b.mottak_id JOIN husstand h ON h.id = b.husstand_id "
        "WHERE b.fornavn || ' ' || b.etternavn = :n",
        n=navn,
    )
    return {
        "duf_nummer": person.duf_nummer,
        "fornavn": person.fornavn,
        "etternavn": person.etternavn,
        "foedt": str(person.foedt),
        "statsborgerskap": person.statsborgerskap,
        "mottak": person.mottak,
        "husstand": person.registernummer or f"H-{person.husstand_id[:8]}",
        **ellers,
    }


def numre(antall: int) -> list[str]:
    """So many valid numbers that nobody has."""
    return [f"2021{nr:06d}{kontrollsifre(f'2021{nr:06d}')}" for nr in range(antall)]


def importer(*rader: Mapping[str, Any], **valg: Any) -> list[Registerlinje]:
    """Import the rows; the answer is what was said of each."""
    linjer: list[Registerlinje] = []
    kilde = fil.les_json(rader, KOLONNER)
    innlesing.importer_beboere(kilde, innlesing.se_gjennom(kilde), linjer.append, **valg)
    sesjon.remove()
    return linjer


def utfall(*rader: Mapping[str, Any], **valg: Any) -> list[str]:
    """As `importer`; the outcomes alone, by row."""
    return [str(linje.utfall) for linje in sorted(importer(*rader, **valg), key=lambda linje: linje.rad)]


def flytt(*navn: str, til: str = FJORDGLOETT) -> None:
    """UDI moves these to another mottak."""
    assert Utfall.AVVIST not in utfall(*(rad(n, mottak=til) for n in navn))


def varsler(anledning: str, mottak: str | None = None) -> int:
    """How many notices of a kind have been sent, to a mottak or to IMDi."""
    if mottak is None:
        return innsyn.antall("varsel", anledning=anledning)
    return innsyn.antall("varsel", anledning=anledning, mottak_id=innsyn.mottak_id(mottak))
