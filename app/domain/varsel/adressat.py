"""Adressat: whom a notice is for, and which addresses that means right now (S27, M6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, kodetype, sesjon
from app.domain.tilgang.bruker import Bruker, Rolletildeling
from app.domain.tilgang.matrise import BOSETTINGSANSVARLIGE, Rolle
from app.domain.tilgang.mottak import Mottak

FELLESPOST, IMDI = "fellespost", "imdi"
"""The receivers of e-mail that are no user: the mottak's shared mailbox, and IMDi's."""


class Mottaker(StrEnum):
    """Who is told: the mottak's bosettingsansvarlige and its fellespost, its administrators, or IMDi."""

    MOTTAK = "mottak"
    ADMINISTRATOR = "administrator"
    IMDI = "imdi"


class Hyppighet(StrEnum):
    """How often a user's own address gets e-mail; nobody can choose never: then a task might reach no one."""

    STRAKS = "straks"
    DAGLIG = "daglig"

    @property
    def tekst(self) -> str:
        return {self.STRAKS: "Med en gang", self.DAGLIG: "Samlet én gang om dagen, klokka 08.00"}[self]


class Maalform(StrEnum):
    BOKMAAL = "nb"
    NYNORSK = "nn"

    @property
    def tekst(self) -> str:
        return {self.BOKMAAL: "Bokmål", self.NYNORSK: "Nynorsk"}[self]


class Varselvalg(Base):
    """What a user has chosen on «Mine varsler»; who has chosen nothing gets each notice at once, in Bokmål."""

    __tablename__ = "varselvalg"

    bruker_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"), primary_key=True)
    hyppighet: Mapped[Hyppighet] = mapped_column(kodetype(Hyppighet, sjekk=False), default=Hyppighet.STRAKS)
    maalform: Mapped[Maalform] = mapped_column(kodetype(Maalform, sjekk=False), default=Maalform.BOKMAAL)


ROLLER: Mapping[Mottaker, Sequence[Rolle]] = {
    Mottaker.MOTTAK: BOSETTINGSANSVARLIGE,
    Mottaker.ADMINISTRATOR: (Rolle.MOTTAKSADMINISTRATOR,),
    Mottaker.IMDI: (Rolle.IMDI_SAKSBEHANDLER,),
}
"""The roles that have the notice in the app."""


@dataclass(frozen=True)
class Adressat:
    """One who gets the e-mail: a user's id, FELLESPOST or IMDI."""

    noekkel: str
    samlet: bool = False


def adressater(mottaker: Mottaker, mottak_id: str | None) -> list[Adressat]:
    """Who gets the e-mail as things are now. IMDi has one address; a mottak's tasks always reach its fellespost too."""
    if mottaker is Mottaker.IMDI:
        return [Adressat(IMDI)]
    rader = sesjon.execute(
        sa.select(Bruker.id, Varselvalg.hyppighet)
        .outerjoin(Varselvalg, Varselvalg.bruker_id == Bruker.id)
        .where(_har_rollen(mottaker), Bruker.mottak_id == mottak_id)
        .order_by(Bruker.navn, Bruker.id)
    )
    egne = [Adressat(bruker_id, hyppighet == Hyppighet.DAGLIG) for bruker_id, hyppighet in rader]
    trenger_felles = mottaker is Mottaker.MOTTAK or not egne
    return [*egne, Adressat(FELLESPOST)] if trenger_felles else egne


def adresse(noekkel: str, mottaker: Mottaker, mottak_id: str | None) -> tuple[str | None, Maalform] | None:
    """The address behind a receiver, and the language for it; None where a user is no longer to have it (M6).

    The mottak's ordinary address stands in for a fellespost that is not registered. IMDI has its address in the
    configuration.
    """
    if noekkel == FELLESPOST:
        felles = sa.select(sa.func.coalesce(Mottak.fellespost, Mottak.epost)).where(Mottak.id == mottak_id)
        return sesjon.scalar(felles), Maalform.BOKMAAL
    rad = sesjon.execute(
        sa.select(Bruker.epost, Varselvalg.maalform)
        .outerjoin(Varselvalg, Varselvalg.bruker_id == Bruker.id)
        .where(_har_rollen(mottaker), Bruker.mottak_id == mottak_id, Bruker.id == noekkel)
    ).one_or_none()
    return None if rad is None else (rad.epost or None, rad.maalform or Maalform.BOKMAAL)


def _har_rollen(mottaker: Mottaker) -> sa.ColumnElement[bool]:
    rollen = Bruker.rolletildelinger.any(Rolletildeling.rolle.in_(ROLLER[mottaker]))
    return sa.and_(Bruker.aktiv, rollen)
