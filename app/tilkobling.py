"""The others that the app talks to: login issuer, mail server, database, and who signs for machines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from app.epostadresse import les_adresse

LOOPBACK = ("127.0.0.1", "localhost")
SUBJECT_CLAIMS = {
    "pid": "openid profile",  # ID-porten, Ansattporten
    "bp_nnin_sub": "openid bpnnin",  # Buypass: fødselsnummer
    "bp_id_sub": "openid bpid",  # Buypass: its own lasting id
    "sub": "openid",
}
"""What may name a person, and the scope that asks for it."""


class UsikkertOppsett(Exception):
    """The environment does not allow a safe start; the message says what to set."""


@dataclass(frozen=True)
class Oidc:
    """Whom we let prove who people are, and what we ask of the proof (docs/drift.md)."""

    issuer: str
    client_id: str
    acr: tuple[str, ...]
    """Any one of these must be in the ID token."""
    subject_claim: str
    client_secret: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    key_id: str = ""
    ask_acr: tuple[str, ...] = ()
    """What is asked for, where it is named otherwise than what is answered."""
    testnummer: bool = False

    @property
    def scope(self) -> str:
        return SUBJECT_CLAIMS[self.subject_claim]

    @property
    def personnummer(self) -> bool:
        """Whether people are known by their national id."""
        return self.subject_claim in ("pid", "bp_nnin_sub")


@dataclass(frozen=True)
class Smtp:
    """The mail server. What goes to another machine is always encrypted."""

    vert: str
    port: int
    tls: bool
    """From the first byte (smtps)."""
    bruker: str = ""
    passord: str = field(default="", repr=False)

    @property
    def starttls(self) -> bool:
        return not self.tls and self.vert not in LOOPBACK


def les_oidc(miljoe: Mapping[str, str]) -> Oidc:
    """Login by OIDC: production has no other."""
    issuer, claim = miljoe.get("OIDC_ISSUER", ""), miljoe.get("OIDC_SUBJECT_CLAIM", "pid")
    acr = tuple(miljoe.get("OIDC_ACR", "").split())
    hemmelighet, noekkel = miljoe.get("OIDC_CLIENT_SECRET", ""), miljoe.get("OIDC_PRIVATE_KEY", "")
    if not issuer.startswith("https://"):
        raise UsikkertOppsett("OIDC_ISSUER må være satt og begynne med https://.")
    if not miljoe.get("OIDC_CLIENT_ID"):
        raise UsikkertOppsett("OIDC_CLIENT_ID må være satt.")
    if bool(hemmelighet) == bool(noekkel):
        raise UsikkertOppsett("Sett enten OIDC_CLIENT_SECRET eller OIDC_PRIVATE_KEY.")
    if not acr:
        raise UsikkertOppsett("OIDC_ACR må være satt: nivåene som godtas, med mellomrom mellom.")
    if claim not in SUBJECT_CLAIMS:
        raise UsikkertOppsett(f"OIDC_SUBJECT_CLAIM må være en av {', '.join(SUBJECT_CLAIMS)}.")
    return Oidc(
        issuer=issuer,
        client_id=miljoe["OIDC_CLIENT_ID"],
        client_secret=hemmelighet,
        private_key=noekkel,
        key_id=miljoe.get("OIDC_KEY_ID", ""),
        acr=acr,
        ask_acr=tuple(miljoe.get("OIDC_ACR_VALUES", "").split()) or acr,
        subject_claim=claim,
        testnummer=miljoe.get("TESTNUMMER", "0") == "1",
    )


def les_produksjonspost(miljoe: Mapping[str, str]) -> dict[str, Any]:
    for navn in ("SMTP_URL", "MAIL_FROM", "IMDI_MAIL"):
        if not miljoe.get(navn):
            raise UsikkertOppsett(f"{navn} må være satt: varsler sendes også som e-post.")
    return les_epost(miljoe)


def les_epost(miljoe: Mapping[str, str]) -> dict[str, Any]:
    """Where e-mail is handed over, and the two addresses that are ours."""
    oppsett: dict[str, Any] = {"smtp": _smtp(miljoe["SMTP_URL"])} if miljoe.get("SMTP_URL") else {}
    for navn in ("MAIL_FROM", "IMDI_MAIL"):
        adresse = miljoe.get(navn, "")
        try:
            oppsett |= {navn.lower(): adresse} if adresse and les_adresse(adresse) else {}
        except ValueError as feil:
            raise UsikkertOppsett(f"{navn} må være en e-postadresse, uten navn og uten tegn rundt.") from feil
    return oppsett


def _smtp(url: str) -> Smtp:
    try:
        deler = urlsplit(url)
        port = deler.port
    except ValueError as feil:
        raise UsikkertOppsett("SMTP_URL har en port som ikke er et tall.") from feil
    if deler.scheme not in ("smtp", "smtps") or not deler.hostname or deler.path.strip("/") or deler.query:
        raise UsikkertOppsett("SMTP_URL må være på formen smtp[s]://bruker:passord@vert:port.")
    tls = deler.scheme == "smtps"
    bruker, passord = unquote(deler.username or ""), unquote(deler.password or "")
    return Smtp(deler.hostname, port or (465 if tls else 587), tls, bruker, passord)


def krev_trygg_database(navn: str, url: str) -> None:
    """SQLite, or PostgreSQL: on another machine only over TLS that checks whom it talks to (Q1, ASVS 12.3)."""
    deler = urlsplit(url)
    valg = parse_qs(deler.query)
    if deler.scheme.partition("+")[0] not in ("sqlite", "postgresql"):
        raise UsikkertOppsett(f"{navn} må begynne med sqlite:/// eller postgresql://.")
    verter = {deler.hostname or "localhost", *valg.get("host", []), *valg.get("hostaddr", [])}
    sikret = valg.get("sslmode") in (["verify-full"], ["verify-ca"])
    if "service" in valg or (not sikret and not all(vert in (*LOOPBACK, "::1") or vert[0] == "/" for vert in verter)):
        raise UsikkertOppsett(f"{navn} til en annen maskin må ha sslmode=verify-full.")


def les_api(miljoe: Mapping[str, str]) -> dict[str, Any]:
    """Who signs for the machine interfaces, and the name by which it means us."""
    issuer, audience = miljoe.get("API_ISSUER", ""), miljoe.get("API_AUDIENCE", "")
    if bool(issuer) != bool(audience) or (issuer and not issuer.startswith("https://")):
        raise UsikkertOppsett("Sett både API_ISSUER, som begynner med https://, og API_AUDIENCE, eller ingen av dem.")
    return {"api_issuer": issuer, "api_audience": audience}
