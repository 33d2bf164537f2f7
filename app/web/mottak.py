"""Mottaksinformasjon and Kontaktinformasjon of the own mottak (S40 to S43)."""

from flask.typing import ResponseReturnValue

from app.domain import bruker as brukere
from app.domain import mottak as mottakene
from app.domain.tilgang import Rett, Rolle
from app.web.rom import Rom, innlogget, krever
from app.web.vis import vis

rom = Rom("mottak")
KONTAKTROLLER = [
    Rolle.MOTTAKSADMINISTRATOR,
    Rolle.MOTTAK_BOSETTINGSANSVARLIG,
    Rolle.INTEGRERINGSMOTTAK_BOSETTINGSANSVARLIG,
]


@rom.get("/mottak/informasjon", undermeny="Mottaksinformasjon")
@krever(Rett.MOTTAK_SE)
def informasjon() -> ResponseReturnValue:
    return vis("mottak/informasjon.html", mottak=mottakene.hent(innlogget().mottak_id))


@rom.get("/mottak/kontakt", undermeny="Kontaktinformasjon")
@krever(Rett.MOTTAK_SE)
def kontakt() -> ResponseReturnValue:
    mottak = mottakene.hent(innlogget().mottak_id)
    kontakter = [
        {
            "navn": b.navn,
            "rolle": ", ".join(r for r in b.roller if r in KONTAKTROLLER),
            "epost": b.epost,
            "telefon": b.telefon,
        }
        for b in brukere.med_rolle(mottak.id, KONTAKTROLLER)
    ]
    return vis("mottak/kontakt.html", mottak=mottak, kontakter=kontakter)
