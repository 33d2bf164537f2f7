"""Personfil: everything about one person as two files: what is handed out, and what somebody must judge first."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from app.cli.ark import Del, skriv_ark
from app.domain.beboer import fakta
from app.domain.bosetting.innsyn import dag_for_dag
from app.domain.bosetting.personfil import Alt
from app.domain.bosetting.retting import BOSETTING
from app.domain.kartlegging.kartlegging import UTGAVER
from app.domain.logg import soekeord
from app.domain.samtale import merknad
from app.domain.samtale.merknad import KanIkkeVises
from app.domain.samtale.skjemaversjon import tatt_ut
from app.domain.samtale.svarlager import er_kryptert
from app.domain.skjema.grammatikk import Leser
from app.domain.tid import naa
from app.domain.tilgang.matrise import TITLER
from app.domain.varsel.varsel import Varsel
from app.norsk import dato, tidspunkt
from app.web.felles.lest import som_lest
from app.web.felles.skjemavisning import FeltVisning, ListeVisning, Skjemavisning, ledetekst

UTLEVERES: Mapping[str, str] = {
    "beboer": "Opplysninger i registeret",
    "svar": "Svarene",
    "svarhistorikk": "Når svarene ble lagret",
    "retting": "Rettinger",
    "varsel": "Varsler om saken",
    "hendelse": "Hvem som har sett saken",
    "kompasskode": "Koder til Kompass",
}
"""The tables of which something is handed out, and under which heading."""
BARE_VURDERES = (
    "arkivering", "bosettingssamtale", "dobbeltvurdering", "husstand", "merknad", "merknadutkast", "naervaer",
    "navneord", "sakendring", "skjermingstilgang", "soekeord", "svarutkast", "utsending", "vaktnotat", "varsellesing",
)  # fmt: skip
"""The others: all of their rows are in the file to be judged alone. A test asks for each table in one or the other."""
HEMMELIGE = ("hash", "selektor")
"""Nobody's to read: what a code to Kompass is checked by."""
ULESELIG = "Kryptert, og kan ikke leses her: nøkkelen mangler."
UTLEVERT = (
    "Dette er opplysningene IMDinett Mottak har om deg, slik de var {naa}. Interne merknader, andre i husstanden og "
    "navn på ansatte er ikke med; de vurderes for seg."
)
VURDERES = (
    "MÅ VURDERES. Skal ikke utleveres som den er: interne merknader, opplysninger om andre og navn på ansatte "
    "(personvernforordningen artikkel 15 nr. 4, personopplysningsloven § 16). Hentet {naa}."
)


def utlevering(alt: Alt) -> str:
    """What the person may be handed: own facts and answers, what was notified, and which units have seen it."""
    deler = [_fakta(alt), _svar(alt), _historikk(alt), _rettinger(alt), _varsler(alt), _visninger(alt), _koder(alt)]
    return skriv_ark("Opplysninger om deg", UTLEVERT.format(naa=tidspunkt(naa())), deler)


def til_vurdering(alt: Alt) -> str:
    """The rest: the remarks, the others, who has seen and written what, and every row there is, as it is stored."""
    deler = [_merknader(alt), _andre(alt), _ansatte(alt), *_alle_rader(alt)]
    return skriv_ark("Må vurderes før utlevering", VURDERES.format(naa=tidspunkt(naa())), deler)


def _fakta(alt: Alt) -> Del:
    b = alt.beboer
    egne = [
        ("Mottak", alt.navn.get(b.mottak_id)),
        ("Søkt ut til", b.soekt_ut_navn),
        ("Søkt ut", b.utsoekingsdato and dato(b.utsoekingsdato)),
        ("Bosatt", b.bosettingsdato and dato(b.bosettingsdato)),
        ("Skjermet", "Ja" if b.skjermet else ""),
        ("Sist oppdatert fra registeret", b.fra_register and tidspunkt(b.fra_register)),
    ]
    kjente = [*fakta.om(b, Leser.IMDI, helt_nummer=True), *((navn, verdi) for navn, verdi in egne if verdi)]
    return Del(UTLEVERES["beboer"], ("Opplysning", "Registrert"), kjente)


def _svar(alt: Alt) -> Del:
    versjon = alt.beboer.samtale.skjema_versjon if alt.beboer.samtale else UTGAVER.versjon
    visning = Skjemavisning(alt.beboer, alt.svar, skjema=UTGAVER.utgave(versjon))
    borte = [visning.felt(sted) for sted in tatt_ut(alt.beboer, alt.svar, versjon, Leser.IMDI)]
    rader = [
        (f"{gruppe}{f.felt.ledetekst}", f.vist, f.lagret_tid and tidspunkt(f.lagret_tid))
        for gruppe, f in [*_felter(visning), *(("", f) for f in borte)]
        if f.vist and not f.felt.kryptert
    ]
    return Del(UTLEVERES["svar"], ("Spørsmål", "Svar", "Lagret"), rader)


def _felter(visning: Skjemavisning) -> Iterator[tuple[str, FeltVisning]]:
    for ledd in (ledd for seksjon in visning.seksjoner() for ledd in seksjon.ledd):
        if isinstance(ledd, ListeVisning):
            for nr, rad in enumerate(ledd.rader, 1):
                yield from ((f"{ledd.liste.entall.capitalize()} {nr}: ", f) for f in rad.felter)
        else:
            yield "", ledd


def _historikk(alt: Alt) -> Del:
    rader = [
        (tidspunkt(h.endret), ledetekst(h.sti), "tatt ut" if h.fjernet else _lest(h.sti, h.skjema_versjon, h.verdi))
        for h in alt.historikk
        if not er_kryptert(h.sti, h.skjema_versjon)
    ]
    return Del(UTLEVERES["svarhistorikk"], ("Tid", "Spørsmål", "Lagret"), rader)


def _lest(sti: str, versjon: int, verdi: Any) -> str:
    sted = UTGAVER.sted(sti, versjon)
    return som_lest(sted.felt.type, verdi) if sted else ""


def _rettinger(alt: Alt) -> Del:
    nyeste = UTGAVER.versjon
    rader = [
        (tidspunkt(r.rettet), _navn_paa(r.sti), *(_rettet(r.sti, verdi, nyeste) for verdi in (r.fra, r.til)))
        for r in alt.rettinger
        if not er_kryptert(r.sti, nyeste)
    ]
    return Del(UTLEVERES["retting"], ("Tid", "Spørsmål", "Fra", "Til"), rader)


def _navn_paa(sti: str) -> str:
    return "Bosetting" if sti == BOSETTING else ledetekst(sti)


def _rettet(sti: str, verdi: Any, versjon: int) -> str:
    return str(verdi or "") if sti == BOSETTING else _lest(sti, versjon, verdi)


def _varsler(alt: Alt) -> Del:
    """But for those about a remark."""
    rader = [(tidspunkt(v.opprettet), v.tekster[0], _hvor(alt, v)) for v in alt.varsler if v.merknad_id is None]
    return Del(UTLEVERES["varsel"], ("Tid", "Varsel", "Til"), rader)


def _hvor(alt: Alt, varsel: Varsel) -> str:
    return alt.navn.get(varsel.mottak_id or "") or ("Kommunen" if varsel.kommune_nummer else "IMDi")


def _visninger(alt: Alt) -> Del:
    dager = dag_for_dag(alt.visninger, med_navn=False)
    rader = [(dato(dag), sted, ", ".join(TITLER[r] for r in roller)) for dag, sted, roller, _navn in dager]
    return Del(UTLEVERES["hendelse"], ("Dag", "Enhet", "Rolle"), rader)


def _koder(alt: Alt) -> Del:
    rader = [
        tuple(tid and tidspunkt(tid) for tid in (k["utstedt"], k["brukt"], k["registrert"]))
        for k in alt.rader["kompasskode"]
    ]
    return Del(UTLEVERES["kompasskode"], ("Utstedt", "Brukt", "Registrert"), rader)


def _merknader(alt: Alt) -> Del:
    """The sealed, the drafts of both kinds, and what else is written of the person by staff alone."""
    tabeller = ("merknad", "merknadutkast", "vaktnotat", "svarutkast")
    rader = [(tabell, _klartekst(tabell, rad)) for tabell in tabeller for rad in alt.rader[tabell]]
    rader += [
        ("svar", _aapnet(str(rad["verdi"]), rad))
        for rad in alt.rader["svar"]
        if er_kryptert(rad["sti"], rad["skjema_versjon"]) and rad["verdi"] is not None
    ]
    return Del("Interne merknader, notater og utkast", ("Lagret i", "Tekst"), rader)


def _andre(alt: Alt) -> Del:
    rader = [(b.navn, b.familierolle, b.foedt_vist) for b in alt.andre]
    return Del("Andre i husstanden", ("Navn", "Rolle i husstanden", "Født"), rader)


def _ansatte(alt: Alt) -> Del:
    rader = [(tidspunkt(v.tid), v.navn, v.sted, v.tekst) for v in alt.visninger]
    return Del("Ansatte som har sett saken", ("Tid", "Navn", "Sted", "Hva"), rader)


def _alle_rader(alt: Alt) -> Iterator[Del]:
    """A row is one cell: some tables have thirty columns, and most of them are empty."""
    for tabell, rader in alt.rader.items():
        lest = [(nr, " · ".join(_celler(alt, tabell, rad))) for nr, rad in enumerate(rader, 1)]
        yield Del(f"Tabellen {tabell}: {len(rader)} rader", ("Nr.", "Innhold"), lest)


def _celler(alt: Alt, tabell: str, rad: Mapping[str, Any]) -> Iterator[str]:
    for navn, verdi in rad.items():
        if verdi is not None and navn not in HEMMELIGE:
            yield f"{navn}: {_celle(alt, tabell, rad, navn)}"


def _celle(alt: Alt, tabell: str, rad: Mapping[str, Any], navn: str) -> object:
    verdi = rad[navn]
    if isinstance(verdi, datetime | date):
        return tidspunkt(verdi) if isinstance(verdi, datetime) else dato(verdi)
    if navn == "kryptert":
        return _klartekst(tabell, rad)
    if navn == "verdi" and verdi is not None and er_kryptert(rad["sti"], rad["skjema_versjon"]):
        return _aapnet(str(verdi), rad)
    return alt.navn.get(verdi, verdi) if navn.endswith("_id") else verdi


def _klartekst(tabell: str, rad: Mapping[str, Any]) -> str:
    if tabell == "soekeord":
        return soekeord.aapne(rad["hendelse_id"], rad["kryptert"]) or ULESELIG
    return _aapnet(rad["kryptert"], rad)


def _aapnet(kryptert: str, rad: Mapping[str, Any]) -> str:
    with suppress(KanIkkeVises):
        return merknad.dekrypter(kryptert, rad["beboer_id"])
    return ULESELIG
