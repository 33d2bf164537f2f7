"""Fjerninger: what of the log takes something away from somebody: a restored back-up must not bring it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.db import sesjon
from app.domain.logg.hendelse import Handling, Hendelse

SLAG = (
    Handling.BRUKER_DEAKTIVERT,
    Handling.ROLLE_FRATATT,
    Handling.IDENTITET_ERSTATTET,
    Handling.SKJERMING_AVSLUTTET,
)


@dataclass(frozen=True)
class Fjerning:
    """Random ids, and a role: nothing of anybody."""

    id: int
    tid: datetime
    handling: Handling
    bruker_id: str | None
    """From whom."""
    rolle: str | None
    """Of a person who was deleted: by which rule."""
    beboer_id: str | None


def etter(id_: int) -> Sequence[Fjerning]:
    """Those logged after the row of this id, in order."""
    h = Hendelse
    kolonner = (h.id, h.tid, h.handling, h.gjelder_bruker_id, h.felt, h.beboer_id)
    rader = sesjon.execute(sa.select(*kolonner).where(h.id > id_, h.handling.in_(SLAG)).order_by(h.id))
    return [Fjerning(*rad) for rad in rader]


def siste() -> int:
    """The id of the newest row of the log."""
    return sesjon.scalar(sa.select(sa.func.max(Hendelse.id))) or 0
