"""Listefil: a list as a file for a spreadsheet: the columns that the screen has, all its pages, to a ceiling (F52).

The rows are read in the view's unit of work; the file is made when the database is let go, and kept nowhere.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from flask import Response, request
from flask_babel import gettext

from app import regneark
from app.domain import liste
from app.domain.beboer.modell import Beboer
from app.domain.tid import i_dag
from app.norsk import vist_dato
from app.web.felles.rom import Utsatt
from app.web.felles.visningslogg import viser_liste

Rad = Sequence[str]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def last_ned(
    navn: str, tittel: str, kolonner: Rad, rader: Sequence[Rad], *, soek: str = "", hoeyst: int | None = None
) -> Utsatt:
    """The answer with the file that `form` asks for, and how many it holds, for the log.

    `navn` begins the file's name, and is no person's. Where `rader` are more than `hoeyst`, or than any file
    holds, it says so at its end.
    """
    med = rader[: hoeyst or liste.FLEST_I_FIL]
    viser_liste(len(med), soek)
    slutt = [[gettext("Bare de første %(antall)s er med.", antall=len(med))]] if len(rader) > len(med) else []
    alle = [kolonner, *med, *slutt]
    filnavn = f"{navn}-{i_dag().isoformat()}"
    return Utsatt(lambda: _svar(filnavn, tittel, alle))


def navn(beboer: Beboer) -> str:
    """The name, marked as on the screen where only some may know of the person."""
    return f"{beboer.navn} ({gettext('Skjermet')})" if beboer.skjermet else beboer.navn


def dag(dagen: date | None) -> str:
    """The day as the screen shows it; nothing for none."""
    return vist_dato(dagen) if dagen else ""


def tall(antall: int | None, minst: int) -> str:
    """The number, or that it is under what is shown."""
    return gettext("under %(minst)s", minst=minst) if antall is None else str(antall)


def median(dager: int | None) -> str:
    """The days; a line where they are of too few."""
    return "–" if dager is None else str(dager)


def _svar(navn: str, tittel: str, rader: Sequence[Rad]) -> Response:
    former: Mapping[str, tuple[str, Callable[[], bytes]]] = {
        "csv": ("text/csv", lambda: regneark.csv_fil(rader)),
        "xlsx": (XLSX, lambda: regneark.xlsx_fil(rader, tittel)),
    }
    form = request.values.get("form", "")
    form = form if form in former else "csv"
    mimetype, lag = former[form]
    svar = Response(lag(), mimetype=mimetype)
    svar.headers.set("Content-Disposition", "attachment", filename=f"{navn}.{form}")
    return svar
