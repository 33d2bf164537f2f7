"""What became of a field that was sent: saved, refused, or in conflict with another's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.skjema.grammatikk import Sted

SKILLE = {"langtekst": "\n", "korttekst": " / ", "spraak": " / "}
"""What stands between two texts that are put together, by the kind of field."""


@dataclass(frozen=True)
class Utfall:
    """What became of a field that was sent: '' untouched, 'lagret', 'ugyldig' or 'konflikt'."""

    tilstand: str = ""
    raa: Sequence[str] = ()
    versjon: int = 0
    """The version a refused answer was based on: sent again with it, it is refused again, not silently stored."""
    melding: str = ""
    konflikt: "Motstrid | None" = None
    forslag: Sequence[str] = ()
    beholdt: datetime | None = None
    """When it was written, where it is kept for its writer until it is stored or put away."""


@dataclass(frozen=True)
class Motstrid:
    """Two texts for one field: mine and a colleague's. `deres` is None where it must not be shown."""

    mitt: str
    deres: str | None
    endret_av: str
    tid: datetime
    versjon: int
    er_mitt: bool = False
    """The other text is the user's own too, from another tab."""
    skille: str = ""
    """What stands between the two where they can be put together: they are texts, and neither is empty or hidden."""


def motstrid(
    sted: Sted, mitt: str, deres: str | None, navn: str, tid: datetime, versjon: int, *, er_mitt: bool
) -> Motstrid:
    """The two texts of a conflict, and how they may be put together."""
    skille = SKILLE.get(sted.felt.type.mal, "") if mitt and deres else ""
    return Motstrid(mitt, deres, navn, tid, versjon, er_mitt, skille)
