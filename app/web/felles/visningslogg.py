"""Visningsloggen: each page that shows residents is a row of the log before it is sent (F23, F24).

A page about one case is a row about it; a list is one row: which list, by which filters, how many, and, encrypted, the
words that were searched for. What is asked by a page itself (`passiv`), and what is refused, shows nobody.
"""

import logging
import re
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, request

from app import driftslogg
from app.domain.logg import hendelse, soekeord
from app.domain.logg.hendelse import Handling, Om
from app.domain.tilgang.bruker import Innlogget
from app.domain.vern import forsoek
from app.domain.vern.forsoek import Grense

FILTER = re.compile(r"[a-z0-9_-]{1,40}")
"""A filter of a list, and its value: never what somebody has written."""
UTELATT = ("soek", "detaljer")
NEKTET = Grense("nektet", 100, timedelta(hours=1))
"""Refusals that are logged of each user: more say nothing new, and would fill the log."""


class Viser(Enum):
    """What of residents a page shows."""

    SAKEN = Handling.SAK_VIST
    DOKUMENT = Handling.DOKUMENT_HENTET
    LISTE = Handling.LISTE_VIST
    FIL = Handling.LISTE_EKSPORTERT


def viser_liste(antall: int, soek: str = "") -> None:
    """Said by the view of a list: how many it shows, and the words that were searched for, or why it was wanted."""
    g.vist_liste = (antall, soek)


def viste_noen(viser: Viser | None, svar: Response) -> bool:
    """Whether the answer is a page that shows a resident: an empty list that nobody searched in shows none.

    A list that leaves as a file is a row of the log also where it is empty.
    """
    if viser is None or request.method != "GET" or svar.status_code != 200:
        return False
    return viser is not Viser.LISTE or any(g.vist_liste)


def noter(viser: Viser, av: Innlogget) -> None:
    """The row of this request, in the caller's transaction."""
    om = om_ruten(request.endpoint, request.view_args)
    if viser not in (Viser.LISTE, Viser.FIL):
        hendelse.noter(viser.value, av, **om)
        return
    antall, soek = g.vist_liste
    om |= {"antall": antall, "detalj": urlencode(_filtre())[:1000] or None}
    if soek:
        soekeord.husk(hendelse.noter_en(viser.value, av, **om), soek)
    else:
        hendelse.noter(viser.value, av, **om)


def noter_nektet(av: Innlogget, status: int) -> None:
    """Somebody asked for what is not his, or is not there: which page, and the id in its address; not without end."""
    if forsoek.tell(NEKTET, av.id) <= NEKTET.antall:
        om = om_ruten(request.endpoint, request.view_args)
        om["versjon"] = status
        hendelse.noter(Handling.TILGANG_NEKTET, av, **om)


def noter_i_driftsloggen(av: Innlogget) -> None:
    """The same of a page about a case, by random ids alone, where the database can't write."""
    om = om_ruten(request.endpoint, request.view_args)
    ider = f"{av.id} {om['samtale_id']} {om['beboer_id']}"
    driftslogg.skriv_linje("visning_uten_rad", nivaa=logging.ERROR, adresse=str(om["felt"]), id=ider)


def om_ruten(endepunkt: str | None, stier: Mapping[str, Any] | None) -> Om:
    """What a row says of a page: which it is, and whom its address names by their random ids."""
    stier = stier or {}
    return {"felt": endepunkt, "samtale_id": stier.get("samtale_id"), "beboer_id": stier.get("beboer_id")}


def _filtre() -> list[tuple[str, str]]:
    valgte = [par for par in request.args.items() if par[0] not in UTELATT]
    return sorted((navn, verdi) for navn, verdi in valgte if FILTER.fullmatch(navn) and FILTER.fullmatch(verdi))
