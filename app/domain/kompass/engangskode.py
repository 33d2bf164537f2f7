"""Engangskode: the form of a Kompass code, how it is made, read as people type it, and hashed (security.md, group I).

`XXXX-XXXX-XXXX` in Crockford's base32, which has no I, L, O or U. The first four characters are the selector: not
secret, it tells two slips apart. The other eight are the verifier, 40 random bits, of which only a hash is kept.
"""

import secrets
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

ALFABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SELEKTOR, VERIFIKATOR, GRUPPE = 4, 8, 4
SKILLER = "- –\u00a0\t"
_FORVEKSLES = str.maketrans("OIL", "011")
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""Argon2id by OWASP's smallest set: the verifier is random, may be guessed five times, and lives for days."""


class Engangskode(NamedTuple):
    """The two parts of a code, in capitals."""

    selektor: str
    verifikator: str

    @property
    def vist(self) -> str:
        """Grouped, as it is written on the slip."""
        tegn = self.selektor + self.verifikator
        return "-".join(tegn[nr : nr + GRUPPE] for nr in range(0, len(tegn), GRUPPE))


def lag_kode() -> Engangskode:
    """A new code from the operating system's randomness."""
    tegn = "".join(secrets.choice(ALFABET) for _ in range(SELEKTOR + VERIFIKATOR))
    return Engangskode(tegn[:SELEKTOR], tegn[SELEKTOR:])


def les_kode(tekst: str) -> Engangskode:
    """The code that was typed, in whatever case and grouping; O is read as 0, and I and L as 1.

    What cannot be a code becomes one that fits nothing, so that it is refused with the same work as a wrong one.
    """
    skrevet = "".join(t for t in tekst if t not in SKILLER)
    tegn = skrevet.upper().translate(_FORVEKSLES) if skrevet.isascii() else ""
    if len(tegn) != SELEKTOR + VERIFIKATOR or not set(tegn) <= set(ALFABET):
        return Engangskode("", "")
    return Engangskode(tegn[:SELEKTOR], tegn[SELEKTOR:])


def hash_av(kode: Engangskode) -> str:
    """What the database keeps: argon2id of the verifier, with a salt of its own."""
    return _hasher.hash(kode.verifikator)


def stemmer(kode: Engangskode, lagret: str | None) -> bool:
    """Whether the verifier is the one that was hashed. Where nothing is stored, the same work is done in vain."""
    try:
        return _hasher.verify(lagret or _INGENS, kode.verifikator) and lagret is not None
    except (VerificationError, InvalidHashError):
        return False


_INGENS = _hasher.hash(secrets.token_hex(16))
