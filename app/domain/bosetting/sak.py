"""Sak: one completed household as IMDi reads it: the case, its remarks, who has read it, what was saved when (S69)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import sesjon
from app.domain.beboer.doerer import for_imdi_og_trukne
from app.domain.beboer.modell import BEBOER, Beboer, Bosettingssamtale
from app.domain.beboer.statuser import Samtalestatus
from app.domain.bosetting.dobbelt import numrene_til
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.samtale.merknad import Merknad
from app.domain.samtale.svarlager import Svarhistorikk
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.tilgang.mottak import Mottak
from app.domain.unntak import IkkeFunnet

HOEYST_VERSJONER = 2000


@dataclass(frozen=True)
class Versjon:
    """A value that an answer has held. `verdi` of an internal remark stays encrypted: the draft was the mottak's."""

    beboer_id: str
    sti: str
    versjon: int
    verdi: Any
    endret: datetime
    navn: str
    mottak: str
    skjema_versjon: int
    fjernet: str | None = None
    fjernet_tid: datetime | None = None
    fjernet_av: str | None = None


def hent_sak(bruker: Innlogget, samtale_id: str) -> Bosettingssamtale:
    """A completed interview with the members whom IMDi may know of. Raises IkkeFunnet, also before completion."""
    deltakere = list(
        sesjon.scalars(
            for_imdi_og_trukne(bruker)
            .join(Beboer.samtale)
            .where(Beboer.samtale_id == samtale_id, Bosettingssamtale.status == Samtalestatus.GJENNOMFOERT)
            .order_by(Beboer.foedt, Beboer.id)
            .options(sa.orm.contains_eager(Beboer.samtale).joinedload(Bosettingssamtale.ferdigstilt_av))
            .execution_options(populate_existing=True)
        )
    )
    if not deltakere or deltakere[0].samtale is None:
        raise IkkeFunnet
    samtale = deltakere[0].samtale
    sa.orm.attributes.set_committed_value(samtale, "deltakere", deltakere)
    return samtale


def les_sak(bruker: Innlogget, samtale_id: str, hvordan: Handling = Handling.SAK_LEST) -> Bosettingssamtale:
    """As `hent`, and the log says that it was read, and how (P1, ASVS 16.3.2)."""
    samtale = hent_sak(bruker, samtale_id)
    hendelse.noter(hvordan, bruker, samtale_id=samtale_id)
    return samtale


def resten_av_husstanden(bruker: Innlogget, samtale: Bosettingssamtale) -> Sequence[Beboer]:
    """Those of the household who did not take part in this interview (story 8)."""
    return sesjon.scalars(
        for_imdi_og_trukne(bruker)
        .where(Beboer.husstand_id == samtale.husstand_id)
        .where(sa.or_(Beboer.samtale_id.is_(None), Beboer.samtale_id != samtale.id))
        .order_by(Beboer.foedt, Beboer.id)
        .options(joinedload(Beboer.samtale))
    ).all()


def sakens_merknader(ider: Sequence[str]) -> Mapping[str, Sequence[tuple[Merknad, str, str]]]:
    """The sealed remarks about each of these members, also under a number that was merged (F60), oldest first, with who
    wrote it and at which mottak.
    """
    rader = sesjon.execute(
        sa.select(Merknad, Bruker.navn, Mottak.navn, sa.func.coalesce(BEBOER.c.samme_som_id, BEBOER.c.id).label("om"))
        .join(BEBOER, BEBOER.c.id == Merknad.beboer_id)
        .join(Bruker, Bruker.id == Merknad.skrevet_av_id)
        .join(Mottak, Mottak.id == Merknad.mottak_id)
        .where(Merknad.beboer_id.in_(numrene_til(ider)))
        .order_by(Merknad.forseglet)
    ).all()
    return {id_: [(m, navn, mottak) for m, navn, mottak, om in rader if om == id_] for id_ in ider}


def sakens_historikk(samtale: Bosettingssamtale) -> Sequence[Versjon]:
    """The values that were saved about the members and their merged duplicates, in the order they were; the newest,
    where there are very many.
    """
    fjerner = sa.orm.aliased(Bruker)
    rader = sesjon.execute(
        sa.select(
            Svarhistorikk.beboer_id, Svarhistorikk.sti, Svarhistorikk.versjon, Svarhistorikk.verdi,
            Svarhistorikk.endret, Bruker.navn, Mottak.navn, Svarhistorikk.skjema_versjon,
            Svarhistorikk.fjernet, Svarhistorikk.fjernet_tid, fjerner.navn,
        )
        .join(Bruker, Bruker.id == Svarhistorikk.endret_av_id)
        .join(Mottak, Mottak.id == Svarhistorikk.mottak_id)
        .outerjoin(fjerner, fjerner.id == Svarhistorikk.fjernet_av_id)
        .where(Svarhistorikk.beboer_id.in_(numrene_til([d.id for d in samtale.deltakere])))
        .order_by(Svarhistorikk.endret.desc(), Svarhistorikk.id.desc())
        .limit(HOEYST_VERSJONER)
    ).all()  # fmt: skip
    return [Versjon(*rad) for rad in reversed(rader)]
