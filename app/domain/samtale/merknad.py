"""Intern bosettingsmerknad: encrypted while it is written, sealed at completion, read by IMDi only (S69 to S74).

While it is a draft it is an ordinary answer, stored encrypted (svar.py). Sealing moves it here, where no mottak
reads it: what a mottak may know of a sealed remark is when, by whom, and how long it is.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy.orm import Mapped, mapped_column

from app import appens, driftslogg
from app.appens import faa
from app.db import Base, Noekkel, Tidspunkt, ny_id, sesjon
from app.domain.tid import naa


class Uviselig(str):
    """What stands in place of a text that cannot be decrypted; it is not the text, and is never stored as one."""


UVISELIG = Uviselig("Teksten kan ikke vises.")


class Merknad(Base):
    __tablename__ = "merknad"

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    beboer_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"), index=True)
    samtale_id: Mapped[str] = mapped_column(sa.ForeignKey("bosettingssamtale.id"))
    mottak_id: Mapped[str] = mapped_column(sa.ForeignKey("mottak.id"))
    kryptert: Mapped[str] = mapped_column(sa.Text)
    lengde: Mapped[int]
    skrevet_av_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))
    forseglet: Mapped[datetime] = mapped_column(Tidspunkt)


class KanIkkeVises(Exception):
    """The stored text is not the one that was written for this person (C8), or its key is gone."""


@dataclass(frozen=True)
class Merknadnoekler:
    """The keys of an app."""

    alle: MultiFernet
    nyeste: Fernet


def bruk_noekler(noekler: Sequence[str]) -> None:
    """Give the app its keys, the newest first: it encrypts, all of them decrypt."""
    fernets = [Fernet(noekkel) for noekkel in noekler]
    appens.gi(Merknadnoekler(MultiFernet(fernets), fernets[0]))


def krypter(tekst: str, beboer_id: str) -> str:
    """The text, bound to the person it is about, so that it cannot be moved to another's row unseen."""
    return faa(Merknadnoekler).alle.encrypt(json.dumps([beboer_id, tekst]).encode()).decode()


def dekrypter(kryptert: str, beboer_id: str) -> str:
    """The text again. Raises KanIkkeVises."""
    try:
        eier, tekst = json.loads(faa(Merknadnoekler).alle.decrypt(kryptert.encode()))
    except (InvalidToken, ValueError) as feil:
        raise KanIkkeVises from feil
    if eier != beboer_id:
        raise KanIkkeVises
    return str(tekst)


def omkrypter(kryptert: str) -> str | None:
    """The same text under the newest key, or None where it is already. Raises KanIkkeVises where no key fits (Q3)."""
    try:
        faa(Merknadnoekler).nyeste.decrypt(kryptert.encode())
    except InvalidToken:
        pass
    else:
        return None
    try:
        return faa(Merknadnoekler).alle.rotate(kryptert.encode()).decode()
    except InvalidToken as feil:
        raise KanIkkeVises from feil


def les_merknad(kryptert: str, beboer_id: str) -> str:
    """As dekrypter; a text that cannot be shown says so in its place, and in the operator's log."""
    try:
        return dekrypter(kryptert, beboer_id)
    except KanIkkeVises:
        driftslogg.skriv_linje("merknad_uleselig", nivaa=logging.ERROR)
        return UVISELIG


def forsegl(*, beboer_id: str, samtale_id: str, mottak_id: str, tekst: str, skrevet_av_id: str) -> None:
    """Make a draft an entry that only IMDi reads."""
    forsegl_kryptert(
        beboer_id=beboer_id,
        samtale_id=samtale_id,
        mottak_id=mottak_id,
        kryptert=krypter(tekst, beboer_id),
        lengde=len(tekst),
        skrevet_av_id=skrevet_av_id,
    )


def forsegl_kryptert(
    *, beboer_id: str, samtale_id: str, mottak_id: str, kryptert: str, lengde: int, skrevet_av_id: str
) -> str:
    """As `forsegl`, of a text that is encrypted already: no key is needed. The answer is the entry's id."""
    forseglet = Merknad(
        id=ny_id(),
        beboer_id=beboer_id,
        samtale_id=samtale_id,
        mottak_id=mottak_id,
        kryptert=kryptert,
        lengde=lengde,
        skrevet_av_id=skrevet_av_id,
        forseglet=naa(),
    )
    sesjon.add(forseglet)
    return forseglet.id


def forseglede(beboer_ider: Sequence[str]) -> list[Merknad]:
    """The sealed entries about some residents, oldest first; the text stays encrypted."""
    return list(
        sesjon.scalars(sa.select(Merknad).where(Merknad.beboer_id.in_(beboer_ider)).order_by(Merknad.forseglet))
    )
