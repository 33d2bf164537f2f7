"""Rights: a route without one stops the app; who may do what stands in a literal table, and every cell is asked."""

import re

import pytest
from flask import Flask
from stoette import innsyn
from stoette.klient import Klient
from stoette.ruter import ruter

from app.db import ny_id
from app.domain.tilgang import Rett
from app.web.rom import Rom, aapen, kontroller_ruter, krever

FELLES = ("kari", "per", "mari", "tuva", "ingrid", "aud", "nils", "hamid")
PERSONER = ("ingen", "kommune", "siri", *FELLES)


def rad(**koder: int) -> dict[str, int]:
    """A line of the table: `alle` for those who are not named."""
    alle = koder.pop("alle", 403)
    return {person: koder.get(person, alle) for person in PERSONER} | {"ingen": koder.get("ingen", 302)}


BOSETTINGSANSVARLIGE = ("per", "mari", "ingrid", "aud", "hamid")
ADMINISTRATORER = ("kari", "ingrid", "hamid")


def de(personer: tuple[str, ...], kode: int) -> dict[str, int]:
    """These get this answer, the others a 403."""
    return rad(**dict.fromkeys(personer, kode))


TILDELER = ("tuva", "nils", *BOSETTINGSANSVARLIGE)
AAPEN_FOR_ALLE = rad(alle=200, ingen=200)
BARE_MED_UTSTEDER = rad(alle=404, ingen=404)
INNLOGGET = rad(alle=200)
TABELL = {
    ("GET", "static"): AAPEN_FOR_ALLE,
    ("GET", "helse.helse"): AAPEN_FOR_ALLE,
    ("GET", "helse.klar"): AAPEN_FOR_ALLE,
    ("GET", "innlogging.side"): rad(alle=302, ingen=200),
    ("POST", "innlogging.demo"): rad(alle=303, ingen=303),
    ("POST", "innlogging.logg_ut"): rad(alle=303, ingen=303),
    ("GET", "innlogging.logget_ut"): AAPEN_FOR_ALLE,
    ("GET", "innlogging.ingen_tilgang"): rad(alle=403, ingen=403),
    ("GET", "innlogging.start"): BARE_MED_UTSTEDER,
    ("GET", "innlogging.retur"): BARE_MED_UTSTEDER,
    ("GET", "innlogging.hos_utsteder"): BARE_MED_UTSTEDER,
    ("GET", "innlogging.frontkanal"): BARE_MED_UTSTEDER,
    ("POST", "innlogging.bakkanal"): BARE_MED_UTSTEDER,
    ("GET", "innlogginger.liste"): INNLOGGET,
    ("GET", "innlogginger.tilbake"): INNLOGGET,
    ("GET", "innlogginger.tilstand"): INNLOGGET,
    ("GET", "innlogginger.merke"): rad(alle=404),
    ("POST", "innlogginger.fortsett"): rad(alle=303),
    ("POST", "innlogginger.avslutt"): rad(alle=404),
    ("GET", "arbeidsflate.side"): INNLOGGET,
    ("GET", "hjelp.side"): INNLOGGET,
    ("GET", "kommuner.liste"): rad(alle=200, kari=403),
    ("GET", "kommuner.forslag"): rad(alle=302, kari=403),
    ("GET", "kompass.oppslag"): de(TILDELER, 200),
    ("POST", "kompass.soek"): de(TILDELER, 422),
    ("GET", "kompass.beboer"): de(TILDELER, 200),
    ("POST", "kompass.tildel"): de(TILDELER, 200),
    ("GET", "kompassdemo.side"): AAPEN_FOR_ALLE,
    ("POST", "kompassdemo.innloes"): rad(alle=422, ingen=422),
    ("POST", "kompassdemo.registrer"): rad(alle=422, ingen=422),
    ("PUT", "api_beboere.skriv"): rad(alle=401, ingen=401),
    ("POST", "api.kompass_innloesing"): rad(alle=401, ingen=401),
    ("POST", "api.kompass_registrering"): rad(alle=401, ingen=401),
    ("GET", "api.beskrivelse"): AAPEN_FOR_ALLE,
    ("GET", "mottak.informasjon"): de(FELLES, 200),
    ("GET", "mottak.kontakt"): de(FELLES, 200),
    ("GET", "mottak.informasjonsskjema"): de(ADMINISTRATORER, 200),
    ("POST", "mottak.endre_informasjon"): de(ADMINISTRATORER, 409),
    ("GET", "mottak.person"): de(("kari", *BOSETTINGSANSVARLIGE), 302),
    ("GET", "mottak.personskjema"): de(("kari", *BOSETTINGSANSVARLIGE), 200),
    ("POST", "mottak.endre_person"): de(("kari", *BOSETTINGSANSVARLIGE), 422),
    ("GET", "brukere.liste"): de(ADMINISTRATORER, 200),
    ("GET", "brukere.skjema"): de(ADMINISTRATORER, 200),
    ("POST", "brukere.opprett"): de(ADMINISTRATORER, 422),
    ("GET", "brukere.bruker"): de(ADMINISTRATORER, 200),
    ("POST", "brukere.endre"): de(ADMINISTRATORER, 422),
    ("POST", "brukere.aktiver"): de(ADMINISTRATORER, 409),
    ("POST", "brukere.bekreft"): de(ADMINISTRATORER, 409),
    ("GET", "brukere.avgangsside"): de(ADMINISTRATORER, 200),
    ("POST", "brukere.deaktiver"): de(ADMINISTRATORER, 409),
    ("GET", "brukere.gjennomgangsside"): de(ADMINISTRATORER, 200),
    ("GET", "varsler.liste"): de(BOSETTINGSANSVARLIGE, 200),
    ("POST", "varsler.les"): de(BOSETTINGSANSVARLIGE, 303),
    ("GET", "oppgaver.liste"): de(BOSETTINGSANSVARLIGE, 200),
    ("GET", "oppgaver.detaljer"): de(BOSETTINGSANSVARLIGE, 200),
    ("GET", "beboere.liste"): de(BOSETTINGSANSVARLIGE, 200),
    ("POST", "beboere.soek"): de(BOSETTINGSANSVARLIGE, 303),
    ("GET", "beboere.detaljer"): de(BOSETTINGSANSVARLIGE, 200),
    ("POST", "beboere.start_samtale"): de((), 303),
    ("POST", "samtale.gjennomfoer"): de(BOSETTINGSANSVARLIGE, 303),
    ("GET", "samtale.side"): de(BOSETTINGSANSVARLIGE, 200),
    ("GET", "samtale.felt"): de(BOSETTINGSANSVARLIGE, 302),
    ("POST", "samtale.lagre"): de(BOSETTINGSANSVARLIGE, 303),
    ("POST", "samtale.legg_til_rad"): de(BOSETTINGSANSVARLIGE, 303),
    ("POST", "samtale.fjern_rad"): de(BOSETTINGSANSVARLIGE, 404),
    ("GET", "ferdigstilling.side"): de(BOSETTINGSANSVARLIGE, 200),
    ("POST", "ferdigstilling.bekreft"): de(BOSETTINGSANSVARLIGE, 422),
    ("GET", "skjerming.side"): de(("siri",), 200),
    ("POST", "skjerming.soek"): de(("siri",), 422),
    ("POST", "skjerming.gi"): de(("siri",), 404),
    ("POST", "skjerming.avslutt"): rad(alle=404, ingen=404),
}
"""What each answers whom, asked with an empty form about what is of the own mottak and has a bosettingssak."""
AVSLUTTER = ("innlogging.demo", "innlogging.logg_ut")

EGEN = {"hamid": "Zahra Noorzad", "ingrid": "Olena Kovalska", "aud": "Olena Kovalska", "nils": "Olena Kovalska"}
KOLLEGA = {"hamid": "vikar", "ingrid": "aud", "aud": "ingrid", "nils": "aud"}


def ny_bruker(navn: str, roller: list[str], mottak: str | None = None) -> str:
    """A user with these roles; the answer is the e-mail address."""
    id_, epost = ny_id(), f"{navn}@proeve.example"
    innsyn.skriv(
        "INSERT INTO bruker (id, navn, epost, mottak_id, aktiv) VALUES (:i, :n, :e, :m, true)",
        i=id_, n=f"Prøve {navn}", e=epost, m=mottak,
    )  # fmt: skip
    for rolle in roller:
        innsyn.skriv("INSERT INTO rolletildeling (bruker_id, rolle) VALUES (:i, :r)", i=id_, r=rolle)
    return epost


@pytest.fixture
def klient(felles_app, felles_som, request: pytest.FixtureRequest):
    """The browser of the person the test is about; None is nobody's."""
    person = request.param
    klienter = felles_app.extensions.setdefault("klienter", {})
    if "kommune" not in klienter:
        klienter["kommune"] = Klient(felles_app, "", epost=ny_bruker("kommune", ["Kommunebruker"]))
        ny_bruker("vikar", ["MottakBosettingsansvarlig"], innsyn.mottak_id("Bjørkåsen"))
    return person, None if person == "ingen" else felles_som(person)


def test_tabellen_holder_hver_rute(felles_app):
    """A1, A2: a route that is not in the table, or no longer there, is red."""
    assert {(rute.metode, rute.endepunkt) for rute in ruter(felles_app)} == TABELL.keys()
    assert all(set(linje) == set(PERSONER) for linje in TABELL.values())


def kollega(person: str) -> str:
    """The id of someone else at the same mottak."""
    return innsyn.en("SELECT id FROM bruker WHERE epost LIKE :e", e=f"{KOLLEGA.get(person, 'mari')}@%")


def spoer(app: Flask, nettleser: Klient | None, metode: str, adresse: str) -> int:
    """The status of a request; nobody's carries the token of the login page."""
    if nettleser and metode == "PUT":
        return nettleser.klient.put(adresse).status_code
    if nettleser:
        return nettleser.get(adresse).status_code if metode == "GET" else nettleser.post(adresse).status_code
    ingen = app.test_client()
    merke = re.search(r'name="csrf_token" value="([^"]+)"', ingen.get("/logg-inn").text)[1]
    return ingen.open(adresse, method=metode, data={"csrf_token": merke} if metode == "POST" else None).status_code


@pytest.mark.parametrize("person", [*FELLES, "siri"])
def test_menyen_viser_bare_det_som_kan_aapnes(felles_som, person):
    """Everything the menu and the start page lead to answers 200; what is not there answers 403."""
    klient = felles_som(person)
    side = klient.get("/mottak/informasjon" if person != "siri" else "/").text + klient.get("/").text
    lenker = set(re.findall(r'<a[^>]*href="(/[^"#?]*)"', side))
    assert {"/", "/hjelp"} <= lenker
    assert {lenke: klient.get(lenke).status_code for lenke in lenker} == dict.fromkeys(lenker, 200)
    for adresse in {"/varsler", "/kommuner", "/mottak/oppgaver", "/mottak/beboere", "/mottak/kontakt"} - lenker:
        assert klient.get(adresse).status_code == 403, adresse


def test_rollene_leses_ved_hver_forespoersel(app, som):
    """D5, E4: a role given or taken acts at the next request, without a new login; roles add up."""
    tuva = som("tuva")
    assert tuva.get("/mottak/oppgaver").status_code == 403
    innsyn.skriv("INSERT INTO rolletildeling (bruker_id, rolle) VALUES (:i, 'MottakBosettingsansvarlig')", i=tuva.id)
    assert tuva.get("/mottak/oppgaver").status_code == 200
    yonas = innsyn.ider("Yonas Tesfalem")
    assert tuva.lagre(yonas.skjema, "morsmaal", "tigrinja").status_code == 200
    innsyn.skriv("DELETE FROM rolletildeling WHERE bruker_id = :i", i=tuva.id)
    assert tuva.lagre(yonas.skjema, "morsmaal", "amharisk", 1).status_code in (401, 403)
    assert tuva.get("/").status_code in (302, 403)
    assert innsyn.svarene(yonas.beboer)["morsmaal"] == ("tigrinja", 1)


class TestMekanismen:
    """Forgetting to declare a right is not possible."""

    def test_et_rom_tar_ikke_imot_en_rute_uten_rett(self):
        with pytest.raises(TypeError, match="declares no right"):
            Rom("proeve").get("/x")(lambda: "x")

    def test_en_rute_utenom_rommene_stopper_starten(self, tom_app):
        tom_app.view_functions["snikvei"] = lambda: "x"
        with pytest.raises(TypeError, match="snikvei"):
            kontroller_ruter(tom_app)

    def test_hver_rute_sier_hva_den_krever(self, tom_app):
        retter = {
            navn: getattr(view, "rett", None) for navn, view in tom_app.view_functions.items() if navn != "static"
        }
        maskiner = {rett for rett in retter.values() if rett.startswith("maskin ")}
        assert maskiner == {"maskin beboere:skrive", "maskin kompass:innloesing", "maskin kompass:registrering"}
        assert set(retter.values()) - maskiner == {*Rett, "åpen"}
        aapne = {navn for navn, rett in retter.items() if rett == "åpen"}
        assert {navn.partition(".")[0] for navn in aapne} == {"helse", "innlogging", "api", "kompassdemo"}

    def test_dekoratorene_merker_visningen(self):
        assert krever(Rett.BEBOER_SE)(lambda: "x").rett is Rett.BEBOER_SE
        assert aapen(lambda: "x").rett == "åpen"
