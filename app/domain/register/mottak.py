"""The register of mottak comes in: what is new is made, what differs is changed, what a mottak keeps itself is left.

A row is one mottak, known by its number. A file may leave columns out: what it does not tell of stays as it is.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.mottak.kontakt import KONTAKTFELTER, laas_mottak
from app.domain.mottak.mottakene import FELTER, lagre_endringer, lagre_nytt, med_integreringsroller, opptatt
from app.domain.register.fil import Kilde, Kolonner, Rad
from app.domain.register.innlesing import Registerlinje, Utfall
from app.domain.skjema.blankett import Blankett, les_blankett
from app.domain.skjema.versjonert import lagret_blankett
from app.domain.tilgang.mottak import Mottak, Mottakstype
from app.domain.unntak import Ugyldig
from app.norsk import soekenoekkel

OGSAA = {"mottaksnummer": "nummer", "mottaksnavn": "navn", "mottakstype": "type", "mottak": "navn"}
KOLONNER = Kolonner(tuple(felt.navn for felt in FELTER), ("nummer", "navn", "type"), liste="mottak", ogsaa=OGSAA)
TYPER = {soekenoekkel(skrivemaate): t for t in Mottakstype for skrivemaate in (t, t.tekst)} | {
    "ordinaert": Mottakstype.ORDINAERT,
    "em mottak": Mottakstype.ENSLIGE_MINDREAARIGE,
    "enslige mindrearige": Mottakstype.ENSLIGE_MINDREAARIGE,
}
"""How the registers write the types → the type."""
KONTAKT = frozenset(felt.navn for felt in KONTAKTFELTER)

Meld = Callable[[Registerlinje], object]


@dataclass
class _Loep:
    """One run through the file: what to do with it, and on which row a number or a name was first met."""

    meld: Meld
    proeve: bool
    antall: Counter[Utfall] = field(default_factory=Counter)
    foerst: dict[str, int] = field(default_factory=dict)

    def si(self, rad: int, utfall: Utfall, tekst: str = "") -> None:
        self.antall[utfall] += 1
        self.meld(Registerlinje(rad, utfall, tekst))


def importer_mottak(kilde: Kilde, meld: Meld, *, proeve: bool = False) -> Counter[Utfall]:
    """Bring the mottak up to the register, in the caller's transaction; `meld` is told of every row.

    `proeve` changes nothing. The answer is how many rows had which outcome. Raises Filfeil.
    """
    loep = _Loep(meld, proeve)
    for rad in kilde():
        try:
            _ta(loep, rad, _les(loep, rad))
        except Ugyldig as feil:
            loep.si(rad.nr, Utfall.AVVIST, feil.melding)
    if not proeve:
        tall = " ".join(f"{utfall}={antall}" for utfall, antall in sorted(loep.antall.items()))
        hendelse.noter(Handling.REGISTER_IMPORTERT, None, detalj=f"mottak: {tall}")
    return loep.antall


def ikke_nevnt(kilde: Kilde) -> list[str]:
    """Names of the mottak in operation that the file does not tell of: they stay as they are."""
    numre = {_celle(rad, "nummer") for rad in kilde()}
    rader = sesjon.execute(sa.select(Mottak.nummer, Mottak.navn, Mottak.nedlagt).order_by(Mottak.soekenoekkel))
    return [navn for nummer, navn, nedlagt in rader if nummer not in numre and not nedlagt]


def _les(loep: _Loep, rad: Rad) -> Blankett:
    """A row as the form. Raises Ugyldig with a whole sentence about the first fault."""
    if rad.feil:
        raise Ugyldig(rad.feil)
    celler = {navn: [celle] for navn, celle in rad.celler.items()}
    celler["type"] = [TYPER.get(soekenoekkel(_celle(rad, "type")), "ukjent")]
    blankett = les_blankett([felt for felt in FELTER if felt.navn in celler], celler)
    for utfylt in blankett.feil:
        if utfylt.feil:
            raise Ugyldig(f"{utfylt.sti}: {utfylt.feil.melding % utfylt.feil.verdier}")
    for merke in (f"nummeret {blankett['nummer']}", f"navnet {soekenoekkel(blankett['navn'])}"):
        if loep.foerst.setdefault(merke, rad.nr) != rad.nr:
            raise Ugyldig(f"{merke.partition(' ')[0].capitalize()} står også på rad {loep.foerst[merke]}.")
    return blankett


def _ta(loep: _Loep, rad: Rad, blankett: Blankett) -> None:
    mottak_id = _finn(blankett)
    if opptatt("navn", blankett["navn"], mottak_id):
        raise Ugyldig("navn: Et annet mottak har dette navnet.")
    if mottak_id is None:
        if not loep.proeve:
            lagre_nytt(None, blankett.svar)
        loep.si(rad.nr, Utfall.NY)
        return
    mottak = laas_mottak(mottak_id)
    ulike = blankett.endringer(lagret_blankett(mottak, [utfylt.felt for utfylt in blankett.felter]).svar)
    beholdt = sorted(KONTAKT & ulike.keys()) if mottak.egen_kontakt else []
    skrives = [utfylt for utfylt in blankett.felter if utfylt.sti in ulike and utfylt.sti not in beholdt]
    if not loep.proeve:
        lagre_endringer(None, mottak, [utfylt.felt for utfylt in skrives], Blankett(skrives))
    loep.si(rad.nr, Utfall.ENDRET if skrives else Utfall.UENDRET, ", ".join(utfylt.sti for utfylt in skrives))
    if beholdt:
        tekst = f"Mottaket har selv skrevet noe annet, og det er beholdt: {', '.join(beholdt)}."
        loep.si(rad.nr, Utfall.ADVARSEL, tekst)
    _se_etter_roller(loep, rad.nr, mottak, ulike)


def _se_etter_roller(loep: _Loep, nr: int, mottak: Mottak, ulike: Mapping[str, Any]) -> None:
    """No integreringsmottak any more: those who hold its roles are looked at by somebody (D4)."""
    if "type" in ulike and not loep.proeve and (brukere := med_integreringsroller(mottak)):
        tekst = (
            f"Typen er endret, og {len(brukere)} av brukerne har roller som bare gis ved integreringsmottak. "
            "Mottakets side hos IMDi viser hvem."
        )
        loep.si(nr, Utfall.ADVARSEL, tekst)


def _finn(blankett: Blankett) -> str | None:
    """The mottak with this number; else one of this name that has none yet."""
    med_nummer = sesjon.scalar(sa.select(Mottak.id).where(Mottak.nummer == blankett["nummer"]))
    uten = sa.and_(Mottak.nummer.is_(None), Mottak.soekenoekkel == soekenoekkel(blankett["navn"]))
    return med_nummer or sesjon.scalar(sa.select(Mottak.id).where(uten))


def _celle(rad: Rad, navn: str) -> str:
    return " ".join(rad.celler.get(navn, "").split())
