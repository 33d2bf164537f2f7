"""Carries out interviews as staff would, at a chosen time: the demo's history, log and notices are the domain's own."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from itertools import count
from typing import cast

from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.bosetting import utsoeking
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale import ferdigstilling, samtale, svar
from app.domain.samtale.svar import Innsending
from app.domain.samtale.svarlager import Svarsamling
from app.domain.skjema.grammatikk import Liste
from app.domain.tid import klokke, naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.varsel import varsel
from app.domain.varsel.anledning import Anledning
from app.domain.varsel.kommunevarsel import varsle_kommunene
from app.norsk import OSLO

PAUSE = timedelta(seconds=3)
STANDARDSVAR = {
    "aarsak_ikke_kompass": "oensker_ikke",
    "behov_for_tolk": "ja",
    "har_tilknytning": "nei",
    "har_behov": "nei",
}

Raa = str | Sequence[str]
Svarark = Mapping[str, Raa | Sequence[Mapping[str, Raa]]]
"""What staff write about one person: field → text, or repeated group → its rows."""


def som(person: Bruker) -> Innlogget:
    """The user as a request would find him."""
    return Innlogget(
        hemmelighet="",
        sist_brukt=naa(),
        id=person.id,
        navn=person.navn,
        mottak_id=person.mottak_id,
        mottak_navn=person.mottak.navn if person.mottak else None,
        roller=frozenset(person.roller),
        kommune_nummer=person.kommune_nummer,
    )


def dager_siden(dager: int, klokka: time = time(9, 12)) -> datetime:
    """A time of day in Norway, so many days ago."""
    dag = naa().astimezone(OSLO).date() - timedelta(days=dager)
    return datetime.combine(dag, klokka, OSLO)


@contextmanager
def da(tid: datetime) -> Iterator[None]:
    """Inside, the domain's clock shows this time, and goes on a few seconds with each look."""
    sekunder = count()
    with klokke(lambda: tid + next(sekunder) * PAUSE):
        yield


def skriv(av: Innlogget, beboer: Beboer, ark: Svarark) -> None:
    """Save these answers about one person in a begun interview."""
    samtale.laas_for_lagring(av, beboer.samtale_id or "", beboer.id)
    samling = svar.hent_svar([beboer.id])[beboer.id]
    for navn, innhold in ark.items():
        ledd = KARTLEGGING.ledd(navn)
        if isinstance(ledd, Liste):
            _skriv_rader(av, beboer, samling, ledd, cast("Sequence[Mapping[str, Raa]]", innhold))
        else:
            _lagre(av, beboer, samling, navn, cast("Raa", innhold))


def fyll_ut(av: Innlogget, beboer: Beboer, ark: Svarark) -> None:
    """As `skriv`, and then whatever is required and still missing."""
    skriv(av, beboer, ark)
    samling = svar.hent_svar([beboer.id])[beboer.id]
    while savnet := svar.mangler(beboer, samling):
        for sti in savnet:
            ledd = KARTLEGGING.ledd(sti)
            if isinstance(ledd, Liste):
                svar.legg_til_rad(av, beboer, samling, ledd)
            else:
                _lagre(av, beboer, samling, sti, _standardsvar(beboer, sti))


def ferdigstill(av: Innlogget, samtale: Bosettingssamtale) -> None:
    """Read through and complete."""
    ferdigstilling.ferdigstill(av, samtale.id, ferdigstilling.les_gjennom(av, samtale.id).lest)


def soek_ut(samtale: Bosettingssamtale, beboere: Sequence[Beboer], kommunenummer: str, dager: int) -> None:
    """IMDi and the kommune agreed so many days ago: the household is placed, and both are told (S29)."""
    utsoeking.plasser(beboere, kommunenummer, dager_siden(dager).date())
    with da(dager_siden(dager, time(13, 5))):
        varsel.send_varsel(Anledning.SOEKT_UT, samtale_id=samtale.id, mottak_id=samtale.mottak_id)
        varsle_kommunene(Anledning.KOMMUNE_SOEKT_UT, beboere)


def _skriv_rader(
    av: Innlogget, beboer: Beboer, samling: Svarsamling, liste: Liste, rader: Sequence[Mapping[str, Raa]]
) -> None:
    for rad in rader:
        sti = svar.legg_til_rad(av, beboer, samling, liste)
        for navn, raa in rad.items():
            _lagre(av, beboer, samling, f"{sti}.{navn}", raa)


def _lagre(av: Innlogget, beboer: Beboer, samling: Svarsamling, sti: str, raa: Raa) -> None:
    versjon = samling[sti].versjon if sti in samling else 0
    verdier = [raa] if isinstance(raa, str) else raa
    svar.lagre_svar(av, beboer, samling, Innsending(sti, verdier, versjon))


def _standardsvar(beboer: Beboer, sti: str) -> Raa:
    if sti in ("morsmaal", "tolkespraak") and beboer.tolkespraak:
        return beboer.tolkespraak
    if sti in STANDARDSVAR:
        return STANDARDSVAR[sti]
    sted = KARTLEGGING.finn(sti)
    return sted.felt.type.eksempel if sted else ""
