"""Personfil: everything about one person, read for whoever answers the person who asks (L3, GDPR 15)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.doerer import har_nummer, i_registeret
from app.domain.beboer.modell import BEBOER, Beboer
from app.domain.bosetting.innsyn import Visning, visninger
from app.domain.bosetting.retting import Retting, gjeldende
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling, Hendelse
from app.domain.oppbevaring import persontabeller
from app.domain.oppbevaring.persontabeller import Person
from app.domain.samtale.svarlager import Svarhistorikk, Svarsamling, hent_lagrede
from app.domain.tilgang.bruker import Bruker
from app.domain.tilgang.mottak import Mottak
from app.domain.unntak import IkkeFunnet
from app.domain.varsel.varsel import Varsel

Tabellrader = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Alt:
    """What there is. The file that is handed out is made of some of it; all of it is in the one to be judged."""

    beboer: Beboer
    svar: Svarsamling
    """As they stand after what was rectified."""
    historikk: Sequence[Svarhistorikk]
    rettinger: Sequence[Retting]
    varsler: Sequence[Varsel]
    visninger: Sequence[Visning]
    andre: Sequence[Beboer]
    """The others of the household."""
    navn: Mapping[str, str]
    """Names of users and of mottak, by id."""
    rader: Mapping[str, Tabellrader]
    """Every row about the person, by table."""


def les_alt(nummer: str) -> Alt:
    """All about the person with this DUF-nummer, or with one that was merged; that it was read is logged. Raises
    IkkeFunnet.
    """
    beboer = next(iter(i_registeret(har_nummer(nummer))), None)
    if beboer is None:
        raise IkkeFunnet
    person = persontabeller.finn(beboer.id)
    hendelse.noter(Handling.INNSYN_SKREVET, None, beboer_id=beboer.id)
    rettinger = _alle(Retting, person, Retting.rettet)
    return Alt(
        beboer=beboer,
        svar=gjeldende(hent_lagrede([beboer.id]), rettinger)[beboer.id],
        historikk=_alle(Svarhistorikk, person, Svarhistorikk.id),
        rettinger=rettinger,
        varsler=_alle(Varsel, person, Varsel.opprettet),
        visninger=visninger(_hvilke(Hendelse, person)),
        andre=i_registeret(sa.and_(BEBOER.c.husstand_id.in_(person.husstander), BEBOER.c.id.not_in(person.ider))),
        navn=_navnene(),
        rader={tabell.name: [dict(rad) for rad in rader] for tabell, rader in persontabeller.rader(person)},
    )


def _navnene() -> Mapping[str, str]:
    alle = (sa.select(modell.id, modell.navn) for modell in (Bruker, Mottak))
    return {rad.id: rad.navn for spoerring in alle for rad in sesjon.execute(spoerring)}


def _alle(modell: Any, person: Person, rekkefoelge: Any) -> Sequence[Any]:
    return sesjon.scalars(sa.select(modell).where(_hvilke(modell, person)).order_by(rekkefoelge)).all()


def _hvilke(modell: Any, person: Person) -> sa.ColumnElement[bool]:
    hvilke = persontabeller.hvilke(modell.__table__, person)
    return sa.false() if hvilke is None else hvilke
