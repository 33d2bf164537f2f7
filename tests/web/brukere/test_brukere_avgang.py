"""Someone leaves (F19), and what the mottak would lack afterwards (F20)."""

import pytest
from stoette import innsyn
from stoette.brukere import bruker_id, logg, ord_i, roller, skjema
from stoette.registeret import importer, rad


def avgangsside(klient, epost: str):
    url = f"/brukere/{bruker_id(epost)}/deaktivering"
    side = klient.get(url)
    return url, side, klient.skjema(side, url)


def bare_per_igjen() -> None:
    """Per is the only bosettingsansvarlig at Furulia."""
    innsyn.skriv(
        "DELETE FROM rolletildeling WHERE rolle = 'MottakBosettingsansvarlig' AND bruker_id = :b",
        b=bruker_id("mari@furulia.example"),
    )


def test_F19_siden_sier_hva_brukeren_har_uten_aa_vise_personer(som):
    som("per")
    _url, side, _data = avgangsside(som("kari"), "per@furulia.example")
    tekst = ord_i(side)
    for del_ in (
        "Deaktiver Per Lia", "2 påbegynte bosettingssamtaler", "Mari Granli", "MottakBosettingsansvarlig tas bort",
        "1 åpen innlogging avsluttes med en gang", "Ingen flere sendes til per@furulia.example",
    ):  # fmt: skip
        assert del_ in tekst, del_
    for navn in ("Nadia", "Karimipour", "Habtemikael"):
        assert navn not in side.text


@pytest.mark.parametrize("sier", [{"skjermet": "ja"}, {"trukket": "ja"}], ids=["skjermet", "trukket"])
def test_E1_antallet_sier_ingenting_om_skjermede_og_trukne(som, sier):
    """The administrator may know of no shielded person, not even by one more in a number; one withdrawn is no task."""
    importer(rad("Nadia Karimipour", **sier))
    _url, side, _data = avgangsside(som("kari"), "per@furulia.example")
    assert "1 påbegynt bosettingssamtale" in ord_i(side)


@pytest.mark.begge_lagre
def test_F19_hver_foelge_maa_bekreftes(som):
    per, kari = som("per"), som("kari")
    url, _side, data = avgangsside(kari, "per@furulia.example")
    foer = innsyn.dump()
    for uten in ({}, {"ny_ansvarlig": ""}, {"bekreft": ["aapne_samtaler"]}):
        svar = kari.post(url, data | uten)
        assert svar.status_code == 422 and "Bekreft punktene under først" in ord_i(svar)
    for fremmed in ("aud@fjordglott.example", "per@furulia.example", "tuva@furulia.example"):
        assert kari.post(url, data | {"ny_ansvarlig": bruker_id(fremmed)}).status_code == 400
    assert innsyn.dump() == foer and per.get("/").status_code == 200
    mari = bruker_id("mari@furulia.example")
    assert kari.post(url, data | {"ny_ansvarlig": mari}).status_code == 303
    assert per.get("/").status_code == 302
    assert innsyn.antall("bosettingssamtale", paabegynt_av_id=per.id, ansvarlig_id=mari, status="paabegynt") == 2
    assert innsyn.antall("bosettingssamtale", ansvarlig_id=per.id, status="paabegynt") == 0
    assert innsyn.antall("hendelse", handling="samtale_overlatt", gjelder_bruker_id=mari) == 2
    oppgavene = ord_i(som("mari").get("/mottak/oppgaver"))
    assert "Nadia Karimipour" in oppgavene and oppgavene.count("Ansvarlig: Mari Granli") == 2
    assert roller("per@furulia.example") == set()
    assert logg("per@furulia.example")[-1] == ("Kari Mottakdal", "bruker_deaktivert", None, None)


def test_F20_siste_bosettingsansvarlige_maa_bekreftes_for_seg(som):
    bare_per_igjen()
    kari = som("kari")
    url, side, data = avgangsside(kari, "per@furulia.example")
    tekst = ord_i(side)
    assert "Mottakets eneste bosettingsansvarlige" in tekst and "post@furulia.example" in tekst
    assert "Ingen andre ved mottaket kan fortsette dem." in tekst
    assert kari.post(url, data | {"bekreft": ["aapne_samtaler"]}).status_code == 422
    assert kari.post(url, data | {"bekreft": ["aapne_samtaler", "uten_bosettingsansvarlig"]}).status_code == 303
    kontakt = ord_i(kari.get("/mottak/kontakt"))
    assert "Ingen bosettingsansvarlig er registrert ved mottaket" in kontakt


def test_F20_advarselen_sier_fra_ogsaa_uten_fellespost(som):
    bare_per_igjen()
    innsyn.skriv("UPDATE mottak SET fellespost = NULL")
    _url, side, _data = avgangsside(som("kari"), "per@furulia.example")
    assert "Varsler har ingen mottaker." in ord_i(side)
    assert "Jeg forstår at varsler ikke har noen mottaker" in ord_i(side)


def test_F20_aa_ta_fra_den_siste_rollen_maa_bekreftes(som):
    bare_per_igjen()
    kari = som("kari")
    url, data = skjema(kari, "per@furulia.example")
    foer = innsyn.dump()
    svar = kari.post(url, data | {"roller": ["MottakKompass"], "telefon": "00 00 10 77"})
    assert svar.status_code == 422 and innsyn.dump() == foer
    assert "Mottaket blir uten bosettingsansvarlig" in ord_i(svar) and 'value="00 00 10 77"' in svar.text
    ny = kari.skjema(svar, url)
    assert ny["roller"] == ["MottakKompass"] and "bekreft" not in ny
    assert kari.post(url, ny | {"bekreft": ["uten_bosettingsansvarlig"]}).status_code == 303
    assert roller("per@furulia.example") == {"MottakKompass"}


def test_den_som_ikke_er_siste_trenger_ingen_bekreftelse(som):
    kari = som("kari")
    url, data = skjema(kari, "mari@furulia.example")
    assert kari.post(url, data | {"roller": []}).status_code == 303


def test_E11_deaktivert_kan_ikke_logge_inn_og_navnet_staar(som):
    kari = som("kari")
    url, _side, data = avgangsside(kari, "tuva@furulia.example")
    assert kari.post(url, data).status_code == 303
    tuva = bruker_id("tuva@furulia.example")
    kari.post("/logg-inn/demo", {"bruker": tuva})
    assert innsyn.antall("innlogging", bruker_id=tuva) == 0
    kari = som("kari")
    liste = ord_i(kari.get("/brukere"))
    assert "Deaktiverte" in liste and "Tuva Fjellheim" in liste
    side = ord_i(kari.get(f"/brukere/{tuva}"))
    assert "Deaktivert" in side and "Bruker deaktivert" in side and "Aktiver bruker" in side
    assert "Tuva" not in ord_i(kari.get("/brukere/gjennomgang"))


def test_en_deaktivert_kan_bare_aktiveres(som):
    kari = som("kari")
    url, _side, data = avgangsside(kari, "tuva@furulia.example")
    kari.post(url, data)
    bruker = url.removesuffix("/deaktivering")
    felter = {"navn": "T", "epost": "tuva@furulia.example", "telefon": "", "versjon": "2", "roller": ["MottakKompass"]}
    assert kari.post(bruker, felter).status_code == 403
    svar = kari.get(url)
    assert (svar.status_code, svar.headers["Location"]) == (302, bruker), "Tilbake i nettleseren"
    assert kari.post(f"{bruker}/aktivering", {"versjon": "1"}).status_code == 409
    assert kari.post(f"{bruker}/aktivering", {"versjon": "2"}).status_code == 303
    side = ord_i(kari.get(bruker))
    assert "Velg rollene som trengs" in side and "Bruker aktivert" in side
    assert roller("tuva@furulia.example") == set()


@pytest.mark.parametrize(
    ("hva", "felter"),
    [
        ("/deaktivering", {}),
        ("", {"navn": "T", "epost": "tuva@furulia.example", "telefon": "", "roller": ["MottakKompass"]}),
        ("/innlogging", {"nummer": "30819249438"}),
    ],
)
def test_409_naar_en_annen_har_deaktivert_brukeren(som, hva, felter):
    """A second click, or a colleague who was first: what has happened is told, not that one has no access."""
    kari = som("kari")
    url, _side, data = avgangsside(kari, "tuva@furulia.example")
    assert kari.post(url, data).status_code == 303
    svar = kari.post(url.removesuffix("/deaktivering") + hva, felter | {"versjon": data["versjon"]})
    assert svar.status_code == 409 and "Se gjennom på nytt." in ord_i(svar) and "Aktiver bruker" in ord_i(svar)
    assert "Under står det du skrev" not in svar.text and roller("tuva@furulia.example") == set()


def test_en_endret_bruker_maa_ses_paa_nytt_foer_deaktivering(som):
    kari = som("kari")
    url, _side, data = avgangsside(kari, "tuva@furulia.example")
    side, ny = skjema(kari, "tuva@furulia.example")
    kari.post(side, ny | {"roller": ["Mottaksadministrator"]})
    svar = kari.post(url, data)
    assert svar.status_code == 409 and "Se gjennom på nytt." in ord_i(svar)
    assert "Mottaksadministrator tas bort" in ord_i(svar)
