"""Noark: the message that goes with documents to an archive (arkivmelding.xml, Fiks Arkiv v1), and how they are marked.

The one place that knows the form. Another receiver means another file with `arkivmelding` in it; what is archived, and
when, is decided elsewhere, and none of it is known here.
"""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree as ET

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7EnvelopeBuilder, PKCS7Options

from app.norsk import OSLO

NAVNEROM = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/arkivmelding/opprett/v1"
KATALOG = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/metadatakatalog/v1"
"""Of what stands inside the compound values: written with the prefix `m`."""
SKJEMA = "http://www.w3.org/2001/XMLSchema-instance"
SYSTEM = "IMDinett Mottak"
KRYPTERT = ".p7m"
FORMATER = {
    ".pdf": ("PDF/A", "application/pdf"),
    ".json": ("JSON", "application/json"),
    KRYPTERT: ("CMS", "application/pkcs7-mime"),
}
HOVED, VEDLEGG = ("H", "Hoveddokument"), ("V", "Vedlegg")


class UgyldigOppsett(ValueError):
    """The file that says how packages are marked, can't be used; the message says what is wrong."""


@dataclass(frozen=True)
class Oppsett:
    """How the archive wants it: part, class, unit, who is responsible, and by which law it is kept from the public."""

    arkivdel: str
    klassifikasjonssystem: str
    klasse: str
    enhet: str
    saksansvarlig: str
    tilgangsrestriksjon: str
    hjemmel: str
    sertifikat: str = ""
    """Where the receiver's certificate lies; empty: what needs one is left out."""

    def krypter(self, innhold: bytes) -> bytes:
        """Only the receiver can open it: CMS, as `openssl cms -decrypt` reads it. Raises UgyldigOppsett."""
        try:
            sertifikat = x509.load_pem_x509_certificate(Path(self.sertifikat).read_bytes())
            konvolutt = PKCS7EnvelopeBuilder().set_data(innhold).add_recipient(sertifikat)
        except (OSError, ValueError, TypeError) as feil:
            raise UgyldigOppsett("sertifikatet kan ikke leses, eller er ikke et RSA-sertifikat i PEM") from feil
        return konvolutt.encrypt(Encoding.DER, [PKCS7Options.Binary])


@dataclass(frozen=True)
class Part:
    """Somebody the case is about: screened from whoever may not see it."""

    navn: str
    nummer: str
    rolle: str


@dataclass(frozen=True)
class Fil:
    """A document with its file. The title says nothing of anybody."""

    navn: str
    tittel: str
    dato: datetime
    av: str
    innhold: bytes

    @property
    def sjekksum(self) -> str:
        return hashlib.sha256(self.innhold).hexdigest()


@dataclass(frozen=True)
class Sak:
    """The case, by an id of 32 hex digits."""

    id: str
    tittel: str
    opprettet: datetime
    av: str
    parter: Sequence[Part]


def les_oppsett(fil: Path) -> Oppsett:
    """Read how packages are marked. Raises UgyldigOppsett."""
    try:
        lest = tomllib.loads(fil.read_text("utf-8"))
    except (OSError, ValueError) as feil:
        raise UgyldigOppsett(f"{fil.name} kan ikke leses") from feil
    kjente = {felt.name for felt in fields(Oppsett)}
    mangler = [navn for navn in kjente - {"sertifikat"} if not isinstance(lest.get(navn), str) or not lest[navn]]
    if mangler or lest.keys() - kjente:
        raise UgyldigOppsett(f"{fil.name}: mangler {', '.join(sorted(mangler)) or 'ingenting'}, "
                             f"ukjent {', '.join(sorted(lest.keys() - kjente)) or 'ingenting'}")  # fmt: skip
    return Oppsett(**lest)


def arkivmelding(sak: Sak, filer: Sequence[Fil], oppsett: Oppsett, *, nr: int) -> bytes:
    """The message about package number `nr` of a case: the first opens the case, the next add documents to it."""
    rot = ET.Element("arkivmelding", {"xmlns": NAVNEROM, "xmlns:m": KATALOG, "xmlns:xsi": SKJEMA})
    _barn(rot, system=SYSTEM, antallFiler=len(filer))
    if nr == 1:
        _mappe(ET.SubElement(rot, "mappe", {"xsi:type": "saksmappe"}), sak, oppsett)
    _registrering(ET.SubElement(rot, "registrering", {"xsi:type": "arkivnotat"}), sak, filer, oppsett, nr)
    ET.indent(rot)
    melding: bytes = ET.tostring(rot, encoding="utf-8", xml_declaration=True)
    return melding + b"\n"


def _mappe(mappe: ET.Element, sak: Sak, oppsett: Oppsett) -> None:
    _barn(mappe, systemID=UUID(sak.id), tittel=sak.tittel, offentligTittel=sak.tittel)
    _barn(mappe, opprettetDato=_tid(sak.opprettet), opprettetAv=sak.av)
    _kode(mappe, "arkivdel", oppsett.arkivdel)
    _parter(mappe, sak.parter)
    _skjerming(mappe, oppsett)
    klasse = ET.SubElement(mappe, "klassifikasjon")
    _barn(klasse, klassifikasjonssystemID=oppsett.klassifikasjonssystem, klasseID=oppsett.klasse)
    _noekkel(mappe, sak.id)
    _barn(mappe, saksaar=sak.opprettet.astimezone(OSLO).year, saksdato=f"{sak.opprettet.astimezone(OSLO):%Y-%m-%d}")
    for navn, verdi in (("administrativEnhet", oppsett.enhet), ("saksansvarlig", oppsett.saksansvarlig)):
        _katalog(ET.SubElement(mappe, navn), navn=verdi)


def _registrering(reg: ET.Element, sak: Sak, filer: Sequence[Fil], oppsett: Oppsett, nr: int) -> None:
    _barn(reg, opprettetDato=_tid(filer[0].dato), opprettetAv=filer[0].av)
    _katalog(ET.SubElement(reg, "referanseForelderMappe"), systemID=UUID(sak.id))
    _parter(reg, sak.parter)
    _skjerming(reg, oppsett)
    for plass, fil in enumerate(filer, 1):
        _dokument(ET.SubElement(reg, "dokumentbeskrivelse"), fil, plass, oppsett)
    _barn(reg, tittel=sak.tittel, offentligTittel=sak.tittel)
    _noekkel(reg, f"{sak.id}-{nr}")
    _barn(reg, dokumentetsDato=f"{filer[0].dato.astimezone(OSLO):%Y-%m-%d}", antallVedlegg=len(filer) - 1)


def _dokument(dok: ET.Element, fil: Fil, plass: int, oppsett: Oppsett) -> None:
    format_, mime = FORMATER[Path(fil.navn).suffix]
    _kode(dok, "dokumentstatus", "F", "Dokumentet er ferdigstilt")
    _barn(dok, tittel=fil.tittel, opprettetDato=_tid(fil.dato), opprettetAv=fil.av)
    _kode(dok, "tilknyttetRegistreringSom", *(HOVED if plass == 1 else VEDLEGG))
    _barn(dok, dokumentnummer=plass)
    _skjerming(dok, oppsett)
    objekt = ET.SubElement(dok, "dokumentobjekt")
    _barn(objekt, versjonsnummer=1)
    _kode(objekt, "variantformat", "A", "Arkivformat")
    _kode(objekt, "format", format_)
    _barn(objekt, mimeType=mime, filnavn=fil.navn, referanseDokumentfil=fil.navn)
    _barn(objekt, sjekksum=fil.sjekksum, sjekksumAlgoritme="SHA-256", filstoerrelse=len(fil.innhold))


def _parter(over: ET.Element, parter: Sequence[Part]) -> None:
    for part in parter:
        _barn(ET.SubElement(over, "part"), partID=part.nummer, partNavn=part.navn)
        _kode(over[-1], "partRolle", "BEBOER", part.rolle)
        _barn(over[-1], erSkjermet="true", erPersonnavn="true")


def _skjerming(over: ET.Element, oppsett: Oppsett) -> None:
    skjerming = ET.SubElement(over, "skjerming")
    _kode(skjerming, "tilgangsrestriksjon", oppsett.tilgangsrestriksjon)
    _barn(skjerming, skjermingshjemmel=oppsett.hjemmel)


def _noekkel(over: ET.Element, id_: str) -> None:
    _katalog(ET.SubElement(over, "referanseEksternNoekkel"), fagsystem=SYSTEM, noekkel=id_)


def _kode(over: ET.Element, navn: str, kode: str, beskrivelse: str = "") -> None:
    element = ET.SubElement(over, navn)
    _katalog(element, kode=kode)
    if beskrivelse:
        _katalog(element, beskrivelse=beskrivelse)


def _katalog(over: ET.Element, **verdier: object) -> None:
    _barn(over, **{f"m:{navn}": verdi for navn, verdi in verdier.items()})


def _barn(over: ET.Element, **verdier: object) -> None:
    for navn, verdi in verdier.items():
        ET.SubElement(over, navn).text = str(verdi)


def _tid(tid: datetime) -> str:
    return tid.astimezone(OSLO).isoformat(timespec="seconds")
