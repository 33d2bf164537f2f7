"""Etter gjenoppretting: what a back-up must not bring back: logins, codes, access taken since, e-mail long sent."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.db import endre, sesjon
from app.domain.beboer.skjermingstilgang import Skjermingstilgang
from app.domain.brukere import identitet
from app.domain.brukere.avgang import avslutt
from app.domain.brukere.roller import sett_roller
from app.domain.kompass import kode
from app.domain.logg.fjerninger import Fjerning
from app.domain.logg.hendelse import Handling, Hendelse
from app.domain.oppbevaring import sletting
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogging
from app.domain.varsel import gjenoppretting

SPILLEROM = timedelta(hours=1)
"""A removal is looked for from this long before the back-up was taken: clocks differ, and what was under way then is
not in it. What it already holds is not done twice.
"""


@dataclass(frozen=True)
class Ryddet:
    """How much was taken away."""

    innlogginger: int
    koder: int
    fjerninger: int
    personer: int
    """Deleted anew, because their time was out."""
    staar_igjen: int
    """Those who could not be: a completed interview is not what was completed."""


def rydd_opp(kopi_tatt: datetime, fjernet: Iterable[Fjerning]) -> Ryddet:
    """In the caller's transaction, before anybody can use the database."""
    mangler = sorted(_mangler(kopi_tatt, fjernet), key=lambda fjerning: fjerning.tid)
    slettet = [_slett_igjen(f) for f in mangler if f.handling is Handling.PERSON_SLETTET]
    gjentatt = sum(_gjenta(f) for f in mangler if f.handling is not Handling.PERSON_SLETTET)
    innlogginger = endre(sa.delete(Innlogging))
    koder = kode.trekk_alle(kode.Trekkaarsak.GJENOPPRETTET)
    gjenoppretting.hold_tilbake(kopi_tatt)
    return Ryddet(innlogginger, koder, gjentatt, slettet.count(True), slettet.count(None))


def _mangler(kopi_tatt: datetime, fjernet: Iterable[Fjerning]) -> set[Fjerning]:
    """The removals that were logged after the back-up was taken."""
    grense = kopi_tatt - SPILLEROM
    har = sesjon.execute(sa.select(Hendelse.id, Hendelse.tid).where(Hendelse.tid >= grense)).all()
    kjente = {tuple(rad) for rad in har}
    return {f for f in fjernet if f.tid >= grense and (f.id, f.tid) not in kjente}


def _slett_igjen(fjerning: Fjerning) -> bool | None:
    """Whether there was somebody to delete; None where it could not be done."""
    if not fjerning.beboer_id or not sletting.finnes(fjerning.beboer_id):
        return False
    try:
        sletting.slett(fjerning.beboer_id, fjerning.rolle or "")
    except sletting.StemmerIkke:
        return None
    return True


def _gjenta(fjerning: Fjerning) -> bool:
    """Do it again, by nobody; the answer is whether there was somebody to do it to."""
    bruker = sesjon.get(Bruker, fjerning.bruker_id)
    if bruker is None:
        return False
    GJENTA[fjerning.handling](bruker, fjerning)
    sesjon.flush()
    sesjon.refresh(bruker)
    return True


def _deaktiver(bruker: Bruker, _fjerning: Fjerning) -> None:
    if bruker.aktiv:
        avslutt(None, bruker)


def _fjern_rolle(bruker: Bruker, fjerning: Fjerning) -> None:
    sett_roller(None, bruker.id, bruker.roller, [rolle for rolle in bruker.roller if rolle != fjerning.rolle])


def _fjern_nummer(bruker: Bruker, _fjerning: Fjerning) -> None:
    """Whoever logged in with the number that was replaced is not let in; the new one must be registered again."""
    identitet.fjern_alle(bruker.id)


def _avslutt_skjermingstilgang(bruker: Bruker, fjerning: Fjerning) -> None:
    """The grants that there were; one given afterwards is not in the back-up."""
    tilgang = Skjermingstilgang
    hvilke = (tilgang.bruker_id == bruker.id, tilgang.beboer_id == fjerning.beboer_id, tilgang.avsluttet.is_(None))
    endre(sa.update(tilgang).where(*hvilke).values(avsluttet=naa()))


GJENTA: Mapping[Handling, Callable[[Bruker, Fjerning], None]] = {
    Handling.BRUKER_DEAKTIVERT: _deaktiver,
    Handling.ROLLE_FRATATT: _fjern_rolle,
    Handling.IDENTITET_ERSTATTET: _fjern_nummer,
    Handling.SKJERMING_AVSLUTTET: _avslutt_skjermingstilgang,
}
"""For each of fjerninger.SLAG."""
