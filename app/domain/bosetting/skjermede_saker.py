"""Skjermede saker: where a shielded person waits and nobody has been let in, those who may let others in are told (E1).

The person waits in turn for the mottak, for IMDi, and for the kommune. The worker looks; so it does not matter how it
came about: an import, a completion, a grant that ran out, a user who left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer import skjerming
from app.domain.beboer.modell import BEBOER, Bosettingssamtale, laas_samtale
from app.domain.beboer.skjermingstilgang import Skjermingstilgang
from app.domain.beboer.statuser import Bosettingsstatus, Samtalestatus
from app.domain.skjema.blankett import Raa
from app.domain.tid import dag_i_norge, i_dag, naa
from app.domain.tilgang.bruker import Innlogget
from app.domain.varsel import varsel
from app.domain.varsel.adressat import Mottaker, Til, adressater, sted
from app.domain.varsel.anledning import ANLEDNINGER, Anledning
from app.domain.varsel.ettersending import ettersend
from app.domain.varsel.varsel import Varsel

IGJEN = timedelta(days=7)
"""Told again after so long, while still nobody has been let in."""
VENTER_PAA: Mapping[Anledning, Mottaker] = {
    Anledning.SKJERMET_VENTER: Mottaker.MOTTAK,
    Anledning.SKJERMET_FERDIG: Mottaker.IMDI,
    Anledning.SKJERMET_SOEKT_UT: Mottaker.KOMMUNE,
}


@dataclass(frozen=True)
class Ventende:
    """A shielded person whom nobody who is to act can see; for the page that lets somebody in, without a name."""

    beboer_id: str
    samtale_id: str
    anledning: Anledning
    siden: date

    @property
    def tekst(self) -> str:
        return ANLEDNINGER[self.anledning].tekst


def ventende() -> Sequence[Ventende]:
    """Those who wait, the longest first."""
    alle = [_ventende(rad) for rad in sesjon.execute(_SKJERMEDE)]
    return sorted((v for v in alle if v), key=lambda v: (v.siden, v.beboer_id))


def si_fra(hvem: Ventende) -> None:
    """Tell those who may let others in, once, and again after IGJEN, or when the last who had been let in is out."""
    laas_samtale(hvem.samtale_id)
    if hvem not in ventende():
        return
    sist = _sist_sagt(hvem)
    if sist is None or naa() - sist >= IGJEN or _noen_er_sluppet_ut(hvem.beboer_id, sist):
        varsel.send_varsel(hvem.anledning, samtale_id=hvem.samtale_id)


def slipp_inn(av: Innlogget, beboer_id: str, raa: Raa) -> None:
    """Let a user in, who is told of what waits. Raises as skjerming.gi_tilgang."""
    tilgang = skjerming.gi_tilgang(av, beboer_id, raa)
    samtale_id = sesjon.scalar(sa.select(BEBOER.c.samtale_id).where(BEBOER.c.id == beboer_id))
    if samtale_id:
        ettersend(samtale_id, tilgang.bruker_id)


def _ventende(
    rad: sa.Row[tuple[str, str, str, str, Bosettingsstatus, date, Samtalestatus, datetime, datetime]],
) -> Ventende | None:
    if rad.status != Samtalestatus.GJENNOMFOERT:
        anledning, siden = Anledning.SKJERMET_VENTER, dag_i_norge(rad.klar_siden)
    elif rad.bosetting == Bosettingsstatus.FORDELINGSKLAR:
        anledning, siden = Anledning.SKJERMET_FERDIG, dag_i_norge(rad.ferdigstilt)
    elif rad.bosetting == Bosettingsstatus.SOEKT_UT:
        anledning, siden = Anledning.SKJERMET_SOEKT_UT, rad.utsoekingsdato
    else:
        return None
    hos = sted(VENTER_PAA[anledning], mottak_id=rad.mottak_id, kommune_nummer=rad.soekt_ut_til)
    til = Til(VENTER_PAA[anledning], **hos, lukket=rad.samtale_id)
    return None if adressater(til) else Ventende(rad.id, rad.samtale_id, anledning, siden)


def _sist_sagt(hvem: Ventende) -> datetime | None:
    sagt = sa.select(sa.func.max(Varsel.opprettet)).where(Varsel.samtale_id == hvem.samtale_id)
    return sesjon.scalar(sagt.where(Varsel.anledning == hvem.anledning))


def _noen_er_sluppet_ut(beboer_id: str, siden: datetime) -> bool:
    """Whether somebody who had been let in is out since then."""
    loept_ut = sa.and_(
        Skjermingstilgang.til_og_med >= dag_i_norge(siden),
        Skjermingstilgang.til_og_med < i_dag(),
        Skjermingstilgang.avsluttet.is_(None),
    )
    ute = sa.or_(Skjermingstilgang.avsluttet > siden, loept_ut)
    return bool(sesjon.scalar(sa.select(sa.exists().where(Skjermingstilgang.beboer_id == beboer_id, ute))))


_AAPEN_ELLER_FERDIG = (Samtalestatus.KLAR, Samtalestatus.PAABEGYNT, Samtalestatus.GJENNOMFOERT)
_SKJERMEDE = (
    sa.select(
        BEBOER.c.id, BEBOER.c.samtale_id, BEBOER.c.mottak_id, BEBOER.c.soekt_ut_til, BEBOER.c.bosetting,
        BEBOER.c.utsoekingsdato, Bosettingssamtale.status, Bosettingssamtale.klar_siden, Bosettingssamtale.ferdigstilt,
    )
    .join(Bosettingssamtale, Bosettingssamtale.id == BEBOER.c.samtale_id)
    .where(BEBOER.c.skjermet, BEBOER.c.trukket.is_(None), Bosettingssamtale.status.in_(_AAPEN_ELLER_FERDIG))
)  # fmt: skip
