"""The others that the app talks to: login issuer, mail server, database, and who signs for machines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from app.epostadresse import les_adresse
from app.trygghet import LOOPBACK, UsikkertOppsett, er_svak, krev_adresse

SUBJECT_CLAIMS = {
    "pid": "openid profile",  # ID-porten, Ansattporten
    "bp_nnin_sub": "openid bpnnin",  # Buypass: fødselsnummer
    "bp_id_sub": "openid bpid",  # Buypass: its own lasting id
    "sub": "openid",
}
"""What may name a person, and the scope that asks for it."""


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
    vert = krev_adresse("OIDC_ISSUER", issuer, sti=True).hostname or ""
    if not miljoe.get("OIDC_CLIENT_ID"):
        raise UsikkertOppsett("OIDC_CLIENT_ID må være satt.")
    if bool(hemmelighet) == bool(noekkel):
        raise UsikkertOppsett("Sett enten OIDC_CLIENT_SECRET eller OIDC_PRIVATE_KEY.")
    if hemmelighet and er_svak(hemmelighet, minst=16):
        raise UsikkertOppsett("OIDC_CLIENT_SECRET må være tilfeldig og på minst 16 tegn.")
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
        testnummer=_testnummer(miljoe, vert),
    )


def _testnummer(miljoe: Mapping[str, str], vert: str) -> bool:
    """Whether synthetic people count: only with an issuer that is for them, and says so in its name."""
    valg = miljoe.get("TESTNUMMER") or "0"
    if valg not in ("0", "1"):
        raise UsikkertOppsett("TESTNUMMER må være 0 eller 1.")
    if valg == "1" and "test" not in vert:
        raise UsikkertOppsett("TESTNUMMER=1 gjelder bare en testutsteder, med «test» i vertsnavnet.")
    return valg == "1"


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


def les_api(miljoe: Mapping[str, str]) -> dict[str, Any]:
    """Who signs for the machine interfaces, and the name by which it means us."""
    issuer, audience = miljoe.get("API_ISSUER", ""), miljoe.get("API_AUDIENCE", "")
    if bool(issuer) != bool(audience):
        raise UsikkertOppsett("Sett både API_ISSUER og API_AUDIENCE, eller ingen av dem.")
    if issuer:
        krev_adresse("API_ISSUER", issuer, sti=True)
    return {"api_issuer": issuer, "api_audience": audience}
