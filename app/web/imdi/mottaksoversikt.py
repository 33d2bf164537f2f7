"""Oversikt per mottak: how many wait, are begun and are completed at each mottak, small numbers hidden (F78)."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.bosetting import mottaksoversikt
from app.domain.tilgang.matrise import Rett
from app.web.felles import listefil
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.vis import vis
from app.web.felles.visningslogg import Viser

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


@rom.get("/fordelingsklare/oversikt/fil")
@krever(Rett.LISTE_EKSPORTERE, Rett.SAK_SE, viser=Viser.FIL)
def fil() -> ResponseReturnValue:
    """The numbers as a file, as coarse as on the page: they name nobody, so the login need not be fresh."""
    kolonner = [
        _("Mottak"), _("Klar for samtale"), _("Påbegynt"), _("Gjennomført"),
        _("Dager fra klar til gjennomført (median)"),
    ]  # fmt: skip
    rader = [
        (
            linje.mottak,
            *(listefil.tall(antall, mottaksoversikt.MINST) for antall in (linje.venter, linje.begynt, linje.ferdige)),
            listefil.median(linje.median_dager),
        )
        for linje in mottaksoversikt.mottakstall().linjer
    ]
    return listefil.last_ned("oversikt-per-mottak", _("Oversikt per mottak"), kolonner, rader)
