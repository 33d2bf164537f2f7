"""Arkivpakke: what an archive is given of one completed household: documents that last, and the message about them.

The interview as it was completed, and its answers for machines; each rectification; each internal remark, encrypted to
the receiver, or left out where no receiver's certificate is set. The titles say nothing of anybody.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Response, current_app
from flask_babel import gettext

from app import noark, pdf
from app.domain.beboer import fakta
from app.domain.beboer.modell import Bosettingssamtale
from app.domain.bosetting.arkivering import SAMTALE
from app.domain.bosetting.retting import BOSETTING, Retting, rettinger
from app.domain.bosetting.sak import sakens_merknader
from app.domain.kartlegging.kartlegging import UTGAVER
from app.domain.samtale.merknad import les_merknad
from app.domain.samtale.skjemaversjon import svarene_i
from app.domain.samtale.svarlager import er_kryptert
from app.domain.skjema.grammatikk import Leser
from app.domain.unntak import IkkeFunnet
from app.noark import KRYPTERT, Fil, Oppsett, Part, Sak
from app.norsk import tidspunkt
from app.pdf import Del, Gruppe, Linje, Seksjon
from app.web.felles import dokument
from app.web.felles.lest import som_lest
from app.web.felles.rom import Utsatt
from app.web.felles.skjemavisning import ledetekst
from app.web.imdi.saksvisning import medlemmer


@dataclass(frozen=True)
class Utkast:
    """What goes into a package, read from the database and not set yet: the pages are set when that is let go."""

    sak: Sak
    nr: int
    dokumenter: Mapping[str, Sequence["Side"]]
    """By the name that the archive's log knows a document by; the first has a file for people and one for machines."""


@dataclass(frozen=True)
class Side:
    """A file to be: a document that is set, or bytes that are there."""

    navn: str
    tittel: str
    dato: datetime
    av: str
    innhold: pdf.Dokument | bytes
    kryptert: bool = False


@dataclass(frozen=True)
class Pakke:
    """The files by name, and the checksum of each document's first file."""

    filer: Mapping[str, bytes]
    sjekksummer: Mapping[str, str]

    def som_zip(self) -> bytes:
        ut = io.BytesIO()
        with zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as arkiv:
            for navn, innhold in self.filer.items():
                arkiv.writestr(navn, innhold)
        return ut.getvalue()


def oppsettet() -> Path | None:
    """Where it is said how packages are marked; None where the archive is not set up here."""
    fil: Path | None = current_app.extensions["mottak_config"].arkiv_fil
    return fil


def last_ned(samtale: Bosettingssamtale) -> Utsatt:
    """The answer with the whole package as one file, made when the database is let go. Raises IkkeFunnet where the
    archive is not set up, and KanIkkeLages and UgyldigOppsett then.
    """
    fil = oppsettet()
    if fil is None:
        raise IkkeFunnet
    oppsett = noark.les_oppsett(fil)
    alt = utkast(samtale, {}, med_merknader=bool(oppsett.sertifikat))

    def lag() -> Response:
        svar = Response(pakk(alt, oppsett).som_zip(), mimetype="application/zip")
        svar.headers.set("Content-Disposition", "attachment", filename=f"arkiv-{samtale.id[:8]}.zip")
        return svar

    return Utsatt(lag)


def utkast(samtale: Bosettingssamtale, levert: Mapping[str, int], *, med_merknader: bool) -> Utkast:
    """The documents of a completed interview that the archive has not got."""
    sider = dict(_dokumentene(samtale, med_merknader=med_merknader))
    nye = {navn: filer for navn, filer in sider.items() if navn not in levert}
    return Utkast(_sak(samtale), max(levert.values(), default=0) + 1, nye)


def pakk(utkastet: Utkast, oppsett: Oppsett) -> Pakke:
    """Set the pages, and write the message. Raises KanIkkeLages, UgyldigOppsett."""
    filer = {navn: [_fil(side, oppsett) for side in sider] for navn, sider in utkastet.dokumenter.items()}
    alle = [fil for en in filer.values() for fil in en]
    melding = noark.arkivmelding(utkastet.sak, alle, oppsett, nr=utkastet.nr)
    return Pakke(
        {"arkivmelding.xml": melding, **{fil.navn: fil.innhold for fil in alle}},
        {navn: en[0].sjekksum for navn, en in filer.items()},
    )


def _fil(side: Side, oppsett: Oppsett) -> Fil:
    innhold = side.innhold if isinstance(side.innhold, bytes) else pdf.lag(side.innhold)
    if side.kryptert:
        return Fil(f"{side.navn}{KRYPTERT}", side.tittel, side.dato, side.av, oppsett.krypter(innhold))
    return Fil(side.navn, side.tittel, side.dato, side.av, innhold)


def _sak(samtale: Bosettingssamtale) -> Sak:
    parter = [Part(d.navn, d.duf_vist, (d.familierolle or "").capitalize() or "Beboer") for d in samtale.deltakere]
    tid, av = _ferdigstilt(samtale)
    return Sak(samtale.id, f"Bosettingssamtale, husstand {samtale.id[:8]}", tid, av, parter)


def _ferdigstilt(samtale: Bosettingssamtale) -> tuple[datetime, str]:
    if samtale.ferdigstilt is None or samtale.ferdigstilt_av is None:
        raise ValueError("an interview that is not completed has nothing to archive")
    return samtale.ferdigstilt, samtale.ferdigstilt_av.navn


def _dokumentene(samtale: Bosettingssamtale, *, med_merknader: bool) -> Iterator[tuple[str, Sequence[Side]]]:
    tid, av = _ferdigstilt(samtale)
    yield (
        SAMTALE,
        [
            Side("bosettingssamtale.pdf", "Bosettingssamtale", tid, av, _samtalen(samtale)),
            Side("svar.json", "Svarene, for maskiner", tid, av, _for_maskiner(samtale)),
        ],
    )
    for r in rettinger(samtale.id):
        navn = f"retting-{r.nummer}"
        yield navn, [Side(f"{navn}.pdf", f"Retting {r.nummer}", r.rettet, r.rettet_av.navn, _rettingen(samtale, r))]
    if med_merknader:
        yield from _merknadene(samtale)


def _samtalen(samtale: Bosettingssamtale) -> pdf.Dokument:
    """As it was completed, with the numbers whole; of the internal remarks nothing."""
    personene = medlemmer(samtale, svarene_i(samtale), [], {d.id: [] for d in samtale.deltakere})
    deler = [
        dokument.person(
            m.beboer.navn,
            fakta.om(m.beboer, Leser.IMDI, helt_nummer=True),
            [s for s in m.seksjoner if not s.intern],
        )
        for m in personene
    ]
    tittel, hode = dokument.samtaletittel(samtale.tittel), dokument.om_samtalen(samtale)
    return dokument.dokument(tittel, hode, deler, tid=_ferdigstilt(samtale)[0])


def _for_maskiner(samtale: Bosettingssamtale) -> bytes:
    versjon, svar = samtale.skjema_versjon, svarene_i(samtale)
    personene = [
        {
            "id": d.id,
            "dufNummer": d.duf_nummer,
            "svar": {sti: lagret.verdi for sti, lagret in svar[d.id].items() if not er_kryptert(sti, versjon)},
        }
        for d in samtale.deltakere
    ]
    alt = {
        "samtale": samtale.id,
        "skjemaversjon": versjon,
        "ferdigstilt": _ferdigstilt(samtale)[0].isoformat(),
        "kontrollsum": samtale.kontrollsum,
        "personer": personene,
    }
    return json.dumps(alt, ensure_ascii=False, indent=1, default=str, sort_keys=True).encode()


def _rettingen(samtale: Bosettingssamtale, r: Retting) -> pdf.Dokument:
    navn = next((d.navn for d in samtale.deltakere if d.id == r.beboer_id), "")
    sted = UTGAVER.sted(r.sti, samtale.skjema_versjon)
    fra, til = ((som_lest(sted.felt.type, v) if sted else str(v or "")) for v in (r.fra, r.til))
    spoersmaal = gettext("Bosetting") if r.sti == BOSETTING else gettext(ledetekst(r.sti))
    linjer = [
        Linje(gettext("Spørsmål"), spoersmaal),
        Linje(gettext("Fra"), fra or gettext("tomt")),
        Linje(gettext("Til"), til or gettext("tomt")),
        Linje(gettext("Grunn"), r.grunn),
    ]
    hode = [(gettext("Rettet"), gettext("%(tid)s av %(navn)s", tid=tidspunkt(r.rettet), navn=r.rettet_av.navn))]
    del_ = Del(navn, [Seksjon(gettext("Retting %(nr)s", nr=r.nummer), [Gruppe("", linjer)])])
    return dokument.dokument(dokument.samtaletittel(samtale.tittel), hode, [del_], tid=r.rettet)


def _merknadene(samtale: Bosettingssamtale) -> Iterator[tuple[str, Sequence[Side]]]:
    navnene = {d.id: d.navn for d in samtale.deltakere}
    for beboer_id, merknader in sakens_merknader([d.id for d in samtale.deltakere]).items():
        for nr, (m, navn, sted) in enumerate(merknader, 1):
            hvem = gettext(
                "Skrevet av %(navn)s, %(mottak)s, %(tid)s", navn=navn, mottak=sted, tid=tidspunkt(m.forseglet)
            )
            linje = Linje(hvem, les_merknad(m.kryptert, m.beboer_id))
            del_ = Del(navnene[beboer_id], [Seksjon(gettext("Intern bosettingsmerknad"), [Gruppe("", [linje])])])
            ark = dokument.dokument(dokument.samtaletittel(samtale.tittel), [], [del_], tid=m.forseglet)
            tittel = "Intern bosettingsmerknad"
            yield (
                f"merknad-{m.id}",
                [Side(f"merknad-{m.id[:8]}-{nr}.pdf", tittel, m.forseglet, navn, ark, kryptert=True)],
            )
