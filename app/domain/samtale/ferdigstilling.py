"""Completion: the read-through, and the act that makes a household «fordelingsklar» and locks its form (S54, S81)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app import spraak
from app.db import sesjon
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.beboer.statuser import Bosettingsstatus, Kompassstatus, Samtalestatus
from app.domain.kartlegging.kartlegging import INTERN_MERKNAD, KARTLEGGING
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.samtale import merknad, svarutkast, vakt
from app.domain.samtale.fjerning import Fjernet, fjern_tidligere
from app.domain.samtale.samtale import hent_samtale
from app.domain.samtale.skjemaversjon import falt_bort, svarene_i
from app.domain.samtale.svar import hent_for_skriving, mangler, toem, verdier
from app.domain.samtale.svarlager import Svarsamling
from app.domain.tid import naa
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import EndretSidenLesing, IkkeFunnet, Laast, Mangler, Nektet, Ugyldig
from app.domain.varsel import varsel
from app.domain.varsel.anledning import Anledning

ULESELIG_MERKNAD = (
    "Ikke ferdigstilt. Den interne bosettingsmerknaden om %(navn)s kan ikke leses, og kan derfor ikke sendes til IMDi. "
    "Skriv den på nytt, eller ta kontakt med den som drifter systemet."
)
Leseliste = Mapping[str, int]
"""What a reader has seen: «<beboer id>:<path>» → version, and «<beboer id>:» → 0 for each member."""


@dataclass(frozen=True)
class Gjennomlesning:
    """A household's whole interview, as it stands when it is read through."""

    samtale: Bosettingssamtale
    svar: Mapping[str, Svarsamling]

    @property
    def mangler(self) -> list[tuple[str, str]]:
        """Of a completed interview nothing: it was complete by the questions of its day."""
        deltakere = [] if self.samtale.laast else self.samtale.deltakere
        return [(d.id, sti) for d in deltakere for sti in mangler(d, self.svar[d.id])]

    @property
    def lest(self) -> Leseliste:
        return leseliste(self.svar)

    def bortfaller(self, beboer: Beboer) -> list[str]:
        """Paths of answers to questions that no longer apply: removed at completion."""
        samling = self.svar[beboer.id]
        return KARTLEGGING.bortfaller(beboer, verdier(samling)) + falt_bort(beboer, samling, KARTLEGGING.versjon)


def leseliste(svar: Mapping[str, Svarsamling]) -> Leseliste:
    sett = {
        f"{beboer_id}:{sti}": lagret.versjon for beboer_id, samling in svar.items() for sti, lagret in samling.items()
    }
    return sett | {f"{beboer_id}:": 0 for beboer_id in svar}


def les_gjennom(bruker: Innlogget, samtale_id: str) -> Gjennomlesning:
    """Everything that would be completed. Raises IkkeFunnet, Nektet."""
    samtale = hent_samtale(bruker, samtale_id, rett=Rett.SAMTALE_FERDIGSTILLE)
    return Gjennomlesning(samtale, svarene_i(samtale))


def ferdigstill(bruker: Innlogget, samtale_id: str, lest: Leseliste) -> Bosettingssamtale:
    """Complete the household: all members or none, in the caller's transaction.

    `lest` is the Leseliste that the read-through showed. Raises Laast where it is completed already,
    EndretSidenLesing where an answer or a member came or went since, Mangler where a required answer is missing,
    Ugyldig where an internal remark cannot be decrypted.
    """
    samtale = _laas_alt(bruker, samtale_id)
    lesning = Gjennomlesning(samtale, hent_for_skriving(samtale.deltakere))
    _kontroller(lesning, lest)
    for deltaker in lesning.samtale.deltakere:
        _ferdigstill_deltaker(bruker, deltaker, lesning)
    samtale.status = Samtalestatus.GJENNOMFOERT
    samtale.ferdigstilt, samtale.ferdigstilt_av_id = naa(), bruker.id
    samtale.kontrollsum, samtale.skjema_versjon = kontrollsum(lesning.svar), KARTLEGGING.versjon
    samtale.spraak = spraak.gjeldende()
    svarutkast.slett_for_samtale(samtale.id)
    vakt.slett_for_samtale(samtale.id)
    for deltaker in samtale.deltakere:
        deltaker.ferdigstilt = samtale.ferdigstilt
    varsel.send_varsel(Anledning.FORDELINGSKLAR, samtale_id=samtale.id)
    hendelse.noter(Handling.SAMTALE_FERDIGSTILT, bruker, samtale_id=samtale.id)
    return samtale


def kontrollsum(svar: Mapping[str, Svarsamling]) -> str:
    """SHA-256 of every answer: shows later that the frozen form is the one that was completed (arkivlova § 5)."""
    innhold = {f"{b}:{sti}": [s.verdi, s.versjon] for b, samling in svar.items() for sti, s in samling.items()}
    return hashlib.sha256(json.dumps(innhold, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def endret_siden(svar: Mapping[str, Svarsamling], lest: Leseliste) -> Sequence[tuple[str, str]]:
    """(beboer id, path) of what is not as it was read; an empty path is a member who came or went."""
    naa_ = leseliste(svar)
    ulike = sorted(noekkel for noekkel in naa_.keys() | lest.keys() if naa_.get(noekkel) != lest.get(noekkel))
    return [(beboer_id, sti) for beboer_id, _, sti in (noekkel.partition(":") for noekkel in ulike)]


def _laas_alt(bruker: Innlogget, samtale_id: str) -> Bosettingssamtale:
    """Take the interview's row and its members' rows, so that nobody saves, moves or completes beside us."""
    laast = sesjon.scalar(
        sa.select(Bosettingssamtale)
        .where(Bosettingssamtale.id == samtale_id, Bosettingssamtale.mottak_id == bruker.mottak_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if laast is None:
        raise IkkeFunnet
    deltakere = sesjon.scalars(
        sa.select(Beboer)
        .where(Beboer.samtale_id == samtale_id)
        .order_by(Beboer.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    samtale = hent_samtale(bruker, samtale_id, rett=Rett.SAMTALE_FERDIGSTILLE)
    if samtale.laast:
        raise Laast
    if len(samtale.deltakere) != len(deltakere):
        raise Nektet
    return samtale


def _uten_samtykke(deltaker: Beboer, samling: Svarsamling) -> list[str]:
    """Paths of what has been written about health, and may not be kept, for there is no consent to it."""
    svar = verdier(samling)
    helse = [sted for sted in KARTLEGGING.alle_steder(deltaker, svar) if sted.felt.helse and sted.sti in samling]
    return [sted.sti for sted in helse if not KARTLEGGING.er_synlig(sted, svar)]


def _kontroller(lesning: Gjennomlesning, lest: Leseliste) -> None:
    if endret := endret_siden(lesning.svar, lest):
        raise EndretSidenLesing(endret)
    if savnet := lesning.mangler:
        raise Mangler(savnet)
    for deltaker in lesning.samtale.deltakere:
        utkast = lesning.svar[deltaker.id].get(INTERN_MERKNAD.navn)
        if utkast and isinstance(utkast.verdi, merknad.Uviselig):
            raise Ugyldig(ULESELIG_MERKNAD, navn=deltaker.navn)


def _ferdigstill_deltaker(bruker: Innlogget, deltaker: Beboer, lesning: Gjennomlesning) -> None:
    samling = lesning.svar[deltaker.id]
    toem(bruker, deltaker, samling, lesning.bortfaller(deltaker))
    fjern_tidligere(bruker, deltaker, _uten_samtykke(deltaker, samling), Fjernet.SAMTYKKE_TRUKKET)
    utkast = samling.get(INTERN_MERKNAD.navn)
    if utkast and utkast.verdi:
        merknad.forsegl(
            beboer_id=deltaker.id,
            samtale_id=lesning.samtale.id,
            mottak_id=lesning.samtale.mottak_id,
            tekst=utkast.verdi,
            skrevet_av_id=utkast.endret_av_id,
        )
        toem(bruker, deltaker, samling, [INTERN_MERKNAD.navn])
    if deltaker.bosetting == Bosettingsstatus.SAK_OPPRETTET:
        deltaker.bosetting = Bosettingsstatus.FORDELINGSKLAR
    aarsak = samling.get("aarsak_ikke_kompass")
    if aarsak and aarsak.verdi:  # of one who is registered in Kompass it fell away above
        deltaker.kompass = Kompassstatus.AARSAK_REGISTRERT
