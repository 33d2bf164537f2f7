"""Sletting: a person whose time is out is deleted, from every table, through the one door in the walls (L4, GDPR 17).

What is the person's goes. What the household shares stays with those who are left of it, and goes with the last. The
log keeps that something was done, by whom and when, and no longer to whom.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, endre, sesjon
from app.domain.beboer.modell import BEBOER, Bosettingssamtale, Husstand, laas_husstander
from app.domain.beboer.statuser import Bosettingsstatus, Samtalestatus
from app.domain.logg import hendelse, kvittering, segl
from app.domain.logg.hendelse import Handling, Hendelse
from app.domain.oppbevaring import persontabeller
from app.domain.oppbevaring.persontabeller import Person
from app.domain.oppbevaring.regler import ANDRE, BOSATT, Regel
from app.domain.samtale import sakendring, verifisering
from app.domain.samtale.merknad import Merknad
from app.domain.varsel.epost import Utsending
from app.domain.varsel.varsel import Varsel, Varsellesing
from app.norsk import OSLO

LOGGEN = Hendelse.__table__
TOEMT = {"beboer_id": None, "samtale_id": None, "felt": None, "versjon": None, "detalj": None}


class Slettedoer(Base):
    """The door: the ids of what is being deleted, in the transaction that does it, and empty at all other times."""

    __tablename__ = "slettedoer"

    noekkel: Mapped[str] = mapped_column(Noekkel, primary_key=True)


@dataclass(frozen=True)
class Slettet:
    """What went: the number of the row that says so, and how many rows of each table."""

    hendelse_id: int
    tid: datetime
    rader: Mapping[str, int]


class StemmerIkke(Exception):
    """A completed interview is not what was completed: it must be looked into first."""


def forfalte(regel: Regel) -> Sequence[str]:
    """The residents whose time by this rule is out; one that was merged goes with the one kept."""
    hvem = sa.select(BEBOER.c.id).where(BEBOER.c.samme_som_id.is_(None), _UTE[regel.kode](regel))
    return sesjon.scalars(hvem.order_by(BEBOER.c.id)).all()


def slett(beboer_id: str, kode: str) -> Slettet:
    """Delete the person, in the caller's transaction, as the owner of the tables. Raises StemmerIkke."""
    person = persontabeller.finn(beboer_id)
    laas_husstander(person.husstander, [*person.samtaler])
    gaar = Person(person.ider, _samtaler_som_gaar(person), ())
    delte = _delte(person, gaar)
    if not all(verifisering.stemmer(samtale_id) for samtale_id in delte):
        raise StemmerIkke
    sesjon.execute(sa.insert(Slettedoer), [{"noekkel": n} for n in {*gaar.ider, *gaar.samtaler, *delte}])
    hos_andre = sakendring.foer_sletting(person.samtaler, person.ider)
    rader = _slett_alt(gaar) | _slett_husstander(person)
    sakendring.noter_slettet(hos_andre)
    for samtale_id in delte:
        ny = verifisering.regn_ut(samtale_id)
        endre(sa.update(Bosettingssamtale).where(Bosettingssamtale.id == samtale_id).values(kontrollsum=ny))
    sesjon.execute(sa.delete(Slettedoer))
    nr = hendelse.noter_en(Handling.PERSON_SLETTET, None, felt=kode, antall=sum(rader.values()))
    tid = sesjon.execute(sa.select(Hendelse.tid).where(Hendelse.id == nr)).scalar_one()
    sesjon.expire_all()
    return Slettet(nr, tid, rader)


def finnes(beboer_id: str) -> bool:
    return sesjon.scalar(sa.select(BEBOER.c.id).where(BEBOER.c.id == beboer_id)) is not None


def _samtaler_som_gaar(person: Person) -> list[str]:
    """The interviews that nobody else has taken part in."""
    egne = sa.or_(Bosettingssamtale.id.in_(person.samtaler), Bosettingssamtale.husstand_id.in_(person.husstander))
    andres = [
        sa.exists().where(t.c.samtale_id == Bosettingssamtale.id, *(k.not_in(person.ider) for k in navngir))
        for t in Base.metadata.sorted_tables
        if t is not LOGGEN and "samtale_id" in t.c and (navngir := _hvem(t))
    ]
    return list(sesjon.scalars(sa.select(Bosettingssamtale.id).where(egne, ~sa.or_(*andres))))


def _hvem(tabell: sa.Table) -> list[sa.ColumnElement[str]]:
    """The columns that say whose a row is."""
    return [k for k in persontabeller.kolonner(tabell) if k is not BEBOER.c.samme_som_id]


def _delte(person: Person, gaar: Person) -> list[str]:
    """The completed interviews that stay, for those who are left: their checksum is of fewer."""
    ferdige = sa.select(Bosettingssamtale.id).where(
        Bosettingssamtale.id.in_([s for s in person.samtaler if s not in gaar.samtaler]),
        Bosettingssamtale.status == Samtalestatus.GJENNOMFOERT,
    )
    return list(sesjon.scalars(ferdige))


def _slett_alt(gaar: Person) -> dict[str, int]:
    """Table by table, what leads to a row before the row itself."""
    om_merknader = sa.select(Merknad.id).where(Merknad.beboer_id.in_(gaar.ider))
    varsler = sa.select(Varsel.id).where(Varsel.merknad_id.in_(om_merknader))
    for henger_paa in (Utsending, Varsellesing):
        endre(sa.delete(henger_paa).where(henger_paa.varsel_id.in_(varsler)))
    endre(sa.delete(Varsel).where(Varsel.merknad_id.in_(om_merknader)))
    rader: dict[str, int] = {}
    for tabell in reversed(Base.metadata.sorted_tables):
        om = persontabeller.hvilke(tabell, gaar)
        if om is not None and tabell.name != Husstand.__tablename__:
            gjoer = _toem if tabell is LOGGEN else _slett_rader
            if antall := gjoer(tabell, om, gaar):
                rader[tabell.name] = antall
    return rader


def _slett_rader(tabell: sa.Table, om: sa.ColumnElement[bool], _gaar: Person) -> int:
    if tabell.name in segl.FORSEGLEDE:
        numre = sesjon.scalars(sa.select(tabell.c.id).where(om)).all()
        kvittering.kvitter(tabell.name, dict.fromkeys(numre, kvittering.BORTE))
    return endre(sa.delete(tabell).where(om))


def _toem(tabell: sa.Table, om: sa.ColumnElement[bool], gaar: Person) -> int:
    """Of the rows of the log the person is taken out, and the row stays."""
    numre = sesjon.scalars(sa.select(tabell.c.id).where(sa.or_(om, tabell.c.detalj.in_(gaar.ider)))).all()
    endre(sa.update(tabell).where(tabell.c.id.in_(numre)).values(TOEMT))
    igjen = sesjon.execute(sa.select(tabell).where(tabell.c.id.in_(numre))).mappings()
    kvittering.kvitter(tabell.name, {rad["id"]: segl.kanonisk(dict(rad)) for rad in igjen})
    return len(numre)


def _slett_husstander(person: Person) -> dict[str, int]:
    """Those of which nobody is left."""
    bebodd = sa.exists().where(BEBOER.c.husstand_id == Husstand.id)
    brukt = sa.exists().where(Bosettingssamtale.husstand_id == Husstand.id)
    antall = endre(sa.delete(Husstand).where(Husstand.id.in_(person.husstander), ~bebodd, ~brukt))
    return {Husstand.__tablename__: antall} if antall else {}


def _bosatt(regel: Regel) -> sa.ColumnElement[bool]:
    return sa.and_(BEBOER.c.bosetting == Bosettingsstatus.BOSATT, BEBOER.c.bosettingsdato <= regel.grense)


def _andre(regel: Regel) -> sa.ColumnElement[bool]:
    foer = datetime.combine(regel.grense, time.max, OSLO)
    return sa.and_(BEBOER.c.bosetting != Bosettingsstatus.BOSATT, BEBOER.c.trukket <= foer)


_UTE = {BOSATT.kode: _bosatt, ANDRE.kode: _andre}
