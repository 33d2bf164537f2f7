"""A keyed fingerprint: how what must be recognised again, but never read, lies in the database.

HMAC-SHA-256 under a key outside the database. A national id has few possible values, so a plain hash of it could be
guessed from a stolen table; this cannot.
"""

import hashlib
import hmac

_noekkel = b""


def bruk_noekkel(noekkel: str) -> None:
    """Take the key into use, for this process."""
    global _noekkel
    _noekkel = noekkel.encode()


def fingeravtrykk(formaal: str, *deler: str) -> str:
    """64 hexadecimal digits; the same for the same parts, and unrelated between two purposes."""
    if not _noekkel:
        raise RuntimeError("no key for fingerprints")
    tekst = "".join(f"{len(del_.encode())}:{del_}" for del_ in (formaal, *deler))
    return hmac.new(_noekkel, tekst.encode(), hashlib.sha256).hexdigest()
