"""Hands one e-mail to a mail server, or, in a demo without one, to a folder. Knows nothing of the outbox."""

import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

from app.epostadresse import les_adresse
from app.tilkobling import Smtp

AVSENDER = "IMDinett Mottak"
"""What the receiver's list of e-mails shows."""
TIDSFRIST = 10
"""Seconds for each step."""
HOEYST_I_MAPPEN = 100


class Postfeil(Exception):
    """An e-mail did not get through. `kode` is the server's answer, where there was one."""

    def __init__(self, kode: int | None = None) -> None:
        super().__init__(kode)
        self.kode = kode


class Avvist(Postfeil):
    """The server refuses this e-mail or this address for good."""


class Utsatt(Postfeil):
    """The server asks to be tried later, or is not set up as it should be."""


class IkkeSvar(Postfeil):
    """There is no server, or it says nothing."""


class Ukryptert(Postfeil):
    """No encrypted connection, or a certificate that is not the server's."""


class SvarUteble(Postfeil):
    """All of the e-mail was handed over, and then no answer came."""


class UgyldigAdresse(Postfeil):
    """Not one address that can stand in an e-mail."""


def lag(*, fra: str, til: str, emne: str, tekst: str, spraak: str, noekkel: str) -> EmailMessage:
    """The e-mail in plain text. Raises UgyldigAdresse, also for anything that would reach into the headers (M5)."""
    brev = EmailMessage(policy=policy.SMTP)
    avsender = _adresse(fra)
    brev["From"] = Address(AVSENDER, addr_spec=avsender.addr_spec)
    brev["To"] = _adresse(til)
    brev["Subject"] = emne
    brev["Date"] = datetime.now(UTC)
    brev["Message-ID"] = f"<varsel-{noekkel}@{avsender.domain}>"
    brev["Auto-Submitted"] = "auto-generated"  # RFC 3834; Exchange asks for the next
    brev["X-Auto-Response-Suppress"] = "All"
    brev.set_content(tekst, cte="quoted-printable")  # takes away any Content- header that is there
    brev["Content-Language"] = spraak
    return brev


def send(smtp: Smtp, brev: EmailMessage) -> None:
    """Over SMTP. Raises Avvist, Utsatt, IkkeSvar, Ukryptert, SvarUteble."""
    try:
        with _forbindelse(smtp, vertsnavn(brev["From"].addresses[0].domain)) as tjener:
            _lever(tjener, brev)
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as feil:
        raise Ukryptert from feil
    except smtplib.SMTPResponseException as feil:
        raise Utsatt(feil.smtp_code) from feil
    except OSError as feil:  # smtplib's other exceptions are of this kind
        raise IkkeSvar from feil


def vertsnavn(ellers: str) -> str:
    """What we call ourselves to a server: this machine's name where it is a whole one. Nothing is asked of the DNS."""
    navn = socket.gethostname()
    return navn if re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", navn) else ellers


def legg_i_mappe(mappe: Path, brev: EmailMessage) -> None:
    """As a file that a mail program opens; a second try replaces the first."""
    mappe.mkdir(mode=0o700, parents=True, exist_ok=True)
    fil = mappe / f"{re.sub('[^0-9a-z-]', '', brev['Message-ID'].partition('@')[0])}.eml"
    halvferdig = fil.with_suffix(".ny")
    halvferdig.write_bytes(brev.as_bytes())
    halvferdig.chmod(0o600)
    halvferdig.replace(fil)


@dataclass(frozen=True)
class Lagt:
    """An e-mail in the folder, as its receiver would read it."""

    til: str
    emne: str
    tid: float
    tekst: str


def i_mappe(mappe: Path) -> list[Lagt]:
    """The newest e-mails of the folder, newest first."""
    filer = sorted(mappe.glob("*.eml"), key=lambda fil: (-fil.stat().st_mtime, fil.name))
    return [_les(fil) for fil in filer[:HOEYST_I_MAPPEN]]


def _les(fil: Path) -> Lagt:
    brev = message_from_bytes(fil.read_bytes(), policy=policy.default)
    return Lagt(str(brev["To"]), str(brev["Subject"]), fil.stat().st_mtime, str(brev.get_content()))


def _adresse(tekst: str) -> Address:
    try:
        return les_adresse(tekst)
    except ValueError as feil:
        raise UgyldigAdresse from feil


@contextmanager
def _forbindelse(smtp: Smtp, jeg: str) -> Iterator[smtplib.SMTP]:
    """Logged in to the server, as the host `jeg`: left to itself, smtplib asks the DNS who we are, without a limit."""
    sikker = ssl.create_default_context()
    if smtp.tls:
        tjener: smtplib.SMTP = smtplib.SMTP_SSL(smtp.vert, smtp.port, jeg, timeout=TIDSFRIST, context=sikker)
    else:
        tjener = smtplib.SMTP(smtp.vert, smtp.port, jeg, timeout=TIDSFRIST)
    try:
        if smtp.starttls:
            tjener.starttls(context=sikker)
        if smtp.bruker:
            tjener.login(smtp.bruker, smtp.passord)
        yield tjener
        with contextlib.suppress(OSError):
            tjener.quit()
    finally:
        tjener.close()


def _lever(tjener: smtplib.SMTP, brev: EmailMessage) -> None:
    """The steps that smtplib.sendmail takes as one, so that a lost answer can be told from a lost connection.

    Only what is said of the receiver or of the e-mail is final: a refused sender is our own mistake, to be mended.
    """
    tjener.ehlo_or_helo_if_needed()
    kode, svar = tjener.mail(brev["From"].addresses[0].addr_spec)
    if kode != 250:
        raise smtplib.SMTPResponseException(kode, svar)
    _krev(tjener.rcpt(brev["To"].addresses[0].addr_spec)[0], 250, 251)
    _krev(tjener.docmd("DATA")[0], 354)
    try:
        tjener.send(re.sub(rb"(?m)^\.", b"..", brev.as_bytes()) + b".\r\n")
        kode, _ = tjener.getreply()
    except OSError as feil:
        raise SvarUteble from feil
    _krev(kode, 250)


def _krev(kode: int, *ventet: int) -> None:
    if kode in ventet:
        return
    raise Avvist(kode) if 500 <= kode < 600 else smtplib.SMTPResponseException(kode, b"")
