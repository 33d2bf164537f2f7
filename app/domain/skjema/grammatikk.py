"""The grammar of a questionnaire: fields, repeated groups and sections, and the questions one can ask of them.

A field is named by its path («sti»): `morsmaal`, or `tilknytning.<rad>.relasjon` inside a repeated group.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Flag, auto
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from app.domain.skjema.felttyper import Felttype
from app.domain.skjema.levetid import Levetid, Omgjoering

Svarverdier = Mapping[str, Any]
"""Path → stored value. A row of a repeated group is itself an answer: path `tilknytning.<rad>`, value its place."""


class Leser(Flag):
    """Who may read an answer. Which role may open the form at all is another question (tilgang.py)."""

    MOTTAK = auto()
    IMDI = auto()
    KOMMUNE = auto()


MOTTAK_OG_IMDI = Leser.MOTTAK | Leser.IMDI
"""Those who write the answers, and those they are written for. No kommune reads a question that does not name it."""
OGSAA_KOMMUNEN = MOTTAK_OG_IMDI | Leser.KOMMUNE


class Person(Protocol):
    """The facts about a resident that decide which questions are asked."""

    @property
    def foedt(self) -> date: ...
    @property
    def kompass_registrert(self) -> bool: ...
    @property
    def enslig_mindreaarig(self) -> bool: ...
    @property
    def ferdigstilt(self) -> datetime | None:
        """When the interview was completed: the age of that day decides from then on."""


class Deltakende(Person, Protocol):
    """A person in an interview."""

    @property
    def id(self) -> str: ...
    @property
    def samtale_id(self) -> str | None: ...


def alltid(_person: Person) -> bool:
    return True


@dataclass(frozen=True)
class Felt(Levetid):
    """One question. `hvis` = (name of another field beside it, the answer that makes this one appear)."""

    navn: str
    ledetekst: str
    type: Felttype
    hjelp: str
    paakrevd: bool = False
    gjelder: Callable[[Person], bool] = alltid
    hvis: tuple[str, str] | None = None
    lesere: Leser = MOTTAK_OG_IMDI
    advarsel: str = ""
    bortfalt: str = ""
    """Said to whoever answers in a form opened before the question fell away; without it there is no such question."""
    flyttes_til: str = ""
    """Name of the question where a text belongs that looks sensitive: whoever writes it here, is told so."""
    beholdes: bool = False
    """What was answered while the question was asked of the person, stays when it no longer is: it is shown, and can be
    changed, and nothing that was written is lost (a child who grows older meanwhile)."""
    kryptert: bool = False
    """Stored encrypted, and never shown to a colleague in a conflict."""
    helse: bool = False
    """Health information: what has fallen away of it, is not read in the history either (L2)."""
    kan_deles: bool = False
    """May be copied to others of the household («Samme for alle»): never health, nor what is encrypted (F38)."""
    i_registeret: bool = False
    """The residents' register answers it too, in the resident's column of the same name (F59)."""
    minst_ett_av: str = ""
    """Name of a neighbour: one of the two is required, and this field carries the star."""
    erstatter: str = ""
    """Name of the neighbour whose place it took in its first version, and whose answers it took over (utgaver.py)."""
    omgjoer: Omgjoering | None = None
    """Makes the answer to the one it replaces into one of its own; where several replace one, each its part."""

    def angaar(self, person: Person, svar: Svarverdier) -> bool:
        """Whether it is asked of this person, or is answered by one of whom it was asked when the answer was given."""
        besvart = svar.get(self.navn) is not None and (self.beholdes or person.ferdigstilt is not None)
        return besvart or self.gjelder(person)


@dataclass(frozen=True)
class Liste(Levetid):
    """A group of fields that is repeated, once per row."""

    navn: str
    ledetekst: str
    entall: str
    felter: tuple[Felt, ...]
    legg_til: str
    hjelp: str
    hvis: tuple[str, str] | None = None
    paakrevd: bool = False
    """At least one row, when the list is shown."""
    lesere: Leser = MOTTAK_OG_IMDI
    maks_rader: int = 30
    erstatter: str = ""
    """Name of the group whose rows it took over in its first version."""


@dataclass(frozen=True)
class Seksjon(Levetid):
    """A part of the form: one entry in the left submenu."""

    navn: str
    tittel: str
    ledd: tuple[Felt | Liste, ...]
    ingress: str = ""
    fakta: bool = False
    """Shows the facts from the register above its questions."""


class Sted(NamedTuple):
    """A field at its place: the field, and the row it stands in where it belongs to a repeated group."""

    sti: str
    felt: Felt
    liste: Liste | None = None
    rad: str = ""

    @property
    def lesere(self) -> Leser:
        """Who may read the answer: a field in a repeated group is never more open than the group."""
        return self.felt.lesere & self.liste.lesere if self.liste else self.felt.lesere


@dataclass(frozen=True)
class Skjema:
    """The whole questionnaire, in one of its versions (utgaver.py)."""

    versjon: int
    seksjoner: tuple[Seksjon, ...]

    def for_leser(self, leser: Leser) -> "Skjema":
        """The questionnaire as this reader may see it: the questions that name him, and nothing else (F15, C11).

        Whatever asks this instead of the whole, shows no other question, no other answer, and no row of them.
        """
        seksjoner = (replace(s, ledd=tuple(_lesbare(s.ledd, leser))) for s in self.seksjoner)
        return replace(self, seksjoner=tuple(s for s in seksjoner if s.ledd))

    def lesbare(self, svar: Mapping[str, Any]) -> dict[str, Any]:
        """Of these answers by path, the ones to the questions there are here, and the rows they stand in."""
        return {sti: verdi for sti, verdi in svar.items() if self.finn(sti) or self.finn_rad(sti)}

    def ledd(self, navn: str) -> Felt | Liste | None:
        """The field or repeated group with this name at the top level, or None."""
        return self._ledd.get(navn)

    def seksjonen(self, sti: str) -> str:
        """Name of the section that a path stands in; empty where there is no such question."""
        return self._seksjon.get(sti.partition(".")[0], "")

    @cached_property
    def numre(self) -> Mapping[str, str]:
        """«3» of «seksjon-kompetanse», «3.2» of a question or group by its name: the same on screen and paper (F66)."""
        alle = list(enumerate(self.seksjoner, 1))
        ledd = {et.navn: f"{nr}.{plass}" for nr, s in alle for plass, et in enumerate(s.ledd, 1)}
        return {f"seksjon-{seksjon.navn}": str(nr) for nr, seksjon in alle} | ledd

    @cached_property
    def _seksjon(self) -> Mapping[str, str]:
        return {ledd.navn: seksjon.navn for seksjon in self.seksjoner for ledd in seksjon.ledd}

    @cached_property
    def _ledd(self) -> Mapping[str, Felt | Liste]:
        return {ledd.navn: ledd for seksjon in self.seksjoner for ledd in seksjon.ledd}

    @cached_property
    def _felter(self) -> Mapping[tuple[str, str], Felt]:
        """By the group's name and the field's."""
        lister = [ledd for ledd in self._ledd.values() if isinstance(ledd, Liste)]
        return {(liste.navn, felt.navn): felt for liste in lister for felt in liste.felter}

    def finn(self, sti: str) -> Sted | None:
        """The place a path names, or None where there is no such field. A row's existence is not asked."""
        navn, punktum, rest = sti.partition(".")
        ledd = self.ledd(navn)
        if isinstance(ledd, Felt):
            return None if punktum else Sted(sti, ledd)
        rad, _, feltnavn = rest.partition(".")
        felt = self._felter.get((navn, feltnavn)) if rad else None
        return Sted(sti, felt, ledd, rad) if felt else None

    def finn_rad(self, sti: str) -> Liste | None:
        """The group whose row a path names, or None where it names no row."""
        navn, _, rad = sti.partition(".")
        ledd = self.ledd(navn)
        return ledd if isinstance(ledd, Liste) and rad and "." not in rad else None

    def steder(self, seksjon: Seksjon, person: Person, svar: Svarverdier) -> Iterator[Sted]:
        """Every field of a section that concerns this person, in order, hidden ones included."""
        for ledd in seksjon.ledd:
            yield from _steder(ledd, person, svar)

    def alle_steder(self, person: Person, svar: Svarverdier) -> Iterator[Sted]:
        """As `steder`, for the whole form."""
        for seksjon in self.seksjoner:
            yield from self.steder(seksjon, person, svar)

    def mangler(self, person: Person, svar: Svarverdier) -> list[str]:
        """Paths of what must be filled in and is not (S55). A list without its required row gives its own name."""
        return [sti for sti, besvart in self.krav(person, svar) if not besvart]

    def antall_paakrevde(self, person: Person, svar: Svarverdier) -> int:
        """How many answers are demanded of this person as the form now stands."""
        return sum(1 for _ in self.krav(person, svar))

    def er_synlig(self, sted: Sted, svar: Svarverdier) -> bool:
        """Whether the question is asked, given the other answers."""
        listen_vises = sted.liste is None or self.oppfylt(sted.liste.hvis, "", svar)
        return listen_vises and self.oppfylt(sted.felt.hvis, _prefiks(sted), svar)

    def oppfylt(self, hvis: tuple[str, str] | None, prefiks: str, svar: Svarverdier) -> bool:
        """Whether the answer that a question depends on has been given, to a question that is itself asked."""
        if hvis is None:
            return True
        nabo, verdi = self.finn(prefiks + hvis[0]), svar.get(prefiks + hvis[0])
        gitt = hvis[1] in verdi if isinstance(verdi, list) else verdi == hvis[1]
        return gitt and nabo is not None and self.er_synlig(nabo, svar)

    def bortfaller(self, person: Person, svar: Svarverdier) -> list[str]:
        """Paths with an answer to a question that no longer applies: removed at completion."""
        gjelder = {s.sti for s in self.alle_steder(person, svar) if self.er_synlig(s, svar)}
        lister = [ledd for s in self.seksjoner for ledd in s.ledd if isinstance(ledd, Liste)]
        skjulte_lister = [liste for liste in lister if not self.oppfylt(liste.hvis, "", svar)]
        skjulte_rader = {f"{liste.navn}.{rad}" for liste in skjulte_lister for rad in rader(liste, svar)}
        return [
            sti
            for sti, verdi in svar.items()
            if verdi is not None and sti not in gjelder and (sti in skjulte_rader or self.finn(sti))
        ]

    def krav(self, person: Person, svar: Svarverdier) -> Iterator[tuple[str, bool]]:
        """What is demanded, in the form's order, and whether it is there."""
        for ledd in (ledd for seksjon in self.seksjoner for ledd in seksjon.ledd):
            if isinstance(ledd, Liste) and ledd.paakrevd and self.oppfylt(ledd.hvis, "", svar):
                yield ledd.navn, bool(rader(ledd, svar))
            for sted in _steder(ledd, person, svar):
                if (sted.felt.paakrevd or sted.felt.minst_ett_av) and self.er_synlig(sted, svar):
                    yield sted.sti, _er_besvart(sted, svar)


def _lesbare(ledd: Sequence[Felt | Liste], leser: Leser) -> Iterator[Felt | Liste]:
    for et in ledd:
        if leser not in et.lesere:
            continue
        yield replace(et, felter=tuple(f for f in et.felter if leser in f.lesere)) if isinstance(et, Liste) else et


def rader(liste: Liste, svar: Svarverdier) -> Sequence[str]:
    """Ids of the rows of a repeated group, in the order they were added."""
    prefiks = f"{liste.navn}."
    funnet = [
        (verdi, sti.removeprefix(prefiks))
        for sti, verdi in svar.items()
        if verdi is not None and sti.startswith(prefiks) and "." not in sti.removeprefix(prefiks)
    ]
    return [rad for _, rad in sorted(funnet)]


def _steder(ledd: Felt | Liste, person: Person, svar: Svarverdier) -> Iterator[Sted]:
    if isinstance(ledd, Felt):
        if ledd.beholdes or ledd.angaar(person, svar):
            yield Sted(ledd.navn, ledd)
        return
    for rad in rader(ledd, svar):
        yield from (Sted(f"{ledd.navn}.{rad}.{f.navn}", f, ledd, rad) for f in ledd.felter)


def _er_besvart(sted: Sted, svar: Svarverdier) -> bool:
    """An answer of an older version that does not fit the question as it is asked now, is none."""
    egen, nabo = svar.get(sted.sti), sted.felt.minst_ett_av
    if egen is not None and sted.felt.type.passer(egen):
        return True
    return bool(nabo) and svar.get(_prefiks(sted) + nabo) is not None


def _prefiks(sted: Sted) -> str:
    return f"{sted.liste.navn}.{sted.rad}." if sted.liste else ""
