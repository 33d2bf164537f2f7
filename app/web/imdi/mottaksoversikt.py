"""Oversikt per mottak: how many wait, are begun and are completed at each mottak, small numbers hidden (F78)."""

from flask.typing import ResponseReturnValue

from app.domain.bosetting import mottaksoversikt
from app.domain.tilgang.matrise import Rett
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.vis import vis

rom = Rom("mottaksoversikt")


@rom.get("/fordelingsklare/oversikt")
@krever(Rett.SAK_SE)
def side() -> ResponseReturnValue:
    return vis(
        "fordelingsklare/oversikt.html",
        tallene=mottaksoversikt.mottakstall(),
        minst=mottaksoversikt.MINST,
        nedlagte=mottaksoversikt.nedlagte(innlogget()),
    )
