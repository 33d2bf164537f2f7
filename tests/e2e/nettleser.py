"""A person at a browser: windows that watch for faults, and what a bosettingsansvarlig does in them."""

import json
import re
import shutil
import time
from collections.abc import Callable
from copy import copy
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from app.db import arbeid, sesjon
from app.demo import ansatte
from app.demo.ansatte import som
from app.demo.fylling import FIL
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.samtale import samtale
from app.domain.samtale.svar import svarverdier_for
from app.domain.tilgang.bruker import Bruker

SKALL = "chromium-headless-shell"
"""Chromium without the browser around the page: half the work. Where it is installed, the ordinary run uses it."""
PROGRAMMER = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
SLAATT_AV = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "LensOverlay",
    "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "OptimizationHints", "NetworkTimeServiceQuerying",
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
)  # fmt: skip
"""The last two are two thirds of what a new window costs: the address bar's list is a page in a process of its own.
The others are Playwright's; Chromium heeds one list only."""
FLAGG = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    f"--disable-features={','.join(SLAATT_AV)}",
]
NAVN = {bruker["id"]: bruker["navn"] for bruker in json.loads(FIL.read_text("utf-8"))["users"]}
MELD_CSP = """addEventListener("securitypolicyviolation",
    (e) => console.error(`CSP-brudd: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`))"""

ALENE = "Object.defineProperty(document, 'hidden', { get: () => true })"
"""As in a tab that is hidden: what colleagues store does not come by itself, so that a test may have it come late."""


def finn_chromium(*, hel: bool) -> str | None:
    """The browser, and a whole one where `hel`."""
    navnene = (*PROGRAMMER, SKALL) if hel else (SKALL, *PROGRAMMER)
    return next((sti for navn in navnene if (sti := shutil.which(navn))), None)


class Vindu:
    """One person's browser window. What goes wrong in it is in `feil`, apart from what the test said it expects."""

    grundig = False
    """Whether it is looked at in every way (--alt), or only in those that differ most."""

    def __init__(self, browser: Browser, adresse: str, *, sammen: bool = False, **valg: Any) -> None:
        self.adresse = adresse
        self.feil: list[str] = []
        self.fremmede: list[str] = []
        self._ventet: list[str] = []
        self.kontekst: BrowserContext = browser.new_context(base_url=adresse, locale="nb-NO", **valg)
        self.kontekst.set_default_timeout(30_000)
        if valg.get("java_script_enabled", True):
            self.kontekst.add_init_script(MELD_CSP)
            if not sammen:
                self.kontekst.add_init_script(ALENE)
        self.kontekst.on("console", self._paa_konsoll)
        self.kontekst.on("weberror", lambda feil: self.feil.append(f"skriptfeil: {feil.error}"))
        self.kontekst.on("request", self._paa_foresporsel)
        self.kontekst.on("response", self._paa_svar)
        self.side: Page = self.kontekst.new_page()

    def forvent(self, *deler: str) -> None:
        """Console errors that hold one of these texts are part of the test."""
        self._ventet += deler

    def uventet(self) -> list[str]:
        return [feil for feil in self.feil if not any(del_av in feil for del_av in self._ventet)]

    def _paa_konsoll(self, melding: ConsoleMessage) -> None:
        if melding.type in ("error", "warning"):
            self.feil.append(f"konsoll: {melding.text} {melding.location.get('url', '')}")

    def _paa_foresporsel(self, foresporsel: Request) -> None:
        if not foresporsel.url.startswith((self.adresse + "/", "data:", "about:")):
            self.feil.append(f"en annen vert: {foresporsel.url}")

    def _paa_svar(self, svar: Response) -> None:
        if svar.status >= 500:
            self.feil.append(f"{svar.status} fra {svar.url}")

    # What one does in it

    def logg_inn(self, hvem: str) -> "Vindu":
        """Logged in without looking at any page; test_hovedjobb.py does it as people do."""
        side = self.hent("/logg-inn")
        person = re.search(rf'value="([0-9a-f]{{32}})">\s*<b>{NAVN[hvem]}</b>', side)
        assert person, hvem
        self.send("/logg-inn/demo", side, bruker=person[1])
        return self

    def ny_fane(self, adresse: str) -> "Vindu":
        fane = copy(self)
        fane.side = self.kontekst.new_page()
        fane.side.goto(adresse)
        return fane

    def gjennomfoer(self, tittel: str) -> "Vindu":
        """The form of the task with this title, open."""
        liste = self.hent("/mottak/oppgaver")
        oppgave = re.search(rf'>{tittel}</h2>.*?action="(/samtaler/[0-9a-f]{{32}}/gjennomfoering)"', liste, re.DOTALL)
        assert oppgave, tittel
        self.side.goto(self.send(oppgave[1], liste))
        expect(self.side.get_by_role("heading", level=1)).to_have_text("Bosettingssamtale")
        return self

    def hent(self, sti: str) -> str:
        """A page as the server sends it."""
        return self.kontekst.request.get(sti).text()

    def send(self, sti: str, side: str, **data: str) -> str:
        """Post a form that stands on this page; the answer is where it leads."""
        merke = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', side)
        assert merke, sti
        svar = self.kontekst.request.post(sti, form={"csrf_token": merke[1], **data}, max_redirects=0)
        assert svar.status == 303, svar.text()
        return svar.headers["location"]

    def felt(self, sti: str) -> Locator:
        """The container of a field: by its path, or the end of it in a repeated group (`.kommune`)."""
        return self.side.locator(f'[data-sti$="{sti}"]' if sti.startswith(".") else f'[data-sti="{sti}"]')

    def kontroll(self, sti: str) -> Locator:
        """The field's text control."""
        return self.felt(sti).locator("input:not([type=hidden]), textarea").first

    def velg(self, sti: str, svar: str) -> None:
        self.felt(sti).get_by_label(svar, exact=True).check()

    def status(self, sti: str) -> Locator:
        return self.felt(sti).locator(".lagring")

    def er_lagret(self, *stier: str) -> None:
        """Wait until these fields say that they have been saved from this page."""
        for sti in stier:
            kvittering = self.status(sti).locator('[data-color="success"]')
            expect(kvittering).to_contain_text(re.compile(r"Lagret kl\. \d\d\.\d\d"))

    def bytt_til(self, navn: str) -> None:
        """Another member of the family, by the box with the name; what came folded is opened."""
        self.boks(navn).click()
        self.viser(navn)
        lukkede = self.side.locator("details.privat:not([open]) > summary")
        while lukkede.count():
            lukkede.first.click()

    def boks(self, navn: str) -> Locator:
        return self.side.get_by_role("navigation", name="Familiemedlemmer").get_by_role("link", name=navn)

    def viser(self, navn: str) -> None:
        """Wait until the form is this person's, and says so everywhere."""
        expect(self.side.get_by_role("heading", level=2).first).to_have_text(navn)
        if self.boks(navn).count():
            expect(self.boks(navn)).to_have_attribute("aria-current", "true")
            assert urlsplit(self.side.url).path == self.boks(navn).get_attribute("href")


def hent_beboer(navn: str) -> Beboer:
    fornavn, _, etternavn = navn.rpartition(" ")
    return sesjon.query(Beboer).filter_by(fornavn=fornavn, etternavn=etternavn).one()


def i_basen(navn: str) -> dict[str, Any]:
    """What is stored of this person's answers: path → value."""
    with arbeid(skriver=False):
        beboer = hent_beboer(navn)
        svar = svarverdier_for([beboer.id])[beboer.id]
    sesjon.remove()
    return {sti: verdi for sti, verdi in svar.items() if verdi is not None}


def fyll_ut(*navn: str, av: str = "per", **ark: Any) -> None:
    """Answer what is required of these persons, and the named fields, as a colleague elsewhere would."""
    with arbeid(skriver=True):
        bruker = som(sesjon.query(Bruker).filter_by(navn=NAVN[av]).one())
        for beboer in map(hent_beboer, navn):
            if not sesjon.get_one(Bosettingssamtale, beboer.samtale_id).paabegynt:
                samtale.begynn_samtale(bruker, str(beboer.samtale_id))
            ansatte.fyll_ut(bruker, beboer, ark)
    sesjon.remove()


def ferdigstill(navn: str, av: str = "per") -> None:
    """Complete the interview of this person's household."""
    with arbeid(skriver=True):
        bruker = som(sesjon.query(Bruker).filter_by(navn=NAVN[av]).one())
        ansatte.ferdigstill(bruker, sesjon.get_one(Bosettingssamtale, hent_beboer(navn).samtale_id))
    sesjon.remove()


def vent_til(sjekk: Callable[[], Any], hva: str, sekunder: float = 30) -> None:
    """Wait for something outside the browser to become true."""
    frist = time.monotonic() + sekunder
    while not sjekk():
        assert time.monotonic() < frist, f"ventet forgjeves på: {hva}"
        time.sleep(0.05)
