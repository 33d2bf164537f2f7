"""Kommuner and bydeler: the register of Norway's municipalities and the districts of its largest cities (S86, S87)."""

import csv
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.config import ROT
from app.db import Base, sesjon, sortert
from app.domain.unntak import IkkeFunnet, Ugyldig, Uklart
from app.norsk import soekenoekkel
from app.spraak import Sammensatt

STEDSNAVN = ROT / "data" / "stedsnavn.csv"
"""Former kommuner, and places that people say, each with the kommune it lies in now."""
LIKHET = 0.75
"""How much of two names must be the same: one letter may be wrong in four."""
_MED_BYDEL = re.compile(r"(?:(?P<mor>.+?) (?:kommune )?)?bydel (?P<navn>(?!i ).+)")
_MED_NUMMER = re.compile(r"[^0-9]+ ([0-9]{4}|[0-9]{6})")


class Kommune(Base):
    """A kommune, or a bydel of one. `nummer`: 4 digits for a kommune, 6 for a bydel."""

    __tablename__ = "kommune"

    nummer: Mapped[str] = mapped_column(sa.String(6), primary_key=True)
    navn: Mapped[str] = mapped_column(sa.String(100), unique=True)
    """As people choose it: unique, with the fylke behind the names that occur twice, «Alna (bydel i Oslo)»."""
    offisielt_navn: Mapped[str] = mapped_column(sa.String(100))
    fylke: Mapped[str] = mapped_column(sa.String(50))
    maalform: Mapped[str] = mapped_column(sa.String(10))
    bydel_i: Mapped[str | None] = mapped_column(sa.ForeignKey("kommune.nummer"))
    soekenoekkel: Mapped[str] = mapped_column(sa.String(200))
    sorteringsnoekkel: Mapped[str] = mapped_column(sortert(100), index=True)
    tidligere: Mapped[list[list[str]]] = mapped_column(sa.JSON, default=list, server_default="[]")
    """[number, name] of what it once was called, or has taken in: it is found by these too."""
    erstattet_av: Mapped[str | None] = mapped_column(sa.String(6))
    """The kommune that this one has become. Its row stays, for what was written about it names it."""

    @property
    def beskrivelse(self) -> str:
        if self.bydel_i:
            return Sammensatt("Bydel %(nummer)s", nummer=self.nummer)
        return Sammensatt("Kommune %(nummer)s i %(fylke)s", nummer=self.nummer, fylke=self.fylke)

    @property
    def andre_navn(self) -> str:
        """The official name, with its Sami and Kven parts, where it differs from the one that is shown."""
        norsk = self.navn.partition(" (")[0]
        return "" if self.bydel_i or self.offisielt_navn.partition(" (")[0] == norsk else self.offisielt_navn


def hent_kommune(nummer: str) -> Kommune:
    """The kommune or bydel with this number, also where it is one no longer. Raises IkkeFunnet."""
    kommune = sesjon.get(Kommune, nummer)
    if kommune is None:
        raise IkkeFunnet
    return kommune


def bydeler(kommune: Kommune) -> Sequence[Kommune]:
    """The bydeler of a kommune by name."""
    sporring = _gjeldende().where(Kommune.bydel_i == kommune.nummer)
    return sesjon.scalars(sporring.order_by(Kommune.sorteringsnoekkel)).all()


def hoerer_under(nummer: str | None) -> sa.Select[str]:
    """The numbers that a user of this kommune or bydel answers for: its own, and those of its bydeler."""
    return sa.select(Kommune.nummer).where(sa.or_(Kommune.nummer == nummer, Kommune.bydel_i == nummer))


def kommune_og_mor(nummer: str) -> sa.Select[str]:
    """This number, and that of the kommune where it is a bydel's: those who answer for it."""
    mor = sa.select(Kommune.bydel_i).where(Kommune.nummer == nummer).scalar_subquery()
    return sa.select(Kommune.nummer).where(sa.or_(Kommune.nummer == nummer, Kommune.nummer == mor))


def alle_kommuner() -> list[Kommune]:
    """Every kommune and bydel in Norwegian alphabetical order."""
    return list(sesjon.scalars(_gjeldende().order_by(Kommune.sorteringsnoekkel)))


def soek_kommune(tekst: str) -> list[Kommune]:
    """Kommuner and bydeler whose name or number holds the text: first those called just that, then those that begin so.

    A kommune is found by its Norwegian, Sami and Kven names, by what it was called before, and by the places in it, a
    bydel by the name of its kommune too.
    """
    noekler = _noekler(tekst)
    if not noekler:
        return []
    steder = [nummer for sted, nummer in _steder().items() if sted.startswith(noekler)]
    holder = (Kommune.soekenoekkel.contains(noekkel, autoescape=True) for noekkel in noekler)
    heter = sa.or_(*holder, Kommune.nummer.in_(steder))
    treff = sesjon.scalars(_gjeldende().where(heter).order_by(Kommune.sorteringsnoekkel))
    return sorted(treff, key=lambda k: (k.bydel_i is not None, not _heter(k, noekler), not _begynner(k, noekler)))


def lignende_kommuner(tekst: str) -> list[Kommune]:
    """Those whose names are nearly what was typed: for a search that found none, as «Trondhiem» does."""
    navn: dict[str, str] = {del_: k.nummer for k in alle_kommuner() for del_ in _navn(k)[1:]} | dict(_steder())
    naer = {navn[n]: None for noekkel in _noekler(tekst) for n in get_close_matches(noekkel, navn, 3, LIKHET)}
    return [hent_kommune(nummer) for nummer in list(naer)[:3]]


def slaa_opp(tekst: str) -> dict[str, str]:
    """The one kommune or bydel that the text names, as {nummer, navn}. Raises Ugyldig, with suggestions.

    A whole name or number decides, then a former number; else the beginning of a name, where only one begins so;
    else what only one was called before, or the place that lies in it.
    """
    noekler = _noekler(tekst)
    treff = soek_kommune(tekst)
    navngitt = (
        [k for k in treff if _heter(k, noekler)]
        or [k for k in treff if any(nummer in noekler for nummer, _ in k.tidligere)]
        or [k for k in treff if k.nummer in map(_steder().get, noekler)]
        or [k for k in treff if _begynner(k, noekler)]
        or [k for k in treff if any(soekenoekkel(navn) in noekler for _, navn in k.tidligere)]
    )
    if len(navngitt) == 1:
        return {"nummer": navngitt[0].nummer, "navn": navngitt[0].navn}
    if treff := treff or lignende_kommuner(tekst):
        melding = "Det er ikke klart hvilken kommune det er. Mener du %(forslag)s?"
        raise Uklart(melding, *(k.navn for k in treff[:4]))
    raise Ugyldig("Fant ingen kommune eller bydel med dette navnet. Velg en fra listen.")


def _gjeldende() -> sa.Select[Kommune]:
    return sa.select(Kommune).where(Kommune.erstattet_av.is_(None))


def _noekler(tekst: str) -> tuple[str, ...]:
    """What is looked for: «Tromsø kommune» means Tromsø, «Drammen (3301)» the one with the number, «Aas» Ås too, and
    «Oslo kommune, bydel Alna» what we call Alna (bydel i Oslo)."""
    noekkel = soekenoekkel(tekst).removesuffix(" kommune")
    if nummer := _MED_NUMMER.fullmatch(noekkel):
        return (nummer[1],)
    if bydel := _MED_BYDEL.fullmatch(noekkel):
        return (f"{bydel['navn']} bydel i {bydel['mor']}" if bydel["mor"] else bydel["navn"],)
    return tuple(filter(None, dict.fromkeys((noekkel, noekkel.replace("aa", "a").replace("oe", "o")))))


@cache
def _steder() -> Mapping[str, str]:
    """Search key of a place → the number of its kommune."""
    with STEDSNAVN.open(encoding="utf-8", newline="") as fil:
        return {soekenoekkel(rad["sted"]): rad["kommunenummer"] for rad in csv.DictReader(fil)}


def _navn(kommune: Kommune) -> list[str]:
    """What it may be called, as search keys: number, chosen name, official name, and each language's part of it."""
    navn = (kommune.navn, kommune.offisielt_navn, *kommune.offisielt_navn.split(" - "))
    return [kommune.nummer, *map(soekenoekkel, navn)]


def _heter(kommune: Kommune, noekler: Sequence[str]) -> bool:
    return any(navn in noekler for navn in _navn(kommune))


def _begynner(kommune: Kommune, noekler: tuple[str, ...]) -> bool:
    return any(navn.startswith(noekler) for navn in _navn(kommune))
