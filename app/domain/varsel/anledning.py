"""Anledning: the occasions that make a notice, declared once: whom each is for, and what it says (S26 to S30)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.varsel.adressat import Mottaker


class Anledning(StrEnum):
    KLAR_FOR_SAMTALE = "klar_for_samtale"
    HUSSTAND_ENDRET = "husstand_endret"
    PAAMINNELSE = "paaminnelse"
    ESKALERING = "eskalering"
    SOEKT_UT = "soekt_ut"
    SOEKT_UT_TRUKKET = "soekt_ut_trukket"
    FORDELINGSKLAR = "fordelingsklar"
    INTERN_MERKNAD = "intern_merknad"
    HUSSTAND_UTVIDET = "husstand_utvidet"
    TRUKKET = "trukket"
    TRUKKET_FRA_IMDI = "trukket_fra_imdi"
    SLAATT_SAMMEN = "slaatt_sammen"
    SAMMENSLAAING_OPPHEVET = "sammenslaaing_opphevet"
    SKJERMET_VENTER = "skjermet_venter"
    SKJERMET_FERDIG = "skjermet_ferdig"
    SKJERMET_SOEKT_UT = "skjermet_soekt_ut"
    KOMMUNE_SOEKT_UT = "kommune_soekt_ut"
    KOMMUNE_ENDRET = "kommune_endret"
    KOMMUNE_RETTET = "kommune_rettet"
    KOMMUNE_TRUKKET = "kommune_trukket"
    KOMMUNE_TILBAKE = "kommune_tilbake"


@dataclass(frozen=True)
class Varseltype:
    """What a notice says: in the app, and in e-mail, where not even a status is told (L17, M5)."""

    mottaker: Mottaker
    tekst: str
    epost: str
    flere: tuple[str, str] | None = None
    """The same two of several at once; of reminders, which come together."""


_NYTT_VED_MOTTAKET = "Det er nytt i en sak ved mottaket."
_NYTT_I_SAK = "Det er nytt i en sak."
_NYTT_I_KOMMUNEN = "Det er nytt i en sak for kommunen."
_SKJERMET = "En sak venter på at noen får tilgang."

ANLEDNINGER: Mapping[Anledning, Varseltype] = {
    Anledning.KLAR_FOR_SAMTALE: Varseltype(
        Mottaker.MOTTAK,
        "En person eller familie er klar for bosettingssamtale.",
        "Mottaket har fått en ny oppgave.",
    ),
    Anledning.HUSSTAND_ENDRET: Varseltype(
        Mottaker.MOTTAK,
        "En husstand er endret: noen er lagt til eller flyttet.",
        "En oppgave ved mottaket er endret.",
    ),
    Anledning.PAAMINNELSE: Varseltype(
        Mottaker.MOTTAK,
        "En bosettingssamtale venter på at noen begynner.",
        "En oppgave ved mottaket venter på dere.",
        (
            "%(antall)s bosettingssamtaler venter på at noen begynner.",
            "%(antall)s oppgaver ved mottaket venter på dere.",
        ),
    ),
    Anledning.ESKALERING: Varseltype(
        Mottaker.ADMINISTRATOR,
        "En oppgave har ventet i ti arbeidsdager uten at noen har begynt.",
        "En oppgave ved mottaket har ventet lenge.",
        (
            "%(antall)s oppgaver har ventet i ti arbeidsdager uten at noen har begynt.",
            "%(antall)s oppgaver ved mottaket har ventet lenge.",
        ),
    ),
    Anledning.SOEKT_UT: Varseltype(
        Mottaker.MOTTAK, "En person eller familie er søkt ut til en kommune.", _NYTT_VED_MOTTAKET
    ),
    Anledning.SOEKT_UT_TRUKKET: Varseltype(
        Mottaker.MOTTAK,
        "IMDi har trukket tilbake at en person eller familie er søkt ut til en kommune.",
        _NYTT_VED_MOTTAKET,
    ),
    Anledning.FORDELINGSKLAR: Varseltype(
        Mottaker.IMDI, "En bosettingssamtale er ferdigstilt.", "IMDi har fått en ny sak."
    ),
    Anledning.INTERN_MERKNAD: Varseltype(
        Mottaker.IMDI,
        "En intern bosettingsmerknad er lagt til etter at samtalen var ferdigstilt.",
        "Det er nye opplysninger i en sak.",
    ),
    Anledning.HUSSTAND_UTVIDET: Varseltype(
        Mottaker.IMDI, "Noen er kommet til i en husstand som er ferdigstilt.", _NYTT_I_SAK
    ),
    Anledning.TRUKKET: Varseltype(Mottaker.MOTTAK, "En person med ferdigstilt samtale er trukket.", _NYTT_VED_MOTTAKET),
    Anledning.TRUKKET_FRA_IMDI: Varseltype(Mottaker.IMDI, "En person med ferdigstilt samtale er trukket.", _NYTT_I_SAK),
    Anledning.SLAATT_SAMMEN: Varseltype(
        Mottaker.MOTTAK, "IMDi har slått sammen en person som var registrert to ganger.", _NYTT_VED_MOTTAKET
    ),
    Anledning.SAMMENSLAAING_OPPHEVET: Varseltype(
        Mottaker.MOTTAK, "IMDi har opphevet sammenslåingen av en person.", _NYTT_VED_MOTTAKET
    ),
    Anledning.SKJERMET_VENTER: Varseltype(
        Mottaker.SKJERMING, "En skjermet person venter på at noen ved mottaket får tilgang.", _SKJERMET
    ),
    Anledning.SKJERMET_FERDIG: Varseltype(
        Mottaker.SKJERMING, "En skjermet person er ferdigstilt, og venter på at noen i IMDi får tilgang.", _SKJERMET
    ),
    Anledning.SKJERMET_SOEKT_UT: Varseltype(
        Mottaker.SKJERMING, "En skjermet person er søkt ut, og venter på at noen i kommunen får tilgang.", _SKJERMET
    ),
    Anledning.KOMMUNE_SOEKT_UT: Varseltype(
        Mottaker.KOMMUNE, "En person eller familie er søkt ut til kommunen.", _NYTT_I_KOMMUNEN
    ),
    Anledning.KOMMUNE_ENDRET: Varseltype(
        Mottaker.KOMMUNE, "Det er endringer hos en som er søkt ut til kommunen.", _NYTT_I_KOMMUNEN
    ),
    Anledning.KOMMUNE_RETTET: Varseltype(
        Mottaker.KOMMUNE, "IMDi har rettet opplysninger om en som er søkt ut til kommunen.", _NYTT_I_KOMMUNEN
    ),
    Anledning.KOMMUNE_TRUKKET: Varseltype(
        Mottaker.KOMMUNE, "En som var søkt ut til kommunen, er trukket.", _NYTT_I_KOMMUNEN
    ),
    Anledning.KOMMUNE_TILBAKE: Varseltype(
        Mottaker.KOMMUNE, "IMDi har trukket tilbake at noen er søkt ut til kommunen.", _NYTT_I_KOMMUNEN
    ),
}
