"""Beboer and Husstand: the residents, their three statuses (S36), and the one door through which they are read."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import sesjon
from app.domain.beboer import skjermingstilgang
from app.domain.beboer.modell import BEBOER, Beboer
from app.domain.beboer.statuser import Bosettingsstatus
from app.domain.kommune import kommune
from app.domain.tid import i_dag
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.matrise import Rett, kan
from app.domain.unntak import IkkeFunnet

KOMMUNEN_SER_BOSATTE = timedelta(days=90)
"""From the bosettingsdato: the introduction programme is decided within three months (integreringsloven § 12)."""


def _synlig(mottak_id: object, bruker_id: object, dag: object = None) -> sa.ColumnElement[bool]:
    """The wall between mottak."""
    return sa.and_(BEBOER.c.mottak_id == mottak_id, _vises(bruker_id, dag))


def _vises(bruker_id: object, dag: object = None) -> sa.ColumnElement[bool]:
    """The wall around the withdrawn, and around the shielded: opened to those with a grant (E1)."""
    aapnet = BEBOER.c.id.in_(skjermingstilgang.aapnet_for(bruker_id, dag))
    return sa.and_(BEBOER.c.trukket.is_(None), sa.or_(BEBOER.c.skjermet.is_(False), aapnet))


SYNLIG = _synlig(sa.bindparam("mitt_mottak"), sa.bindparam("meg"), sa.bindparam("i_dag", type_=sa.Date()))
"""As synlig_for, for statements that are built once: execute them with `synlig_verdier`."""


def synlig_verdier(bruker: Innlogget) -> dict[str, object]:
    """What SYNLIG asks of the user."""
    return {"mitt_mottak": bruker.mottak_id, "meg": bruker.id, "i_dag": i_dag()}


def synlige(bruker: Innlogget) -> sa.Select[Beboer]:
    """The residents this user may know of: those of the own mottak, the shielded only by grant (L13).

    Every read of residents in the house begins here; a user without mottak sees none.
    """
    return sa.select(Beboer).where(synlig_for(bruker))


def synlig_for(bruker: Innlogget) -> sa.ColumnElement[bool]:
    """The condition behind `synlige`, for queries that join."""
    return _synlig(bruker.mottak_id, bruker.id)


def for_kommune(bruker: Innlogget) -> sa.Select[Beboer]:
    """The residents a Kommunebruker may know of: those søkt ut to the own kommune or a bydel of it, until some time
    after they are bosatt there (S66, S70). Without the withdrawn, the shielded only by grant; none where the user has
    no kommune.
    """
    soekt_ut = Beboer.bosetting == Bosettingsstatus.SOEKT_UT
    nylig_bosatt = sa.and_(
        Beboer.bosetting == Bosettingsstatus.BOSATT, Beboer.bosettingsdato >= i_dag() - KOMMUNEN_SER_BOSATTE
    )
    return sa.select(Beboer).where(
        Beboer.soekt_ut_til.in_(kommune.hoerer_under(bruker.kommune_nummer)),
        _vises(bruker.id),
        sa.or_(soekt_ut, nylig_bosatt),
    )


def kommunen_ser(beboer: Beboer) -> bool:
    """Whether the kommune that the resident was søkt ut to is to know of him, withdrawn or not; as for_kommune."""
    bosatt = beboer.bosettingsdato
    return beboer.soekt_ut_til is not None and (bosatt is None or bosatt >= i_dag() - KOMMUNEN_SER_BOSATTE)


def flytt_soekt_ut(fra_kommune: str, til_kommune: str, navn: str) -> None:
    """The kommune they were søkt ut to has become another, or has another name."""
    flyttes = sa.update(Beboer).where(Beboer.soekt_ut_til == fra_kommune)
    sesjon.execute(flyttes.values(soekt_ut_til=til_kommune, soekt_ut_navn=navn[:150]))


def for_imdi(bruker: Innlogget) -> sa.Select[Beboer]:
    """The residents whom IMDi's caseworkers may know of: those of every mottak, the shielded only by grant (L13)."""
    return sa.select(Beboer).where(synlig_for_imdi(bruker))


def synlig_for_imdi(bruker: Innlogget) -> sa.ColumnElement[bool]:
    """The condition behind `for_imdi`, for queries that join."""
    return _vises(bruker.id) if kan(bruker, Rett.SAK_SE) else sa.false()


def hent_beboer(bruker: Innlogget, beboer_id: str) -> Beboer:
    """One resident with the interview. Raises IkkeFunnet, alike for a stranger's and for none."""
    beboer = sesjon.scalar(synlige(bruker).where(Beboer.id == beboer_id).options(joinedload(Beboer.samtale)))
    if beboer is None:
        raise IkkeFunnet
    return beboer


def hent_husstand(bruker: Innlogget, husstand_id: str) -> list[Beboer]:
    """The visible members of a household, the eldest first."""
    return list(
        sesjon.scalars(synlige(bruker).where(Beboer.husstand_id == husstand_id).order_by(Beboer.foedt, Beboer.id))
    )


def finn_duf(bruker: Innlogget, nummer: str) -> Beboer | None:
    """The resident with this DUF-nummer, if the user may know of him."""
    return sesjon.scalar(synlige(bruker).where(Beboer.duf_nummer == nummer))


def i_registeret(hvilke: sa.ColumnElement[bool], *, laas: bool = False) -> list[Beboer]:
    """Residents whoever asks, for the register alone, as they stand now; with `laas` their rows are locked in order."""
    sporring = sa.select(Beboer).where(hvilke).order_by(Beboer.id).execution_options(populate_existing=True)
    return list(sesjon.scalars(sporring.with_for_update() if laas else sporring))


def noen_bor_ved(mottak_id: object) -> sa.Exists:
    """Whether anybody lives at a mottak, shielded or not: who is neither withdrawn nor bosatt. Tells of nobody."""
    return sa.exists().where(
        BEBOER.c.mottak_id == mottak_id,
        BEBOER.c.trukket.is_(None),
        BEBOER.c.bosetting != Bosettingsstatus.BOSATT,
    )
