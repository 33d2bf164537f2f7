"""Kontakt: how those responsible at the mottak are reached, and who may change that (S10, S15, S41 to S43)."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.brukere.ledig_epost import krev_ledig_epost
from app.domain.logg import endringslogg, hendelse
from app.domain.logg.hendelse import Handling
from app.domain.mottak.kontakt import laas_mottak
from app.domain.skjema.blankett import Blankett, Raa, les_gyldig_blankett
from app.domain.skjema.felttyper import Epost, Telefon
from app.domain.skjema.grammatikk import Felt
from app.domain.skjema.versjonert import lagre_versjonert, lagret_blankett
from app.domain.tilgang.bruker import Bruker, Innlogget, med_rolle
from app.domain.tilgang.matrise import BOSETTINGSANSVARLIGE, Rett, Rolle, kan
from app.domain.unntak import IkkeFunnet, Nektet

PERSONFELTER = (
    Felt("epost", "E-post", Epost(), "Varsler til den bosettingsansvarlige sendes hit.", paakrevd=True),
    Felt("telefon", "Telefon", Telefon(), ""),
)
KONTAKTROLLER = [Rolle.MOTTAKSADMINISTRATOR, *BOSETTINGSANSVARLIGE]


def personblankett(person: Bruker) -> Blankett:
    """A contact person's telephone and e-mail as they are stored."""
    return lagret_blankett(person, PERSONFELTER)


def kontaktpersoner(mottak_id: str) -> list[Bruker]:
    """The contact persons of a mottak: its administrators, then its bosettingsansvarlige (S41)."""
    alle = med_rolle(mottak_id, KONTAKTROLLER)
    return sorted(alle, key=lambda person: Rolle.MOTTAKSADMINISTRATOR not in person.roller)


def mangler_bosettingsansvarlig(personer: Sequence[Bruker]) -> bool:
    """Whether the mottak has nobody who does the interviews and receives its notices (E10)."""
    return not any(er_bosettingsansvarlig(person) for person in personer)


def er_bosettingsansvarlig(person: Bruker) -> bool:
    return not set(BOSETTINGSANSVARLIGE).isdisjoint(person.roller)


def kan_endre_kontaktperson(av: Innlogget, person: Bruker) -> bool:
    """Whether «Rediger» stands by this contact person: the administrator's own, or a bosettingsansvarlig's (S15)."""
    som_administrator = Rolle.MOTTAKSADMINISTRATOR in person.roller and kan(av, Rett.MOTTAK_ENDRE_KONTAKT)
    return som_administrator or (er_bosettingsansvarlig(person) and kan(av, Rett.MOTTAK_ENDRE_BOSETTINGSANSVARLIG))


def hent_kontaktperson(av: Innlogget, person_id: str, *, laas: bool = False) -> Bruker:
    """A contact person whom the user may change. Raises IkkeFunnet, Nektet."""
    sporring = (
        sa.select(Bruker)
        .where(Bruker.id == person_id, Bruker.mottak_id == av.mottak_id, Bruker.mottak_id.is_not(None), Bruker.aktiv)
        .options(sa.orm.selectinload(Bruker.rolletildelinger))
        .execution_options(populate_existing=True)
    )
    person = sesjon.scalars(sporring.with_for_update(key_share=True) if laas else sporring).one_or_none()
    if person is None or set(KONTAKTROLLER).isdisjoint(person.roller):
        raise IkkeFunnet
    if not kan_endre_kontaktperson(av, person):
        raise Nektet
    return person


def endre_kontaktperson(av: Innlogget, person_id: str, raa: Raa) -> Bruker:
    """«Lagre» on a contact person. Raises IkkeFunnet, Nektet, UkjentFelt, Feilutfylt, Utdatert.

    The mottak is locked first, as for every change of its users: no two take the same address at once.
    """
    laas_mottak(av.mottak_id)
    person = hent_kontaktperson(av, person_id, laas=True)
    blankett = les_gyldig_blankett(PERSONFELTER, raa, "versjon")
    krev_ledig_epost(blankett, mottak_id=person.mottak_id, unntatt=person)

    def noter(felt: str, _foer: Any, _naa: Any) -> None:
        hendelse.noter(Handling.BRUKER_ENDRET, av, felt=felt, gjelder_bruker_id=person.id, versjon=person.versjon)

    sist = partial(endringslogg.sist_endret, endringslogg.om_bruker, person.id)
    lagre_versjonert(person, PERSONFELTER, blankett, raa, sist=sist, noter=noter)
    return person
