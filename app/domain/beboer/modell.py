"""Beboer, Husstand and Bosettingssamtale: the residents, those they are settled with, and their interview."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Noekkel, Tidspunkt, delindeks, kodetype, ny_id, sesjon, sortert
from app.domain.beboer import duf
from app.domain.beboer.statuser import (
    KOMPASS_GJELDER_IKKE,
    TRUKKET,
    Bosettingsstatus,
    Kompassstatus,
    Samtalestatus,
    Statusord,
)
from app.domain.tid import KOMPASS_FRA_ALDER, alder, dag_i_norge, foedt_senest, naa
from app.domain.tilgang.bruker import Bruker
from app.norsk import NOEKKELLENGDE, soekenoekkel, sorteringsnoekkel, uten_retning
from app.spraak import Sammensatt, Spraak, dato


class Husstand(Base):
    """Those who are settled together: a family, or one person alone (S46)."""

    __tablename__ = "husstand"

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    registernummer: Mapped[str | None] = mapped_column(sa.String(64), unique=True, index=True)
    """What the residents' register calls the household."""


ER_TRUKKET = sa.text("trukket IS NOT NULL")
"""The few: an index of all would be read for everybody who is not withdrawn."""


class Beboer(Base):
    __tablename__ = "beboer"
    __table_args__ = (
        sa.Index("ix_beboer_liste", "mottak_id", "sorteringsnoekkel", "id"),
        sa.Index("ix_beboer_soekenoekkel", "soekenoekkel"),
        sa.Index("ix_beboer_ferdigstilt", "ferdigstilt", "samtale_id"),
        sa.Index("ix_beboer_bosetting_ferdigstilt", "bosetting", "ferdigstilt", "samtale_id"),
        sa.Index("ix_beboer_mottak_bosetting", "mottak_id", "bosetting", "ferdigstilt", "samtale_id"),
        delindeks("ix_beboer_skjermet", "id", naar="skjermet"),
        sa.Index("ix_beboer_trukket", "trukket", sqlite_where=ER_TRUKKET, postgresql_where=ER_TRUKKET),
    )

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    duf_nummer: Mapped[str] = mapped_column(sa.String(12), unique=True)
    fornavn: Mapped[str] = mapped_column(sa.String(100))
    etternavn: Mapped[str] = mapped_column(sa.String(100))
    soekenoekkel: Mapped[str] = mapped_column(sa.String(NOEKKELLENGDE))
    sorteringsnoekkel: Mapped[str] = mapped_column(sortert(NOEKKELLENGDE))
    """Empty where the person has one name, which stands in the other column."""
    foedt: Mapped[date]
    """The last day of the year, where no more is known: whoever may be a minor counts as one."""
    bare_aar: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    statsborgerskap: Mapped[str] = mapped_column(sa.String(100))
    tolkespraak: Mapped[str | None] = mapped_column(sa.String(100))
    familierolle: Mapped[str | None] = mapped_column(sa.String(50))
    enslig_mindreaarig: Mapped[bool] = mapped_column(default=False)
    representant: Mapped[str | None] = mapped_column(sa.String(200))
    kollektiv_beskyttelse: Mapped[bool] = mapped_column(default=False)
    skjermet: Mapped[bool] = mapped_column(default=False)
    mottak_id: Mapped[str] = mapped_column(sa.ForeignKey("mottak.id"))
    husstand_id: Mapped[str] = mapped_column(sa.ForeignKey("husstand.id"), index=True)
    samtale_id: Mapped[str | None] = mapped_column(sa.ForeignKey("bosettingssamtale.id"), index=True)
    ferdigstilt: Mapped[datetime | None] = mapped_column(Tidspunkt)
    """As on the interview: IMDi's list of the country finds the next fifty by an index of this and the status."""
    kompass_lagret: Mapped[Kompassstatus] = mapped_column(
        "kompass", kodetype(Kompassstatus), default=Kompassstatus.IKKE_REGISTRERT
    )
    kompasskode_til: Mapped[datetime | None] = mapped_column(Tidspunkt)
    """Until when the live code can be used: «Kode tildelt» ends by itself, without anyone writing."""
    bosetting: Mapped[Bosettingsstatus] = mapped_column(kodetype(Bosettingsstatus))
    soekt_ut_til: Mapped[str | None] = mapped_column(sa.ForeignKey("kommune.nummer"), index=True)
    soekt_ut_navn: Mapped[str | None] = mapped_column(sa.String(150))
    utsoekingsdato: Mapped[date | None]
    planlagt_flytting: Mapped[date | None]
    """When the kommune and the mottak have agreed on the move; it may not come to be."""
    bosettingsdato: Mapped[date | None]
    fra_register: Mapped[datetime | None] = mapped_column(Tidspunkt)
    """When the register last told something new."""
    trukket: Mapped[datetime | None] = mapped_column(Tidspunkt)
    """When the register withdrew the person: who still sees that, and for how long, is doerer.TRUKNE_VISES."""
    samme_som_id: Mapped[str | None] = mapped_column(Noekkel, index=True)
    """The one kept, where this row is the same person registered once more, and has been merged (F60)."""

    samtale: Mapped["Bosettingssamtale | None"] = relationship(back_populates="deltakere")

    def __init__(self, **felter: object) -> None:
        super().__init__(**felter)
        self.soekenoekkel = soekenoekkel(f"{self.fornavn} {self.etternavn}")
        self.sorteringsnoekkel = sorteringsnoekkel(f"{self.etternavn} {self.fornavn}".strip())

    @property
    def navn(self) -> str:
        return uten_retning(f"{self.fornavn} {self.etternavn}".strip())

    @property
    def familienavn(self) -> str:
        return uten_retning(self.etternavn or self.fornavn)

    @property
    def har_bosettingssak(self) -> bool:
        return self.bosetting != Bosettingsstatus.INGEN_SAK

    @hybrid_property
    def kompass(self) -> Kompassstatus:
        """What has been registered of the resident's competence, or, before anything has, whether a code lives."""
        har_kode = self.kompasskode_til is not None and self.kompasskode_til > naa()
        uten = self.kompass_lagret == Kompassstatus.IKKE_REGISTRERT
        return Kompassstatus.KODE_TILDELT if uten and har_kode else self.kompass_lagret

    @kompass.inplace.setter
    def _sett_kompass(self, status: Kompassstatus) -> None:
        self.kompass_lagret = status

    @kompass.inplace.expression
    @classmethod
    def _kompass_i_sporring(cls) -> sa.ColumnElement[Kompassstatus]:
        har_kode = sa.and_(cls.kompass_lagret == Kompassstatus.IKKE_REGISTRERT, cls.kompasskode_til > naa())
        kode_tildelt = sa.literal(Kompassstatus.KODE_TILDELT, cls.kompass_lagret.type)
        return sa.case((har_kode, kode_tildelt), else_=cls.kompass_lagret)

    @hybrid_property
    def kompass_angaar(self) -> bool:
        """Whether Kompass is for the resident: old enough, or something is registered all the same."""
        return self.foedt <= foedt_senest(KOMPASS_FRA_ALDER) or self.kompass_lagret != Kompassstatus.IKKE_REGISTRERT

    @kompass_angaar.inplace.expression
    @classmethod
    def _kompass_angaar_i_sporring(cls) -> sa.ColumnElement[bool]:
        noe_registrert = cls.kompass_lagret != Kompassstatus.IKKE_REGISTRERT
        return sa.or_(cls.foedt <= foedt_senest(KOMPASS_FRA_ALDER), noe_registrert)

    @property
    def kompass_tekst(self) -> Statusord:
        return self.kompass.tekst if self.kompass_angaar else KOMPASS_GJELDER_IKKE

    @property
    def kompass_registrert(self) -> bool:
        return self.kompass_lagret == Kompassstatus.REGISTRERT

    @property
    def alder(self) -> int:
        return max(0, alder(self.foedt))

    @property
    def foedt_vist(self) -> str:
        """The day, or the year where no more is known."""
        return str(self.foedt.year) if self.bare_aar else dato(self.foedt)

    @property
    def alder_vist(self) -> str:
        """Whole years; «ca. 35» where only the year of birth is known, counted as every rule counts (`foedt`)."""
        return f"ca. {self.alder}" if self.bare_aar else str(self.alder)

    @property
    def duf_vist(self) -> str:
        return duf.vis_duf(self.duf_nummer)

    @property
    def duf_maskert(self) -> str:
        return duf.maskert_duf(self.duf_nummer)

    @property
    def samtalestatus(self) -> Samtalestatus:
        return self.samtale.status if self.samtale else Samtalestatus.IKKE_KLAR

    @property
    def bosetting_tekst(self) -> Statusord:
        """The settlement status in the guide's words; «søkt ut» names the kommune and the bydel, «trukket» the day."""
        if self.trukket:
            return Statusord("Trukket %(dato)s", TRUKKET.trinn, dato=dag_i_norge(self.trukket))
        if self.bosetting == Bosettingsstatus.SOEKT_UT and self.soekt_ut_navn:
            return Statusord("Søkt ut til %(sted)s", self.bosetting.tekst.trinn, sted=self.soekt_ut_navn)
        return self.bosetting.tekst


BEBOER = Beboer.__table__


class Bosettingssamtale(Base):
    """One interview of those of a household who take part: all of them, or a member who arrived later."""

    __tablename__ = "bosettingssamtale"
    __table_args__ = (
        sa.Index("ix_bosettingssamtale_mottak_status", "mottak_id", "status", "klar_siden"),
        sa.Index("ix_bosettingssamtale_status", "status", "klar_siden"),
    )

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    husstand_id: Mapped[str] = mapped_column(sa.ForeignKey("husstand.id"), index=True)
    mottak_id: Mapped[str] = mapped_column(sa.ForeignKey("mottak.id"))
    status: Mapped[Samtalestatus] = mapped_column(kodetype(Samtalestatus))
    skjema_versjon: Mapped[int]
    klar_siden: Mapped[datetime] = mapped_column(Tidspunkt)
    paaminnet: Mapped[datetime | None] = mapped_column(Tidspunkt)
    """When it was last told that nobody has begun."""
    paabegynt: Mapped[datetime | None] = mapped_column(Tidspunkt)
    paabegynt_av_id: Mapped[str | None] = mapped_column(sa.ForeignKey("bruker.id"))
    ansvarlig_id: Mapped[str | None] = mapped_column(Noekkel)
    """Who answers for it while it is open: the one who took or began it, until a leaver hands it on (F19, F47)."""
    frist: Mapped[date | None]
    """The day it is to be done by, as the one who took it said."""
    ferdigstilt: Mapped[datetime | None] = mapped_column(Tidspunkt)
    ferdigstilt_av_id: Mapped[str | None] = mapped_column(sa.ForeignKey("bruker.id"))
    kontrollsum: Mapped[str | None] = mapped_column(sa.String(64))
    spraak: Mapped[Spraak | None] = mapped_column(kodetype(Spraak, sjekk=False))
    """The language that the questions were read in by whoever began it, and then by whoever completed it."""

    deltakere: Mapped[list[Beboer]] = relationship(back_populates="samtale", order_by="(Beboer.foedt, Beboer.id)")
    ferdigstilt_av: Mapped[Bruker | None] = relationship(foreign_keys=[ferdigstilt_av_id])
    ansvarlig: Mapped[Bruker | None] = relationship(
        primaryjoin=lambda: Bosettingssamtale.ansvarlig_id == Bruker.id,
        foreign_keys=[ansvarlig_id],
        viewonly=True,
    )

    @property
    def laast(self) -> bool:
        return self.status == Samtalestatus.GJENNOMFOERT

    @property
    def tittel(self) -> str:
        return tittel(self.deltakere)


def tittel(deltakere: Sequence[Beboer]) -> Sammensatt:
    """«Familien Khaldoun» by the eldest member's family name, or the name of the one person."""
    if len(deltakere) == 1:
        return Sammensatt("%(navn)s", navn=deltakere[0].navn)
    return Sammensatt("Familien %(navn)s", navn=deltakere[0].familienavn)


def bosettinger(deltakere: Sequence[Beboer]) -> list[Statusord]:
    """The different settlement statuses of the members, the least advanced first."""
    rekkefoelge = list(Bosettingsstatus)
    ordnet = sorted(deltakere, key=lambda d: rekkefoelge.index(d.bosetting))
    return list(dict.fromkeys(d.bosetting_tekst for d in ordnet))


def laas_husstand(husstand_id: str, samtale_id: str | None) -> None:
    """Hold the household's row and its interviews' until the transaction ends, before any of its persons: the order
    is written down in docs/arkitektur.md. `samtale_id` is one more interview, which may have stayed with another.
    """
    laas_husstander([husstand_id], [samtale_id])


def laas_husstander(husstander: Sequence[str], samtaler: Sequence[str | None]) -> None:
    """As laas_husstand, of several at once: all the households, then all the interviews."""
    rader = sa.select(Husstand.id).where(Husstand.id.in_(husstander)).order_by(Husstand.id)
    sesjon.execute(rader.with_for_update(key_share=True)).all()
    hvilke = [Bosettingssamtale.husstand_id.in_(husstander)]
    if kjente := [samtale for samtale in samtaler if samtale]:
        hvilke.append(Bosettingssamtale.id.in_(kjente))
    i_rekkefoelge = sa.select(Bosettingssamtale.id).where(sa.or_(*hvilke)).order_by(Bosettingssamtale.id)
    sesjon.execute(i_rekkefoelge.with_for_update(key_share=True)).all()


def laas_samtale(samtale_id: str) -> None:
    """Hold the interview's row until the transaction ends: those who change what hangs on it take turns."""
    rad = sa.select(Bosettingssamtale.id).where(Bosettingssamtale.id == samtale_id)
    sesjon.execute(rad.with_for_update(key_share=True))
