"""Arbeidsflaten: where one lands after login, with the ways into the work (S21, S24)."""

from flask.typing import ResponseReturnValue

from app.domain.bosetting import fordelingsklare
from app.domain.liste import FLEST_TALT
from app.domain.samtale import oppgave
from app.domain.tilgang.matrise import Rett, kan
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.vis import vis

rom = Rom("arbeidsflate")


@rom.get("/", meny="Arbeidsflate")
@krever(Rett.ARBEIDSFLATE_SE)
def side() -> ResponseReturnValue:
    antall = oppgave.antall_oppgaver(innlogget()) if kan(innlogget(), Rett.OPPGAVE_SE) else 0
    venter = fordelingsklare.antall_som_venter(innlogget()) if kan(innlogget(), Rett.SAK_SE) else 0
    return vis("arbeidsflate/side.html", antall_oppgaver=antall, antall_fordelingsklare=venter, flest_talt=FLEST_TALT)
