"""Kontakt: how the mottak and those responsible at it are reached, and who may change that (S10, S15, S40 to S43)."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import sqlalchemy as sa

from app.db import sesjon
from app.domain import endringslogg, hendelse
from app.domain.blankett import Blankett, Raa, Utdatert, les_gyldig, utfylt
from app.domain.bruker import Bruker, Innlogget, med_rolle
from app.domain.felttyper import Epost, Langtekst, Telefon
from app.domain.hendelse import Handling
from app.domain.mottak import Mottak
from app.domain.skjema import Felt
from app.domain.tilgang import BOSETTINGSANSVARLIGE, Rett, Rolle, kan
from app.domain.unntak import IkkeFunnet, Nektet

MOTTAKSFELTER = (
    Felt("telefon", "Telefon", Telefon(), ""),
    Felt("epost", "E-post", Epost(), ""),
    Felt("fellespost", "Fellespost", Epost(), "Varsler til mottaket sendes også til denne adressen."),
    Felt("postadresse", "Postadresse", Langtekst(lengde=300), ""),
    Felt("besoeksadresse", "Besøksadresse", Langtekst(lengde=300), ""),
)
PERSONFELTER = (
    Felt("epost", "E-post", Epost(), "Varsler til den bosettingsansvarlige sendes hit.", paakrevd=True),
    Felt("telefon", "Telefon", Telefon(), ""),
)


class Versjonert(Protocol):
    """What counts its changes, so that a change tells which version it was based on."""

    versjon: Any


KONTAKTROLLER = [Rolle.MOTTAKSADMINISTRATOR, *BOSETTINGSANSVARLIGE]


def mottaksblankett(mottak: Mottak) -> Blankett:
    """The mottak's contact information as it is stored."""
    return utfylt(MOTTAKSFELTER, verdier(mottak, MOTTAKSFELTER))


def personblankett(person: Bruker) -> Blankett:
    """A contact person's telephone and e-mail as they are stored."""
    return utfylt(PERSONFELTER, verdier(person, PERSONFELTER))


def endre_mottak(av: Innlogget, raa: Raa) -> None:
    """«Lagre» on Mottaksinformasjon. Raises IkkeFunnet, UkjentFelt, Feilutfylt, Utdatert."""
    blankett = les_gyldig(MOTTAKSFELTER, raa, "versjon")
    sporring = sa.select(Mottak).where(Mottak.id == av.mottak_id).with_for_update(key_share=True)
    mottak = sesjon.scalars(sporring.execution_options(populate_existing=True)).one_or_none()
    if mottak is None:
        raise IkkeFunnet
    if er_utdatert(mottak, raa):
        raise Utdatert(blankett, mottaksblankett(mottak), *endringslogg.siste(endringslogg.om_mottaket(mottak.id)))
    foer = verdier(mottak, MOTTAKSFELTER)
    for navn, verdi in skriv(mottak, blankett).items():
        detalj = f"{linje(foer[navn])} → {linje(verdi)}"
        hendelse.noter(Handling.MOTTAK_ENDRET, av, felt=navn, detalj=detalj, versjon=mottak.versjon)


def personer(mottak_id: str) -> list[Bruker]:
    """The contact persons of a mottak: its administrators, then its bosettingsansvarlige (S41)."""
    alle = med_rolle(mottak_id, KONTAKTROLLER)
    return sorted(alle, key=lambda person: Rolle.MOTTAKSADMINISTRATOR not in person.roller)


def mangler_bosettingsansvarlig(personer: Sequence[Bruker]) -> bool:
    """Whether the mottak has nobody who does the interviews and receives its notices (E10)."""
    return not any(er_bosettingsansvarlig(person) for person in personer)


def er_bosettingsansvarlig(person: Bruker) -> bool:
    return not set(BOSETTINGSANSVARLIGE).isdisjoint(person.roller)


def kan_endre(av: Innlogget, person: Bruker) -> bool:
    """Whether «Rediger» stands by this contact person: the administrator's own, or a bosettingsansvarlig's (S15)."""
    som_administrator = Rolle.MOTTAKSADMINISTRATOR in person.roller and kan(av, Rett.MOTTAK_ENDRE_KONTAKT)
    return som_administrator or (er_bosettingsansvarlig(person) and kan(av, Rett.MOTTAK_ENDRE_BOSETTINGSANSVARLIG))


def hent_person(av: Innlogget, person_id: str, *, laas: bool = False) -> Bruker:
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
    if not kan_endre(av, person):
        raise Nektet
    return person


def endre_person(av: Innlogget, person_id: str, raa: Raa) -> Bruker:
    """«Lagre» on a contact person. Raises IkkeFunnet, Nektet, UkjentFelt, Feilutfylt, Utdatert."""
    person = hent_person(av, person_id, laas=True)
    blankett = les_gyldig(PERSONFELTER, raa, "versjon")
    if er_utdatert(person, raa):
        raise Utdatert(blankett, personblankett(person), *endringslogg.siste(endringslogg.om_bruker(person.id)))
    for navn in skriv(person, blankett):
        hendelse.noter(Handling.BRUKER_ENDRET, av, felt=navn, gjelder_bruker_id=person.id, versjon=person.versjon)
    return person


def er_utdatert(lagret: Versjonert, raa: Raa) -> bool:
    """Whether the form was drawn from another version than the one that is stored."""
    return list(raa.get("versjon", ())) != [str(lagret.versjon)]


def skriv(lagret: Versjonert, blankett: Blankett) -> Mapping[str, Any]:
    """Store what differs, and count the change; the answer is what differed."""
    endringer = blankett.endringer({navn: getattr(lagret, navn) for navn in blankett.svar})
    for navn, verdi in endringer.items():
        setattr(lagret, navn, verdi)
    if endringer:
        lagret.versjon += 1
    return endringer


def verdier(lagret: object, felter: Sequence[Felt]) -> dict[str, Any]:
    return {felt.navn: getattr(lagret, felt.navn) for felt in felter}


def linje(verdi: str | None) -> str:
    return ", ".join((verdi or "–").splitlines())
