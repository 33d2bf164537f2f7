"""The ceilings: what each route may cost, by whom it is asked and about whom, on the database of gang.lange_lister.

A number that rises is a choice: its reason stands in docs/valg.md, and the new number here. One that falls is lowered
here, so that it does not rise again unseen. The suite prints the line to put in.
"""

from dataclasses import dataclass

from stoette.gang import FERDIG, UTSOEKT

YONAS = "Yonas Tesfalem"


@dataclass(frozen=True)
class Tak:
    """Statements and rows exactly, on either database; `byte` is a ceiling for the answer with its head, compressed."""

    hvem: str
    setninger: int
    rader: int
    byte: int
    om: str = YONAS
    sporring: str = ""


SLINGRING = 1.15
"""How far under the ceiling the bytes may lie before it is lowered: marks and ids differ from run to run."""
SIDER = {
    "dobbelt.liste": Tak("siri", 6, 6, 3800),
    "dobbelt.oppheving": Tak("siri", 4, 3, 9350),
    "dobbelt.par": Tak("siri", 3, 3, 9350),
    "erklaering.personvern": Tak("", 0, 0, 3000),
    "erklaering.tilgjengelighet": Tak("", 0, 0, 2650),
    "spraakvalg.profil": Tak("per", 2, 2, 3950),
    "arbeidsflate.side": Tak("per", 3, 3, 4200),
    "api.beskrivelse": Tak("", 0, 0, 2050),
    "brukere.liste": Tak("kari", 6, 13, 4200),
    "brukere.bruker": Tak("kari", 7, 8, 5200),
    "brukere.avgangsside": Tak("kari", 8, 8, 3950),
    "brukere.gjennomgangsside": Tak("kari", 6, 13, 4150),
    "brukere.skjema": Tak("kari", 4, 4, 4650),
    "demopost.liste": Tak("per", 2, 2, 3700),
    "kompassdemo.side": Tak("", 0, 0, 2550),
    "fordelingsklare.liste": Tak("siri", 7, 156, 6500, FERDIG),
    "fordelingsklare.sak": Tak("siri", 9, 14, 5400, FERDIG),
    "utsoeking.bosattskjema": Tak("siri", 4, 4, 4050, UTSOEKT),
    "retting.skjema": Tak("siri", 6, 14, 4550, FERDIG, sporring="?felt=bosettingsmerknad"),
    "utsoeking.familien_bosatt_skjema": Tak("siri", 4, 4, 4000, UTSOEKT),
    "utsoeking.flytteskjema": Tak("siri", 4, 4, 4050, UTSOEKT),
    "fordelingsklare.historikk": Tak("siri", 8, 22, 4450, FERDIG),
    "utsoeking.skjema": Tak("siri", 3, 3, 4250, FERDIG),
    "utsoeking.tilbakeskjema": Tak("siri", 3, 3, 4200, UTSOEKT),
    "bosettingssak.beboer": Tak("siri", 6, 4, 4000),
    "bosettingssak.side": Tak("siri", 2, 2, 3800),
    "kommuneoversikt.side": Tak("siri", 6, 400, 7250),
    "mottaksoversikt.side": Tak("siri", 5, 5, 3850),
    "helse.helse": Tak("", 0, 0, 650),
    "hjelp.side": Tak("per", 2, 2, 4250),
    "innlogging.ingen_tilgang": Tak("per", 2, 2, 9550),  # 403
    "innlogginger.liste": Tak("per", 4, 3, 3900),
    "innlogginger.merke": Tak("per", 2, 2, 9350),  # 404
    "innlogginger.tilbake": Tak("per", 2, 2, 3700),
    "innlogginger.tilstand": Tak("per", 1, 1, 650),
    "helse.klar": Tak("", 3, 3, 650),
    "kommuner.liste": Tak("per", 2, 2, 4000),
    "kommuner.side": Tak("per", 5, 19, 4300),
    "kommunekontakt.feilskjema": Tak("oda", 3, 3, 4000),
    "kommunekontakt.skjema": Tak("oda", 4, 4, 4400),
    "kommuner.forslag": Tak("per", 1, 1, 900),  # 302
    "kommunekontakt.feilliste": Tak("oda", 3, 3, 3950),
    "innlogging.side": Tak("", 2, 26, 3050),
    "innlogging.igjen": Tak("per", 2, 2, 3750),
    "innlogging.retur": Tak("per", 2, 2, 9350),  # 404
    "innlogging.start": Tak("per", 2, 2, 9350),  # 404
    "innlogging.frontkanal": Tak("per", 2, 2, 9350),  # 404
    "innlogging.hos_utsteder": Tak("per", 2, 2, 9350),  # 404
    "innlogging.logget_ut": Tak("per", 2, 2, 3650),
    "helse.metrics": Tak("", 0, 0, 4750),  # 404
    "beboere.liste": Tak("per", 4, 53, 8300),
    "beboere.detaljer": Tak("per", 3, 3, 4150),
    "mottak.informasjon": Tak("per", 4, 3, 4100),
    "mottak.informasjonsskjema": Tak("kari", 3, 3, 4350),
    "kompass.oppslag": Tak("per", 2, 2, 4050),
    "kompass.beboer": Tak("per", 4, 3, 4000),
    "mottak.kontakt": Tak("per", 6, 9, 4200),
    "mottak.person": Tak("per", 3, 3, 1000),  # 302
    "mottak.personskjema": Tak("per", 4, 4, 4350),
    "oppgaver.liste": Tak("per", 5, 37, 4950),
    "oppgaver.detaljer": Tak("per", 5, 4, 4050),
    "mottakene.liste": Tak("ellen", 3, 5, 4000),
    "mottakene.mottak": Tak("ellen", 7, 11, 4050),
    "mottakene.endringsskjema": Tak("ellen", 2, 2, 4650),
    "mottakene.skjema": Tak("ellen", 1, 1, 4450),
    "samtale.side": Tak("per", 6, 3, 11950),
    "samtale.felt": Tak("per", 2, 2, 1150, sporring="?felt=morsmaal"),  # 302
    "ferdigstilling.side": Tak("per", 4, 3, 4950),
    "skjerming.side": Tak("siri", 5, 2, 3900),
    "soekt_ut.liste": Tak("oda", 6, 4, 3800, UTSOEKT),
    "soekt_ut.husstand": Tak("oda", 8, 18, 4700, UTSOEKT),
    "static": Tak("", 0, 0, 6000),
    "varsler.liste": Tak("per", 6, 34, 4550),
    "varsler.side": Tak("per", 5, 5, 3900),
    "varsler.epost": Tak("kari", 4, 2, 3700),
    "varsler.mine": Tak("per", 3, 2, 4100),
}
"""Every route that is read, asked again by the same browser: what answers otherwise than 200 says so."""
HANDLINGER = {
    "lagre ett felt": Tak("per", 5, 4, 900),
    "bytte familiemedlem": Tak("per", 5, 5, 9500),
}
FOERSTE_BESOEK = (11, 62000)
"""Requests and bytes of the login page, the page after it and all their files, with nothing kept from before."""
SENDES = {
    "api.kompass_innloesing": Tak("", 7, 5, 700),
    "api.kompass_registrering": Tak("", 10, 6, 650),
    "api_beboere.skriv": Tak("", 62, 30, 800),
    "beboere.soek": Tak("per", 6, 4, 1450),
    "beboere.start_samtale": Tak("nils", 1, 1, 9700),
    "beboere.vis_duf": Tak("", 6, 4, 10900),
    "bosettingssak.gjoer_klar": Tak("", 19, 8, 1650),
    "bosettingssak.opprett": Tak("", 7, 4, 1650),
    "bosettingssak.soek": Tak("siri", 10, 7, 10900),
    "brukere.aktiver": Tak("kari", 16, 23, 17650),
    "brukere.bekreft": Tak("", 13, 12, 1550),
    "brukere.deaktiver": Tak("", 18, 13, 1550),
    "brukere.endre": Tak("", 13, 13, 1550),
    "brukere.opprett": Tak("", 11, 9, 1600),
    "brukere.registrer_innlogging": Tak("kari", 15, 18, 17750),
    "dobbelt.avkreft": Tak("siri", 3, 3, 9800),
    "dobbelt.opphev": Tak("siri", 4, 3, 9800),
    "dobbelt.slaa_sammen": Tak("siri", 3, 3, 9800),
    "ferdigstilling.bekreft": Tak("", 17, 13, 1100),
    "fordelingsklare.soek": Tak("siri", 6, 4, 1450),
    "innlogging.bakkanal": Tak("per", 2, 2, 9750),
    "innlogging.demo": Tak("per", 8, 3, 1000),
    "innlogging.logg_ut": Tak("per", 3, 1, 1050),
    "innlogginger.avslutt": Tak("per", 3, 2, 9750),
    "innlogginger.fortsett": Tak("per", 2, 1, 850),
    "kommunekontakt.bekreft": Tak("oda", 7, 7, 13550),
    "kommunekontakt.endre": Tak("", 7, 4, 1450),
    "kommunekontakt.meld_feil": Tak("per", 3, 3, 11000),
    "kommunekontakt.ordne": Tak("oda", 3, 2, 9700),
    "kompass.soek": Tak("per", 2, 2, 11350),
    "kompass.tildel": Tak("", 14, 7, 12200),
    "kompassdemo.innloes": Tak("per", 16, 8, 10650),
    "kompassdemo.registrer": Tak("per", 3, 2, 10650),
    "merknad.lagre": Tak("", 5, 3, 1150),
    "merknad.send": Tak("", 16, 7, 1750),
    "mottak.endre_informasjon": Tak("", 5, 2, 1500),
    "mottak.endre_person": Tak("kari", 7, 7, 12900),
    "mottakene.endre": Tak("ellen", 2, 2, 13850),
    "mottakene.opprett": Tak("ellen", 1, 1, 15450),
    "oppgaver.soek": Tak("per", 1, 1, 900),
    "retting.rett": Tak("", 19, 28, 1600),
    "samtale.fjern_rad": Tak("nils", 1, 1, 9700),
    "samtale.forkast": Tak("nils", 1, 1, 9700),
    "samtale.gjennomfoer": Tak("", 4, 2, 1200),
    "samtale.lagre": Tak("", 5, 5, 1200),
    "samtale.legg_til_rad": Tak("", 6, 4, 1250),
    "skjerming.avslutt": Tak("siri", 3, 2, 9800),
    "skjerming.gi": Tak("", 12, 12, 1450),
    "skjerming.soek": Tak("", 14, 14, 13150),
    "skjerming.ventende": Tak("siri", 3, 2, 9800),
    "spraakvalg.velg": Tak("per", 2, 2, 9650),
    "utsoeking.familien_bosatt": Tak("siri", 3, 2, 9800),
    "utsoeking.planlegg": Tak("siri", 3, 2, 9800),
    "utsoeking.registrer": Tak("", 23, 12, 1550),
    "utsoeking.registrer_bosatt": Tak("siri", 3, 2, 9800),
    "utsoeking.trekk_tilbake": Tak("siri", 3, 2, 9800),
    "varsler.aapne": Tak("", 6, 8, 1150),
    "varsler.les": Tak("", 3, 5, 900),
    "varsler.proev_igjen": Tak("kari", 3, 2, 9700),
    "varsler.velg": Tak("per", 2, 2, 11350),
}
"""What writes: at most so much, on either database. By nobody: as a story of gang.py uses it; else what it costs to
refuse this user an empty form."""
