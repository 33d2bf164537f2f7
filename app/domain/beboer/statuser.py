"""Statuser: the three statuses of a resident, in the words of the guide (S36)."""

from enum import StrEnum
from typing import Any, Self

from app.domain.tid import KOMPASS_FRA_ALDER
from app.spraak import Sammensatt


class Statusord(Sammensatt):
    """A status in the guide's words, and how far the matter has come by then, which a mark beside the words shows:
    'tom', 'klar', 'halv', 'hel', or 'strek' where it ended otherwise.
    """

    trinn: str

    def __new__(cls, mal: str, trinn: str = "tom", **verdier: Any) -> Self:
        ord_ = super().__new__(cls, mal, **verdier)
        ord_.trinn = trinn
        return ord_


TRUKKET = Statusord("Trukket", "strek")
"""In the place of the settlement status of whoever the register has withdrawn."""


class Samtalestatus(StrEnum):
    IKKE_KLAR = "ikke_klar"
    KLAR = "klar"
    PAABEGYNT = "paabegynt"
    GJENNOMFOERT = "gjennomfoert"

    @property
    def tekst(self) -> Statusord:
        return {
            self.IKKE_KLAR: Statusord("Ikke klar"),
            self.KLAR: Statusord("Klar for samtale", "klar"),
            self.PAABEGYNT: Statusord("Påbegynt", "halv"),
            self.GJENNOMFOERT: Statusord("Gjennomført", "hel"),
        }[self]


class Kompassstatus(StrEnum):
    IKKE_REGISTRERT = "ikke_registrert"
    KODE_TILDELT = "kode_tildelt"
    REGISTRERT = "registrert"
    AARSAK_REGISTRERT = "aarsak_registrert"

    @property
    def tekst(self) -> Statusord:
        return {
            self.IKKE_REGISTRERT: Statusord("Ikke registrert i Kompass"),
            self.KODE_TILDELT: Statusord("Kode tildelt", "halv"),
            self.REGISTRERT: Statusord("Registrert i Kompass", "hel"),
            self.AARSAK_REGISTRERT: Statusord("Ikke gjennomført – årsak registrert", "strek"),
        }[self]


KOMPASS_GJELDER_IKKE = Statusord("Gjelder ikke (under %(alder)s år)", "strek", alder=KOMPASS_FRA_ALDER)
"""In the place of the status of whoever is too young for Kompass, and not registered there."""


class Bosettingsstatus(StrEnum):
    INGEN_SAK = "ingen_sak"
    SAK_OPPRETTET = "sak_opprettet"
    FORDELINGSKLAR = "fordelingsklar"
    SOEKT_UT = "soekt_ut"
    BOSATT = "bosatt"

    @property
    def tekst(self) -> Statusord:
        return {
            self.INGEN_SAK: Statusord("Ingen bosettingssak"),
            self.SAK_OPPRETTET: Statusord("Bosettingssak opprettet", "klar"),
            self.FORDELINGSKLAR: Statusord("Fordelingsklar", "halv"),
            self.SOEKT_UT: Statusord("Søkt ut til …", "halv"),
            self.BOSATT: Statusord("Bosatt", "hel"),
        }[self]
