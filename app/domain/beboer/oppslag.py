"""Oppslag: to look up or show a DUF-nummer. Each time is logged and counted, so that nobody lists numbers (group J).

The number is masked on every page. Whoever needs the whole of it asks for one at a time, and the log says who did.
"""

from collections.abc import Callable
from datetime import timedelta

from app.domain.beboer import doerer, duf
from app.domain.beboer.modell import Beboer
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.tilgang.bruker import Innlogget
from app.domain.unntak import ForMange
from app.domain.vern import forsoek
from app.domain.vern.forsoek import Grense

OPPSLAG = Grense("duf_oppslag", 300, timedelta(hours=1))
"""Numbers searched for, also for a Kompass code, or shown, for each user."""
BOM = Grense("duf_bom", 30, timedelta(minutes=10))
"""Of these, searches that found nobody."""


def vis_duf(av: Innlogget, beboer_id: str) -> Beboer:
    """«Vis hele nummeret». Raises IkkeFunnet, ForMange."""
    funnet = doerer.hent_beboer(av, beboer_id)
    _tell(OPPSLAG, av)
    hendelse.noter(Handling.DUF_VIST, av, beboer_id=funnet.id)
    return funnet


def soek(av: Innlogget, tekst: str) -> None:
    """Count a search that holds digits, and log one for a whole number; alike for a stranger's and for nobody's.

    Raises ForMange, and Ugyldig, before anything is searched, for a number that is not understood.
    """
    nummer = duf.i_soek(tekst)
    if nummer and not duf.er_aar(nummer):
        funnet = finn_beboer(av, nummer)
        hendelse.noter(Handling.DUF_SOEKT, av, beboer_id=funnet.id if funnet else None)
    elif any(tegn.isdecimal() for tegn in tekst):
        _tell(OPPSLAG, av)


def finn_beboer(av: Innlogget, nummer: str) -> Beboer | None:
    """The resident with this number, if the user may know of him, counted. Raises ForMange."""
    return telt(av, lambda: doerer.finn_duf(av, nummer))


def telt(av: Innlogget, finn: Callable[[], Beboer | None]) -> Beboer | None:
    """What a look-up finds, counted: a user has one budget, wherever it is spent. Raises ForMange."""
    if forsoek.er_naadd(BOM, av.id):
        raise ForMange(BOM.vindu)
    funnet = finn()
    _tell(OPPSLAG, av)
    if funnet is None:
        _tell(BOM, av)
    return funnet


def _tell(grense: Grense, av: Innlogget) -> None:
    """One more. The one that reaches the limit is told of in the log; those above it are refused, and not counted."""
    antall = forsoek.tell(grense, av.id)
    if antall > grense.antall:
        raise ForMange(grense.vindu)
    if antall == grense.antall:
        hendelse.noter(Handling.OPPSLAG_SPERRET, av, felt=grense.slag, gjelder_bruker_id=av.id)
