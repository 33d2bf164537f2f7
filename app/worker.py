"""The worker: what is done beside the requests, a round at a time. One job that fails does not stop the others.

On SQLite a thread of the one process (app/server.py); with PostgreSQL any number of `epost send --loop`.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

from flask import Flask

from app import driftslogg, fjernet, loggsegling, maaling, posttjener
from app.config import Config
from app.db import DATABASE_BORTE, arbeid, sesjon, toem_skrivelogg
from app.domain.beboer import navneord
from app.domain.bosetting import mottaksoversikt, skjermede_saker, ventetid
from app.domain.brukere import nedlegging
from app.domain.kompass import kode
from app.domain.oppbevaring import gamle_varsler
from app.domain.samtale import merknadutkast, naervaer, paaminnelse
from app.domain.tilgang import innlogging, mottak
from app.domain.tilgang.innlogging import Levetid
from app.domain.varsel import brev, epost
from app.domain.varsel.epost import Grunn, Laan
from app.domain.vern import engangsmerke, forsoek

GRUNNER: Mapping[type[Exception], Grunn] = {
    posttjener.Avvist: Grunn.AVVIST,
    posttjener.Utsatt: Grunn.UTSATT,
    posttjener.IkkeSvar: Grunn.IKKE_SVAR,
    posttjener.Ukryptert: Grunn.KRYPTERING,
    posttjener.SvarUteble: Grunn.SVAR_UTEBLE,
    posttjener.UgyldigAdresse: Grunn.UGYLDIG_ADRESSE,
}
PAUSE = 5
"""Seconds between the rounds."""
Rad = TypeVar("Rad")


@dataclass(frozen=True)
class Jobb:
    """Something to do now and then. `gjoer` opens its own units of work."""

    gjoer: Callable[[Config], None]
    hver: timedelta = timedelta(0)


def send_epost(config: Config) -> None:
    """Hand over all that is due."""
    with arbeid(skriver=False):
        if not epost.noe_aa_sende():
            return
    with arbeid(skriver=True):
        brev.suppler()
    while laan := _ta():
        _send(config, laan)


def send_paaminnelser(_config: Config) -> None:
    """Remind of the tasks that nobody has begun."""
    with arbeid(skriver=False):
        forfalte = paaminnelse.forfalte()
    hver_for_seg(forfalte, paaminnelse.send_paaminnelser)


def varsle_glemte_merknader(_config: Config) -> None:
    """Seal and announce the internal remarks that nobody has sent."""
    with arbeid(skriver=False):
        glemte = merknadutkast.glemte()
    hver_for_seg(glemte, merknadutkast.varsle_glemt)


def si_fra_om_skjermede(_config: Config) -> None:
    """Tell of the shielded who wait while nobody has been let in to them."""
    with arbeid(skriver=False):
        ventende = skjermede_saker.ventende()
    hver_for_seg(ventende, skjermede_saker.si_fra)


def rydd(config: Config) -> None:
    """Remove what has run out: login sessions, counted tries, marks used once, codes, names that nobody sees."""
    opprydninger = (
        partial(innlogging.slett_utloepte, Levetid(config.idle, config.absolutt)), forsoek.glem_gamle,
        engangsmerke.glem_utloepte, kode.slett_gamle, navneord.fjern_trukne,
        naervaer.glem_gamle,
    )  # fmt: skip
    for opprydning in opprydninger:
        with arbeid(skriver=True):
            opprydning()
    toem_skrivelogg()


def slett_gamle_varsler(_config: Config) -> None:
    """Remove the notices that are older than their rule says, some at a time: others write meanwhile."""
    antall = 1
    while antall:
        with arbeid(skriver=True):
            antall = gamle_varsler.slett_noen()


def si_fra_om_koe(_config: Config) -> None:
    """Tell the operator where e-mail does not move (M8)."""
    with arbeid(skriver=False):
        if epost.staar_fast():
            driftslogg.skriv_linje("epost_venter", nivaa=logging.WARNING)


def foer_fjerningsliste(config: Config) -> None:
    """Keep apart from the database what was taken away from users: a restore must not give it back."""
    fjernet.liste(config.fjernet_fil).foer_inn()


def forsegl_loggene(config: Config) -> None:
    """Seal what was logged since the last time, and keep the head of the chain apart from the database."""
    loggsegling.forsegl(config.loggsegl_fil)


def steng_tomme_mottak(_config: Config) -> None:
    """End the access at the closed mottak that the last resident has left."""
    with arbeid(skriver=False):
        tomme = nedlegging.tomme_mottak()
    hver_for_seg(tomme, nedlegging.steng)


def regn_ut_tall(_config: Config) -> None:
    """Count at each mottak what IMDi's overview and its page of waiting times show."""
    with arbeid(skriver=False):
        alle = [m.id for m in mottak.alle_mottak()]
    hver_for_seg(alle, mottaksoversikt.regn_ut)
    hver_for_seg(alle, ventetid.regn_ut)


def hver_for_seg(radene: Iterable[Rad], gjoer: Callable[[Rad], object]) -> None:
    """Each in a unit of work of its own: one that fails is told of, and does not stop the others."""
    for rad in radene:
        with _meldt("rad_feilet", gjoer), arbeid(skriver=True):
            gjoer(rad)


@contextmanager
def _meldt(hendelse: str, gjoer: Callable[..., object]) -> Iterator[None]:
    """What fails inside is a line in the operator's log, and goes no further."""
    try:
        yield
    except DATABASE_BORTE as feil:
        driftslogg.kall_feilet(feil, system="database", id=gjoer.__name__)
    except Exception as feil:
        driftslogg.skriv_linje(hendelse, feil=feil, nivaa=logging.ERROR, id=gjoer.__name__)


JOBBER: tuple[Jobb, ...] = (
    Jobb(steng_tomme_mottak, hver=timedelta(minutes=1)),
    Jobb(send_paaminnelser, hver=timedelta(minutes=10)),
    Jobb(varsle_glemte_merknader, hver=timedelta(minutes=1)),
    Jobb(si_fra_om_skjermede, hver=timedelta(minutes=1)),
    Jobb(send_epost),
    Jobb(regn_ut_tall, hver=timedelta(minutes=15)),
    Jobb(si_fra_om_koe, hver=timedelta(minutes=15)),
    Jobb(foer_fjerningsliste, hver=timedelta(minutes=1)),
    Jobb(forsegl_loggene, hver=timedelta(minutes=1)),
    Jobb(slett_gamle_varsler, hver=timedelta(days=1)),
    Jobb(rydd, hver=timedelta(hours=1)),
)
"""What makes notices stands before what sends them."""


def runde(app: Flask, jobber: tuple[Jobb, ...] = JOBBER) -> None:
    """Each job once, in an app context of its own."""
    for jobb in jobber:
        with app.app_context():
            with _meldt("jobb_feilet", jobb.gjoer):
                jobb.gjoer(app.extensions["mottak_config"])
                maaling.jobb_ferdig(jobb.gjoer.__name__)
            sesjon.remove()


def gaa(app: Flask, stopp: Event) -> None:
    """Rounds until `stopp` is set, each job as often as it asks for."""
    sist: dict[Jobb, float] = {}
    while not stopp.is_set():
        naa = monotonic()
        forfalt = tuple(j for j in JOBBER if j not in sist or naa - sist[j] >= j.hver.total_seconds())
        runde(app, forfalt)
        sist |= dict.fromkeys(forfalt, naa)
        stopp.wait(PAUSE)


def start(app: Flask) -> Callable[[], None]:
    """The worker as a thread; the answer is what stops it, and waits a while for its round to end."""
    stopp = Event()
    traad = Thread(target=gaa, args=(app, stopp), name="worker", daemon=True)
    traad.start()

    def stans() -> None:
        stopp.set()
        traad.join(timeout=posttjener.TIDSFRIST)

    return stans


def _ta() -> Laan | None:
    with arbeid(skriver=True):
        return epost.ta_neste()


def _send(config: Config, laan: Laan) -> None:
    """Hand over what was taken, outside any transaction, and note how it went."""
    try:
        noter = _lever(config, laan)
    except Exception as feil:
        grunn = GRUNNER.get(type(feil), Grunn.TEKNISK)
        kode: int | None = getattr(feil, "kode", None)
        noter = partial(epost.kom_ikke_fram, grunn=grunn, svarkode=kode)
        vert = config.smtp.vert if config.smtp else "mappe"
        driftslogg.kall_feilet(feil, system="epost", id=laan.ider[0], vert=vert)
    with arbeid(skriver=True):
        noter(laan)


def _lever(config: Config, laan: Laan) -> Callable[[Laan], None]:
    """The answer is how to note it. Raises what posttjener does, and anything that a row of no sense may bring."""
    with arbeid(skriver=False):
        skrevet = brev.skriv(laan, base_url=config.base_url, imdi_mail=config.imdi_mail)
    if skrevet is None:
        return epost.bortfaller
    if skrevet.til is None:
        return partial(epost.kom_ikke_fram, grunn=Grunn.UTEN_ADRESSE)
    melding = posttjener.lag(
        fra=config.mail_from,
        til=skrevet.til,
        emne=skrevet.emne,
        tekst=skrevet.tekst,
        spraak=skrevet.spraak,
        noekkel=skrevet.noekkel,
    )
    if config.smtp:
        posttjener.send(config.smtp, melding)
    else:
        posttjener.legg_i_mappe(config.postmappe, melding)
    return epost.er_sendt
