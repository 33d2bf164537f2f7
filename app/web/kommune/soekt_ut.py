"""«Søkt ut til oss»: what a Kommunebruker sees of those the kommune is to settle (S29, S60, S66, S70)."""

from flask.typing import ResponseReturnValue

from app.domain.beboer.modell import Beboer
from app.domain.bosetting import kommunens_side
from app.domain.bosetting.kommunens_side import Mappe
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.kommune import kommune
from app.domain.skjema.grammatikk import Leser
from app.domain.tilgang.matrise import Rett
from app.web.felles.gjennomlest import medlem
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.skjemavisning import person
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


def _medlem(mappe: Mappe, beboer: Beboer) -> dict[str, object]:
    """With the DUF-nummer whole: that the household is opened is logged, and the kommune must know whom it settles."""
    versjon = beboer.samtale.skjema_versjon if beboer.samtale else KARTLEGGING.versjon
    svar = mappe.svar[beboer.id]
    vist = medlem(beboer, svar, versjon=versjon, leser=Leser.KOMMUNE, merker=mappe.merker)
    return {**vist, "beboer": {**person(beboer, Leser.KOMMUNE), "fakta": mappe.fakta(beboer)}}
