"""The kinds of answer: each knows how to parse what was typed, how to show it, and which template draws it.

A kind is told apart by `mal` (templates/felt/<mal>.html). `eksempel` and `ugyldige` hold what a browser would
send: the generated tests try them on every field of the questionnaire.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Protocol

from app import norsk
from app.domain import tid
from app.domain.skjema import telefon
from app.domain.skjema.personnummer import inneholder_personnummer, uten_usynlige
from app.domain.unntak import Ugyldig
from app.epostadresse import les_adresse

_STYRETEGN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")
_USYNLIGE = dict.fromkeys([*range(1, 9), *range(14, 32), 0x7F, 0xFFFD]) | {0x0B: "\n", 0x0C: "\n"}
FOERSTE_AAR, AAR_FRAM = 1900, 20
"""What a year can sensibly be: not before that, nor so many years ahead."""
ISO_DATO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Felttype(Protocol):
    """What every kind of answer offers. `raa` is the list of values the form sent under the field's name."""

    mal: ClassVar[str]

    @property
    def eksempel(self) -> Sequence[str]: ...
    @property
    def ugyldige(self) -> Sequence[Sequence[str]]: ...

    def parse(self, raa: Sequence[str]) -> Any:
        """The value to store (JSON), or None for an empty answer. Raises Ugyldig."""

    def vis(self, verdi: Any) -> str:
        """The value as people read it, in the read-through and in a conflict."""

    def til_skjema(self, verdi: Any) -> Sequence[str]:
        """The values that the form's control holds: parse(til_skjema(v)) == v."""

    def passer(self, verdi: Any) -> bool:
        """Whether a stored value is one of this kind; one from an older version of the question may be a text."""


def ren_tekst(raa: Sequence[str], lengde: int, *, limt: bool = False) -> str:
    """One text: trimmed, lines parted by newlines. Raises Ugyldig on control characters; of what people type and
    paste (`limt`), those that a paste brings along become line breaks or nothing, and only NUL is left to refuse."""
    tekst = (raa[-1] if raa else "").replace("\r\n", "\n").replace("\r", "\n")
    tekst = (tekst.translate(_USYNLIGE) if limt else tekst).strip()
    if _STYRETEGN.search(tekst):
        raise Ugyldig("Teksten inneholder tegn som ikke kan lagres. Fjern dem og prøv igjen.")
    if len(tekst) > lengde:
        melding = "Teksten er på %(antall)s tegn, men kan være på høyst %(lengde)s. Kort den ned."
        raise Ugyldig(melding, antall=len(tekst), lengde=lengde)
    return tekst


@dataclass(frozen=True)
class Korttekst:
    """One line of text."""

    lengde: int = 200
    mal: ClassVar[str] = "korttekst"

    @property
    def eksempel(self) -> Sequence[str]:
        return ["Ola Nordås ⁠𝔸 عربي"]

    @property
    def ugyldige(self) -> Sequence[Sequence[str]]:
        return [["x" * (self.lengde + 1)], ["a\0b"], ["\udcff"]]

    def parse(self, raa: Sequence[str]) -> str | None:
        return " ".join(ren_tekst(raa, self.lengde, limt=True).split("\n")) or None

    def vis(self, verdi: str | None) -> str:
        return verdi or ""

    def til_skjema(self, verdi: str | None) -> Sequence[str]:
        return [verdi] if verdi else []

    def passer(self, verdi: Any) -> bool:
        return isinstance(verdi, str)


@dataclass(frozen=True)
class Langtekst(Korttekst):
    """Text over several lines. `uten_personnummer` refuses DUF-nummer and national identity numbers in it."""

    lengde: int = 4000
    uten_personnummer: bool = False
    mal: ClassVar[str] = "langtekst"

    @property
    def eksempel(self) -> Sequence[str]:
        return ["Første linje.\nAndre linje med æøå, 🌲 og ትግርኛ."]

    @property
    def ugyldige(self) -> Sequence[Sequence[str]]:
        numre = [["Se 2024 990111 05."], ["fnr 12837849827"]] if self.uten_personnummer else []
        return [*super().ugyldige, *numre]

    def parse(self, raa: Sequence[str]) -> str | None:
        tekst = ren_tekst(raa, self.lengde, limt=True)
        if self.uten_personnummer and inneholder_personnummer(tekst):
            raise Ugyldig(
                "Teksten ser ut til å inneholde et DUF-nummer eller fødselsnummer. "
                "Ta det ut, for dette feltet kan leses av kommuner."
            )
        return tekst or None


@dataclass(frozen=True)
class Telefon:
    """A telephone number, Norwegian or foreign, and whose it is; stored as typed, with single spaces."""

    mal: ClassVar[str] = "telefon"
    eksempel: ClassVar[Sequence[str]] = ["+47 00 00 41 00"]
    ugyldige: ClassVar[Sequence[Sequence[str]]] = [["ring meg"], ["12"], ["1" * 40], ["12 34\0 56 78"]]

    def parse(self, raa: Sequence[str]) -> str | None:
        tekst = telefon.vanlig(ren_tekst(raa, 40, limt=True))
        if tekst and not telefon.kan_ringes(telefon.uten_notat(tekst)):
            raise Ugyldig(
                "Skriv et telefonnummer med sifre, for eksempel 22 00 00 00. Hvem som svarer, kan stå etterpå i "
                "parentes. Et utenlandsk nummer begynner med + og landkoden."
            )
        return tekst or None

    vis = Korttekst.vis
    til_skjema = Korttekst.til_skjema
    passer = Korttekst.passer


@dataclass(frozen=True)
class Epost:
    """An e-mail address that can be sent to; stored as typed."""

    mal: ClassVar[str] = "epost"
    eksempel: ClassVar[Sequence[str]] = ["kontakt@sykehus.example"]
    ugyldige: ClassVar[Sequence[Sequence[str]]] = [
        ["kontakt"],
        ["a b@c.no"],
        ["a@b"],
        ["a@b.no\nBcc: x@y.no"],
    ]

    def parse(self, raa: Sequence[str]) -> str | None:
        tekst = uten_usynlige(ren_tekst(raa, 254, limt=True))
        try:
            return tekst if tekst and les_adresse(tekst) else None
        except ValueError as feil:
            raise Ugyldig("Skriv en e-postadresse på formen navn@eksempel.no.") from feil

    vis = Korttekst.vis
    til_skjema = Korttekst.til_skjema
    passer = Korttekst.passer


@dataclass(frozen=True)
class Dato:
    """A day, stored as ISO 8601. Typed or pasted as people write days, or chosen in the browser's own calendar."""

    senest_i_dag: bool = False
    mal: ClassVar[str] = "dato"
    eksempel: ClassVar[Sequence[str]] = ["2026-02-28"]

    @property
    def ugyldige(self) -> Sequence[Sequence[str]]:
        framtid = [[f"{tid.i_dag().year + 1}-01-01"]] if self.senest_i_dag else []
        return [["2026-02-30"], ["i går"], ["31.11.2025"], ["1850-01-01"], ["2150-01-01"], *framtid]

    def parse(self, raa: Sequence[str]) -> str | None:
        tekst = ren_tekst(raa, 20, limt=True)
        if not tekst:
            return None
        i_dag = tid.i_dag()
        dag = norsk.les_skrevet_dato(tekst, i_dag, aar_fram=AAR_FRAM)
        if dag is None or not FOERSTE_AAR <= dag.year <= i_dag.year + AAR_FRAM:
            raise Ugyldig("Skriv en dato som finnes, på formen dd.mm.åååå.")
        if self.senest_i_dag and dag > i_dag:
            raise Ugyldig("Datoen kan ikke være senere enn i dag.")
        return dag.isoformat()

    def vis(self, verdi: str | None) -> str:
        return norsk.dato(date.fromisoformat(verdi)) if verdi and self.passer(verdi) else verdi or ""

    def til_skjema(self, verdi: str | None) -> Sequence[str]:
        return [self.vis(verdi)] if verdi else []

    def passer(self, verdi: Any) -> bool:
        return isinstance(verdi, str) and ISO_DATO.fullmatch(verdi) is not None


@dataclass(frozen=True)
class Dag:
    """A day in a form that is saved whole: typed as Dato, and stored in a column of its own."""

    senest_i_dag: bool = False
    mal: ClassVar[str] = Dato.mal
    eksempel: ClassVar[Sequence[str]] = Dato.eksempel

    @property
    def ugyldige(self) -> Sequence[Sequence[str]]:
        return Dato(self.senest_i_dag).ugyldige

    def parse(self, raa: Sequence[str]) -> date | None:
        tekst = Dato(self.senest_i_dag).parse(raa)
        return date.fromisoformat(tekst) if tekst else None

    def vis(self, verdi: date | None) -> str:
        return norsk.dato(verdi) if verdi else ""

    def til_skjema(self, verdi: date | None) -> Sequence[str]:
        return [self.vis(verdi)] if verdi else []

    def passer(self, verdi: Any) -> bool:
        return isinstance(verdi, date)


@dataclass(frozen=True)
class Valg:
    """One of a closed list: code → text. Drawn as radio buttons."""

    valg: Mapping[str, str]
    mal: ClassVar[str] = "valg"

    @property
    def eksempel(self) -> Sequence[str]:
        return [next(iter(self.valg))]

    @property
    def ugyldige(self) -> Sequence[Sequence[str]]:
        return [["finnes-ikke"], ["\0"]]

    def parse(self, raa: Sequence[str]) -> str | None:
        kode = raa[-1] if raa else ""
        if kode and kode not in self.valg:
            raise Ugyldig("Velg et av alternativene.")
        return kode or None

    def vis(self, verdi: str | None) -> str:
        return self.valg.get(verdi, verdi) if verdi else ""

    til_skjema = Korttekst.til_skjema

    def passer(self, verdi: Any) -> bool:
        return isinstance(verdi, str) and verdi in self.valg


@dataclass(frozen=True)
class JaNei(Valg):
    """Yes or no; unanswered is neither."""

    valg: Mapping[str, str] = field(default_factory=lambda: {"ja": "Ja", "nei": "Nei"})
    mal: ClassVar[str] = "valg"


@dataclass(frozen=True)
class Flervalg:
    """Any number of a closed list, stored in the list's own order."""

    valg: Mapping[str, str]
    mal: ClassVar[str] = "flervalg"

    @property
    def eksempel(self) -> Sequence[str]:
        return list(self.valg)[:2]

    @property
    def ugyldige(self) -> Sequence[Sequence[str]]:
        return [["finnes-ikke"], [next(iter(self.valg)), "\0"]]

    def parse(self, raa: Sequence[str]) -> list[str] | None:
        if set(raa) - set(self.valg) - {""}:
            raise Ugyldig("Velg bare blant alternativene.")
        return [kode for kode in self.valg if kode in raa] or None

    def vis(self, verdi: Sequence[str] | None) -> str:
        return ", ".join(self.valg.get(kode, kode) for kode in verdi or ())

    def til_skjema(self, verdi: Sequence[str] | None) -> Sequence[str]:
        return list(verdi or ())

    def passer(self, verdi: Any) -> bool:
        return isinstance(verdi, list) and set(verdi) <= set(self.valg)
