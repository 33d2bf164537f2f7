"""Virkested: where users work, which of them an administrator reaches, and which roles she can give there.

A mottaksadministrator reaches the users of the own mottak (S7, S9). IMDi's administrator reaches everyone: at a
mottak she makes administrators, and in a kommune and in IMDi all users (D3). Nobody reaches oneself (D1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from app.db import sesjon
from app.domain.kommune.kommune import hent_kommune
from app.domain.mottak.kontakt import laas_mottak
from app.domain.tilgang.bruker import Bruker, Innlogget, Rolletildeling
from app.domain.tilgang.matrise import IMDI_ROLLER, MOTTAKSROLLER, Rett, Rolle, kan, roller_ved
from app.domain.tilgang.mottak import hent_mottak
from app.domain.unntak import IkkeFunnet, Nektet

IMDI = "IMDi"
ADMINISTRATORROLLER = (Rolle.MOTTAKSADMINISTRATOR, Rolle.IMDI_ADMINISTRATOR)


@dataclass(frozen=True)
class Virkested:
    """A mottak, a kommune or bydel, or, with neither, IMDi."""

    navn: str
    roller: Sequence[Rolle]
    """Those that this administrator can give there."""
    styrer: Sequence[Rolle]
    """Those that she can take away."""
    mottak_id: str | None = None
    kommune_nummer: str | None = None
    fellespost: str | None = None
    adresse: Mapping[str, str] = field(default_factory=dict)
    """What names it in an address; nothing does the administrator's own."""

    @property
    def brukere(self) -> sa.ColumnElement[bool]:
        """The users who work there."""
        return sa.and_(
            Bruker.mottak_id.is_not_distinct_from(self.mottak_id),
            Bruker.kommune_nummer.is_not_distinct_from(self.kommune_nummer),
        )


def finn_virkested(av: Innlogget, mottak_id: str | None = None, kommune_nummer: str | None = None) -> Virkested:
    """The place that was asked for, or, where none was, the administrator's own. Raises IkkeFunnet."""
    if not kan(av, Rett.BRUKER_ADMINISTRERE_ALLE):
        if kommune_nummer or mottak_id not in (None, av.mottak_id):
            raise IkkeFunnet
        return eget_mottak(av.mottak_id)
    if kommune_nummer:
        return kommunen(kommune_nummer)
    if mottak_id:
        mottak = hent_mottak(mottak_id)
        gis = (Rolle.MOTTAKSADMINISTRATOR,)
        return Virkested(
            mottak.navn, gis, gis, mottak_id=mottak.id, fellespost=mottak.fellespost, adresse={"mottak": mottak.id}
        )
    return Virkested(IMDI, IMDI_ROLLER, IMDI_ROLLER)


def eget_mottak(mottak_id: str | None) -> Virkested:
    """The mottak as its own administrator has it. Raises IkkeFunnet."""
    mottak = hent_mottak(mottak_id)
    gis = roller_ved(integreringsmottak=mottak.er_integreringsmottak)
    return Virkested(mottak.navn, gis, MOTTAKSROLLER, mottak_id=mottak.id, fellespost=mottak.fellespost)


def kommunen(nummer: str) -> Virkested:
    """A kommune or bydel that has not become another. Raises IkkeFunnet."""
    kommune = hent_kommune(nummer)
    if kommune.erstattet_av:
        raise IkkeFunnet
    gis = (Rolle.KOMMUNEBRUKER,)
    return Virkested(kommune.navn, gis, gis, kommune_nummer=kommune.nummer, adresse={"kommune": kommune.nummer})


def virkested_for(av: Innlogget, bruker: Bruker) -> Virkested:
    """Where one whom the administrator reaches works."""
    return finn_virkested(av, bruker.mottak_id, bruker.kommune_nummer)


def rekkevidde(av: Innlogget) -> sa.Select[Bruker]:
    """The users this administrator reaches, as they stand in the database now: the one door to them."""
    egne = sa.and_(Bruker.mottak_id == av.mottak_id, Bruker.mottak_id.is_not(None))
    return (
        sa.select(Bruker)
        .where(sa.true() if kan(av, Rett.BRUKER_ADMINISTRERE_ALLE) else egne)
        .options(sa.orm.selectinload(Bruker.rolletildelinger))
        .execution_options(populate_existing=True)
    )


def laas_virkested(av: Innlogget, sted: Virkested) -> None:
    """Changes to the users of a place go one after the other, and the administrator's own rights are read anew.

    A mottak is locked by its row; elsewhere IMDi's administrators are, in their order: two who remove each other at
    once take turns, and the second is refused. Raises Nektet.
    """
    if sted.mottak_id:
        laas_mottak(sted.mottak_id)
    if kan(av, Rett.BRUKER_ADMINISTRERE_ALLE):
        tildeling = sa.select(Rolletildeling).where(Rolletildeling.rolle == Rolle.IMDI_ADMINISTRATOR)
        sesjon.scalars(tildeling.order_by(Rolletildeling.bruker_id).with_for_update()).all()
    jeg = sesjon.scalars(rekkevidde(av).where(Bruker.id == av.id, Bruker.aktiv)).one_or_none()
    rett = Rett.BRUKER_ADMINISTRERE_ALLE if kan(av, Rett.BRUKER_ADMINISTRERE_ALLE) else Rett.BRUKER_ADMINISTRERE
    if jeg is None or not kan(jeg, rett):
        raise Nektet


def er_siste_administrator(bruker: Bruker, sted: Virkested) -> bool:
    """Whether nobody else administers the place of this user: then the role stays (D6)."""
    har = [rolle for rolle in ADMINISTRATORROLLER if bruker.aktiv and rolle in bruker.roller]
    har_rollen = Bruker.rolletildelinger.any(Rolletildeling.rolle.in_(har))
    andre = sa.select(Bruker.id).where(sted.brukere, Bruker.aktiv, Bruker.id != bruker.id, har_rollen)
    return bool(har) and sesjon.scalar(andre.limit(1)) is None
