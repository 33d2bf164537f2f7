"""Mottakskontakt: how a mottak is reached; the mottak itself keeps it (S10, S40, S42)."""

from functools import partial
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.logg import endringslogg, hendelse
from app.domain.logg.hendelse import Handling
from app.domain.skjema.blankett import Blankett, Raa, les_gyldig_blankett
from app.domain.skjema.felttyper import Epost, Langtekst, Telefon
from app.domain.skjema.grammatikk import Felt
from app.domain.skjema.versjonert import fra_og_til, lagre_versjonert, lagret_blankett
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.mottak import Mottak
from app.domain.unntak import IkkeFunnet

KONTAKTFELTER = (
    Felt("telefon", "Telefon", Telefon(), ""),
    Felt("epost", "E-post", Epost(), ""),
    Felt("fellespost", "Fellespost", Epost(), "Varsler til mottaket sendes også til denne adressen."),
    Felt("postadresse", "Postadresse", Langtekst(lengde=300), ""),
    Felt("besoeksadresse", "Besøksadresse", Langtekst(lengde=300), ""),
)


def kontaktblankett(mottak: Mottak) -> Blankett:
    """The mottak's contact information as it is stored."""
    return lagret_blankett(mottak, KONTAKTFELTER)


def endre_kontakt(av: Innlogget, raa: Raa) -> None:
    """«Lagre» on Mottaksinformasjon; the mottak keeps it itself from now on.

    Raises IkkeFunnet, UkjentFelt, Feilutfylt, Utdatert.
    """
    blankett = les_gyldig_blankett(KONTAKTFELTER, raa, "versjon")
    mottak = laas_mottak(av.mottak_id)
    sist = partial(endringslogg.sist_endret, endringslogg.om_mottaket, mottak.id)
    if lagre_versjonert(mottak, KONTAKTFELTER, blankett, raa, sist=sist, noter=partial(noter_endring, av, mottak)):
        mottak.egen_kontakt = True


def laas_mottak(mottak_id: str | None) -> Mottak:
    """A mottak as it stands now, locked: changes to it go one after the other. Raises IkkeFunnet."""
    sporring = sa.select(Mottak).where(Mottak.id == mottak_id).with_for_update(key_share=True)
    mottak = sesjon.scalars(sporring.execution_options(populate_existing=True)).one_or_none()
    if mottak is None:
        raise IkkeFunnet
    return mottak


def noter_endring(av: Innlogget | None, mottak: Mottak, felt: str, foer: Any, naa: Any) -> None:
    """A line in the log about one field of the mottak: what stood there, and what does now, as people read it."""
    hendelse.noter(
        Handling.MOTTAK_ENDRET, av, felt=felt, detalj=fra_og_til(foer, naa), versjon=mottak.versjon, mottak_id=mottak.id
    )
