"""Adressat: whom a notice is for, and which addresses that means right now (S27, M6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, kodetype, sesjon
from app.domain.beboer import skjermingstilgang
from app.domain.kommune.kommune import Kommune, kommune_og_mor
from app.domain.kommune.kontakt import Kommunekontakt
from app.domain.tilgang.bruker import Bruker, Rolletildeling
from app.domain.tilgang.matrise import BOSETTINGSANSVARLIGE, Rett, Rolle, roller_med
from app.domain.tilgang.mottak import Mottak
from app.spraak import Spraak

FELLESPOST, IMDI, KOMMUNEPOST = "fellespost", "imdi", "kommunepost"
"""The receivers of e-mail that are no user: the mottak's shared mailbox, IMDi's, and the kommune's address."""


class Mottaker(StrEnum):
    """Who is told: a mottak's bosettingsansvarlige or administrators, IMDi, those who may let others in to a shielded
    person, or a kommune.
    """

    MOTTAK = "mottak"
    ADMINISTRATOR = "administrator"
    IMDI = "imdi"
    SKJERMING = "skjerming"
    KOMMUNE = "kommune"


class Hyppighet(StrEnum):
    """How often a user's own address gets e-mail; nobody can choose never: then a task might reach no one."""

    STRAKS = "straks"
    DAGLIG = "daglig"

    @property
    def tekst(self) -> str:
        return {self.STRAKS: "Med en gang", self.DAGLIG: "Samlet én gang om dagen, klokka 08.00"}[self]


class Varselvalg(Base):
    """What a user has chosen under «Varslingsinnstillinger»; who has chosen nothing gets each notice at once."""

    __tablename__ = "varselvalg"

    bruker_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"), primary_key=True)
    hyppighet: Mapped[Hyppighet] = mapped_column(kodetype(Hyppighet, sjekk=False), default=Hyppighet.STRAKS)


ROLLER: Mapping[Mottaker, Sequence[Rolle]] = {
    Mottaker.MOTTAK: BOSETTINGSANSVARLIGE,
    Mottaker.ADMINISTRATOR: (Rolle.MOTTAKSADMINISTRATOR,),
    Mottaker.IMDI: roller_med(Rett.SAK_SE),
    Mottaker.SKJERMING: roller_med(Rett.SKJERMING_GI),
    Mottaker.KOMMUNE: roller_med(Rett.SOEKT_UT_SE),
}
"""The roles that have the notice in the app."""


RESERVE: Mapping[Mottaker, str] = {
    Mottaker.MOTTAK: FELLESPOST,
    Mottaker.ADMINISTRATOR: FELLESPOST,
    Mottaker.SKJERMING: IMDI,
    Mottaker.KOMMUNE: KOMMUNEPOST,
}
"""Where a user's e-mail goes whose own address will not do; IMDi's caseworkers have the shared one to begin with."""


@dataclass(frozen=True)
class Til:
    """Whom a notice is for: a kind of receiver at a mottak or in a kommune, or in IMDi where there is neither.

    `lukket` is an interview of the shielded alone: then those who have been let in to it, each by name, and no others.
    """

    mottaker: Mottaker
    mottak_id: str | None = None
    kommune_nummer: str | None = None
    lukket: str | None = None

    @property
    def reserve(self) -> str | None:
        return None if self.lukket else RESERVE.get(self.mottaker)


def sted(
    mottaker: Mottaker, *, mottak_id: str | None = None, kommune_nummer: str | None = None
) -> dict[str, str | None]:
    """Where what is for this kind of receiver goes: the mottak, the kommune, or neither for IMDi."""
    hos_mottaket = mottaker in (Mottaker.MOTTAK, Mottaker.ADMINISTRATOR)
    return {
        "mottak_id": mottak_id if hos_mottaket else None,
        "kommune_nummer": kommune_nummer if mottaker is Mottaker.KOMMUNE else None,
    }


@dataclass(frozen=True)
class Adressat:
    """One who gets the e-mail: a user's id, FELLESPOST, IMDI or KOMMUNEPOST."""

    noekkel: str
    samlet: bool = False


def adressater(til: Til) -> list[Adressat]:
    """Who gets the e-mail as things are now. IMDi has one address; a mottak's tasks always reach its fellespost too,
    and what a kommune is told, its own address.
    """
    if til.mottaker is Mottaker.IMDI and not til.lukket:
        return [Adressat(IMDI)]
    rader = sesjon.execute(
        sa.select(Bruker.id, Varselvalg.hyppighet)
        .outerjoin(Varselvalg, Varselvalg.bruker_id == Bruker.id)
        .where(*_faar(til))
        .order_by(Bruker.navn, Bruker.id)
    )
    egne = [Adressat(bruker_id, hyppighet == Hyppighet.DAGLIG) for bruker_id, hyppighet in rader]
    trenger_felles = til.mottaker in (Mottaker.MOTTAK, Mottaker.KOMMUNE) or not egne
    return [*egne, Adressat(til.reserve)] if til.reserve and trenger_felles else egne


def adresse(noekkel: str, til: Til) -> tuple[str | None, Spraak] | None:
    """The address behind a receiver, and the language for it; None where a user is no longer to have it (M6).

    A user has chosen the language; for one who has not, it is the kommune's målform (L15), at a mottak Bokmål.
    The mottak's ordinary address stands in for a fellespost that is not registered, the kommune's for its bydel's.
    IMDI has its address in the configuration.
    """
    if noekkel == FELLESPOST:
        felles = sa.select(sa.func.coalesce(Mottak.fellespost, Mottak.epost)).where(Mottak.id == til.mottak_id)
        return sesjon.scalar(felles), Spraak.BOKMAAL
    if noekkel == KOMMUNEPOST:
        return _kommunens_adresse(til.kommune_nummer or "")
    rad = sesjon.execute(sa.select(Bruker.epost, Bruker.spraak).where(*_faar(til), Bruker.id == noekkel)).one_or_none()
    return None if rad is None else (rad.epost or None, rad.spraak or _maalform(til.kommune_nummer))


def har_bruker(kommune_nummer: str | None) -> bool:
    """Whether anybody in the kommune, or in the kommune that the bydel belongs to, can log in to read."""
    til = Til(Mottaker.KOMMUNE, kommune_nummer=kommune_nummer)
    return bool(sesjon.scalar(sa.select(sa.exists().where(*_faar(til)))))


def _faar(til: Til) -> tuple[sa.SQLColumnExpression[bool], ...]:
    """Of a user: is to have what is sent there, as things are now."""
    rollen = Bruker.rolletildelinger.any(Rolletildeling.rolle.in_(ROLLER[til.mottaker]))
    hvor = [Bruker.mottak_id == til.mottak_id]
    if til.kommune_nummer:
        hvor.append(Bruker.kommune_nummer.in_(kommune_og_mor(til.kommune_nummer)))
    if til.lukket:
        hvor.append(Bruker.id.in_(skjermingstilgang.innslupne(til.lukket)))
    return (Bruker.aktiv, rollen, *hvor)


def _kommunens_adresse(nummer: str) -> tuple[str | None, Spraak]:
    """The bydel's own before the kommune's, whose number is the shorter one; in the written language of the kommune."""
    egen = Kommunekontakt.kommune_nummer.in_(kommune_og_mor(nummer))
    nyttige = sa.select(Kommunekontakt.epost).where(egen, Kommunekontakt.epost.is_not(None))
    epost = sesjon.scalar(nyttige.order_by(sa.func.length(Kommunekontakt.kommune_nummer).desc()).limit(1))
    return epost, _maalform(nummer)


def _maalform(nummer: str | None) -> Spraak:
    """What a kommune has decided that the state shall write to it; Bokmål where it is neutral (språklova § 15)."""
    skriver = sesjon.scalar(sa.select(Kommune.maalform).where(Kommune.nummer == nummer)) if nummer else None
    return Spraak.NYNORSK if skriver == "nynorsk" else Spraak.BOKMAAL
