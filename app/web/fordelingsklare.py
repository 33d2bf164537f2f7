"""Fordelingsklare: IMDi's cases. A placeholder for the address that notices lead to."""

from flask.typing import ResponseReturnValue

from app.domain.tilgang import Rett
from app.web.rom import Rom, krever
from app.web.vis import vis

rom = Rom("fordelingsklare")


@rom.get("/fordelingsklare/<noekkel:samtale_id>")
@krever(Rett.SAK_SE)
def sak(samtale_id: str) -> ResponseReturnValue:
    return vis("fordelingsklare/sak.html", samtale_id=samtale_id)
