"""Sammenslåing: of two registrations of one person one is kept, and the other leads to it; and how to undo that (F60).

The duplicate leaves the work as one who is withdrawn does, and keeps what was written about it. The household is the
one of the registration kept: it is the register that moves people between households. Nothing is moved from one to the
other, so to undo it is to let the duplicate back.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer import navneord
from app.domain.beboer.doerer import for_imdi_og_trukne, slaatt_sammen_med
from app.domain.beboer.modell import BEBOER, Beboer, laas_husstander
from app.domain.bosetting.dobbelt import Utfall, hent_par, hindringer, noter_vurdering
from app.domain.bosetting.utsoeking import FeilTilstand
from app.domain.kompass import kode
from app.domain.kompass.kode import Trekkaarsak
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.skjema.felttyper import Flervalg, Langtekst
from app.domain.skjema.grammatikk import Felt
from app.domain.tid import naa
from app.domain.tilgang.bruker import Innlogget
from app.domain.unntak import IkkeFunnet, Ugyldig
from app.domain.varsel.anledning import Anledning
from app.domain.varsel.kommunevarsel import varsle_kommunene
from app.domain.varsel.varsel import send_varsel

GRUNN = Felt("grunn", "Grunn", Langtekst(1000), hjelp="", paakrevd=True)
BEKREFTET = Felt(
    "bekreftet",
    "Bekreft",
    Flervalg({"ja": "Jeg har kontrollert at dette er samme person"}),
    hjelp="",
    paakrevd=True,
)


def slaa_sammen(bruker: Innlogget, beholdt_id: str, duplikat_id: str, grunn: str) -> None:
    """Keep one of two, and merge the other with it. Again, it changes nothing.

    Raises IkkeFunnet, Ugyldig with what hinders it, FeilTilstand where the register moves one of them meanwhile.
    """
    _laas(beholdt_id, duplikat_id)
    if slaatt_sammen_med(duplikat_id) == beholdt_id:
        return
    par = hent_par(bruker, beholdt_id, duplikat_id)
    beholdt = next(beboer for beboer in par.begge if beboer.id == beholdt_id)
    duplikat = par.den_andre(beholdt)
    if hinder := hindringer(par).get(beholdt_id):
        raise Ugyldig(hinder)
    duplikat.samme_som_id, duplikat.trukket = beholdt_id, naa()
    kode.trekk_tilbake(duplikat_id, Trekkaarsak.TRUKKET, bruker)
    if duplikat.kompass_registrert and not beholdt.kompass_registrert:
        kode.overfoer_registrering(beholdt_id, bruker)
    noter_vurdering(bruker, beholdt_id, duplikat_id, Utfall.SLAATT_SAMMEN, grunn)
    _si_fra(bruker, Handling.BEBOER_SLAATT_SAMMEN, Anledning.SLAATT_SAMMEN, beholdt, duplikat_id)


def hent_sammenslaatt(bruker: Innlogget, beholdt_id: str, duplikat_id: str) -> Beboer:
    """The one kept, where the other is merged with it. Raises IkkeFunnet."""
    beholdt = sesjon.scalar(for_imdi_og_trukne(bruker).where(Beboer.id == beholdt_id))
    if beholdt is None or slaatt_sammen_med(duplikat_id) != beholdt_id:
        raise IkkeFunnet
    return beholdt


def opphev(bruker: Innlogget, beholdt_id: str, duplikat_id: str, grunn: str) -> None:
    """They are two persons after all: the other is back, as it was; a code that was revoked stays so.

    Raises IkkeFunnet, also where they are not merged any more, and FeilTilstand as slaa_sammen.
    """
    _laas(beholdt_id, duplikat_id)
    beholdt = hent_sammenslaatt(bruker, beholdt_id, duplikat_id)
    tilbake = sa.update(Beboer).where(BEBOER.c.id == duplikat_id).values(samme_som_id=None, trukket=None)
    noekkel = sesjon.scalar(tilbake.returning(BEBOER.c.soekenoekkel).execution_options(synchronize_session=False))
    navneord.bytt({duplikat_id: noekkel or ""})
    kode.tilbakefoer_registrering(beholdt_id)
    noter_vurdering(bruker, beholdt_id, duplikat_id, Utfall.OPPHEVET, grunn)
    _si_fra(bruker, Handling.SAMMENSLAAING_OPPHEVET, Anledning.SAMMENSLAAING_OPPHEVET, beholdt, duplikat_id)


def _si_fra(bruker: Innlogget, handling: Handling, anledning: Anledning, beholdt: Beboer, duplikat_id: str) -> None:
    """In the log of both, and to those who work with the person: the mottak of the interview, and the kommune."""
    hendelse.noter(handling, bruker, beboer_id=beholdt.id, samtale_id=beholdt.samtale_id, detalj=duplikat_id)
    hendelse.noter(handling, bruker, beboer_id=duplikat_id, detalj=beholdt.id)
    if beholdt.samtale_id:
        send_varsel(anledning, samtale_id=beholdt.samtale_id, mottak_id=beholdt.mottak_id)
        varsle_kommunene(Anledning.KOMMUNE_ENDRET, [beholdt])


def _laas(*ider: str) -> None:
    """Both, behind their households and interviews. Raises FeilTilstand where one was moved before we held them."""
    foer = _plassering(ider)
    laas_husstander([rad.husstand_id for rad in foer], [rad.samtale_id for rad in foer if rad.samtale_id])
    i_rekkefoelge = sa.select(BEBOER.c.id).where(BEBOER.c.id.in_(ider)).order_by(BEBOER.c.id)
    sesjon.execute(i_rekkefoelge.with_for_update(key_share=True)).all()
    if _plassering(ider) != foer:
        raise FeilTilstand


def _plassering(ider: Sequence[str]) -> Sequence[sa.Row[str, str | None]]:
    hvor = sa.select(BEBOER.c.husstand_id, BEBOER.c.samtale_id).where(BEBOER.c.id.in_(ider))
    return sesjon.execute(hvor.order_by(BEBOER.c.id)).all()
