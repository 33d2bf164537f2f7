"""Dobbeltregistrerte: residents who may be the same person under two numbers, and what was decided of them (F60).

Two are possible doubles where name, as one searches for it, and birth date are equal. They are read through IMDi's
door: nobody learns of a shielded person here.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.db import Base, Noekkel, Tidspunkt, kodetype, ny_id, sesjon
from app.domain.beboer.doerer import for_imdi
from app.domain.beboer.modell import BEBOER, Beboer
from app.domain.beboer.statuser import Samtalestatus
from app.domain.liste import Side, hent_side
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.unntak import IkkeFunnet

HAR_SAMTALE = (Samtalestatus.KLAR, Samtalestatus.PAABEGYNT, Samtalestatus.GJENNOMFOERT)

BEGGE_HAR_SAMTALE = (
    "Begge har en bosettingssamtale, og svar flyttes aldri fra en registrering til en annen. Har ingen begynt på den "
    "ene, kan UDI si i beboerregisteret at den ikke er klar; da kan de slås sammen. Ellers må UDI trekke det ene "
    "nummeret der: svarene blir i historien."
)
DEN_ANDRE_HAR_SAMTALEN = "Den andre har bosettingssamtalen. Behold den."
DEN_ANDRE_ER_SKJERMET = "Den andre er skjermet. Behold den, eller be UDI om å skjerme denne også."
DEN_ANDRE_ER_BEHOLDT = "Et annet nummer er alt slått sammen med den andre. Behold den, eller opphev det først."


class Utfall(StrEnum):
    SLAATT_SAMMEN = "slaatt_sammen"
    OPPHEVET = "opphevet"
    ULIKE = "ulike"


class Dobbeltvurdering(Base):
    """A decision about two residents; it only grows."""

    __tablename__ = "dobbeltvurdering"

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    beholdt_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"), index=True)
    """Of two who are not the same: the one whose id comes first."""
    annen_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"), index=True)
    utfall: Mapped[Utfall] = mapped_column(kodetype(Utfall, sjekk=False))
    grunn: Mapped[str] = mapped_column(sa.String(1000))
    tid: Mapped[datetime] = mapped_column(Tidspunkt)
    av_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))

    av: Mapped[Bruker] = relationship()


@dataclass(frozen=True)
class Par:
    """Two residents who may be the same person, the one whose id comes first first."""

    foerste: Beboer
    annen: Beboer

    @property
    def begge(self) -> tuple[Beboer, Beboer]:
        return self.foerste, self.annen

    def den_andre(self, beboer: Beboer) -> Beboer:
        return self.annen if beboer is self.foerste else self.foerste


@dataclass(frozen=True)
class Sammenslaaing:
    """That a duplicate was merged with the one kept, or that this was undone, as IMDi reads it."""

    vurdering: Dobbeltvurdering
    annen_duf: str
    gjelder: bool

    @property
    def opphevet(self) -> bool:
        return self.vurdering.utfall == Utfall.OPPHEVET


def mulige(bruker: Innlogget, side: int, *, ogsaa_ulike: bool = False) -> Side[Par]:
    """One page of the possible doubles, by name; those that were found to be two persons only where asked for."""
    a, b = _kjennetegn(bruker).subquery(), _kjennetegn(bruker).subquery()
    like = sa.and_(a.c.soekenoekkel == b.c.soekenoekkel, a.c.foedt == b.c.foedt, a.c.id < b.c.id)
    parene = sa.select(a.c.id, b.c.id).join_from(a, b, like)
    if not ogsaa_ulike:
        avkreftet = sa.exists().where(
            Dobbeltvurdering.beholdt_id == a.c.id,
            Dobbeltvurdering.annen_id == b.c.id,
            Dobbeltvurdering.utfall == Utfall.ULIKE,
        )
        parene = parene.where(~avkreftet)
    sortert = parene.order_by(a.c.sorteringsnoekkel, a.c.id, b.c.id)
    return hent_side(sortert, side, lambda sporring: _par(bruker, [tuple(rad) for rad in sesjon.execute(sporring)]))


def hent_par(bruker: Innlogget, *ider: str) -> Par:
    """Two possible doubles. Raises IkkeFunnet, also where the reader may know of one alone, or they are not alike."""
    par = _par(bruker, [tuple(sorted(ider))]) if len(set(ider)) == 2 else []
    if not par or _likhet(par[0].foerste) != _likhet(par[0].annen):
        raise IkkeFunnet
    return par[0]


def les_par(bruker: Innlogget, *ider: str) -> Par:
    """As hent_par, and the log says that both were looked at."""
    par = hent_par(bruker, *ider)
    for beboer in par.begge:
        hendelse.noter(Handling.SAK_LEST, bruker, samtale_id=beboer.samtale_id, beboer_id=beboer.id)
    return par


def hindringer(par: Par) -> Mapping[str, str]:
    """Why one of them cannot be the one kept, and what to do: id → sentence; nothing of one who can."""
    slaatt = sammenslaaing_av([beboer.id for beboer in par.begge])
    alle = {beboer.id: _hindring(beboer, par.den_andre(beboer), slaatt) for beboer in par.begge}
    return {id_: hvorfor for id_, hvorfor in alle.items() if hvorfor}


def _hindring(beholdt: Beboer, duplikat: Beboer, slaatt: Container[str]) -> str | None:
    if _har_samtale(duplikat):
        return BEGGE_HAR_SAMTALE if _har_samtale(beholdt) else DEN_ANDRE_HAR_SAMTALEN
    if duplikat.skjermet and not beholdt.skjermet:
        return DEN_ANDRE_ER_SKJERMET
    return DEN_ANDRE_ER_BEHOLDT if duplikat.id in slaatt else None


def andre_i_husstandene(bruker: Innlogget, par: Par) -> Mapping[str, Sequence[str]]:
    """The names of the others in the household of each, as far as the reader may know of them."""
    husstander = for_imdi(bruker).where(Beboer.husstand_id.in_([beboer.husstand_id for beboer in par.begge]))
    alle = sesjon.scalars(husstander.order_by(Beboer.foedt, Beboer.id)).all()
    return {en.id: [b.navn for b in alle if b.husstand_id == en.husstand_id and b.id != en.id] for en in par.begge}


def sammenslaaing_av(beholdte: Iterable[str]) -> Mapping[str, Sequence[Beboer]]:
    """The duplicates that have been merged with each of these and still are: id of the one kept → duplicates.

    Whoever may read the one kept, may read what was written about the same person under another number.
    """
    funnet: dict[str, list[Beboer]] = {}
    sporring = sa.select(Beboer).where(Beboer.samme_som_id.in_(list(beholdte))).order_by(Beboer.duf_nummer)
    for duplikat in sesjon.scalars(sporring):
        funnet.setdefault(duplikat.samme_som_id or "", []).append(duplikat)
    return funnet


def numrene_til(beholdte: Sequence[str]) -> sa.Select[str]:
    """The ids of these and of the duplicates merged with them, for use inside other queries."""
    return sa.select(BEBOER.c.id).where(sa.or_(BEBOER.c.id.in_(beholdte), BEBOER.c.samme_som_id.in_(beholdte)))


def historikk(beholdte: Sequence[str]) -> Mapping[str, Sequence[Sammenslaaing]]:
    """What was merged with each of these, and undone, in order; with the other number, masked."""
    rader = sesjon.execute(
        sa.select(Dobbeltvurdering, Beboer)
        .join(Beboer, Beboer.id == Dobbeltvurdering.annen_id)
        .where(Dobbeltvurdering.beholdt_id.in_(beholdte), Dobbeltvurdering.utfall != Utfall.ULIKE)
        .order_by(Dobbeltvurdering.tid, Dobbeltvurdering.id)
        .options(joinedload(Dobbeltvurdering.av))
    ).all()
    siste = {(v.beholdt_id, v.annen_id): v.id for v, _ in rader}
    alle = [
        Sammenslaaing(v, b.duf_maskert, b.samme_som_id == v.beholdt_id and v.id in siste.values()) for v, b in rader
    ]
    return {id_: [s for s in alle if s.vurdering.beholdt_id == id_] for id_ in beholdte}


def avkreft(bruker: Innlogget, *ider: str) -> None:
    """These are two persons, and are listed no more. Again, it changes nothing. Raises IkkeFunnet."""
    par = hent_par(bruker, *ider)
    if er_avkreftet(par):
        return
    noter_vurdering(bruker, par.foerste.id, par.annen.id, Utfall.ULIKE, "")
    for beboer in par.begge:
        hendelse.noter(Handling.DOBBEL_AVKREFTET, bruker, beboer_id=beboer.id, detalj=par.den_andre(beboer).id)


def er_avkreftet(par: Par) -> bool:
    """Whether somebody has found that they are two persons."""
    ulike = sa.exists().where(
        Dobbeltvurdering.beholdt_id == par.foerste.id,
        Dobbeltvurdering.annen_id == par.annen.id,
        Dobbeltvurdering.utfall == Utfall.ULIKE,
    )
    return bool(sesjon.scalar(sa.select(ulike)))


def noter_vurdering(bruker: Innlogget, beholdt_id: str, annen_id: str, utfall: Utfall, grunn: str) -> None:
    """Write the decision, in the caller's transaction."""
    sesjon.add(
        Dobbeltvurdering(
            beholdt_id=beholdt_id, annen_id=annen_id, utfall=utfall, grunn=grunn, tid=naa(), av_id=bruker.id
        )
    )
    sesjon.flush()


def _par(bruker: Innlogget, ider: Sequence[tuple[str, ...]]) -> list[Par]:
    """Those of the pairs of which the reader may know both."""
    hvem = for_imdi(bruker).where(Beboer.id.in_({id_ for par in ider for id_ in par}))
    lest = sesjon.scalars(hvem.options(joinedload(Beboer.samtale)).execution_options(populate_existing=True))
    kjente = {beboer.id: beboer for beboer in lest}
    return [Par(kjente[a], kjente[b]) for a, b in ider if a in kjente and b in kjente]


def _kjennetegn(bruker: Innlogget) -> sa.Select[str, str, str, str]:
    return for_imdi(bruker).with_only_columns(Beboer.id, Beboer.soekenoekkel, Beboer.foedt, Beboer.sorteringsnoekkel)


def _likhet(beboer: Beboer) -> tuple[object, ...]:
    return beboer.soekenoekkel, beboer.foedt


def _har_samtale(beboer: Beboer) -> bool:
    return beboer.samtalestatus in HAR_SAMTALE
