"""The ways in which the domain says no. The web turns each into its one HTTP status (see web/feil.py)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


class Avvist(Exception):
    """Something was refused; nothing has been changed."""


class IkkeFunnet(Avvist):
    """There is no such thing, or it belongs to another mottak: the caller cannot tell which."""


class Nektet(Avvist):
    """The user may see this, but holds no right to do it."""


class Laast(Avvist):
    """The interview is completed: nothing in it changes any more (S83)."""


class Nedlagt(Avvist):
    """The mottak is closed: it gets no more tasks."""


class Ugyldig(Avvist):
    """An answer that cannot be stored. `melding` is a Bokmål sentence with %(name)s for each of `verdier`."""

    def __init__(self, melding: str, **verdier: object) -> None:
        super().__init__(melding)
        self.melding = melding
        self.verdier: Mapping[str, object] = verdier


class Uklart(Ugyldig):
    """An answer that may mean one of several, or is nearly one: `forslag` are those, as they are written."""

    def __init__(self, melding: str, *forslag: str) -> None:
        super().__init__(melding, forslag=" eller ".join(forslag))
        self.forslag = forslag


@dataclass
class ForMange(Avvist):
    """Tried too often within `vindu`: wait."""

    vindu: timedelta


@dataclass
class Konflikt(Avvist):
    """A colleague changed the same field meanwhile. `lagret` is None where its text must not be shown (C3)."""

    versjon: int
    lagret: Any
    endret_av: str
    endret: datetime
    endret_av_id: str = ""


@dataclass
class Mangler(Avvist):
    """Required answers are missing: pairs of (beboer id, path of the field)."""

    felter: Sequence[tuple[str, str]]


@dataclass
class EndretSidenLesing(Avvist):
    """Answers changed after the read-through was shown: pairs of (beboer id, path of the field)."""

    felter: Sequence[tuple[str, str]]
