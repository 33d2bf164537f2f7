"""Gjennomgang: once a year somebody looks through who has access to what, and confirms or changes it.

A mottak's administrators look through its users, and each other. IMDi's administrators look through those whom nobody
else can: IMDi's own, the kommuner's, and whoever administers a mottak alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.db import sesjon
from app.domain.brukere.administrasjon import laas_kollega
from app.domain.brukere.avgang import krev_fersk
from app.domain.brukere.virkested import rekkevidde
from app.domain.liste import FLEST_TALT, Side, Sporring, hent_side, tell
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling, Hendelse
from app.domain.skjema.blankett import Raa, krev_bare
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget, Rolletildeling
from app.domain.tilgang.matrise import Rett, Rolle, kan
from app.domain.unntak import Nektet

FRIST = timedelta(days=365)


@dataclass(frozen=True)
class Gjennomgaatt:
    """A user's access, and when somebody last confirmed that it is right."""

    bruker: Bruker
    bekreftet: datetime | None
    bekreftet_av: str | None
    egen: bool
    """One's own: another administrator confirms it."""

    @property
    def venter(self) -> bool:
        return not self.egen and (self.bekreftet is None or naa() - self.bekreftet > FRIST)


def gjennomgang(av: Innlogget, brukere: Sequence[Bruker]) -> Sequence[Gjennomgaatt]:
    """The active of these users, those that wait for a confirmation first."""
    alle = _gjennomgaatte(av, [bruker for bruker in brukere if bruker.aktiv])
    return sorted(alle, key=lambda tilgang: (not tilgang.venter, tilgang.egen))


def antall_som_venter(av: Innlogget, brukere: Sequence[Bruker]) -> int:
    """How many this administrator should look through: of these; in the whole country where she is IMDi's."""
    if kan(av, Rett.BRUKER_ADMINISTRERE_ALLE):
        return tell(_venter_i_landet(av), FLEST_TALT)
    return sum(tilgang.venter for tilgang in gjennomgang(av, brukere))


def venter_i_landet(av: Innlogget, nr: int) -> Side[Gjennomgaatt]:
    """One page of those whom IMDi should look through, by name."""

    def les(sporring: Sporring) -> Sequence[Gjennomgaatt]:
        return _gjennomgaatte(av, sesjon.scalars(sporring).all())

    return hent_side(_venter_i_landet(av).order_by(Bruker.navn, Bruker.id), nr, les)


def bekreft(av: Innlogget, bruker_id: str, raa: Raa) -> None:
    """A colleague's access is right as it was shown. Raises IkkeFunnet, Nektet, UkjentFelt, Utdatert."""
    _sted, bruker = laas_kollega(av, bruker_id)
    krev_bare(raa, "versjon")
    krev_fersk(bruker, raa)
    if not bruker.aktiv:
        raise Nektet
    hendelse.noter(Handling.TILGANG_BEKREFTET, av, gjelder_bruker_id=bruker.id, versjon=bruker.versjon)


def _venter_i_landet(av: Innlogget) -> sa.Select[Bruker]:
    andre = aliased(Bruker)
    har_medhjelper = sa.exists().where(
        andre.mottak_id == Bruker.mottak_id, andre.id != Bruker.id, andre.aktiv, _administrerer(andre)
    )
    nylig = sa.exists().where(
        Hendelse.gjelder_bruker_id == Bruker.id,
        Hendelse.handling == Handling.TILGANG_BEKREFTET,
        Hendelse.tid > naa() - FRIST,
    )
    alene = sa.or_(Bruker.mottak_id.is_(None), sa.and_(_administrerer(Bruker), ~har_medhjelper))
    return rekkevidde(av).where(Bruker.aktiv, Bruker.id != av.id, alene, ~nylig)


def _administrerer(hvem: type[Bruker]) -> sa.ColumnElement[bool]:
    return hvem.rolletildelinger.any(Rolletildeling.rolle == Rolle.MOTTAKSADMINISTRATOR)


def _gjennomgaatte(av: Innlogget, brukere: Sequence[Bruker]) -> list[Gjennomgaatt]:
    siste = _siste_bekreftelser([bruker.id for bruker in brukere])
    med_dato = [(bruker, *siste.get(bruker.id, (None, None))) for bruker in brukere]
    return [Gjennomgaatt(bruker, tid, navn, egen=bruker.id == av.id) for bruker, tid, navn in med_dato]


def _siste_bekreftelser(bruker_ider: Collection[str]) -> dict[str, tuple[datetime, str]]:
    """User → when and by whom, of the newest confirmation."""
    nyeste = (
        sa.select(sa.func.max(Hendelse.id))
        .where(Hendelse.gjelder_bruker_id.in_(bruker_ider), Hendelse.handling == Handling.TILGANG_BEKREFTET)
        .group_by(Hendelse.gjelder_bruker_id)
    )
    rader = sesjon.execute(
        sa.select(Hendelse.gjelder_bruker_id, Hendelse.tid, Bruker.navn)
        .join(Bruker, Bruker.id == Hendelse.bruker_id)
        .where(Hendelse.id.in_(nyeste))
    )
    return {bruker_id: (tid, navn) for bruker_id, tid, navn in rader if bruker_id}
