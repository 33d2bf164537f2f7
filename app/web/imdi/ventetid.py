"""Ventetid: how long the completed wait to be søkt ut, and how many do, by mottak or by week, drawn by the server."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.bosetting import mottaksoversikt, ventetid
from app.domain.tilgang import mottak
from app.domain.tilgang.matrise import Rett
from app.web.felles import listefil
from app.web.felles.rom import Rom, krever
from app.web.felles.vis import vis
from app.web.felles.visningslogg import Viser

rom = Rom("ventetid")


@rom.get("/fordelingsklare/ventetid")
@krever(Rett.SAK_SE)
def side() -> ResponseReturnValue:
    valgt = request.args.get("mottak", "")
    return vis(
        "fordelingsklare/ventetid.html",
        tallene=ventetid.siste(valgt),
        valgt=valgt,
        mottak=mottak.alle_mottak(),
        minst=mottaksoversikt.MINST,
    )


@rom.get("/fordelingsklare/ventetid/fil")
@krever(Rett.LISTE_EKSPORTERE, Rett.SAK_SE, viser=Viser.FIL)
def fil() -> ResponseReturnValue:
    """The numbers of the page as a file, as coarse as there: they name nobody."""
    kolonner = [_("Mottak"), _("Til og med"), _("Venter"), _("Dager fra ferdigstilt til søkt ut (median)")]
    rader = [
        (p.mottak, listefil.dag(p.til_og_med), listefil.tall(p.venter, mottaksoversikt.MINST), listefil.median(p.dager))
        for p in ventetid.siste(request.args.get("mottak", "")).punkter
    ]
    return listefil.last_ned("ventetid", _("Ventetid"), kolonner, rader)
