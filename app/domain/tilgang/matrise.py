"""Who may do what: the roles, the rights, and the one matrix that joins them (S5 to S19).

Every question about access in the whole house is `kan()`, or the scope of a query (beboer.synlige).
"""

from collections.abc import Iterable, Mapping
from enum import Enum, StrEnum
from typing import Protocol


class Rolle(StrEnum):
    """The five roles in the mottak, spelled as IMDi spells them, and the three outside it."""

    MOTTAKSADMINISTRATOR = "Mottaksadministrator"
    MOTTAK_BOSETTINGSANSVARLIG = "MottakBosettingsansvarlig"
    MOTTAK_KOMPASS = "MottakKompass"
    INTEGRERINGSMOTTAK_BOSETTINGSANSVARLIG = "IntegreringsmottakBosettingsansvarlig"
    INTEGRERINGSMOTTAK_KOMPASS = "IntegreringsmottakKompass"
    IMDI_SAKSBEHANDLER = "IMDiSaksbehandler"
    IMDI_ADMINISTRATOR = "IMDiAdministrator"
    KOMMUNEBRUKER = "Kommunebruker"


class Rett(StrEnum):
    """What can be done, as thing:act."""

    ARBEIDSFLATE_SE = "arbeidsflate:se"
    BEBOER_SE = "beboer:se"
    BEBOER_SLAA_SAMMEN = "beboer:slaa-sammen"
    BOSETTING_REGISTRERE = "bosetting:registrere"
    BRUKER_ADMINISTRERE = "bruker:administrere"
    BRUKER_ADMINISTRERE_ALLE = "bruker:administrere-alle"
    EPOST_SE = "epost:se"
    KOMMUNE_BEHANDLE_FEIL = "kommune:behandle-feil"
    KOMMUNE_ENDRE_KONTAKT = "kommune:endre-kontakt"
    KOMMUNE_SE = "kommune:se"
    KOMMUNE_UTEN_BRUKER_SE = "kommune:uten-bruker-se"
    KOMPASS_TILDELE = "kompass:tildele"
    LISTE_EKSPORTERE = "liste:eksportere"
    MOTTAK_ADMINISTRERE = "mottak:administrere"
    MOTTAK_ENDRE_BOSETTINGSANSVARLIG = "mottak:endre-bosettingsansvarlig"
    MOTTAK_ENDRE_KONTAKT = "mottak:endre-kontakt"
    MOTTAK_SE = "mottak:se"
    OPPGAVE_SE = "oppgave:se"
    SAK_RETTE = "sak:rette"
    SAK_SE = "sak:se"
    SAMTALE_FERDIGSTILLE = "samtale:ferdigstille"
    SAMTALE_REGISTRERE = "samtale:registrere"
    SKJERMING_GI = "skjerming:gi"
    SOEKT_UT_SE = "soekt-ut:se"
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
_ADMINISTRASJON = _alle(Rett.BRUKER_ADMINISTRERE, Rett.MOTTAK_ENDRE_KONTAKT, Rett.MOTTAK_ENDRE_BOSETTINGSANSVARLIG)
_LISTER = _alle(Rett.OPPGAVE_SE, Rett.BEBOER_SE, Rett.VARSEL_SE, Rett.KOMMUNE_SE, Rett.MOTTAK_ENDRE_BOSETTINGSANSVARLIG)
_EKSPORT = _alle(Rett.LISTE_EKSPORTERE)
"""What is exported leaves the system: for those alone who plan from the lists, and never more than they see there."""
_KOMMUNEREGISTER = _alle(Rett.KOMMUNE_SE, Rett.KOMMUNE_BEHANDLE_FEIL)
_IMDI = _alle(Rett.ARBEIDSFLATE_SE, Rett.KOMMUNE_UTEN_BRUKER_SE) | _KOMMUNEREGISTER
_SAK = _alle(Rett.SAK_SE, Rett.SAK_RETTE, Rett.BOSETTING_REGISTRERE, Rett.BEBOER_SLAA_SAMMEN)
_VARSEL = _alle(Rett.VARSEL_SE, Rett.EPOST_SE)
"""An administrator gets one kind of notice, which says that a task waits, not whose (S11); and sees what failed."""
_SAMTALE = (Rett.SAMTALE_REGISTRERE, Rett.SAMTALE_FERDIGSTILLE)
_KOMPASS = {Rett.KOMPASS_TILDELE: Krets.MED_SAK}

MATRISE: Mapping[Rolle, Mapping[Rett, Krets]] = {
    Rolle.MOTTAKSADMINISTRATOR: _FELLES | _ADMINISTRASJON | _VARSEL,
    Rolle.MOTTAK_BOSETTINGSANSVARLIG: (
        _FELLES | _LISTER | _EKSPORT | dict.fromkeys(_SAMTALE, Krets.MED_SAK) | _KOMPASS
    ),
    Rolle.MOTTAK_KOMPASS: _FELLES | _alle(Rett.KOMMUNE_SE) | _KOMPASS,
    Rolle.INTEGRERINGSMOTTAK_BOSETTINGSANSVARLIG: (
        _FELLES | _LISTER | _EKSPORT | _alle(*_SAMTALE, Rett.KOMPASS_TILDELE)
    ),
    Rolle.INTEGRERINGSMOTTAK_KOMPASS: _FELLES | _alle(Rett.KOMMUNE_SE, Rett.KOMPASS_TILDELE),
    Rolle.IMDI_SAKSBEHANDLER: _IMDI | _alle(Rett.SKJERMING_GI) | _SAK | _EKSPORT | _VARSEL,
    Rolle.IMDI_ADMINISTRATOR: (
        _IMDI | _alle(Rett.BRUKER_ADMINISTRERE, Rett.BRUKER_ADMINISTRERE_ALLE, Rett.MOTTAK_ADMINISTRERE)
    ),
    Rolle.KOMMUNEBRUKER: (
        _alle(Rett.ARBEIDSFLATE_SE, Rett.KOMMUNE_ENDRE_KONTAKT, Rett.SOEKT_UT_SE, Rett.VARSEL_SE) | _KOMMUNEREGISTER
    ),
}


MOTTAKSROLLER = (
    Rolle.MOTTAKSADMINISTRATOR,
    Rolle.MOTTAK_BOSETTINGSANSVARLIG,
    Rolle.MOTTAK_KOMPASS,
    Rolle.INTEGRERINGSMOTTAK_BOSETTINGSANSVARLIG,
    Rolle.INTEGRERINGSMOTTAK_KOMPASS,
)
"""The five of the guide: all that a mottaksadministrator may ever give (D3)."""
IMDI_ROLLER = (Rolle.IMDI_SAKSBEHANDLER, Rolle.IMDI_ADMINISTRATOR)
"""Never both for one user: who gives access, reads no case."""
INTEGRERINGSROLLER = (Rolle.INTEGRERINGSMOTTAK_BOSETTINGSANSVARLIG, Rolle.INTEGRERINGSMOTTAK_KOMPASS)
BOSETTINGSANSVARLIGE = (Rolle.MOTTAK_BOSETTINGSANSVARLIG, Rolle.INTEGRERINGSMOTTAK_BOSETTINGSANSVARLIG)
"""The roles that do the interviews and receive the mottak's notices."""

TITLER: Mapping[Rolle, str] = {
    Rolle.MOTTAKSADMINISTRATOR: "Mottaksadministrator",
    Rolle.MOTTAK_BOSETTINGSANSVARLIG: "Bosettingsansvarlig",
    Rolle.MOTTAK_KOMPASS: "Kompass",
    Rolle.INTEGRERINGSMOTTAK_BOSETTINGSANSVARLIG: "Bosettingsansvarlig",
    Rolle.INTEGRERINGSMOTTAK_KOMPASS: "Kompass",
    Rolle.IMDI_SAKSBEHANDLER: "Saksbehandler i IMDi",
    Rolle.IMDI_ADMINISTRATOR: "Administrator i IMDi",
    Rolle.KOMMUNEBRUKER: "Kommunebruker",
}
"""What a person is called on the pages; the role's own name is for those who give it."""

BESKRIVELSER: Mapping[Rolle, str] = {
    Rolle.MOTTAKSADMINISTRATOR: (
        "Har tilgang til brukeradministrasjonen, og kan opprette brukere og gi dem rollene de trenger. Kan redigere "
        "kontaktinformasjon for mottaket. Rollen gir i seg selv ikke tilgang til øvrig informasjon og saksbehandling."
    ),
    Rolle.MOTTAK_BOSETTINGSANSVARLIG: (
        "Registrerer bosettingsrelevante opplysninger for beboere med bosettingssak, og gjør dem fordelingsklare. "
        "Kan generere kode til innlogging i Kompass for beboere med bosettingssak, registrere merknader knyttet til "
        "kompetanse, og redigere kontaktinformasjon om bosettingsansvarlig."
    ),
    Rolle.MOTTAK_KOMPASS: "Kan generere kode til innlogging i Kompass, bare for beboere med bosettingssak.",
    Rolle.INTEGRERINGSMOTTAK_BOSETTINGSANSVARLIG: (
        "Registrerer bosettingsrelevante opplysninger og kan generere kode til innlogging i Kompass, også for "
        "beboere uten bosettingssak."
    ),
    Rolle.INTEGRERINGSMOTTAK_KOMPASS: (
        "Kan generere kode til innlogging i Kompass for beboere med og uten bosettingssak."
    ),
    Rolle.IMDI_SAKSBEHANDLER: (
        "Behandler bosettingssakene: ser dem som er fordelingsklare, registrerer søkt ut og bosatt, retter, slår "
        "sammen den som er registrert to ganger, og gir tilgang til skjermede beboere."
    ),
    Rolle.IMDI_ADMINISTRATOR: (
        "Holder oversikten over mottakene, og administrerer brukere i IMDi og kommunene og mottaksadministratorene. "
        "Ser ingen bosettingssaker."
    ),
    Rolle.KOMMUNEBRUKER: "Ser dem som er søkt ut til kommunen, og holder kommunens kontaktinformasjon oppdatert.",
}
"""What each role is for: those of the mottak as the guide says it (S9 to S19)."""


def roller_ved(*, integreringsmottak: bool) -> list[Rolle]:
    """The roles that can be given at a mottak: those of an integreringsmottak only there (D4)."""
    return [rolle for rolle in MOTTAKSROLLER if integreringsmottak or rolle not in INTEGRERINGSROLLER]


def roller_med(rett: Rett) -> list[Rolle]:
    """The roles that hold a right."""
    return [rolle for rolle, retter in MATRISE.items() if rett in retter]


def krets(bruker: HarRoller, rett: Rett) -> Krets | None:
    """How far a right reaches for this user: roles add up, the widest counts. None where it is not held."""
    kretser = {MATRISE[rolle][rett] for rolle in bruker.roller if rett in MATRISE[rolle]}
    return Krets.ALLE if Krets.ALLE in kretser else Krets.MED_SAK if kretser else None


def kan(bruker: HarRoller, rett: Rett, beboer: HarSak | None = None) -> bool:
    """Whether the user holds the right, and, where a resident is named, whether it reaches that resident."""
    rekkevidde = krets(bruker, rett)
    return rekkevidde is not None and (beboer is None or beboer.har_bosettingssak or rekkevidde is Krets.ALLE)
