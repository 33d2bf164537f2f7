"""The family of four, completed and what happens to it afterwards; and what a system may hold of it meanwhile."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from app.domain.tid import i_dag
from stoette import gjoer, innsyn
from stoette.gjoer import FAMILIEN
from stoette.klient import Klient
from stoette.konsument import SAMTALER, Konsument, kan_holdes
from stoette.registeret import importer, rad

Som = Callable[[str], Klient]
RAMI, LAYLA = FAMILIEN[:2]
HASSAN = "Hassan Warsameh"
"""Completed before the test begins."""
KANARI = "Kanarimerknad 7d1f"


class Historie:
    """What is done to the family of four, each with the kind of change that it is to be told as."""

    def __init__(self, app: Flask, som: Som) -> None:
        self.app, self.som = app, som
        self.rami, self.hassan = innsyn.ider(RAMI), innsyn.ider(HASSAN)
        self.sak = f"/fordelingsklare/{self.rami.samtale}"

    def post(self, adresse: str, **data: Any) -> None:
        svar = self.som("siri").post(adresse, data)
        assert svar.status_code == 303, svar.text

    def ferdigstill(self) -> None:
        gjoer.fyll_ut(self.som("per"), *FAMILIEN)
        assert gjoer.ferdigstill(self.som("per"), self.rami.samtale).status_code == 303

    def rett(self) -> None:
        om = f"{self.sak}/beboere/{self.rami.beboer}/retting?felt=morsmaal"
        self.post(om, morsmaal="persisk", grunn="Feil.", nummer="0")

    def soek_ut(self) -> None:
        alle = [innsyn.ider(navn).beboer for navn in FAMILIEN]
        self.post(f"{self.sak}/soekt-ut", kommune="Tromsø", dato=i_dag().isoformat(), hvem=alle)

    def bosett(self) -> None:
        self.post(f"{self.sak}/beboere/{self.rami.beboer}/bosatt", dato=i_dag().isoformat())

    def trekk_tilbake(self) -> None:
        self.post(f"{self.sak}/tilbaketrekking", hvem=self.rami.beboer, grunn="Feil.")

    def merknad(self) -> None:
        data = {"intern_merknad": KANARI, "v.intern_merknad": "0"}
        assert self.som("per").post(f"{self.rami.skjema}/merknad/varsel", data).status_code == 303

    def registeret(self, *navn: str, **sier: str) -> Callable[[], None]:
        def si() -> None:
            assert {linje.utfall for linje in importer(*(rad(n, **sier) for n in navn))} <= {"endret", "advarsel"}

        return si

    def steg(self) -> Iterable[tuple[Callable[[], None], set[str]]]:
        yield self.ferdigstill, {"ferdigstilt"}
        yield self.rett, {"rettet"}
        yield self.soek_ut, {"soekt_ut"}
        yield self.bosett, {"bosatt"}
        yield self.trekk_tilbake, {"bosetting_trukket"}
        yield self.trekk_tilbake, {"utsoeking_trukket"}
        yield self.registeret(RAMI, statsborgerskap="Irak"), {"opplysninger"}
        yield self.registeret(LAYLA, trukket="ja"), {"trukket"}
        yield self.registeret(LAYLA, trukket="nei"), {"ikke_trukket"}
        yield self.registeret(*FAMILIEN, trukket="ja"), {"trukket"}
        yield self.registeret(*FAMILIEN, trukket="nei"), {"ikke_trukket"}
        yield self.registeret(LAYLA, skjermet="ja"), {"skjermet"}
        yield self.registeret(LAYLA, skjermet="nei"), {"skjerming_opphoert"}
        yield self.registeret(*FAMILIEN, skjermet="ja"), {"skjermet"}
        yield self.registeret(*FAMILIEN, skjermet="nei"), {"skjerming_opphoert"}


def fra_null(app: Flask, omfang: str) -> Konsument:
    ny = Konsument(app, omfang)
    ny.foelg()
    return ny


def stemmer(konsument: Konsument) -> None:
    """What it holds is what it may hold, of now; and so is what somebody else holds who begins with nothing."""
    app, omfang = konsument.app, konsument.omfang
    assert konsument.deltakere() == kan_holdes(omfang)
    assert fra_null(app, omfang).har == konsument.har
    assert konsument.har == {id_: konsument.spoer(f"{SAMTALER}/{id_}").json for id_ in konsument.har}
