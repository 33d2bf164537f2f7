"""A walk through every route, by all who work in the system, and the stories that write: what EXPLAIN hears of."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from app import worker
from app.demo import fylling
from app.demo.mengde import mange_beboere
from app.domain.tid import i_dag
from stoette import gjoer, innsyn
from stoette.brukere import NY, bruker_id
from stoette.klient import EPOST, Klient
from stoette.kompass import Maskin, kode_paa
from stoette.konsument import ALT, BARE, Konsument
from stoette.registeret import HELEN, rad
from stoette.ruter import SPORRINGER, Rute, ruter

ET_MOTTAK = 150
"""Residents beside the cast, at each of two mottak: every list has several pages."""
EGEN = {"ingrid": "Olena Kovalska", "nils": "Olena Kovalska"}
ALLE = ("kari", "per", "tuva", "ingrid", "nils", "siri", "ellen", "oda", "")
"""One for each set of rights and each kind of place; the last is nobody."""
FERDIG, UTSOEKT = "Hassan Warsameh", "Mahmoud Darwishi"
IMDIS_VARSEL = "SELECT min(id) FROM varsel WHERE anledning = 'fordelingsklar'"
MOTTAKETS_VARSEL = "SELECT min(id) FROM varsel WHERE anledning = 'klar_for_samtale' AND mottak_id = :m"
LISTENE = (
    ("per", "/mottak/beboere/soek", {"soeketekst": "beboer000"}),
    ("per", "/mottak/beboere/soek", {"soeketekst": "202499011105"}),
    ("siri", "/fordelingsklare/soek", {"soeketekst": "hassan"}),
    ("siri", "/fordelingsklare/soek", {"soeketekst": "202399066104"}),
    ("siri", "/fordelingsklare/bosettingssak", {"duf_nummer": "202699110304"}),
)
"""Searches, each followed to the list it leads to."""


def lange_lister() -> None:
    """The cast, and so many more that the lists are long."""
    fylling.fyll(ekstra=False)
    mange_beboere(ET_MOTTAK)
    mange_beboere(ET_MOTTAK, "Fjordgløtt integreringsmottak", fra=ET_MOTTAK)


def gaa(app: Flask) -> None:
    """Read all that can be read, as everybody; then let them do what they do."""
    for hvem in ALLE:
        klient = Klient(app, hvem, inspisert=False) if hvem else None
        stengt: set[str] = set()
        for nr, sted in enumerate((EGEN.get(hvem, "Yonas Tesfalem"), FERDIG, UTSOEKT)):
            les_alt(app, klient, innsyn.ider(sted), stengt, bare_om_noen=nr > 0)
    for hvem, adresse, data in LISTENE:
        klient = Klient(app, hvem, inspisert=False)
        if videre := klient.post(adresse, data).location:
            klient.get(videre)
    Historie(app).spill()


def les_alt(app: Flask, klient: Klient | None, ider: innsyn.Ider, stengt: set[str], *, bare_om_noen: bool) -> None:
    """Every GET about this resident, with each question that a page can be asked; what is refused is asked once."""
    hent: Callable[[str], TestResponse] = klient.get if klient else app.test_client().get
    varsel = innsyn.en(IMDIS_VARSEL)
    for rute in ruter(app):
        if rute.metode != "GET" or rute.endepunkt in stengt or (bare_om_noen and not rute.har_id):
            continue
        for spoerring in SPORRINGER.get(rute.endepunkt, [""]):
            if hent(f"{adresse(rute, ider, varsel)}?{spoerring}").status_code in (302, 403):
                stengt.add(rute.endepunkt)


def adresse(rute: Rute, ider: innsyn.Ider, varsel: str) -> str:
    """The address of what is this resident's; where a colleague is asked for, it is Mari."""
    return rute.adresse(
        ider.samtale or "",
        ider.beboer,
        bruker_id(EPOST["mari"]),
        husstand=ider.husstand,
        varsel=varsel,
        mottak=innsyn.mottak_id("Furulia"),
    )


class Historie:
    """What is done from the register to bosatt, each with forms as they stand on the pages."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.klienter: dict[str, Klient] = {}

    def som(self, hvem: str) -> Klient:
        if hvem not in self.klienter:
            self.klienter[hvem] = Klient(self.app, hvem, inspisert=False)
        return self.klienter[hvem]

    def send(self, hvem: str, adresse: str, data: dict[str, Any] | None = None) -> TestResponse:
        svar = self.som(hvem).post(adresse, data)
        assert svar.status_code in (200, 303), (adresse, svar.status_code)
        return svar

    def skjema(self, hvem: str, side: str, adresse: str = "", /, **data: Any) -> TestResponse:
        """Send the form on a page whose address ends so, by default its own, with these answers."""
        utfylt = self.som(hvem).skjema(self.som(hvem).get(side), adresse or side)
        return self.send(hvem, adresse or side, utfylt | data)

    def spill(self) -> None:
        self.mottaket()
        self.imdi()
        self.kommunen()
        self.maskinene()
        self.brukerne()
        for jobb in worker.JOBBER:
            jobb.gjoer(self.app.extensions["mottak_config"])

    def mottaket(self) -> None:
        yonas, per = innsyn.ider("Yonas Tesfalem"), self.som("per")
        self.send("per", f"/samtaler/{yonas.samtale}/gjennomfoering")
        assert per.lagre(yonas.skjema, "morsmaal", "tigrinja").status_code == 200
        self.send("per", f"{yonas.skjema}/rader?liste=behandler")
        self.send("per", f"{yonas.skjema}/svar?felt=intern_merknad", {"intern_merknad": "x", "v.intern_merknad": "0"})
        gjoer.fyll_ut(per, "Yonas Tesfalem")
        assert gjoer.ferdigstill(per, yonas.samtale).status_code == 303
        for hva in ("", "/varsel"):
            self.send("per", f"{yonas.skjema}/merknad{hva}", {"intern_merknad": "nytt", "v.intern_merknad": "0"})
        self.send("per", f"/mottak/beboere/{yonas.beboer}/duf")
        self.skjema("kari", "/mottak/informasjon/endring", telefon="00 00 10 99")
        self.send("per", f"/varsler/{innsyn.en(MOTTAKETS_VARSEL, m=innsyn.mottak_id('Furulia'))}/aapning")
        self.send("per", "/varsler/lesing")

    def imdi(self) -> None:
        hassan, olena = innsyn.ider(FERDIG), innsyn.ider("Selam Berhanesh")
        sak, om_en = f"/fordelingsklare/{hassan.samtale}", f"/fordelingsklare/{hassan.samtale}/beboere/{hassan.beboer}"
        i_dag_ = i_dag().isoformat()
        self.skjema("siri", f"{sak}/soekt-ut", kommune="Alna", dato=i_dag_)
        self.send("siri", "/fordelingsklare/fil/numre?status=alle", {"begrunnelse": "Fordeling."})
        self.send("siri", f"/fordelingsklare/beboere/{olena.beboer}/sak")
        self.send("siri", f"/fordelingsklare/beboere/{olena.beboer}/klar")
        leyla = self.som("siri")
        side = leyla.post("/skjerming/soek", {"duf_nummer": "202599110103"})
        tilgang = {
            "bruker": bruker_id(EPOST["per"]), "begrunnelse": "Samtalen.",
            "til_og_med": (i_dag() + timedelta(days=7)).isoformat(),
        }  # fmt: skip
        self.send("siri", "/skjerming/tilganger", leyla.skjema(side, "/skjerming/tilganger") | tilgang)
        rettet = {"bosettingsmerknad": "Bor nær buss.", "grunn": "Mottaket ringte.", "nummer": "0"}
        self.send("siri", f"{om_en}/retting?felt=bosettingsmerknad", rettet)
        self.send("siri", f"/varsler/{innsyn.en(IMDIS_VARSEL)}/aapning")

    def kommunen(self) -> None:
        self.skjema("oda", "/kommuner/0301/kontakt", enhet="Ny enhet")
        self.send("oda", "/varsler/lesing")
        self.send("siri", "/varsler/lesing")

    def maskinene(self) -> None:
        selam = innsyn.ider("Olena Kovalska")
        kode = kode_paa(self.send("nils", f"/mottak/kompass/{selam.beboer}/kode"))
        maskin = Maskin(self.app, "kompass:innloesing kompass:registrering beboere:skrive")
        svar = maskin.innloes("202699110304", kode)
        assert maskin.registrer(svar.json["registrering"]).status_code < 300, svar.text
        kropp = {"beboere": [HELEN, rad("Almaz Girmay", klar="ja"), rad("Nadia Karimipour", trukket="ja")]}
        assert self.app.test_client().put("/api/beboere", json=kropp, headers=maskin.hoder).status_code == 200
        for omfang in (BARE, ALT):
            Konsument(self.app, omfang).foelg()

    def brukerne(self) -> None:
        self.send("kari", "/brukere/ny", NY)
        mari = f"/brukere/{bruker_id(EPOST['mari'])}"
        self.skjema("kari", mari, navn="Mari Nytt Navn")
        self.skjema("kari", "/brukere/gjennomgang", f"{mari}/bekreftelse")
        slutt = f"/brukere/{bruker_id(NY['epost'])}/deaktivering"
        self.skjema(
            "kari", slutt, bekreft=re.findall(r'name="bekreft" value="([^"]+)"', self.som("kari").get(slutt).text)
        )
