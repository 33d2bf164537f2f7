"""IMDi's administrator: administrators of any mottak, the users of kommuner, and IMDi's own; never oneself."""

import threading

import pytest
from stoette import innsyn
from stoette.brukere import NY, bruker_id, logg, ord_i, roller, skjema
from stoette.klient import Klient

from app.db import arbeid, sesjon
from app.demo.ansatte import som as innlogget
from app.domain.brukere import avgang
from app.domain.brukere.administrasjon import Ubekreftet
from app.domain.tilgang.bruker import Bruker
from app.domain.unntak import Avvist

SISTE = "Dette er den siste administratoren. Gi rollen til en annen først."


def ved(navn: str) -> str:
    return f"mottak={innsyn.mottak_id(navn)}"


def gi_rolle(epost: str, rolle: str) -> None:
    innsyn.skriv("INSERT INTO rolletildeling (bruker_id, rolle) VALUES (:b, :r)", b=bruker_id(epost), r=rolle)


def test_imdi_lager_den_foerste_administratoren_ved_et_mottak(som):
    ellen = som("ellen")
    url = f"/brukere/ny?{ved('Furulia')}"
    side = ellen.get(url)
    data = ellen.skjema(side, url)
    assert "Furulia mottak" in ord_i(side) and data["roller"] == ["Mottaksadministrator"]
    assert ellen.post(url, data | NY | {"roller": ["Mottaksadministrator"]}).status_code == 303
    assert roller(NY["epost"]) == {"Mottaksadministrator"}
    assert innsyn.en("SELECT mottak_id FROM bruker WHERE epost = :e", e=NY["epost"]) == innsyn.mottak_id("Furulia")


@pytest.mark.parametrize("rolle", ["MottakBosettingsansvarlig", "IMDiSaksbehandler", "IMDiAdministrator"])
def test_D3_ved_et_mottak_gir_imdi_bare_administratorrollen(felles_som, rolle):
    ellen = felles_som("ellen")
    foer = innsyn.dump()
    assert ellen.post(f"/brukere/ny?{ved('Furulia')}", NY | {"roller": [rolle]}).status_code == 422
    assert innsyn.dump() == foer


def test_de_andre_rollene_ved_mottaket_staar(som):
    """Ingrid does interviews too: IMDi changes only whether she administers."""
    gi_rolle("aud@fjordglott.example", "Mottaksadministrator")
    ellen = som("ellen")
    url, data = skjema(ellen, "ingrid@fjordglott.example")
    assert "Har også MottakBosettingsansvarlig" in ord_i(ellen.get(url))
    assert ellen.post(url, data | {"roller": []}).status_code == 303
    assert roller("ingrid@fjordglott.example") == {"MottakBosettingsansvarlig"}
    assert logg("ingrid@fjordglott.example")[-1][:3] == ("Ellen IMDi-Nøkkelen", "rolle_fratatt", "Mottaksadministrator")


def test_den_som_er_alene_om_aa_administrere_kan_endres_og_gjennomgaas_men_ikke_fjernes(som):
    ellen, kari = som("ellen"), bruker_id("kari@furulia.example")
    assert "Kari Mottakdal" in ord_i(ellen.get("/brukere/gjennomgang"))
    url, data = skjema(ellen, "kari@furulia.example")
    assert ellen.post(url, data | {"telefon": "00 00 10 99"}).status_code == 303
    svar = ellen.post(url, data | {"versjon": "2", "roller": []})
    assert svar.status_code == 422 and SISTE in ord_i(svar)
    avgangsside = ellen.get(f"{url}/deaktivering")
    assert SISTE in ord_i(avgangsside) and ">Deaktiver bruker</button>" not in avgangsside.text
    assert ellen.post(f"{url}/deaktivering", {"versjon": "2"}).status_code == 422
    assert ellen.post(f"/brukere/{kari}/bekreftelse", {"versjon": "2"}).status_code == 303
    assert "Kari Mottakdal" not in ord_i(ellen.get("/brukere/gjennomgang"))
    gi_rolle("per@furulia.example", "Mottaksadministrator")
    assert ellen.post(f"{url}/deaktivering", {"versjon": "2"}).status_code == 303
    assert roller("kari@furulia.example") == set()


def test_gjennomgangen_i_landet_viser_dem_ingen_andre_gaar_gjennom(felles_som):
    side = ord_i(felles_som("ellen").get("/brukere/gjennomgang"))
    for navn in ("Siri IMDi-Saksen", "Oda Alnabru Kommunebruker Kommune 0301", "Bjarte Fløien", "Hamid Rostami"):
        assert navn in side
    for navn in ("Ellen IMDi-Nøkkelen IMDi", "Per Lia", "Tuva Fjellheim"):
        assert navn not in side


def test_brukere_i_en_kommune(som):
    ellen, url = som("ellen"), "/brukere/ny?kommune=5501"
    assert "Ingen har tilgang ennå." in ord_i(ellen.get("/brukere?kommune=5501"))
    data = ellen.skjema(ellen.get(url), url)
    assert data["roller"] == ["Kommunebruker"]
    ny = NY | {"epost": "ola@tromso.example", "roller": ["Kommunebruker"]}
    assert ellen.post(url, data | ny).status_code == 303
    assert innsyn.en("SELECT kommune_nummer FROM bruker WHERE epost = 'ola@tromso.example'") == "5501"
    assert "Ola Ny" in ord_i(ellen.get("/brukere?kommune=5501"))
    ola = Klient(ellen.app, "", epost="ola@tromso.example")
    assert ola.get("/soekt-ut").status_code == 200 and ola.get("/brukere").status_code == 403


def test_brukere_i_imdi_og_aldri_begge_rollene(som):
    ellen = som("ellen")
    url, data = skjema(ellen, "siri@imdi.example")
    svar = ellen.post(url, data | {"roller": ["IMDiSaksbehandler", "IMDiAdministrator"]})
    assert svar.status_code == 422 and "Ingen i IMDi kan ha begge rollene" in ord_i(svar)
    ny = NY | {"epost": "ida@imdi.example", "roller": ["IMDiAdministrator"]}
    assert ellen.post("/brukere/ny", ny).status_code == 303
    assert roller("ida@imdi.example") == {"IMDiAdministrator"}


def test_D1_ingen_gir_seg_selv_noe(som):
    ellen = som("ellen")
    url = f"/brukere/{ellen.id}"
    foer = innsyn.dump()
    data = {"navn": "E", "epost": "ellen@imdi.example", "versjon": "1", "roller": ["IMDiSaksbehandler"]}
    assert ellen.post(url, data).status_code == 403
    for under, felter in (("/deaktivering", {}), ("/innlogging", {"nummer": "12837849827"}), ("/bekreftelse", {})):
        assert ellen.post(url + under, {"versjon": "1"} | felter).status_code == 403
    assert innsyn.dump() == foer


@pytest.mark.parametrize("sted", ["mottak=" + "0" * 32, "kommune=9999", "mottak=tull", "kommune=0301&mottak=x"])
def test_et_sted_som_ikke_finnes(felles_som, sted):
    assert felles_som("ellen").get(f"/brukere?{sted}").status_code == 404


@pytest.mark.parametrize("hvem", ["kari", "ingrid"])
def test_D2_et_mottaks_administrator_naar_ingen_andre_steder(felles_som, hvem):
    klient, foer = felles_som(hvem), innsyn.dump()
    for sted in (ved("Bjørkåsen"), "kommune=0301"):
        assert klient.get(f"/brukere?{sted}").status_code == 404
        assert klient.post(f"/brukere/ny?{sted}", NY).status_code == 404
    for epost in ("hamid@bjorkaasen.example", "siri@imdi.example", "oda@oslo.example", "ellen@imdi.example"):
        assert klient.get(f"/brukere/{bruker_id(epost)}").status_code == 404
    assert innsyn.dump() == foer


@pytest.mark.begge_lagre
def test_D6_to_administratorer_i_imdi_kan_ikke_fjerne_hverandre(app):
    """Both at once: one always remains."""
    gi_rolle("siri@imdi.example", "IMDiAdministrator")
    ider = [bruker_id(f"{navn}@imdi.example") for navn in ("ellen", "siri")]
    utfall, klar = [], threading.Barrier(2)

    def fjern(meg: str, den_andre: str) -> None:
        with app.app_context():
            jeg = innlogget(sesjon.get_one(Bruker, meg))
            sesjon.remove()
            klar.wait()
            try:
                with arbeid(skriver=True):
                    avgang.deaktiver(jeg, den_andre, {"versjon": ["1"]})
                utfall.append("gjort")
            except (Ubekreftet, Avvist):
                utfall.append("nektet")

    traader = [threading.Thread(target=fjern, args=par) for par in (ider, ider[::-1])]
    for traad in traader:
        traad.start()
    for traad in traader:
        traad.join()
    assert sorted(utfall) == ["gjort", "nektet"]
    aktive = "SELECT count(*) FROM rolletildeling r JOIN bruker b ON b.id = r.bruker_id WHERE b.aktiv AND r.rolle = :r"
    assert innsyn.en(aktive, r="IMDiAdministrator") == 1


def test_menyen_og_arbeidsflaten_har_bare_det_administratoren_gjoer(felles_som):
    side = felles_som("ellen").get("/")
    hoved = side.text.split('aria-label="Hovedmeny"')[1].split("</nav>")[0]
    for tekst in ("Mottak", "Brukere", "Kommuner"):
        assert tekst in hoved
    for tekst in ("Fordelingsklare", "Varsler", "Skjerming"):
        assert tekst not in side.text


def test_kommunene_uten_bruker_staar_der_de_kan_faa_en(som):
    """Numbers alone, and none about a shielded person: the administrator reads no case."""
    ellen = som("ellen")
    innsyn.skriv("UPDATE bruker SET aktiv = :nei WHERE kommune_nummer = '0301'", nei=False)
    adresse = "/fordelingsklare/kommuner-uten-bruker"
    assert f'href="{adresse}"' in ellen.get("/brukere").text
    side = ellen.get(adresse)
    alna = ord_i(side).split("bydel i Oslo")[1]
    assert "1 person" in alna[:40] and "Darwishi" not in side.text and 'href="/brukere?kommune=030112"' in side.text
    innsyn.skriv("UPDATE beboer SET skjermet = :ja WHERE etternavn = 'Darwishi'", ja=True)
    assert "1 person" not in ord_i(ellen.get(adresse))
