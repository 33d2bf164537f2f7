"""Saksdokument: the case as IMDi's file of it: as completed and as rectified, with the sealed internal remarks."""

from collections.abc import Sequence

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.beboer.modell import Bosettingssamtale
from app.domain.tid import naa
from app.domain.tilgang.bruker import Innlogget
from app.norsk import tidspunkt, vist_dato
from app.pdf import Del, Linje
from app.web.felles import dokument
from app.web.imdi.saksvisning import Medlem


def last_ned(
    bruker: Innlogget, samtale: Bosettingssamtale, medlemmer: Sequence[Medlem], antall_rettinger: int
) -> ResponseReturnValue:
    """The answer with the file."""
    tid = naa()
    rettinger = (gettext("Rettinger"), str(antall_rettinger))
    hode = [*dokument.om_samtalen(samtale), rettinger, dokument.lastet_ned(bruker, tid)]
    merke = gettext("Bare for IMDi. Skal ikke gis til kommunen.")
    laget = dokument.dokument(
        dokument.samtaletittel(samtale.tittel), hode, [_del(m) for m in medlemmer], tid=tid, merke=merke
    )
    return dokument.samtalefil(laget, samtale.ferdigstilt or tid)


def _del(medlem: Medlem) -> Del:
    trukket = medlem.beboer.trukket
    om = [gettext("Trukket %(dato)s.", dato=vist_dato(trukket))] if trukket else []
    merknader = [Linje(_hvem(navn, sted, tidspunkt(m.forseglet)), tekst) for m, navn, sted, tekst in medlem.interne]
    return dokument.person(medlem.beboer.navn, medlem.fakta, medlem.seksjoner, merknader, [*om, *medlem.trukket])


def _hvem(navn: str, sted: str, tid: str) -> str:
    return str(gettext("Skrevet av %(navn)s, %(mottak)s, %(tid)s", navn=navn, mottak=sted, tid=tid))
