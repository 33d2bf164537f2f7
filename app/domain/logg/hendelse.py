"""Hendelse: the append-only log of who did what, when, to whom; never the text of an answer (L6, ASVS 16.2).

The answers have a log of their own, Svarhistorikk, so a save is not told of here too.

A row is written in the same transaction as what it tells of. A database trigger refuses to change or remove it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypedDict, Unpack

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, Tidspunkt, kodetype, sesjon, sett_inn_mange
from app.domain.tid import naa
from app.domain.tilgang.bruker import Innlogget


class Handling(StrEnum):
    LOGGET_INN = "logget_inn"
    LOGGET_UT = "logget_ut"
    DUF_SOEKT = "duf_soekt"
    DUF_VIST = "duf_vist"
    OPPSLAG_SPERRET = "oppslag_sperret"
    SAMTALE_PAABEGYNT = "samtale_paabegynt"
    SAMTALE_TATT = "samtale_tatt"
    SAMTALE_OVERLATT = "samtale_overlatt"
    SAK_LEST = "sak_lest"
    SAK_VIST = "sak_vist"
    SAK_HENTET = "sak_hentet"
    """By another system, which `detalj` names."""
    SAKENDRINGER_LEST = "sakendringer_lest"
    LISTE_VIST = "liste_vist"
    LISTE_EKSPORTERT = "liste_eksportert"
    SKREVET_UT = "skrevet_ut"
    DOKUMENT_HENTET = "dokument_hentet"
    ARKIVPAKKE_HENTET = "arkivpakke_hentet"
    SAK_ARKIVERT = "sak_arkivert"
    TILGANG_NEKTET = "tilgang_nektet"
    LOGG_LEST = "logg_lest"
    INNSYN_SKREVET = "innsyn_skrevet"
    SVAR_AVVIST_LAAST = "svar_avvist_laast"
    SAMTALE_FERDIGSTILT = "samtale_ferdigstilt"
    SAK_OPPRETTET = "sak_opprettet"
    SOEKT_UT = "soekt_ut"
    BOSATT = "bosatt"
    FLYTTING_PLANLAGT = "flytting_planlagt"
    BOSETTING_TRUKKET = "bosetting_trukket"
    SVAR_RETTET = "svar_rettet"
    SVAR_FJERNET = "svar_fjernet"
    MERKNAD_VARSLET = "merknad_varslet"
    KOMPASS_OPPSLAG = "kompass_oppslag"
    KOMPASSKODE_TILDELT = "kompasskode_tildelt"
    KOMPASSKODE_TRUKKET = "kompasskode_trukket"
    KOMPASSKODE_BRUKT = "kompasskode_brukt"
    KOMPASSKODE_AVVIST = "kompasskode_avvist"
    KOMPASSKODE_SPERRET = "kompasskode_sperret"
    KOMPASS_REGISTRERT = "kompass_registrert"
    BRUKER_OPPRETTET = "bruker_opprettet"
    BRUKER_ENDRET = "bruker_endret"
    BRUKER_DEAKTIVERT = "bruker_deaktivert"
    BRUKER_AKTIVERT = "bruker_aktivert"
    ROLLE_GITT = "rolle_gitt"
    ROLLE_FRATATT = "rolle_fratatt"
    TILGANG_BEKREFTET = "tilgang_bekreftet"
    EPOST_PROEVD_IGJEN = "epost_proevd_igjen"
    MOTTAK_ENDRET = "mottak_endret"
    MOTTAK_OPPRETTET = "mottak_opprettet"
    KOMMUNE_ENDRET = "kommune_endret"
    KOMMUNE_BEKREFTET = "kommune_bekreftet"
    KOMMUNE_ERSTATTET = "kommune_erstattet"
    IDENTITET_REGISTRERT = "identitet_registrert"
    IDENTITET_ERSTATTET = "identitet_erstattet"
    IDENTITET_AVVIST = "identitet_avvist"
    INNLOGGING_AVVIST = "innlogging_avvist"
    INNLOGGING_SPERRET = "innlogging_sperret"
    INNLOGGING_AVSLUTTET = "innlogging_avsluttet"
    LOGGET_UT_AV_UTSTEDER = "logget_ut_av_utsteder"
    BEBOER_REGISTRERT = "beboer_registrert"
    BEBOER_OPPDATERT = "beboer_oppdatert"
    BEBOER_FLYTTET = "beboer_flyttet"
    BEBOER_TRUKKET = "beboer_trukket"
    BEBOER_SLAATT_SAMMEN = "beboer_slaatt_sammen"
    SAMMENSLAAING_OPPHEVET = "sammenslaaing_opphevet"
    DOBBEL_AVKREFTET = "dobbel_avkreftet"
    HUSSTAND_ENDRET = "husstand_endret"
    KLAR_FOR_SAMTALE = "klar_for_samtale"
    MERKNAD_FORSEGLET = "merknad_forseglet"
    REGISTER_IMPORTERT = "register_importert"
    SKJERMING_GITT = "skjerming_gitt"
    SKJERMING_AVSLUTTET = "skjerming_avsluttet"
    SKJERMET_LEST = "skjermet_lest"
    DATABASE_GJENOPPRETTET = "database_gjenopprettet"
    EPOST_SLUPPET = "epost_sluppet"
    PERSON_SLETTET = "person_slettet"
    """By the rule in `felt`; of `antall` rows. Of whom is said nowhere."""


class Hendelse(Base):
    __tablename__ = "hendelse"
    __table_args__ = (
        sa.Index("ix_hendelse_mottak_handling", "mottak_id", "handling"),
        sa.Index("ix_hendelse_bruker_id_id", "bruker_id", "id"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    tid: Mapped[datetime] = mapped_column(Tidspunkt)
    handling: Mapped[Handling] = mapped_column(kodetype(Handling, sjekk=False))
    bruker_id: Mapped[str | None] = mapped_column(sa.ForeignKey("bruker.id"))
    mottak_id: Mapped[str | None] = mapped_column(sa.ForeignKey("mottak.id"))
    samtale_id: Mapped[str | None] = mapped_column(Noekkel, index=True)
    beboer_id: Mapped[str | None] = mapped_column(Noekkel, index=True)
    felt: Mapped[str | None] = mapped_column(sa.String(120))
    versjon: Mapped[int | None]
    gjelder_bruker_id: Mapped[str | None] = mapped_column(Noekkel, index=True)
    """The user to whom it was done, where `bruker_id` did it."""
    detalj: Mapped[str | None] = mapped_column(sa.String(1000))
    """Before and after, of roles and of contact information; never anything about a resident."""
    kommune_nummer: Mapped[str | None] = mapped_column(sa.String(6), index=True)
    """The kommune it was done to, or, where a household was read, the one that read it."""
    antall: Mapped[int | None]
    """How many a list showed, or held as a file."""


class Om(TypedDict, total=False):
    """What a row of the log may say beside when, what, by whom and at which mottak."""

    samtale_id: str | None
    beboer_id: str | None
    felt: str | None
    versjon: int | None
    gjelder_bruker_id: str | None
    detalj: str | None
    kommune_nummer: str | None
    antall: int | None
    mottak_id: str | None
    """Where it is not the user's own."""


def noter(handling: Handling, av: Innlogget | None, **om: Unpack[Om]) -> None:
    """Write a row of the log in the caller's transaction."""
    sesjon.execute(_SKRIV, _rad(handling, av, om))


def noter_en(handling: Handling, av: Innlogget | None, **om: Unpack[Om]) -> int:
    """As `noter`; the answer is the row's number."""
    return sesjon.scalars(_SKRIV.returning(Hendelse.id), [_rad(handling, av, om)]).one()


def noter_mange(handling: Handling, rader: Sequence[Mapping[str, str | None]], av: Innlogget | None = None) -> None:
    """As `noter`, a row of the log for each of `rader`: beboer_id, samtale_id, felt; by nobody where none is named."""
    felles = {"tid": naa(), "handling": handling, "bruker_id": av and av.id, "mottak_id": av and av.mottak_id}
    sett_inn_mange(Hendelse.__table__, [{"samtale_id": None, "felt": None, **rad, **felles} for rad in rader])


_SKRIV = sa.insert(Hendelse.__table__)
_TOM: Mapping[str, None] = dict.fromkeys(Om.__annotations__)


def _rad(handling: Handling, av: Innlogget | None, om: Om) -> dict[str, object]:
    mottak_id = om.get("mottak_id") or (av and av.mottak_id)
    hvem = {"tid": naa(), "handling": handling, "bruker_id": av and av.id, "mottak_id": mottak_id}
    return {**_TOM, **om, **hvem}
