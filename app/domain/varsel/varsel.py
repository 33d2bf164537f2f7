"""Varsel: the occasions that make a notice, declared once, and the notices in the app (S26 to S30)."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased, mapped_column

from app.db import Base, Noekkel, Tidspunkt, kodetype, ny_id, sesjon, sett_inn_hvis_ny
from app.domain.beboer import skjermingstilgang
from app.domain.beboer.modell import laas_samtale
from app.domain.kommune import kommune
from app.domain.liste import Side, hent_side
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.unntak import IkkeFunnet
from app.domain.varsel import epost
from app.domain.varsel.adressat import ROLLER, Mottaker, Til, sted

SIDESTOERRELSE = 100
PAA_BJELLA, UTALLIGE = 500, 100
"""The bell counts among so many of the newest at a place, and so many unread are «99+»."""
SAMME = timedelta(seconds=10)
"""Two notices of the same within this time are one: a double click, or a request sent again (M7)."""


class Anledning(StrEnum):
    KLAR_FOR_SAMTALE = "klar_for_samtale"
    HUSSTAND_ENDRET = "husstand_endret"
    PAAMINNELSE = "paaminnelse"
    ESKALERING = "eskalering"
    SOEKT_UT = "soekt_ut"
    SOEKT_UT_TRUKKET = "soekt_ut_trukket"
    FORDELINGSKLAR = "fordelingsklar"
    INTERN_MERKNAD = "intern_merknad"
    HUSSTAND_UTVIDET = "husstand_utvidet"
    TRUKKET = "trukket"
    TRUKKET_FRA_IMDI = "trukket_fra_imdi"
    SLAATT_SAMMEN = "slaatt_sammen"
    SAMMENSLAAING_OPPHEVET = "sammenslaaing_opphevet"
    SKJERMET_VENTER = "skjermet_venter"
    SKJERMET_FERDIG = "skjermet_ferdig"
    SKJERMET_SOEKT_UT = "skjermet_soekt_ut"
    KOMMUNE_SOEKT_UT = "kommune_soekt_ut"
    KOMMUNE_ENDRET = "kommune_endret"
    KOMMUNE_RETTET = "kommune_rettet"
    KOMMUNE_TRUKKET = "kommune_trukket"
    KOMMUNE_TILBAKE = "kommune_tilbake"


@dataclass(frozen=True)
class Varseltype:
    """What a notice says: in the app, and in e-mail, where not even a status is told (L17, M5)."""

    mottaker: Mottaker
    tekst: str
    epost: str
    flere: tuple[str, str] | None = None
    """The same two of several at once; of reminders, which come together."""


_NYTT_VED_MOTTAKET = "Det er nytt i en sak ved mottaket."
_NYTT_I_SAK = "Det er nytt i en sak."
_NYTT_I_KOMMUNEN = "Det er nytt i en sak for kommunen."
_SKJERMET = "En sak venter på at noen får tilgang."

ANLEDNINGER: Mapping[Anledning, Varseltype] = {
    Anledning.KLAR_FOR_SAMTALE: Varseltype(
        Mottaker.MOTTAK,
        "En person eller familie er klar for bosettingssamtale.",
        "Mottaket har fått en ny oppgave.",
    ),
    Anledning.HUSSTAND_ENDRET: Varseltype(
        Mottaker.MOTTAK,
        "En husstand er endret: noen er lagt til eller flyttet.",
        "En oppgave ved mottaket er endret.",
    ),
    Anledning.PAAMINNELSE: Varseltype(
        Mottaker.MOTTAK,
        "En bosettingssamtale venter på at noen begynner.",
        "En oppgave ved mottaket venter på dere.",
        (
            "%(antall)s bosettingssamtaler venter på at noen begynner.",
            "%(antall)s oppgaver ved mottaket venter på dere.",
        ),
    ),
    Anledning.ESKALERING: Varseltype(
        Mottaker.ADMINISTRATOR,
        "En oppgave har ventet i ti arbeidsdager uten at noen har begynt.",
        "En oppgave ved mottaket har ventet lenge.",
        (
            "%(antall)s oppgaver har ventet i ti arbeidsdager uten at noen har begynt.",
            "%(antall)s oppgaver ved mottaket har ventet lenge.",
        ),
    ),
    Anledning.SOEKT_UT: Varseltype(
        Mottaker.MOTTAK, "En person eller familie er søkt ut til en kommune.", _NYTT_VED_MOTTAKET
    ),
    Anledning.SOEKT_UT_TRUKKET: Varseltype(
        Mottaker.MOTTAK,
        "IMDi har trukket tilbake at en person eller familie er søkt ut til en kommune.",
        _NYTT_VED_MOTTAKET,
    ),
    Anledning.FORDELINGSKLAR: Varseltype(
        Mottaker.IMDI, "En bosettingssamtale er ferdigstilt.", "IMDi har fått en ny sak."
    ),
    Anledning.INTERN_MERKNAD: Varseltype(
        Mottaker.IMDI,
        "En intern bosettingsmerknad er lagt til etter at samtalen var ferdigstilt.",
        "Det er nye opplysninger i en sak.",
    ),
    Anledning.HUSSTAND_UTVIDET: Varseltype(
        Mottaker.IMDI, "Noen er kommet til i en husstand som er ferdigstilt.", _NYTT_I_SAK
    ),
    Anledning.TRUKKET: Varseltype(Mottaker.MOTTAK, "En person med ferdigstilt samtale er trukket.", _NYTT_VED_MOTTAKET),
    Anledning.TRUKKET_FRA_IMDI: Varseltype(Mottaker.IMDI, "En person med ferdigstilt samtale er trukket.", _NYTT_I_SAK),
    Anledning.SLAATT_SAMMEN: Varseltype(
        Mottaker.MOTTAK, "IMDi har slått sammen en person som var registrert to ganger.", _NYTT_VED_MOTTAKET
    ),
    Anledning.SAMMENSLAAING_OPPHEVET: Varseltype(
        Mottaker.MOTTAK, "IMDi har opphevet sammenslåingen av en person.", _NYTT_VED_MOTTAKET
    ),
    Anledning.SKJERMET_VENTER: Varseltype(
        Mottaker.SKJERMING, "En skjermet person venter på at noen ved mottaket får tilgang.", _SKJERMET
    ),
    Anledning.SKJERMET_FERDIG: Varseltype(
        Mottaker.SKJERMING, "En skjermet person er ferdigstilt, og venter på at noen i IMDi får tilgang.", _SKJERMET
    ),
    Anledning.SKJERMET_SOEKT_UT: Varseltype(
        Mottaker.SKJERMING, "En skjermet person er søkt ut, og venter på at noen i kommunen får tilgang.", _SKJERMET
    ),
    Anledning.KOMMUNE_SOEKT_UT: Varseltype(
        Mottaker.KOMMUNE, "En person eller familie er søkt ut til kommunen.", _NYTT_I_KOMMUNEN
    ),
    Anledning.KOMMUNE_ENDRET: Varseltype(
        Mottaker.KOMMUNE, "Det er endringer hos en som er søkt ut til kommunen.", _NYTT_I_KOMMUNEN
    ),
    Anledning.KOMMUNE_RETTET: Varseltype(
        Mottaker.KOMMUNE, "IMDi har rettet opplysninger om en som er søkt ut til kommunen.", _NYTT_I_KOMMUNEN
    ),
    Anledning.KOMMUNE_TRUKKET: Varseltype(
        Mottaker.KOMMUNE, "En som var søkt ut til kommunen, er trukket.", _NYTT_I_KOMMUNEN
    ),
    Anledning.KOMMUNE_TILBAKE: Varseltype(
        Mottaker.KOMMUNE, "IMDi har trukket tilbake at noen er søkt ut til kommunen.", _NYTT_I_KOMMUNEN
    ),
}


class Varsel(Base):
    __tablename__ = "varsel"
    __table_args__ = (sa.Index("ix_varsel_sted_opprettet", "mottak_id", "kommune_nummer", "opprettet", "id"),)

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    anledning: Mapped[Anledning] = mapped_column(kodetype(Anledning, sjekk=False))
    mottak_id: Mapped[str | None] = mapped_column(sa.ForeignKey("mottak.id"))
    """The mottak that is told; neither it nor a kommune is IMDi."""
    kommune_nummer: Mapped[str | None] = mapped_column(sa.String(6))
    samtale_id: Mapped[str] = mapped_column(sa.ForeignKey("bosettingssamtale.id"), index=True)
    opprettet: Mapped[datetime] = mapped_column(Tidspunkt)
    merknad_id: Mapped[str | None] = mapped_column(Noekkel)
    """The sealed remark that the notice is about."""
    antall: Mapped[int | None]
    """Of a reminder: how many interviews it is about."""

    @property
    def tekster(self) -> tuple[str, str]:
        """In the app, and in e-mail; of several where it is about several."""
        type_ = ANLEDNINGER[self.anledning]
        return type_.flere if type_.flere and (self.antall or 1) > 1 else (type_.tekst, type_.epost)

    @property
    def mottaker(self) -> Mottaker:
        return ANLEDNINGER[self.anledning].mottaker

    def til(self, lukkede: Container[str]) -> Til:
        """Whom it is for; `lukkede` are interviews of the shielded alone, as skjermingstilgang.av_bare_skjermede."""
        lukket = self.samtale_id in lukkede and self.mottaker is not Mottaker.SKJERMING
        return Til(self.mottaker, self.mottak_id, self.kommune_nummer, self.samtale_id if lukket else None)


class Varsellesing(Base):
    __tablename__ = "varsellesing"

    varsel_id: Mapped[str] = mapped_column(sa.ForeignKey("varsel.id"), primary_key=True)
    bruker_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"), primary_key=True)
    lest: Mapped[datetime] = mapped_column(Tidspunkt)


@dataclass(frozen=True)
class Mottatt:
    """A notice as its receiver sees it."""

    varsel: Varsel
    lest: bool

    @property
    def tekst(self) -> str:
        return self.varsel.tekster[0]


def send_varsel(anledning: Anledning, *, samtale_id: str, merknad_id: str | None = None, **hvor: str | None) -> Varsel:
    """Make the notice and its e-mail in the caller's transaction: they exist if, and only if, what they tell happened.

    `hvor` is a mottak_id or a kommune_nummer, as adressat.sted. The same occasion, interview and remark twice within
    ten seconds is one notice; the answer is then the first.
    """
    laas_samtale(samtale_id)  # two at once take turns; the clock is read behind it: then the second is later
    varsel = Varsel(
        id=ny_id(),
        anledning=anledning,
        samtale_id=samtale_id,
        merknad_id=merknad_id,
        opprettet=naa(),
        **sted(ANLEDNINGER[anledning].mottaker, **hvor),
    )
    if nylig := _nettopp_sendt(varsel):
        return nylig
    sesjon.add(varsel)
    sesjon.flush()
    epost.legg_i_koe(varsel.id, varsel.til(skjermingstilgang.av_bare_skjermede([samtale_id])))
    return varsel


def antall_uleste(bruker: Innlogget) -> int:
    """The number on the bell, at most UTALLIGE: of the newest at the place alone, for it stands on every page."""
    nyeste = sa.select(Varsel).where(_ved(bruker)).order_by(Varsel.opprettet.desc(), Varsel.id).limit(PAA_BJELLA)
    nylig = aliased(Varsel, nyeste.subquery())
    uleste = sa.select(sa.literal(1)).where(~_lest_av(bruker, nylig), _til(bruker, nylig)).limit(UTALLIGE)
    return sesjon.scalar(sa.select(sa.func.count()).select_from(uleste.subquery())) or 0


def side(bruker: Innlogget, nr: int) -> Side[Mottatt]:
    """One page of the notices sent to this user, counted from 1, newest first: none is out of reach (S26)."""
    return hent_side(_mottatte(bruker), nr, _les, SIDESTOERRELSE)


def mottatte(bruker: Innlogget, hoeyst: int = SIDESTOERRELSE) -> Sequence[Mottatt]:
    """The newest notices sent to this user."""
    return _les(_mottatte(bruker).limit(hoeyst))


def hent_varsel(bruker: Innlogget, varsel_id: str) -> Mottatt:
    """One of the notices sent to this user. Raises IkkeFunnet."""
    sporring = sa.select(Varsel, _lest_av(bruker)).where(_ved(bruker), _til(bruker), Varsel.id == varsel_id)
    rad = sesjon.execute(sporring).one_or_none()
    if rad is None:
        raise IkkeFunnet
    return Mottatt(rad[0], bool(rad[1]))


def merk_lest(bruker: Innlogget, varsel_id: str | None = None) -> None:
    """This notice, or all of this user's notices, are read."""
    bare = [Varsel.id == varsel_id] if varsel_id else []
    uleste = sesjon.scalars(sa.select(Varsel.id).where(_ved(bruker), _til(bruker), ~_lest_av(bruker), *bare)).all()
    rader = [{"varsel_id": v, "bruker_id": bruker.id, "lest": naa()} for v in uleste]
    sett_inn_hvis_ny(Varsellesing, rader)


def _mottatte(bruker: Innlogget) -> sa.Select[Varsel, bool]:
    nyest = (Varsel.opprettet.desc(), Varsel.id)
    return sa.select(Varsel, _lest_av(bruker)).where(_ved(bruker), _til(bruker)).order_by(*nyest)


def _les(sporring: sa.Select[Varsel, bool]) -> Sequence[Mottatt]:
    return [Mottatt(varsel, bool(er_lest)) for varsel, er_lest in sesjon.execute(sporring)]


def _nettopp_sendt(nytt: Varsel) -> Varsel | None:
    """The same notice, if it was made a moment ago."""
    like = (Varsel.anledning, Varsel.samtale_id, Varsel.mottak_id, Varsel.kommune_nummer, Varsel.merknad_id)
    return sesjon.scalars(
        sa.select(Varsel)
        .where(*(kolonne == getattr(nytt, kolonne.key) for kolonne in like))
        .where(Varsel.opprettet > nytt.opprettet - SAMME, Varsel.opprettet <= nytt.opprettet)
        .limit(1)
    ).one_or_none()


def _ved(bruker: Innlogget) -> sa.ColumnElement[bool]:
    """What is sent to the user's place: the mottak, the kommune, or IMDi."""
    i_min_kommune = Varsel.kommune_nummer.in_(kommune.hoerer_under(bruker.kommune_nummer))
    i_kommunen = i_min_kommune if bruker.kommune_nummer else Varsel.kommune_nummer.is_(None)
    return sa.and_(Varsel.mottak_id == bruker.mottak_id, i_kommunen)


def _til(bruker: Innlogget, varsel: type[Varsel] = Varsel) -> sa.ColumnElement[bool]:
    """What of it is for this user: the roles decide which occasions, and of the shielded alone only who is let in."""
    mine = [mottaker for mottaker, roller in ROLLER.items() if not bruker.roller.isdisjoint(roller)]
    anledninger = [anledning for anledning, type_ in ANLEDNINGER.items() if type_.mottaker in mine]
    utenfor = [anledning for anledning in anledninger if ANLEDNINGER[anledning].mottaker is Mottaker.SKJERMING]
    return sa.and_(
        varsel.anledning.in_(anledninger),
        sa.or_(varsel.anledning.in_(utenfor), skjermingstilgang.kan_kjennes(varsel.samtale_id, bruker.id)),
    )


def _lest_av(bruker: Innlogget, varsel: type[Varsel] = Varsel) -> sa.ColumnElement[bool]:
    lest = sa.exists().where(Varsellesing.varsel_id == varsel.id, Varsellesing.bruker_id == bruker.id).correlate(varsel)
    fra = sa.select(Bruker.varsler_fra).where(Bruker.id == bruker.id).scalar_subquery()
    return sa.or_(lest, sa.func.coalesce(varsel.opprettet < fra, sa.false()))
