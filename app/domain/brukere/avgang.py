"""Avgang: someone leaves the mottak: what the leaver holds, and what becomes of it (F19)."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.modell import BEBOER, Bosettingssamtale
from app.domain.beboer.statuser import Samtalestatus
from app.domain.brukere import identitet
from app.domain.brukere.administrasjon import (
    Foelge,
    andre_bosettingsansvarlige,
    hent_kollega,
    krev_bekreftet,
    laas_kollega,
    laas_mottaket,
    sett_roller,
    utdatert,
)
from app.domain.brukere.kontakt import er_bosettingsansvarlig
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.skjema.blankett import Blankett, Raa, krev_bare
from app.domain.skjema.versjonert import er_utdatert
from app.domain.tid import naa
from app.domain.tilgang import innlogging
from app.domain.tilgang.bruker import Bruker, Innlogget, Innlogging
from app.domain.tilgang.innlogging import Levetid
from app.domain.tilgang.matrise import Rolle
from app.domain.unntak import Nektet

TOM = Blankett([])


@dataclass(frozen=True)
class Avgang:
    """What a leaver holds; never who the interviews are with (S11)."""

    bruker: Bruker
    aapne_samtaler: int
    arvtakere: Sequence[str]
    innlogginger: int

    @property
    def siste_bosettingsansvarlig(self) -> bool:
        return er_bosettingsansvarlig(self.bruker) and not self.arvtakere

    @property
    def roller(self) -> list[Rolle]:
        return self.bruker.roller

    @property
    def foelger(self) -> list[Foelge]:
        """What must be confirmed before the user is deactivated."""
        mulige = {
            Foelge.AAPNE_SAMTALER: bool(self.aapne_samtaler),
            Foelge.UTEN_BOSETTINGSANSVARLIG: self.siste_bosettingsansvarlig,
        }
        return [foelge for foelge, gjelder in mulige.items() if gjelder]


def avgang(av: Innlogget, bruker_id: str, levetid: Levetid) -> Avgang:
    """What this colleague holds. Raises IkkeFunnet, Nektet, and Utdatert where he has been deactivated already."""
    bruker = hent_kollega(av, bruker_id)
    if bruker.id == av.id:
        raise Nektet
    if not bruker.aktiv:
        raise utdatert(bruker)
    levende = (Innlogging.sist_brukt > naa() - levetid.idle, Innlogging.opprettet > naa() - levetid.absolutt)
    innlogginger = sa.select(sa.func.count()).where(Innlogging.bruker_id == bruker.id, *levende)
    return _avgang(bruker, innlogginger=sesjon.scalar(innlogginger) or 0)


def deaktiver(av: Innlogget, bruker_id: str, raa: Raa) -> None:
    """«Deaktiver bruker»: roles, login sessions and the registered number end; name and history stay (E11).

    Raises IkkeFunnet, Nektet, UkjentFelt, Utdatert, Ubekreftet.
    """
    laas_mottaket(av)
    bruker = laas_kollega(av, bruker_id)
    krev_bare(raa, "versjon", "bekreft")
    krev_fersk(bruker, raa)
    if not bruker.aktiv:
        raise Nektet
    krev_bekreftet(_avgang(bruker).foelger, raa, TOM)
    sett_roller(av, bruker.id, bruker.roller, ())
    bruker.aktiv = False
    bruker.versjon += 1
    innlogging.avslutt_alle(bruker.id)
    identitet.fjern(bruker.id)
    hendelse.noter(Handling.BRUKER_DEAKTIVERT, av, gjelder_bruker_id=bruker.id)


def aktiver(av: Innlogget, bruker_id: str, raa: Raa) -> None:
    """«Aktiver bruker»: can log in again, but holds no role. Raises IkkeFunnet, Nektet, UkjentFelt, Utdatert."""
    laas_mottaket(av)
    bruker = laas_kollega(av, bruker_id)
    krev_bare(raa, "versjon")
    krev_fersk(bruker, raa)
    if bruker.aktiv:
        raise Nektet
    bruker.aktiv = True
    bruker.versjon += 1
    hendelse.noter(Handling.BRUKER_AKTIVERT, av, gjelder_bruker_id=bruker.id)


def _avgang(bruker: Bruker, innlogginger: int = 0) -> Avgang:
    """The number tells of no interview with a shielded person (E1), nor of one that nobody is left in."""
    begynte = sa.select(sa.func.count()).where(
        sa.exists().where(BEBOER.c.samtale_id == Bosettingssamtale.id, ~BEBOER.c.skjermet),
        Bosettingssamtale.paabegynt_av_id == bruker.id,
        Bosettingssamtale.mottak_id == bruker.mottak_id,
        Bosettingssamtale.status == Samtalestatus.PAABEGYNT,
    )
    return Avgang(
        bruker=bruker,
        aapne_samtaler=sesjon.scalar(begynte) or 0,
        arvtakere=andre_bosettingsansvarlige(bruker),
        innlogginger=innlogginger,
    )


def krev_fersk(bruker: Bruker, raa: Raa) -> None:
    if er_utdatert(bruker, raa):
        raise utdatert(bruker)
