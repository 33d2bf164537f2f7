"""What is known already of the persons in the register's rows, and in what a row differs from it."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.modell import BEBOER, Bosettingssamtale, Husstand
from app.domain.beboer.statuser import Bosettingsstatus, Samtalestatus
from app.domain.register.person import FAKTAKOLONNER, Registerperson, noekkel

Hvem = tuple[str, date]
"""Name, as one searches for it, and birth date: what tells that two numbers may be one person."""


@dataclass(frozen=True)
class Kjent:
    """The stored rows of some persons, their households by the register's names, and who else is called so."""

    personer: Mapping[str, Any]
    husstander: Mapping[str, str]
    navnesaker: frozenset[Hvem]


def finn_kjente(personer: Sequence[Registerperson]) -> Kjent:
    """What the database holds, in three queries. A read without a user: the register knows whom it tells of."""
    numre = [person.duf_nummer for person in personer]
    rader = {rad.duf_nummer: rad for rad in sesjon.execute(_PERSONER, {"numre": numre})}
    husstander = sesjon.execute(_HUSSTANDER, {"numre": list({person.husstand for person in personer})})
    navn = [kjennetegn(person)[0] for person in personer if person.duf_nummer not in rader]
    navnesaker = sesjon.execute(_NAVN, {"navn": navn}) if navn else ()
    return Kjent(rader, {str(nummer): id_ for id_, nummer in husstander}, frozenset((n, f) for n, f in navnesaker))


def kjennetegn(person: Registerperson) -> Hvem:
    return noekkel(f"{person.fakta['fornavn']} {person.fakta['etternavn']}"), person.fakta["foedt"]


def ulikheter(person: Registerperson, kjent: Kjent) -> tuple[str, ...] | None:
    """Names of the columns where the row differs from what is stored; None for a person who is new.

    One who is withdrawn and was never known is nobody's business, and is not stored.
    """
    rad = kjent.personer.get(person.duf_nummer)
    if rad is None:
        return () if person.trukket else None
    ulike = ("foedt" if navn == "bare_aar" else navn for navn in fakta_ulike(person, rad))
    return (*_plass_ulik(person, rad, kjent), *dict.fromkeys(ulike))


def griper_inn(personer: Sequence[Registerperson], kjent: Kjent) -> bool:
    """Whether a household's rows change running work; otherwise they are all new, or differ in facts alone.

    Of the facts, whether someone is shielded is the one that decides who takes part in which interview.
    """
    rader = [kjent.personer.get(person.duf_nummer) for person in personer]
    if not any(rader):
        return personer[0].husstand in kjent.husstander
    return any(
        rad is None or _plass_ulik(person, rad, kjent) or "skjermet" in fakta_ulike(person, rad)
        for person, rad in zip(personer, rader, strict=True)
    )


def vil_inn_i_stengt(personer: Sequence[Registerperson], kjent: Kjent, nedlagte: Container[str]) -> bool:
    """Whether the rows bring somebody to a closed mottak, or make somebody there ready; who lives there, may stay."""
    for person in personer:
        rad = kjent.personer.get(person.duf_nummer)
        ny_der = rad is None or rad.mottak_id != person.mottak_id
        ny_oppgave = person.klar and (rad is None or rad.status is None)
        if person.mottak_id in nedlagte and not person.trukket and (ny_der or ny_oppgave):
            return True
    return False


def fakta_ulike(person: Registerperson, rad: Any) -> dict[str, Any]:
    return {navn: verdi for navn, verdi in person.fakta.items() if getattr(rad, navn) != verdi}


def logglinjer(beboer_id: str, endret: Iterable[str]) -> list[dict[str, str | None]]:
    """What the log says of facts that changed: no more names in a line than its column holds."""
    navn = iter(dict.fromkeys("foedt" if kolonne == "bare_aar" else kolonne for kolonne in endret))
    return [{"beboer_id": beboer_id, "felt": ",".join(bunke)} for bunke in iter(lambda: list(islice(navn, 5)), [])]


def _plass_ulik(person: Registerperson, rad: Any, kjent: Kjent) -> list[str]:
    """What concerns place and work. A person who is withdrawn is asked of nothing else."""
    if rad.trukket and person.trukket is not False:
        return []
    aapen = rad.status in (Samtalestatus.KLAR, Samtalestatus.PAABEGYNT)
    har_sak = rad.bosetting != Bosettingsstatus.INGEN_SAK
    spoersmaal = {
        "mottak": rad.mottak_id != person.mottak_id,
        "husstand": rad.husstand_id != kjent.husstander.get(person.husstand),
        "bosettingssak": person.har_sak is not None and har_sak != person.har_sak and _sak_kan_endres(rad, person),
        "klar": (person.klar is True and rad.status is None)
        or (person.klar is False and har_sak and aapen and rad.status == Samtalestatus.KLAR),
        "trukket": person.trukket is (rad.trukket is None),
    }
    return [navn for navn, er_ulikt in spoersmaal.items() if er_ulikt]


def _sak_kan_endres(rad: Any, person: Registerperson) -> bool:
    """A case that has led to «fordelingsklar» is not taken back by the register."""
    return bool(person.har_sak) or rad.bosetting == Bosettingsstatus.SAK_OPPRETTET


_SAMTALE = Bosettingssamtale.__table__
_PERSONER = (
    sa.select(
        BEBOER.c.id, BEBOER.c.duf_nummer, BEBOER.c.mottak_id, BEBOER.c.husstand_id, BEBOER.c.bosetting,
        BEBOER.c.trukket, BEBOER.c.samtale_id, BEBOER.c.soekt_ut_til, BEBOER.c.bosettingsdato,
        *(BEBOER.c[navn] for navn in FAKTAKOLONNER), _SAMTALE.c.status,
    )
    .outerjoin(_SAMTALE, _SAMTALE.c.id == BEBOER.c.samtale_id)
    .where(BEBOER.c.duf_nummer.in_(sa.bindparam("numre", expanding=True)))
)  # fmt: skip
_HUSSTANDER = sa.select(Husstand.id, Husstand.registernummer).where(
    Husstand.registernummer.in_(sa.bindparam("numre", expanding=True))
)
_NAVN = sa.select(BEBOER.c.soekenoekkel, BEBOER.c.foedt).where(
    BEBOER.c.soekenoekkel.in_(sa.bindparam("navn", expanding=True))
)
