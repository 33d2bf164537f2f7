"""Tilknyttede: those who have tilknytning to a kommune, found by an index of the answers.

The answers and the rectifications are asked themselves, so nothing has to be kept in step with them (docs/valg.md).
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.db import begynnelsen, er_kommune, sesjon
from app.domain.beboer.modell import Beboer
from app.domain.bosetting.overblikk import HAR_TILKNYTNING, TILKNYTNING
from app.domain.bosetting.retting import Retting
from app.domain.kommune.kommune import Kommune
from app.domain.samtale.svarlager import Svar

VANLIG = 2_000
"""So many have tilknytning to a kommune: from here on it costs less to ask one by one until enough are found."""
TEGN = 17
"""So much of an answer tells which kommune it is (db.begynnelsen)."""
I_RADEN = f"{TILKNYTNING}.%.kommune"
Vilkaar = sa.ColumnElement[bool]


def slaa_opp(nummer: str) -> Sequence[str] | None:
    """What the kommune goes by in the answers, as they begin: they name it, and its bydeler, by the number it had when
    they were given. None where so many have tilknytning to it that to look all of them up costs more than to ask."""
    begynner = _begynnelse(Kommune.nummer)
    hos = sa.select(sa.literal(1)).where(_kolonne("svar.verdi") == begynner, sa.text(er_kommune("svar.verdi")))
    talt = hos.select_from(Svar).correlate(Kommune).limit(VANLIG).subquery()
    antall = sa.select(sa.func.count()).select_from(talt).scalar_subquery()
    rader = sesjon.execute(sa.select(begynner, antall).where(_er(nummer))).all()
    return [rad[0] for rad in rader] if sum(rad[1] for rad in rader) < VANLIG else None


def har_tilknytning_til(nummer: str, begynnelser: Sequence[str] | None) -> Vilkaar:
    """Of a resident whose interview is completed: there is tilknytning to this kommune as the answers now stand; to a
    bydel of it, or to what it was before, too.

    With what `slaa_opp` gives they are found first; without, those whom the rest of the query finds are asked.
    """
    if begynnelser is not None:
        gitt = sa.select(Svar.beboer_id).where(_navngir("svar.verdi", begynnelser), _staar(Svar))
        rettet = sa.select(Retting.beboer_id).where(_navngir("retting.til", begynnelser), _staar(Retting))
        return Beboer.id.in_(sa.union_all(gitt, rettet))
    slik = sa.select(_begynnelse(Kommune.nummer)).where(_er(nummer))
    mine = sa.and_(Retting.samtale_id == Beboer.samtale_id, Retting.beboer_id == Beboer.id)
    egne = sa.exists().where(Svar.beboer_id == Beboer.id, _spurt(Svar.verdi).in_(slik), _staar(Svar))
    return sa.or_(egne, sa.exists().where(mine, _spurt(Retting.til).in_(slik), _staar(Retting)))


def _er(nummer: str) -> Vilkaar:
    return sa.or_(Kommune.nummer == nummer, Kommune.bydel_i == nummer, Kommune.erstattet_av == nummer)


def _begynnelse(nummer: Any) -> sa.ColumnElement[str]:
    return sa.func.substr(sa.literal('{"nummer":"').concat(nummer).concat('",'), 1, TEGN)


def _kolonne(kolonne: str) -> sa.ColumnElement[str]:
    """As the index has it, to the letter, or it is not used."""
    return sa.literal_column(begynnelsen(kolonne), sa.Text())


def _navngir(kolonne: str, begynnelser: Sequence[str]) -> Vilkaar:
    return sa.and_(_kolonne(kolonne).in_(begynnelser), sa.text(er_kommune(kolonne)))


def _spurt(kolonne: Any) -> sa.ColumnElement[str]:
    """The same of one answer, so that the index of all who have it is not read anew for each."""
    return sa.func.substr(sa.cast(kolonne, sa.Text), 1, TEGN)


def _staar(tabell: Any) -> Vilkaar:
    """An answer to which kommune, or a rectification of one, that is the last word, in a row that is shown."""
    senere, siste, etter_den = (aliased(Retting) for _ in range(3))
    nummer = tabell.nummer if tabell is Retting else 0
    rettet = sa.exists().where(_samme(senere, tabell), senere.sti == tabell.sti, senere.nummer > nummer)
    overgaatt = sa.exists().where(_samme(etter_den, siste), etter_den.sti == siste.sti, etter_den.nummer > siste.nummer)
    annet = sa.func.coalesce(sa.cast(siste.til, sa.Text), "") != '"ja"'
    bort = sa.exists().where(_samme(siste, tabell), siste.sti == HAR_TILKNYTNING, annet, ~overgaatt.correlate(siste))
    return sa.and_(tabell.sti.like(I_RADEN), ~rettet.correlate(tabell), ~bort.correlate(tabell))


def _samme(en: Any, annen: Any) -> Vilkaar:
    return sa.and_(en.samtale_id == annen.samtale_id, en.beboer_id == annen.beboer_id)
