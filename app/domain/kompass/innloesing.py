"""Innløsing: Kompass sends a DUF-nummer and a code; one of many redemptions wins, and every failure is alike (I2, I3).

The hash is computed while nothing is held in the database. A failure does the same work whatever was wrong, counts
against the resident's live code, the number and the address, and says nothing more than no.
"""

import logging
from dataclasses import dataclass

import sqlalchemy as sa

from app import driftslogg
from app.db import arbeid, endre, sesjon
from app.domain.beboer import duf
from app.domain.beboer.doerer import har_nummer
from app.domain.beboer.modell import BEBOER, Beboer
from app.domain.kompass import engangskode
from app.domain.kompass.engangskode import Engangskode
from app.domain.kompass.kode import HOEYST_FORSOEK, Kompasskode, Trekkaarsak, hold, trekk_tilbake
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.tid import KOMPASS_FRA_ALDER, foedt_senest, naa
from app.domain.unntak import Avvist, Ugyldig
from app.domain.vern import forsoek
from app.domain.vern.forsoek import KOMPASS_ADRESSE, KOMPASS_ALLE, KOMPASS_NUMMER


class ForMangeForsoek(Avvist):
    """This number or address has failed so often that it must wait."""


@dataclass(frozen=True)
class _Funnet:
    """What the number leads to: nothing is told apart before the hash has been computed."""

    beboer_id: str = ""
    kode_id: str = ""
    hash: str | None = None


def innloes(nummer: str, tekst: str, adresse: str = "") -> str | None:
    """Use a code. The answer names the registration it opens, or is None.

    In two units of work of its own, for nothing is held while the hash is computed. `adresse` is the resident's own
    client address, where it is known. Raises ForMangeForsoek.
    """
    kode, hvem = engangskode.les_kode(tekst), duf.bare_sifre(nummer)
    with arbeid(skriver=False):
        if _maa_vente(hvem, adresse):
            raise ForMangeForsoek
        funnet = _finn(_sifre(nummer), kode)
    stemmer = engangskode.stemmer(kode, funnet.hash)
    with arbeid(skriver=True):
        hold(funnet.beboer_id)
        if _bruk(funnet.kode_id if stemmer else "", funnet.beboer_id):
            return funnet.kode_id
        _noter_feil(funnet, hvem, adresse)
    return None


def _sifre(nummer: str) -> str:
    """The twelve digits; what is no DUF-nummer is looked for like any other, and not found."""
    try:
        return duf.les_duf(nummer)
    except Ugyldig:
        return ""


def _finn(sifre: str, kode: Engangskode) -> _Funnet:
    gamle_nok = foedt_senest(KOMPASS_FRA_ALDER)
    rad = sesjon.execute(_FINN, {"duf": sifre, "selektor": kode.selektor, "foedt_senest": gamle_nok}).first()
    return _Funnet(rad.beboer_id, rad.kode_id or "", rad.hash) if rad else _Funnet()


def _bruk(kode_id: str, beboer_id: str) -> bool:
    """Take the code, if nobody has, and it lives: the condition and the mark are one statement."""
    brukt = endre(
        sa.update(Kompasskode)
        .where(
            Kompasskode.id == kode_id,
            Kompasskode.brukt.is_(None),
            Kompasskode.trukket.is_(None),
            Kompasskode.utloeper > naa(),
        )
        .values(brukt=naa())
    )
    if not brukt:
        return False
    sesjon.execute(sa.update(Beboer).where(BEBOER.c.id == beboer_id).values(kompasskode_til=None))
    hendelse.noter(Handling.KOMPASSKODE_BRUKT, None, beboer_id=beboer_id)
    return True


def _noter_feil(funnet: _Funnet, hvem: str, adresse: str) -> None:
    """Count the try; the fifth against a live code kills it, and the one that fills the whole hour is told of."""
    forsoek.tell(KOMPASS_NUMMER, hvem)
    if adresse:
        forsoek.tell(KOMPASS_ADRESSE, adresse)
    if forsoek.tell(KOMPASS_ALLE) == KOMPASS_ALLE.antall:
        driftslogg.skriv_linje("kompasskoder_gjettes", nivaa=logging.ERROR)
        hendelse.noter(Handling.KOMPASSKODE_SPERRET, None)
    talt = sesjon.execute(_TELL, {"beboer": funnet.beboer_id, "naa": naa()}).scalar()
    hendelse.noter(Handling.KOMPASSKODE_AVVIST, None, beboer_id=funnet.beboer_id or None)
    if talt and talt >= HOEYST_FORSOEK:
        trekk_tilbake(funnet.beboer_id, Trekkaarsak.FORSOEK)


def _maa_vente(hvem: str, adresse: str) -> bool:
    """Above the limit for all, only who has not failed lately may try: others' right codes go on working."""
    egne = [(KOMPASS_NUMMER, forsoek.antall(KOMPASS_NUMMER, hvem))]
    if adresse:
        egne.append((KOMPASS_ADRESSE, forsoek.antall(KOMPASS_ADRESSE, adresse)))
    full = forsoek.er_naadd(KOMPASS_ALLE)
    return any(antall >= grense.antall or (antall and full) for grense, antall in egne)


_KODE = Kompasskode.__table__
_FINN = (
    sa.select(BEBOER.c.id.label("beboer_id"), _KODE.c.id.label("kode_id"), _KODE.c.hash)
    .outerjoin(
        _KODE,
        sa.and_(
            _KODE.c.beboer_id == BEBOER.c.id,
            _KODE.c.selektor == sa.bindparam("selektor"),
            BEBOER.c.foedt <= sa.bindparam("foedt_senest", type_=sa.Date()),
        ),
    )
    .where(har_nummer(sa.bindparam("duf")))
    .order_by(_KODE.c.utstedt.desc())
    .limit(1)
)
_TELL = (
    sa.update(Kompasskode)
    .where(
        Kompasskode.beboer_id == sa.bindparam("beboer"),
        Kompasskode.brukt.is_(None),
        Kompasskode.trukket.is_(None),
        Kompasskode.utloeper > sa.bindparam("naa", type_=Kompasskode.utloeper.type),
    )
    .values(feilforsoek=Kompasskode.feilforsoek + 1)
    .returning(Kompasskode.feilforsoek)
)
