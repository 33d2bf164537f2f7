"""Oppslag: a user looks up one DUF-nummer to issue a code; counted, limited and logged (S38, group J)."""

from app.domain.beboer import duf, oppslag
from app.domain.beboer.modell import Beboer
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.matrise import Rett, kan
from app.domain.unntak import Nektet


def finn_for_tildeling(bruker: Innlogget, tekst: str) -> Beboer | None:
    """The resident with this number, or None alike for the unknown, another mottak's and the shielded.

    Raises Ugyldig before any search, ForMange, and Nektet where the user's right does not reach the resident; what is
    counted and logged of that stays if the caller commits.
    """
    beboer = oppslag.finn_beboer(bruker, duf.les_duf(tekst))
    hendelse.noter(Handling.KOMPASS_OPPSLAG, bruker, beboer_id=beboer.id if beboer else None)
    if beboer and not kan(bruker, Rett.KOMPASS_TILDELE, beboer):
        raise Nektet
    return beboer
