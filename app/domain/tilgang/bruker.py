"""Bruker: those who work in the system, and the roles given to them. Login sessions: innlogging.py."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Noekkel, Tidspunkt, kodetype, ny_id, sesjon
from app.domain.tid import naa
from app.domain.tilgang.matrise import Rolle
from app.domain.tilgang.mottak import Mottak
from app.spraak import Spraak

BRUKT_STEG = timedelta(minutes=1)
"""How stale «last used» may get before a request writes it anew: not every request pays for a write."""
FERSK = timedelta(minutes=15)
"""How lately a user must have proved who it is to give or take access (E13)."""


class Bruker(Base):
    __tablename__ = "bruker"

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    navn: Mapped[str] = mapped_column(sa.String(200))
    epost: Mapped[str] = mapped_column(sa.String(254))
    telefon: Mapped[str | None] = mapped_column(sa.String(40))
    mottak_id: Mapped[str | None] = mapped_column(sa.ForeignKey("mottak.id"), index=True)
    kommune_nummer: Mapped[str | None] = mapped_column(sa.String(6))
    """The kommune or bydel that a Kommunebruker works for; nobody at a mottak has one."""
    aktiv: Mapped[bool] = mapped_column(default=True)
    sist_innlogget: Mapped[datetime | None] = mapped_column(Tidspunkt)
    varsler_fra: Mapped[datetime | None] = mapped_column(Tidspunkt)
    """Notices from before the user had a role that gets any count as read; None: from the beginning."""
    versjon: Mapped[int] = mapped_column(default=1, server_default="1")
    """Counts the changes to the user and the roles: a change tells which version it was based on."""
    spraak: Mapped[Spraak | None] = mapped_column(kodetype(Spraak, sjekk=False))
    """The language chosen for the screen and for e-mail; None where none is."""
    mottak: Mapped[Mottak | None] = relationship()
    rolletildelinger: Mapped[list["Rolletildeling"]] = relationship(order_by="Rolletildeling.rolle")

    @property
    def roller(self) -> list[Rolle]:
        har = {tildeling.rolle for tildeling in self.rolletildelinger}
        return [rolle for rolle in Rolle if rolle in har]


class Rolletildeling(Base):
    __tablename__ = "rolletildeling"

    bruker_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"), primary_key=True)
    rolle: Mapped[Rolle] = mapped_column(kodetype(Rolle, sjekk=False), primary_key=True)


class Innlogging(Base):
    __tablename__ = "innlogging"

    id: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    """SHA-256 of the secret in the cookie."""
    bruker_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"), index=True)
    opprettet: Mapped[datetime] = mapped_column(Tidspunkt)
    sist_brukt: Mapped[datetime] = mapped_column(Tidspunkt)
    enhet: Mapped[str | None] = mapped_column(sa.String(60))
    """The browser as the user would name it: «Chrome, Windows»."""
    utsteder_sid: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    utsteder_sub: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    """Fingerprints of the issuer's names for the session and for the user."""


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
    kommune_nummer: str | None = None
    """The kommune or bydel of a Kommunebruker."""
    spraak: Spraak | None = None
    """The language that the user has chosen."""
    begynt: datetime | None = None
    """When the login session began, or the user proved who it is, if that was earlier; None outside a request."""

    @property
    def boer_noteres(self) -> bool:
        """Whether «last used» is so old that this request should write it anew (innlogging.husk_bruk)."""
        return naa() - self.sist_brukt > BRUKT_STEG

    @property
    def er_fersk(self) -> bool:
        """Whether the user proved who it is so lately that access may be given and taken (E13)."""
        return self.begynt is not None and naa() - self.begynt <= FERSK


def velg_spraak(bruker_id: str, spraak: Spraak) -> None:
    """The user chooses the language of the screen and of e-mail."""
    sesjon.execute(sa.update(Bruker).where(Bruker.id == bruker_id).values(spraak=spraak))


MED_ROLLER = sa.orm.joinedload(Bruker.rolletildelinger)
"""Found with the user in one statement: at login the unknown and the one without roles cost the same (E12)."""


def finn_aktiv(bruker_id: str) -> Bruker | None:
    """The active user of this id."""
    bruker = sesjon.get(Bruker, bruker_id, options=[MED_ROLLER])
    return bruker if bruker and bruker.aktiv else None


def alle_aktive() -> list[Bruker]:
    """Every active user with mottak and roles, for the persona page of demo mode."""
    sporring = (
        sa.select(Bruker)
        .where(Bruker.aktiv)
        .options(sa.orm.joinedload(Bruker.mottak), sa.orm.selectinload(Bruker.rolletildelinger))
    )
    return sorted(sesjon.scalars(sporring), key=lambda b: (b.mottak is None, b.mottak.navn if b.mottak else "", b.navn))


def navn_paa(bruker_ider: Iterable[str]) -> dict[str, str]:
    """Id → name, in one query; none where nobody is asked for."""
    ider = set(bruker_ider)
    rader = sesjon.execute(sa.select(Bruker.id, Bruker.navn).where(Bruker.id.in_(ider))) if ider else ()
    return {rad.id: rad.navn for rad in rader}


def med_rolle(mottak_id: str | None, roller: Sequence[Rolle], *hvor: sa.ColumnElement[bool]) -> list[Bruker]:
    """Active users of a mottak, or of none, who hold any of the roles, by name."""
    sporring = (
        sa.select(Bruker)
        .where(Bruker.mottak_id == mottak_id, Bruker.aktiv, *hvor)
        .where(Bruker.rolletildelinger.any(Rolletildeling.rolle.in_(roller)))
        .order_by(Bruker.navn)
        .options(sa.orm.selectinload(Bruker.rolletildelinger))
    )
    return list(sesjon.scalars(sporring))
