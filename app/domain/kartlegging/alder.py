"""Alder: how old a person is as the questionnaire counts it, and which questions that decides."""

from app.domain.skjema.grammatikk import Person
from app.domain.tid import KOMPASS_FRA_ALDER, alder, dag_i_norge


def har_fylt(person: Person, aar: int) -> bool:
    """Whether the person is so old: today, or when the interview was completed."""
    da = dag_i_norge(person.ferdigstilt) if person.ferdigstilt else None
    return alder(person.foedt, da) >= aar


def fra_kompassalder(person: Person) -> bool:
    """Old enough for Kompass, and to be asked about competence."""
    return har_fylt(person, KOMPASS_FRA_ALDER)


def under_kompassalder(person: Person) -> bool:
    """Asked about kindergarten and school instead."""
    return not fra_kompassalder(person)
