"""Oversikt per mottak: how many wait, are begun and are completed at each mottak, small numbers hidden (F78)."""

from flask.typing import ResponseReturnValue

from app.domain import mottaksoversikt
from app.domain.tilgang import Rett
from app.web.rom import Rom, innlogget, krever
from app.web.vis import vis

rom = Rom("mottaksoversikt")


@rom.get("/fordelingsklare/oversikt")
@krever(Rett.SAK_SE)
def side() -> ResponseReturnValue:
    return vis("fordelingsklare/oversikt.html", linjer=mottaksoversikt.linjer(innlogget()), minst=mottaksoversikt.MINST)
