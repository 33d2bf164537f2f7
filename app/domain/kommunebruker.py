"""Kommunebruker: the users of a kommune, whom only the operator makes: no mottak administers them (D3)."""

import sqlalchemy as sa

from app.db import ny_id, sesjon
from app.domain import hendelse, kommune
from app.domain.blankett import Feilutfylt, Raa, les_gyldig
from app.domain.bruker import Bruker, Rolletildeling
from app.domain.brukeradministrasjon import OPPLYSNINGER
from app.domain.hendelse import Handling
from app.domain.tilgang import Rolle
from app.domain.unntak import IkkeFunnet, Ugyldig


def opprett(nummer: str, raa: Raa) -> Bruker:
    """A new user of the kommune or bydel with this number. Raises IkkeFunnet, UkjentFelt, Feilutfylt."""
    if kommune.hent(nummer).erstattet_av:
        raise IkkeFunnet
    blankett = les_gyldig(OPPLYSNINGER, raa)
    har_adressen = sa.select(Bruker.id).where(
        Bruker.kommune_nummer == nummer, sa.func.lower(Bruker.epost) == blankett["epost"].lower()
    )
    if sesjon.scalar(har_adressen.limit(1)):
        feil = Ugyldig("En annen bruker i kommunen har denne e-postadressen.")
        raise Feilutfylt(blankett.med_feil("epost", feil))
    bruker = Bruker(id=ny_id(), kommune_nummer=nummer, **blankett.svar)
    bruker.rolletildelinger = [Rolletildeling(rolle=Rolle.KOMMUNEBRUKER)]
    sesjon.add(bruker)
    sesjon.flush()
    hendelse.noter(Handling.BRUKER_OPPRETTET, None, gjelder_bruker_id=bruker.id, detalj=f"Kommunebruker {nummer}")
    return bruker
