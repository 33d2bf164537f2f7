"""One person is one user: an address belongs to one user at a mottak, in a kommune, or in IMDi, by every door."""

import sqlalchemy as sa

from app.db import sesjon
from app.domain.skjema.blankett import Blankett, Feilutfylt
from app.domain.tilgang.bruker import Bruker
from app.domain.unntak import Ugyldig
from app.epostadresse import samme_adresse

_VED_MOTTAKET = "En annen bruker ved mottaket har denne e-postadressen."
_ELLERS = "En annen bruker har denne e-postadressen."


def krev_ledig_epost(
    blankett: Blankett,
    *,
    mottak_id: str | None = None,
    kommune_nummer: str | None = None,
    unntatt: Bruker | None = None,
) -> None:
    """No other user there has the address in the form. Raises Feilutfylt.

    The addresses are compared here, since no two databases agree on what is lower case.
    """
    sporring = sa.select(Bruker.epost).where(
        Bruker.mottak_id.is_not_distinct_from(mottak_id),
        Bruker.kommune_nummer.is_not_distinct_from(kommune_nummer),
        Bruker.id != (unntatt.id if unntatt else ""),
    )
    if any(samme_adresse(epost, blankett["epost"]) for epost in sesjon.scalars(sporring)):
        raise Feilutfylt(blankett.med_feil("epost", Ugyldig(_VED_MOTTAKET if mottak_id else _ELLERS)))
