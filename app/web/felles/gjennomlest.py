"""Answers as text: the read-through and the kommune's page draw a person from the same lines, for a given reader."""

from collections.abc import Sequence

from flask_babel import gettext

from app.domain.beboer.modell import Beboer
from app.domain.kartlegging.kartlegging import slik
from app.domain.samtale.svar import Svarsamling
from app.domain.skjema.grammatikk import Leser
from app.web.felles.skjemavisning import FeltVisning, ListeVisning, SeksjonVisning, Skjemavisning, person


def medlem(
    beboer: Beboer, samling: Svarsamling, *, leser: Leser = Leser.MOTTAK, savnet: Sequence[str] = ()
) -> dict[str, object]:
    """What this reader may see of a person: facts, and the sections with their lines (F15, F16).

    `savnet` are the paths of required answers that are missing.
    """
    skjema = slik(leser)
    visning = Skjemavisning(beboer, skjema.lesbare(samling), skjema=skjema)
    return {
        "beboer": person(beboer, leser),
        "seksjoner": [_seksjon(seksjon, savnet) for seksjon in visning.seksjoner()],
    }


def _seksjon(seksjon: SeksjonVisning, savnet: Sequence[str]) -> dict[str, object]:
    """The questions that are asked, with their answers: single lines, and the rows of repeated groups."""
    felter = [ledd for ledd in seksjon.ledd if isinstance(ledd, FeltVisning) and ledd.synlig]
    lister = [ledd for ledd in seksjon.ledd if isinstance(ledd, ListeVisning) and ledd.synlig]
    tomme = [(v.liste.ledetekst, gettext("Ingen"), v.navn, v.navn in savnet) for v in lister if not v.rader]
    rader = [
        (
            f"{gettext(visning.liste.entall).capitalize()} {nr}",
            [_linje(f, savnet) for f in rad.felter if f.synlig],
        )
        for visning in lister
        for nr, rad in enumerate(visning.rader, 1)
    ]
    return {"tittel": seksjon.tittel, "linjer": [_linje(f, savnet) for f in felter] + tomme, "rader": rader}


def _linje(felt: FeltVisning, savnet: Sequence[str]) -> tuple[str, str, str, bool]:
    return felt.felt.ledetekst, felt.vist, felt.sti, felt.sti in savnet
