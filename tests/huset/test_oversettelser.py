"""The catalogues hold every text there is, whole and sure, and nothing that shows falls outside them."""

import re

import pytest
from flask import Flask
from stoette.sider import tre

from app.cli.oversettelser import INNSATT, OVERSATTE, feil_i, les
from app.cli.uttrekk import alle_tekster
from app.domain.tilgang.matrise import Rolle
from app.spraak import Spraak, katalog
from app.web.felles import spraak, vis

SIDER = {
    "per": ("/", "/mottak/oppgaver", "/mottak/beboere", "/mottak/kontakt", "/varsler", "/varsler/mine", "/profil"),
    "kari": ("/brukere", "/brukere/ny", "/mottak/informasjon/endring", "/innlogginger"),
    "siri": ("/fordelingsklare", "/fordelingsklare/bosettingssak", "/skjerming", "/kommuner/4601", "/kommuner"),
    "oda": ("/soekt-ut", "/kommuner/0301", "/hjelp"),
}
EGNE = {*(rolle.value.lower() for rolle in Rolle), "bokmål", "nynorsk", "english", "imdinett", "mottak", "imdi"}
"""What is called the same in every language."""


class Merket:
    """A catalogue that answers every text in brackets: what stands outside of them was never asked for."""

    def gettext(self, tekst: str) -> str:
        return f"⟦{tekst}⟧"

    def ngettext(self, entall: str, flertall: str, antall: int) -> str:
        return f"⟦{entall if antall == 1 else flertall}⟧"

    ugettext, ungettext = gettext, ngettext


@pytest.mark.parametrize("valgt", OVERSATTE)
def test_hver_tekst_er_oversatt_hel_og_sikker(valgt: Spraak) -> None:
    assert list(feil_i(valgt, alle_tekster())) == []


def test_uttrekket_finner_det_som_er_deklarert() -> None:
    tekster = alle_tekster()
    funnet = {"Morsmål", "Manglende lese- og skriveferdigheter", "Skjul detaljer for alle", "Søkt ut til %(sted)s"}
    assert funnet <= tekster.keys()
    assert tekster["%(num)s person"].flertall == "%(num)s personer"
    assert "morsmaal ledetekst" in tekster["Morsmål"].merknader, "what it is, for the translator"
    assert "templates/deler/oppgave.html" in tekster["Gjennomfør bosettingssamtale"].filer


def test_nynorsk_er_nynorsk() -> None:
    """Words that are Bokmål alone do not stand in it, but in quotes."""
    bokmaal = re.compile(r"\b(ikke|bolig|beboer|bosetting|heter|hva|hvem|hvor|dere|fra|noen|blitt)\b", re.IGNORECASE)
    former = [m.string if isinstance(m.string, tuple) else (m.string,) for m in les(Spraak.NYNORSK) if m.id]
    alt = [INNSATT.sub("", tekst) for tekster in former for tekst in tekster]
    assert [tekst for tekst in alt if bokmaal.search(tekst)] == []


@pytest.mark.parametrize("hvem", SIDER)
def test_ingen_tekst_vises_utenom_katalogene(app: Flask, som, monkeypatch, hvem: str) -> None:
    """Each text node of a page is a text out of the catalogue, or something that people or registers have written."""
    for modul in (katalog, vis, spraak):
        monkeypatch.setattr(modul, "katalog", lambda _spraak: Merket())
    klient, kjente = som(hvem), {re.sub(r"%\(\w+\)s", "", tekst).strip(" .:") for tekst in alle_tekster()}
    for sti in SIDER[hvem]:
        side = tre(klient.get(sti))
        utenom = {tekst for e in side.iter() if isinstance(e.tag, str) for tekst in _utenom(e)}
        assert {tekst for tekst in utenom if tekst in kjente and tekst.lower() not in EGNE} == set(), sti


def _utenom(element) -> set[str]:
    tekster = [element.text or "", *(barn.tail or "" for barn in element), element.get("aria-label") or ""]
    return {re.sub(r"⟦.*?⟧", "", tekst, flags=re.DOTALL).strip(" .:\n") for tekst in tekster} - {""}
