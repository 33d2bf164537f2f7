"""The demo's other residents: about sixty made-up people at one mottak, in every state there is.

PLAN says which households there are; a fixed seed decides the rest, so each filling gives the same people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import Enum, auto
from random import Random
from typing import Any

from app.db import ny_id, sesjon
from app.demo.ansatte import Svarark, da, dager_siden, ferdigstill, fyll_ut, skriv, soek_ut
from app.demo.navn import ARBEID, BARNEHAGE, INTERESSER, LAND, MERKNADER, OENSKER, SKOLE, SLEKT_BOR_I, UTDANNING, Land
from app.domain.beboer import duf
from app.domain.beboer.modell import Beboer, Bosettingssamtale, Husstand
from app.domain.beboer.statuser import Bosettingsstatus, Kompassstatus
from app.domain.kompass import kode
from app.domain.samtale.samtale import begynn_samtale, klargjoer
from app.domain.tid import KOMPASS_FRA_ALDER, MYNDIGHETSALDER
from app.domain.tilgang.bruker import Innlogget
from app.domain.tilgang.mottak import Mottak

FROE = 2026
SKOLEALDER = 6
FOERSTE_LOEPENUMMER = 995001
VENTETID = 9
"""Days between ready and begun, and about the work of the demo's staff."""
KOMPASS_VEKTER = {
    Kompassstatus.REGISTRERT: 55,
    Kompassstatus.KODE_TILDELT: 15,
    Kompassstatus.IKKE_REGISTRERT: 30,
}


class Tilstand(Enum):
    UTEN_SAK = auto()
    IKKE_KLAR = auto()
    KLAR = auto()
    PAABEGYNT = auto()
    FERDIG = auto()
    SOEKT_UT = auto()
    BOSATT = auto()


@dataclass(frozen=True)
class Plan:
    """A household: country, how many adults and children, how far it has come, and when that was."""

    land: str
    voksne: int
    barn: int
    tilstand: Tilstand
    dager: int = 0
    """Days since the last that happened."""
    kommune: str = ""


PLAN = (
    Plan("Syria", 2, 4, Tilstand.IKKE_KLAR),
    Plan("Somalia", 1, 3, Tilstand.IKKE_KLAR),
    Plan("Tyrkia", 2, 2, Tilstand.IKKE_KLAR),
    Plan("Ukraina", 1, 1, Tilstand.IKKE_KLAR),
    Plan("Afghanistan", 1, 0, Tilstand.IKKE_KLAR),
    Plan("Eritrea", 1, 0, Tilstand.IKKE_KLAR),
    Plan("Sudan", 1, 0, Tilstand.IKKE_KLAR),
    Plan("Iran", 1, 0, Tilstand.IKKE_KLAR),
    Plan("Etiopia", 1, 0, Tilstand.IKKE_KLAR),
    Plan("Irak", 2, 1, Tilstand.UTEN_SAK),
    Plan("DR Kongo", 1, 2, Tilstand.UTEN_SAK),
    Plan("Pakistan", 1, 0, Tilstand.UTEN_SAK),
    Plan("Afghanistan", 1, 0, Tilstand.UTEN_SAK),
    Plan("Syria", 1, 0, Tilstand.UTEN_SAK),
    Plan("Eritrea", 1, 0, Tilstand.UTEN_SAK),
    Plan("Syria", 2, 2, Tilstand.KLAR, 6),
    Plan("Irak", 1, 0, Tilstand.KLAR, 5),
    Plan("Sudan", 1, 0, Tilstand.KLAR, 1),
    Plan("Burundi", 2, 1, Tilstand.PAABEGYNT, 5),
    Plan("Eritrea", 1, 1, Tilstand.PAABEGYNT, 3),
    Plan("Afghanistan", 1, 0, Tilstand.PAABEGYNT, 1),
    Plan("Etiopia", 1, 2, Tilstand.FERDIG, 25),
    Plan("Syria", 2, 0, Tilstand.FERDIG, 18),
    Plan("Somalia", 1, 0, Tilstand.FERDIG, 13),
    Plan("Iran", 1, 0, Tilstand.FERDIG, 9),
    Plan("Tyrkia", 2, 0, Tilstand.FERDIG, 4),
    Plan("Syria", 2, 1, Tilstand.SOEKT_UT, 20, "5001"),
    Plan("DR Kongo", 1, 1, Tilstand.SOEKT_UT, 12, "4204"),
    Plan("Eritrea", 1, 0, Tilstand.SOEKT_UT, 10, "5501"),
    Plan("Afghanistan", 1, 0, Tilstand.SOEKT_UT, 6, "030102"),
    Plan("Irak", 2, 1, Tilstand.BOSATT, 34, "3301"),
    Plan("Sudan", 1, 0, Tilstand.BOSATT, 28, "1804"),
)


def fyll(mottak: Mottak, ansatte: Sequence[Innlogget]) -> None:
    """Put PLAN's households at the mottak; the staff take turns."""
    folk = _Folk(Random(FROE))  # noqa: S311
    for nr, plan in enumerate(PLAN):
        medlemmer = folk.husstand(plan, mottak)
        _tildel_koder(medlemmer, ansatte[nr % len(ansatte)])
        if plan.tilstand not in (Tilstand.UTEN_SAK, Tilstand.IKKE_KLAR):
            _foer_fram(plan, medlemmer, ansatte[nr % len(ansatte)], folk)


def _tildel_koder(medlemmer: Sequence[Beboer], av: Innlogget) -> None:
    """Whoever shall have the status «Kode tildelt» has a code, if one may be given."""
    for medlem in [m for m in medlemmer if m.kompass is Kompassstatus.KODE_TILDELT]:
        medlem.kompass = Kompassstatus.IKKE_REGISTRERT
        if medlem.har_bosettingssak:
            with da(dager_siden(1)):
                kode.tildel_kode(av, medlem.id, erstatter="", varighet=timedelta(hours=72))


class _Folk:
    """Invents people. A family name is used once."""

    def __init__(self, terning: Random) -> None:
        self.terning = terning
        self._brukte_etternavn: set[str] = set()
        self._loepenummer = FOERSTE_LOEPENUMMER

    def husstand(self, plan: Plan, mottak: Mottak) -> list[Beboer]:
        """The members of a new household, parents first."""
        husstand = Husstand(id=ny_id())
        sesjon.add(husstand)
        sesjon.flush()
        etternavn = self._etternavn(LAND[plan.land])
        soekt = date.today().year - self.terning.randint(0, 2)
        medlemmer: list[Beboer] = []
        for alder, mann, rolle in self._sammensetning(plan):
            foedt = date.today() - timedelta(days=alder * 365.25 + self.terning.randint(5, 350))
            medlemmer.append(
                Beboer(
                    duf_nummer=self._dufnummer(max(soekt, foedt.year)),
                    fornavn=self._fornavn(plan.land, mann, medlemmer),
                    etternavn=etternavn,
                    foedt=foedt,
                    statsborgerskap=plan.land,
                    tolkespraak=LAND[plan.land].spraak,
                    familierolle=rolle,
                    kollektiv_beskyttelse=plan.land == "Ukraina",
                    mottak_id=mottak.id,
                    husstand_id=husstand.id,
                    kompass=self._kompass(alder),
                    bosetting=_bosettingssak(plan.tilstand),
                )
            )
        sesjon.add_all(medlemmer)
        sesjon.flush()
        return medlemmer

    def svarark(self, beboer: Beboer) -> Svarark:
        """What staff may have written about one person, beyond what is required."""
        if beboer.alder < MYNDIGHETSALDER:
            return (
                {"barnehage_og_skole": BARNEHAGE if beboer.alder < SKOLEALDER else SKOLE}
                if not beboer.kompass_angaar
                else {}
            )
        velg = self.terning.choice
        ark: dict[str, Any] = {
            "utdanning": velg(UTDANNING),
            "arbeidserfaring": velg(ARBEID),
            "interesser": velg(INTERESSER),
            "oensker": velg(OENSKER),
            "bosettingsmerknad": velg(MERKNADER),
        }
        if self.terning.random() < 0.4:
            ark |= {"har_tilknytning": "ja", "tilknytning": [self._slektning(beboer)]}
        return ark

    def _sammensetning(self, plan: Plan) -> list[tuple[int, bool, str | None]]:
        """Age, whether a man, and part in the family; nobody became a parent before the age of twenty."""
        foerste = self.terning.randint(32, 44) if plan.barn else self.terning.randint(19, 58)
        voksne = [foerste, foerste + self.terning.randint(0, 4)][: plan.voksne]
        mann = self.terning.random() < 0.5
        foreldre = [(alder, mann != bool(nr), _rolle(plan, mann != bool(nr))) for nr, alder in enumerate(voksne)]
        barnas_alder = sorted(self.terning.sample(range(1, foerste - 20), plan.barn), reverse=True)
        barn = [
            (a, self.terning.random() < 0.5, "barn" if a < MYNDIGHETSALDER else "voksent barn") for a in barnas_alder
        ]
        return [*foreldre, *barn]

    def _slektning(self, beboer: Beboer) -> dict[str, str]:
        land = LAND[beboer.statsborgerskap]
        return {
            "navn": f"{self.terning.choice(land.menn + land.kvinner)} {beboer.etternavn}",
            "relasjon": self.terning.choice(("soesken", "annen_slekt")),
            "kommune": self.terning.choice(SLEKT_BOR_I),
            "telefon": f"00 00 43 {self.terning.randint(0, 99):02d}",
            "oensker_naer": "ja",
        }

    def _etternavn(self, land: Land) -> str:
        navn = self.terning.choice([navn for navn in land.etternavn if navn not in self._brukte_etternavn])
        self._brukte_etternavn.add(navn)
        return navn

    def _fornavn(self, land: str, mann: bool, familie: Sequence[Beboer]) -> str:
        brukte = {medlem.fornavn for medlem in familie}
        return self.terning.choice([n for n in (LAND[land].menn if mann else LAND[land].kvinner) if n not in brukte])

    def _dufnummer(self, aar: int) -> str:
        ti = f"{aar}{self._loepenummer}"
        self._loepenummer += self.terning.randint(1, 40)
        return ti + duf.kontrollsifre(ti)

    def _kompass(self, alder: int) -> Kompassstatus:
        if alder < KOMPASS_FRA_ALDER:
            return Kompassstatus.IKKE_REGISTRERT
        return self.terning.choices(list(KOMPASS_VEKTER), list(KOMPASS_VEKTER.values()))[0]


def _rolle(plan: Plan, mann: bool) -> str | None:
    if plan.barn:
        return "far" if mann else "mor"
    return "ektefelle" if plan.voksne > 1 else None


def _bosettingssak(tilstand: Tilstand) -> Bosettingsstatus:
    return Bosettingsstatus.INGEN_SAK if tilstand is Tilstand.UTEN_SAK else Bosettingsstatus.SAK_OPPRETTET


def _foer_fram(plan: Plan, medlemmer: Sequence[Beboer], ansatt: Innlogget, folk: _Folk) -> None:
    """Through the stages, one after the other, as far as the plan says."""
    with da(dager_siden(plan.dager + VENTETID if plan.tilstand is not Tilstand.KLAR else plan.dager)):
        samtale = klargjoer(medlemmer)
    if plan.tilstand is Tilstand.KLAR:
        return
    with da(dager_siden(plan.dager, time(10, 5))):
        begynn_samtale(ansatt, samtale.id)
        if plan.tilstand is Tilstand.PAABEGYNT:
            skriv(ansatt, medlemmer[0], {"morsmaal": medlemmer[0].tolkespraak or "", "behov_for_tolk": "ja"})
            return
        for medlem in medlemmer:
            fyll_ut(ansatt, medlem, folk.svarark(medlem))
        ferdigstill(ansatt, samtale)
    if plan.kommune:
        _plasser(plan, samtale, medlemmer)


def _plasser(plan: Plan, samtale: Bosettingssamtale, medlemmer: Sequence[Beboer]) -> None:
    """Three days after completion to a kommune; there, for those who have moved, two days ago."""
    soek_ut(samtale, medlemmer, plan.kommune, plan.dager - 3)
    if plan.tilstand is Tilstand.BOSATT:
        for medlem in medlemmer:
            medlem.bosetting = Bosettingsstatus.BOSATT
            medlem.bosettingsdato = dager_siden(2).date()
