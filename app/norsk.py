"""How people in Norway write, look things up and work: search and sort keys for æøå, dates, times, working days."""

import re
import unicodedata
from collections.abc import Container
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from app import spraak
from app.spraak import Spraak

NOEKKELLENGDE = 250
"""As much of a key as is kept: some letters become eighteen others in it."""
OSLO = ZoneInfo("Europe/Oslo")

_FOLDING = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŧ": "t", "ŋ": "n", "ß": "ss", "ı": "i", "ł": "l"})
_ALFABET = str.maketrans({"æ": "{a", "ä": "{a", "ø": "{b", "ö": "{b", "å": "{c"})
_RETNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_NORSK_DATO = re.compile(r"([0-9]{1,2})[./ -]+([0-9]{1,2})[./ -]+([0-9]{4})")
_KORT_DATO = re.compile(r"([0-9]{1,2})[./ -]+([0-9]{1,2})[./ -]+([0-9]{2})")
_TETT_DATO = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_ISO_DATO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def soekenoekkel(tekst: str) -> str:
    """The text as one searches for it: lower case, «tromso» for Tromsø, without accents and punctuation."""
    smaa = unicodedata.normalize("NFKD", tekst).casefold().translate(_FOLDING)
    brettet = unicodedata.normalize("NFKD", smaa)
    uten_tegn = "".join(t for t in brettet if not unicodedata.combining(t))
    return " ".join(re.sub(r"[^\w]+", " ", uten_tegn).split())[:NOEKKELLENGDE]


def sorteringsnoekkel(tekst: str) -> str:
    """A key that sorts as the Norwegian alphabet does in any database: æ, ø, å last; aa as the two letters it is."""
    smaa = unicodedata.normalize("NFC", tekst.casefold()).translate(_ALFABET)
    return "".join(t for t in unicodedata.normalize("NFKD", smaa) if not unicodedata.combining(t))[:NOEKKELLENGDE]


def uten_retning(tekst: str) -> str:
    """Without the marks that turn the letters' order round: what a register sent cannot disguise who it is (N4)."""
    return _RETNING.sub("", tekst)


def les_dato(tekst: str) -> date | None:
    """A day typed as dd.mm.åååå or åååå-mm-dd; None where it is neither or does not exist."""
    if iso := _ISO_DATO.fullmatch(tekst):
        aar, maaned, dag = iso.groups()
    elif norsk := _NORSK_DATO.fullmatch(tekst):
        dag, maaned, aar = norsk.groups()
    else:
        return None
    try:
        return date(int(aar), int(maaned), int(dag))
    except ValueError:
        return None


def les_skrevet_dato(tekst: str, i_dag: date, *, aar_fram: int) -> date | None:
    """As `les_dato`, of what a person types or pastes: «1/2-26», «01021990», with the digits of any script.

    A year of two digits is the last one, so written, that is at most `aar_fram` years from now.
    """
    vanlig = vanlige_sifre(tekst).strip(" .")
    if kort := _KORT_DATO.fullmatch(vanlig):
        dag, maaned, aar = kort.groups()
        siste = i_dag.year + aar_fram
        return les_dato(f"{dag}.{maaned}.{siste - (siste - int(aar)) % 100}")
    tett = _TETT_DATO.fullmatch(vanlig)
    return les_dato(".".join(tett.groups()) if tett else vanlig)


def vanlige_sifre(tekst: str) -> str:
    """Digits of other scripts, «٢٢», as the ones we write."""
    return "".join(str(unicodedata.decimal(t, t)) for t in tekst)


def er_arbeidsdag(dag: date) -> bool:
    """Monday to Friday, and none of Norway's public holidays, of which half move with Easter."""
    return dag.weekday() < 5 and dag not in _helligdager()


def arbeidsdager_etter(dag: date, antall: int) -> date:
    """The working day that is so many working days after a day."""
    while antall:
        dag += timedelta(days=1)
        antall -= er_arbeidsdag(dag)
    return dag


@cache
def _helligdager() -> Container[date]:
    from holidays import country_holidays  # here, since only the worker asks, and it takes time to load

    return country_holidays("NO")


def dato(dag: date) -> str:
    """dd.mm.åååå; of a point in time, the day it was in Norway."""
    dag = dag.astimezone(OSLO) if isinstance(dag, datetime) else dag
    return dag.strftime("%d.%m.%Y")


def klokkeslett(tid: datetime) -> str:
    """tt.mm in Norwegian time; tt:mm for whoever reads English."""
    return tid.astimezone(OSLO).strftime("%H:%M" if spraak.gjeldende() is Spraak.ENGELSK else "%H.%M")


def vist_dato(dag: date) -> str:
    """As `dato`, written as the reader's language does."""
    return str(spraak.dato(dag.astimezone(OSLO) if isinstance(dag, datetime) else dag))


def naar(tid: datetime, i_dag: date) -> str:
    """kl. tt.mm in Norwegian time, after the day where that is not today; after the year too where it is another."""
    dag = tid.astimezone(OSLO).date()
    klokka = f"{_foer_klokka()} {klokkeslett(tid)}"
    if dag == i_dag:
        return klokka
    if dag.year != i_dag.year or spraak.gjeldende() is Spraak.ENGELSK:
        return f"{spraak.dato(dag)} {klokka}"
    return f"{dag.day}.{dag.month}. {klokka}"


def tidspunkt(tid: datetime) -> str:
    """dd.mm.åååå kl. tt.mm in Norwegian time, as the reader's language writes it."""
    return f"{spraak.dato(tid.astimezone(OSLO))} {_foer_klokka()} {klokkeslett(tid)}"


def _foer_klokka() -> str:
    return "at" if spraak.gjeldende() is Spraak.ENGELSK else "kl."
