"""Requirement groups B and D on the user administration: nobody climbs, nobody reaches into another mottak."""

import threading

import pytest
from stoette import innsyn
from stoette.brukere import NY, bruker_id, logg, roller, skjema, uten_tid
from stoette.klient import Klient
from stoette.lange import ganger

from app.db import arbeid, sesjon
from app.demo.ansatte import som as innlogget
from app.domain.brukere import administrasjon, avgang
from app.domain.brukere.administrasjon import Foelge
from app.domain.brukere.virkested import finn_virkested
from app.domain.tilgang.bruker import Bruker
from app.domain.unntak import IkkeFunnet, Nektet

FINNES_IKKE = "0" * 32


def test_D1_ingen_rolle_til_seg_selv(felles_som):
    kari = felles_som("kari")
    foer = innsyn.dump()
    data = {"navn": kari.navn, "epost": "kari@furulia.example", "telefon": "", "versjon": "1"}
    for nye in (["Mottaksadministrator", "MottakBosettingsansvarlig"], ["MottakKompass"], []):
        assert kari.post(f"/brukere/{kari.id}", data | {"roller": nye}).status_code == 403
    assert kari.post(f"/brukere/{kari.id}", {}).status_code == 403
    assert innsyn.dump() == foer
    side = kari.get(f"/brukere/{kari.id}")
    assert 'name="roller"' not in side.text and "Du kan ikke endre dine egne roller" in side.text


def test_D1_E5_ingen_deaktiverer_seg_selv(felles_som):
    kari = felles_som("kari")
    foer = innsyn.dump()
    assert kari.get(f"/brukere/{kari.id}/deaktivering").status_code == 403
    assert kari.post(f"/brukere/{kari.id}/deaktivering", {"versjon": "1"}).status_code == 403
    assert kari.post(f"/brukere/{kari.id}/aktivering", {"versjon": "1"}).status_code == 403
    assert innsyn.dump() == foer


@pytest.mark.parametrize("offer", ["aud@fjordglott.example", "ingrid@fjordglott.example", "siri@imdi.example"])
def test_B1_B3_D2_fremmed_bruker_er_samme_404_som_ingen(felles_som, offer):
    kari, fremmed = felles_som("kari"), bruker_id(offer)
    data = {**NY, "epost": "x@y.example", "versjon": "1"}
    foer = innsyn.dump()
    for sti in ("", "/deaktivering"):
        ekte, ingen = (kari.get(f"/brukere/{b}{sti}") for b in (fremmed, FINNES_IKKE))
        assert ekte.status_code == ingen.status_code == 404
        assert uten_tid(ekte) == uten_tid(ingen) and list(ekte.headers.keys()) == list(ingen.headers.keys())
    for sti, felter in (
        ("", data), ("/deaktivering", {"versjon": "1"}), ("/aktivering", {"versjon": "1"}),
        ("/bekreftelse", {"versjon": "1"}),
    ):  # fmt: skip
        ekte, ingen = (kari.post(f"/brukere/{b}{sti}", felter) for b in (fremmed, FINNES_IKKE))
        assert ekte.status_code == ingen.status_code == 404
        assert uten_tid(ekte) == uten_tid(ingen)
    assert innsyn.dump() == foer


def test_D2_administrator_uten_mottak_naar_ingen(app):
    """Bad data must not open the door to the users that belong to no mottak."""
    innsyn.skriv("UPDATE bruker SET mottak_id = NULL WHERE epost = 'kari@furulia.example'")
    with app.app_context():
        kari = innlogget(sesjon.query(Bruker).filter_by(epost="kari@furulia.example").one())
        with pytest.raises(IkkeFunnet):
            finn_virkested(kari)
        with pytest.raises(IkkeFunnet):
            administrasjon.hent_kollega(kari, bruker_id("oda@oslo.example"))


@pytest.mark.parametrize(
    "falsk",
    [
        ["IMDiSaksbehandler"],
        ["Kommunebruker"],
        ["MottakKompass", "IMDiSaksbehandler"],
        ["mottakkompass"],
        ["Operatør"],
        ["MottakKompass, IMDiSaksbehandler"],
        ["\0"],
    ],
)
def test_D3_bare_de_fem_rollene_kan_gis(felles_som, falsk):
    kari = felles_som("kari")
    url, data = skjema(kari, "tuva@furulia.example")
    foer = innsyn.dump()
    assert kari.post(url, data | {"roller": falsk}).status_code == 422
    assert kari.post("/brukere/ny", NY | {"roller": falsk}).status_code == 422
    assert innsyn.dump() == foer


@pytest.mark.parametrize("rolle", ["IntegreringsmottakBosettingsansvarlig", "IntegreringsmottakKompass"])
def test_D4_integreringsroller_bare_ved_integreringsmottak(felles_som, rolle):
    kari = felles_som("kari")
    url, data = skjema(kari, "tuva@furulia.example")
    foer = innsyn.dump()
    svar = kari.post(url, data | {"roller": [rolle]})
    assert svar.status_code == 422 and "Velg bare blant alternativene." in svar.text
    assert kari.post("/brukere/ny", NY | {"roller": [rolle]}).status_code == 422
    assert innsyn.dump() == foer


def test_D4_integreringsroller_ved_integreringsmottak(som):
    ingrid = som("ingrid")
    url, data = skjema(ingrid, "nils@fjordglott.example")
    begge = ["IntegreringsmottakBosettingsansvarlig", "IntegreringsmottakKompass"]
    assert ingrid.post(url, data | {"roller": begge}).status_code == 303
    assert roller("nils@fjordglott.example") == set(begge)


@pytest.mark.parametrize(
    "ekstra", ["er_admin", "id", "mottak_id", "sub", "iss", "opprettet", "aktiv", "sist_innlogget", "rolle", "roller[]"]
)
def test_D7_ukjent_felt_er_400_og_endrer_ingenting(felles_som, ekstra):
    kari = felles_som("kari")
    url, data = skjema(kari, "tuva@furulia.example")
    foer = innsyn.dump()
    assert kari.post(url, data | {"navn": "X", ekstra: "1"}).status_code == 400
    assert kari.post("/brukere/ny", NY | {ekstra: innsyn.mottak_id("Fjord")}).status_code == 400
    assert kari.post(f"{url}/deaktivering", {"versjon": "1", ekstra: "1"}).status_code == 400
    assert innsyn.dump() == foer


def test_D7_gjentatt_felt_og_ukjent_bekreftelse_er_400(felles_som):
    kari = felles_som("kari")
    url, data = skjema(kari, "tuva@furulia.example")
    foer = innsyn.dump()
    assert kari.post(url, data | {"navn": ["Tuva", "Per"]}).status_code == 400
    assert kari.post(url, data | {"versjon": ["1", "2"]}).status_code == 409
    assert kari.post(f"{url}/deaktivering", {"versjon": "1", "bekreft": "alt"}).status_code == 400
    assert innsyn.dump() == foer


def test_F1_uten_merke_endres_ingenting(felles_som):
    kari = felles_som("kari")
    url, data = skjema(kari, "tuva@furulia.example")
    foer = innsyn.dump()
    for sti, felter in ((url, data), ("/brukere/ny", NY), (f"{url}/deaktivering", {"versjon": "1"})):
        assert kari.post(sti, felter | {"csrf_token": ""}).status_code == 403
    assert innsyn.dump() == foer


def test_D5_deaktivert_er_ute_ved_neste_forespoersel(som):
    kari, tuva, en_til = som("kari"), som("tuva"), som("tuva")
    assert tuva.get("/").status_code == 200
    url = f"/brukere/{tuva.id}"
    assert (
        kari.post(
            f"{url}/deaktivering", kari.skjema(kari.get(f"{url}/deaktivering"), url + "/deaktivering")
        ).status_code
        == 303
    )
    for klient in (tuva, en_til):
        assert klient.get("/").status_code == 302
        assert klient.get("/mottak/informasjon", htmx=True).status_code == 401
    assert innsyn.antall("innlogging", bruker_id=tuva.id) == 0
    assert kari.post(f"{url}/aktivering", {"versjon": "2"}).status_code == 303
    assert tuva.get("/").status_code == 302, "den gamle innloggingen skal ikke våkne"
    assert roller("tuva@furulia.example") == set()


@pytest.mark.begge_lagre
@ganger("runder", 12, 50)
def test_D6_to_administratorer_kan_ikke_fjerne_hverandre(app, runder):
    """Both at once, many times: by role and by deactivation. One of them always remains.

    Whatever has to be confirmed is, so that nothing but the lost right can stop the one who comes last.
    """
    innsyn.skriv("DELETE FROM rolletildeling WHERE bruker_id = :b", b=bruker_id("per@furulia.example"))
    ider = [bruker_id(f"{navn}@furulia.example") for navn in ("kari", "per")]
    for runde in range(runder):
        _gjoer_til_administratorer(ider)
        handlinger = (("deaktiver", "deaktiver"), ("deaktiver", "fratak"), ("fratak", "deaktiver"))[runde % 3]
        utfall = _samtidig(app, ider, handlinger)
        igjen = innsyn.en(
            "SELECT count(*) FROM rolletildeling r JOIN bruker b ON b.id = r.bruker_id "
            "WHERE b.aktiv AND r.rolle = 'Mottaksadministrator' AND b.mottak_id = :m", m=innsyn.mottak_id("Furulia"),
        )  # fmt: skip
        assert igjen == 1 and sorted(utfall.values()) == ["gjort", "nektet"], (runde, utfall)


def _gjoer_til_administratorer(ider: list[str]) -> None:
    for bruker in ider:
        innsyn.skriv("UPDATE bruker SET aktiv = :ja, versjon = 1 WHERE id = :b", ja=True, b=bruker)
        innsyn.skriv("DELETE FROM rolletildeling WHERE bruker_id = :b", b=bruker)
        innsyn.skriv("INSERT INTO rolletildeling (bruker_id, rolle) VALUES (:b, 'Mottaksadministrator')", b=bruker)


def _samtidig(app, ider: list[str], handlinger: tuple[str, str]) -> dict[str, str]:
    """Each of two administrators acts on the other at the same moment; how it went for each."""
    utfall: dict[str, str] = {}
    klar, bekreftet = threading.Barrier(2), {"versjon": ["1"], "bekreft": list(Foelge)}
    mari = bruker_id("mari@furulia.example")
    with app.app_context():
        aktoerer = [innlogget(sesjon.get(Bruker, bruker)) for bruker in ider]
        epost = {bruker: sesjon.get(Bruker, bruker).epost for bruker in ider}
        sesjon.remove()

    def gjoer(meg: int) -> None:
        den_andre = ider[1 - meg]
        klar.wait()
        try:
            with app.app_context(), arbeid(skriver=True):
                if handlinger[meg] == "deaktiver":
                    avgang.deaktiver(aktoerer[meg], den_andre, bekreftet | {"ny_ansvarlig": [mari]})
                else:
                    raa = {"navn": ["X"], "epost": [epost[den_andre]], "telefon": [""], "roller": ["MottakKompass"]}
                    administrasjon.endre_bruker(aktoerer[meg], den_andre, raa | bekreftet)
            utfall[str(meg)] = "gjort"
        except Nektet:
            utfall[str(meg)] = "nektet"

    traader = [threading.Thread(target=gjoer, args=(meg,)) for meg in (0, 1)]
    for traad in traader:
        traad.start()
    for traad in traader:
        traad.join()
    return utfall


def test_D6_den_siste_administratoren_staar_igjen_over_http(app, som):
    kari = som("kari")
    url, data = skjema(kari, "per@furulia.example")
    nye = ["Mottaksadministrator", "MottakBosettingsansvarlig"]
    assert kari.post(url, data | {"roller": nye}).status_code == 303
    per = Klient(app, "per")
    url, data = skjema(per, "kari@furulia.example")
    assert per.post(url, data | {"roller": []}).status_code == 303
    assert kari.get("/brukere").status_code == 403
    assert per.post(f"/brukere/{per.id}/deaktivering", {"versjon": "2"}).status_code == 403


def test_D8_hver_endring_staar_i_loggen_og_paa_siden(som):
    kari = som("kari")
    url, data = skjema(kari, "tuva@furulia.example")
    kari.post(url, data | {"roller": ["MottakBosettingsansvarlig"]})
    foer_etter = "MottakKompass → MottakBosettingsansvarlig"
    assert logg("tuva@furulia.example") == [
        ("Kari Mottakdal", "rolle_gitt", "MottakBosettingsansvarlig", foer_etter),
        ("Kari Mottakdal", "rolle_fratatt", "MottakKompass", foer_etter),
    ]
    side = kari.get(url).text
    for tekst in ("Rollen MottakBosettingsansvarlig gitt", "Rollen MottakKompass tatt bort", foer_etter):
        assert tekst in side


@pytest.mark.begge_lagre
def test_D8_loggen_kan_ikke_endres(som):
    kari = som("kari")
    kari.post("/brukere/ny", NY)
    for setning in ("UPDATE hendelse SET gjelder_bruker_id = NULL", "DELETE FROM hendelse"):
        with pytest.raises(Exception, match=r"grows|locked"):
            innsyn.skriv(setning)
