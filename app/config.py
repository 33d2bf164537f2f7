"""One frozen Config, read once from the environment. Production stops at start where something unsafe is set."""

import hmac
import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from app.tilkobling import Oidc, Smtp, les_api, les_epost, les_oidc, les_produksjonspost
from app.trygghet import (
    LOOPBACK,
    UsikkertOppsett,
    er_svak,
    er_svak_noekkel,
    krev_adresse,
    krev_trygg_database,
    krev_ulike,
)

ROT = Path(__file__).resolve().parent.parent
VERSJON: str = tomllib.loads((ROT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


@dataclass(frozen=True)
class Config:
    """What the app knows about where it runs."""

    demo: bool
    data: Path
    database_url: str
    secret_key: str
    merknad_keys: tuple[str, ...] = field(repr=False)
    base_url: str
    idle: timedelta = timedelta(minutes=30)
    absolutt: timedelta = timedelta(hours=10)
    oidc: Oidc | None = None
    identitet_key: str = ""
    smtp: Smtp | None = None
    """None: e-mail is laid in a folder (demo)."""
    kommando: bool = False
    """A maintenance command: it may take longer than a request."""
    mangler: str = ""
    """What a command does without, in the words of the refusal: the app is not complete, and answers nobody."""
    migrering_url: str = ""
    """The database's owner, where the app itself is another role (PostgreSQL)."""
    mail_from: str = "ikke-svar@imdinett.example"
    imdi_mail: str = "mottak@imdi.example"

    @property
    def postmappe(self) -> Path:
        """Where the demo's e-mail lies."""
        return self.data / "epost"

    api_issuer: str = ""
    """Who signs the bearer tokens of the machine interfaces; unset, they answer nobody."""
    api_audience: str = ""
    kompasskode_varer: timedelta = timedelta(hours=72)
    kopi_keys: tuple[str, ...] = field(default=(), repr=False)
    """The keys of the back-ups, the newest first; only the commands that make and restore them need any."""
    fjernet: Path | None = None
    """The list of what was taken away from users, for a restore to go by; unset, it lies among the data."""
    loggsegl: Path | None = None
    """Where the heads of the chain of seals are kept; unset, they lie among the data."""
    arkiv: Path | None = None
    """How packages to the archive are marked; unset, the demo has an example, and production none."""
    metrics_token: str = field(default="", repr=False)
    """Who may read /metrics; empty, nobody."""
    duf_advarer: bool = False
    """Whether a DUF-nummer with check digits that do not fit is taken, with a warning."""

    @property
    def fjernet_fil(self) -> Path:
        return self.fjernet or self.data / "fjernet.jsonl"

    @property
    def loggsegl_fil(self) -> Path:
        return self.loggsegl or self.data / "loggsegl.txt"

    @property
    def arkiv_fil(self) -> Path | None:
        return self.arkiv or (ROT / "deploy" / "arkiv" / "arkiv.toml" if self.demo else None)

    @property
    def fingeravtrykk_key(self) -> str:
        """The key of the fingerprints: its own, or one made from the cookie key, never that key itself."""
        return self.identitet_key or hmac.new(self.secret_key.encode(), b"fingeravtrykk", "sha256").hexdigest()

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


def les_config(miljoe: Mapping[str, str] = os.environ, *, kommando: bool = False) -> Config:
    """Read the environment (see docs/drift.md). Raises UsikkertOppsett with a sentence for whoever sets it up.

    A command may do without an issuer and a mail server: what is missing then stands in `mangler`.
    """
    modus = miljoe.get("MOTTAK_ENV", "production")
    if modus not in ("demo", "production"):
        raise UsikkertOppsett("MOTTAK_ENV må være demo eller production.")
    data = Path(miljoe.get("MOTTAK_DATA") or ROT / "instance").resolve()
    url = miljoe.get("DATABASE_URL") or f"sqlite:///{data / 'mottak.db'}"
    lest = _demo(miljoe, data, url) if modus == "demo" else _produksjon(miljoe, data, url, kommando=kommando)
    metrics_token = _hemmelighet(miljoe, "METRICS_TOKEN") if miljoe.get("METRICS_TOKEN") else ""
    return replace(lest, kommando=kommando, metrics_token=metrics_token, **_kopier(miljoe, lest))


def _kopier(miljoe: Mapping[str, str], lest: Config) -> dict[str, Any]:
    """The back-ups' own keys, and the lists that are kept apart."""
    noekler = _sterke("KOPI_KEY", _noekler("KOPI_KEY", miljoe["KOPI_KEY"])) if miljoe.get("KOPI_KEY") else ()
    if set(noekler) & set(lest.merknad_keys):
        raise UsikkertOppsett("KOPI_KEY og MERKNAD_KEYS må være ulike.")
    filer = {"fjernet": "FJERNET_FIL", "loggsegl": "LOGGSEGL_FIL", "arkiv": "ARKIV_OPPSETT"}
    return {"kopi_keys": noekler, **{navn: Path(miljoe[fil]) for navn, fil in filer.items() if miljoe.get(fil)}}


def _demo(miljoe: Mapping[str, str], data: Path, url: str) -> Config:
    if miljoe.get("OIDC_ISSUER"):
        raise UsikkertOppsett("Demomodus kan ikke startes med OIDC_ISSUER satt.")
    base = miljoe.get("BASE_URL", "http://127.0.0.1:8000")
    if not re.fullmatch(rf"https?://({'|'.join(LOOPBACK)})(:\d+)?/?", base):
        raise UsikkertOppsett("Demomodus svarer bare på 127.0.0.1: BASE_URL må være http://127.0.0.1 og en port.")
    opprett_mappe(data)
    return Config(
        demo=True,
        **_tider(miljoe),
        **_duf(miljoe),
        **les_epost(miljoe),
        data=data,
        database_url=url,
        secret_key=miljoe.get("SECRET_KEY") or hemmelig_fil(data / "secret.key", secrets.token_urlsafe(48)),
        merknad_keys=_noekler(
            "MERKNAD_KEYS",
            miljoe.get("MERKNAD_KEYS") or hemmelig_fil(data / "merknad.key", Fernet.generate_key().decode()),
        ),
        base_url=base,
    )


def _produksjon(miljoe: Mapping[str, str], data: Path, url: str, *, kommando: bool) -> Config:
    hemmelig, identitet_key = (_hemmelighet(miljoe, navn) for navn in ("SECRET_KEY", "IDENTITET_KEY"))
    krev_ulike(SECRET_KEY=hemmelig, IDENTITET_KEY=identitet_key, METRICS_TOKEN=miljoe.get("METRICS_TOKEN", ""))
    base = miljoe.get("BASE_URL", "")
    krev_adresse("BASE_URL", base)
    if miljoe.get("FLASK_DEBUG", "0") not in ("", "0"):
        raise UsikkertOppsett("FLASK_DEBUG kan ikke være på i produksjon.")
    krev_trygg_database("DATABASE_URL", url, miljoe)
    krev_trygg_database("MIGRERING_DATABASE_URL", miljoe.get("MIGRERING_DATABASE_URL") or url, miljoe)
    if url.startswith("sqlite"):
        opprett_mappe(data)
    return Config(
        demo=False,
        **_tider(miljoe),
        **_duf(miljoe),
        **_samtalepartnere(miljoe, kommando=kommando),
        **les_api(miljoe),
        migrering_url=miljoe.get("MIGRERING_DATABASE_URL", ""),
        identitet_key=identitet_key,
        data=data,
        database_url=url,
        secret_key=hemmelig,
        merknad_keys=_sterke("MERKNAD_KEYS", _noekler("MERKNAD_KEYS", miljoe.get("MERKNAD_KEYS", ""))),
        base_url=base.rstrip("/"),
    )


def _samtalepartnere(miljoe: Mapping[str, str], *, kommando: bool) -> dict[str, Any]:
    """The login issuer and the mail server."""
    try:
        return {"oidc": les_oidc(miljoe), **les_produksjonspost(miljoe)}
    except UsikkertOppsett as feil:
        if not kommando:
            raise
        return {"mangler": str(feil)}


def _hemmelighet(miljoe: Mapping[str, str], navn: str) -> str:
    verdi = miljoe.get(navn, "")
    if er_svak(verdi):
        raise UsikkertOppsett(f"{navn} må være satt, tilfeldig og på minst 32 tegn.")
    return verdi


def _sterke(navn: str, noekler: tuple[str, ...]) -> tuple[str, ...]:
    if any(er_svak_noekkel(noekkel) for noekkel in noekler):
        raise UsikkertOppsett(f"{navn} holder en nøkkel som ikke er tilfeldig.")
    return noekler


def _tider(miljoe: Mapping[str, str]) -> dict[str, Any]:
    """How long a login session and a Kompass code live."""
    idle, absolutt = _levetid(miljoe)
    return {"idle": idle, "absolutt": absolutt, "kompasskode_varer": _kodetid(miljoe)}


def _levetid(miljoe: Mapping[str, str]) -> tuple[timedelta, timedelta]:
    """How long a login session lives without use, and in all."""
    try:
        minutter = int(miljoe.get("INNLOGGING_MINUTTER", "30"))
        timer = int(miljoe.get("INNLOGGING_TIMER", "10"))
    except ValueError as feil:
        raise UsikkertOppsett("INNLOGGING_MINUTTER og INNLOGGING_TIMER må være hele tall.") from feil
    if not 5 <= minutter <= 60 or not 1 <= timer <= 12:
        raise UsikkertOppsett("INNLOGGING_MINUTTER må være fra 5 til 60, og INNLOGGING_TIMER fra 1 til 12.")
    return timedelta(minutes=minutter), timedelta(hours=timer)


def _duf(miljoe: Mapping[str, str]) -> dict[str, Any]:
    """What happens where a DUF-nummer's check digits do not fit: the rule is known, but not promised by UDI."""
    valg = miljoe.get("DUF_KONTROLL", "avvis")
    if valg not in ("avvis", "advar"):
        raise UsikkertOppsett("DUF_KONTROLL må være avvis eller advar.")
    return {"duf_advarer": valg == "advar"}


def _kodetid(miljoe: Mapping[str, str]) -> timedelta:
    """How long a Kompass code lives: a slip of paper is used days later, not minutes."""
    timer = miljoe.get("KOMPASSKODE_TIMER", "72")
    if not timer.isdecimal() or not 1 <= int(timer) <= 336:
        raise UsikkertOppsett("KOMPASSKODE_TIMER må være et helt tall fra 1 til 336.")
    return timedelta(hours=int(timer))


def opprett_mappe(mappe: Path) -> None:
    """Make a folder that only its owner can read, whatever the umask; one that was open is closed (Q2)."""
    mappe.mkdir(parents=True, exist_ok=True, mode=0o700)
    if mappe.stat().st_mode & 0o077:
        try:
            mappe.chmod(0o700)
        except PermissionError as feil:
            raise UsikkertOppsett("MOTTAK_DATA må være en mappe som bare eieren kan lese.") from feil


def _noekler(navn: str, tekst: str) -> tuple[str, ...]:
    noekler = tuple(noekkel.strip() for noekkel in tekst.split(",") if noekkel.strip())
    if not noekler:
        raise UsikkertOppsett(f"{navn} må være satt: Fernet-nøkler med komma mellom, den nyeste først.")
    try:
        for noekkel in noekler:
            Fernet(noekkel)
    except ValueError as feil:
        raise UsikkertOppsett(f"{navn} holder en nøkkel som ikke er en Fernet-nøkkel.") from feil
    return noekler


def hemmelig_fil(fil: Path, ny: str) -> str:
    """The secret in a file that only its owner can read; made the first time."""
    if not fil.exists():
        with os.fdopen(os.open(fil, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as ut:
            ut.write(ny)
    return fil.read_text().strip()
