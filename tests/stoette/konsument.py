"""Another system that holds copies of completed interviews: it reads what has changed, fetches, and removes."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from stoette import innsyn
from stoette.kompass import hoder

SAMTALER = "/api/samtaler"
BARE, SKJERMEDE, ALT = (
    f"samtaler:lese{mer}" for mer in ("", " skjermede:lese", " skjermede:lese merknader:lese")
)  # fmt: skip


class Konsument:
    """Goes on from where it was each time it follows. `har` is what it holds, by interview."""

    def __init__(self, app: Flask, omfang: str = BARE) -> None:
        self.app, self.omfang, self.hoder = app, omfang, hoder(app, omfang)
        self.har: dict[str, Mapping[str, Any]] = {}
        self.etter = "0"
        self.sett: list[Mapping[str, Any]] = []

    def spoer(self, adresse: str, **hoder: str) -> TestResponse:
        return self.app.test_client().get(adresse, headers=self.hoder | hoder)

    def foelg(self) -> list[Mapping[str, Any]]:
        """Take in all that is new; the answer is the changes."""
        nye: list[Mapping[str, Any]] = []
        while True:
            svar = self.spoer(f"{SAMTALER}?etter={self.etter}")
            assert svar.status_code == 200, svar.text
            nye += svar.json["endringer"]
            for endring in svar.json["endringer"]:
                self.ta(endring)
            self.etter = svar.json["neste"]
            if not svar.json["flere"]:
                break
        self.sett += nye
        numre = [endring["nr"] for endring in self.sett]
        assert numre == sorted(set(numre)), "noe kom to ganger, eller baklengs"
        return nye

    def ta(self, endring: Mapping[str, Any]) -> None:
        samtale = endring["samtale"]
        self.har.pop(samtale, None)
        if endring["gjoer"] == "hent" and (svar := self.spoer(f"{SAMTALER}/{samtale}")).status_code == 200:
            self.har[samtale] = svar.json

    def deltakere(self) -> dict[str, set[str]]:
        """Who is in what it holds: interview → residents."""
        return {id_: {d["id"] for d in samtale["deltakere"]} for id_, samtale in self.har.items()}


def kan_holdes(omfang: str) -> dict[str, set[str]]:
    """The same, as the tables say that it may be."""
    rader = innsyn.les(
        "SELECT b.samtale_id, b.id, b.skjermet FROM beboer b JOIN bosettingssamtale s ON s.id = b.samtale_id "
        "WHERE s.status = 'gjennomfoert' AND b.trukket IS NULL"
    )
    funnet: dict[str, set[str]] = {}
    for samtale, beboer, skjermet in rader:
        if not skjermet or "skjermede:lese" in omfang:
            funnet.setdefault(samtale, set()).add(beboer)
    return funnet
