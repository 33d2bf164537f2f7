"""A real SMTP server that can be slow, put off, refuse, or lose its answer; and what is asked of every e-mail."""

import asyncio
import re
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Condition
from typing import Any

import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from app import posttjener, worker
from app.config import Config, Smtp
from app.db import db
from app.domain.samtale import merknad
from app.domain.tid import klokke, naa

STATUSORD = ("klar for", "påbegynt", "gjennomført", "fordelingsklar", "søkt ut", "bosatt", "bosettingssak", "kompass")


@dataclass
class Posthus:
    """What the server does with each e-mail, and all that it has been handed.

    `paa_rcpt` and `paa_data` are the answers given in place of 250, the first to addresses that begin with
    `kjenner_ikke`. `mist_svar` takes the e-mail and hangs up so many
    times. `langsom` is seconds before the answer to DATA.
    """

    port: int = 0
    paa_rcpt: str | None = None
    kjenner_ikke: str = ""
    paa_data: str | None = None
    mist_svar: int = 0
    langsom: float = 0

    def __post_init__(self) -> None:
        self.brev: list[EmailMessage] = []
        self.raa: list[bytes] = []
        self.hilst: list[str] = []
        """What those who handed them over called themselves."""
        self._kommet = Condition()

    @property
    def til(self) -> list[str]:
        return sorted(str(brev["To"]) for brev in self.brev)

    @property
    def ganger(self) -> Counter[str]:
        """Message-ID → how often it was handed over."""
        return Counter(str(brev["Message-ID"]) for brev in self.brev)

    def vent_paa(self, antall: int) -> None:
        """Until so many e-mails have come."""
        with self._kommet:
            assert self._kommet.wait_for(lambda: len(self.brev) >= antall, timeout=30), len(self.brev)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, adresse: str, _valg: list[str]
    ) -> str:
        if self.paa_rcpt and adresse.startswith(self.kjenner_ikke):
            return self.paa_rcpt
        envelope.rcpt_tos.append(adresse)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.hilst.append(str(session.host_name))
        if self.paa_data:
            return self.paa_data
        innhold = envelope.original_content or b""
        with self._kommet:
            self.raa.append(innhold)
            brev = _les(innhold)
            assert [str(brev["To"])] == envelope.rcpt_tos
            self.brev.append(brev)
            self._kommet.notify_all()
        if self.langsom:
            await asyncio.sleep(self.langsom)
        if self.mist_svar:
            self.mist_svar -= 1
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"


@contextmanager
def posthus(**hvordan: Any) -> Iterator[Posthus]:
    """A server on a free port of this machine; `ssl_context` and `tls_context` (STARTTLS) as aiosmtpd has them."""
    tls = {navn: hvordan.pop(navn) for navn in ("ssl_context", "tls_context") if navn in hvordan}
    huset = Posthus(**hvordan)
    with socket.socket() as ledig:
        ledig.bind(("127.0.0.1", 0))
        huset.port = ledig.getsockname()[1]
    kontroll = Controller(huset, hostname="127.0.0.1", port=huset.port, server_hostname="posthus.example", **tls)
    kontroll.start()
    try:
        yield huset
    finally:
        kontroll.stop()


def bruk(app: Flask, port: int, **annet: Any) -> Config:
    """Let the app's worker send through the server at this port."""
    config = replace(app.extensions["mottak_config"], smtp=Smtp("127.0.0.1", port, tls=False), **annet)
    app.extensions["mottak_config"] = config
    return config


def send(app: Flask, *, om: timedelta = timedelta(0)) -> None:
    """One round of the worker, as late as that."""
    db.session.remove()
    tid = naa() + om
    with klokke(lambda: tid):
        worker.runde(app, (worker.Jobb(worker.send_epost),))


def krev_taushet(huset: Posthus) -> None:
    """C5, M5, F29: no e-mail holds anything about anyone in the database, nor a status, nor more than one link."""
    hemmelig = hemmeligheter()
    assert len(hemmelig) > 60
    for raa, brev in zip(huset.raa, huset.brev, strict=True):
        _krev_taust_brev(brev, raa, hemmelig)


@contextmanager
def taus_post(mappe: Path) -> Iterator[None]:
    """Every e-mail that is made within, in this process or as a file, is searched before the database is gone."""
    laget: list[EmailMessage] = []
    lag = posttjener.lag

    def lag_og_husk(**innhold: str) -> EmailMessage:
        laget.append(lag(**innhold))
        return laget[-1]

    posttjener.lag = lag_og_husk
    try:
        yield
    finally:
        posttjener.lag = lag
    raa = {brev.as_bytes() for brev in laget} | {fil.read_bytes() for fil in mappe.glob("*.eml")}
    hemmelig = {ord_ for ord_ in hemmeligheter() if len(ord_) > 2} if raa else set()
    for ett in raa:
        _krev_taust_brev(_les(ett), ett, hemmelig)


def _krev_taust_brev(brev: EmailMessage, raa: bytes, hemmelig: set[str]) -> None:
    tekst = brev.get_content()
    alt = " ".join([raa.decode(), *(f"{navn}: {verdi}" for navn, verdi in brev.items()), tekst])
    alt = alt.replace(str(brev["To"]), "").casefold()
    assert not [ord_ for ord_ in (*hemmelig, *STATUSORD) if ord_.casefold() in alt]
    assert not re.search(r"(?<![0-9a-f])[0-9]{6,}(?![0-9a-f])", tekst), "et nummer"
    assert len(re.findall(r"https?://", tekst)) == 1
    assert brev.get_content_type() == "text/plain" and not list(brev.iter_attachments())


def _les(raa: bytes) -> EmailMessage:
    brev = message_from_bytes(raa, policy=policy.default)
    assert isinstance(brev, EmailMessage)
    return brev


def hemmeligheter() -> set[str]:
    """Names, DUF-nummer, birth dates, countries and kommuner of all residents, names of users, and every remark."""
    with db.engine.connect() as tilkobling:
        kolonner = "fornavn, etternavn, duf_nummer, CAST(foedt AS VARCHAR), statsborgerskap, soekt_ut_navn"
        beboere = tilkobling.execute(sa.text(f"SELECT {kolonner} FROM beboer"))
        felter = {felt for rad in beboere for felt in rad if felt}
        navn = set(tilkobling.scalars(sa.text("SELECT navn FROM bruker")))
        rader = tilkobling.execute(sa.text("SELECT kryptert, beboer_id FROM merknad")).all()
        fritekst = tilkobling.execute(sa.text("SELECT verdi FROM svar WHERE sti LIKE '%merknad%'")).scalars()
        tekster = {str(verdi).strip('"') for verdi in fritekst if verdi and len(str(verdi)) > 8}
    return felter | navn | tekster | {merknad.dekrypter(kryptert, beboer) for kryptert, beboer in rader}
