"""Verifisering: whether each completed interview still is what was completed, by its checksum (arkivlova § 5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.modell import BEBOER, Bosettingssamtale
from app.domain.beboer.statuser import Samtalestatus
from app.domain.samtale.ferdigstilling import kontrollsum
from app.domain.samtale.svarlager import hent_lagrede

BUNKE = 200


@dataclass(frozen=True)
class Kontroll:
    """A completed interview, and whether its answers give the checksum it was completed with."""

    samtale_id: str
    stemmer: bool


def verifiser() -> Iterator[Kontroll]:
    """Every completed interview, in the order of their ids; a few hundred at a time are in memory. What has been
    rectified since is beside the answers, and is not part of the checksum."""
    siste = ""
    while bunke := _bunke(siste):
        yield from _kontroller(bunke)
        siste = bunke[-1].id


def stemmer(samtale_id: str) -> bool:
    """Whether this completed interview still is what was completed."""
    lagret = sesjon.scalar(sa.select(Bosettingssamtale.kontrollsum).where(Bosettingssamtale.id == samtale_id))
    return lagret == regn_ut(samtale_id)


def regn_ut(samtale_id: str) -> str:
    """The checksum of the answers as they are."""
    deltok = sa.select(BEBOER.c.id).where(BEBOER.c.samtale_id == samtale_id)
    return kontrollsum(hent_lagrede(sesjon.scalars(deltok).all()))


def _bunke(etter: str) -> Sequence[Any]:
    ferdige = sa.select(Bosettingssamtale.id, Bosettingssamtale.kontrollsum).where(
        Bosettingssamtale.status == Samtalestatus.GJENNOMFOERT, Bosettingssamtale.id > etter
    )
    return sesjon.execute(ferdige.order_by(Bosettingssamtale.id).limit(BUNKE)).all()


def _kontroller(bunke: Sequence[Any]) -> Iterator[Kontroll]:
    deltok = sa.select(BEBOER.c.id, BEBOER.c.samtale_id).where(BEBOER.c.samtale_id.in_([s.id for s in bunke]))
    samtale = {rad.id: rad.samtale_id for rad in sesjon.execute(deltok)}
    svar = hent_lagrede(list(samtale))
    for ferdig in bunke:
        egne = {beboer_id: svar[beboer_id] for beboer_id, samtale_id in samtale.items() if samtale_id == ferdig.id}
        yield Kontroll(ferdig.id, ferdig.kontrollsum == kontrollsum(egne))
