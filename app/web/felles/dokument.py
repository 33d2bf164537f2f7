"""Dokument: a completed household as a PDF, made of the same lines as the page it is asked for on (F16, F65).

It is made when it is asked for, sent, and kept nowhere: what holds an internal remark is stored by nobody but whoever
asked.
"""

from collections.abc import Sequence
from datetime import datetime

from flask import Response
from flask_babel import gettext

from app import pdf, spraak
from app.domain.beboer.modell import Bosettingssamtale
from app.domain.samtale.merknad import Merknad
from app.domain.tilgang import mottak
from app.domain.tilgang.bruker import Innlogget
from app.norsk import OSLO, tidspunkt
from app.pdf import Del, Dokument, Gruppe, Linje, Seksjon
from app.spraak.katalog import oversett
from app.web.felles import gjennomlest
from app.web.felles.gjennomlest import Seksjonstekst
from app.web.felles.rom import Utsatt

Hodelinje = tuple[str, str | None]
"""Label and text of what is said of the whole; left out where there is nothing to say."""


def last_ned(dokument: Dokument, navn: str) -> Utsatt:
    """The answer with the file, called `navn`: no person's name. It is made when the database is let go.

    Raises KanIkkeLages, then.
    """

    def lag() -> Response:
        svar = Response(pdf.lag(dokument), mimetype="application/pdf")
        svar.headers.set("Content-Disposition", "attachment", filename=f"{navn}.pdf")
        return svar

    return Utsatt(lag)


def samtalefil(dokument: Dokument, dag: datetime) -> Utsatt:
    """As `last_ned`, of an interview: called by its day."""
    return last_ned(dokument, f"bosettingssamtale-{dag.astimezone(OSLO):%Y-%m-%d}")


def samtaletittel(husstand: str) -> str:
    """What the document of an interview is called; `husstand` is the household's title."""
    return str(gettext("Bosettingssamtale: %(hvem)s", hvem=oversett(husstand)))


def dokument(
    tittel: str, hode: Sequence[Hodelinje], deler: Sequence[Del], *, tid: datetime, merke: str = ""
) -> Dokument:
    """A document in the language of now."""
    return Dokument(
        tittel=tittel,
        spraak=spraak.gjeldende(),
        tid=tid,
        merke=merke,
        side=gettext("Side {} av {}"),
        kodet=gettext("Noen tegn finnes ikke i skriftene her, og står som koder: [U+4F4F]."),
        hode=[(ledetekst, tekst) for ledetekst, tekst in hode if tekst],
        deler=deler,
    )


def person(
    navn: str,
    fakta: Sequence[tuple[str, str]],
    seksjoner: Sequence[Seksjonstekst],
    merknader: Sequence[Linje] = (),
    om: Sequence[str] = (),
) -> Del:
    """A member: what the register says, the sections in their order, `merknader` where the internal remark stands, and
    what else is to be said (`om`).
    """
    kjent = [Linje(gettext(ledetekst), oversett(tekst)) for ledetekst, tekst in fakta if ledetekst != "Navn"]
    return Del(navn, [_seksjon(s, merknader) for s in seksjoner], kjent, "\n".join(om))


def forseglet(merknader: Sequence[Merknad]) -> list[Linje]:
    """What the mottak may know of sealed internal remarks."""
    return [Linje("", gjennomlest.forseglet_slik(merknad)) for merknad in merknader]


def om_samtalen(samtale: Bosettingssamtale) -> list[Hodelinje]:
    """At which mottak, when and by whom it was completed, in which version of the questionnaire, and what the answers
    can be checked against.
    """
    tid, av = samtale.ferdigstilt, samtale.ferdigstilt_av
    return [
        (gettext("Mottak"), mottak.hent_mottak(samtale.mottak_id).navn),
        (gettext("Ferdigstilt"), _naar_og_hvem(tid, av.navn) if tid and av else None),
        (gettext("Skjemaversjon"), str(samtale.skjema_versjon)),
        (gettext("Kontrollsum"), samtale.kontrollsum),
    ]


def lastet_ned(bruker: Innlogget, tid: datetime) -> Hodelinje:
    """Who fetched it, and when."""
    return gettext("Lastet ned"), _naar_og_hvem(tid, bruker.navn)


def _naar_og_hvem(tid: datetime, navn: str) -> str:
    return str(gettext("%(tid)s av %(navn)s", tid=tidspunkt(tid), navn=navn))


def _seksjon(seksjon: Seksjonstekst, merknader: Sequence[Linje]) -> Seksjon:
    grupper = [Gruppe("", _linjer(seksjon.linjer)), *(Gruppe(navn, _linjer(rad)) for navn, rad in seksjon.rader)]
    if seksjon.intern:
        grupper = [Gruppe("", merknader or [Linje("", gettext("Ingen"))])]
    tomme = [linje.navn for linje in seksjon.alle if linje.tom and not seksjon.intern]
    return Seksjon(
        tittel=gettext(seksjon.tittel),
        grupper=[gruppe for gruppe in grupper if gruppe.linjer],
        ingress=gettext(seksjon.ingress) if seksjon.ingress else "",
        tomme=gettext("Ikke besvart: %(hva)s.", hva=", ".join(tomme)) if tomme else "",
    )


def _linjer(linjer: Sequence[gjennomlest.Linje]) -> list[Linje]:
    return [
        Linje(
            gettext(linje.ledetekst),
            linje.vist or gettext("Ikke besvart"),
            [r for r in (*linje.rettinger, linje.merket) if r],
        )
        for linje in linjer
        if not linje.tom
    ]
