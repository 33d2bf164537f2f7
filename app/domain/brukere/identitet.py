"""Identitet: what ties a user to the person who logs in. Never an e-mail address or a name (E10).

The key is (issuer, subject); for ID-porten, Ansattporten and Buypass the subject is the person's national id. Only a
keyed fingerprint is stored: the number itself cannot be read back, shown or searched for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.appens import faa
from app.db import Base, Tidspunkt, sesjon
from app.domain.brukere import personnummer
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.skjema.felttyper import Korttekst
from app.domain.skjema.grammatikk import Felt
from app.domain.tid import naa
from app.domain.tilgang import innlogging
from app.domain.tilgang.bruker import MED_ROLLER, Bruker, Innlogget
from app.domain.unntak import Ugyldig
from app.domain.vern.fingeravtrykk import fingeravtrykk

LENGSTE_SUBJEKT = 255
HJELP = (
    "Brukes bare til å kjenne igjen personen ved innlogging. Det lagres et avtrykk, så nummeret kan ikke vises igjen."
)
OPPTATT = "Nummeret kan ikke brukes. Kontroller det, eller ta kontakt med IMDi."
"""Does not tell whose it is: the other may work at another mottak."""


@dataclass(frozen=True)
class Oppsett:
    """Who vouches for people here, whether by national id, and whether synthetic numbers count."""

    utsteder: str
    personnummer: bool
    testnummer: bool


@dataclass(frozen=True)
class Nummer(Korttekst):
    """The number as the administrator types it, once: no page gets it back out of what is stored."""

    lengde: int = LENGSTE_SUBJEKT

    def parse(self, raa: Sequence[str]) -> str | None:
        tekst = super().parse(raa)
        return _les(tekst) if tekst else None

    def vis(self, verdi: str | None) -> str:
        return ""

    def til_skjema(self, verdi: str | None) -> Sequence[str]:
        return []


@dataclass(frozen=True)
class Registrering:
    """That someone can log in as the user: since when, and who said so (None: the operator)."""

    tid: datetime
    av: str | None


class Identitet(Base):
    __tablename__ = "identitet"
    __table_args__ = (sa.UniqueConstraint("bruker_id", "utsteder"),)

    noekkel: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    """Fingerprint of (issuer, subject)."""
    bruker_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))
    utsteder: Mapped[str] = mapped_column(sa.String(255))
    registrert: Mapped[datetime] = mapped_column(Tidspunkt)
    registrert_av_id: Mapped[str | None] = mapped_column(sa.ForeignKey("bruker.id"))


def felt(*, paakrevd: bool = False) -> Felt:
    """The question that is asked about a user, as this issuer knows people."""
    return Felt(
        "nummer",
        "Fødselsnummer eller D-nummer" if faa(Oppsett).personnummer else "Bruker-ID hos innloggingstjenesten",
        Nummer(),
        HJELP,
        paakrevd=paakrevd,
    )


def er_opptatt(nummer: str, unntatt_id: str | None = None) -> bool:
    """Whether another user logs in with this number. Raises Ugyldig where it is none."""
    eier = sesjon.get(Identitet, _noekkel(_les(nummer)))
    return eier is not None and eier.bruker_id != unntatt_id


def registrer_nummer(bruker: Bruker, nummer: str, av: Innlogget | None) -> None:
    """Tie this person to the user, instead of whoever was before; all the user's login sessions end. Raises Ugyldig.

    `av` is None for the maintenance command. What is replaced is logged as such: nobody takes over a colleague's
    user in silence (D8).
    """
    noekkel = _noekkel(_les(nummer))
    sesjon.flush()
    eier = sesjon.get(Identitet, noekkel)
    if eier is not None and eier.bruker_id != bruker.id:
        raise Ugyldig(OPPTATT)
    if eier is not None:
        return
    ny = Identitet(
        noekkel=noekkel, bruker_id=bruker.id, utsteder=faa(Oppsett).utsteder, registrert=naa(),
        registrert_av_id=av and av.id,
    )  # fmt: skip
    fantes = registrering(bruker.id)
    try:
        with sesjon.begin_nested():
            fjern(bruker.id)
            sesjon.add(ny)
    except sa.exc.IntegrityError as samtidig:
        raise Ugyldig(OPPTATT) from samtidig
    innlogging.avslutt_alle(bruker.id)
    handling = Handling.IDENTITET_ERSTATTET if fantes else Handling.IDENTITET_REGISTRERT
    hendelse.noter(handling, av, gjelder_bruker_id=bruker.id)


def fjern(bruker_id: str) -> None:
    """Nobody can log in as this user any more; the number is free for a user at another mottak."""
    hvilken = (Identitet.bruker_id == bruker_id, Identitet.utsteder == faa(Oppsett).utsteder)
    sesjon.execute(sa.delete(Identitet).where(*hvilken))


def fjern_alle(bruker_id: str) -> None:
    """As `fjern`, at every issuer there has been."""
    sesjon.execute(sa.delete(Identitet).where(Identitet.bruker_id == bruker_id))


def registrering(bruker_id: str) -> Registrering | None:
    """Whether, since when and by whom someone can log in as this user."""
    sporring = (
        sa.select(Identitet.registrert, Bruker.navn)
        .outerjoin(Bruker, Bruker.id == Identitet.registrert_av_id)
        .where(Identitet.bruker_id == bruker_id, Identitet.utsteder == faa(Oppsett).utsteder)
    )
    funnet = sesjon.execute(sporring).one_or_none()
    return Registrering(*funnet) if funnet else None


def finn_bruker(subjekt: str) -> Bruker | None:
    """The user whom the configured issuer calls this, active or not."""
    sporring = sa.select(Bruker).join(Identitet, Identitet.bruker_id == Bruker.id).options(MED_ROLLER)
    return sesjon.scalars(sporring.where(Identitet.noekkel == _noekkel(subjekt))).unique().one_or_none()


def _les(nummer: str) -> str:
    if faa(Oppsett).personnummer:
        return personnummer.les_personnummer(nummer, testnummer=faa(Oppsett).testnummer)
    subjekt = nummer.strip()
    if not 0 < len(subjekt) <= LENGSTE_SUBJEKT or re.search(r"\s", subjekt):
        raise Ugyldig("Ugyldig bruker-ID. Den skal være uten mellomrom.")
    return subjekt


def _noekkel(subjekt: str) -> str:
    return fingeravtrykk("identitet", faa(Oppsett).utsteder, subjekt)
