"""Which interview a household's members take part in, after the register has changed who they are and where (story 8).

At each mottak those of a household who are to be interviewed share one open interview, but for the shielded, who have
one each: then the others wait for nobody they may not know of. One that is completed is never touched: a member who
comes later gets one alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from app.db import ny_id, sesjon
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.beboer.statuser import Samtalestatus
from app.domain.kartlegging.kartlegging import INTERN_MERKNAD, KARTLEGGING
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.samtale import merknad
from app.domain.samtale.svar import hent_svar
from app.domain.samtale.svarlager import Svar
from app.domain.tid import naa
from app.domain.varsel import samlevarsel
from app.domain.varsel.anledning import Anledning

Stilling = Mapping[str, frozenset[str]]
"""Open interview → the ids of those who take part."""


def laas_samtaler(samtale_ider: Iterable[str]) -> None:
    """Lock the interviews in the order of their ids, as they are now."""
    if not (ider := list(samtale_ider)):
        return
    sesjon.scalars(
        sa.select(Bosettingssamtale)
        .where(Bosettingssamtale.id.in_(ider))
        .order_by(Bosettingssamtale.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def stilling(beboere: Iterable[Beboer]) -> Stilling:
    """Who takes part in which open interview."""
    samlet: dict[str, set[str]] = {}
    for beboer in beboere:
        if aapen := _aapen(beboer):
            samlet.setdefault(aapen.id, set()).add(beboer.id)
    return {samtale_id: frozenset(ider) for samtale_id, ider in samlet.items()}


def gaa_ut(beboer: Beboer) -> None:
    """Out of an open interview. What has been written is kept apart from it, for the day the person is ready again:
    the others may complete theirs meanwhile, and what is completed cannot be taken out."""
    if _aapen(beboer):
        _flytt_svar(beboer, _ny([beboer], Samtalestatus.IKKE_KLAR, naa()))
        beboer.samtale = None


def forsegl_utkast(beboer: Beboer) -> None:
    """A draft of the internal remark becomes an entry that only IMDi reads, together with the case."""
    samtale = _aapen(beboer)
    utkast = hent_svar([beboer.id])[beboer.id].get(INTERN_MERKNAD.navn)
    if samtale is None or utkast is None or not utkast.verdi:
        return
    merknad.forsegl(
        beboer_id=beboer.id, samtale_id=samtale.id, mottak_id=samtale.mottak_id,
        tekst=utkast.verdi, skrevet_av_id=utkast.endret_av_id,
    )  # fmt: skip
    sesjon.execute(
        sa.update(Svar)
        .where(Svar.beboer_id == beboer.id, Svar.sti == INTERN_MERKNAD.navn)
        .values(verdi=None, versjon=Svar.versjon + 1, klient="", sekvens=0, endret=naa())
        .execution_options(synchronize_session=False)
    )
    hendelse.noter(Handling.MERKNAD_FORSEGLET, None, beboer_id=beboer.id, samtale_id=samtale.id)


def plasser(beboere: Sequence[Beboer], klare: Iterable[str], foer: Stilling) -> None:
    """Give each of some households' members the right interview; `klare` are the DUF-numre of those now ready.

    `foer` is who took part before: from it, the mottak are told of households that changed while they waited.
    """
    nye = set(klare)
    grupper: dict[tuple[str, str, str], list[Beboer]] = {}
    for beboer in beboere:
        if _aapen(beboer) or (beboer.duf_nummer in nye and beboer.samtale is None and not beboer.trukket):
            alene = beboer.id if beboer.skjermet else ""
            grupper.setdefault((beboer.husstand_id, beboer.mottak_id, alene), []).append(beboer)
    varslet = {_samle(gruppe, foer) for gruppe in grupper.values()}
    sesjon.flush()
    _varsle_endret(beboere, foer, varslet)


def _samle(gruppe: Sequence[Beboer], foer: Stilling) -> str | None:
    """One interview for all of a group; the answer is its id where its mottak has been told that it is ready."""
    samtale, er_ny_her = _felles(gruppe, foer)
    for beboer in gruppe:
        if beboer.samtale is not samtale:
            beboer.samtale = samtale
            _flytt_svar(beboer, samtale)
            hendelse.noter(Handling.KLAR_FOR_SAMTALE, None, beboer_id=beboer.id, samtale_id=samtale.id)
    if not er_ny_her:
        return None
    sesjon.flush()
    samlevarsel.send_samlet(Anledning.KLAR_FOR_SAMTALE, [(samtale.id, samtale.mottak_id)])
    return samtale.id


def _felles(gruppe: Sequence[Beboer], foer: Stilling) -> tuple[Bosettingssamtale, bool]:
    """The group's interview, and whether it is new at the mottak: one there, one they take along, or a new one."""
    husstand_id, mottak_id = gruppe[0].husstand_id, gruppe[0].mottak_id
    har = {samtale.id: samtale for beboer in gruppe if (samtale := _aapen(beboer))}
    aapne = sorted(har.values(), key=lambda samtale: (samtale.klar_siden, samtale.id))
    for samtale in aapne:
        if (samtale.husstand_id, samtale.mottak_id) == (husstand_id, mottak_id) and not gruppe[0].skjermet:
            return samtale, False
    for samtale in aapne:
        if foer.get(samtale.id, frozenset()) <= {beboer.id for beboer in gruppe}:
            flyttet = samtale.mottak_id != mottak_id
            samtale.husstand_id, samtale.mottak_id = husstand_id, mottak_id
            return samtale, flyttet
    return _ny(gruppe, Samtalestatus.KLAR, aapne[0].klar_siden if aapne else naa()), True


def _ny(gruppe: Sequence[Beboer], status: Samtalestatus, klar_siden: datetime) -> Bosettingssamtale:
    samtale = Bosettingssamtale(
        id=ny_id(), husstand_id=gruppe[0].husstand_id, mottak_id=gruppe[0].mottak_id, status=status,
        skjema_versjon=KARTLEGGING.versjon, klar_siden=klar_siden,
    )  # fmt: skip
    sesjon.add(samtale)
    sesjon.flush()
    return samtale


def _flytt_svar(beboer: Beboer, samtale: Bosettingssamtale) -> None:
    """The answers belong to another interview from now on; the history keeps at which mottak each was given."""
    sesjon.execute(
        sa.update(Svar)
        .where(Svar.beboer_id == beboer.id)
        .values(samtale_id=samtale.id)
        .execution_options(synchronize_session=False)
    )


def _varsle_endret(beboere: Sequence[Beboer], foer: Stilling, varslet: set[str | None]) -> None:
    """Someone joined or left an interview that waits: its mottak is told, but for those it was just told of."""
    etter, skjermede = stilling(beboere), {beboer.id for beboer in beboere if beboer.skjermet}
    for samtale_id, deltok in foer.items():
        deltar = etter.get(samtale_id, frozenset()) - skjermede
        if deltar and deltar != deltok - skjermede and samtale_id not in varslet:
            samtale = next(b.samtale for b in beboere if b.samtale_id == samtale_id and b.samtale)
            samlevarsel.send_samlet(Anledning.HUSSTAND_ENDRET, [(samtale_id, samtale.mottak_id)])


def _aapen(beboer: Beboer) -> Bosettingssamtale | None:
    return beboer.samtale if beboer.samtale and not beboer.samtale.laast else None
