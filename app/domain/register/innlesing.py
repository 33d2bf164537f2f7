"""The residents' register comes in: compares each household with what is stored, and writes what is new or different.

One way for file and machine interface. Households are taken whole: a row that is refused keeps its household as it
was, and no transaction ends with half a household written, so an import that is killed can be run again. What is new,
and plain facts, are written many at a time; what changes running work goes through registerendring.py, one household
in one transaction.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa

from app.db import UGYLDIG_VERDI, arbeid, sesjon
from app.domain.beboer import duf
from app.domain.beboer.doerer import sammenslaatte_numre
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.register import endring, skriving
from app.domain.register.fil import Kilde, Rad
from app.domain.register.kjent import Kjent, finn_kjente, griper_inn, kjennetegn, ulikheter, vil_inn_i_stengt
from app.domain.register.person import Mottaksliste, Registerperson, les_person
from app.domain.tilgang.mottak import Mottak
from app.domain.unntak import Ugyldig
from app.norsk import soekenoekkel

PULJE = 1000
"""How many persons are compared, and written, at a time."""
HOEYST_FEIL = 10
"""So many households in a row that the database does not take: it is the database, not they."""
TVILLING = "Det finnes en annen med samme navn og fødselsdato, men et annet DUF-nummer. IMDi kan slå dem sammen."
SAMMENSLAATT = "IMDi har slått nummeret sammen med et annet. Raden er hoppet over. Bruk det andre nummeret."
I_BRUK = "Husstanden er i bruk akkurat nå. Kjør importen på nytt."
NEDLAGT = "Mottaket er nedlagt, og får ingen nye beboere eller oppgaver. Husstanden er ikke endret."

UMULIG = "Databasen tar ikke imot en verdi i husstanden. Rett raden, eller meld fra til den som drifter."
TVILSOM = "duf_nummer: kontrollsifrene stemmer ikke. Kontroller nummeret."


class Utfall(StrEnum):
    NY = "ny"
    ENDRET = "endret"
    UENDRET = "uendret"
    AVVIST = "avvist"
    ADVARSEL = "advarsel"


class Registerlinje(NamedTuple):
    """What became of a row, or what somebody should look at in it; never anything about the person."""

    rad: int
    utfall: Utfall
    tekst: str = ""


Meld = Callable[[Registerlinje], None]


@dataclass
class Gjennomsyn:
    """What one look through the source tells: how many rows a household has, and where a person stands twice."""

    antall: int = 0
    per_husstand: Counter[str] = field(default_factory=Counter)
    foerste: dict[str, tuple[int, int]] = field(default_factory=dict)
    """DUF-nummer → its first row, and the hash of what stands there."""
    motstridende: set[str] = field(default_factory=set)
    oedelagte: dict[str, int] = field(default_factory=dict)
    """What stands in a broken row → the row: one of its cells may be the household."""


@dataclass
class Enhet:
    """The rows of one household."""

    personer: list[Registerperson] = field(default_factory=list)
    linjer: list[Registerlinje] = field(default_factory=list)

    @property
    def avvist_rad(self) -> int | None:
        return next((linje.rad for linje in self.linjer if linje.utfall is Utfall.AVVIST), None)


@dataclass
class _Loep:
    """One run through the source."""

    plan: Gjennomsyn
    meld: Meld
    proeve: bool
    mottakene: Mottaksliste
    nedlagte: Collection[str] = ()
    """The mottak that take nobody in."""
    sammenslaatte: Collection[str] = ()
    """The DUF-numre of duplicates that have been merged."""
    antall: Counter[Utfall] = field(default_factory=Counter)
    navnesaker: set[int] = field(default_factory=set)
    """Name and birth date of the new persons, hashed."""
    feil_paa_rad: int = 0

    def si(self, rad: int, utfall: Utfall, tekst: str = "") -> None:
        self.antall[utfall] += 1
        self.meld(Registerlinje(rad, utfall, tekst))

    def avvis(self, personer: Sequence[Registerperson], tekst: str) -> None:
        for person in personer:
            self.si(person.rad, Utfall.AVVIST, tekst)


def se_gjennom(kilde: Kilde) -> Gjennomsyn:
    """Look through the source once, changing nothing. Raises Filfeil."""
    plan = Gjennomsyn()
    for rad in kilde():
        plan.antall += 1
        plan.per_husstand[_husstand(rad)] += 1
        if rad.feil:
            plan.oedelagte |= {" ".join(celle.split()): rad.nr for celle in rad.celler.values() if celle.strip()}
        nummer, merke = _nummer(rad), hash(tuple(rad.celler.values()))
        foerste = plan.foerste.setdefault(nummer, (rad.nr, merke))
        if nummer and foerste[1] != merke:
            plan.motstridende.add(nummer)
    return plan


def importer_beboere(
    kilde: Kilde,
    plan: Gjennomsyn,
    meld: Meld,
    *,
    proeve: bool = False,
    alt_eller_intet: bool = False,
    fremdrift: Callable[[int], object] = lambda _antall: None,
) -> Counter[Utfall]:
    """Bring the residents up to the register, in transactions of its own; `meld` is told of every row.

    `proeve` changes nothing, and says which fields would change. `alt_eller_intet` does so first, and stops there if
    a row is refused. The answer is how many rows had which outcome.
    """
    if alt_eller_intet and not proeve:
        stille: list[Registerlinje] = []
        proevet = importer_beboere(kilde, plan, stille.append, proeve=True)
        if proevet[Utfall.AVVIST]:
            for linje in stille:
                meld(linje)
            return proevet
    with arbeid(skriver=False):
        loep = _Loep(plan, meld, proeve, *_mottakene(), sammenslaatte_numre())
    for pulje in _puljer(loep, kilde):
        _ta(loep, pulje)
        fremdrift(sum(len(enhet.personer) + len(enhet.linjer) for enhet in pulje))
    if not proeve:
        with arbeid(skriver=True):
            tall = " ".join(f"{utfall}={antall}" for utfall, antall in sorted(loep.antall.items()))
            hendelse.noter(Handling.REGISTER_IMPORTERT, None, detalj=tall)
    return loep.antall


def _mottakene() -> tuple[Mottaksliste, Collection[str]]:
    """Every mottak by name and by number, and those that are closed."""
    kalt: dict[str, set[str]] = {}
    alle = sesjon.scalars(sa.select(Mottak)).all()
    for mottak in alle:
        for navn in filter(None, (mottak.soekenoekkel, soekenoekkel(mottak.nummer or ""))):
            kalt.setdefault(navn, set()).add(mottak.id)
    return {navn: sorted(ider) for navn, ider in kalt.items()}, [m.id for m in alle if m.er_nedlagt]


def _puljer(loep: _Loep, kilde: Kilde) -> Iterator[list[Enhet]]:
    pulje: list[Enhet] = []
    antall = 0
    for enhet in _enheter(loep, kilde):
        pulje.append(enhet)
        antall += len(enhet.personer) + len(enhet.linjer)
        if antall >= PULJE:
            yield pulje
            pulje, antall = [], 0
    yield pulje


def _enheter(loep: _Loep, kilde: Kilde) -> Iterator[Enhet]:
    """The households, each as soon as its last row has been read."""
    venter: dict[str, Enhet] = {}
    igjen = dict(loep.plan.per_husstand)
    for rad in kilde():
        husstand = _husstand(rad)
        enhet = venter.setdefault(husstand, Enhet())
        _les(loep, rad, enhet)
        igjen[husstand] -= 1
        if not husstand or not igjen[husstand]:
            yield _hel(venter.pop(husstand), loep.plan.oedelagte.get(husstand))


def _les(loep: _Loep, rad: Rad, enhet: Enhet) -> None:
    nummer, plan = _nummer(rad), loep.plan
    if rad.feil:
        enhet.linjer.append(Registerlinje(rad.nr, Utfall.AVVIST, rad.feil))
    elif nummer in loep.sammenslaatte:
        enhet.linjer.append(Registerlinje(rad.nr, Utfall.ADVARSEL, SAMMENSLAATT))
    elif nummer in plan.motstridende:
        tekst = f"Samme DUF-nummer står på flere rader med ulikt innhold (først på rad {plan.foerste[nummer][0]})."
        enhet.linjer.append(Registerlinje(rad.nr, Utfall.AVVIST, tekst))
    elif nummer and plan.foerste[nummer][0] != rad.nr:
        tekst = f"Raden er lik rad {plan.foerste[nummer][0]} og er hoppet over."
        enhet.linjer.append(Registerlinje(rad.nr, Utfall.ADVARSEL, tekst))
    else:
        try:
            enhet.personer.append(person := les_person(rad.nr, rad.celler, loep.mottakene))
        except Ugyldig as feil:
            enhet.linjer.append(Registerlinje(rad.nr, Utfall.AVVIST, feil.melding))
            return
        if not duf.stemmer(person.duf_nummer):
            enhet.linjer.append(Registerlinje(rad.nr, Utfall.ADVARSEL, TVILSOM))


def _hel(enhet: Enhet, oedelagt: int | None) -> Enhet:
    """The household, all of it refused where one of its rows is, or where a broken row seems to be one of them."""
    if avvist := enhet.avvist_rad or oedelagt:
        tekst = f"Husstanden er ikke endret, fordi rad {avvist} ble avvist."
        enhet.linjer += [Registerlinje(person.rad, Utfall.AVVIST, tekst) for person in enhet.personer]
        enhet.personer = []
    return enhet


def _ta(loep: _Loep, pulje: Sequence[Enhet]) -> None:
    for enhet in pulje:
        for linje in enhet.linjer:
            loep.si(*linje)
    enheter = [enhet.personer for enhet in pulje if enhet.personer]
    try:
        with arbeid(skriver=not loep.proeve):
            kjent = finn_kjente([person for personer in enheter for person in personer])
            utenom = [p for p in enheter if _tas_alene(loep, p, kjent)]
            i_bunke = [p for p in enheter if not _tas_alene(loep, p, kjent)]
            if not loep.proeve:
                skriving.skriv(i_bunke, kjent)
    except sa.exc.DBAPIError:
        if loep.proeve:
            raise
        utenom, i_bunke = enheter, []
    for personer in i_bunke:
        _si_fra(loep, personer, kjent)
    for personer in utenom:
        _ta_alene(loep, personer)


def _tas_alene(loep: _Loep, personer: Sequence[Registerperson], kjent: Kjent) -> bool:
    return griper_inn(personer, kjent) or vil_inn_i_stengt(personer, kjent, loep.nedlagte)


def _ta_alene(loep: _Loep, personer: Sequence[Registerperson]) -> None:
    """A household in a transaction of its own, its rows locked; one that is to come to a closed mottak is refused."""
    try:
        with arbeid(skriver=not loep.proeve):
            kjent = finn_kjente(personer)
            stengt = vil_inn_i_stengt(personer, kjent, loep.nedlagte)
            if not loep.proeve and not stengt:
                endring.gjennomfoer(personer)
    except UGYLDIG_VERDI:
        loep.avvis(personer, UMULIG)
        return
    except sa.exc.DBAPIError:
        loep.feil_paa_rad += 1
        if loep.feil_paa_rad > HOEYST_FEIL:
            raise
        loep.avvis(personer, I_BRUK)
        return
    loep.feil_paa_rad = 0
    if stengt:
        loep.avvis(personer, NEDLAGT)
    else:
        _si_fra(loep, personer, kjent)


def _si_fra(loep: _Loep, personer: Sequence[Registerperson], kjent: Kjent) -> None:
    for person in personer:
        ulikt = ulikheter(person, kjent)
        if ulikt is None:
            _se_etter_tvilling(loep, person, kjent)
            loep.si(person.rad, Utfall.NY)
        else:
            loep.si(person.rad, Utfall.ENDRET if ulikt else Utfall.UENDRET, ", ".join(ulikt))


def _se_etter_tvilling(loep: _Loep, person: Registerperson, kjent: Kjent) -> None:
    """The same person under two numbers is told of; it is IMDi that merges them (F60)."""
    hvem = kjennetegn(person)
    if hvem in kjent.navnesaker or hash(hvem) in loep.navnesaker:
        loep.si(person.rad, Utfall.ADVARSEL, TVILLING)
    loep.navnesaker.add(hash(hvem))


def _husstand(rad: Rad) -> str:
    return " ".join(rad.celler.get("husstand", "").split())


def _nummer(rad: Rad) -> str:
    return duf.bare_sifre(rad.celler.get("duf_nummer", ""))
