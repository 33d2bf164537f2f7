"""Gjennomgang: once a year the administrator looks through who has access to what, and confirms or changes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.db import sesjon
from app.domain.brukere.administrasjon import brukeroversikt, laas_kollega, laas_mottaket
from app.domain.brukere.avgang import krev_fersk
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling, Hendelse
from app.domain.skjema.blankett import Raa, krev_bare
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
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


def gjennomgang(av: Innlogget) -> Sequence[Gjennomgaatt]:
    """The active users of the own mottak, those that wait for a confirmation first."""
    siste = _siste_bekreftelser(av)
    aktive = [(bruker, *siste.get(bruker.id, (None, None))) for bruker in brukeroversikt(av) if bruker.aktiv]
    alle = [Gjennomgaatt(bruker, tid, navn, egen=bruker.id == av.id) for bruker, tid, navn in aktive]
    return sorted(alle, key=lambda tilgang: (not tilgang.venter, tilgang.egen))


def bekreft(av: Innlogget, bruker_id: str, raa: Raa) -> None:
    """A colleague's access is right as it was shown. Raises IkkeFunnet, Nektet, UkjentFelt, Utdatert."""
    laas_mottaket(av)
    bruker = laas_kollega(av, bruker_id)
    krev_bare(raa, "versjon")
    krev_fersk(bruker, raa)
    if not bruker.aktiv:
        raise Nektet
    hendelse.noter(Handling.TILGANG_BEKREFTET, av, gjelder_bruker_id=bruker.id, versjon=bruker.versjon)


def _siste_bekreftelser(av: Innlogget) -> dict[str, tuple[datetime, str]]:
    """User → when and by whom, of the newest confirmation."""
    nyeste = (
        sa.select(sa.func.max(Hendelse.id))
        .where(Hendelse.mottak_id == av.mottak_id, Hendelse.handling == Handling.TILGANG_BEKREFTET)
        .group_by(Hendelse.gjelder_bruker_id)
    )
    rader = sesjon.execute(
        sa.select(Hendelse.gjelder_bruker_id, Hendelse.tid, Bruker.navn)
        .join(Bruker, Bruker.id == Hendelse.bruker_id)
        .where(Hendelse.id.in_(nyeste))
    )
    return {bruker_id: (tid, navn) for bruker_id, tid, navn in rader if bruker_id}
