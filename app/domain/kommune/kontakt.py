"""Kommunekontakt: how a kommune or bydel is reached about settlement; the kommune itself keeps it (S87 to S89)."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.db import Base, Tidspunkt, sesjon
from app.domain.kommune.kommune import Kommune
from app.domain.logg import endringslogg, hendelse
from app.domain.logg.hendelse import Handling
from app.domain.skjema.blankett import Blankett, Raa, Utdatert, les_gyldig_blankett, utfylt
from app.domain.skjema.felttyper import Epost, Korttekst, Langtekst, Telefon
from app.domain.skjema.grammatikk import Felt
from app.domain.skjema.versjonert import Sist, er_utdatert, fra_og_til, lagre_versjonert, lagret_blankett
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.tilgang.matrise import Rett, kan
from app.domain.unntak import IkkeFunnet, Nektet

FELTER = (
    Felt("enhet", "Enhet", Korttekst(), "For eksempel «Flyktningtjenesten».", paakrevd=True),
    Felt("kontaktperson", "Kontaktperson", Korttekst(), ""),
    Felt("telefon", "Telefon", Telefon(), ""),
    Felt("epost", "E-post", Epost(), "Bruk gjerne en adresse som flere leser."),
    Felt("postadresse", "Postadresse", Langtekst(lengde=300), ""),
    Felt("besoeksadresse", "Besøksadresse", Langtekst(lengde=300), ""),
)


class Kommunekontakt(Base):
    __tablename__ = "kommunekontakt"

    kommune_nummer: Mapped[str] = mapped_column(sa.ForeignKey("kommune.nummer"), primary_key=True)
    enhet: Mapped[str] = mapped_column(sa.String(200))
    kontaktperson: Mapped[str | None] = mapped_column(sa.String(200))
    telefon: Mapped[str | None] = mapped_column(sa.String(40))
    epost: Mapped[str | None] = mapped_column(sa.String(254))
    postadresse: Mapped[str | None] = mapped_column(sa.String(300))
    besoeksadresse: Mapped[str | None] = mapped_column(sa.String(300))
    versjon: Mapped[int]
    bekreftet: Mapped[datetime] = mapped_column(Tidspunkt)
    """When the kommune last said that all of this is right."""
    bekreftet_av_id: Mapped[str | None] = mapped_column(sa.ForeignKey("bruker.id"))
    bekreftet_av: Mapped[Bruker | None] = relationship()


def hent_kommunekontakt(kommune: Kommune) -> Kommunekontakt | None:
    """The contact information of a kommune or bydel, None where it has given none."""
    sporring = sa.select(Kommunekontakt).where(Kommunekontakt.kommune_nummer == kommune.nummer)
    sporring = sporring.options(joinedload(Kommunekontakt.bekreftet_av)).execution_options(populate_existing=True)
    return sesjon.scalars(sporring).one_or_none()


def til(kommuner: Sequence[Kommune]) -> dict[str, Kommunekontakt]:
    """The contact information there is of these: number → contact."""
    numre = [kommune.nummer for kommune in kommuner]
    sporring = sa.select(Kommunekontakt).where(Kommunekontakt.kommune_nummer.in_(numre))
    return {kontakt.kommune_nummer: kontakt for kontakt in sesjon.scalars(sporring)} if numre else {}


def kommuneblankett(kommune: Kommune) -> tuple[Blankett, int]:
    """The form as it is stored, and its version; an empty one has version 0."""
    kontakt = hent_kommunekontakt(kommune)
    if kontakt is None:
        return utfylt(FELTER, dict.fromkeys(felt.navn for felt in FELTER)), 0
    return lagret_blankett(kontakt, FELTER), kontakt.versjon


def kan_endre_kommunekontakt(av: Innlogget, kommune: Kommune) -> bool:
    """Whether the user keeps this kommune's information: the own kommune's, and its bydeler's."""
    mine = av.kommune_nummer is not None and av.kommune_nummer in (kommune.nummer, kommune.bydel_i)
    return mine and kommune.erstattet_av is None and kan(av, Rett.KOMMUNE_ENDRE_KONTAKT)


def krev_egen(av: Innlogget, kommune: Kommune) -> None:
    """Raises Nektet where it is another's."""
    if not kan_endre_kommunekontakt(av, kommune):
        raise Nektet


def endre_kommunekontakt(av: Innlogget, kommune: Kommune, raa: Raa) -> None:
    """«Lagre»: what is saved is confirmed too. Raises Nektet, UkjentFelt, Feilutfylt, Utdatert."""
    krev_egen(av, kommune)
    blankett = les_gyldig_blankett(FELTER, raa, "versjon")
    kontakt = _laast(kommune) or Kommunekontakt(kommune_nummer=kommune.nummer, versjon=0)

    def noter(felt: str, foer: Any, naa: Any) -> None:
        detalj = fra_og_til(foer, naa)
        hendelse.noter(Handling.KOMMUNE_ENDRET, av, felt=felt, detalj=detalj, kommune_nummer=kommune.nummer)

    lagre_versjonert(kontakt, FELTER, blankett, raa, sist=_sist_endret(kommune), noter=noter)
    _bekreft(av, kontakt)


def bekreft_kommunekontakt(av: Innlogget, kommune: Kommune, versjon: str) -> None:
    """«Bekreft at opplysningene er riktige», of the version that was shown. Raises Nektet, IkkeFunnet, Utdatert."""
    krev_egen(av, kommune)
    kontakt = _laast(kommune)
    if kontakt is None:
        raise IkkeFunnet
    if er_utdatert(kontakt, {"versjon": [versjon]}):
        raise Utdatert(Blankett([]), Blankett([]), *_sist_endret(kommune)())
    _bekreft(av, kontakt)
    hendelse.noter(Handling.KOMMUNE_BEKREFTET, av, kommune_nummer=kommune.nummer)


def _laast(kommune: Kommune) -> Kommunekontakt | None:
    """What is stored, while nobody else changes it: the kommune is locked, for the contact may not be there yet."""
    sesjon.execute(sa.select(Kommune.nummer).where(Kommune.nummer == kommune.nummer).with_for_update(key_share=True))
    return hent_kommunekontakt(kommune)


def _sist_endret(kommune: Kommune) -> Sist:
    return partial(endringslogg.sist_endret, endringslogg.om_kommunen, kommune.nummer)


def _bekreft(av: Innlogget, kontakt: Kommunekontakt) -> None:
    kontakt.bekreftet, kontakt.bekreftet_av_id = naa(), av.id
    sesjon.add(kontakt)
    sesjon.flush()
