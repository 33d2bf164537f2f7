"""Skjemaversjon: an open interview is asked by today's questionnaire, a completed one is shown by the version it was
completed in; and what was answered to questions that have been taken out meanwhile."""

from collections.abc import Sequence

from app.domain.beboer.modell import Bosettingssamtale
from app.domain.kartlegging.kartlegging import UTGAVER
from app.domain.samtale.svar import hent_svar, verdier
from app.domain.samtale.svarlager import Sti, Svarsamling, hent_lagrede
from app.domain.skjema.grammatikk import Leser, Person, Sted


def versjon_for(samtale: Bosettingssamtale) -> int:
    """The version of the questionnaire that an interview is shown by."""
    return samtale.skjema_versjon if samtale.laast else UTGAVER.versjon


def svarene_i(samtale: Bosettingssamtale) -> dict[str, Svarsamling]:
    """The answers of its members, by the same version: what is completed stands as it was stored."""
    ider = [deltaker.id for deltaker in samtale.deltakere]
    return hent_lagrede(ider) if samtale.laast else hent_svar(ider)


def tatt_ut(person: Person, samling: Svarsamling, versjon: int, leser: Leser) -> Sequence[Sted]:
    """The places, as they were, of the answers to questions that are gone in this version, to whoever might read them
    then. They follow the interview: nothing that somebody has answered is lost because a question is taken out."""
    return [
        sted
        for sted in _tatt_ut(samling, versjon)
        if leser in sted.lesere and not sted.felt.kryptert and not _falt_bort(person, sted, samling, versjon)
    ]


def falt_bort(person: Person, samling: Svarsamling, versjon: int) -> list[Sti]:
    """Paths of such answers that had fallen away also if the question had stayed."""
    return [sted.sti for sted in _tatt_ut(samling, versjon) if _falt_bort(person, sted, samling, versjon)]


def lesbare_for(person: Person, samling: Svarsamling, versjon: int, leser: Leser) -> Svarsamling:
    """The answers that this reader may read, of an interview in this version."""
    uttatte = {sted.sti for sted in tatt_ut(person, samling, versjon, leser)}
    lesbare = UTGAVER.utgave(versjon, leser).lesbare(samling)
    return lesbare | {sti: samling[sti] for sti in uttatte}


def _tatt_ut(samling: Svarsamling, versjon: int) -> list[Sted]:
    naa = UTGAVER.utgave(versjon)
    stier = sorted(sti for sti, lagret in samling.items() if lagret.verdi is not None and not naa.finn(sti))
    return [sted for sti in stier if (sted := UTGAVER.sted(sti, versjon))]


def _falt_bort(person: Person, sted: Sted, samling: Svarsamling, versjon: int) -> bool:
    svar = verdier(samling)
    return not sted.felt.angaar(person, svar) or UTGAVER.er_skjult(sted, versjon, svar)
