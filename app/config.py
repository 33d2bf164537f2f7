"""One frozen Config, read once from the environment. Production stops at start where something unsafe is set."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

ROT = Path(__file__).resolve().parent.parent
KJENTE_HEMMELIGHETER = {"dev", "secret", "changeme", "change-me", "development", "hemmelig", "password"}
LOOPBACK = ("127.0.0.1", "localhost")


class UsikkertOppsett(Exception):
    """The environment does not allow a safe start; the message says what to set."""


@dataclass(frozen=True)
class Config:
    """What the app knows about where it runs."""

    demo: bool
    data: Path
    database_url: str
    secret_key: str
    merknad_keys: tuple[str, ...]
    base_url: str
    idle: timedelta = timedelta(minutes=30)
    absolutt: timedelta = timedelta(hours=10)

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def sikker_transport(self) -> bool:
        """Whether users reach us over TLS: decides the cookie's name and flags, and HSTS."""
        return self.base_url.startswith("https://")

    @property
    def verter(self) -> list[str] | None:
        """The host names we answer to: an unknown Host header is a 400."""
        vert = urlsplit(self.base_url).hostname
        return [*LOOPBACK] if self.demo else [vert] if vert else None


def les_config(miljoe: Mapping[str, str] = os.environ) -> Config:
    """Read the environment (see docs/drift.md). Raises UsikkertOppsett with a sentence for whoever sets it up."""
    modus = miljoe.get("MOTTAK_ENV", "production")
    if modus not in ("demo", "production"):
        raise UsikkertOppsett("MOTTAK_ENV må være demo eller production.")
    data = Path(miljoe.get("MOTTAK_DATA") or ROT / "instance").resolve()
    url = miljoe.get("DATABASE_URL") or f"sqlite:///{data / 'mottak.db'}"
    return _demo(miljoe, data, url) if modus == "demo" else _produksjon(miljoe, data, url)


def _demo(miljoe: Mapping[str, str], data: Path, url: str) -> Config:
    if miljoe.get("OIDC_ISSUER"):
        raise UsikkertOppsett("Demomodus kan ikke startes med OIDC_ISSUER satt.")
    base = miljoe.get("BASE_URL", "http://127.0.0.1:8000")
    if urlsplit(base).hostname not in LOOPBACK:
        raise UsikkertOppsett("Demomodus svarer bare på 127.0.0.1.")
    opprett_mappe(data)
    return Config(
        demo=True,
        data=data,
        database_url=url,
        secret_key=miljoe.get("SECRET_KEY") or _en_gang(data / "secret.key", secrets.token_urlsafe(48)),
        merknad_keys=_noekler(
            miljoe.get("MERKNAD_KEYS") or _en_gang(data / "merknad.key", Fernet.generate_key().decode())
        ),
        base_url=base,
    )


def _produksjon(miljoe: Mapping[str, str], data: Path, url: str) -> Config:
    hemmelig = miljoe.get("SECRET_KEY", "")
    if len(hemmelig) < 32 or hemmelig.lower() in KJENTE_HEMMELIGHETER or len(set(hemmelig)) < 10:
        raise UsikkertOppsett("SECRET_KEY må være satt, tilfeldig og på minst 32 tegn.")
    if not miljoe.get("MERKNAD_KEYS"):
        raise UsikkertOppsett("MERKNAD_KEYS må være satt: Fernet-nøkler med komma mellom, den nyeste først.")
    base = miljoe.get("BASE_URL", "")
    if not base.startswith("https://"):
        raise UsikkertOppsett("BASE_URL må være satt og begynne med https://.")
    if miljoe.get("FLASK_DEBUG", "0") not in ("", "0"):
        raise UsikkertOppsett("FLASK_DEBUG kan ikke være på i produksjon.")
    if url.startswith("sqlite"):
        opprett_mappe(data)
    return Config(
        demo=False,
        data=data,
        database_url=url,
        secret_key=hemmelig,
        merknad_keys=_noekler(miljoe["MERKNAD_KEYS"]),
        base_url=base.rstrip("/"),
    )


def opprett_mappe(mappe: Path) -> None:
    """Make a folder that only its owner can read, whatever the umask."""
    mappe.mkdir(parents=True, exist_ok=True, mode=0o700)


def _noekler(tekst: str) -> tuple[str, ...]:
    noekler = tuple(noekkel.strip() for noekkel in tekst.split(",") if noekkel.strip())
    try:
        for noekkel in noekler:
            Fernet(noekkel)
    except ValueError as feil:
        raise UsikkertOppsett("MERKNAD_KEYS holder en nøkkel som ikke er en Fernet-nøkkel.") from feil
    return noekler


def _en_gang(fil: Path, ny: str) -> str:
    """The secret in a file that only its owner can read; made the first time."""
    if not fil.exists():
        with os.fdopen(os.open(fil, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as ut:
            ut.write(ny)
    return fil.read_text().strip()
