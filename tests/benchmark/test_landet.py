"""What grows with the country: the mottak stays at 500 residents, the others come to hold twenty times as many.

SQLite's own instructions are counted, and no clock is read, so the numbers are the same on every machine.
`python3 run.py test tests/benchmark/test_landet.py -s` prints the table of docs/ytelse.md.
"""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette import innsyn
from stoette.klient import Klient
from stoette.maaler import maalt

from app import worker
from app.db import arbeid, ny_id, sesjon
from app.demo.mengde import mange_beboere
from app.domain.tilgang.mottak import Mottak, Mottakstype

MOTTAKET, FOER, ETTER = 500, 1_000, 20_000
HOEYST, TIL_TAKET = 1.3, 2.5
"""How much a page may cost more; IMDi's count up to a cap that the small country does not reach, and then no more."""
VOKSER = {
    "IMDi: etter navn",
}
"""What still does: IMDi's list by name sorts all whom the list can hold."""
Sporsmaal = Callable[[], object]

pytestmark = [pytest.mark.benchmark, pytest.mark.alt]


def land(fra: int, til: int, mottak: str) -> None:
    """So many residents more, at a mottak of their own; half of the interviewed are bosatt, and notices were sent."""
    with arbeid(skriver=True):
        if mottak != "Furulia mottak":
            sesjon.add(Mottak(id=ny_id(), navn=mottak, type=Mottakstype.ORDINAERT))
            sesjon.flush()
        mange_beboere(til - fra, mottak, fra=fra)
        sesjon.execute(sa.text(BOSATT))
        for utloeser in sesjon.scalars(sa.text(VEGGENE)).all():
            sesjon.execute(sa.text(f"DROP TRIGGER {utloeser}"))
        sesjon.execute(sa.text(SVAR))
        for anledning, sted in (("fordelingsklar", "NULL"), ("klar_for_samtale", "s.mottak_id")):
            sesjon.execute(sa.text(VARSLER.format(anledning=anledning, sted=sted)))
        sesjon.execute(sa.text(LEST))
    worker.regn_ut_tall(None)  # type: ignore[arg-type]


BOSATT = "UPDATE beboer SET bosetting = 'bosatt' WHERE etternavn LIKE 'Beboer%' AND id < '8' AND samtale_id IS NOT NULL"
VEGGENE = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'svar'"
SVAR = """INSERT INTO svar
(beboer_id, sti, samtale_id, verdi, versjon, klient, sekvens, endret, endret_av_id, skjema_versjon)
SELECT b.id, 'tilknytning.' || b.id || '.kommune', b.samtale_id, CASE WHEN b.etternavn < 'Beboer000300'
THEN '{"nummer":"4601","navn":"Bergen"}' ELSE '{"nummer":"0301","navn":"Oslo"}' END, 1, '', 1, b.ferdigstilt,
(SELECT min(id) FROM bruker), 2 FROM beboer b WHERE b.ferdigstilt IS NOT NULL AND b.etternavn LIKE 'Beboer%'
AND NOT EXISTS (SELECT 1 FROM svar s WHERE s.beboer_id = b.id)"""
"""A hundred have tilknytning to Bergen however the country grows, the rest to Oslo; written past the walls around what
is completed."""
VARSLER = """INSERT INTO varsel (id, anledning, mottak_id, samtale_id, opprettet)
SELECT substr('{anledning}', 1, 1) || substr(s.id, 2), '{anledning}', {sted}, s.id, s.ferdigstilt
FROM bosettingssamtale s WHERE s.ferdigstilt IS NOT NULL
AND s.id NOT IN (SELECT samtale_id FROM varsel WHERE anledning = '{anledning}')"""
LEST = """INSERT INTO varsellesing (varsel_id, bruker_id, lest) SELECT v.id, b.id, v.opprettet FROM varsel v
JOIN bruker b ON b.mottak_id IS v.mottak_id WHERE b.epost IN ('siri@imdi.example', 'per@furulia.example')
AND v.kommune_nummer IS NULL ON CONFLICT DO NOTHING"""


def sidene(app: Flask) -> dict[str, Sporsmaal]:
    per, siri = (Klient(app, hvem, inspisert=False) for hvem in ("per", "siri"))
    skjema = innsyn.ider("Nadia Karimipour").skjema

    def soek(klient: Klient, sted: str, felt: str) -> object:
        return klient.get(klient.post(sted, {"soeketekst": felt}).location)

    return {
        "skjemaet": lambda: per.get(skjema),
        "oppgavelisten": lambda: per.get("/mottak/oppgaver"),
        "oversikten": lambda: per.get("/mottak/beboere"),
        "oversikten, siste side": lambda: per.get("/mottak/beboere?side=10"),
        "oversikten, søk på navn": lambda: soek(per, "/mottak/beboere/soek", "yonas"),
        "startsiden": lambda: per.get("/"),
        "varslene": lambda: per.get("/varsler"),
        "IMDi: startsiden": lambda: siri.get("/"),
        "IMDi: fordelingsklare": lambda: siri.get("/fordelingsklare"),
        "IMDi: alle ferdigstilte": lambda: siri.get("/fordelingsklare?status=alle"),
        "IMDi: etter navn": lambda: siri.get("/fordelingsklare?sorter=navn"),
        "IMDi: tilknytning, sjelden": lambda: siri.get("/fordelingsklare?kommune=4601"),
        "IMDi: tilknytning, vanlig": lambda: siri.get("/fordelingsklare?kommune=0301"),
        "IMDi: søk på navn": lambda: soek(siri, "/fordelingsklare/soek", "hassan"),
        "IMDi: søk på nummer": lambda: soek(siri, "/fordelingsklare/soek", "202399066104"),
        "IMDi: oversikt per mottak": lambda: siri.get("/fordelingsklare/oversikt"),
        "IMDi: kommuner uten bruker": lambda: siri.get("/fordelingsklare/kommuner-uten-bruker"),
        "IMDi: varslene": lambda: siri.get("/varsler"),
    }


def steg(app: Flask) -> dict[str, int]:
    """Hundreds of instructions for each page, asked the second time."""
    tall = {}
    for navn, spoer in sidene(app).items():
        spoer()
        with maalt() as maaling:
            spoer()
        tall[navn] = maaling.steg
    return tall


@pytest.mark.parametrize("merke", ["sqlite"], indirect=True)
def test_landet_vokser_og_mottaket_gjoer_det_ikke(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    land(0, MOTTAKET, "Furulia mottak")
    land(MOTTAKET, FOER, "Et annet mottak")
    foer = steg(app)
    land(FOER, ETTER, "Et tredje mottak")
    etter = steg(app)
    with capsys.disabled():
        print(f"\nhundre instruksjoner i SQLite, med {FOER} og {ETTER} beboere i landet og {MOTTAKET} ved mottaket")
        for navn in foer:
            print(f"| {navn} | {foer[navn]} | {etter[navn]} | {etter[navn] / max(1, foer[navn]):.1f} |")
    hoeyst = {navn: TIL_TAKET if navn.startswith("IMDi") else HOEYST for navn in foer}
    vokser = {navn for navn in foer if etter[navn] > hoeyst[navn] * foer[navn]}
    assert vokser == VOKSER
