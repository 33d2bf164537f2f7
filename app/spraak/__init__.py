"""Spraak: the language of what is shown. Bokmål stands in the code; the catalogues of the others lie beside this file.

Whoever shows something asks `gjeldende()`: a request has its reader's language, an e-mail its receiver's, everything
else Bokmål. What is stored is never translated: a text becomes another language's where it is shown, and only there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from enum import StrEnum
from typing import Any, Self


class Spraak(StrEnum):
    BOKMAAL = "nb"
    NYNORSK = "nn"
    ENGELSK = "en"

    @property
    def tekst(self) -> str:
        """What it calls itself."""
        return {self.BOKMAAL: "Bokmål", self.NYNORSK: "Nynorsk", self.ENGELSK: "English"}[self]

    @classmethod
    def les(cls, kode: str | None) -> "Spraak | None":
        """The language of this code; None where it is none of ours."""
        return cls(kode) if kode in set(cls) else None


_NAA: ContextVar[Spraak | Callable[[], Spraak]] = ContextVar("spraak", default=Spraak.BOKMAAL)


def gjeldende() -> Spraak:
    """The language of what is shown now."""
    naa = _NAA.get()
    if not isinstance(naa, Spraak):
        naa = naa()
        _NAA.set(naa)
    return naa


def velg(spraak: Spraak | Callable[[], Spraak]) -> None:
    """From now on this language; or the one that this finds, when somebody first asks."""
    _NAA.set(spraak)


@contextmanager
def paa(spraak: Spraak) -> Iterator[None]:
    """What is shown inside is in this language."""
    merke = _NAA.set(spraak)
    try:
        yield
    finally:
        _NAA.reset(merke)


class Sammensatt(str):
    """A sentence with something put into it. As a string it is Bokmål, and is stored so; it can be shown in another.

    `mal` is what stands in the catalogue, with %(name)s for each of `verdier`; a day among them is shown as the
    language writes days.
    """

    mal: str
    verdier: dict[str, Any]

    def __new__(cls, mal: str, **verdier: Any) -> Self:
        setning = super().__new__(cls, mal % {n: dato(v, Spraak.BOKMAAL) for n, v in verdier.items()})
        setning.mal, setning.verdier = mal, verdier
        return setning

    def vist(self) -> dict[str, Any]:
        """What is put into it, as the language of now writes it."""
        return {navn: dato(verdi) for navn, verdi in self.verdier.items()}


MAANEDER = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def dato(dag: Any, spraak: Spraak | None = None) -> Any:
    """28.02.2026, or 28 Feb 2026 where dots would leave a reader in doubt. What is no day comes back as it is."""
    if not isinstance(dag, date):
        return dag
    if (spraak or gjeldende()) is Spraak.ENGELSK:
        return f"{dag.day} {MAANEDER[dag.month - 1]} {dag.year}"
    return dag.strftime("%d.%m.%Y")
