"""Bruker: those who work in the system, the roles given to them, and their login sessions.

A login session is a row; the cookie holds only its secret, and the row only the secret's hash. User and roles are
read anew with it at every request, so a change of role or a deactivation acts at once (ASVS 7.4.2, 8.3.2).
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Noekkel, Tidspunkt, kjoer, kodetype, naa, ny_id, sesjon
from app.domain.mottak import Mottak
from app.domain.tilgang import Rolle
from app.domain.unntak import IkkeFunnet

BRUKT_STEG = timedelta(minutes=1)
"""How stale «last used» may get before a request writes it anew: not every request pays for a write."""


class Bruker(Base):
    __tablename__ = "bruker"

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    navn: Mapped[str] = mapped_column(sa.String(200))
    epost: Mapped[str] = mapped_column(sa.String(254))
    telefon: Mapped[str | None] = mapped_column(sa.String(40))
    mottak_id: Mapped[str | None] = mapped_column(sa.ForeignKey("mottak.id"), index=True)
    aktiv: Mapped[bool] = mapped_column(default=True)
    sist_innlogget: Mapped[datetime | None] = mapped_column(Tidspunkt)
    mottak: Mapped[Mottak | None] = relationship()
    rolletildelinger: Mapped[list["Rolletildeling"]] = relationship(order_by="Rolletildeling.rolle")

    @property
    def roller(self) -> list[Rolle]:
        return [tildeling.rolle for tildeling in self.rolletildelinger]


class Rolletildeling(Base):
    __tablename__ = "rolletildeling"

    bruker_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"), primary_key=True)
    rolle: Mapped[Rolle] = mapped_column(kodetype(Rolle), primary_key=True)


class Innlogging(Base):
    __tablename__ = "innlogging"

    id: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    """SHA-256 of the secret in the cookie."""
    bruker_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"), index=True)
    opprettet: Mapped[datetime] = mapped_column(Tidspunkt)
    sist_brukt: Mapped[datetime] = mapped_column(Tidspunkt)


@dataclass(frozen=True)
class Innlogget:
    """The user of a request, as the login session found him: all that rights and scope are asked of."""

    hemmelighet: str
    sist_brukt: datetime
    id: str
    navn: str
    mottak_id: str | None
    mottak_navn: str | None
    roller: frozenset[Rolle]

    @property
    def boer_noteres(self) -> bool:
        """Whether «last used» is so old that this request should write it anew (see husk_bruk)."""
        return naa() - self.sist_brukt > BRUKT_STEG


def finn_innlogget(hemmelighet: str, *, idle: timedelta, absolutt: timedelta) -> Innlogget | None:
    """The user behind a live login session, in one query; None where it has ended or the user is deactivated.

    `idle` and `absolutt` are how long a session lives since it was last used and since it began.
    """
    naatid = naa()
    treff = kjoer(_FINN, {"id": _hash(hemmelighet), "brukt": naatid - idle, "begynt": naatid - absolutt}).all()
    if not treff:
        return None
    foerste = treff[0]
    return Innlogget(
        hemmelighet=hemmelighet,
        sist_brukt=foerste.sist_brukt,
        id=foerste.id,
        navn=foerste.navn,
        mottak_id=foerste.mottak_id,
        mottak_navn=foerste.mottak_navn,
        roller=frozenset(rad.rolle for rad in treff if rad.rolle),
    )


def husk_bruk(innlogget: Innlogget) -> None:
    """Note that the login session is in use."""
    sesjon.execute(sa.update(Innlogging).where(Innlogging.id == _hash(innlogget.hemmelighet)).values(sist_brukt=naa()))


def logg_inn(bruker: Bruker) -> str:
    """Begin a login session; the answer is the secret that only the cookie may hold."""
    hemmelighet = secrets.token_urlsafe(32)
    tid = naa()
    sesjon.add(Innlogging(id=_hash(hemmelighet), bruker_id=bruker.id, opprettet=tid, sist_brukt=tid))
    bruker.sist_innlogget = tid
    return hemmelighet


def logg_ut(hemmelighet: str) -> None:
    """End a login session in the database: the cookie is worth nothing afterwards."""
    sesjon.execute(sa.delete(Innlogging).where(Innlogging.id == _hash(hemmelighet)))


def hent_aktiv(bruker_id: str) -> Bruker:
    """An active user. Raises IkkeFunnet."""
    bruker = sesjon.get(Bruker, bruker_id)
    if bruker is None or not bruker.aktiv:
        raise IkkeFunnet
    return bruker


def alle_aktive() -> list[Bruker]:
    """Every active user with mottak and roles, for the persona page of demo mode."""
    sporring = (
        sa.select(Bruker)
        .where(Bruker.aktiv)
        .options(sa.orm.joinedload(Bruker.mottak), sa.orm.selectinload(Bruker.rolletildelinger))
    )
    return sorted(sesjon.scalars(sporring), key=lambda b: (b.mottak is None, b.mottak.navn if b.mottak else "", b.navn))


def med_rolle(mottak_id: str, roller: list[Rolle]) -> list[Bruker]:
    """Active users of a mottak who hold any of the roles, by name."""
    sporring = (
        sa.select(Bruker)
        .where(Bruker.mottak_id == mottak_id, Bruker.aktiv)
        .where(Bruker.rolletildelinger.any(Rolletildeling.rolle.in_(roller)))
        .order_by(Bruker.navn)
        .options(sa.orm.selectinload(Bruker.rolletildelinger))
    )
    return list(sesjon.scalars(sporring))


def _hash(hemmelighet: str) -> str:
    return hashlib.sha256(hemmelighet.encode()).hexdigest()


_INNLOGGING, _BRUKER, _MOTTAK, _TILDELING = (
    cast(sa.Table, klasse.__table__) for klasse in (Innlogging, Bruker, Mottak, Rolletildeling)
)
_FINN = (
    sa.select(
        _INNLOGGING.c.sist_brukt, _BRUKER.c.id, _BRUKER.c.navn, _BRUKER.c.mottak_id,
        _MOTTAK.c.navn.label("mottak_navn"), _TILDELING.c.rolle,
    )
    .select_from(_INNLOGGING)
    .join(_BRUKER, _BRUKER.c.id == _INNLOGGING.c.bruker_id)
    .outerjoin(_MOTTAK, _MOTTAK.c.id == _BRUKER.c.mottak_id)
    .outerjoin(_TILDELING, _TILDELING.c.bruker_id == _BRUKER.c.id)
    .where(
        _INNLOGGING.c.id == sa.bindparam("id"), _INNLOGGING.c.sist_brukt > sa.bindparam("brukt"),
        _INNLOGGING.c.opprettet > sa.bindparam("begynt"), _BRUKER.c.aktiv,
    )
)  # fmt: skip
