"""Svarlageret: the answers as they lie in the database, and every value they ever had; read and written row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, Tidspunkt, kjoer, kommuneindeks
from app.domain.kartlegging.kartlegging import UTGAVER
from app.domain.samtale import merknad
from app.domain.skjema.grammatikk import Deltakende

Sti = str
StiType = sa.String(120)
Verdi = sa.JSON(none_as_null=True)


class Svar(Base):
    __tablename__ = "svar"
    __table_args__ = (kommuneindeks("ix_svar_kommune", "verdi"),)

    beboer_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"), primary_key=True)
    sti: Mapped[Sti] = mapped_column(StiType, primary_key=True)
    samtale_id: Mapped[str] = mapped_column(sa.ForeignKey("bosettingssamtale.id"), index=True)
    verdi: Mapped[Any | None] = mapped_column(Verdi)
    versjon: Mapped[int]
    klient: Mapped[str] = mapped_column(sa.String(36))
    sekvens: Mapped[int]
    endret: Mapped[datetime] = mapped_column(Tidspunkt)
    endret_av_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))
    skjema_versjon: Mapped[int] = mapped_column(server_default="1")
    """The version of the questionnaire that it answers."""


class Svarhistorikk(Base):
    """Every value ever saved, by whom, when and at which mottak: at once the history and the log of changes.

    The database itself writes a row at each save (a trigger on `svar`), and refuses to change or remove one.
    """

    __tablename__ = "svarhistorikk"
    __table_args__ = (sa.UniqueConstraint("beboer_id", "sti", "versjon"),)

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    beboer_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"))
    samtale_id: Mapped[str] = mapped_column(Noekkel)
    mottak_id: Mapped[str] = mapped_column(Noekkel)
    sti: Mapped[Sti] = mapped_column(StiType)
    versjon: Mapped[int]
    verdi: Mapped[Any | None] = mapped_column(Verdi)
    endret: Mapped[datetime] = mapped_column(Tidspunkt)
    endret_av_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))
    skjema_versjon: Mapped[int] = mapped_column(server_default="1")
    fjernet: Mapped[str | None] = mapped_column(sa.String(40))
    """Why the value is not here any more (fjerning.py): the only change that the database lets through."""
    fjernet_tid: Mapped[datetime | None] = mapped_column(Tidspunkt)
    fjernet_av_id: Mapped[str | None] = mapped_column(Noekkel)


@dataclass(frozen=True)
class Lagret:
    """An answer as it stands in the database, decrypted."""

    verdi: Any | None
    versjon: int
    klient: str
    sekvens: int
    endret: datetime
    endret_av_id: str
    utgave: int
    """The version of the questionnaire that it answers."""


Svarsamling = dict[Sti, Lagret]


def hent_lagrede(beboer_ider: Sequence[str]) -> dict[str, Svarsamling]:
    """All answers of some residents, in one query, each where it was given: beboer id → path → answer."""
    samling: dict[str, Svarsamling] = {beboer_id: {} for beboer_id in beboer_ider}
    for r in kjoer(_HENT, {"ider": list(beboer_ider)}):
        verdi = les_verdi(r.sti, r.verdi, r.beboer_id, r.skjema_versjon)
        samling[r.beboer_id][r.sti] = Lagret(
            verdi, r.versjon, r.klient, r.sekvens, r.endret, r.endret_av_id, r.skjema_versjon
        )
    return samling


def skriv_rad(beboer: Deltakende, sti: Sti, lagret: Lagret, *, ny: bool) -> None:
    """Store an answer; `ny` where there is none at that path."""
    verdi = lagret.verdi
    rad = {
        "beboer_id": beboer.id, "sti": sti, "samtale_id": beboer.samtale_id, "versjon": lagret.versjon,
        "verdi": merknad.krypter(verdi, beboer.id) if verdi is not None and er_kryptert(sti, lagret.utgave) else verdi,
        "klient": lagret.klient, "sekvens": lagret.sekvens, "endret": lagret.endret,
        "endret_av_id": lagret.endret_av_id, "skjema_versjon": lagret.utgave,
    }  # fmt: skip
    if ny:
        kjoer(_SETT_INN, rad)
    else:
        kjoer(_OPPDATER, {f"_{navn}": verdi for navn, verdi in rad.items()})


def er_kryptert(sti: Sti, utgave: int) -> bool:
    """Whether the answer is stored encrypted, in that version of the questionnaire."""
    sted = UTGAVER.sted(sti, utgave)
    return sted is not None and sted.felt.kryptert


def les_verdi(sti: Sti, lagret: Any | None, beboer_id: str, utgave: int) -> Any | None:
    """A stored value, decrypted."""
    return merknad.les_merknad(lagret, beboer_id) if lagret is not None and er_kryptert(sti, utgave) else lagret


_SVAR = Svar.__table__
_ENDRES = ("samtale_id", "verdi", "versjon", "klient", "sekvens", "endret", "endret_av_id", "skjema_versjon")
_HENT = sa.select(
    _SVAR.c.beboer_id, _SVAR.c.sti, _SVAR.c.verdi, _SVAR.c.versjon, _SVAR.c.klient, _SVAR.c.sekvens,
    _SVAR.c.endret, _SVAR.c.endret_av_id, _SVAR.c.skjema_versjon,
).where(_SVAR.c.beboer_id.in_(sa.bindparam("ider", expanding=True)))  # fmt: skip
_SETT_INN = sa.insert(_SVAR)
_OPPDATER = (
    sa.update(_SVAR)
    .where(_SVAR.c.beboer_id == sa.bindparam("_beboer_id"), _SVAR.c.sti == sa.bindparam("_sti"))
    .values({_SVAR.c[navn]: sa.bindparam(f"_{navn}") for navn in _ENDRES})
)
