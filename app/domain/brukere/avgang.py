"""Avgang: someone leaves: what the leaver holds, and what becomes of it (F19)."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.modell import BEBOER, Bosettingssamtale
from app.domain.beboer.statuser import Samtalestatus
from app.domain.brukere import identitet
from app.domain.brukere.administrasjon import (
    Foelge,
    Ubekreftet,
    hent_kollega,
    krev_bekreftet,
    laas_kollega,
    utdatert,
)
from app.domain.brukere.kontakt import er_bosettingsansvarlig
from app.domain.brukere.roller import andre_bosettingsansvarlige, sett_roller
from app.domain.brukere.virkested import Virkested, er_siste_administrator, virkested_for
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.skjema.blankett import Blankett, Raa, UkjentFelt, krev_bare
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
    sted: Virkested
    aapne_samtaler: int
    arvtakere: Sequence[Bruker]
    """Those who can answer for the interviews from now on."""
    innlogginger: int
    siste_administrator: bool
    """Then the user cannot be deactivated (D6)."""

    @property
    def siste_bosettingsansvarlig(self) -> bool:
        return er_bosettingsansvarlig(self.bruker) and not self.arvtakere

    @property
    def roller(self) -> list[Rolle]:
        return self.bruker.roller

    @property
    def foelger(self) -> list[Foelge]:
        """What must be confirmed before the user is deactivated; interviews, where nobody can be named for them."""
        mulige = {
            Foelge.AAPNE_SAMTALER: bool(self.aapne_samtaler) and not self.arvtakere,
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
    return _avgang(av, bruker, innlogginger=sesjon.scalar(innlogginger) or 0)


def deaktiver(av: Innlogget, bruker_id: str, raa: Raa) -> None:
    """«Deaktiver bruker»: the open interviews get the new owner that is named.

    Raises IkkeFunnet, Nektet, UkjentFelt, Utdatert, and Ubekreftet, also where no owner is named, or where this is
    the last administrator.
    """
    _sted, bruker = laas_kollega(av, bruker_id)
    krev_bare(raa, "versjon", "bekreft", "ny_ansvarlig")
    krev_fersk(bruker, raa)
    if not bruker.aktiv:
        raise Nektet
    hos = _avgang(av, bruker)
    krev_bekreftet(hos.foelger, raa, TOM)
    if hos.siste_administrator:
        raise Ubekreftet(TOM, [])
    _overlat(av, hos, raa)
    avslutt(av, bruker)


def avslutt(av: Innlogget | None, bruker: Bruker) -> None:
    """Roles, login sessions and the registered number end; name and history stay (E11)."""
    sett_roller(av, bruker.id, bruker.roller, ())
    bruker.aktiv = False
    bruker.versjon += 1
    innlogging.avslutt_alle(bruker.id)
    identitet.fjern(bruker.id)
    hendelse.noter(Handling.BRUKER_DEAKTIVERT, av, gjelder_bruker_id=bruker.id)


def aktiver(av: Innlogget, bruker_id: str, raa: Raa) -> None:
    """«Aktiver bruker»: can log in again, but holds no role. Raises IkkeFunnet, Nektet, UkjentFelt, Utdatert."""
    _sted, bruker = laas_kollega(av, bruker_id)
    krev_bare(raa, "versjon")
    krev_fersk(bruker, raa)
    if bruker.aktiv:
        raise Nektet
    bruker.aktiv = True
    bruker.versjon += 1
    hendelse.noter(Handling.BRUKER_AKTIVERT, av, gjelder_bruker_id=bruker.id)


def _avgang(av: Innlogget, bruker: Bruker, innlogginger: int = 0) -> Avgang:
    sted = virkested_for(av, bruker)
    return Avgang(
        bruker=bruker,
        sted=sted,
        aapne_samtaler=sesjon.scalar(sa.select(sa.func.count()).where(*_hos(bruker))) or 0,
        arvtakere=andre_bosettingsansvarlige(bruker),
        innlogginger=innlogginger,
        siste_administrator=er_siste_administrator(bruker, sted),
    )


def _hos(bruker: Bruker) -> Sequence[sa.ColumnElement[bool]]:
    """The begun interviews that this user answers for: none with a shielded person (E1), nor one without anybody."""
    return (
        sa.exists().where(BEBOER.c.samtale_id == Bosettingssamtale.id, ~BEBOER.c.skjermet),
        Bosettingssamtale.ansvarlig_id == bruker.id,
        Bosettingssamtale.mottak_id == bruker.mottak_id,
        Bosettingssamtale.status == Samtalestatus.PAABEGYNT,
    )


def _overlat(av: Innlogget, hos: Avgang, raa: Raa) -> None:
    """The open interviews go to the colleague who is named, and what is taken and not begun is free again. Raises
    Ubekreftet where none is named, UkjentFelt."""
    tatt = (Bosettingssamtale.ansvarlig_id == hos.bruker.id, Bosettingssamtale.status == Samtalestatus.KLAR)
    sesjon.execute(sa.update(Bosettingssamtale).where(*tatt).values(ansvarlig_id=None, frist=None))
    if not hos.aapne_samtaler or not hos.arvtakere:
        return
    navngitt = "".join(raa.get("ny_ansvarlig", ()))
    if not navngitt:
        raise Ubekreftet(TOM, [Foelge.AAPNE_SAMTALER])
    if navngitt not in [arvtaker.id for arvtaker in hos.arvtakere]:
        raise UkjentFelt
    ider = sesjon.scalars(sa.select(Bosettingssamtale.id).where(*_hos(hos.bruker))).all()
    sesjon.execute(sa.update(Bosettingssamtale).where(Bosettingssamtale.id.in_(ider)).values(ansvarlig_id=navngitt))
    for samtale_id in ider:
        hendelse.noter(Handling.SAMTALE_OVERLATT, av, samtale_id=samtale_id, gjelder_bruker_id=navngitt)


def krev_fersk(bruker: Bruker, raa: Raa) -> None:
    if er_utdatert(bruker, raa):
        raise utdatert(bruker)
