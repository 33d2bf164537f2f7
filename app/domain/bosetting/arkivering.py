"""Arkivering: which documents of which completed interviews have been handed to the archive, and which wait (L16).

What an archive has got is never handed over again; what comes later of the same case, comes as a further document.
"""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Tidspunkt, sesjon, sett_inn_mange
from app.domain.beboer.doerer import i_registeret
from app.domain.beboer.modell import BEBOER, Bosettingssamtale
from app.domain.beboer.statuser import Samtalestatus
from app.domain.bosetting.retting import Retting
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.samtale.merknad import Merknad
from app.domain.tid import naa

SAMTALE = "samtale"
"""The interview itself, as it was completed; with it go its answers in a form that machines read."""


class Arkivering(Base):
    """A document that the archive has got."""

    __tablename__ = "arkivering"

    samtale_id: Mapped[str] = mapped_column(sa.ForeignKey("bosettingssamtale.id"), primary_key=True)
    dokument: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    """«samtale», «retting-3», or «merknad-» and the id of the remark."""
    pakke: Mapped[int]
    """Which of the packages of the case, from 1."""
    sjekksum: Mapped[str] = mapped_column(sa.String(64))
    tid: Mapped[datetime] = mapped_column(Tidspunkt)


def hent(samtale_id: str) -> Bosettingssamtale:
    """A completed interview with all who took part, whoever may know of them: for the archive alone."""
    samtale = sesjon.get_one(Bosettingssamtale, samtale_id)
    deltakere = sorted(i_registeret(BEBOER.c.samtale_id == samtale_id), key=lambda b: (b.foedt, b.id))
    sa.orm.attributes.set_committed_value(samtale, "deltakere", deltakere)
    return samtale


def levert(samtale_id: str) -> Mapping[str, int]:
    """The documents that the archive has got of a case, each with the number of its package."""
    rader = sa.select(Arkivering.dokument, Arkivering.pakke).where(Arkivering.samtale_id == samtale_id)
    return {rad.dokument: rad.pakke for rad in sesjon.execute(rader)}


def venter(*, med_merknader: bool) -> Sequence[str]:
    """The completed interviews of which a document waits, the oldest first; the internal remarks only where they are
    handed over at all.
    """
    merket = sa.exists().where(
        Merknad.samtale_id == Bosettingssamtale.id, _mangler(sa.literal("merknad-") + Merknad.id)
    )
    vilkaar = [_svarene_mangler(), *([merket] if med_merknader else [])]
    ferdige = Bosettingssamtale.status == Samtalestatus.GJENNOMFOERT
    sporring = sa.select(Bosettingssamtale.id).where(ferdige, sa.or_(*vilkaar))
    return sesjon.scalars(sporring.order_by(Bosettingssamtale.ferdigstilt, Bosettingssamtale.id)).all()


def arkiverte() -> Set[str]:
    """The residents whose completed interview has been handed over, with what was rectified since. Of whom there is
    none, nothing can be handed over: a human decides.
    """
    hvem = sa.func.coalesce(BEBOER.c.samme_som_id, BEBOER.c.id)
    ferdige = sa.select(hvem, _svarene_mangler()).join(Bosettingssamtale, Bosettingssamtale.id == BEBOER.c.samtale_id)
    rader = sesjon.execute(ferdige.where(Bosettingssamtale.status == Samtalestatus.GJENNOMFOERT)).all()
    return {id_ for id_, _ in rader} - {id_ for id_, venter_ in rader if venter_}


def noter(samtale_id: str, pakke: int, dokumenter: Mapping[str, str]) -> None:
    """The archive has got these documents, each with its checksum; and the log says so."""
    felles = {"samtale_id": samtale_id, "pakke": pakke, "tid": naa()}
    rader = [{"dokument": navn, "sjekksum": sjekksum, **felles} for navn, sjekksum in dokumenter.items()]
    sett_inn_mange(Arkivering.__table__, rader)
    hendelse.noter(Handling.SAK_ARKIVERT, None, samtale_id=samtale_id, antall=len(dokumenter), versjon=pakke)


def _svarene_mangler() -> sa.ColumnElement[bool]:
    """The interview itself, or a rectification of it."""
    rettingen = sa.literal("retting-") + sa.cast(Retting.nummer, sa.String)
    rettet = sa.exists().where(Retting.samtale_id == Bosettingssamtale.id, _mangler(rettingen))
    return sa.or_(_mangler(sa.literal(SAMTALE)), rettet)


def _mangler(dokument: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    return ~sa.exists().where(Arkivering.samtale_id == Bosettingssamtale.id, Arkivering.dokument == dokument)
