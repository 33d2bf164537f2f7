"""Brukeradministrasjon: the administrator sees, makes and changes the users of the own mottak."""

import re

import pytest
from stoette import innsyn
from stoette.brukere import NY, bruker_id, logg, ord_i, roller, skjema

ROLLER = ["Mottaksadministrator", "MottakBosettingsansvarlig", "MottakKompass"]


def test_B4_listen_viser_bare_eget_mottak(felles_som):
    side = ord_i(felles_som("kari").get("/brukere"))
    for tekst in ("Kari Mottakdal", "Per Lia", "per@furulia.example", "MottakKompass", "Aldri innlogget", "Ny bruker"):
        assert tekst in side
    for fremmed in ("Ingrid", "Aud", "fjordglott", "Siri", "IMDiSaksbehandler"):
        assert fremmed not in side


def test_menyen_viser_brukere_bare_for_administratoren(felles_som):
    meny = r'<nav class="meny".*?</nav>'
    assert "Brukere</a>" in re.search(meny, felles_som("kari").get("/hjelp").text, re.DOTALL)[0]
    for annen in ("per", "tuva", "nils", "aud"):
        assert "Brukere</a>" not in re.search(meny, felles_som(annen).get("/hjelp").text, re.DOTALL)[0]


@pytest.mark.parametrize("bruker", ["per", "tuva", "aud", "nils", "siri"])
def test_A2_bare_administratoren_kommer_inn(felles_som, bruker):
    klient, per = felles_som(bruker), bruker_id("per@furulia.example")
    for sti in ("", "/ny", "/gjennomgang", f"/{per}", f"/{per}/deaktivering"):
        assert klient.get(f"/brukere{sti}").status_code == 403
    for sti in ("/ny", f"/{per}", f"/{per}/deaktivering", f"/{per}/aktivering", f"/{per}/bekreftelse"):
        assert klient.post(f"/brukere{sti}").status_code == 403


def test_rollene_staar_med_veilederens_ord_og_noeyaktige_navn(felles_som):
    side = felles_som("kari").get("/brukere/ny")
    assert re.findall(r"<label><input[^>]*type=\"checkbox\"[^>]*>([^<]+)</label>", side.text) == ROLLER
    assert "gir i seg selv ikke tilgang til øvrig informasjon" in ord_i(side)
    fem = felles_som("ingrid").get("/brukere/ny").text
    assert fem.count('name="roller"') == 5


@pytest.mark.begge_lagre
def test_ny_bruker(som):
    kari = som("kari")
    svar = kari.post("/brukere/ny", NY)
    assert svar.status_code == 303
    side = ord_i(kari.get(svar.headers["Location"]))
    assert "Brukeren er opprettet." in side and "Ola Ny" in side
    assert roller("ola@furulia.example") == {"MottakKompass"}
    assert innsyn.en("SELECT mottak_id FROM bruker WHERE navn = 'Ola Ny'") == innsyn.mottak_id("Furulia")
    assert logg("ola@furulia.example") == [
        ("Kari Mottakdal", "bruker_opprettet", None, None),
        ("Kari Mottakdal", "rolle_gitt", "MottakKompass", "– → MottakKompass"),
    ]
    assert "Rollen MottakKompass gitt" in side and "Bruker opprettet" in side and "kommer ikke inn" not in side


def test_den_som_er_uten_rolle_sies_det_fra_om_med_en_gang(som):
    kari = som("kari")
    svar = kari.post("/brukere/ny", NY | {"roller": []})
    side = ord_i(kari.get(svar.headers["Location"]))
    assert "Brukeren har ingen rolle, og kommer ikke inn før en er gitt." in side


@pytest.mark.parametrize(
    ("felt", "verdi", "melding"),
    [
        ("navn", "", "Dette feltet må fylles ut."),
        ("navn", "x" * 201, "høyst 200"),
        ("epost", "", "Dette feltet må fylles ut."),
        ("epost", "ola", "navn@eksempel.no"),
        ("epost", "a@b.no\nBcc: c@d.no", "navn@eksempel.no"),
        ("epost", "PER@furulia.example", "En annen bruker ved mottaket har denne e-postadressen."),
        ("telefon", "ring meg", "telefonnummer"),
        ("navn", "Ola\0", "tegn som ikke kan lagres"),
    ],
)
def test_422_sier_hva_som_er_galt_og_beholder_teksten(felles_som, felt, verdi, melding):
    kari = felles_som("kari")
    foer = innsyn.dump()
    svar = kari.post("/brukere/ny", NY | {felt: verdi})
    assert svar.status_code == 422
    assert melding in ord_i(svar) and 'aria-invalid="true"' in svar.text
    annet = "navn" if felt != "navn" else "telefon"
    assert f'value="{NY[annet]}"' in svar.text and re.search(r'value="MottakKompass"[^>]*checked', svar.text)
    assert innsyn.dump() == foer


def test_endre_opplysninger_og_roller(som):
    kari = som("kari")
    url, data = skjema(kari, "tuva@furulia.example")
    assert data["roller"] == ["MottakKompass"]
    nye = ["MottakKompass", "MottakBosettingsansvarlig"]
    assert kari.post(url, data | {"telefon": "00 00 10 44", "roller": nye}).status_code == 303
    assert roller("tuva@furulia.example") == set(nye)
    assert logg("tuva@furulia.example") == [
        ("Kari Mottakdal", "bruker_endret", "telefon", None),
        (
            "Kari Mottakdal", "rolle_gitt", "MottakBosettingsansvarlig",
            "MottakKompass → MottakBosettingsansvarlig, MottakKompass",
        ),
    ]  # fmt: skip
    side = ord_i(kari.get(url))
    assert "gjelder med en gang" in side and "Telefon endret" in side


def test_uendret_lagring_skriver_ingenting(som):
    kari = som("kari")
    url, data = skjema(kari, "tuva@furulia.example")
    foer = innsyn.dump()
    assert kari.post(url, data).status_code == 303
    assert innsyn.dump() == foer and logg("tuva@furulia.example") == []


def test_E4_ny_rolle_virker_ved_neste_forespoersel(som):
    kari, tuva = som("kari"), som("tuva")
    assert tuva.get("/mottak/oppgaver").status_code == 403
    url, data = skjema(kari, "tuva@furulia.example")
    kari.post(url, data | {"roller": ["MottakBosettingsansvarlig"]})
    assert tuva.get("/mottak/oppgaver").status_code == 200
    url, data = skjema(kari, "tuva@furulia.example")
    kari.post(url, data | {"roller": []})
    assert tuva.get("/mottak/oppgaver").status_code == 403
    assert tuva.get("/").status_code == 403


@pytest.mark.begge_lagre
def test_409_naar_en_annen_har_endret_brukeren(som):
    kari = som("kari")
    url, data = skjema(kari, "tuva@furulia.example")
    assert kari.post(url, data | {"telefon": "00 00 10 55"}).status_code == 303
    foer = innsyn.dump()
    svar = kari.post(url, data | {"navn": "Tuva F.", "roller": ["Mottaksadministrator"]})
    assert svar.status_code == 409 and innsyn.dump() == foer
    tekst = ord_i(svar)
    assert "Ikke lagret. Noen andre har endret opplysningene" in tekst and "av Kari Mottakdal" in tekst
    assert "00 00 10 55" in tekst and 'value="Tuva F."' in svar.text
    ny = kari.skjema(svar, url)
    assert ny["roller"] == ["Mottaksadministrator"]
    assert kari.post(url, ny).status_code == 303
    assert roller("tuva@furulia.example") == {"Mottaksadministrator"}


@pytest.mark.parametrize("versjon", ["", "0", "x", "-1", "9" * 30])
def test_en_annen_versjon_er_utdatert(felles_som, versjon):
    kari = felles_som("kari")
    url, data = skjema(kari, "tuva@furulia.example")
    foer = innsyn.dump()
    assert kari.post(url, data | {"versjon": versjon, "navn": "X"}).status_code == 409
    assert innsyn.dump() == foer


@pytest.mark.begge_lagre
def test_gjennomgang_viser_hvem_som_venter_og_husker_bekreftelsen(som):
    kari = som("kari")
    side = kari.get("/brukere/gjennomgang")
    tekst = ord_i(side)
    assert "1 bruker venter." in tekst and tekst.index("Tuva Fjellheim") < tekst.index("Mari Granli")
    url = f"/brukere/{bruker_id('tuva@furulia.example')}/bekreftelse"
    svar = kari.post(url, kari.skjema(side, url))
    assert svar.status_code == 303
    tekst = ord_i(kari.get("/brukere/gjennomgang"))
    assert "Alle er gjennomgått det siste året." in tekst
    assert logg("tuva@furulia.example") == [("Kari Mottakdal", "tilgang_bekreftet", None, None)]


def test_gjennomgang_bekrefter_bare_det_som_ble_vist_og_ikke_en_selv(som):
    kari = som("kari")
    tuva = bruker_id("tuva@furulia.example")
    data = kari.skjema(kari.get("/brukere/gjennomgang"), f"{tuva}/bekreftelse")
    url, ny = skjema(kari, "tuva@furulia.example")
    kari.post(url, ny | {"roller": ["Mottaksadministrator"]})
    svar = kari.post(f"{url}/bekreftelse", data)
    assert svar.status_code == 409 and "Noen har endret brukeren" in ord_i(svar)
    assert kari.post(f"/brukere/{kari.id}/bekreftelse", {"versjon": "1"}).status_code == 403
    assert kari.post(f"{url}/bekreftelse", data | {"roller": "x"}).status_code == 400


def test_menypunktet_er_merket_paa_undersidene(som):
    kari = som("kari")
    for adresse, merke in (("/brukere", "page"), ("/brukere/ny", "true"), ("/brukere/gjennomgang", "true")):
        assert f'href="/brukere" aria-current="{merke}"' in kari.get(adresse).text, adresse
    assert 'href="/brukere" aria-current' not in kari.get("/hjelp").text
