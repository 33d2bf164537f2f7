"""The users whom no mottak administers, and only the operator makes: IMDi's caseworkers and those of a kommune (D3)."""

import sqlalchemy as sa

from app.db import ny_id, sesjon
from app.domain.brukere import identitet
from app.domain.brukere.administrasjon import OPPLYSNINGER
from app.domain.kommune import kommune
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.skjema.blankett import Feilutfylt, Raa, les_gyldig_blankett
from app.domain.tilgang.bruker import Bruker, Rolletildeling
from app.domain.tilgang.matrise import Rolle
from app.domain.tilgang.mottak import Mottak
from app.domain.unntak import IkkeFunnet, Ugyldig


def opprett_i_kommune(nummer: str, raa: Raa) -> Bruker:
    """A new user of the kommune or bydel with this number. Raises IkkeFunnet, UkjentFelt, Feilutfylt."""
    if kommune.hent_kommune(nummer).erstattet_av:
        raise IkkeFunnet
    return _opprett(Rolle.KOMMUNEBRUKER, nummer, raa)


def opprett_i_imdi(raa: Raa) -> Bruker:
    """A new caseworker. Raises UkjentFelt, Feilutfylt."""
    return _opprett(Rolle.IMDI_SAKSBEHANDLER, None, raa)


def registrer_innlogging(mottak_navn: str | None, epost: str, nummer: str) -> None:
    """Register who logs in as the user with this address, at the mottak, or outside every mottak where it is None.

    Raises IkkeFunnet, also where several users outside have the address, and Ugyldig.
    """
    sporring = sa.select(Bruker).outerjoin(Mottak).where(Bruker.aktiv, Bruker.epost == epost)
    sporring = sporring.where(Mottak.navn == mottak_navn if mottak_navn else Bruker.mottak_id.is_(None))
    funnet = sesjon.scalars(sporring.with_for_update(of=Bruker, key_share=True)).all()
    if len(funnet) != 1:
        raise IkkeFunnet
    identitet.registrer_nummer(funnet[0], nummer, None)
    funnet[0].versjon += 1


def _opprett(rolle: Rolle, kommune_nummer: str | None, raa: Raa) -> Bruker:
    blankett = les_gyldig_blankett((*OPPLYSNINGER, identitet.felt()), raa)
    har_adressen = sa.select(Bruker.id).where(
        Bruker.mottak_id.is_(None),
        Bruker.kommune_nummer.is_not_distinct_from(kommune_nummer),
        sa.func.lower(Bruker.epost) == blankett["epost"].lower(),
    )
    if sesjon.scalar(har_adressen.limit(1)):
        feil = Ugyldig("En annen bruker har denne e-postadressen.")
        raise Feilutfylt(blankett.med_feil("epost", feil))
    opplysninger = {felt.navn: blankett[felt.navn] for felt in OPPLYSNINGER}
    bruker = Bruker(id=ny_id(), kommune_nummer=kommune_nummer, **opplysninger)
    bruker.rolletildelinger = [Rolletildeling(rolle=rolle)]
    sesjon.add(bruker)
    sesjon.flush()
    detalj = f"{rolle} {kommune_nummer or ''}".strip()
    hendelse.noter(Handling.BRUKER_OPPRETTET, None, gjelder_bruker_id=bruker.id, detalj=detalj)
    if blankett["nummer"]:
        identitet.registrer_nummer(bruker, blankett["nummer"], None)
    return bruker
