"""What each route may cost (tests/stoette/tak.py), and that no statement reads a table that grows from end to end."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

import pytest
from flask import Flask, Response, request, request_finished, request_started
from stoette import gang, innsyn, plan, tak
from stoette.database import lag_config
from stoette.klient import Klient, Uinspisert
from stoette.kompass import hoder
from stoette.maaler import SOM_EN_NETTLESER, Maaling, byte_i, maalt
from stoette.oppsett import klargjort
from stoette.ruter import ruter
from stoette.tak import Tak
from werkzeug.test import TestResponse

from app import create_app
from app.db import Base, db

Sporsmaal = Callable[[], TestResponse]
pytestmark = [
    pytest.mark.begge_lagre,
    pytest.mark.filterwarnings(
        "ignore:unclosed file:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]
"""flask-compress leaves the file it compressed to be closed by the collector."""


class Gang(NamedTuple):
    """What was asked on the walk through all routes, and the most that each that writes has cost."""

    maaling: Maaling
    hoeyst: dict[str, list[int]]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stor(request: pytest.FixtureRequest, _baser, tmp_path_factory) -> Iterator[Flask]:
    """The app on a database with long lists, the same for all the tests here."""
    baser = _baser(request.param)
    adresse = baser.ny(gang.lange_lister)
    app = klargjort(create_app(lag_config(adresse, tmp_path_factory.mktemp("stor"))))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    baser.slett(adresse)


def ny_klient(app: Flask, hvem: str) -> Klient:
    """A browser with the only login there is: the list of logins costs no more for it."""
    innsyn.skriv("DELETE FROM innlogging")
    return Klient(app, hvem, inspisert=False)


def maal(satt: Tak, spoer: Sporsmaal) -> Tak:
    """What is asked costs so much, once the templates are compiled."""
    spoer()
    with maalt() as maaling:
        svar = spoer()
    return replace(satt, setninger=len(maaling.setninger), rader=maaling.rader, byte=byte_i(svar))


def avviket(navn: str, satt: Tak, maalt_: Tak) -> str:
    """What rose or fell, and the line that would say so; empty where it is as declared."""
    for_lavt = satt.byte / tak.SLINGRING > maalt_.byte
    faktisk = {"setninger": maalt_.setninger, "rader": maalt_.rader, "byte": maalt_.byte}
    ulike = [
        f"{hva} {getattr(satt, hva)} → {naa}"
        for hva, naa in faktisk.items()
        if naa > getattr(satt, hva) or (not satt.loggen and (for_lavt if hva == "byte" else naa != getattr(satt, hva)))
    ]
    if not ulike:
        return ""
    nytt = replace(maalt_, byte=-(-int(maalt_.byte * 1.03 + 40) // 50) * 50)
    return f"{navn}: {', '.join(ulike)}. Linjen ville vært: {nytt}"


def krev(avvik: list[str]) -> None:
    ulike = [linje for linje in avvik if linje]
    assert not ulike, "\n".join(
        ["Det koster noe annet enn tests/stoette/tak.py sier. Det som stiger, trenger en grunn i docs/valg.md:", *ulike]
    )


def test_hver_rute_som_leses_har_et_tak(stor: Flask) -> None:
    assert {rute.endepunkt for rute in ruter(stor) if rute.metode == "GET"} == tak.SIDER.keys()


def test_ingen_side_koster_mer_enn_taket(stor: Flask) -> None:
    varsel = innsyn.en("SELECT id FROM varsel WHERE mottak_id = :m ORDER BY opprettet", m=innsyn.mottak_id("Furulia"))
    avvik = []
    for rute in ruter(stor):
        if rute.metode == "GET":
            satt = tak.SIDER[rute.endepunkt]
            sted = gang.adresse(rute, innsyn.ider(satt.om), varsel) + satt.sporring
            token = hoder(stor, satt.omfang) if satt.omfang else {}
            avvik.append(avviket(rute.endepunkt, satt, maal(satt, hent(stor, satt.hvem, sted, **token))))
    krev(avvik)


def hent(app: Flask, hvem: str, sted: str, **hoder: str) -> Sporsmaal:
    """To read an address as this user, or as nobody."""
    klient = ny_klient(app, hvem).klient if hvem else Uinspisert(app, app.response_class)

    def spoer() -> TestResponse:
        with klient.get(sted, headers={**SOM_EN_NETTLESER, **hoder}) as svar:
            return svar

    return spoer


def test_lagringen_og_byttet_koster_ikke_mer_enn_taket(stor: Flask) -> None:
    """What is done hundreds of times in an interview: a field saved, and another member's form brought in."""
    chantal, per = innsyn.ider("Chantal Mukamana"), ny_klient(stor, "per")
    assert per.post(f"/samtaler/{chantal.samtale}/gjennomfoering").status_code == 303
    versjon = iter(range(9))

    def lagre() -> TestResponse:
        nr = next(versjon)
        spraak = ("swahili", "lingala")[nr % 2]
        svar = {"morsmaal": spraak, "v.morsmaal": f"{nr}", "klient": "a", "sekvens": f"{nr + 1}"}
        hoder = SOM_EN_NETTLESER | {"HX-Request": "true"}
        return per.post(f"{chantal.skjema}/svar?felt=morsmaal", svar, hoder=hoder)

    lagring, bytte = tak.HANDLINGER["lagre ett felt"], tak.HANDLINGER["bytte familiemedlem"]
    maalte = [avviket("lagre ett felt", lagring, maal(lagring, lagre))]
    bytt = hent(stor, bytte.hvem, innsyn.ider("Espoir Mukamana").skjema, **{"HX-Request": "true"})
    krev([*maalte, avviket("bytte familiemedlem", bytte, maal(bytte, bytt))])


def test_det_foerste_besoeket_koster_ikke_mer_enn_taket(stor: Flask) -> None:
    """The login page, the page after it, and every file they ask for, each once: requests and bytes."""
    steder = (("", "/logg-inn"), ("per", "/"))
    tekst = "".join(hent(stor, *sted, **{"Accept-Encoding": ""})().text for sted in steder)
    filer = sorted(set(re.findall(r'"(/static/[^"]+)"', tekst)))
    svarene = [hent(stor, *sted)() for sted in (*steder, *(("", fil) for fil in filer))]
    antall, byte = tak.FOERSTE_BESOEK
    assert len(svarene) == antall and byte / tak.SLINGRING < sum(map(byte_i, svarene)) <= byte, (
        f"{len(svarene)} forespørsler og {sum(map(byte_i, svarene))} byte, taket er {tak.FOERSTE_BESOEK}"
    )


def test_det_som_sendes_koster_ikke_mer_enn_taket(stor: Flask, gangen: Gang) -> None:
    """Every route that writes: as the stories use it, and where no story does, refused for what it was not sent."""
    sendes = {rute.endepunkt for rute in ruter(stor) if rute.metode != "GET"}
    assert sendes == tak.SENDES.keys()
    over = [
        f'"{endepunkt}": Tak("{satt.hvem}", {", ".join(map(str, faktisk[:2]))}, {faktisk[2]})'
        for endepunkt, satt in tak.SENDES.items()
        for faktisk in [gangen.hoeyst[endepunkt]]
        if any(naa > hoeyest for naa, hoeyest in zip(faktisk, (satt.setninger, satt.rader, satt.byte), strict=True))
    ]
    krev(over)


@pytest.fixture(scope="module")
def gangen(stor: Flask) -> Gang:
    with sendt() as gangen:
        gang.gaa(stor)
        varsel = innsyn.en("SELECT min(id) FROM varsel")
        for rute in ruter(stor):
            if rute.metode != "GET" and rute.endepunkt not in gangen.hoeyst:
                sted = gang.adresse(rute, innsyn.ider("Olena Kovalska"), varsel)
                ny_klient(stor, tak.SENDES[rute.endepunkt].hvem).post(sted, {})
    return gangen


@contextmanager
def sendt() -> Iterator[Gang]:
    """Statements, rows and bytes within."""
    hoeyst: dict[str, list[int]] = {}
    with maalt() as maaling:
        foer = [0, 0]

        def begynner(_app: Flask, **_mer: object) -> None:
            foer[:] = len(maaling.setninger), maaling.rader

        def slutter(_app: Flask, response: Response, **_mer: object) -> None:
            if request.method not in ("GET", "HEAD") and request.endpoint:
                naa = len(maaling.setninger) - foer[0], maaling.rader - foer[1], byte_i(response)
                sett = hoeyst.get(request.endpoint, naa)
                hoeyst[request.endpoint] = [max(par) for par in zip(naa, sett, strict=True)]

        with request_started.connected_to(begynner), request_finished.connected_to(slutter):
            yield Gang(maaling, hoeyst)


def test_ingen_setning_leser_en_tabell_som_vokser_fra_ende_til_ende(gangen: Gang) -> None:
    """EXPLAIN of everything that the routes and the worker ask. A new table grows until plan.STAAR says otherwise."""
    ulike = {setning.sql: setning for setning in gangen.maaling.setninger}
    assert len(ulike) > 200, "gangen har mistet veien"
    with db.engine.connect() as tilkobling:
        funnet = {(s.hvor, tabell) for s in ulike.values() for tabell in plan.skannet(tilkobling, s)}
    vokser = Base.metadata.tables.keys() - plan.STAAR
    funnet = {(hvor, tabell) for hvor, tabell in funnet if tabell in vokser}
    unntatt = {hvem for hvem, unntak in plan.UNNTAK.items() if db.engine.dialect.name in unntak.merker}
    nye, rettede = sorted(funnet - unntatt), sorted(unntatt - funnet)
    assert not nye + rettede, f"leser hele tabellen, og mangler en indeks: {nye}; unntak som kan tas bort: {rettede}"
