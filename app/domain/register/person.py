"""A row of the residents' register as a person: which columns there are, and what each may hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.domain.register.celle import DUF_NUMMER, FOEDT, JA_NEI, NAVN, TOMME, Celle, er_bare_aar, tekst
from app.domain.register.fil import Kolonner
from app.domain.unntak import Ugyldig
from app.norsk import soekenoekkel, sorteringsnoekkel

_FORMEL = re.compile(r"\s*[=+@-]")
noekkel = lru_cache(maxsize=4096)(soekenoekkel)
"""The search key, made once where the same name is asked for again and again."""
FAKTA: Mapping[str, Celle] = {
    "fornavn": NAVN,
    "etternavn": NAVN,
    "foedt": FOEDT,
    "statsborgerskap": tekst(100, paakrevd=True),
    "tolkespraak": tekst(100),
    "familierolle": tekst(50),
    "enslig_mindreaarig": JA_NEI,
    "representant": tekst(200),
    "kollektiv_beskyttelse": JA_NEI,
    "skjermet": JA_NEI,
}
"""What is known of a person: a column of the table each, told apart from what changes running work."""
PLASS: Mapping[str, Celle] = {
    "duf_nummer": DUF_NUMMER,
    "husstand": tekst(64, paakrevd=True),
    "mottak": tekst(200, paakrevd=True),
    "bosettingssak": JA_NEI,
    "klar": JA_NEI,
    "trukket": JA_NEI,
}
FAKTAKOLONNER = (*FAKTA, "bare_aar")
LESERE = {**PLASS, **FAKTA}
OGSAA = {"duf": "duf_nummer", "dufnr": "duf_nummer", "foedselsdato": "foedt", "foedtdato": "foedt", "fodt": "foedt"}
KOLONNER = Kolonner(
    tuple(LESERE),
    ("duf_nummer", "fornavn", "etternavn", "foedt", "statsborgerskap", "mottak", "husstand"),
    ogsaa=OGSAA,
)


@dataclass(frozen=True, slots=True)
class Registerperson:
    """A valid row. What the register did not say is not in `fakta`, or None."""

    rad: int
    duf_nummer: str
    husstand: str
    """The register's own name for it."""
    mottak_id: str
    har_sak: bool | None
    klar: bool | None
    trukket: bool | None
    fakta: Mapping[str, Any]


Mottaksliste = Mapping[str, Sequence[str]]
"""The name of a mottak, as one searches for it → the ids of those that are called so."""


def les_person(nr: int, celler: Mapping[str, str], mottakene: Mottaksliste) -> Registerperson:
    """The person in a row. Raises Ugyldig with a whole sentence about the first cell that cannot be right."""
    verdier: dict[str, Any] = {navn: _les(navn, celle) for navn, celle in celler.items()}
    if not verdier["fornavn"] and not verdier["etternavn"]:
        raise Ugyldig("fornavn: må fylles ut, eller etternavn, for den som har ett navn.")
    if verdier.get("klar") and verdier.get("bosettingssak") is False:
        raise Ugyldig("klar: en beboer uten bosettingssak kan ikke være klar for bosettingssamtale.")
    if verdier.get("klar") and verdier.get("trukket"):
        raise Ugyldig("klar: en beboer som er trukket, kan ikke være klar for bosettingssamtale.")
    return Registerperson(
        rad=nr,
        duf_nummer=verdier["duf_nummer"],
        husstand=verdier["husstand"],
        mottak_id=_mottak(verdier["mottak"], mottakene),
        har_sak=verdier.get("klar") or verdier.get("bosettingssak"),
        klar=verdier.get("klar"),
        trukket=verdier.get("trukket"),
        fakta=_fakta(verdier) | {"bare_aar": er_bare_aar(celler["foedt"])},
    )


def _fakta(verdier: Mapping[str, Any]) -> dict[str, Any]:
    return {navn: verdier[navn] for navn in FAKTA if navn in verdier and not _usagt(navn, verdier[navn])}


def kolonner(fakta: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as columns of the table, with the keys for search and order where the name is among them."""
    if "fornavn" not in fakta:
        return dict(fakta)
    fornavn, etternavn = fakta["fornavn"], fakta["etternavn"]
    return {
        **fakta,
        "soekenoekkel": noekkel(f"{fornavn} {etternavn}"),
        "sorteringsnoekkel": sorteringsnoekkel(f"{etternavn} {fornavn}".strip()),
    }


def _les(navn: str, celle: str) -> Any:
    try:
        celle = "" if celle.strip() in TOMME else celle
        if _FORMEL.match(celle):
            raise Ugyldig("ser ut som en formel. En celle kan ikke begynne med =, +, - eller @.")
        return LESERE[navn](celle)
    except Ugyldig as feil:
        raise Ugyldig(f"{navn}: {feil.melding % feil.verdier if feil.verdier else feil.melding}") from feil


def _mottak(navn: str, mottakene: Mottaksliste) -> str:
    ider = mottakene.get(noekkel(navn), ())
    if len(ider) != 1:
        raise Ugyldig(f"mottak: det finnes {'flere' if ider else 'ikke noe'} mottak med dette navnet.")
    return ider[0]


def _usagt(navn: str, verdi: Any) -> bool:
    """An empty ja/nei cell says nothing; an empty text says that there is none."""
    return verdi is None and LESERE[navn] is JA_NEI
