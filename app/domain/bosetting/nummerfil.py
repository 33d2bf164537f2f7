"""Nummerfil: IMDi takes the whole DUF-numre of a list out of the system: few at a time, with a reason, each logged.

The mask is there so that nobody lists numbers (group J); this is the one way past it, and has a ceiling of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from app.domain.bosetting import fordelingsklare
from app.domain.bosetting.fordelingsklare import Sak, Saksutvalg
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.skjema.blankett import Blankett, Raa, les_gyldig_blankett, utfylt
from app.domain.skjema.felttyper import Langtekst
from app.domain.skjema.grammatikk import Felt
from app.domain.tilgang.bruker import Innlogget
from app.domain.unntak import ForMange
from app.domain.vern import forsoek
from app.domain.vern.forsoek import Grense

FLEST = 300
"""Households: no more numbers than one may look up in an hour (oppslag.OPPSLAG), times those of a family."""
FILER = Grense("duf_fil", 3, timedelta(hours=1))
"""Such files, for each user."""
BEGRUNNELSE = Felt("begrunnelse", "Hva skal numrene brukes til?", Langtekst(500), hjelp="", paakrevd=True)


@dataclass(frozen=True)
class Utlevert:
    """What is to be in the file: a household more than FLEST where there are more; and what it is for."""

    saker: Sequence[Sak]
    begrunnelse: str


def tom_blankett() -> Blankett:
    return utfylt((BEGRUNNELSE,), {"begrunnelse": None})


def lever_ut(av: Innlogget, utvalg: Saksutvalg, raa: Raa) -> Utlevert:
    """The households of the list, all pages of it, of whom the numbers may be written whole: a row of the log for each
    person. Raises Feilutfylt where no reason is given, UkjentFelt, ForMange.
    """
    begrunnelse = les_gyldig_blankett((BEGRUNNELSE,), raa, "form")["begrunnelse"]
    if forsoek.tell(FILER, av.id) > FILER.antall:
        raise ForMange(FILER.vindu)
    saker = fordelingsklare.saker(av, replace(utvalg, side=1, stoerrelse=FLEST + 1)).rader
    personer = [(sak.samtale.id, d.id) for sak in saker[:FLEST] for d in sak.samtale.deltakere if not d.trukket]
    hendelse.noter_mange(Handling.DUF_VIST, [{"samtale_id": s, "beboer_id": b, "felt": None} for s, b in personer], av)
    return Utlevert(saker, begrunnelse)
