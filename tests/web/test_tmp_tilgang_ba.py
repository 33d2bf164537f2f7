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

FELLES = ["kari", "per", "mari", "tuva", "ingrid", "aud", "nils", "hamid"]
PERSONER = ["ingen", "kommune", "siri", *FELLES]


def rad(**koder: int) -> dict[str, int]:
    """A line of the table: `alle` for those who are not named."""
    alle = koder.pop("alle", 403)
    return {person: koder.get(person, alle) for person in PERSONER} | {"ingen": koder.get("ingen", 302)}


LESER = rad(per=200, mari=200, ingrid=200, aud=200, hamid=200)
SKRIVER = rad(per=303, mari=303, ingrid=303, aud=303, hamid=303)
ALLE_MOTTAK = rad(**dict.fromkeys(FELLES, 200))
ALLE = rad(alle=200)
ADMINISTRATOR = rad(kari=200, ingrid=200, hamid=200)
KONTAKT = ("kari", "per", "mari", "ingrid", "aud", "hamid")
TABELL = {
    ("GET", "mottak.informasjonsskjema"): ADMINISTRATOR,
    ("POST", "mottak.endre_informasjon"): rad(kari=409, ingrid=409, hamid=409),
    ("GET", "mottak.person"): rad(**dict.fromkeys(KONTAKT, 302)),
    ("GET", "mottak.personskjema"): rad(**dict.fromkeys(KONTAKT, 200)),
    ("POST", "mottak.endre_person"): rad(**dict.fromkeys(KONTAKT, 422)),
    ("GET", "brukere.liste"): ADMINISTRATOR,
    ("GET", "brukere.skjema"): ADMINISTRATOR,
    ("POST", "brukere.opprett"): rad(kari=422, ingrid=422, hamid=422),
    ("GET", "brukere.bruker"): ADMINISTRATOR,
    ("POST", "brukere.endre"): rad(kari=422, ingrid=422, hamid=422),
    ("GET", "brukere.avgangsside"): ADMINISTRATOR,
    ("POST", "brukere.deaktiver"): rad(kari=409, ingrid=409, hamid=409),
    ("POST", "brukere.aktiver"): rad(kari=409, ingrid=409, hamid=409),
    ("GET", "brukere.gjennomgangsside"): ADMINISTRATOR,
    ("POST", "brukere.bekreft"): rad(kari=409, ingrid=409, hamid=409),
    ("GET", "static"): rad(alle=200, ingen=200),
    ("GET", "helse.helse"): rad(alle=200, ingen=200),
    ("GET", "helse.klar"): rad(alle=200, ingen=200),
    ("GET", "innlogging.side"): rad(alle=302, ingen=200),
    ("GET", "arbeidsflate.side"): ALLE,
    ("GET", "hjelp.side"): ALLE,
    ("GET", "kommuner.liste"): rad(alle=200, kari=403),
    ("GET", "kommuner.forslag"): rad(alle=302, kari=403),
    ("GET", "mottak.informasjon"): ALLE_MOTTAK,
    ("GET", "mottak.kontakt"): ALLE_MOTTAK,
    ("GET", "varsler.liste"): LESER,
    ("POST", "varsler.les"): SKRIVER,
    ("GET", "oppgaver.liste"): LESER,
    ("GET", "oppgaver.detaljer"): LESER,
    ("GET", "beboere.liste"): LESER,
    ("POST", "beboere.soek"): SKRIVER,
    ("GET", "beboere.detaljer"): LESER,
    ("POST", "beboere.start_samtale"): rad(),
    ("POST", "samtale.gjennomfoer"): SKRIVER,
    ("GET", "samtale.side"): LESER,
    ("GET", "samtale.felt"): rad(per=302, mari=302, ingrid=302, aud=302, hamid=302),
    ("POST", "samtale.lagre"): SKRIVER,
    ("POST", "samtale.legg_til_rad"): SKRIVER,
    ("POST", "samtale.fjern_rad"): rad(per=404, mari=404, ingrid=404, aud=404, hamid=404),
    ("GET", "ferdigstilling.side"): LESER,
    ("POST", "ferdigstilling.bekreft"): rad(per=422, mari=422, ingrid=422, aud=422, hamid=422),
    ("POST", "innlogging.demo"): rad(alle=404, ingen=404),
    ("POST", "innlogging.logg_ut"): rad(alle=303, ingen=303),
}
"""What each answers whom, asked about a resident of the own mottak who has a bosettingssak."""

SPOERRING = {
    "samtale.lagre": "?seksjon=personopplysninger",
    "samtale.felt": "?felt=morsmaal",
    "samtale.legg_til_rad": "?liste=behandler",
    "samtale.fjern_rad": "?rad=behandler.0123456789abcdef0123456789abcdef",
}
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


@pytest.mark.parametrize("klient", PERSONER, indirect=True)
def test_hver_celle_i_tabellen(felles_app, klient):
    person, nettleser = klient
    svarene = {}
    ider = innsyn.ider(EGEN.get(person, "Yonas Tesfalem"))
    for rute in ruter(felles_app):
        if rute.endepunkt == "innlogging.logg_ut" and nettleser:
            continue  # below: it would end the session
        adresse = rute.adresse(ider.samtale, ider.beboer, kollega(person)) + SPOERRING.get(rute.endepunkt, "")
        svarene[rute.metode, rute.endepunkt] = spoer(felles_app, nettleser, rute.metode, adresse)
    assert svarene == {celle: linje[person] for celle, linje in TABELL.items() if celle in svarene}


def kollega(person: str) -> str:
    """The id of someone else at the same mottak."""
    return innsyn.en("SELECT id FROM bruker WHERE epost LIKE :e", e=f"{KOLLEGA.get(person, 'mari')}@%")


def spoer(app: Flask, nettleser: Klient | None, metode: str, adresse: str) -> int:
    """The status of a request; nobody's carries the token of the login page."""
    if nettleser:
        return nettleser.get(adresse).status_code if metode == "GET" else nettleser.post(adresse).status_code
    ingen = app.test_client()
    merke = re.search(r'name="csrf_token" value="([^"]+)"', ingen.get("/logg-inn").text)[1]
    return ingen.open(adresse, method=metode, data={"csrf_token": merke} if metode == "POST" else None).status_code


@pytest.mark.parametrize("person", ["kari", "tuva", "nils", "siri"])
def test_uten_rett_til_beboere_staar_ingen_av_dem_paa_noen_side(felles_app, felles_som, person):
    """A3, A4: no name and no number of a resident, on whatever answers."""
    klient, yonas = felles_som(person), innsyn.ider("Yonas Tesfalem")
    hemmelig = [v for navn in innsyn.les("SELECT fornavn, etternavn, duf_nummer FROM beboer") for v in navn]
    for rute in ruter(felles_app):
        if rute.metode == "GET" and rute.endepunkt != "static":
            tekst = klient.get(rute.adresse(yonas.samtale, yonas.beboer, kollega(person))).text
            assert not [h for h in hemmelig if re.search(rf"\b{re.escape(h)}\b", tekst)], rute


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
    assert tuva.lagre(yonas.skjema, "morsmaal", "amharisk", 1).status_code == 403
    assert tuva.get("/").status_code == 403
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
        retter = {navn: getattr(view, "rett", None) for navn, view in tom_app.view_functions.items() if navn != "static"}
        assert set(retter.values()) == {*Rett, "åpen"}
        assert {navn for navn, rett in retter.items() if rett == "åpen"} == {
            "helse.helse", "helse.klar", "innlogging.side", "innlogging.demo", "innlogging.logg_ut",
        }  # fmt: skip

    def test_dekoratorene_merker_visningen(self):
        assert krever(Rett.BEBOER_SE)(lambda: "x").rett is Rett.BEBOER_SE
        assert aapen(lambda: "x").rett == "åpen"
