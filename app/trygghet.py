"""What is too weak to start with: secrets that can be guessed, addresses that say too much, databases without TLS."""

import base64
import itertools
import re
from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qs, urlsplit

LOOPBACK = ("127.0.0.1", "localhost")
KJENTE = (
    "development", "change-me", "change_me", "changeme", "imdinett", "password", "passord", "hemmelig", "mottak",
    "secret", "please", "default", "example", "eksempel", "qwertyuiop", "asdfghjkl", "zxcvbnm", "admin", "test", "dev",
)  # fmt: skip
"""What people write where something random was asked for; longest first."""


class UsikkertOppsett(Exception):
    """The environment does not allow a safe start; the message says what to set."""


def er_svak(hemmelig: str, *, minst: int = 32) -> bool:
    """Whether a secret is short, of few different characters, in the order of the alphabet, or made of known words."""
    rest = hemmelig.lower()
    for ord_ in KJENTE:
        rest = rest.replace(ord_, "")
    return len(hemmelig) < minst or len(set(rest)) < 10 or len(rest) < minst // 2 or _i_rekkefoelge(rest.encode())


def er_svak_noekkel(fernet: str) -> bool:
    """Whether the 32 bytes of a Fernet key are no random ones: zeros, a row, a text. The key must be one."""
    raa = base64.urlsafe_b64decode(fernet)
    return len(set(raa)) < 12 or _i_rekkefoelge(raa) or all(32 <= tegn < 127 for tegn in raa)


def krev_ulike(**hemmeligheter: str) -> None:
    """One secret does one thing: who learns it learns no other."""
    satt = [verdi for verdi in hemmeligheter.values() if verdi]
    if len(set(satt)) < len(satt):
        raise UsikkertOppsett(f"{', '.join(hemmeligheter)} må være ulike.")


def krev_adresse(navn: str, url: str, *, sti: bool = False) -> SplitResult:
    """https://, the name of a host, and nothing more but a port (and a path, with `sti`)."""
    deler = _del_url(navn, url)
    vert = re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*|[0-9a-f:]+", deler.hostname or "")
    annet = "@" in deler.netloc or "?" in url or "#" in url or (deler.path.strip("/") and not sti)
    if deler.scheme != "https" or not vert or annet:
        hva = "https:// og et vertsnavn, uten bruker og spørring" + ("" if sti else " og uten sti")
        raise UsikkertOppsett(f"{navn} må være satt: {hva}.")
    return deler


def krev_trygg_database(navn: str, url: str, miljoe: Mapping[str, str]) -> None:
    """SQLite in a file, or PostgreSQL: on another machine only over TLS that checks whom it talks to (Q1, ASVS 12.3).

    What the address does not say, libpq takes from the environment.
    """
    deler, valg = _del_url(navn, url), parse_qs(urlsplit(url).query)
    merke = deler.scheme.partition("+")[0]
    if merke not in ("sqlite", "postgresql"):
        raise UsikkertOppsett(f"{navn} må begynne med sqlite:/// eller postgresql://.")
    if merke == "sqlite" and (deler.netloc or deler.query or not deler.path.startswith("//")):
        raise UsikkertOppsett(f"{navn} til SQLite må være sqlite:/// og hele stien til en fil.")
    if merke == "postgresql" and not _naas_trygt(deler, valg, miljoe):
        raise UsikkertOppsett(f"{navn} til en annen maskin må ha sslmode=verify-full.")


def _naas_trygt(deler: SplitResult, valg: Mapping[str, list[str]], miljoe: Mapping[str, str]) -> bool:
    if "service" in valg or miljoe.get("PGSERVICE"):
        return False
    navngitt = [deler.netloc.rpartition("@")[2], *valg.get("host", [])]
    verter = [v for v in navngitt if v] or [miljoe.get("PGHOST", "")]
    verter += valg.get("hostaddr") or [miljoe.get("PGHOSTADDR", "")]
    alene = all(_er_her(vert) for flere in verter for vert in flere.split(","))
    return alene or valg.get("sslmode", [miljoe.get("PGSSLMODE", "")]) == ["verify-full"]


def _er_her(vert: str) -> bool:
    """An address of this machine, with or without a port; a folder of sockets; or nothing, which is one."""
    return not vert or vert[0] in "/@:" or bool(re.fullmatch(r"(127\.0\.0\.1|localhost|\[?::1\]?)(:\d*)?", vert))


def _del_url(navn: str, url: str) -> SplitResult:
    """The parts of an address. Raises UsikkertOppsett where it has none, or a port that is no number."""
    try:
        deler = urlsplit(url)
        porter = [vert.rpartition(":")[2] for vert in deler.netloc.rpartition("@")[2].split(",")[1:] if ":" in vert]
        if "," not in deler.netloc:
            porter = [str(deler.port or 1)]
        if any(not port.isdecimal() for port in porter):
            raise ValueError
    except ValueError as feil:
        raise UsikkertOppsett(f"{navn} er ikke en adresse, eller har en port som ikke er et tall.") from feil
    return deler


def _i_rekkefoelge(raa: bytes) -> bool:
    """Whether half of the neighbours follow each other, or are the same."""
    naboer = list(itertools.pairwise(raa))
    return sum(abs(a - b) <= 1 for a, b in naboer) * 2 >= len(naboer)
