"""Samme for alle: a member's answer is copied to others of the household, and can be taken back while it stands (F38).

All that one press stores has one and the same moment: by that the history tells what belongs together, and what was
there before. Which answers may be copied, is declared at the questions (`kan_deles`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale import svar
from app.domain.samtale.svar import Innsending
from app.domain.samtale.svarlager import Lagret, Sti, Svarhistorikk, Svarsamling
from app.domain.skjema.grammatikk import Deltakende, Felt, Liste, Sted, rader
from app.domain.tilgang.bruker import Innlogget
from app.domain.unntak import IkkeFunnet, Ugyldig

Rad = Sequence[tuple[Felt, Any]]
"""Of a row, the cells that may be copied, with their answers; the first of them tells what row it is."""


@dataclass(frozen=True)
class Andre:
    """Another member: what stands there now, and which of the rows are not there yet."""

    beboer: Beboer
    gjelder: bool
    """Whether the question is asked of him."""
    naa: Any | None
    versjon: int
    rader: Sequence[Rad]
    lik: bool
    """Whether nothing would change."""


@dataclass(frozen=True)
class Forslag:
    """An answer that may be copied, with the rows that go along, and the others of the household."""

    verdi: Any | None
    versjon: int
    rader: Sequence[Rad]
    andre: Sequence[Andre]


Skrevet = Mapping[str, Mapping[Sti, int]]
"""What was copied at one moment: beboer id → path → version."""


def delt_felt(sti: Sti) -> Sted:
    """The question at a path, if its answer may be copied to others. Raises IkkeFunnet."""
    sted = KARTLEGGING.finn(sti)
    if sted is None or sted.liste or not sted.felt.kan_deles:
        raise IkkeFunnet
    return sted


def les_tid(tekst: str) -> datetime:
    """The moment of a copying, as our own form sent it. Raises IkkeFunnet."""
    try:
        return datetime.fromisoformat(tekst).astimezone(UTC)
    except (ValueError, OverflowError) as feil:
        raise IkkeFunnet from feil


def forslag(samtale: Bosettingssamtale, svarene: Mapping[str, Svarsamling], beboer_id: str, sted: Sted) -> Forslag:
    """What would be copied from this member, and how it stands at each of the others."""
    lagret = svarene[beboer_id].get(sted.sti)
    verdi = lagret.verdi if lagret and sted.felt.type.passer(lagret.verdi) else None
    med = _rader(sted, svarene[beboer_id], verdi)
    andre = [_andre(d, svarene[d.id], sted, verdi, med) for d in samtale.deltakere if d.id != beboer_id]
    return Forslag(verdi, lagret.versjon if lagret else 0, med, andre)


def kopier(
    av: Innlogget, beboer: Deltakende, samling: Svarsamling, sted: Sted, det: Forslag, versjon: int, tid: datetime
) -> None:
    """Answer as it is answered there, in a locked, open interview; rows that are there already are not doubled.

    `versjon` is the one that was shown. Raises as lagre_svar and legg_til_rad.
    """
    for liste in _lister(sted):
        if len(_cellene(liste, samling)) + len(_som_mangler(liste, samling, det.rader)) > liste.maks_rader:
            raise Ugyldig(svar.FULLT, antall=liste.maks_rader)
    raa = sted.felt.type.til_skjema(det.verdi)
    svar.lagre_svar(av, beboer, samling, Innsending(sted.sti, raa, versjon), tid)
    for liste in _lister(sted):
        for rad in _som_mangler(liste, samling, det.rader):
            sti = svar.legg_til_rad(av, beboer, samling, liste, tid)
            for felt, verdi in rad:
                inn = Innsending(f"{sti}.{felt.navn}", felt.type.til_skjema(verdi), 0)
                svar.lagre_svar(av, beboer, samling, inn, tid)


def kopiert(av: Innlogget, samtale: Bosettingssamtale, sted: Sted, tid: datetime) -> Skrevet:
    """What this user copied of an answer at a moment, at the members whom he may know of."""
    h = Svarhistorikk.__table__.c
    lister = [sa.func.substr(h.sti, 1, len(liste.navn) + 1) == f"{liste.navn}." for liste in _lister(sted)]
    rader_ = sesjon.execute(
        sa.select(h.beboer_id, h.sti, h.versjon)
        .where(h.beboer_id.in_([d.id for d in samtale.deltakere]), h.samtale_id == samtale.id)
        .where(h.endret == tid, h.endret_av_id == av.id, sa.or_(h.sti == sted.sti, *lister))
    )
    hos: dict[str, dict[Sti, int]] = {}
    for rad in rader_:
        hos.setdefault(rad.beboer_id, {})[rad.sti] = rad.versjon
    return hos


def angre(av: Innlogget, beboer: Deltakende, samling: Svarsamling, skrevet: Mapping[Sti, int]) -> Lagret | None:
    """Put back what stood at a member before it was copied, in a locked, open interview: all of it, or where somebody
    has changed any of it since, nothing; the answer is then what he stored."""
    rad_stier = tuple(f"{sti}." for sti in skrevet if KARTLEGGING.finn_rad(sti))
    i_radene = [sti for sti, lagret in samling.items() if sti.startswith(rad_stier) and lagret.verdi is not None]
    for sti in [*skrevet, *i_radene]:
        if samling[sti].versjon != skrevet.get(sti):
            return samling[sti]
    svar.sett_tilbake(av, beboer, samling, [*skrevet])
    return None


def _andre(beboer: Beboer, samling: Svarsamling, sted: Sted, verdi: Any | None, med: Sequence[Rad]) -> Andre:
    lagret = samling.get(sted.sti)
    staar = lagret.verdi if lagret else None
    gjelder = sted.felt.angaar(beboer, svar.verdier(samling))
    mangler = [rad for liste in _lister(sted) for rad in _som_mangler(liste, samling, med)]
    return Andre(beboer, gjelder, staar, lagret.versjon if lagret else 0, mangler, lik=staar == verdi and not mangler)


def _lister(sted: Sted) -> list[Liste]:
    """The groups that this question opens, of which something may be copied."""
    lister = [ledd for seksjon in KARTLEGGING.seksjoner for ledd in seksjon.ledd if isinstance(ledd, Liste)]
    return [liste for liste in lister if liste.hvis and liste.hvis[0] == sted.felt.navn and _delte(liste)]


def _delte(liste: Liste) -> list[Felt]:
    return [felt for felt in liste.felter if felt.kan_deles]


def _rader(sted: Sted, samling: Svarsamling, verdi: Any | None) -> list[Rad]:
    """The rows that go along with an answer: those with anything in them that may be copied."""
    lister = [liste for liste in _lister(sted) if liste.hvis and liste.hvis[1] == verdi]
    alle = [rad for liste in lister for rad in _cellene(liste, samling)]
    return [rad for rad in alle if any(verdi is not None for _, verdi in rad)]


def _cellene(liste: Liste, samling: Svarsamling) -> list[Rad]:
    svarene = svar.verdier(samling)
    return [
        [(felt, svarene.get(f"{liste.navn}.{rad}.{felt.navn}")) for felt in _delte(liste)]
        for rad in rader(liste, svarene)
    ]


def _som_mangler(liste: Liste, samling: Svarsamling, med: Sequence[Rad]) -> list[Rad]:
    """Those whose first cell, the name, is in no row there: nobody is written up twice."""
    der = [rad[0][1] for rad in _cellene(liste, samling)]
    return [rad for rad in med if rad[0][1] not in der]
