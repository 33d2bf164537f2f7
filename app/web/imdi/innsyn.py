"""«Hvem har sett saken»: for IMDi, and as a sheet of paper for the resident, in the language that is chosen (F25)."""

from flask import request
from flask.typing import ResponseReturnValue

from app import spraak
from app.domain.bosetting.innsyn import HOEYST, dag_for_dag, hvem_har_sett
from app.domain.tid import naa
from app.domain.tilgang.matrise import Rett
from app.spraak import Spraak
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.vis import vis

rom = Rom("innsyn")


@rom.get("/fordelingsklare/<noekkel:samtale_id>/innsyn")
@krever(Rett.SAK_SE, leselogget=True)
def side(samtale_id: str) -> ResponseReturnValue:
    samtale, visninger = hvem_har_sett(innlogget(), samtale_id)
    avkortet = HOEYST if len(visninger) == HOEYST else None
    return vis("fordelingsklare/innsyn.html", samtale=samtale, visninger=visninger, avkortet=avkortet)


@rom.get("/fordelingsklare/<noekkel:samtale_id>/innsyn/ark")
@krever(Rett.SAK_SE, leselogget=True)
def ark(samtale_id: str) -> ResponseReturnValue:
    """The sheet: unit, role and day; persons only where IMDi chooses so."""
    samtale, visninger = hvem_har_sett(innlogget(), samtale_id)
    dager = dag_for_dag(visninger, med_navn=request.args.get("navn") == "1")
    with spraak.paa(Spraak.les(request.args.get("spraak")) or Spraak.BOKMAAL):
        return vis("fordelingsklare/innsynsark.html", samtale=samtale, dager=dager, naa=naa())
