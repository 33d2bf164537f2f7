"""The overview of the mottak's residents: search, filter, sort and pages (S35 to S37, S85)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.doerer import synlige_og_trukne
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.beboer.navnesoek import passer
from app.domain.beboer.statuser import Bosettingsstatus, Kompassstatus, Samtalestatus
from app.domain.liste import Side, Utvalg, hent_side
from app.domain.tilgang.bruker import Innlogget


def statusvalg() -> dict[str, str]:
    """The statuses one can filter by: code → words."""
    axes: tuple[type[Samtalestatus] | type[Kompassstatus] | type[Bosettingsstatus], ...]
    axes = (Samtalestatus, Kompassstatus, Bosettingsstatus)
    return {kode.value: kode.tekst for axis in axes for kode in axis}


def oversikt(bruker: Innlogget, utvalg: Utvalg) -> Side[Beboer]:
    """One page of the own mottak's residents (S35). An unknown sort key or status is taken as none."""
    sporring = _filtrer(synlige_og_trukne(bruker).outerjoin(Beboer.samtale), utvalg)
    sortert = sporring.order_by(*_SORTERING.get(utvalg.sorter, ()), Beboer.sorteringsnoekkel, Beboer.id)
    samtalen = sa.orm.contains_eager(Beboer.samtale)
    return hent_side(sortert, utvalg.side, lambda side: sesjon.scalars(side.options(samtalen)), utvalg.stoerrelse)


def _filtrer(sporring: sa.Select[Beboer], utvalg: Utvalg) -> sa.Select[Beboer]:
    if utvalg.tekst:
        sporring = sporring.where(passer(utvalg.tekst))
    status = utvalg.status
    if status == Samtalestatus.IKKE_KLAR:
        return sporring.where(Beboer.samtale_id.is_(None))
    for axis, kolonne in (
        (Samtalestatus, Bosettingssamtale.status),
        (Kompassstatus, Beboer.kompass),
        (Bosettingsstatus, Beboer.bosetting),
    ):
        if status in {kode.value for kode in axis}:
            sporring = sporring.where(kolonne == axis(status), Beboer.trukket.is_(None))
    return sporring


def _trinn(status: type[StrEnum], kolonne: Any) -> sa.Case[int]:
    """How far a status has come: its place in the enum, no status first."""
    return sa.case({kode: nr for nr, kode in enumerate(status, 1)}, value=kolonne, else_=0)


_SORTERING: Mapping[str, Sequence[sa.ColumnElement[Any]]] = {
    "navn": (),
    "-navn": (Beboer.sorteringsnoekkel.desc(),),
    "foedt": (Beboer.foedt.asc(),),
    "-foedt": (Beboer.foedt.desc(),),
    "samtale": (_trinn(Samtalestatus, Bosettingssamtale.status).asc(),),
    "-samtale": (_trinn(Samtalestatus, Bosettingssamtale.status).desc(),),
    "kompass": (_trinn(Kompassstatus, Beboer.kompass).asc(),),
    "-kompass": (_trinn(Kompassstatus, Beboer.kompass).desc(),),
    "bosetting": (_trinn(Bosettingsstatus, Beboer.bosetting).asc(),),
    "-bosetting": (_trinn(Bosettingsstatus, Beboer.bosetting).desc(),),
}
