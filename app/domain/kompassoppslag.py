"""Oppslag: a user looks up one DUF-nummer to issue a code; counted, limited and logged (S38, group J)."""

from app.domain import beboer as beboere
from app.domain import duf, forsoek, hendelse
from app.domain.beboer import Beboer
from app.domain.bruker import Innlogget
from app.domain.forsoek import KOMPASS_BOM, KOMPASS_OPPSLAG, Grense
from app.domain.hendelse import Handling
from app.domain.tilgang import Rett, kan
from app.domain.unntak import Avvist, Nektet


class ForMangeOppslag(Avvist):
    """The user has looked up so many, or missed so often, that it must wait (J3, J4)."""


def finn(bruker: Innlogget, tekst: str) -> Beboer | None:
    """The resident with this number, or None alike for the unknown, another mottak's and the shielded.

    What is counted and logged stays only if the caller commits, also where this raises: Ugyldig before any search,
    ForMangeOppslag, and Nektet where the user's right does not reach the resident.
    """
    nummer = duf.les(tekst)
    if any(forsoek.er_naadd(grense, bruker.id) for grense in (KOMPASS_OPPSLAG, KOMPASS_BOM)):
        raise ForMangeOppslag
    beboer = beboere.finn_duf(bruker, nummer)
    _tell(KOMPASS_OPPSLAG, bruker)
    hendelse.noter(Handling.KOMPASS_OPPSLAG, bruker, beboer_id=beboer.id if beboer else None)
    if beboer is None:
        _tell(KOMPASS_BOM, bruker)
    elif not kan(bruker, Rett.KOMPASS_TILDELE, beboer):
        raise Nektet
    return beboer


def _tell(grense: Grense, bruker: Innlogget) -> None:
    if forsoek.noter(grense, bruker.id) == grense.antall:
        hendelse.noter(Handling.KOMPASS_OPPSLAG_SPERRET, bruker)
