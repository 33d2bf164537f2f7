"""«Søkt ut til oss»: what a Kommunebruker sees of those the kommune is to settle (S29, S60, S66, S70)."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.beboer.modell import Beboer
from app.domain.bosetting import kommunens_side
from app.domain.bosetting.kommunens_side import Mappe
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.kommune import kommune
from app.domain.logg.hendelse import Handling
from app.domain.skjema.grammatikk import Leser
from app.domain.tid import naa
from app.domain.tilgang.matrise import Rett
from app.web.felles import skjemavisning
from app.web.felles.dokument import dokument as som_dokument
from app.web.felles.dokument import lastet_ned, person, samtalefil, samtaletittel
from app.web.felles.gjennomlest import medlem
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.vis import vis
from app.web.felles.visningslogg import Viser, viser_liste

rom = Rom("soekt_ut")


@rom.get("/soekt-ut", meny="Søkt ut til oss")
@krever(Rett.SOEKT_UT_SE, viser=Viser.LISTE)
def liste() -> ResponseReturnValue:
    nummer = innlogget().kommune_nummer
    egen = kommune.hent_kommune(nummer) if nummer else None
    husstander = kommunens_side.husstander(innlogget())
    trukne = kommunens_side.trukne(innlogget())
    viser_liste(len(husstander) + len(trukne))
    return vis(
        "soekt_ut/liste.html",
        husstander=husstander,
        rettet=kommunens_side.rettet(husstander),
        trukne=trukne,
        kommune=egen,
    )


@rom.get("/soekt-ut/<noekkel:husstand_id>")
@krever(Rett.SOEKT_UT_SE, leselogget=True)
def husstand(husstand_id: str) -> ResponseReturnValue:
    mappe = kommunens_side.les_husstand(innlogget(), husstand_id)
    medlemmer = [_medlem(mappe, m) for m in mappe.husstand.medlemmer]
    return vis(
        "soekt_ut/husstand.html",
        husstand=mappe.husstand,
        mottak=mappe.mottak,
        medlemmer=medlemmer,
        rettet=mappe.merker[0].rettet if mappe.merker else None,
    )


@rom.get("/soekt-ut/<noekkel:husstand_id>/dokument")
@krever(Rett.SOEKT_UT_SE, leselogget=True)
def dokument(husstand_id: str) -> ResponseReturnValue:
    """What the page shows, as a file: rectified, and only what a kommune may read."""
    mappe = kommunens_side.les_husstand(innlogget(), husstand_id, Handling.DOKUMENT_HENTET)
    deler = [person(m.navn, mappe.fakta(m), _medlem(mappe, m)["seksjoner"]) for m in mappe.husstand.medlemmer]
    tid = naa()
    avsender = mappe.mottak
    hode = [
        (gettext("Mottak"), avsender.navn),
        (gettext("Telefon"), avsender.telefon),
        (gettext("E-post"), avsender.epost),
        lastet_ned(innlogget(), tid),
    ]
    return samtalefil(som_dokument(samtaletittel(mappe.husstand.tittel), hode, deler, tid=tid), tid)


def _medlem(mappe: Mappe, beboer: Beboer) -> dict[str, Any]:
    """With the DUF-nummer whole: that the household is opened is logged, and the kommune must know whom it settles."""
    versjon = beboer.samtale.skjema_versjon if beboer.samtale else KARTLEGGING.versjon
    svar = mappe.svar[beboer.id]
    vist = medlem(beboer, svar, versjon=versjon, leser=Leser.KOMMUNE, merker=mappe.merker)
    return {**vist, "beboer": {**skjemavisning.person(beboer, Leser.KOMMUNE), "fakta": mappe.fakta(beboer)}}
