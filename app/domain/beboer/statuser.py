"""Statuser: the three statuses of a resident, in the words of the guide (S36)."""

from enum import StrEnum


class Samtalestatus(StrEnum):
    IKKE_KLAR = "ikke_klar"
    KLAR = "klar"
    PAABEGYNT = "paabegynt"
    GJENNOMFOERT = "gjennomfoert"

    @property
    def tekst(self) -> str:
        return {
            self.IKKE_KLAR: "Ikke klar",
            self.KLAR: "Klar for samtale",
            self.PAABEGYNT: "Påbegynt",
            self.GJENNOMFOERT: "Gjennomført",
        }[self]


class Kompassstatus(StrEnum):
    IKKE_REGISTRERT = "ikke_registrert"
    KODE_TILDELT = "kode_tildelt"
    REGISTRERT = "registrert"
    AARSAK_REGISTRERT = "aarsak_registrert"

    @property
    def tekst(self) -> str:
        return {
            self.IKKE_REGISTRERT: "Ikke registrert i Kompass",
            self.KODE_TILDELT: "Kode tildelt",
            self.REGISTRERT: "Registrert i Kompass",
            self.AARSAK_REGISTRERT: "Ikke gjennomført – årsak registrert",
        }[self]


class Bosettingsstatus(StrEnum):
    INGEN_SAK = "ingen_sak"
    SAK_OPPRETTET = "sak_opprettet"
    FORDELINGSKLAR = "fordelingsklar"
    SOEKT_UT = "soekt_ut"
    BOSATT = "bosatt"

    @property
    def tekst(self) -> str:
        return {
            self.INGEN_SAK: "Ingen bosettingssak",
            self.SAK_OPPRETTET: "Bosettingssak opprettet",
            self.FORDELINGSKLAR: "Fordelingsklar",
            self.SOEKT_UT: "Søkt ut til …",
            self.BOSATT: "Bosatt",
        }[self]
