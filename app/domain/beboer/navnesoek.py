"""Navnesøk: whom a search for a name or a DUF-nummer means, however the name is spelled, and why it found them (F50).

Each word that is typed must be the beginning of a word of the name, or sound as one. Of a DUF-nummer the whole counts,
or the year, which is shown anyway: the digits that are hidden cannot be found out one by one.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer import duf
from app.domain.beboer.doerer import har_nummer
from app.domain.beboer.modell import BEBOER
from app.domain.beboer.navneord import NAVNEORD
from app.domain.unntak import Ugyldig
from app.navnelyd import LYD, lyder, navneord, slaa_sammen
from app.norsk import soekenoekkel

SIST = "\U0010ffff"
"""Sorts behind every letter, in either database."""
Vilkaar = sa.ColumnElement[bool]
VANLIG = 20_000
"""So many have a word: from here on it costs less to ask one by one until enough are found than to look all of them up.
Among a million the two meet at the root of a million times how many are counted (liste.FLEST_TALT)."""


def passer(tekst: str) -> Vilkaar:
    """Of a resident: the search means him. Asked of each row that the rest of the query finds: of one mottak, say."""
    return _passer(tekst, lambda ord_: map(_har, ord_))


def blant_alle(tekst: str) -> Vilkaar:
    """As `passer`, where the search is what narrows the query down: whom the words mean is found first.

    A word that very many have narrows nothing down: those whom the rest finds, in its order, are asked one by one.
    Where every word is such a one, they narrow it down together.
    """
    return _passer(tekst, _med_de_sjeldne_foerst)


def _med_de_sjeldne_foerst(ord_: Sequence[str]) -> list[Vilkaar]:
    vanlige = _vanlige(ord_)
    if len(ord_) > 1 and vanlige == set(ord_):
        return [BEBOER.c.id.in_(sa.intersect(*(sa.select(_med(et).subquery()) for et in ord_)))]
    return [_har(et) if et in vanlige else BEBOER.c.id.in_(_med(et)) for et in ord_]


def _vanlige(ord_: Sequence[str]) -> set[str]:
    """Those of the words that at least so many have."""
    talt = [_med(et).limit(VANLIG).subquery() for et in ord_]
    antall = sesjon.execute(
        sa.select(*(sa.select(sa.func.count()).select_from(t).scalar_subquery() for t in talt))
    ).one()
    return {et for et, n in zip(ord_, antall, strict=True) if n == VANLIG}


def _har(ord_: str) -> Vilkaar:
    return sa.exists().where(NAVNEORD.c.beboer_id == BEBOER.c.id, sa.or_(*_treff(ord_)))


def lignende(tekst: str, *navn: str) -> list[str]:
    """What of the names the search hit by sound alone, as it is written; nothing where one of them holds what was
    typed."""
    funnet = [treff for n in navn if (treff := _lignende(tekst, n)) is not None]
    return [] if [] in funnet else list(dict.fromkeys(del_ for treff in funnet for del_ in treff))


def _passer(tekst: str, har: Callable[[Sequence[str]], Iterable[Vilkaar]]) -> Vilkaar:
    try:
        nummer = duf.i_soek(tekst)
    except Ugyldig:
        return sa.false()
    if nummer:
        return _har_nummer(nummer)
    return sa.or_(sa.false(), *(sa.and_(*har(ord_)) for ord_ in _skrivemaater(tekst)))


def _har_nummer(nummer: str) -> Vilkaar:
    """The whole number, or all those of a year."""
    if duf.er_aar(nummer):
        return BEBOER.c.duf_nummer.between(nummer, f"{nummer}99999999")
    return har_nummer(nummer)


def _skrivemaater(tekst: str) -> list[Sequence[str]]:
    """The words that were typed, and the same with «Abdul Rahman» as one word, where there is such a one."""
    ord_ = soekenoekkel(tekst).split()
    sammen = slaa_sammen(ord_)
    return [maate for maate in (ord_, sammen if sammen != ord_ else []) if maate]


def _treff(ord_: str) -> list[Vilkaar]:
    begynner = sa.and_(NAVNEORD.c.ord >= ord_, NAVNEORD.c.ord < ord_ + SIST)
    lydene = sorted(LYD + lyd for lyd in lyder(ord_))
    return [begynner, NAVNEORD.c.ord.in_(lydene)] if lydene else [begynner]


def _med(ord_: str) -> sa.Select[Any] | sa.CompoundSelect[Any]:
    """The ids of those whose name has the word: one read of the index for each way to have it."""
    valg = [sa.select(NAVNEORD.c.beboer_id).where(treff) for treff in _treff(ord_)]
    return sa.union_all(*valg) if len(valg) > 1 else valg[0]


def _lignende(tekst: str, navn: str) -> list[str] | None:
    """None where the name is not hit at all."""
    maater = (_ved_lyd(ord_, navn) for ord_ in _skrivemaater(tekst))
    return min((maate for maate in maater if maate is not None), key=len, default=None)


def _ved_lyd(ord_: Iterable[str], navn: str) -> list[str] | None:
    alle, deler = navneord(soekenoekkel(navn)), navn.split()
    funnet: dict[str, None] = {}
    for o in ord_:
        if any(navneordet.startswith(o) for navneordet in alle):
            continue
        lydene = {LYD + lyd for lyd in lyder(o)}
        if not lydene & alle:
            return None
        funnet |= dict.fromkeys([d for d in deler if lydene & navneord(soekenoekkel(d))] or [navn])
    return list(funnet)
