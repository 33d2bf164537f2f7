"""Dokument: the completed interview as the mottak may keep it, without what the internal remark says (S55)."""

from flask.typing import ResponseReturnValue

from app.domain.beboer import fakta
from app.domain.bosetting import retting
from app.domain.samtale import ferdigstilling, merknad
from app.domain.skjema.grammatikk import Leser
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import IkkeFunnet
from app.web.felles import dokument
from app.web.felles.gjennomlest import medlem
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.visningslogg import Viser

rom = Rom("dokument")


@rom.get("/samtaler/<noekkel:samtale_id>/dokument")
@krever(Rett.SAMTALE_FERDIGSTILLE, viser=Viser.DOKUMENT)
def side(samtale_id: str) -> ResponseReturnValue:
    """Of a completed interview; the DUF-nummer is masked, as on the page."""
    lesning = ferdigstilling.les_gjennom(innlogget(), samtale_id)
    samtale = lesning.samtale
    if samtale.ferdigstilt is None:
        raise IkkeFunnet
    merker = retting.merker([samtale_id], Leser.MOTTAK)
    merknader = merknad.forseglede([d.id for d in samtale.deltakere])
    deler = [
        dokument.person(
            d.navn,
            fakta.om(d, Leser.MOTTAK),
            medlem(d, lesning.svar[d.id], versjon=samtale.skjema_versjon, merker=merker)["seksjoner"],
            dokument.forseglet([m for m in merknader if m.beboer_id == d.id]),
        )
        for d in samtale.deltakere
    ]
    tittel, hode = dokument.samtaletittel(samtale.tittel), dokument.om_samtalen(samtale)
    laget = dokument.dokument(tittel, hode, deler, tid=samtale.ferdigstilt)
    return dokument.samtalefil(laget, samtale.ferdigstilt)
