"""Bosetting: IMDi's side after completion: søkt ut to a kommune, bosatt there, a mistake withdrawn, a case opened.

fordelingsklar → søkt ut → bosatt, one step at a time. Each is one transaction behind the lock of the interview's row,
so two caseworkers never do the same twice.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from app import spraak
from app.db import sesjon
from app.domain.beboer import modell
from app.domain.beboer.doerer import for_imdi, har_nummer
from app.domain.beboer.modell import BEBOER, Beboer, Bosettingssamtale
from app.domain.beboer.statuser import Bosettingsstatus, Samtalestatus
from app.domain.bosetting import retting, sak
from app.domain.kommune.kommune import Kommune
from app.domain.kommune.kommunevalg import Kommunevalg
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.samtale import samtale
from app.domain.skjema.felttyper import Dag, Langtekst
from app.domain.skjema.grammatikk import Felt
from app.domain.tid import dag_i_norge, i_dag
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.mottak import krev_i_drift
from app.domain.unntak import Avvist, IkkeFunnet, Ugyldig
from app.domain.varsel import varsel
from app.domain.varsel.anledning import Anledning
from app.domain.varsel.kommunevarsel import varsle_kommunene
from app.norsk import dato
from app.spraak.katalog import oversett

KOMMUNE = Felt("kommune", "Kommune eller bydel", Kommunevalg(), hjelp="", paakrevd=True)
UTSOEKINGSDATO = Felt("dato", "Utsøkingsdato", Dag(senest_i_dag=True), hjelp="", paakrevd=True)
GRUNN = Felt("grunn", "Grunn", Langtekst(1000), hjelp="", paakrevd=True)
FORRIGE: Mapping[Bosettingsstatus, Bosettingsstatus] = {
    Bosettingsstatus.BOSATT: Bosettingsstatus.SOEKT_UT,
    Bosettingsstatus.SOEKT_UT: Bosettingsstatus.FORDELINGSKLAR,
}
"""Where a withdrawal leads back to."""


class FeilDag(Exception):
    """Days that cannot be: beboer id → why."""

    def __init__(self, feil: Mapping[str, Ugyldig]) -> None:
        super().__init__()
        self.feil = feil


class FeilTilstand(Avvist):
    """Someone has another settlement status than this asks for: a colleague was first, or the page is old."""


def laas_med_status(
    bruker: Innlogget, samtale_id: str, beboer_ider: Sequence[str], *statuser: Bosettingsstatus
) -> tuple[Bosettingssamtale, list[Beboer]]:
    """A completed interview, and those of its members who are named, all locked.

    Raises IkkeFunnet where one is not a member, FeilTilstand where one has none of the statuses.
    """
    modell.laas_samtale(samtale_id)
    funnet = sak.hent_sak(bruker, samtale_id)
    valgte = [d for d in funnet.deltakere if d.id in beboer_ider]
    if not valgte or len(valgte) != len(set(beboer_ider)):
        raise IkkeFunnet
    if any(d.trukket or d.bosetting not in statuser for d in valgte):
        raise FeilTilstand
    return funnet, valgte


def soek_ut(bruker: Innlogget, samtale_id: str, beboer_ider: Sequence[str], kommunenummer: str, paa: date) -> None:
    """IMDi and the kommune agree: these of the household are søkt ut, and the mottak is told (S29).

    Raises IkkeFunnet, FeilTilstand unless all are fordelingsklare, Ugyldig where the day is before the completion or
    in the future.
    """
    funnet, valgte = laas_med_status(bruker, samtale_id, beboer_ider, Bosettingsstatus.FORDELINGSKLAR)
    kontroller_dag(
        paa, fra=dag_i_norge(funnet.ferdigstilt) if funnet.ferdigstilt else paa, hva=oversett("ferdigstillingen")
    )
    plasser(valgte, kommunenummer, paa)
    _varsle_mottakene(Anledning.SOEKT_UT, samtale_id, valgte)
    varsle_kommunene(Anledning.KOMMUNE_SOEKT_UT, valgte)
    for beboer in valgte:
        hendelse.noter(Handling.SOEKT_UT, bruker, samtale_id=samtale_id, beboer_id=beboer.id)


def plasser(beboere: Sequence[Beboer], kommunenummer: str, paa: date) -> None:
    """What søkt ut means for a person. The name is kept as it was that day: «Oslo, bydel Alna»."""
    kommune = sesjon.get_one(Kommune, kommunenummer)
    mor = sesjon.get_one(Kommune, kommune.bydel_i) if kommune.bydel_i else None
    for beboer in beboere:
        beboer.bosetting = Bosettingsstatus.SOEKT_UT
        beboer.soekt_ut_til = kommune.nummer
        beboer.soekt_ut_navn = f"{mor.navn}, bydel {kommune.offisielt_navn}" if mor else kommune.navn
        beboer.utsoekingsdato = paa


def bosett(bruker: Innlogget, samtale_id: str, dager: Mapping[str, date]) -> None:
    """These have moved, each on a day that is not before the utsøkingsdato, nor in the future: all of them, or none.

    Raises IkkeFunnet, FeilTilstand, and FeilDag with the ids of those whose day cannot be.
    """
    _, valgte = laas_med_status(bruker, samtale_id, list(dager), Bosettingsstatus.SOEKT_UT)
    feil: dict[str, Ugyldig] = {}
    for beboer in valgte:
        try:
            paa = dager[beboer.id]
            kontroller_dag(paa, fra=beboer.utsoekingsdato or paa, hva=oversett("utsøkingsdatoen"))
        except Ugyldig as umulig:
            feil[beboer.id] = umulig
    if feil:
        raise FeilDag(feil)
    for beboer in valgte:
        beboer.bosetting, beboer.bosettingsdato = Bosettingsstatus.BOSATT, dager[beboer.id]
        hendelse.noter(Handling.BOSATT, bruker, samtale_id=samtale_id, beboer_id=beboer.id)
    varsle_kommunene(Anledning.KOMMUNE_ENDRET, valgte)


def planlegg_flytting(bruker: Innlogget, samtale_id: str, dager: Mapping[str, date | None]) -> None:
    """When these are to move, as the kommune and the mottak have agreed; None where nothing is agreed any more.

    Raises IkkeFunnet, FeilTilstand unless all are søkt ut.
    """
    _, valgte = laas_med_status(bruker, samtale_id, list(dager), Bosettingsstatus.SOEKT_UT)
    endret = [beboer for beboer in valgte if beboer.planlagt_flytting != dager[beboer.id]]
    for beboer in endret:
        beboer.planlagt_flytting = dager[beboer.id]
        hendelse.noter(Handling.FLYTTING_PLANLAGT, bruker, samtale_id=samtale_id, beboer_id=beboer.id)
    varsle_kommunene(Anledning.KOMMUNE_ENDRET, endret)


def trekk_tilbake(bruker: Innlogget, samtale_id: str, beboer_ider: Sequence[str], grunn: str) -> None:
    """What was registered by mistake: each goes back one step, and what was withdrawn stays on record with the reason.

    The mottak and the kommune, which were told of a «søkt ut», are told that it is no more. Raises IkkeFunnet,
    FeilTilstand unless all are søkt ut or bosatt.
    """
    _, valgte = laas_med_status(bruker, samtale_id, beboer_ider, *FORRIGE)
    varsle_kommunene(Anledning.KOMMUNE_TILBAKE, [b for b in valgte if b.bosetting == Bosettingsstatus.SOEKT_UT])
    varsle_kommunene(Anledning.KOMMUNE_ENDRET, [b for b in valgte if b.bosetting == Bosettingsstatus.BOSATT])
    for beboer in valgte:
        fra = _beskrivelse(beboer)
        beboer.bosetting = FORRIGE[beboer.bosetting]
        beboer.bosettingsdato = None
        if beboer.bosetting == Bosettingsstatus.FORDELINGSKLAR:
            beboer.soekt_ut_til = beboer.soekt_ut_navn = beboer.utsoekingsdato = beboer.planlagt_flytting = None
        retting.noter_retting(bruker, beboer, retting.BOSETTING, fra, _beskrivelse(beboer), grunn)
        hendelse.noter(Handling.BOSETTING_TRUKKET, bruker, samtale_id=samtale_id, beboer_id=beboer.id)
    ikke_lenger = [beboer for beboer in valgte if beboer.bosetting == Bosettingsstatus.FORDELINGSKLAR]
    _varsle_mottakene(Anledning.SOEKT_UT_TRUKKET, samtale_id, ikke_lenger)


def hent(bruker: Innlogget, beboer_id: str) -> Beboer:
    """A resident at any mottak, and the log says that he was looked at. Raises IkkeFunnet."""
    beboer = sesjon.scalar(for_imdi(bruker).where(Beboer.id == beboer_id).options(_MED_SAMTALE))
    if beboer is None:
        raise IkkeFunnet
    hendelse.noter(Handling.SAK_LEST, bruker, samtale_id=beboer.samtale_id, beboer_id=beboer_id)
    return beboer


def finn(bruker: Innlogget, duf_nummer: str) -> Beboer:
    """The resident with this DUF-nummer, at any mottak. Raises IkkeFunnet."""
    beboer = sesjon.scalar(for_imdi(bruker).where(har_nummer(duf_nummer)).options(_MED_SAMTALE))
    if beboer is None:
        raise IkkeFunnet
    return beboer


def opprett_sak(bruker: Innlogget, beboer_id: str) -> Beboer:
    """Open a bosettingssak: whoever has been interviewed already is fordelingsklar at once, and IMDi is told (story 5).

    Raises IkkeFunnet, FeilTilstand where there is one already.
    """
    beboer = _laas(bruker, beboer_id)
    if beboer.har_bosettingssak:
        raise FeilTilstand
    beboer.bosetting = Bosettingsstatus.SAK_OPPRETTET
    if beboer.samtale and beboer.samtale.laast:
        beboer.bosetting = Bosettingsstatus.FORDELINGSKLAR
        varsel.send_varsel(Anledning.FORDELINGSKLAR, samtale_id=beboer.samtale.id)
    hendelse.noter(Handling.SAK_OPPRETTET, bruker, samtale_id=beboer.samtale_id, beboer_id=beboer_id)
    return beboer


def gjoer_klar(bruker: Innlogget, beboer_id: str) -> Beboer:
    """A resident with a case is ready for the interview, and the mottak is told (S28).

    Joins the household's interview while it is open; after its completion there is a new task for this member alone,
    and the others stay locked (story 8). Raises IkkeFunnet, FeilTilstand where there is no case, or a task already, and
    Nedlagt where the mottak gets no more tasks.
    """
    beboer = _laas(bruker, beboer_id)
    if not beboer.har_bosettingssak or beboer.samtale_id:
        raise FeilTilstand
    krev_i_drift(beboer.mottak_id)
    if aapen := None if beboer.skjermet else _husstandens_aapne(beboer):
        beboer.samtale_id = aapen.id
        varsel.send_varsel(Anledning.KLAR_FOR_SAMTALE, samtale_id=aapen.id, mottak_id=aapen.mottak_id)
    else:
        samtale.klargjoer([beboer])
    hendelse.noter(Handling.KLAR_FOR_SAMTALE, bruker, samtale_id=beboer.samtale_id, beboer_id=beboer_id)
    return beboer


def _husstandens_aapne(beboer: Beboer) -> Bosettingssamtale | None:
    """The open interview of the household at this mottak, which is locked; that of a shielded member is his alone."""
    deltar = sa.exists().where(BEBOER.c.samtale_id == Bosettingssamtale.id, ~BEBOER.c.skjermet)
    return sesjon.scalar(
        sa.select(Bosettingssamtale)
        .where(Bosettingssamtale.husstand_id == beboer.husstand_id, Bosettingssamtale.mottak_id == beboer.mottak_id)
        .where(Bosettingssamtale.status.in_((Samtalestatus.KLAR, Samtalestatus.PAABEGYNT)), deltar)
        .execution_options(populate_existing=True)
    )


def kontroller_dag(paa: date, *, fra: date, hva: str) -> None:
    """Raises Ugyldig where the day is before `fra`, or has not come yet."""
    if paa > i_dag():
        raise Ugyldig("Datoen kan ikke være senere enn i dag.")
    if paa < fra:
        raise Ugyldig("Datoen kan ikke være før %(hva)s, %(dato)s.", hva=hva, dato=spraak.dato(fra))


def _varsle_mottakene(anledning: Anledning, samtale_id: str, beboere: Sequence[Beboer]) -> None:
    """Where they live now: whoever moved after the completion has left the mottak that held the interview."""
    for mottak_id in sorted({beboer.mottak_id for beboer in beboere}):
        varsel.send_varsel(anledning, samtale_id=samtale_id, mottak_id=mottak_id)


def _laas(bruker: Innlogget, beboer_id: str) -> Beboer:
    """The resident, locked behind the household and its interviews. Raises IkkeFunnet, FeilTilstand where the register
    has moved the resident meanwhile.
    """
    hvem = for_imdi(bruker).where(Beboer.id == beboer_id).with_only_columns(Beboer.husstand_id, Beboer.samtale_id)
    foer = sesjon.execute(hvem).one_or_none()
    if foer is None:
        raise IkkeFunnet
    modell.laas_husstand(*foer)
    beboer = sesjon.scalar(
        for_imdi(bruker)
        .where(Beboer.id == beboer_id)
        .with_for_update(of=Beboer, key_share=True)
        .options(_MED_SAMTALE)
        .execution_options(populate_existing=True)
    )
    if beboer is None:
        raise IkkeFunnet
    if (beboer.husstand_id, beboer.samtale_id) != tuple(foer):
        raise FeilTilstand
    return beboer


def _beskrivelse(beboer: Beboer) -> str:
    dagen = beboer.bosettingsdato or beboer.utsoekingsdato
    return f"{beboer.bosetting_tekst} {dato(dagen)}" if dagen else beboer.bosetting_tekst


_MED_SAMTALE = sa.orm.selectinload(Beboer.samtale)
