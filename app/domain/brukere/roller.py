"""Roller: given and taken, each with a line in the log, and who is left that holds one."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa

from app.db import sesjon
from app.domain import tid
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.tilgang.bruker import Bruker, Innlogget, Rolletildeling
from app.domain.tilgang.matrise import BOSETTINGSANSVARLIGE, Rett, Rolle, roller_med
from app.norsk import sorteringsnoekkel


def sett_roller(av: Innlogget | None, bruker_id: str, gamle: Iterable[Rolle], nye: Iterable[Rolle]) -> bool:
    """Give and take until the user holds `nye`; the answer is whether any differed.

    Whoever had no role that gets notices begins with none unread.
    """
    foer, naa = set(gamle), set(nye)
    for rolle in naa - foer:
        sesjon.execute(sa.insert(Rolletildeling).values(bruker_id=bruker_id, rolle=rolle))
    hvilke = (Rolletildeling.bruker_id == bruker_id, Rolletildeling.rolle.in_(foer - naa))
    sesjon.execute(sa.delete(Rolletildeling).where(*hvilke).execution_options(synchronize_session=False))
    noter_roller(av, bruker_id, foer, naa)
    varslede = set(roller_med(Rett.VARSEL_SE))
    if varslede & naa and not varslede & foer:
        sesjon.execute(sa.update(Bruker).where(Bruker.id == bruker_id).values(varsler_fra=tid.naa()))
    return foer != naa


def noter_roller(av: Innlogget | None, bruker_id: str, foer: Collection[Rolle], naa: Collection[Rolle]) -> None:
    """A line in the log for each role that was given or taken, with all roles before and after (D8)."""
    detalj = f"{_liste(foer)} → {_liste(naa)}"
    for rolle in Rolle:
        if (rolle in foer) != (rolle in naa):
            handling = Handling.ROLLE_GITT if rolle in naa else Handling.ROLLE_FRATATT
            hendelse.noter(handling, av, felt=rolle, gjelder_bruker_id=bruker_id, detalj=detalj)


def andre_bosettingsansvarlige(bruker: Bruker) -> list[Bruker]:
    """The active users of the same mottak who do interviews and receive notices, but for this one: by name."""
    har_rollen = Bruker.rolletildelinger.any(Rolletildeling.rolle.in_(BOSETTINGSANSVARLIGE))
    ved_mottaket = (Bruker.mottak_id == bruker.mottak_id, Bruker.mottak_id.is_not(None))
    sporring = sa.select(Bruker).where(*ved_mottaket, Bruker.aktiv, Bruker.id != bruker.id, har_rollen)
    return sorted(sesjon.scalars(sporring), key=lambda andre: sorteringsnoekkel(andre.navn))


def _liste(roller: Collection[Rolle]) -> str:
    return ", ".join(rolle for rolle in Rolle if rolle in roller) or "–"
