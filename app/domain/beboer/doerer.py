"""Beboer and Husstand: the residents, their three statuses (S36), and the one door through which they are read."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import sesjon
from app.domain.beboer import skjermingstilgang
from app.domain.beboer.modell import BEBOER, Beboer
from app.domain.beboer.statuser import Bosettingsstatus
from app.domain.kommune import kommune
from app.domain.skjema.grammatikk import Leser
from app.domain.tid import i_dag, naa
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.matrise import Rett, kan
from app.domain.unntak import IkkeFunnet

KOMMUNEN_SER_BOSATTE = timedelta(days=90)
"""From the bosettingsdato: the introduction programme is decided within three months (integreringsloven § 12)."""


TRUKNE_VISES: Mapping[Leser, timedelta] = {
    Leser.MOTTAK: timedelta(days=30),
    Leser.IMDI: timedelta(days=365),
    Leser.KOMMUNE: timedelta(days=30),
}
"""How long whoever is withdrawn after the completion stays in the lists, as «Trukket». Only IMDi still reads the case;
the mottak and the kommune see the name and the day, and no content. Whoever is withdrawn before is gone at once."""


def _synlig(mottak_id: object, bruker_id: object, dag: object = None) -> sa.ColumnElement[bool]:
    """The wall between mottak."""
    return sa.and_(BEBOER.c.mottak_id == mottak_id, _vises(bruker_id, dag))


def _vises(bruker_id: object, dag: object = None) -> sa.ColumnElement[bool]:
    """The wall around the withdrawn, and the one around the shielded."""
    return sa.and_(BEBOER.c.trukket.is_(None), _aapen(bruker_id, dag))


def _aapen(bruker_id: object, dag: object = None) -> sa.ColumnElement[bool]:
    """The wall around the shielded: opened to those with a grant (E1)."""
    aapnet = BEBOER.c.id.in_(skjermingstilgang.aapnet_for(bruker_id, dag))
    return sa.or_(BEBOER.c.skjermet.is_(False), aapnet)


def _nylig_trukket(leser: Leser) -> sa.ColumnElement[bool]:
    return sa.and_(BEBOER.c.trukket >= naa() - TRUKNE_VISES[leser], BEBOER.c.ferdigstilt.is_not(None))


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


def synlige_og_trukne(bruker: Innlogget) -> sa.Select[Beboer]:
    """As `synlige`, with those lately withdrawn: for lists, and for what a notice was about; never for work."""
    vises = sa.or_(BEBOER.c.trukket.is_(None), _nylig_trukket(Leser.MOTTAK))
    return sa.select(Beboer).where(BEBOER.c.mottak_id == bruker.mottak_id, _aapen(bruker.id), vises)


def for_kommune(bruker: Innlogget) -> sa.Select[Beboer]:
    """The residents a Kommunebruker may know of: those søkt ut to the own kommune or a bydel of it, until some time
    after they are bosatt there (S66, S70). Without the withdrawn, the shielded only by grant; none where the user has
    no kommune.
    """
    return _i_kommunen(bruker).where(Beboer.trukket.is_(None))


def trukket_fra_kommune(bruker: Innlogget) -> sa.Select[Beboer]:
    """Those of them who are lately withdrawn: the kommune is to know who, and reads no more about them."""
    return _i_kommunen(bruker).where(_nylig_trukket(Leser.KOMMUNE))


def _i_kommunen(bruker: Innlogget) -> sa.Select[Beboer]:
    soekt_ut = Beboer.bosetting == Bosettingsstatus.SOEKT_UT
    nylig_bosatt = sa.and_(
        Beboer.bosetting == Bosettingsstatus.BOSATT, Beboer.bosettingsdato >= i_dag() - KOMMUNEN_SER_BOSATTE
    )
    return sa.select(Beboer).where(
        Beboer.soekt_ut_til.in_(kommune.hoerer_under(bruker.kommune_nummer)),
        _aapen(bruker.id),
        sa.or_(soekt_ut, nylig_bosatt),
    )


class Utsoekt(Protocol):
    """What tells whether a kommune is to know of a resident."""

    @property
    def samtale_id(self) -> str | None: ...
    @property
    def soekt_ut_til(self) -> str | None: ...
    @property
    def bosettingsdato(self) -> date | None: ...


def kommunen_ser(beboer: Utsoekt) -> bool:
    """Whether the kommune that the resident was søkt ut to is to know of him, withdrawn or not; as for_kommune."""
    bosatt = beboer.bosettingsdato
    return beboer.soekt_ut_til is not None and (bosatt is None or bosatt >= i_dag() - KOMMUNEN_SER_BOSATTE)


def flytt_soekt_ut(fra_kommune: str, til_kommune: str, navn: str) -> None:
    """The kommune they were søkt ut to has become another, or has another name."""
    hvem = Beboer.soekt_ut_til == fra_kommune
    sesjon.execute(sa.select(Beboer.id).where(hvem).order_by(Beboer.id).with_for_update(key_share=True)).all()
    flyttes = sa.update(Beboer).where(hvem)
    sesjon.execute(flyttes.values(soekt_ut_til=til_kommune, soekt_ut_navn=navn[:150]))


def for_imdi(bruker: Innlogget) -> sa.Select[Beboer]:
    """The residents whom IMDi's caseworkers may know of: those of every mottak, the shielded only by grant (L13)."""
    return sa.select(Beboer).where(synlig_for_imdi(bruker))


def synlig_for_imdi(bruker: Innlogget) -> sa.ColumnElement[bool]:
    """The condition behind `for_imdi`, for queries that join."""
    return _vises(bruker.id) if kan(bruker, Rett.SAK_SE) else sa.false()


def for_imdi_og_trukne(bruker: Innlogget) -> sa.Select[Beboer]:
    """As `for_imdi`, with those lately withdrawn: for reading, never for work."""
    return sa.select(Beboer).where(kjent_for_imdi(bruker))


def kjent_for_imdi(bruker: Innlogget) -> sa.ColumnElement[bool]:
    """The condition behind `for_imdi_og_trukne`, for queries that join."""
    vises = sa.or_(BEBOER.c.trukket.is_(None), _nylig_trukket(Leser.IMDI))
    return sa.and_(_aapen(bruker.id), vises) if kan(bruker, Rett.SAK_SE) else sa.false()


def for_maskin(*, skjermede: bool) -> sa.ColumnElement[bool]:
    """Of a resident: another system may hold him. Not the withdrawn, and the shielded only where it was let in."""
    i_arbeid = BEBOER.c.trukket.is_(None)
    return i_arbeid if skjermede else sa.and_(i_arbeid, BEBOER.c.skjermet.is_(False))


def deltakere_for_maskin(samtale_id: str, *, skjermede: bool) -> sa.Select[Beboer]:
    """Those who took part in an interview, as another system may hold them, the eldest first."""
    hvem = sa.select(Beboer).where(BEBOER.c.samtale_id == samtale_id, for_maskin(skjermede=skjermede))
    return hvem.order_by(Beboer.foedt, Beboer.id)


def holdes_av_maskin(samtale_id: sa.SQLColumnExpression[str], *, skjermede: bool) -> sa.ColumnElement[bool]:
    """Of an interview: there is somebody in it whom another system may hold."""
    return sa.exists().where(BEBOER.c.samtale_id == samtale_id, for_maskin(skjermede=skjermede))


def skjermet_er(beboer_id: sa.SQLColumnExpression[str | None]) -> sa.ColumnElement[bool]:
    """Of whoever a row is about: he is shielded now."""
    return sa.exists().where(BEBOER.c.id == beboer_id, BEBOER.c.skjermet)


def skjermede_blant(beboer_ider: Sequence[str]) -> set[str]:
    """The shielded of these ids, for the operator's command; tells of nobody else."""
    return set(sesjon.scalars(sa.select(BEBOER.c.id).where(BEBOER.c.id.in_(beboer_ider), BEBOER.c.skjermet)))


def kan_telles() -> sa.ColumnElement[bool]:
    """Who is counted in numbers that are kept, whoever reads them: neither the withdrawn nor the shielded."""
    return sa.and_(BEBOER.c.trukket.is_(None), BEBOER.c.skjermet.is_(False))


def som_telles_ved(mottak_id: str) -> sa.Select[Beboer]:
    """Those at one mottak who are counted so: for numbers, never to be shown."""
    return sa.select(Beboer).where(BEBOER.c.mottak_id == mottak_id, kan_telles())


def antall_soekt_ut(bruker: Innlogget) -> sa.Select[str, int]:
    """How many are søkt ut to each kommune and not bosatt: numbers alone, without the shielded he is not let in to."""
    utsoekt = sa.and_(_vises(bruker.id), BEBOER.c.bosetting == Bosettingsstatus.SOEKT_UT)
    return sa.select(BEBOER.c.soekt_ut_til, sa.func.count()).where(utsoekt).group_by(BEBOER.c.soekt_ut_til)


def hent_beboer(bruker: Innlogget, beboer_id: str) -> Beboer:
    """One resident with the interview. Raises IkkeFunnet, alike for a stranger's and for none."""
    beboer = sesjon.scalar(synlige(bruker).where(Beboer.id == beboer_id).options(joinedload(Beboer.samtale)))
    if beboer is None:
        raise IkkeFunnet
    return beboer


def hent_ogsaa_trukket(bruker: Innlogget, beboer_id: str) -> Beboer:
    """As hent_beboer, also one lately withdrawn, to show no more than the list does. Raises IkkeFunnet."""
    hvem = synlige_og_trukne(bruker).where(Beboer.id == beboer_id).options(joinedload(Beboer.samtale))
    if (beboer := sesjon.scalar(hvem)) is None:
        raise IkkeFunnet
    return beboer


def hent_husstand(bruker: Innlogget, husstand_id: str) -> list[Beboer]:
    """The visible members of a household, the eldest first."""
    return list(
        sesjon.scalars(synlige(bruker).where(Beboer.husstand_id == husstand_id).order_by(Beboer.foedt, Beboer.id))
    )


def finn_duf(bruker: Innlogget, nummer: str) -> Beboer | None:
    """The resident with this DUF-nummer, if the user may know of him."""
    hvem = synlige(bruker) if bruker.mottak_id else for_imdi(bruker)
    return sesjon.scalar(hvem.where(har_nummer(nummer)))


def har_nummer(nummer: object) -> sa.ColumnElement[bool]:
    """Of a resident: this is the DUF-nummer, or that of a duplicate which has been merged with this one (F60)."""
    rad = BEBOER.alias()
    hvem = sa.select(sa.func.coalesce(rad.c.samme_som_id, rad.c.id)).where(rad.c.duf_nummer == nummer)
    return BEBOER.c.id == hvem.scalar_subquery()


def slaatt_sammen_med(beboer_id: str) -> str | None:
    """The id of the one kept, where this resident is a duplicate that has been merged; tells of nobody."""
    return sesjon.scalar(sa.select(BEBOER.c.samme_som_id).where(BEBOER.c.id == beboer_id))


def sammenslaatte_numre() -> frozenset[str]:
    """The DUF-numre of all duplicates that have been merged, for the register alone."""
    return frozenset(sesjon.scalars(sa.select(BEBOER.c.duf_nummer).where(BEBOER.c.samme_som_id > "")))


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
