"""The overview of the mottak's residents: search, filter, sort and pages (S35 to S37, S85)."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.doerer import synlige_og_trukne
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.beboer.navnesoek import passer
from app.domain.beboer.statuser import KOMPASS_GJELDER_IKKE, Bosettingsstatus, Kompassstatus, Samtalestatus
from app.domain.liste import Side, Utvalg, hent_side
from app.domain.tilgang.bruker import Innlogget

GJELDER_IKKE = "gjelder_ikke"
"""The filter for those whom Kompass is not for, as a status's own code is for the others."""


def statusvalg() -> dict[str, str]:
    """The statuses one can filter by: code → words."""
    foerst: tuple[type[Samtalestatus] | type[Kompassstatus], ...] = (Samtalestatus, Kompassstatus)
    valg: dict[str, str] = {kode.value: kode.tekst for axis in foerst for kode in axis}
    return valg | {GJELDER_IKKE: KOMPASS_GJELDER_IKKE} | {kode.value: kode.tekst for kode in Bosettingsstatus}


def oversikt(bruker: Innlogget, utvalg: Utvalg) -> Side[Beboer]:
    """One page of the own mottak's residents (S35). An unknown sort key or status is taken as none."""
    sporring = _filtrer(synlige_og_trukne(bruker).outerjoin(Beboer.samtale), utvalg)
    sortert = sporring.order_by(*_sortering(utvalg.sorter), Beboer.sorteringsnoekkel, Beboer.id)
    samtalen = sa.orm.contains_eager(Beboer.samtale)
    return hent_side(sortert, utvalg.side, lambda side: sesjon.scalars(side.options(samtalen)), utvalg.stoerrelse)


def _filtrer(sporring: sa.Select[Beboer], utvalg: Utvalg) -> sa.Select[Beboer]:
    if utvalg.tekst:
        sporring = sporring.where(passer(utvalg.tekst))
    status = utvalg.status
    if status == Samtalestatus.IKKE_KLAR:
        return sporring.where(Beboer.samtale_id.is_(None))
    if status == GJELDER_IKKE:
        return sporring.where(~Beboer.kompass_angaar, Beboer.trukket.is_(None))
    if status in set(Kompassstatus):
        sporring = sporring.where(Beboer.kompass_angaar)
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


def _sortering(noekkel: str) -> Sequence[sa.ColumnElement[Any]]:
    """What a key of the list's head sorts by, before the name. Made anew each time: a status may end by the clock."""
    kolonner: dict[str, sa.SQLColumnExpression[Any]] = {
        "navn": Beboer.sorteringsnoekkel,
        "foedt": Beboer.foedt,
        "samtale": _trinn(Samtalestatus, Bosettingssamtale.status),
        "kompass": sa.case(
            (~Beboer.kompass_angaar, len(Kompassstatus) + 1), else_=_trinn(Kompassstatus, Beboer.kompass)
        ),
        "bosetting": _trinn(Bosettingsstatus, Beboer.bosetting),
    }
    kolonne = kolonner.get(noekkel.removeprefix("-"))
    if kolonne is None or noekkel.startswith("--"):
        return ()
    return [kolonne.desc() if noekkel.startswith("-") else kolonne.asc()]
