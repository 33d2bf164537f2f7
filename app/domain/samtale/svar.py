"""Svar: the answers of an interview, one row each, saved one by one as they are typed (S48).

A save carries the version of the answer it was based on. Another's change meanwhile is a Konflikt and changes
nothing; a resend, or a late copy of an earlier save from the same page, is harmless. Every value ever saved stays
in the history. The interview's row is locked first, so a save and a completion never pass each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.db import ny_id, sesjon
from app.domain.beboer import skjerming
from app.domain.kartlegging.kartlegging import KARTLEGGING, UTGAVER
from app.domain.samtale.svarlager import (
    Lagret,
    Sti,
    Svarhistorikk,
    Svarsamling,
    er_kryptert,
    hent_lagrede,
    les_verdi,
    skriv_rad,
)
from app.domain.skjema.grammatikk import Deltakende, Liste, Sted, Svarverdier, rader
from app.domain.skjema.overfoering import i_dag_av, overfoer
from app.domain.skjema.overtakelse import les_inn
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.unntak import IkkeFunnet, Konflikt, Ugyldig

RAD_FJERNET = "Raden er fjernet av en annen. Legg til en ny hvis den skal være med."
FULLT = "Det er ikke plass til flere enn %(antall)s her."
TATT_UT = "Spørsmålet er tatt ut av skjemaet etter at siden ble åpnet. Last siden på nytt."


@dataclass(frozen=True)
class Innsending:
    """A save as the browser sends it.

    `raa` are the form's values under the path; `versjon` the one the page showed (0: none yet). `klient` names the
    open page and `sekvens` counts its saves; a plain form has neither. `utgave` is the version of the questionnaire
    that the page asked by; None is today's.
    """

    sti: Sti
    raa: Sequence[str]
    versjon: int
    klient: str = ""
    sekvens: int = 0
    utgave: int | None = None


def hent_svar(beboer_ider: Sequence[str]) -> dict[str, Svarsamling]:
    """All answers of some residents in open interviews, in one query: beboer id → path → answer, as they stand in
    today's version of the questionnaire."""
    return {id_: overfoer(UTGAVER, samling) for id_, samling in hent_lagrede(beboer_ider).items()}


def hent_for_skriving(deltakere: Sequence[Deltakende]) -> dict[str, Svarsamling]:
    """As hent_svar, in a locked, open interview. What has moved since it was given is first stored where it stands in
    today's version; the history keeps both, and who gave it."""
    lagrede = hent_lagrede([deltaker.id for deltaker in deltakere])
    return {deltaker.id: _skriv_overfoert(deltaker, lagrede[deltaker.id]) for deltaker in deltakere}


def _skriv_overfoert(deltaker: Deltakende, lagrede: Svarsamling) -> Svarsamling:
    samling = overfoer(UTGAVER, lagrede)
    for sti in [sti for sti, lagret in samling.items() if lagret != lagrede.get(sti)]:
        samling[sti] = replace(samling[sti], endret=naa())
        skriv_rad(deltaker, sti, samling[sti], ny=sti not in lagrede)
    return samling


def verdier(samling: Mapping[Sti, Lagret]) -> dict[Sti, Any]:
    """Path → value, as the questionnaire's grammar asks for it."""
    return {sti: lagret.verdi for sti, lagret in samling.items()}


def svarverdier_for(beboer_ider: Sequence[str]) -> dict[str, Svarverdier]:
    """As hent_svar, values only."""
    return {beboer_id: verdier(samling) for beboer_id, samling in hent_svar(beboer_ider).items()} if beboer_ider else {}


def lagre_svar(
    av: Innlogget, beboer: Deltakende, samling: Svarsamling, inn: Innsending, tid: datetime | None = None
) -> Lagret:
    """Save one field of a locked, open interview; `samling` holds the person's answers and is kept up to date.

    `tid` is the moment of all that is stored at once. The answer is what is stored now. Raises IkkeFunnet where there
    is no such field for this person, Ugyldig where the input cannot be stored, Konflikt where a colleague changed the
    same field since `inn.versjon`.
    """
    if inn.utgave is not None and inn.utgave < UTGAVER.versjon:
        return _lagre_fra_eldre(av, beboer, samling, inn)
    lagret = samling.get(inn.sti)
    sted = _krev_sted(inn.sti, beboer, samling)
    return _skriv(av, beboer, samling, inn, les_inn(sted.felt.type, inn.raa, lagret and lagret.verdi), tid)


def _lagre_fra_eldre(av: Innlogget, beboer: Deltakende, samling: Svarsamling, inn: Innsending) -> Lagret:
    """From a page that asked by an older version: the answer goes where it stands today. Raises as `lagre_svar`, and
    Ugyldig where nobody asks any more; then it stays on the page."""
    sted = UTGAVER.utgave(inn.utgave or 1).finn(inn.sti)
    if sted is None:
        raise IkkeFunnet
    verdi = sted.felt.type.parse(inn.raa)
    naa_ = i_dag_av(UTGAVER, inn.sti, verdi, inn.utgave or 1)
    if not any(KARTLEGGING.finn(sti) for sti in naa_):
        raise Ugyldig(sted.felt.bortfalt or TATT_UT)
    for sti in naa_:
        _krev_sted(sti, beboer, samling)
    skrevet = [_skriv(av, beboer, samling, replace(inn, sti=sti), ny) for sti, ny in naa_.items()]
    return skrevet[0]


def _krev_sted(sti: Sti, beboer: Deltakende, samling: Svarsamling) -> Sted:
    """The place where this person's answer is saved. Raises IkkeFunnet, Ugyldig."""
    sted = KARTLEGGING.finn(sti)
    if sted and er_fjernet(sted, samling):
        raise Ugyldig(RAD_FJERNET)
    if sted and sted.felt.bortfalt and not sted.felt.gjelder(beboer):
        raise Ugyldig(sted.felt.bortfalt)
    if sted is None or not finnes(sted, beboer, samling):
        raise IkkeFunnet
    return sted


def finnes(sted: Sted, beboer: Deltakende, samling: Mapping[Sti, Lagret]) -> bool:
    """Whether the question is one for this person, and its row is there; whoever outgrew it may have it open."""
    gjelder = sted.felt.beholdes or sted.felt.gjelder(beboer)
    return gjelder and (sted.liste is None or sted.rad in rader(sted.liste, verdier(samling)))


def er_fjernet(sted: Sted, samling: Mapping[Sti, Lagret]) -> bool:
    """Whether the field stood in a row that has been taken out."""
    rad = samling.get(f"{sted.liste.navn}.{sted.rad}") if sted.liste else None
    return rad is not None and rad.verdi is None


def legg_til_rad(
    av: Innlogget, beboer: Deltakende, samling: Svarsamling, liste: Liste, tid: datetime | None = None
) -> Sti:
    """Add an empty row to a repeated group of a locked, open interview; the answer is its path. The page that comes
    back shows the other rows too, so this is a reading, as `fjern_rad` is.
    """
    skjerming.husk_lest(beboer.id)
    eksisterende = rader(liste, verdier(samling))
    if len(eksisterende) >= liste.maks_rader:
        raise Ugyldig(FULLT, antall=liste.maks_rader)
    sti = f"{liste.navn}.{ny_id()}"
    siste = max((int(samling[f"{liste.navn}.{rad}"].verdi or 0) for rad in eksisterende), default=0)
    _skriv(av, beboer, samling, Innsending(sti, (), 0), siste + 1, tid)
    return sti


def fjern_rad(
    av: Innlogget, beboer: Deltakende, samling: Svarsamling, sti: Sti, vist: Mapping[Sti, int] | None = None
) -> None:
    """Take a row out of its repeated group; what it held stays in the history. `vist`: the versions the page showed.

    A row that a colleague took out meanwhile stays out. Raises IkkeFunnet where there never was such a row, Konflikt
    where a colleague has written something in it that the page did not show.
    """
    skjerming.husk_lest(beboer.id)
    navn, _, rad = sti.partition(".")
    if not isinstance(KARTLEGGING.ledd(navn), Liste) or "." in rad or sti not in samling:
        raise IkkeFunnet
    celler = [celle for celle, lagret in samling.items() if celle.startswith(f"{sti}.") and lagret.verdi is not None]
    for celle in celler:
        if (vist or {}).get(celle, samling[celle].versjon) != samling[celle].versjon:
            raise _konflikt(beboer, celle, samling[celle])
    toem(av, beboer, samling, [*celler, sti])


def toem(av: Innlogget, beboer: Deltakende, samling: Svarsamling, stier: Sequence[Sti]) -> None:
    """Empty some answers, whatever their version, in one and the same moment."""
    tid = naa()
    for sti in stier:
        _skriv(av, beboer, samling, Innsending(sti, (), samling[sti].versjon), None, tid)


def angre_fjerning(av: Innlogget, beboer: Deltakende, samling: Svarsamling, sti: Sti) -> None:
    """Put a row back with what it held when it was taken out; one that is there already stays as it is.

    Raises IkkeFunnet where there never was such a row, Ugyldig where there is no room for it any more.
    """
    skjerming.husk_lest(beboer.id)
    liste, rad = KARTLEGGING.finn_rad(sti), samling.get(sti)
    if liste is None or rad is None:
        raise IkkeFunnet
    if rad.verdi is not None:
        return
    if len(rader(liste, verdier(samling))) >= liste.maks_rader:
        raise Ugyldig(FULLT, antall=liste.maks_rader)
    celler = [s for s, lagret in samling.items() if s.startswith(f"{sti}.") and lagret.verdi is None]
    fulgte_med = [celle for celle in celler if samling[celle].endret == rad.endret]
    sett_tilbake(av, beboer, samling, [sti, *fulgte_med])


def sett_tilbake(av: Innlogget, beboer: Deltakende, samling: Svarsamling, stier: Sequence[Sti]) -> None:
    """Make what some answers held before they were last stored, the answers again; nothing where they held nothing."""
    holdt = holdt_foer(beboer.id, samling, stier)
    for sti in stier:
        _skriv(av, beboer, samling, Innsending(sti, (), samling[sti].versjon), holdt.get(sti))


def holdt_foer(beboer_id: str, samling: Mapping[Sti, Lagret], stier: Sequence[Sti]) -> dict[Sti, Any]:
    """What some answers held before they were last stored, as they stand in today's version of the questionnaire."""
    h = Svarhistorikk.__table__.c
    rader_ = sesjon.execute(
        sa.select(h.sti, h.versjon, h.verdi, h.skjema_versjon).where(h.beboer_id == beboer_id, h.sti.in_(stier))
    )
    forrige = {r.sti: r for r in rader_ if r.versjon == samling[r.sti].versjon - 1}
    return {sti: _i_dag(beboer_id, sti, r.verdi, r.skjema_versjon) for sti, r in forrige.items()}


def verdi_i_versjon(beboer_id: str, sti: Sti, versjon: int) -> Any | None:
    """What the field held at a version, None for none: tells a plain form's untouched fields from the changed ones."""
    rad = sesjon.execute(
        sa.select(Svarhistorikk.verdi, Svarhistorikk.skjema_versjon).where(
            Svarhistorikk.beboer_id == beboer_id, Svarhistorikk.sti == sti, Svarhistorikk.versjon == versjon
        )
    ).one_or_none()
    if rad is None:
        return None
    return _i_dag(beboer_id, sti, rad.verdi, rad.skjema_versjon)


def _i_dag(beboer_id: str, sti: Sti, lagret: Any | None, utgave: int) -> Any | None:
    return i_dag_av(UTGAVER, sti, les_verdi(sti, lagret, beboer_id, utgave), utgave).get(sti)


def mangler(beboer: Deltakende, samling: Mapping[Sti, Lagret]) -> list[Sti]:
    """Paths of the required answers that are missing."""
    return KARTLEGGING.mangler(beboer, verdier(samling))


def _skriv(
    av: Innlogget,
    beboer: Deltakende,
    samling: Svarsamling,
    inn: Innsending,
    verdi: Any | None,
    tid: datetime | None = None,
) -> Lagret:
    naavaerende = samling.get(inn.sti)
    versjon = naavaerende.versjon if naavaerende else 0
    if naavaerende and (naavaerende.verdi == verdi or _er_gammelt(naavaerende, inn)):
        return naavaerende
    if not naavaerende and verdi is None:
        return Lagret(None, 0, "", 0, naa(), av.id, UTGAVER.versjon)
    if versjon != inn.versjon and not _er_samme_side(naavaerende, inn):
        if naavaerende and not inn.klient and verdi == verdi_i_versjon(beboer.id, inn.sti, inn.versjon):
            return naavaerende
        raise _konflikt(beboer, inn.sti, naavaerende)
    ny = Lagret(verdi, versjon + 1, inn.klient, inn.sekvens, tid or naa(), av.id, UTGAVER.versjon)
    skriv_rad(beboer, inn.sti, ny, ny=naavaerende is None)
    samling[inn.sti] = ny
    return ny


def _er_samme_side(naavaerende: Lagret | None, inn: Innsending) -> bool:
    return naavaerende is not None and bool(inn.klient) and naavaerende.klient == inn.klient


def _er_gammelt(naavaerende: Lagret, inn: Innsending) -> bool:
    """A resend, or a save that a newer one of the same page has overtaken (K3, K4)."""
    return _er_samme_side(naavaerende, inn) and inn.sekvens <= naavaerende.sekvens


def _konflikt(beboer: Deltakende, sti: Sti, naavaerende: Lagret | None) -> Konflikt:
    """Its answer shows what a colleague has stored: of a shielded person, that is a reading."""
    skjerming.husk_lest(beboer.id)
    if naavaerende is None:
        return Konflikt(0, None, "", naa())
    navn = sesjon.scalar(sa.select(Bruker.navn).where(Bruker.id == naavaerende.endret_av_id)) or ""
    lagret = None if er_kryptert(sti, naavaerende.utgave) else naavaerende.verdi
    return Konflikt(naavaerende.versjon, lagret, navn, naavaerende.endret, naavaerende.endret_av_id)
