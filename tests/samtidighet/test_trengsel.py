"""Many at once over HTTP: eight browsers read and write, and none is told that the database is locked."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from stoette import innsyn
from stoette.klient import Klient

TRAADER = 8
RUNDER = 12


def test_aatte_leser_og_skriver_samtidig(app: Flask) -> None:
    """O2 in small: every save is acknowledged and stored, every page answers."""
    rami, yonas = innsyn.ider("Rami Khaldoun"), innsyn.ider("Yonas Tesfalem")
    klienter = [Klient(app, ("per", "mari")[nr % 2], inspisert=False) for nr in range(TRAADER)]
    felter = [
        "spraak",
        "utdanning",
        "arbeidserfaring",
        "interesser",
        "oensker",
        "morsmaal",
        "tolkespraak",
        "foererkort",
    ]

    def arbeid(nr: int) -> list[int]:
        klient, sti, statuser = klienter[nr], felter[nr], []
        for runde in range(RUNDER):
            svar = klient.lagre(rami.skjema, sti, f"{nr} {runde}", runde, f"side{nr}", runde + 1)
            statuser.append(svar.status_code)
            side = ("/mottak/oppgaver", "/mottak/beboere", yonas.skjema)[(nr + runde) % 3]
            statuser.append(klient.get(side).status_code)
        return statuser

    with ThreadPoolExecutor(TRAADER) as traader:
        statuser = [status for svarene in traader.map(arbeid, range(TRAADER)) for status in svarene]
    assert statuser == [200] * (TRAADER * RUNDER * 2)
    lagret = innsyn.svarene(rami.beboer)
    assert {sti: lagret[sti] for sti in felter} == {
        sti: (f"{nr} {RUNDER - 1}", RUNDER) for nr, sti in enumerate(felter)
    }
    assert innsyn.antall("svarhistorikk", beboer_id=rami.beboer) == TRAADER * RUNDER
