"""Arbeidsflaten: where one lands after login, with the ways into the work (S21, S24)."""

from typing import Any

from flask.typing import ResponseReturnValue

from app.domain.bosetting import fordelingsklare
from app.domain.liste import FLEST_TALT
from app.domain.samtale import oppgave
from app.domain.tilgang.matrise import Rett, kan
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.vis import vis
from app.web.felles.visningslogg import Viser, viser_liste

rom = Rom("arbeidsflate")
OEVERST = 4
"""So many of each sort: more is read in the list."""


@rom.get("/", meny="Arbeidsflate")
@krever(Rett.ARBEIDSFLATE_SE, viser=Viser.LISTE)
def side() -> ResponseReturnValue:
    venter = fordelingsklare.antall_som_venter(innlogget()) if kan(innlogget(), Rett.SAK_SE) else 0
    oppgaver = _oppgaver() if kan(innlogget(), Rett.OPPGAVE_SE) else {}
    viser_liste(len(oppgaver.get("mine", ())) + len(oppgaver.get("oeverst", ())))
    return vis("arbeidsflate/side.html", antall_fordelingsklare=venter, flest_talt=FLEST_TALT, **oppgaver)


def _oppgaver() -> dict[str, Any]:
    """The top of the task list: what the user has begun, and what comes next."""
    siden = oppgave.side(innlogget(), 1, mine_foerst=True)
    mine = [o for o in siden.rader if o.paabegynt and o.ansvarlig_id == innlogget().id]
    andre = [o for o in siden.rader if o not in mine]
    return {"antall_oppgaver": siden.antall, "mine": mine[:OEVERST], "oeverst": andre[:OEVERST]}
