"""«Søkt ut til oss»: what a Kommunebruker sees of those the kommune is to settle (S29, S60, S66, S70)."""

from flask.typing import ResponseReturnValue

from app.domain import kommune, soekt_ut
from app.domain.beboer import Beboer
from app.domain.skjema import Leser
from app.domain.soekt_ut import Mappe
from app.domain.tilgang import Rett
from app.web.gjennomlest import medlem
from app.web.rom import Rom, innlogget, krever, leselogget
from app.web.skjemavisning import person
from app.web.vis import vis

rom = Rom("soekt_ut")


@rom.get("/soekt-ut", meny="Søkt ut til oss")
@krever(Rett.SOEKT_UT_SE)
def liste() -> ResponseReturnValue:
    nummer = innlogget().kommune_nummer
    egen = kommune.hent(nummer) if nummer else None
    return vis("soekt_ut/liste.html", husstander=soekt_ut.husstander(innlogget()), kommune=egen)


@rom.get("/soekt-ut/<noekkel:husstand_id>")
@krever(Rett.SOEKT_UT_SE)
@leselogget
def husstand(husstand_id: str) -> ResponseReturnValue:
    mappe = soekt_ut.les(innlogget(), husstand_id)
    medlemmer = [_medlem(mappe, m) for m in mappe.husstand.medlemmer]
    return vis("soekt_ut/husstand.html", husstand=mappe.husstand, mottak=mappe.mottak, medlemmer=medlemmer)


def _medlem(mappe: Mappe, beboer: Beboer) -> dict[str, object]:
    """With the DUF-nummer whole: that the household is opened is logged, and the kommune must know whom it settles."""
    vist = medlem(beboer, mappe.svar[beboer.id], leser=Leser.KOMMUNE)
    return {**vist, "beboer": {**person(beboer, Leser.KOMMUNE), "fakta": mappe.fakta(beboer)}}
