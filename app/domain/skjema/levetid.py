"""Levetid: the versions of a questionnaire in which something stands, and what was different about it before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self, TypeVar

Omgjoering = Callable[[Any], Any]
"""Makes an answer as it was given into one as it is asked for now; None where it cannot. Pure: it is run often."""


class Foer(NamedTuple):
    """What was different up to and with version `til`: attribute → what it was. `omgjoer` takes the answers over."""

    til: int
    ulikt: Mapping[str, Any]
    omgjoer: Omgjoering | None = None


@dataclass(frozen=True, kw_only=True)
class Levetid:
    """From and with the version `fra`, to and with the version `til` where it has been taken out."""

    fra: int = 1
    til: int | None = None
    foer: Sequence[Foer] = ()

    def staar_i(self, versjon: int) -> bool:
        return self.fra <= versjon and (self.til is None or versjon <= self.til)

    def som_i(self, versjon: int) -> Self:
        """As it was in that version."""
        ulikt: dict[str, Any] = {}
        for foer in sorted(self.foer, key=lambda foer: foer.til, reverse=True):
            ulikt |= foer.ulikt if versjon <= foer.til else {}
        return replace(self, **ulikt)


INGEN: Mapping[int, str] = {}


class Alternativ(str):
    """The text of a choice that has not stood in every version, or was worded otherwise: `foer` is til → text."""

    fra: int
    til: int | None
    foer: Mapping[int, str]

    def __new__(cls, tekst: str, *, fra: int = 1, til: int | None = None, foer: Mapping[int, str] = INGEN) -> Self:
        alternativ = super().__new__(cls, tekst)
        alternativ.fra, alternativ.til, alternativ.foer = fra, til, foer
        return alternativ


def valg_i(valg: Mapping[str, str], versjon: int) -> dict[str, str]:
    """Code → text, of the choices there are in that version."""
    return {kode: tekst for kode, alle in valg.items() if (tekst := _alternativ_i(alle, versjon)) is not None}


def _alternativ_i(tekst: str, versjon: int) -> str | None:
    if not isinstance(tekst, Alternativ):
        return tekst
    if versjon < tekst.fra or (tekst.til is not None and versjon > tekst.til):
        return None
    return next((foer for til, foer in sorted(tekst.foer.items()) if versjon <= til), str(tekst))


L = TypeVar("L", bound=Levetid)


def de_i(ledd: Sequence[L], versjon: int) -> tuple[L, ...]:
    """Those that stand in that version, as they were in it."""
    return tuple(et.som_i(versjon) for et in ledd if et.staar_i(versjon))
