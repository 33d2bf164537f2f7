"""Identitet: what ties a user to the person who logs in. Never an e-mail address or a name (E10).

The key is (issuer, subject); for ID-porten, Ansattporten and Buypass the subject is the person's national id. Only a
keyed fingerprint is stored: the number itself cannot be read back, shown or searched for.
"""

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Tidspunkt, naa, sesjon
from app.domain import hendelse, innlogging, personnummer
from app.domain.bruker import Bruker, Innlogget
from app.domain.fingeravtrykk import fingeravtrykk
from app.domain.hendelse import Handling
from app.domain.unntak import Ugyldig

LENGSTE_SUBJEKT = 255


@dataclass(frozen=True)
class Oppsett:
    """Who vouches for people here, whether by national id, and whether synthetic numbers count."""

    utsteder: str
    personnummer: bool
    testnummer: bool


class Identitet(Base):
    __tablename__ = "identitet"
    __table_args__ = (sa.UniqueConstraint("bruker_id", "utsteder"),)

    noekkel: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    """Fingerprint of (issuer, subject)."""
    bruker_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))
    utsteder: Mapped[str] = mapped_column(sa.String(255))
    registrert: Mapped[datetime] = mapped_column(Tidspunkt)
    registrert_av_id: Mapped[str | None] = mapped_column(sa.ForeignKey("bruker.id"))


_oppsett = Oppsett("demo", personnummer=True, testnummer=True)


def bruk_oppsett(oppsett: Oppsett) -> None:
    """Take the configuration into use, for this process."""
    global _oppsett
    _oppsett = oppsett


def registrer(bruker: Bruker, nummer: str, av: Innlogget | None) -> None:
    """Tie this person to the user, instead of whoever was before; all the user's login sessions end. Raises Ugyldig.

    `av` is None for the maintenance command. A number that belongs to another user is refused in words that do not
    tell whose it is: the other may work at another mottak.
    """
    subjekt = _les(nummer)
    noekkel = _noekkel(subjekt)
    sesjon.flush()
    eier = sesjon.get(Identitet, noekkel)
    if eier is not None and eier.bruker_id != bruker.id:
        raise Ugyldig("Nummeret kan ikke brukes. Kontroller det, eller ta kontakt med IMDi.")
    if eier is not None:
        return
    sesjon.execute(
        sa.delete(Identitet).where(Identitet.bruker_id == bruker.id, Identitet.utsteder == _oppsett.utsteder)
    )
    sesjon.add(
        Identitet(
            noekkel=noekkel, bruker_id=bruker.id, utsteder=_oppsett.utsteder, registrert=naa(),
            registrert_av_id=av and av.id,
        )
    )  # fmt: skip
    sesjon.flush()
    innlogging.avslutt_alle(bruker.id)
    hendelse.noter(Handling.IDENTITET_REGISTRERT, av, gjelder_bruker_id=bruker.id)


def er_registrert(bruker_id: str) -> bool:
    """Whether someone can log in as this user."""
    sporring = sa.select(Identitet.noekkel).where(
        Identitet.bruker_id == bruker_id, Identitet.utsteder == _oppsett.utsteder
    )
    return sesjon.scalar(sporring) is not None


def finn(subjekt: str) -> Bruker | None:
    """The user whom the configured issuer calls this, active or not."""
    sporring = sa.select(Bruker).join(Identitet, Identitet.bruker_id == Bruker.id)
    return sesjon.scalars(sporring.where(Identitet.noekkel == _noekkel(subjekt))).one_or_none()


def _les(nummer: str) -> str:
    if _oppsett.personnummer:
        return personnummer.les(nummer, testnummer=_oppsett.testnummer)
    subjekt = nummer.strip()
    if not 0 < len(subjekt) <= LENGSTE_SUBJEKT or re.search(r"\s", subjekt):
        raise Ugyldig("Ugyldig bruker-ID. Den skal være uten mellomrom.")
    return subjekt


def _noekkel(subjekt: str) -> str:
    return fingeravtrykk("identitet", _oppsett.utsteder, subjekt)
