"""Kommuner uten bruker: whom IMDi must help to get access, those first for whom somebody waits."""

from flask.typing import ResponseReturnValue

from app.domain.bosetting.kommuner_uten_bruker import kommuner_uten_bruker
from app.domain.tilgang.matrise import Rett
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.vis import vis

rom = Rom("kommuneoversikt")


@rom.get("/fordelingsklare/kommuner-uten-bruker")
@krever(Rett.KOMMUNE_UTEN_BRUKER_SE)
def side() -> ResponseReturnValue:
    alle = kommuner_uten_bruker(innlogget())
    venter = [linje for linje in alle if linje.venter]
    return vis("fordelingsklare/kommuner_uten_bruker.html", venter=venter, andre=[k for k in alle if not k.venter])
