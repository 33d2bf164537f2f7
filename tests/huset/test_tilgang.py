"""Rights: a route without one stops the app; who may do what stands in a literal table, and every cell is asked."""

import re

import pytest
from flask import Flask
from stoette import innsyn
from stoette.klient import EPOST, Klient
from stoette.ruter import SPOERRING, ruter

from app.db import ny_id

FELLES = ("kari", "per", "mari", "tuva", "ingrid", "aud", "nils", "hamid")
PERSONER = ("ingen", "oda", "siri", "ellen", *FELLES)


def rad(**koder: int) -> dict[str, int]:
    """A line of the table: `alle` for those who are not named."""
    alle = koder.pop("alle", 403)
    return {person: koder.get(person, alle) for person in PERSONER} | {"ingen": koder.get("ingen", 302)}


BOSETTINGSANSVARLIGE = ("per", "mari", "ingrid", "aud", "hamid")
ADMINISTRATORER = ("kari", "ingrid", "hamid")
GIR_TILGANG = (*ADMINISTRATORER, "ellen")
VARSLEDE = ("kari", *BOSETTINGSANSVARLIGE, "siri", "oda")


def de(personer: tuple[str, ...], kode: int) -> dict[str, int]:
    """These get this answer, the others a 403."""
    return rad(**dict.fromkeys(personer, kode))


def bare_siri(kode: int) -> dict[str, int]:
    """IMDi's caseworkers only; about an interview that is still open they are told nothing."""
    return de(("siri",), kode)


TILDELER = ("tuva", "nils", *BOSETTINGSANSVARLIGE)
AAPEN_FOR_ALLE = rad(alle=200, ingen=200)
BARE_MED_UTSTEDER = rad(alle=404, ingen=404)
INNLOGGET = rad(alle=200)
TABELL = {
    ("GET", "static"): AAPEN_FOR_ALLE,
    ("GET", "helse.helse"): AAPEN_FOR_ALLE,
    ("GET", "helse.klar"): AAPEN_FOR_ALLE,
    ("GET", "helse.metrics"): rad(alle=404, ingen=404),
    ("GET", "innlogging.side"): rad(alle=302, ingen=200),
    ("POST", "innlogging.demo"): rad(alle=303, ingen=303),
    ("POST", "innlogging.logg_ut"): rad(alle=303, ingen=303),
    ("GET", "innlogging.logget_ut"): AAPEN_FOR_ALLE,
    ("GET", "innlogging.ingen_tilgang"): rad(alle=403, ingen=403),
    ("GET", "innlogging.igjen"): INNLOGGET,
    ("GET", "innlogging.start"): BARE_MED_UTSTEDER,
    ("GET", "innlogging.retur"): BARE_MED_UTSTEDER,
    ("GET", "innlogging.hos_utsteder"): BARE_MED_UTSTEDER,
    ("GET", "innlogging.frontkanal"): BARE_MED_UTSTEDER,
    ("POST", "innlogging.bakkanal"): BARE_MED_UTSTEDER,
    ("GET", "innlogginger.liste"): INNLOGGET,
    ("GET", "aktivitet.side"): INNLOGGET,
    ("POST", "utskrift.skrevet_ut"): rad(alle=204),
    ("GET", "innlogginger.tilbake"): INNLOGGET,
    ("GET", "innlogginger.tilstand"): INNLOGGET,
    ("GET", "innlogginger.merke"): rad(alle=404),
    ("POST", "innlogginger.fortsett"): rad(alle=303),
    ("POST", "innlogginger.avslutt"): rad(alle=404),
    ("POST", "spraakvalg.velg"): rad(alle=400, ingen=400),
    ("GET", "spraakvalg.profil"): INNLOGGET,
    ("GET", "arbeidsflate.side"): INNLOGGET,
    ("GET", "talespraak.forslag"): rad(alle=302),
    **{("GET", rute): INNLOGGET for rute in ("hjelp.side", "papir.tomt_skjema", "papir.intervjuguide")},
    ("GET", "erklaering.personvern"): AAPEN_FOR_ALLE,
    ("GET", "erklaering.tilgjengelighet"): AAPEN_FOR_ALLE,
    ("GET", "kommuner.liste"): rad(alle=200, kari=403),
    ("GET", "kommuner.side"): rad(alle=200, kari=403),
    ("GET", "kommunekontakt.skjema"): de(("oda",), 200),
    ("POST", "kommunekontakt.endre"): de(("oda",), 422),
    ("POST", "kommunekontakt.bekreft"): de(("oda",), 409),
    ("GET", "kommunekontakt.feilskjema"): rad(alle=200, kari=403),
    ("POST", "kommunekontakt.meld_feil"): rad(alle=422, kari=403),
    ("GET", "kommunekontakt.feilliste"): de(("oda", "siri", "ellen"), 200),
    ("POST", "kommunekontakt.ordne"): de(("oda", "siri", "ellen"), 404),
    ("GET", "soekt_ut.liste"): de(("oda",), 200),
    **{("GET", rute): de(("oda",), 404) for rute in ("soekt_ut.husstand", "soekt_ut.dokument")},
    ("GET", "kommuner.forslag"): rad(alle=302, kari=403),
    ("GET", "kompass.oppslag"): de(TILDELER, 200),
    ("POST", "kompass.soek"): de(TILDELER, 422),
    ("GET", "kompass.beboer"): de(TILDELER, 200),
    ("POST", "kompass.tildel"): de(TILDELER, 409),
    ("GET", "kompassdemo.side"): AAPEN_FOR_ALLE,
    ("POST", "kompassdemo.innloes"): rad(alle=422, ingen=422),
    ("POST", "kompassdemo.registrer"): rad(alle=422, ingen=422),
    **{("POST", f"api.kompass_{rute}"): rad(alle=401, ingen=401) for rute in ("innloesing", "registrering")},
    ("PUT", "api_beboere.skriv"): rad(alle=401, ingen=401),
    **{("GET", f"api_samtaler.{rute}"): rad(alle=401, ingen=401) for rute in ("endringer", "samtale")},
    ("GET", "api.beskrivelse"): AAPEN_FOR_ALLE,
    ("GET", "mottak.informasjon"): de(FELLES, 200),
    ("GET", "mottak.kontakt"): de(FELLES, 200),
    ("GET", "mottak.informasjonsskjema"): de(ADMINISTRATORER, 200),
    ("POST", "mottak.endre_informasjon"): de(ADMINISTRATORER, 409),
    ("GET", "mottak.person"): de(("kari", *BOSETTINGSANSVARLIGE), 302),
    ("GET", "mottak.personskjema"): de(("kari", *BOSETTINGSANSVARLIGE), 200),
    ("POST", "mottak.endre_person"): de(("kari", *BOSETTINGSANSVARLIGE), 422),
    ("GET", "brukere.liste"): de(GIR_TILGANG, 200),
    ("GET", "brukerhendelser.liste"): de(GIR_TILGANG, 200),
    ("GET", "brukere.skjema"): de(GIR_TILGANG, 200),
    ("POST", "brukere.opprett"): de(GIR_TILGANG, 422),
    ("GET", "brukere.bruker"): de(GIR_TILGANG, 200),
    ("POST", "brukere.endre"): de(GIR_TILGANG, 422),
    ("POST", "brukere.registrer_innlogging"): de(GIR_TILGANG, 422),
    ("POST", "brukere.aktiver"): de(GIR_TILGANG, 409),
    ("POST", "brukere.bekreft"): de(GIR_TILGANG, 409),
    ("GET", "brukere.avgangsside"): de(GIR_TILGANG, 200),
    ("POST", "brukere.deaktiver"): de(GIR_TILGANG, 409),
    ("GET", "brukere.gjennomgangsside"): de(GIR_TILGANG, 200),
    ("GET", "varsler.liste"): de(VARSLEDE, 200),
    ("GET", "varsler.side"): de(VARSLEDE, 404),
    ("POST", "varsler.aapne"): de(VARSLEDE, 404),
    ("POST", "varsler.les"): de(VARSLEDE, 303),
    ("GET", "varsler.mine"): de(VARSLEDE, 200),
    ("POST", "varsler.velg"): de(VARSLEDE, 422),
    ("GET", "varsler.epost"): de((*ADMINISTRATORER, "siri"), 200),
    ("POST", "varsler.proev_igjen"): de((*ADMINISTRATORER, "siri"), 404),
    ("GET", "demopost.liste"): INNLOGGET,
    ("GET", "oppgaver.liste"): de(BOSETTINGSANSVARLIGE, 200),
    ("GET", "oppgaver.detaljer"): de(BOSETTINGSANSVARLIGE, 200),
    ("GET", "beboere.liste"): de(BOSETTINGSANSVARLIGE, 200),
    **{("GET", rute): de(BOSETTINGSANSVARLIGE, 200) for rute in ("oppgaver.fil", "beboere.fil")},
    **{("POST", f"{rom}.soek"): de(BOSETTINGSANSVARLIGE, 303) for rom in ("oppgaver", "beboere")},
    ("GET", "beboere.detaljer"): de(BOSETTINGSANSVARLIGE, 200),
    ("POST", "beboere.vis_duf"): de(BOSETTINGSANSVARLIGE, 200),
    ("POST", "beboere.start_samtale"): de((), 303),
    ("GET", "fordelingsklare.liste"): bare_siri(200),
    ("POST", "fordelingsklare.soek"): bare_siri(303),
    **{("GET", f"fordelingsklare.{side}"): bare_siri(404) for side in ("sak", "historikk", "dokument", "arkiv")},
    **{("GET", rute): bare_siri(200) for rute in ("saksfil.fil", "saksfil.nummerskjema", "mottaksoversikt.fil")},
    ("POST", "saksfil.med_numre"): bare_siri(422),
    **{("GET", f"fordelingsklare.{side}"): bare_siri(404) for side in ("sak", "historikk", "dokument")},
    **{("GET", f"innsyn.{side}"): bare_siri(404) for side in ("side", "ark")},
    **{("GET", f"utsoeking.{side}"): bare_siri(404) for side in ("skjema", "bosattskjema", "familien_bosatt_skjema")},
    **{("POST", f"utsoeking.{r}"): bare_siri(404) for r in ("registrer", "registrer_bosatt", "familien_bosatt")},
    **{("GET", f"utsoeking.{side}"): bare_siri(404) for side in ("flytteskjema", "tilbakeskjema")},
    **{("POST", f"utsoeking.{rute}"): bare_siri(404) for rute in ("planlegg", "trekk_tilbake")},
    ("GET", "retting.skjema"): bare_siri(404),
    ("POST", "retting.rett"): bare_siri(404),
    ("GET", "bosettingssak.side"): bare_siri(200),
    ("POST", "bosettingssak.soek"): bare_siri(422),
    ("GET", "bosettingssak.beboer"): bare_siri(200),
    ("POST", "bosettingssak.opprett"): bare_siri(409),
    ("POST", "bosettingssak.gjoer_klar"): bare_siri(409),
    ("GET", "dobbelt.liste"): bare_siri(200),
    ("GET", "dobbelt.par"): bare_siri(404),
    ("POST", "dobbelt.slaa_sammen"): bare_siri(404),
    ("POST", "dobbelt.avkreft"): bare_siri(404),
    ("GET", "dobbelt.oppheving"): bare_siri(404),
    ("POST", "dobbelt.opphev"): bare_siri(404),
    **{("GET", rute): bare_siri(200) for rute in ("mottaksoversikt.side", "ventetid.side", "ventetid.fil")},
    ("GET", "mottakene.liste"): de(("ellen",), 200),
    ("GET", "mottakene.skjema"): de(("ellen",), 200),
    ("POST", "mottakene.opprett"): de(("ellen",), 422),
    ("GET", "mottakene.mottak"): de(("ellen",), 200),
    ("GET", "mottakene.endringsskjema"): de(("ellen",), 200),
    ("POST", "mottakene.endre"): de(("ellen",), 422),
    ("GET", "kommuneoversikt.side"): de(("siri", "ellen"), 200),
    ("POST", "merknad.lagre"): de(BOSETTINGSANSVARLIGE, 409),
    ("POST", "merknad.send"): de(BOSETTINGSANSVARLIGE, 409),
    ("POST", "merknad.for_sent"): de(BOSETTINGSANSVARLIGE, 404),
    ("POST", "oppgaver.ta"): de(BOSETTINGSANSVARLIGE, 303),
    ("POST", "samtale.gjennomfoer"): de(BOSETTINGSANSVARLIGE, 303),
    ("GET", "samtale.side"): de(BOSETTINGSANSVARLIGE, 200),
    ("GET", "samtale.felt"): de(BOSETTINGSANSVARLIGE, 302),
    ("POST", "samtale.forkast"): de(BOSETTINGSANSVARLIGE, 303),
    **{("POST", rute): de(BOSETTINGSANSVARLIGE, 404) for rute in ("flytting.flytt", "samme.kopier", "samme.angre")},
    ("POST", "samtale.lagre"): de(BOSETTINGSANSVARLIGE, 303),
    ("POST", "samtale.legg_til_rad"): de(BOSETTINGSANSVARLIGE, 303),
    ("POST", "samtale.fjern_rad"): de(BOSETTINGSANSVARLIGE, 404),
    ("POST", "samtale.angre_rad"): de(BOSETTINGSANSVARLIGE, 404),
    **{("POST", rute): de(BOSETTINGSANSVARLIGE, 303) for rute in ("tolk.bruk", "vakt.legg_igjen", "vakt.fjern")},
    **{("GET", rute): de(BOSETTINGSANSVARLIGE, 303) for rute in ("naervaer.nytt", "tolk.panel")},
    **{("GET", rute): de(BOSETTINGSANSVARLIGE, 404) for rute in ("tidligere.liste", "samme.side", "dokument.side")},
    **{("POST", rute): de(BOSETTINGSANSVARLIGE, 422) for rute in ("naervaer.meld", "tidligere.sett_tilbake")},
    ("GET", "ferdigstilling.side"): de(BOSETTINGSANSVARLIGE, 200),
    ("POST", "ferdigstilling.bekreft"): de(BOSETTINGSANSVARLIGE, 422),
    ("GET", "skjerming.side"): de(("siri",), 200),
    ("POST", "skjerming.soek"): de(("siri",), 422),
    ("POST", "skjerming.ventende"): de(("siri",), 404),
    ("POST", "skjerming.gi"): de(("siri",), 404),
    ("POST", "skjerming.avslutt"): de(("siri",), 404),
}
"""What each answers whom, asked with an empty form about what is of the own mottak and has a bosettingssak."""
INNHOLD = {"/kode": {"erstatter": "en annen enn den som gjelder"}}
"""What a form whose address ends so holds, lest the answer hang on who asked before."""
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


def test_tabellen_holder_hver_rute(felles_app):
    """A1, A2: a route that is not in the table, or no longer there, is red."""
    assert {(rute.metode, rute.endepunkt) for rute in ruter(felles_app)} == TABELL.keys()
    assert all(set(linje) == set(PERSONER) for linje in TABELL.values())


def test_hver_celle_i_tabellen(felles_app):
    """A2: the whole table on one app; what the answers look like is inspected in the tests of the rooms."""
    ny_bruker("vikar", ["MottakBosettingsansvarlig"], innsyn.mottak_id("Bjørkåsen"))
    for person in ("per", "hamid", "aud"):
        beboer = innsyn.ider(EGEN.get(person, "Yonas Tesfalem")).beboer
        Klient(felles_app, person, inspisert=False).post(f"/mottak/kompass/{beboer}/kode")
    avvik = [
        (person, celle, svar, TABELL[celle][person])
        for person in PERSONER
        for celle, svar in raden(felles_app, person, EPOST.get(person, "")).items()
        if svar != TABELL[celle][person]
    ]
    assert avvik == []


def raden(app: Flask, person: str, epost: str) -> dict[tuple[str, str], int]:
    """What one person is answered on every route; a login that ends on the way is begun anew."""
    svarene: dict[tuple[str, str], int] = {}
    ider, nettleser = innsyn.ider(EGEN.get(person, "Yonas Tesfalem")), None
    for rute in ruter(app):
        if epost and nettleser is None:
            nettleser = Klient(app, person, epost=epost, inspisert=False)
        adresse = rute.adresse(ider.samtale, ider.beboer, kollega(person), mottak=innsyn.mottak_id("Furulia"))
        adresse += SPOERRING.get(rute.endepunkt, "")
        svarene[rute.metode, rute.endepunkt] = spoer(app, nettleser, rute.metode, adresse)
        if rute.endepunkt in AVSLUTTER:
            nettleser = None
    return svarene


def kollega(person: str) -> str:
    """The id of someone else at the same mottak."""
    return innsyn.en("SELECT id FROM bruker WHERE epost LIKE :e", e=f"{KOLLEGA.get(person, 'mari')}@%")


def spoer(app: Flask, nettleser: Klient | None, metode: str, adresse: str) -> int:
    """The status of a request; nobody's carries the token of the login page."""
    if nettleser and metode == "PUT":
        return nettleser.klient.put(adresse).status_code
    if nettleser:
        sendt = INNHOLD.get(adresse[adresse.rindex("/") :])
        return (nettleser.get(adresse) if metode == "GET" else nettleser.post(adresse, sendt)).status_code
    ingen = app.test_client()
    merke = re.search(r'name="csrf_token" value="([^"]+)"', ingen.get("/logg-inn").text)[1]
    return ingen.open(adresse, method=metode, data={"csrf_token": merke} if metode == "POST" else None).status_code


@pytest.mark.parametrize("person", ["kari", "tuva", "nils"])
def test_uten_rett_til_beboere_staar_ingen_av_dem_paa_noen_side(felles_app, felles_som, person):
    """A3, A4: no name and no number of a resident, on whatever answers; a Kompass role sees whom it looks up."""
    klient, yonas = felles_som(person), innsyn.ider("Yonas Tesfalem")
    hemmelig = [v for navn in innsyn.les("SELECT fornavn, etternavn, duf_nummer FROM beboer") for v in navn]
    for rute in ruter(felles_app):
        if rute.metode == "GET" and rute.endepunkt not in ("static", "kompass.beboer"):
            tekst = klient.get(rute.adresse(yonas.samtale, yonas.beboer, kollega(person))).text
            assert not [h for h in hemmelig if h in tekst and re.search(rf"\b{re.escape(h)}\b", tekst)], rute


@pytest.mark.parametrize("person", [*FELLES, "siri", "ellen", "oda"])
def test_menyen_viser_bare_det_som_kan_aapnes(felles_som, person):
    """Everything the menu and the start page lead to answers 200; what is not there answers 403."""
    klient = felles_som(person)
    side = klient.get("/mottak/informasjon" if person in FELLES else "/").text + klient.get("/").text
    lenker = set(re.findall(r'<a[^>]*href="(/[^"#?]*)"', side))
    assert {"/", "/hjelp"} <= lenker
    assert {lenke: klient.get(lenke).status_code for lenke in lenker} == dict.fromkeys(lenker, 200)
    for adresse in {"/varsler", "/kommuner", "/mottak/oppgaver", "/mottak/beboere", "/mottak/kontakt"} - lenker:
        assert klient.get(adresse).status_code == 403, adresse


@pytest.mark.begge_lagre
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
    assert innsyn.svarene(yonas.beboer)["morsmaal"] == (["ti"], 1)
