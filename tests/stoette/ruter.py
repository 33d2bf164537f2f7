"""Every route of the app, with addresses made for given ids: what the tests of rights, walls and headers walk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask

from app.web.felles.statisk import NAVN

UTEN_EGEN_VIRKNING = {"HEAD", "OPTIONS"}
INGEN = "0123456789abcdef" * 2
"""An id that is nobody's."""
KOMMUNE = "0301"


@dataclass(frozen=True)
class Rute:
    """One method of one address."""

    endepunkt: str
    metode: str
    regel: str

    def adresse(
        self,
        samtale: str,
        beboer: str,
        bruker: str = INGEN,
        *,
        husstand: str = INGEN,
        varsel: str = INGEN,
        mottak: str = INGEN,
    ) -> str:
        """The address for these ids; `bruker` is a colleague, where a route names one."""
        fylt = self.regel.replace("<path:filename>", NAVN["felles.css"]).replace("<nummer:nummer>", KOMMUNE)
        ider = {"samtale_id": samtale, "beboer_id": beboer, "bruker_id": bruker, "person_id": bruker}
        ider |= {"husstand_id": husstand, "varsel_id": varsel, "mottak_id": mottak}
        for navn, id_ in ider.items():
            fylt = fylt.replace(f"<noekkel:{navn}>", id_)
        return re.sub("<noekkel:[a-z_]+>", INGEN, fylt)

    @property
    def har_id(self) -> bool:
        return "<noekkel:" in self.regel


def ruter(app: Flask) -> Iterator[Rute]:
    """Each route and method, in a fixed order."""
    for regel in sorted(app.url_map.iter_rules(), key=lambda r: (r.rule, r.endpoint)):
        for metode in sorted((regel.methods or set()) - UTEN_EGEN_VIRKNING):
            yield Rute(regel.endpoint, metode, regel.rule)


SPOERRING = {
    "samtale.lagre": "?seksjon=personopplysninger",
    "samtale.felt": "?felt=morsmaal",
    "samtale.forkast": "?felt=morsmaal",
    "flytting.flytt": "?felt=bosettingsmerknad",
    "samtale.legg_til_rad": "?liste=behandler",
    "samtale.fjern_rad": f"?rad=behandler.{INGEN}",
    "samtale.angre_rad": f"?rad=behandler.{INGEN}",
    "tidligere.sett_tilbake": "?felt=morsmaal&versjon=1",
}
"""What the routes that need a question are asked."""
SPORRINGER = {
    "samtale.felt": ["felt=morsmaal"],
    "tidligere.liste": ["felt=morsmaal"],
    "naervaer.nytt": ["sti=morsmaal"],
    "samme.side": ["felt=morsmaal"],
    "oppgaver.liste": ["", "detaljer=alle"],
    "beboere.liste": ["", "detaljer=alle", "sorter=-navn", "status=klar", "side=2"],
    "kommuner.liste": ["", "q=oslo"],
    "ferdigstilling.side": ["", "som=imdi", "som=kommune"],
    "fordelingsklare.liste": ["", "status=alle", "sorter=-navn", "kommune=4601"],
    "saksfil.fil": ["", "status=alle&form=xlsx"],
    "beboere.fil": ["", "form=xlsx&status=klar"],
    "retting.skjema": ["felt=morsmaal", "felt=intern_merknad"],
}
"""The questions that a page can be asked; one that is not named here is asked plainly."""


def alle_sider(app: Flask, samtale: str | None, beboer: str, **flere: str) -> list[str]:
    """The address of everything that can be read; `flere` are the other ids that `Rute.adresse` knows."""
    return [
        rute.adresse(samtale or "", beboer, **flere) + (f"?{sporring}" if sporring else "")
        for rute in ruter(app)
        for sporring in SPORRINGER.get(rute.endepunkt, [""])
        if rute.metode == "GET" and rute.endepunkt != "static"
    ]
