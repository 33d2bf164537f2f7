"""The users whom nobody else can make yet: the operator makes the first of each kind at each place (D3)."""

import sqlalchemy as sa

from app.db import sesjon
from app.domain.brukere import identitet
from app.domain.brukere.administrasjon import lagre_ny
from app.domain.brukere.virkested import IMDI, Virkested, eget_mottak, kommunen
from app.domain.mottak.kontakt import laas_mottak
from app.domain.skjema.blankett import Raa
from app.domain.tilgang.bruker import Bruker, Rolletildeling
from app.domain.tilgang.matrise import Rolle
from app.domain.tilgang.mottak import Mottak
from app.domain.unntak import IkkeFunnet, Nektet
from app.epostadresse import samme_adresse


def foerste_administrator(mottak_navn: str, raa: Raa) -> Bruker:
    """The first administrator of the mottak of this name or number. Raises as `opprett_foerste`, and IkkeFunnet."""
    hvilket = sa.or_(Mottak.navn == mottak_navn, Mottak.nummer == mottak_navn)
    mottak = laas_mottak(sesjon.scalar(sa.select(Mottak.id).where(hvilket).limit(1)))
    return _opprett_foerste(eget_mottak(mottak.id), Rolle.MOTTAKSADMINISTRATOR, raa)


def foerste_i_kommune(nummer: str, raa: Raa) -> Bruker:
    """The first user of the kommune or bydel with this number. Raises as `opprett_foerste`, and IkkeFunnet."""
    return _opprett_foerste(kommunen(nummer), Rolle.KOMMUNEBRUKER, raa)


def foerste_i_imdi(rolle: Rolle, raa: Raa) -> Bruker:
    """The first caseworker, or the first administrator, of IMDi. Raises as `opprett_foerste`."""
    return _opprett_foerste(Virkested(IMDI, (rolle,), (rolle,)), rolle, raa)


def registrer_innlogging(mottak_navn: str | None, epost: str, nummer: str) -> None:
    """Register who logs in as the user with this address, at the mottak, or outside every mottak where it is None.

    Raises IkkeFunnet, also where several users outside have the address, and Ugyldig.
    """
    bruker = finn(mottak_navn, epost)
    identitet.registrer_nummer(bruker, nummer, None)
    bruker.versjon += 1


def finn(mottak_navn: str | None, epost: str) -> Bruker:
    """The one active user with this address, locked where the work writes. Raises IkkeFunnet, also for several."""
    sporring = sa.select(Bruker.id, Bruker.epost).outerjoin(Mottak).where(Bruker.aktiv)
    sporring = sporring.where(Mottak.navn == mottak_navn if mottak_navn else Bruker.mottak_id.is_(None))
    funnet = [bruker.id for bruker in sesjon.execute(sporring) if samme_adresse(bruker.epost, epost)]
    if len(funnet) != 1:
        raise IkkeFunnet
    return sesjon.scalars(sa.select(Bruker).where(Bruker.id == funnet[0]).with_for_update(key_share=True)).one()


def _opprett_foerste(sted: Virkested, rolle: Rolle, raa: Raa) -> Bruker:
    """Raises Nektet where an active user there has the role already, UkjentFelt, Feilutfylt."""
    har_rollen = Bruker.rolletildelinger.any(Rolletildeling.rolle == rolle)
    if sesjon.scalar(sa.select(Bruker.id).where(sted.brukere, Bruker.aktiv, har_rollen).limit(1)):
        raise Nektet
    return lagre_ny(None, sted, {**raa, "roller": [rolle.value]})
