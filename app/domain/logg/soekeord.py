"""Søkeord: what somebody searched for, encrypted beside its row of the log, and opened where the log is read (F24).

A word is most often a name. It has a table of its own, for the log only grows, and a name must be able to go.
"""

import base64
import hashlib

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.orm import Mapped, mapped_column

from app import appens
from app.db import Base, sesjon
from app.domain.vern.fingeravtrykk import Avtrykksnoekkel


class Soekeord(Base):
    __tablename__ = "soekeord"

    hendelse_id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"),
        sa.ForeignKey("hendelse.id"),
        primary_key=True,
        autoincrement=False,
    )
    kryptert: Mapped[str] = mapped_column(sa.Text)


def husk(hendelse_id: int, tekst: str) -> None:
    """Keep the words of the search that this row of the log tells of, in the caller's transaction."""
    kryptert = _noekkel().encrypt(f"{hendelse_id} {tekst}".encode()).decode()
    sesjon.execute(sa.insert(Soekeord.__table__), {"hendelse_id": hendelse_id, "kryptert": kryptert})


def aapne(hendelse_id: int, kryptert: str | None) -> str:
    """The words again; nothing where there are none, or where they belong to another row."""
    try:
        eier, _, tekst = _noekkel().decrypt((kryptert or "").encode()).decode().partition(" ")
    except InvalidToken:
        return ""
    return tekst if eier == str(hendelse_id) else ""


def _noekkel() -> Fernet:
    byte = hashlib.sha256(b"soekeord:" + appens.faa(Avtrykksnoekkel).byte).digest()
    return Fernet(base64.urlsafe_b64encode(byte))
