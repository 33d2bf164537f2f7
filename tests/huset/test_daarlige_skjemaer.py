"""Every form of users, contact pages, login and sessions, sent in every wrong way: a clear 4xx, and nothing changed.

One table of forms, one of faults: each form meets each fault (D2, D3, D7, F1, N3, N5, N6).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from stoette import innsyn
from stoette.brukere import NY, bruker_id
from stoette.klient import Klient, merke_paa

from app.web.felles.rom import LESENDE

Data = dict[str, Any]


@dataclass(frozen=True)
class Skjema:
    """A form: who sends it, the page it stands on, where it goes, and what a right one would change in it."""

    hvem: str
    side: str
    til: str
    ny: Data

    def adresser(self) -> tuple[str, str]:
        ider = {navn: bruker_id(f"{navn}@furulia.example") for navn in ("per", "mari", "tuva")}
        return self.side.format(**ider), self.til.format(**ider)


SKJEMAER = {
    "ny bruker": Skjema("kari", "/brukere/ny", "/brukere/ny", NY),
    "bruker": Skjema("kari", "/brukere/{tuva}", "/brukere/{tuva}", {"telefon": "00 00 10 31"}),
    "nummer": Skjema("kari", "/brukere/{tuva}", "/brukere/{tuva}/innlogging", {"nummer": "30819249438"}),
    "deaktivering": Skjema("kari", "/brukere/{tuva}/deaktivering", "/brukere/{tuva}/deaktivering", {}),
    "bekreftelse": Skjema("kari", "/brukere/gjennomgang", "/brukere/{tuva}/bekreftelse", {}),
    "mottaket": Skjema(
        "kari", "/mottak/informasjon/endring", "/mottak/informasjon/endring", {"telefon": "00 00 10 32"}
    ),
    "kontakt": Skjema(
        "per", "/mottak/kontakt/{mari}/endring", "/mottak/kontakt/{mari}/endring", {"telefon": "00 00 10 33"}
    ),
}
FEIL: dict[str, Callable[[Data], Data]] = {
    "uten merke": lambda data: data | {"csrf_token": ""},
    "oppdiktet merke": lambda data: data | {"csrf_token": "IjEi.aaaaaa.bbbbbb"},
    "ukjent felt": lambda data: data | {"er_admin": "1"},
    "annet mottak": lambda data: data | {"mottak_id": innsyn.mottak_id("Fjord")},
    "annen bruker": lambda data: data | {"id": bruker_id("aud@fjordglott.example")},
    "subjekt": lambda data: data | {"sub": "x", "iss": "https://utsteder.example"},
    "felt med klammer": lambda data: data | {"navn[]": "x", "roller[0]": "Mottaksadministrator"},
    "overstyrt metode": lambda data: data | {"_method": "DELETE"},
}
VERSJONER = ["", "0", "-1", "x", "1e9", "9" * 30, "\0", "1 ", ["1", "1"]]
VERDIER = {"for lang": "x" * 5000, "styretegn": "a\0b", "linje": "a\r\nBcc: x@y.no"}
FALSKE_ROLLER = [
    ["IMDiSaksbehandler"], ["Kommunebruker"], ["MottakKompass", "IMDiSaksbehandler"], ["IntegreringsmottakKompass"],
    ["mottakkompass"], ["MottakKompass\0"], ["*"], ["x" * 5000],
]  # fmt: skip


def send(klient: Klient, skjema: Skjema, feil: Callable[[Data], Data]) -> None:
    """Fill the form in right, spoil it, send it as page and as bit: refused in words, and nothing has changed."""
    side, til = skjema.adresser()
    foer = innsyn.dump()
    data = feil(klient.skjema(klient.get(side), til) | skjema.ny)
    for htmx in (False, True):
        svar = klient.post(til, data, htmx=htmx)
        assert 400 <= svar.status_code < 500, (svar.status_code, data)
        assert "<h1" in svar.text or htmx
        assert len(svar.text) > 20, "a sentence says what is wrong"
    assert innsyn.dump() == foer


@pytest.mark.parametrize("feil", FEIL)
@pytest.mark.parametrize("navn", SKJEMAER)
def test_D7_F1_skjemaet_er_ikke_vaart(felles_som, navn, feil):
    send(felles_som(SKJEMAER[navn].hvem), SKJEMAER[navn], FEIL[feil])


@pytest.mark.parametrize("navn", [n for n in SKJEMAER if n != "ny bruker"])
def test_N6_versjonen_er_ikke_den_som_ble_vist(felles_som, navn):
    for versjon in VERSJONER:
        send(felles_som(SKJEMAER[navn].hvem), SKJEMAER[navn], lambda data, v=versjon: data | {"versjon": v})


@pytest.mark.begge_lagre
@pytest.mark.parametrize("verdi", VERDIER)
@pytest.mark.parametrize("navn", ["ny bruker", "bruker", "nummer", "mottaket", "kontakt"])
def test_N3_N5_teksten_kan_ikke_lagres(felles_som, navn, verdi):
    """Every text field of the form in turn. Several lines are text like any other in an address."""
    skjema = SKJEMAER[navn]
    klient = felles_som(skjema.hvem)
    side, til = skjema.adresser()
    felter = set(klient.skjema(klient.get(side), til)) - {"csrf_token", "versjon", "roller"}
    for felt in sorted(felter):
        if verdi != "linje" or not (felt.endswith("adresse") or felt == "navn"):
            send(klient, skjema, lambda data, f=felt: data | {f: VERDIER[verdi]})
        send(klient, skjema, lambda data, f=felt: data | {f: ["a", "b"]})


@pytest.mark.parametrize("roller", FALSKE_ROLLER, ids=lambda roller: "+".join(roller)[:40].replace("\0", "0"))
@pytest.mark.parametrize("navn", ["ny bruker", "bruker"])
def test_D3_D4_falske_roller(felles_som, navn, roller):
    send(felles_som("kari"), SKJEMAER[navn], lambda data: data | {"roller": roller})


@pytest.mark.parametrize("slag", ["application/json", "text/plain", "application/xml"])
@pytest.mark.parametrize("navn", SKJEMAER)
def test_N6_kroppen_er_noe_annet_enn_et_skjema(felles_som, navn, slag):
    klient, (_, til) = felles_som(SKJEMAER[navn].hvem), SKJEMAER[navn].adresser()
    foer = innsyn.dump()
    svar = klient.klient.post(til, data=b'{"navn": "x"}', content_type=slag, headers={"X-CSRFToken": klient.merke})
    assert 400 <= svar.status_code < 500 and innsyn.dump() == foer


def test_F1_merket_til_en_annen_innlogging(felles_app, felles_som):
    """Another person's token, and one from before the login, open nothing."""
    kari, tuva = felles_som("kari"), felles_som("tuva")
    utenfor = merke_paa(felles_app.test_client().get("/logg-inn"))
    for merke in (tuva.merke, utenfor):
        send(kari, SKJEMAER["bruker"], lambda data, m=merke: data | {"csrf_token": m})
        svar = kari.post("/brukere/ny", NY | {"csrf_token": merke})
        assert "logget inn på nytt" in svar.text and "Kontakt mottaksadministratoren" not in svar.text


@pytest.mark.parametrize("innlogging", ["", "x", "0" * 64, "x" * 5000, "\0", "' OR 1=1 --", ["a", "b"]])
def test_B1_innloggingen_som_avsluttes_finnes_ikke(felles_som, innlogging):
    kari, foer = felles_som("kari"), innsyn.dump(uten=("hendelse", "forsoek"))
    assert kari.post("/innlogginger/avslutt", {"innlogging": innlogging}).status_code in (404, 422)
    assert innsyn.dump(uten=("hendelse", "forsoek")) == foer


@pytest.mark.parametrize("adresse", ["/innlogginger/avslutt", "/innlogginger/fortsett", "/logg-ut"])
def test_F1_innloggingene_endres_ikke_uten_merke(felles_som, adresse):
    kari, foer = felles_som("kari"), innsyn.dump(uten=())
    assert kari.post(adresse, {"csrf_token": "", "overalt": "1"}).status_code == 403
    assert innsyn.dump(uten=()) == foer


@pytest.mark.parametrize("bruker", ["", "x", "0" * 32, "x" * 5000, "' OR 1=1 --", ["a", "b"]])
def test_E12_innlogging_som_en_som_ikke_finnes(app, bruker):
    """No session, and the same page for all of them; nothing but the count and the log is written."""
    klient, uten = app.test_client(), (*innsyn.LOGG, "forsoek")
    foer = innsyn.dump(uten)
    data = {"csrf_token": merke_paa(klient.get("/logg-inn")), "bruker": bruker}
    svar = klient.post("/logg-inn/demo", data=data, follow_redirects=True)
    assert svar.status_code == 403 and "Du har ikke tilgang" in svar.text
    assert innsyn.antall("innlogging") == 0 and innsyn.dump(uten) == foer


def test_tabellen_holder_hvert_skjema(felles_app):
    """A new form of these rooms must come into the table above."""
    rom = ("brukere.", "mottak.", "innlogginger.", "innlogging.")
    regler = [r for r in felles_app.url_map.iter_rules() if r.endpoint.startswith(rom)]
    skriver = {r.endpoint for r in regler if set(r.methods or ()) - set(LESENDE)}
    assert skriver == {
        "brukere.opprett", "brukere.endre", "brukere.registrer_innlogging", "brukere.deaktiver", "brukere.bekreft",
        "brukere.aktiver", "mottak.endre_informasjon", "mottak.endre_person", "innlogginger.avslutt",
        "innlogginger.fortsett", "innlogging.logg_ut", "innlogging.demo", "innlogging.bakkanal",
    }  # fmt: skip
