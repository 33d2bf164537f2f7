"""Bosettingssamtale: the settlement interview of a household, from ready to begun, and the task list (S33, S46)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app import spraak
from app.db import endre, kjoer, ny_id, sesjon
from app.domain.beboer import doerer
from app.domain.beboer.doerer import SYNLIG
from app.domain.beboer.modell import BEBOER, Beboer, Bosettingssamtale, laas_husstand
from app.domain.beboer.statuser import Bosettingsstatus, Kompassstatus, Samtalestatus
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.samtale import merknad
from app.domain.samtale.svar import hent_for_skriving
from app.domain.samtale.svarlager import Svarsamling
from app.domain.samtale.svarutkast import HAR_UTKAST
from app.domain.tid import naa
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.innlogging import med_roller_naa
from app.domain.tilgang.matrise import Rett, kan
from app.domain.tilgang.mottak import krev_i_drift
from app.domain.unntak import IkkeFunnet, Laast, Nektet
from app.domain.varsel import varsel
from app.domain.varsel.anledning import Anledning


def klargjoer(medlemmer: Sequence[Beboer], *, varsle: bool = True) -> Bosettingssamtale:
    """The household is ready for its interview: the task arises, and the notice (S28, S44)."""
    foerste = medlemmer[0]
    samtale = Bosettingssamtale(
        id=ny_id(),
        husstand_id=foerste.husstand_id,
        mottak_id=foerste.mottak_id,
        status=Samtalestatus.KLAR,
        skjema_versjon=KARTLEGGING.versjon,
        klar_siden=naa(),
    )
    sesjon.add(samtale)
    sesjon.flush()
    for medlem in medlemmer:
        medlem.samtale_id = samtale.id
    if varsle:
        sesjon.flush()
        varsel.send_varsel(Anledning.KLAR_FOR_SAMTALE, samtale_id=samtale.id, mottak_id=samtale.mottak_id)
    return samtale


def hent_samtale(bruker: Innlogget, samtale_id: str, *, rett: Rett = Rett.SAMTALE_REGISTRERE) -> Bosettingssamtale:
    """An interview of the own mottak with the members whom the user may know of.

    Raises IkkeFunnet where there is none for this user, Nektet where the right does not reach a member.
    """
    deltakere = list(
        sesjon.scalars(
            doerer.synlige(bruker)
            .where(Beboer.samtale_id == samtale_id)
            .order_by(Beboer.foedt, Beboer.id)
            .options(joinedload(Beboer.samtale).joinedload(Bosettingssamtale.ferdigstilt_av))
            .execution_options(populate_existing=True)
        )
    )
    if not deltakere or deltakere[0].samtale is None:
        raise IkkeFunnet
    samtale = deltakere[0].samtale
    sa.orm.attributes.set_committed_value(samtale, "deltakere", deltakere)
    if not all(kan(bruker, rett, deltaker) for deltaker in deltakere):
        raise Nektet
    return samtale


@dataclass(frozen=True)
class Deltaker:
    """What a save must know of a member: all that the questionnaire and the rights ask, and no more."""

    id: str
    samtale_id: str
    foedt: date
    kompass_registrert: bool
    enslig_mindreaarig: bool
    har_bosettingssak: bool
    klar: bool
    """Whether the interview has yet to begin."""
    har_utkast: bool
    """Whether texts of this user's are kept beside the answers."""
    ferdigstilt: None = None


@contextmanager
def for_lagring(bruker: Innlogget, samtale_id: str, beboer_id: str) -> Iterator[tuple[Deltaker, Svarsamling]]:
    """A member and the answers to save in, as laas_for_lagring; the first that is stored begins a ready interview."""
    deltaker = laas_for_lagring(bruker, samtale_id, beboer_id)
    samling = hent_for_skriving([deltaker])[beboer_id]
    foer = dict(samling)
    yield deltaker, samling
    if deltaker.klar and samling != foer:
        _begynn(bruker, samtale_id)


def laas_for_lagring(bruker: Innlogget, samtale_id: str, beboer_id: str) -> Deltaker:
    """A member whose answers may be saved, with the interview's row locked until the transaction ends.

    The lock comes before the look at the status: a save and a completion never pass each other (measured: without
    it 372 of 400 edits slipped in after a completion on PostgreSQL). Whoever had to wait may have lost the role
    meanwhile, so the role is read behind the lock (D5). Raises IkkeFunnet, Nektet, Laast.
    """
    rad = kjoer(_LAAS, {**doerer.synlig_verdier(bruker), "beboer": beboer_id, "samtale": samtale_id}).one_or_none()
    if rad is None:
        raise IkkeFunnet
    deltaker = Deltaker(
        id=beboer_id,
        samtale_id=samtale_id,
        foedt=rad.foedt,
        kompass_registrert=rad.kompass == Kompassstatus.REGISTRERT,
        enslig_mindreaarig=rad.enslig_mindreaarig,
        har_bosettingssak=rad.bosetting != Bosettingsstatus.INGEN_SAK,
        klar=rad.status == Samtalestatus.KLAR,
        har_utkast=rad.har_utkast,
    )
    if not kan(med_roller_naa(bruker), Rett.SAMTALE_REGISTRERE, deltaker):
        raise Nektet
    if rad.status == Samtalestatus.GJENNOMFOERT:
        raise Laast
    return deltaker


def begynn_samtale(bruker: Innlogget, samtale_id: str) -> Bosettingssamtale:
    """«Gjennomfør bosettingssamtale»: a ready interview becomes begun; a begun one stays so. Raises Laast."""
    samtale = hent_samtale(bruker, samtale_id)
    if samtale.laast:
        raise Laast
    _begynn(bruker, samtale_id)
    return samtale


def _begynn(bruker: Innlogget, samtale_id: str) -> None:
    begynt = endre(
        sa.update(Bosettingssamtale)
        .where(Bosettingssamtale.id == samtale_id, Bosettingssamtale.status == Samtalestatus.KLAR)
        .values(
            status=Samtalestatus.PAABEGYNT,
            paabegynt=naa(),
            paabegynt_av_id=bruker.id,
            ansvarlig_id=bruker.id,
            spraak=spraak.gjeldende(),
        )
    )
    if begynt:
        hendelse.noter(Handling.SAMTALE_PAABEGYNT, bruker, samtale_id=samtale_id)


def begynn_uten_oppgave(bruker: Innlogget, beboer_id: str) -> Bosettingssamtale:
    """Start the interview of a resident without bosettingssak, for whom no task ever arises (S17, story 5).

    Raises IkkeFunnet, Nektet, and Nedlagt where the mottak gets no more tasks.
    """
    beboer = doerer.hent_beboer(bruker, beboer_id)
    if beboer.har_bosettingssak or not kan(bruker, Rett.SAMTALE_REGISTRERE, beboer):
        raise Nektet
    if beboer.samtale_id is None:
        laas_husstand(beboer.husstand_id, None)
        sesjon.refresh(beboer, ["samtale_id"], with_for_update={"key_share": True})
    if beboer.samtale_id is None:
        krev_i_drift(beboer.mottak_id)
        klargjoer([beboer], varsle=False)
        sesjon.flush()
    return begynn_samtale(bruker, beboer.samtale_id or "")


def ferdige_i_familien(bruker: Innlogget, samtale: Bosettingssamtale) -> list[Beboer]:
    """Those of the household who are completed in another interview: a later member's family (story 8, F39)."""
    ferdige = (
        doerer.synlige(bruker)
        .join(Beboer.samtale)
        .where(Beboer.husstand_id == samtale.husstand_id, Bosettingssamtale.status == Samtalestatus.GJENNOMFOERT)
        .where(Bosettingssamtale.id != samtale.id)
        .order_by(Beboer.foedt, Beboer.id)
    )
    return [beboer for beboer in sesjon.scalars(ferdige) if kan(bruker, Rett.SAMTALE_REGISTRERE, beboer)]


def forseglede_merknader(samtale: Bosettingssamtale, beboer: Beboer) -> list[merknad.Merknad]:
    """What a mottak may know of the sealed internal remarks: the template shows when, by whom and how long, no text."""
    return merknad.forseglede([beboer.id]) if samtale.laast else []


_SAMTALE = Bosettingssamtale.__table__
_LAAST = (
    sa.select(_SAMTALE.c.id, _SAMTALE.c.status)
    .where(_SAMTALE.c.id == sa.bindparam("samtale"))
    .with_for_update(key_share=True)
    .cte("laast")
)
_LAAS = (
    sa.select(
        BEBOER.c.foedt, BEBOER.c.kompass, BEBOER.c.bosetting, BEBOER.c.enslig_mindreaarig, _LAAST.c.status, HAR_UTKAST
    )
    .join(_LAAST, _LAAST.c.id == BEBOER.c.samtale_id)
    .where(SYNLIG, BEBOER.c.id == sa.bindparam("beboer"))
    .with_for_update(of=BEBOER, read=True, key_share=True)
)
"""The interview's row is locked first, then the person's is read as it is now: a save that waited for a move to
another mottak sees that the person is gone (with only the interview locked, PostgreSQL shows her as she was)."""
