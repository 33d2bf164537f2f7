"""A keyed fingerprint: how what must be recognised again, but never read, lies in the database.

HMAC-SHA-256 under a key outside the database. A national id has few possible values, so a plain hash of it could be
guessed from a stolen table; this cannot.
"""

import hashlib
import hmac
from dataclasses import dataclass, field

from app import appens


@dataclass(frozen=True)
class Avtrykksnoekkel:
    """The key of an app."""

    byte: bytes = field(repr=False)


def bruk_noekkel(noekkel: str) -> None:
    """Give the app its key."""
    appens.gi(Avtrykksnoekkel(noekkel.encode()))


def fingeravtrykk(formaal: str, *deler: str) -> str:
    """64 hexadecimal digits; the same for the same parts, and unrelated between two purposes."""
    tekst = "".join(f"{len(del_.encode())}:{del_}" for del_ in (formaal, *deler))
    return hmac.new(appens.faa(Avtrykksnoekkel).byte, tekst.encode(), hashlib.sha256).hexdigest()
