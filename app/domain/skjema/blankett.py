"""Blankett: a small form that is saved whole. One answer that cannot be stored keeps all of them from being stored."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.skjema.felttyper import Flervalg
from app.domain.skjema.grammatikk import Felt
from app.domain.unntak import Avvist, Ugyldig

Raa = Mapping[str, Sequence[str]]
"""Name of the field → the values the browser sent under it."""


class UkjentFelt(Avvist):
    """The browser sent a field that the form does not have, or one twice: it is not our form that was sent (D7)."""


@dataclass(frozen=True)
class Utfylt:
    """A field with what stands in it: `verdi` as the form holds it, `svar` as it is stored, or why it cannot be."""

    felt: Felt
    verdi: Sequence[str]
    svar: Any = None
    feil: Ugyldig | None = None

    @property
    def sti(self) -> str:
        return self.felt.navn

    @property
    def paakrevd(self) -> bool:
        return self.felt.paakrevd


@dataclass(frozen=True)
class Blankett:
    """A form as it stands on the page."""

    felter: Sequence[Utfylt]

    def __getitem__(self, navn: str) -> Any:
        """What is to be stored of this field."""
        return next(utfylt.svar for utfylt in self.felter if utfylt.sti == navn)

    @property
    def svar(self) -> dict[str, Any]:
        return {utfylt.sti: utfylt.svar for utfylt in self.felter}

    @property
    def feil(self) -> list[Utfylt]:
        return [utfylt for utfylt in self.felter if utfylt.feil]

    def med_feil(self, navn: str, feil: Ugyldig) -> "Blankett":
        """The same form, with one more fault."""
        return Blankett([replace(u, feil=feil) if u.sti == navn else u for u in self.felter])

    def endringer(self, lagret: Mapping[str, Any]) -> dict[str, Any]:
        """The answers that differ from what is stored."""
        return {navn: svar for navn, svar in self.svar.items() if svar != lagret[navn]}


@dataclass
class Feilutfylt(Avvist):
    """Something in the form cannot be stored, and nothing has been: the form tells what."""

    blankett: Blankett


@dataclass
class Utdatert(Avvist):
    """Someone else has changed it since the form was shown: what was sent, what is stored, and who stored it when."""

    blankett: Blankett
    lagret: Blankett
    endret_av: str | None
    endret: datetime | None

    @property
    def ulike(self) -> list[Utfylt]:
        """What is stored, of the fields where something else was sent."""
        return [lagret for lagret in self.lagret.felter if lagret.svar != self.blankett[lagret.sti]]


def utfylt(felter: Iterable[Felt], lagret: Mapping[str, Any]) -> Blankett:
    """The form filled in with what is stored."""
    return Blankett([Utfylt(felt, felt.type.til_skjema(lagret[felt.navn]), lagret[felt.navn]) for felt in felter])


def les_blankett(felter: Sequence[Felt], raa: Raa, *ogsaa: str) -> Blankett:
    """The form as it was sent, with its faults; `ogsaa` names what it may hold beside its fields. Raises UkjentFelt."""
    navn = {felt.navn for felt in felter}
    gjentatt = {felt.navn for felt in felter if len(raa.get(felt.navn, ())) > 1 and not _flere(felt)}
    if gjentatt or set(raa) - navn - set(ogsaa):
        raise UkjentFelt
    return Blankett([_les(felt, raa.get(felt.navn, ())) for felt in felter])


def les_gyldig_blankett(felter: Sequence[Felt], raa: Raa, *ogsaa: str) -> Blankett:
    """As `les`. Raises Feilutfylt where there is a fault in it."""
    blankett = les_blankett(felter, raa, *ogsaa)
    if blankett.feil:
        raise Feilutfylt(blankett)
    return blankett


def _les(felt: Felt, raa: Sequence[str]) -> Utfylt:
    try:
        svar = felt.type.parse(raa)
        if felt.paakrevd and svar is None:
            raise Ugyldig("Dette feltet må fylles ut.")
    except Ugyldig as feil:
        return Utfylt(felt, [_synlig(tekst) for tekst in raa], feil=feil)
    return Utfylt(felt, raa, svar)


def _synlig(tekst: str) -> str:
    """The text as it can be shown again: without the control characters that no page may hold."""
    return "".join(t for t in tekst if t in "\n\r\t" or unicodedata.category(t) not in ("Cc", "Cs"))


def _flere(felt: Felt) -> bool:
    return isinstance(felt.type, Flervalg)


def krev_bare(raa: Raa, *navn: str) -> None:
    if set(raa) - set(navn):
        raise UkjentFelt
