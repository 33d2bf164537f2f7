"""Tidligere svar: what a field has held before, by whom and when, for whoever fills in the form (F12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer import skjerming
from app.domain.kartlegging.kartlegging import UTGAVER
from app.domain.samtale.svar import verdi_i_versjon
from app.domain.samtale.svarlager import Svarhistorikk, les_verdi
from app.domain.skjema.grammatikk import Sted
from app.domain.skjema.overfoering import i_dag_av
from app.domain.skjema.spraaksvar import Spraaksvar
from app.domain.tilgang.bruker import Bruker
from app.domain.unntak import IkkeFunnet
from app.norsk import soekenoekkel

SAMME_SKRIVING = timedelta(minutes=10)
"""What one and the same user stores of a text within this time, each longer than the last, is one text on its way."""
HOEYST_LEST = 300
HOEYST_VIST = 20


@dataclass(frozen=True)
class Tidligere:
    """A value that a field has held; `verdi` is None where its text is shown to nobody."""

    versjon: int
    verdi: Any | None
    endret: datetime
    av: str


def tidligere_svar(beboer_id: str, sted: Sted, naa: Any | None) -> Sequence[Tidligere]:
    """The earlier values of a field that holds `naa`, newest first, without what was stored half-written or twice
    over. Of one that is encrypted only who and when."""
    lest = historikk(beboer_id, sted)
    if sted.felt.kryptert:
        return _uten_gjentatte(lest)[:HOEYST_VIST]
    beholdt: list[Tidligere] = []
    for eldre in lest:
        nyere = beholdt[-1] if beholdt else None
        if eldre.verdi is None or eldre.verdi == naa or any(eldre.verdi == b.verdi for b in beholdt):
            continue
        if _er_halv(sted, eldre, nyere.verdi if nyere else naa, nyere or lest[0]):
            continue
        if nyere and _er_halv(sted, nyere, eldre.verdi, eldre):
            beholdt.pop()
        beholdt.append(eldre)
    return beholdt[:HOEYST_VIST]


def hent_tidligere(beboer_id: str, sted: Sted, versjon: int) -> Any | None:
    """One earlier value, to be put back: the answer shows it. Raises IkkeFunnet where its text is shown to nobody."""
    if sted.felt.kryptert:
        raise IkkeFunnet
    skjerming.husk_lest(beboer_id)
    return verdi_i_versjon(beboer_id, sted.sti, versjon)


def _er_halv(sted: Sted, den: Tidligere, hel: Any | None, ved: Tidligere) -> bool:
    """Whether it is the beginning of a text that the same user stored whole at about the same time."""
    samtidig = den.av == ved.av and abs(ved.endret - den.endret) < SAMME_SKRIVING
    if not samtidig or not isinstance(den.verdi, str):
        return False
    if isinstance(sted.felt.type, Spraaksvar):
        return soekenoekkel(sted.felt.type.vis(hel)).startswith(soekenoekkel(den.verdi))
    return isinstance(hel, str) and hel.startswith(den.verdi)


def _uten_gjentatte(lest: Sequence[Tidligere]) -> Sequence[Tidligere]:
    foer = [None, *lest]
    return [t for t, nyere in zip(lest, foer, strict=False) if nyere is None or not _samme_skriving(t, nyere)]


def _samme_skriving(den: Tidligere, nyere: Tidligere) -> bool:
    return den.av == nyere.av and nyere.endret - den.endret < SAMME_SKRIVING


def historikk(beboer_id: str, sted: Sted) -> list[Tidligere]:
    """All that the field has held, newest first; of one that is encrypted only who and when."""
    h = Svarhistorikk.__table__.c
    rader = sesjon.execute(
        sa.select(h.versjon, h.verdi, h.endret, h.skjema_versjon, Bruker.navn)
        .join(Bruker, Bruker.id == h.endret_av_id)
        .where(h.beboer_id == beboer_id, h.sti == sted.sti)
        .order_by(h.versjon.desc())
        .limit(HOEYST_LEST)
    )
    return [Tidligere(r.versjon, _verdi(sted, beboer_id, r), r.endret, r.navn) for r in rader]


def _verdi(sted: Sted, beboer_id: str, rad: Any) -> Any | None:
    if sted.felt.kryptert:
        return None
    verdi = les_verdi(sted.sti, rad.verdi, beboer_id, rad.skjema_versjon)
    return i_dag_av(UTGAVER, sted.sti, verdi, rad.skjema_versjon).get(sted.sti)
