"""Ettersending: whoever is let in to a shielded person late gets what the others of the same kind have been told."""

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.skjermingstilgang import av_bare_skjermede
from app.domain.varsel import epost
from app.domain.varsel.adressat import adressater
from app.domain.varsel.varsel import Varsel


def ettersend(samtale_id: str, bruker_id: str) -> None:
    """Put the newest notice about the interview that is for this user in the queue; in the app all of them show now."""
    lukkede = av_bare_skjermede([samtale_id])
    nyest_foerst = sa.select(Varsel).where(Varsel.samtale_id == samtale_id).order_by(Varsel.opprettet.desc(), Varsel.id)
    for varsel in sesjon.scalars(nyest_foerst).all():
        til = varsel.til(lukkede)
        if til.lukket and bruker_id in {adressat.noekkel for adressat in adressater(til)}:
            epost.legg_i_koe(varsel.id, til)
            return
