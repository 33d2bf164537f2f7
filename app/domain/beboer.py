"""Beboer and Husstand: the residents, their three statuses (S36), and the one door through which they are read."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.db import Base, Noekkel, Tidspunkt, kodetype, naa, ny_id, sesjon, sortert
from app.domain import duf, kommune, skjermingstilgang
from app.domain.bruker import Innlogget
from app.domain.tilgang import Rett, kan
from app.domain.unntak import IkkeFunnet
from app.norsk import i_dag, soekenoekkel, sorteringsnoekkel

if TYPE_CHECKING:
    from app.domain.samtale import Bosettingssamtale


KOMMUNEN_SER_BOSATTE = timedelta(days=90)
"""From the bosettingsdato: the introduction programme is decided within three months (integreringsloven § 12)."""


class Samtalestatus(StrEnum):
    IKKE_KLAR = "ikke_klar"
    KLAR = "klar"
    PAABEGYNT = "paabegynt"
    GJENNOMFOERT = "gjennomfoert"

    @property
    def tekst(self) -> str:
        return {
            self.IKKE_KLAR: "Ikke klar",
            self.KLAR: "Klar for samtale",
            self.PAABEGYNT: "Påbegynt",
            self.GJENNOMFOERT: "Gjennomført",
        }[self]


class Kompassstatus(StrEnum):
    IKKE_REGISTRERT = "ikke_registrert"
    KODE_TILDELT = "kode_tildelt"
    REGISTRERT = "registrert"
    AARSAK_REGISTRERT = "aarsak_registrert"

    @property
    def tekst(self) -> str:
        return {
            self.IKKE_REGISTRERT: "Ikke registrert i Kompass",
            self.KODE_TILDELT: "Kode tildelt",
            self.REGISTRERT: "Registrert i Kompass",
            self.AARSAK_REGISTRERT: "Ikke gjennomført – årsak registrert",
        }[self]


class Bosettingsstatus(StrEnum):
    INGEN_SAK = "ingen_sak"
    SAK_OPPRETTET = "sak_opprettet"
    FORDELINGSKLAR = "fordelingsklar"
    SOEKT_UT = "soekt_ut"
    BOSATT = "bosatt"

    @property
    def tekst(self) -> str:
        return {
            self.INGEN_SAK: "Ingen bosettingssak",
            self.SAK_OPPRETTET: "Bosettingssak opprettet",
            self.FORDELINGSKLAR: "Fordelingsklar",
            self.SOEKT_UT: "Søkt ut til …",
            self.BOSATT: "Bosatt",
        }[self]


class Husstand(Base):
    """Those who are settled together: a family, or one person alone (S46)."""

    __tablename__ = "husstand"

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    registernummer: Mapped[str | None] = mapped_column(sa.String(64), unique=True, index=True)
    """What the residents' register calls the household."""


class Beboer(Base):
    __tablename__ = "beboer"
    __table_args__ = (
        sa.Index("ix_beboer_liste", "mottak_id", "sorteringsnoekkel", "id"),
        sa.Index("ix_beboer_soekenoekkel", "soekenoekkel"),
    )

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    duf_nummer: Mapped[str] = mapped_column(sa.String(12), unique=True)
    fornavn: Mapped[str] = mapped_column(sa.String(100))
    etternavn: Mapped[str] = mapped_column(sa.String(100))
    soekenoekkel: Mapped[str] = mapped_column(sa.String(250))
    sorteringsnoekkel: Mapped[str] = mapped_column(sortert(250))
    foedt: Mapped[date]
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
    kompass_lagret: Mapped[Kompassstatus] = mapped_column(
        "kompass", kodetype(Kompassstatus), default=Kompassstatus.IKKE_REGISTRERT
    )
    kompasskode_til: Mapped[datetime | None] = mapped_column(Tidspunkt)
    """Until when the live code can be used: «Kode tildelt» ends by itself, without anyone writing."""
    bosetting: Mapped[Bosettingsstatus] = mapped_column(kodetype(Bosettingsstatus))
    soekt_ut_til: Mapped[str | None] = mapped_column(sa.ForeignKey("kommune.nummer"), index=True)
    soekt_ut_navn: Mapped[str | None] = mapped_column(sa.String(150))
    utsoekingsdato: Mapped[date | None]
    bosettingsdato: Mapped[date | None]
    fra_register: Mapped[datetime | None] = mapped_column(Tidspunkt)
    """When the register last told something new."""
    trukket: Mapped[datetime | None] = mapped_column(Tidspunkt)
    """When the register withdrew the person: gone from every list, kept in the history."""

    samtale: Mapped["Bosettingssamtale | None"] = relationship(back_populates="deltakere")

    def __init__(self, **felter: object) -> None:
        super().__init__(**felter)
        self.soekenoekkel = soekenoekkel(f"{self.fornavn} {self.etternavn}")
        self.sorteringsnoekkel = sorteringsnoekkel(f"{self.etternavn} {self.fornavn}")

    @property
    def navn(self) -> str:
        return f"{self.fornavn} {self.etternavn}"

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

    @property
    def kompass_registrert(self) -> bool:
        return self.kompass_lagret == Kompassstatus.REGISTRERT

    @property
    def alder(self) -> int:
        return alder(self.foedt)

    @property
    def duf_vist(self) -> str:
        return duf.vis(self.duf_nummer)

    @property
    def duf_maskert(self) -> str:
        return duf.maskert(self.duf_nummer)

    @property
    def samtalestatus(self) -> Samtalestatus:
        return self.samtale.status if self.samtale else Samtalestatus.IKKE_KLAR

    @property
    def bosetting_tekst(self) -> str:
        """The settlement status in the guide's words; «søkt ut» names the kommune and the bydel."""
        if self.bosetting == Bosettingsstatus.SOEKT_UT and self.soekt_ut_navn:
            return f"Søkt ut til {self.soekt_ut_navn}"
        return self.bosetting.tekst


BEBOER = Beboer.__table__


def _synlig(mottak_id: object, bruker_id: object, dag: object = None) -> sa.ColumnElement[bool]:
    """The wall between mottak."""
    return sa.and_(BEBOER.c.mottak_id == mottak_id, _vises(bruker_id, dag))


def _vises(bruker_id: object, dag: object = None) -> sa.ColumnElement[bool]:
    """The wall around the withdrawn, and around the shielded: opened to those with a grant (E1)."""
    aapnet = BEBOER.c.id.in_(skjermingstilgang.aapnet_for(bruker_id, dag))
    return sa.and_(BEBOER.c.trukket.is_(None), sa.or_(BEBOER.c.skjermet.is_(False), aapnet))


SYNLIG = _synlig(sa.bindparam("mitt_mottak"), sa.bindparam("meg"), sa.bindparam("i_dag", type_=sa.Date()))
"""As synlig_for, for statements that are built once: execute them with `synlig_verdier`."""


def synlig_verdier(bruker: Innlogget) -> dict[str, object]:
    """What SYNLIG asks of the user."""
    return {"mitt_mottak": bruker.mottak_id, "meg": bruker.id, "i_dag": i_dag()}


def alder(foedt: date, paa: date | None = None) -> int:
    """Whole years of age on a day, today unless told."""
    dag = paa or i_dag()
    return dag.year - foedt.year - ((dag.month, dag.day) < (foedt.month, foedt.day))


def synlige(bruker: Innlogget) -> sa.Select[Beboer]:
    """The residents this user may know of: those of the own mottak, the shielded only by grant (L13).

    Every read of residents in the house begins here; a user without mottak sees none.
    """
    return sa.select(Beboer).where(synlig_for(bruker))


def synlig_for(bruker: Innlogget) -> sa.ColumnElement[bool]:
    """The condition behind `synlige`, for queries that join."""
    return _synlig(bruker.mottak_id, bruker.id)


def for_kommune(bruker: Innlogget) -> sa.Select[Beboer]:
    """The residents a Kommunebruker may know of: those søkt ut to the own kommune or a bydel of it, until some time
    after they are bosatt there (S66, S70). Without the withdrawn and the shielded; none where the user has no
    kommune.
    """
    soekt_ut = Beboer.bosetting == Bosettingsstatus.SOEKT_UT
    nylig_bosatt = sa.and_(
        Beboer.bosetting == Bosettingsstatus.BOSATT, Beboer.bosettingsdato >= i_dag() - KOMMUNEN_SER_BOSATTE
    )
    return sa.select(Beboer).where(
        Beboer.soekt_ut_til.in_(kommune.hoerer_under(bruker.kommune_nummer)),
        Beboer.trukket.is_(None),
        Beboer.skjermet.is_(False),
        sa.or_(soekt_ut, nylig_bosatt),
    )


def flytt_soekt_ut(fra_kommune: str, til_kommune: str, navn: str) -> None:
    """The kommune they were søkt ut to has become another, or has another name."""
    flyttes = sa.update(Beboer).where(Beboer.soekt_ut_til == fra_kommune)
    sesjon.execute(flyttes.values(soekt_ut_til=til_kommune, soekt_ut_navn=navn[:150]))


def for_imdi(bruker: Innlogget) -> sa.Select[Beboer]:
    """The residents whom IMDi's caseworkers may know of: those of every mottak, the shielded only by grant (L13)."""
    return sa.select(Beboer).where(synlig_for_imdi(bruker))


def synlig_for_imdi(bruker: Innlogget) -> sa.ColumnElement[bool]:
    """The condition behind `for_imdi`, for queries that join."""
    return _vises(bruker.id) if kan(bruker, Rett.SAK_SE) else sa.false()


def hent(bruker: Innlogget, beboer_id: str) -> Beboer:
    """One resident with the interview. Raises IkkeFunnet, alike for a stranger's and for none."""
    beboer = sesjon.scalar(synlige(bruker).where(Beboer.id == beboer_id).options(joinedload(Beboer.samtale)))
    if beboer is None:
        raise IkkeFunnet
    return beboer


def husstand(bruker: Innlogget, husstand_id: str) -> list[Beboer]:
    """The visible members of a household, the eldest first."""
    return list(
        sesjon.scalars(synlige(bruker).where(Beboer.husstand_id == husstand_id).order_by(Beboer.foedt, Beboer.id))
    )


def finn_duf(bruker: Innlogget, nummer: str) -> Beboer | None:
    """The resident with this DUF-nummer, if the user may know of him."""
    return sesjon.scalar(synlige(bruker).where(Beboer.duf_nummer == nummer))


def i_registeret(hvilke: sa.ColumnElement[bool], *, laas: bool = False) -> list[Beboer]:
    """Residents whoever asks, for the register alone, as they stand now; with `laas` their rows are locked in order."""
    sporring = sa.select(Beboer).where(hvilke).order_by(Beboer.id).execution_options(populate_existing=True)
    return list(sesjon.scalars(sporring.with_for_update() if laas else sporring))
