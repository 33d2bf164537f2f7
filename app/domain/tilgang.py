"""Who may do what: the roles, the rights, and the one matrix that joins them (S5 to S19).

Every question about access in the whole house is `kan()`, or the scope of a query (beboer.synlige).
"""

from collections.abc import Iterable, Mapping
from enum import Enum, StrEnum
from typing import Protocol


class Rolle(StrEnum):
    """The five roles in the mottak, spelled as IMDi spells them, and the two outside it."""

    MOTTAKSADMINISTRATOR = "Mottaksadministrator"
    MOTTAK_BOSETTINGSANSVARLIG = "MottakBosettingsansvarlig"
    MOTTAK_KOMPASS = "MottakKompass"
    INTEGRERINGSMOTTAK_BOSETTINGSANSVARLIG = "IntegreringsmottakBosettingsansvarlig"
    INTEGRERINGSMOTTAK_KOMPASS = "IntegreringsmottakKompass"
    IMDI_SAKSBEHANDLER = "IMDiSaksbehandler"
    KOMMUNEBRUKER = "Kommunebruker"


class Rett(StrEnum):
    """What can be done, as thing:act."""

    ARBEIDSFLATE_SE = "arbeidsflate:se"
    BEBOER_SE = "beboer:se"
    KOMMUNE_SE = "kommune:se"
    MOTTAK_SE = "mottak:se"
    OPPGAVE_SE = "oppgave:se"
    SAMTALE_FERDIGSTILLE = "samtale:ferdigstille"
    SAMTALE_REGISTRERE = "samtale:registrere"
    VARSEL_SE = "varsel:se"


class Krets(Enum):
    """Which residents a right reaches (S12 against S17)."""

    MED_SAK = "beboere med bosettingssak"
    ALLE = "også beboere uten bosettingssak"


class HarSak(Protocol):
    @property
    def har_bosettingssak(self) -> bool: ...


class HarRoller(Protocol):
    @property
    def roller(self) -> Iterable[Rolle]: ...


def _alle(*retter: Rett) -> dict[Rett, Krets]:
    return dict.fromkeys(retter, Krets.ALLE)


_FELLES = _alle(Rett.ARBEIDSFLATE_SE, Rett.MOTTAK_SE)
_LISTER = _alle(Rett.OPPGAVE_SE, Rett.BEBOER_SE, Rett.VARSEL_SE, Rett.KOMMUNE_SE)
_SAMTALE = (Rett.SAMTALE_REGISTRERE, Rett.SAMTALE_FERDIGSTILLE)

MATRISE: Mapping[Rolle, Mapping[Rett, Krets]] = {
    Rolle.MOTTAKSADMINISTRATOR: _FELLES,
    Rolle.MOTTAK_BOSETTINGSANSVARLIG: _FELLES | _LISTER | dict.fromkeys(_SAMTALE, Krets.MED_SAK),
    Rolle.MOTTAK_KOMPASS: _FELLES | _alle(Rett.KOMMUNE_SE),
    Rolle.INTEGRERINGSMOTTAK_BOSETTINGSANSVARLIG: _FELLES | _LISTER | _alle(*_SAMTALE),
    Rolle.INTEGRERINGSMOTTAK_KOMPASS: _FELLES | _alle(Rett.KOMMUNE_SE),
    Rolle.IMDI_SAKSBEHANDLER: _alle(Rett.ARBEIDSFLATE_SE, Rett.KOMMUNE_SE),
    Rolle.KOMMUNEBRUKER: _alle(Rett.ARBEIDSFLATE_SE, Rett.KOMMUNE_SE),
}


def krets(bruker: HarRoller, rett: Rett) -> Krets | None:
    """How far a right reaches for this user: roles add up, the widest counts. None where it is not held."""
    kretser = {MATRISE[rolle][rett] for rolle in bruker.roller if rett in MATRISE[rolle]}
    return Krets.ALLE if Krets.ALLE in kretser else Krets.MED_SAK if kretser else None


def kan(bruker: HarRoller, rett: Rett, beboer: HarSak | None = None) -> bool:
    """Whether the user holds the right, and, where a resident is named, whether it reaches that resident."""
    rekkevidde = krets(bruker, rett)
    return rekkevidde is not None and (beboer is None or beboer.har_bosettingssak or rekkevidde is Krets.ALLE)
