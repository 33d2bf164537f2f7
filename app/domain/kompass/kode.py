"""Kompasskode: a resident's one-time code to Kompass: issued, used once, revoked; and what Kompass tells back (S38).

A resident has at most one live code. Whoever issues or revokes one holds the resident's row meanwhile; whoever uses
one wins by a conditional UPDATE. The resident carries how long the live code lasts: that is «Kode tildelt».
"""

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.db import Base, Noekkel, Tidspunkt, endre, kodetype, ny_id, sesjon
from app.domain.beboer.doerer import hent_beboer, slaatt_sammen_med
from app.domain.beboer.modell import BEBOER, Beboer
from app.domain.beboer.statuser import Kompassstatus
from app.domain.kompass import engangskode
from app.domain.kompass.engangskode import Engangskode
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling, Hendelse
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.tilgang.matrise import Rett, kan
from app.domain.unntak import Avvist, Nektet

HOEYST_FORSOEK = 5
"""So many wrong tries, and the code is dead (I7)."""
OPPBEVARES = timedelta(days=30)
"""How long the row of a code that can no longer be used is kept, or of one whose registration is done."""
OVERFOERT = "overfoert"
"""What the log says of a registration that was made under the number of a duplicate."""
VENTER_PAA_REGISTRERING = timedelta(days=365)
"""How long a used code waits for Kompass to tell that the registration is done."""


class Kodestatus(StrEnum):
    GYLDIG = "gyldig"
    UTLOEPT = "utloept"
    BRUKT = "brukt"
    TRUKKET = "trukket"
    REGISTRERT = "registrert"


class Trekkaarsak(StrEnum):
    """Why a code was revoked before its time."""

    NY_KODE = "ny_kode"
    FORSOEK = "forsoek"
    FLYTTET = "flyttet"
    TRUKKET = "trukket"
    GJENOPPRETTET = "gjenopprettet"


class Kompasskode(Base):
    __tablename__ = "kompasskode"
    __table_args__ = (
        sa.Index(
            "uq_kompasskode_levende", "beboer_id", unique=True,
            sqlite_where=sa.text("brukt IS NULL AND trukket IS NULL"),
            postgresql_where=sa.text("brukt IS NULL AND trukket IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    """Told to Kompass when the code is used, and to nobody before: it names the registration."""
    beboer_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"), index=True)
    mottak_id: Mapped[str] = mapped_column(sa.ForeignKey("mottak.id"))
    selektor: Mapped[str] = mapped_column(sa.String(4))
    hash: Mapped[str] = mapped_column(sa.String(200))
    utstedt: Mapped[datetime] = mapped_column(Tidspunkt)
    utstedt_av_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))
    utloeper: Mapped[datetime] = mapped_column(Tidspunkt)
    feilforsoek: Mapped[int] = mapped_column(default=0)
    brukt: Mapped[datetime | None] = mapped_column(Tidspunkt)
    registrert: Mapped[datetime | None] = mapped_column(Tidspunkt)
    trukket: Mapped[datetime | None] = mapped_column(Tidspunkt)
    trekkaarsak: Mapped[Trekkaarsak | None] = mapped_column(kodetype(Trekkaarsak, sjekk=False))

    utstedt_av: Mapped[Bruker] = relationship()

    @property
    def status(self) -> Kodestatus:
        if self.registrert:
            return Kodestatus.REGISTRERT
        if self.brukt:
            return Kodestatus.BRUKT
        if self.trukket:
            return Kodestatus.TRUKKET
        return Kodestatus.GYLDIG if self.utloeper > naa() else Kodestatus.UTLOEPT


class IkkeSomVist(Avvist):
    """The resident has a live code that the user was not shown, has registered, or is too young: see the page anew."""


def siste_kode(beboer_id: str) -> Kompasskode | None:
    """The code last issued to a resident, with the one who did; never the code itself."""
    return sesjon.scalar(
        sa.select(Kompasskode)
        .where(Kompasskode.beboer_id == beboer_id)
        .order_by(Kompasskode.utstedt.desc(), Kompasskode.id)
        .limit(1)
        .options(joinedload(Kompasskode.utstedt_av))
    )


def hent_for_tildeling(bruker: Innlogget, beboer_id: str) -> Beboer:
    """A resident to whom this user may issue a code. Raises IkkeFunnet, Nektet (S13, S16, S18, S19)."""
    beboer = hent_beboer(bruker, beboer_id)
    if not kan(bruker, Rett.KOMPASS_TILDELE, beboer):
        raise Nektet
    return beboer


def tildel_kode(bruker: Innlogget, beboer_id: str, *, erstatter: str, varighet: timedelta) -> Engangskode:
    """Issue a code; this is the only time it can be read. A live one, named by `erstatter`, becomes void.

    Raises IkkeFunnet, Nektet, and IkkeSomVist where another code than `erstatter` lives, so that two colleagues
    never void each other's unknowing.
    """
    hold(beboer_id)
    sesjon.expire_all()
    beboer = hent_for_tildeling(bruker, beboer_id)
    forrige = siste_kode(beboer_id)
    lever = forrige and forrige.status is Kodestatus.GYLDIG and forrige.id != erstatter
    if lever or beboer.kompass_registrert or not beboer.kompass_angaar:
        raise IkkeSomVist
    _trekk(beboer_id, Trekkaarsak.NY_KODE)
    ny = engangskode.lag_kode()
    rad = Kompasskode(
        beboer_id=beboer_id, mottak_id=beboer.mottak_id, selektor=ny.selektor, hash=engangskode.hash_av(ny),
        utstedt=naa(), utstedt_av_id=bruker.id, utloeper=naa() + varighet,
    )  # fmt: skip
    sesjon.add(rad)
    beboer.kompasskode_til = rad.utloeper
    hendelse.noter(Handling.KOMPASSKODE_TILDELT, bruker, beboer_id=beboer_id)
    return ny


def trekk_tilbake(beboer_id: str, aarsak: Trekkaarsak, av: Innlogget | None = None) -> bool:
    """Revoke the resident's live code, in the caller's transaction. The answer is whether there was one (story 7)."""
    hold(beboer_id)
    trukket = _trekk(beboer_id, aarsak)
    _sett_kode_til(beboer_id, None)
    if trukket:
        hendelse.noter(Handling.KOMPASSKODE_TRUKKET, av, beboer_id=beboer_id, felt=aarsak)
    return trukket


def trekk_alle(aarsak: Trekkaarsak) -> int:
    """Revoke every code that could still be used; the answer is how many."""
    aapne = sa.and_(Kompasskode.brukt.is_(None), Kompasskode.trukket.is_(None))
    levende = sesjon.scalars(sa.select(Kompasskode.beboer_id).where(aapne, Kompasskode.utloeper > naa())).all()
    sesjon.execute(sa.update(Kompasskode).where(aapne).values(trukket=naa(), trekkaarsak=aarsak))
    sesjon.execute(sa.update(Beboer).where(BEBOER.c.kompasskode_til.is_not(None)).values(kompasskode_til=None))
    linjer = [{"beboer_id": beboer_id, "felt": aarsak} for beboer_id in levende]
    hendelse.noter_mange(Handling.KOMPASSKODE_TRUKKET, linjer)
    return len(levende)


def noter_registrering(kode_id: str) -> bool:
    """Kompass tells that the registration which a used code opened is done. The answer is whether there is such a one.

    Told again, it changes nothing. The reason question then falls away from an open form (S57).
    """
    rad = sesjon.scalar(sa.select(Kompasskode).where(Kompasskode.id == kode_id, Kompasskode.brukt.is_not(None)))
    if rad is None:
        return False
    hold(rad.beboer_id)
    foerst = endre(
        sa.update(Kompasskode)
        .where(Kompasskode.id == kode_id, Kompasskode.registrert.is_(None))
        .values(registrert=naa())
    )
    if foerst:
        trekk_tilbake(rad.beboer_id, Trekkaarsak.TRUKKET)
        _sett_kompass(rad.beboer_id, Kompassstatus.REGISTRERT)
        hendelse.noter(Handling.KOMPASS_REGISTRERT, None, beboer_id=rad.beboer_id)
        if beholdt_id := slaatt_sammen_med(rad.beboer_id):
            overfoer_registrering(beholdt_id, None)
    return True


def overfoer_registrering(beholdt_id: str, av: Innlogget | None) -> None:
    """What was registered under a duplicate's number counts for the one kept (F60)."""
    trekk_tilbake(beholdt_id, Trekkaarsak.TRUKKET, av)
    _sett_kompass(beholdt_id, Kompassstatus.REGISTRERT)
    hendelse.noter(Handling.KOMPASS_REGISTRERT, av, beboer_id=beholdt_id, felt=OVERFOERT)


def tilbakefoer_registrering(beholdt_id: str) -> None:
    """The merge is undone: what the one kept had registered under no number of his own, counts no more."""
    registrert = sa.select(Hendelse.felt).where(
        Hendelse.beboer_id == beholdt_id, Hendelse.handling == Handling.KOMPASS_REGISTRERT
    )
    if set(sesjon.scalars(registrert)) == {OVERFOERT}:
        _sett_kompass(beholdt_id, Kompassstatus.IKKE_REGISTRERT)


def slett_gamle() -> int:
    """Delete the rows of codes that could not be used for a month, or were used a year ago in vain; how many."""
    grense = naa() - OPPBEVARES
    ferdig = sa.or_(
        Kompasskode.brukt.is_(None),
        Kompasskode.registrert < grense,
        sa.and_(Kompasskode.registrert.is_(None), Kompasskode.brukt < naa() - VENTER_PAA_REGISTRERING),
    )
    ute = sa.delete(Kompasskode).where(Kompasskode.utloeper < grense, ferdig)
    return endre(ute)


def hold(beboer_id: str) -> None:
    """Hold the resident's row to the end of the transaction: before any code of his, so that nobody waits in a ring."""
    sesjon.execute(_HOLD, {"beboer": beboer_id})


def _trekk(beboer_id: str, aarsak: Trekkaarsak) -> bool:
    """Void whatever has neither been used nor revoked; whether any of it could still have been used."""
    aapen = sa.and_(Kompasskode.beboer_id == beboer_id, Kompasskode.brukt.is_(None), Kompasskode.trukket.is_(None))
    levende = sesjon.scalar(sa.select(Kompasskode.id).where(aapen, Kompasskode.utloeper > naa()))
    sesjon.execute(sa.update(Kompasskode).where(aapen).values(trukket=naa(), trekkaarsak=aarsak))
    return levende is not None


def _sett_kompass(beboer_id: str, status: Kompassstatus) -> None:
    sesjon.execute(sa.update(Beboer).where(BEBOER.c.id == beboer_id).values(kompass_lagret=status))


def _sett_kode_til(beboer_id: str, til: datetime | None) -> None:
    sesjon.execute(sa.update(Beboer).where(BEBOER.c.id == beboer_id).values(kompasskode_til=til))


_HOLD = sa.select(BEBOER.c.id).where(BEBOER.c.id == sa.bindparam("beboer")).with_for_update(key_share=True)
