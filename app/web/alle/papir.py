"""Papir: the questionnaire without answers, to write on when the power is gone, and with what to ask, to have by hand.

One sheet is for one person of any age, so it holds every question, and says of whom it is asked (F66, F69).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.domain.kartlegging.alder import fra_kompassalder, under_kompassalder
from app.domain.kartlegging.kartlegging import KARTLEGGING, enslig_mindreaarig, uten_kompass
from app.domain.skjema.felttyper import Flervalg, Langtekst, Valg
from app.domain.skjema.grammatikk import Felt, Liste, Person, Seksjon, alltid
from app.domain.tid import naa
from app.domain.tilgang.matrise import Rett
from app.pdf import Del, Gruppe, Linje
from app.pdf import Seksjon as Avsnitt
from app.spraak.katalog import oversett
from app.web.felles import dokument
from app.web.felles.rom import Rom, krever

rom = Rom("papir")
SPOERRES: Mapping[Callable[[Person], bool], Any] = {
    alltid: "",
    fra_kompassalder: _l("Bare fra 16 år."),
    under_kompassalder: _l("Bare under 16 år."),
    uten_kompass: _l("Bare fra 16 år, når kompetansen ikke er registrert i Kompass."),
    enslig_mindreaarig: _l("Bare om enslige mindreårige."),
}
"""Of whom a question is asked, in words; a test asks for each that the questionnaire has."""
RADER, LINJER_TIL_TEKST = 2, 4
"""Rows of a group on the sheet, and lines to write a longer text on."""


@rom.get("/hjelp/tomt-skjema")
@krever(Rett.ARBEIDSFLATE_SE)
def tomt_skjema() -> ResponseReturnValue:
    """«Tomt skjema (PDF)»."""
    merke = gettext("Makuleres når svarene er skrevet inn")
    hvem = [Linje(tekst, rom=1) for tekst in (gettext("Navn"), gettext("DUF-nummer"), gettext("Født"), gettext("Dato"))]
    ingress = gettext(
        "Ett skjema for hver person. Skriv svarene inn i IMDinett Mottak så snart det går. "
        "Tallene er de samme som på skjermen. * må fylles ut."
    )
    del_ = Del(gettext("Personen"), [_avsnitt(s, _aa_skrive_paa) for s in KARTLEGGING.seksjoner], hvem, ingress)
    return _ark(gettext("Bosettingssamtale: tomt skjema"), "tomt-skjema", del_, merke)


@rom.get("/hjelp/intervjuguide")
@krever(Rett.ARBEIDSFLATE_SE)
def intervjuguide() -> ResponseReturnValue:
    """«Intervjuguide (PDF)»."""
    ingress = gettext(
        "Det du spør om, hva du kan spørre videre om, og hvem som leser svaret. Tallene er de samme som på skjermen. "
        "* må fylles ut."
    )
    del_ = Del(gettext("Spørsmålene"), [_avsnitt(s, _aa_spoerre_om) for s in KARTLEGGING.seksjoner], ingress=ingress)
    return _ark(gettext("Bosettingssamtale: intervjuguide"), "intervjuguide", del_)


def _ark(tittel: str, filnavn: str, del_: Del, merke: str = "") -> ResponseReturnValue:
    versjon = (gettext("Skjemaversjon"), str(KARTLEGGING.versjon))
    return dokument.last_ned(dokument.dokument(tittel, [versjon], [del_], tid=naa(), merke=merke), filnavn)


def _avsnitt(seksjon: Seksjon, linje: Callable[[str, Felt], Linje]) -> Avsnitt:
    nr = KARTLEGGING.numre
    grupper = [gruppe for ledd in seksjon.ledd for gruppe in _grupper(ledd, nr[ledd.navn], linje)]
    ingress = gettext(seksjon.ingress) if seksjon.ingress and not seksjon.fakta else ""
    return Avsnitt(f"{nr[f'seksjon-{seksjon.navn}']} {gettext(seksjon.tittel)}", grupper, ingress)


def _grupper(ledd: Felt | Liste, nr: str, linje: Callable[[str, Felt], Linje]) -> Iterator[Gruppe]:
    if isinstance(ledd, Felt):
        yield Gruppe("", [linje(f"{nr} {gettext(ledd.ledetekst)}", ledd)])
        return
    for rad in range(1, RADER + 1) if linje is _aa_skrive_paa else ("",):
        navn = f"{nr} {gettext(ledd.entall).capitalize()} {rad}".rstrip()
        naar = [Linje("", "", _naar(ledd))] if _naar(ledd) else []
        yield Gruppe(navn, [*naar, *(linje(gettext(felt.ledetekst), felt) for felt in ledd.felter)])


def _aa_skrive_paa(ledetekst: str, felt: Felt) -> Linje:
    """Boxes where there are choices, else lines."""
    type_ = felt.type
    valg = [oversett(tekst) for tekst in type_.valg.values()] if isinstance(type_, Valg | Flervalg) else []
    rom_ = 0 if valg else LINJER_TIL_TEKST if isinstance(type_, Langtekst) else 1
    return Linje(_spoersmaal(ledetekst, felt), valg=valg, rom=rom_)


def _aa_spoerre_om(ledetekst: str, felt: Felt) -> Linje:
    """What the form says behind its question mark: what to ask, and who reads the answer."""
    advarsel = [gettext(felt.advarsel)] if felt.advarsel else []
    return Linje(_spoersmaal(ledetekst, felt), gettext(felt.hjelp), advarsel)


def _spoersmaal(ledetekst: str, felt: Felt) -> str:
    return "\n".join([f"{ledetekst} *" if felt.paakrevd else ledetekst, *_naar(felt)])


def _naar(ledd: Felt | Liste) -> list[str]:
    """When it is asked, where it is not always: of whom, and after which answer."""
    hvem = SPOERRES[ledd.gjelder] if isinstance(ledd, Felt) else ""
    nabo = KARTLEGGING.ledd(ledd.hvis[0]) if ledd.hvis else None
    setninger = [str(hvem)] if hvem else []
    if ledd.hvis and isinstance(nabo, Felt) and isinstance(nabo.type, Valg | Flervalg):
        svar = oversett(nabo.type.valg[ledd.hvis[1]])
        naar = gettext("Bare når «%(spoersmaal)s» er «%(svar)s».", spoersmaal=gettext(nabo.ledetekst), svar=svar)
        setninger.append(naar)
    return setninger
