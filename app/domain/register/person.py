"""A row of the residents' register as a person: which columns there are, and what each may hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from app.domain.beboer import duf
from app.domain.register.fil import Kolonner
from app.domain.skjema.felttyper import ren_tekst
from app.domain.tid import i_dag
from app.domain.unntak import Ugyldig
from app.norsk import les_dato, soekenoekkel, sorteringsnoekkel

ELDSTE = 120
TOMME = ("-", "–", "—", ".")
"""What registers write where there is nothing: a cell of these is empty."""
_BARE_AAR = re.compile(r"(?:00[./-]00[./-])?([0-9]{4})(?:-00-00)?")
_FORMEL = re.compile(r"\s*[=+@-]")
_JA_NEI = {"ja": True, "nei": False, "": None}

Les = Callable[[str], Any]
noekkel = lru_cache(maxsize=4096)(soekenoekkel)
"""The search key, made once where the same name is asked for again and again."""


def _tekst(lengde: int, *, paakrevd: bool = False) -> Les:
    def les(celle: str) -> str | None:
        tekst = " ".join(ren_tekst([celle], lengde).split())
        if paakrevd and not tekst:
            raise Ugyldig("må fylles ut.")
        return tekst or None

    return les


def _ja_nei(celle: str) -> bool | None:
    """Yes, no, or nothing said."""
    try:
        return _JA_NEI[celle.strip().lower()]
    except KeyError:
        raise Ugyldig("skal være ja eller nei.") from None


def _foedt(celle: str) -> date:
    """A day, or the last day of a year of which no more is known."""
    aar = _BARE_AAR.fullmatch(celle.strip())
    dag = date(int(aar[1]) or 1, 12, 31) if aar else les_dato(celle.strip())
    if dag is None:
        raise Ugyldig("er ikke en dato som finnes. Skriv den som dd.mm.åååå eller åååå-mm-dd, eller bare året.")
    if not 0 <= i_dag().year - dag.year <= ELDSTE or (not aar and dag > i_dag()):
        raise Ugyldig("er en umulig fødselsdato.")
    return dag


def _navn(celle: str) -> str:
    return _tekst(100)(celle) or ""


FAKTA: Mapping[str, Les] = {
    "fornavn": _navn,
    "etternavn": _navn,
    "foedt": _foedt,
    "statsborgerskap": _tekst(100, paakrevd=True),
    "tolkespraak": _tekst(100),
    "familierolle": _tekst(50),
    "enslig_mindreaarig": _ja_nei,
    "representant": _tekst(200),
    "kollektiv_beskyttelse": _ja_nei,
    "skjermet": _ja_nei,
}
"""What is known of a person: a column of the table each, told apart from what changes running work."""
PLASS: Mapping[str, Les] = {
    "duf_nummer": duf.les_duf,
    "husstand": _tekst(64, paakrevd=True),
    "mottak": _tekst(200, paakrevd=True),
    "bosettingssak": _ja_nei,
    "klar": _ja_nei,
    "trukket": _ja_nei,
}
FAKTAKOLONNER = (*FAKTA, "bare_aar")
LESERE = {**PLASS, **FAKTA}
KOLONNER = Kolonner(
    tuple(LESERE), ("duf_nummer", "fornavn", "etternavn", "foedt", "statsborgerskap", "mottak", "husstand")
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
        fakta=_fakta(verdier) | {"bare_aar": _BARE_AAR.fullmatch(celler["foedt"].strip()) is not None},
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
    return verdi is None and LESERE[navn] is _ja_nei
