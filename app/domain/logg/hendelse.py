"""Hendelse: the append-only log of who did what, when, to whom; never the text of an answer (L6, ASVS 16.2).

The answers have a log of their own, Svarhistorikk, so a save is not told of here too.

A row is written in the same transaction as what it tells of. A database trigger refuses to change or remove it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

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
    SAMTALE_OVERLATT = "samtale_overlatt"
    SAK_LEST = "sak_lest"
    SVAR_AVVIST_LAAST = "svar_avvist_laast"
    SAMTALE_FERDIGSTILT = "samtale_ferdigstilt"
    SAK_OPPRETTET = "sak_opprettet"
    SOEKT_UT = "soekt_ut"
    BOSATT = "bosatt"
    FLYTTING_PLANLAGT = "flytting_planlagt"
    BOSETTING_TRUKKET = "bosetting_trukket"
    SVAR_RETTET = "svar_rettet"
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


class Hendelse(Base):
    __tablename__ = "hendelse"
    __table_args__ = (sa.Index("ix_hendelse_mottak_handling", "mottak_id", "handling"),)

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


def noter(
    handling: Handling,
    av: Innlogget | None,
    *,
    samtale_id: str | None = None,
    beboer_id: str | None = None,
    felt: str | None = None,
    versjon: int | None = None,
    gjelder_bruker_id: str | None = None,
    detalj: str | None = None,
    kommune_nummer: str | None = None,
    mottak_id: str | None = None,
) -> None:
    """Write a row of the log in the caller's transaction; `mottak_id` where it is not the user's own mottak."""
    sesjon.execute(
        _SKRIV,
        {
            "tid": naa(), "handling": handling, "bruker_id": av and av.id,
            "mottak_id": mottak_id or (av and av.mottak_id), "samtale_id": samtale_id, "beboer_id": beboer_id,
            "felt": felt, "versjon": versjon,
            "gjelder_bruker_id": gjelder_bruker_id, "detalj": detalj, "kommune_nummer": kommune_nummer,
        },
    )  # fmt: skip


def noter_mange(handling: Handling, rader: Sequence[Mapping[str, str | None]]) -> None:
    """As `noter` by nobody, a row of the log for each of `rader`: beboer_id, samtale_id, felt."""
    felles = {"tid": naa(), "handling": handling}
    sett_inn_mange(Hendelse.__table__, [{"samtale_id": None, "felt": None, **rad, **felles} for rad in rader])


_SKRIV = sa.insert(Hendelse.__table__)
