"""Epost: the outbox. A row per notice and receiver, written with the notice, so that no e-mail is lost or half made.

A worker takes one at a time on a lease, and notes how it went. What a dead worker held is free again when its lease
is over: each e-mail is handed over at least once, and once where nothing fails.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased, mapped_column

from app.db import Base, Noekkel, Tidspunkt, kodetype, ny_id, sesjon, sett_inn_hvis_ny
from app.domain.tid import naa
from app.domain.varsel import gjenoppretting
from app.domain.varsel.adressat import Til, adressater
from app.norsk import OSLO

LEIE = timedelta(minutes=5)
"""How long a worker may need for one e-mail: all of SMTP's steps at ten seconds each, twice over."""
VENTETIDER = tuple(timedelta(minutes=minutter) for minutter in (1, 5, 15, 60, 120, 240, 480))
"""Between the tries; the last goes on until GI_OPP."""
GI_OPP = timedelta(hours=48)
FOR_LENGE = timedelta(minutes=15)
SAMLEPOST = time(8)


class Tilstand(StrEnum):
    VENTER = "venter"
    SENDT = "sendt"
    KANSKJE_SENDT = "kanskje_sendt"
    FEILET = "feilet"
    BORTFALT = "bortfalt"

    @property
    def tekst(self) -> str:
        return {
            self.VENTER: "Venter",
            self.SENDT: "Sendt",
            self.KANSKJE_SENDT: "Kanskje sendt",
            self.FEILET: "Ikke sendt",
            self.BORTFALT: "Skal ikke sendes",
        }[self]


class Grunn(StrEnum):
    """Why an e-mail is not simply sent."""

    IKKE_SVAR = "ikke_svar"
    KRYPTERING = "kryptering"
    UTSATT = "utsatt"
    SVAR_UTEBLE = "svar_uteble"
    AVVIST = "avvist"
    UTEN_ADRESSE = "uten_adresse"
    UGYLDIG_ADRESSE = "ugyldig_adresse"
    UTEN_ROLLE = "uten_rolle"
    TEKNISK = "teknisk"
    GJENOPPRETTET = "gjenopprettet"

    @property
    def tekst(self) -> str:
        return {
            self.IKKE_SVAR: "E-posttjeneren svarer ikke.",
            self.KRYPTERING: "Forbindelsen til e-posttjeneren kunne ikke krypteres.",
            self.UTSATT: "E-posttjeneren ba oss prøve igjen senere.",
            self.SVAR_UTEBLE: "E-posttjeneren fikk e-posten, men svarte ikke.",
            self.AVVIST: "E-posttjeneren tok ikke imot adressen eller e-posten.",
            self.UTEN_ADRESSE: "Ingen adresse er registrert.",
            self.UGYLDIG_ADRESSE: "Adressen er ikke gyldig.",
            self.UTEN_ROLLE: "Brukeren er ikke lenger mottaker av varselet.",
            self.TEKNISK: "Noe gikk galt hos oss.",
            self.GJENOPPRETTET: "Databasen ble gjenopprettet fra en sikkerhetskopi.",
        }[self]


ADRESSEFEIL = (Grunn.AVVIST, Grunn.UTEN_ADRESSE, Grunn.UGYLDIG_ADRESSE)
"""It helps nothing to try again; the shared mailbox gets the notice instead, where there is one."""


class Utsending(Base):
    """One notice to one receiver."""

    __tablename__ = "utsending"
    __table_args__ = (sa.UniqueConstraint("varsel_id", "mottaker"), sa.Index("ix_utsending_koe", "tilstand", "neste"))

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    varsel_id: Mapped[str] = mapped_column(sa.ForeignKey("varsel.id"))
    mottaker: Mapped[str] = mapped_column(Noekkel)
    """A user's id, or one of adressat's shared mailboxes; the address behind it is looked up when it is sent."""
    reserve: Mapped[str | None] = mapped_column(Noekkel)
    """The shared mailbox that has it instead, where the user's own address will not do."""
    samlet: Mapped[bool]
    """Sent together with the others that wait for the same receiver and the same time."""
    tilstand: Mapped[Tilstand] = mapped_column(kodetype(Tilstand, sjekk=False))
    grunn: Mapped[Grunn | None] = mapped_column(kodetype(Grunn, sjekk=False))
    svarkode: Mapped[int | None]
    """The mail server's last answer; its text is not kept, for it may hold an address."""
    kanskje: Mapped[bool]
    """Whether it has once been handed over without an answer."""
    forsoek: Mapped[int]
    klar: Mapped[datetime] = mapped_column(Tidspunkt)
    """From when it could be sent: what GI_OPP and FOR_LENGE are counted from."""
    neste: Mapped[datetime] = mapped_column(Tidspunkt)
    laant_til: Mapped[datetime | None] = mapped_column(Tidspunkt)
    avgjort: Mapped[datetime | None] = mapped_column(Tidspunkt)


@dataclass(frozen=True)
class Laan:
    """What a worker has taken: one row, or those of a daily e-mail; `forsoek` tells this try from any later one."""

    ider: tuple[str, ...]
    forsoek: int


def legg_i_koe(varsel_id: str, til: Til, *, tidligst: datetime | None = None, sammen: bool = False) -> None:
    """The notice's e-mails, one per receiver, in the caller's transaction; those that are there stay as they are.

    `sammen`: what a user is to get at the same time is one e-mail, as for those who have chosen a daily one.
    """
    fra, rader = tidligst or naa(), []
    for a in adressater(til):
        egen = a.noekkel != til.reserve
        naar = neste_samlepost(fra) if a.samlet else fra
        reserve = til.reserve if egen else None
        rader.append(_ny(varsel_id, a.noekkel, naar, samlet=a.samlet or (sammen and egen), reserve=reserve))
    sett_inn_hvis_ny(Utsending, rader)


def noe_aa_sende() -> bool:
    """Whether a worker would find something; asked without taking the writers' lock."""
    return bool(sesjon.scalar(sa.select(sa.exists().where(*_ledig()))))


def ta_neste() -> Laan | None:
    """Take what has waited longest, for as long as LEIE: no other worker gets it meanwhile.

    Nothing of the row is read but its keys, so that no row, whatever it holds, can stop those behind it.
    """
    tidligere = aliased(Utsending)
    foerst_i_sin_samling = ~sa.exists().where(
        tidligere.mottaker == Utsending.mottaker, tidligere.neste == Utsending.neste, tidligere.samlet,
        tidligere.tilstand == Tilstand.VENTER, tidligere.id < Utsending.id,
    )  # fmt: skip
    rad = sesjon.execute(
        sa.select(Utsending.id, Utsending.samlet, Utsending.mottaker, Utsending.neste, Utsending.forsoek)
        .where(*_ledig(), sa.or_(~Utsending.samlet, foerst_i_sin_samling))
        .order_by(Utsending.neste, Utsending.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if rad is None:
        return None
    samling = (Utsending.samlet, Utsending.mottaker == rad.mottaker, Utsending.neste == rad.neste, *_ledig())
    sammen = sesjon.scalars(sa.select(Utsending.id).where(*samling).order_by(Utsending.id).with_for_update())
    laan = Laan(tuple(sammen) if rad.samlet else (rad.id,), rad.forsoek + 1)
    _skriv(Utsending.id.in_(laan.ider), laant_til=naa() + LEIE, forsoek=laan.forsoek)
    return laan


def er_sendt(laan: Laan) -> None:
    """The mail server has it."""
    _skriv(*_mine(laan), **_avgjort(Tilstand.SENDT))


def ventende_fra_foer(tid: datetime) -> int:
    """How many wait that could be sent before this moment."""
    return sesjon.scalar(sa.select(sa.func.count()).where(*_fra_foer(tid))) or 0


def forkast_fra_foer(tid: datetime) -> None:
    """They are not to be sent."""
    _skriv(*_fra_foer(tid), **_avgjort(Tilstand.BORTFALT, Grunn.GJENOPPRETTET))


def bortfaller(laan: Laan) -> None:
    """The receiver is no longer to have it."""
    _skriv(*_mine(laan), **_avgjort(Tilstand.BORTFALT, Grunn.UTEN_ROLLE))


def kom_ikke_fram(laan: Laan, grunn: Grunn, svarkode: int | None = None) -> None:
    """It was refused, or may be tried again later: ADRESSEFEIL ends it, two lost answers end it, and so does GI_OPP.

    Where an address was at fault, the shared mailbox is made to have the notice.
    """
    u = Utsending
    sporring = sa.select(u.id, u.varsel_id, u.reserve, u.kanskje, u.klar).where(*_mine(laan)).with_for_update()
    for rad in sesjon.execute(sporring).all():
        kanskje = rad.kanskje or grunn == Grunn.SVAR_UTEBLE
        if grunn in ADRESSEFEIL:
            nytt = _avgjort(Tilstand.FEILET, grunn)
            _til_reserven(rad.varsel_id, rad.reserve)
        elif (rad.kanskje and grunn == Grunn.SVAR_UTEBLE) or naa() - rad.klar >= GI_OPP:
            nytt = _avgjort(Tilstand.KANSKJE_SENDT if kanskje else Tilstand.FEILET, grunn)
        else:
            vent = VENTETIDER[min(laan.forsoek, len(VENTETIDER)) - 1]
            nytt = {"grunn": grunn, "kanskje": kanskje, "laant_til": None, "neste": naa() + vent}
        _skriv(Utsending.id == rad.id, **nytt, svarkode=svarkode)


def staar_fast() -> bool:
    """Whether an e-mail has waited longer than FOR_LENGE: the worker or the mail server is down (M8)."""
    return eldste_ventende() > FOR_LENGE


def eldste_ventende() -> timedelta:
    """How long the e-mail has waited that has waited longest; none is no time."""
    eldste = sesjon.scalar(sa.select(sa.func.min(Utsending.klar)).where(Utsending.tilstand == Tilstand.VENTER))
    return max(naa() - eldste, timedelta(0)) if eldste else timedelta(0)


def neste_samlepost(tid: datetime) -> datetime:
    """The next 08.00 in Norway."""
    der = tid.astimezone(OSLO)
    i_dag = datetime.combine(der.date(), SAMLEPOST, OSLO)
    return i_dag if der < i_dag else datetime.combine(der.date() + timedelta(days=1), SAMLEPOST, OSLO)


def _ny(
    varsel_id: str, mottaker: str, naar: datetime, *, samlet: bool = False, reserve: str | None = None
) -> dict[str, object]:
    return {
        "id": ny_id(), "varsel_id": varsel_id, "mottaker": mottaker, "samlet": samlet, "kanskje": False, "forsoek": 0,
        "tilstand": Tilstand.VENTER, "klar": naar, "neste": naar, "reserve": reserve,
    }  # fmt: skip


def _ledig() -> tuple[sa.ColumnElement[bool], ...]:
    """What may be taken now: due, and not on loan; nothing while e-mail is held."""
    utlaant = sa.and_(Utsending.laant_til.is_not(None), Utsending.laant_til > naa())
    forfalt = (Utsending.tilstand == Tilstand.VENTER, Utsending.neste <= naa(), ~utlaant)
    return *forfalt, ~gjenoppretting.holdes_tilbake()


def _fra_foer(tid: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return Utsending.tilstand == Tilstand.VENTER, Utsending.klar < tid


def _mine(laan: Laan) -> tuple[sa.ColumnElement[bool], ...]:
    """The rows of this loan, unless another worker has taken them since."""
    return (
        Utsending.id.in_(laan.ider),
        Utsending.forsoek == laan.forsoek,
        Utsending.tilstand == Tilstand.VENTER,
    )


def _avgjort(tilstand: Tilstand, grunn: Grunn | None = None) -> dict[str, object]:
    return {"tilstand": tilstand, "grunn": grunn, "laant_til": None, "avgjort": naa()}


def _til_reserven(varsel_id: str, reserve: str | None) -> None:
    if reserve:
        sett_inn_hvis_ny(Utsending, [_ny(varsel_id, reserve, naa())])


def _skriv(*hvilke: sa.ColumnElement[bool], **verdier: object) -> None:
    """Change rows without reading them: one that cannot be read can still be put away."""
    sesjon.execute(sa.update(Utsending).where(*hvilke).values(verdier).execution_options(synchronize_session=False))
