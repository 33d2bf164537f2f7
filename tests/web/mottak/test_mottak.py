"""Mottaksinformasjon and Kontaktinformasjon: read by all, changed as the roles say (S10, S15, S40 to S43)."""

import pytest
from stoette import innsyn
from stoette.brukere import bruker_id, ord_i, uten_tid

INFO = "/mottak/informasjon"
ENDRE = f"{INFO}/endring"
KONTAKT = "/mottak/kontakt"


def skjema(klient, url: str) -> dict:
    return klient.skjema(klient.get(url), url)


def personurl(epost: str) -> str:
    return f"{KONTAKT}/{bruker_id(epost)}/endring"


@pytest.mark.parametrize("bruker", ["kari", "per", "tuva", "nils"])
def test_alle_ved_mottaket_leser_eget_mottak(felles_som, bruker):
    side = ord_i(felles_som(bruker).get(INFO))
    eget, fremmed = ("fjordglott", "furulia") if bruker == "nils" else ("furulia", "fjordglott")
    for tekst in (f"kontakt@{eget}.example", f"post@{eget}.example", "Postboks", "00 00"):
        assert tekst in side
    assert fremmed not in side and "i MOT" in side


@pytest.mark.parametrize(
    ("bruker", "mottak", "personer"), [("kari", True, 3), ("per", False, 2), ("tuva", False, 0), ("nils", False, 0)]
)
def test_rediger_staar_der_rollen_sier(felles_som, bruker, mottak, personer):
    klient = felles_som(bruker)
    assert (">Rediger</a>" in klient.get(INFO).text) is mottak
    assert klient.get(KONTAKT).text.count(">Rediger</a>") == personer
    assert klient.get(ENDRE).status_code == (200 if mottak else 403)


@pytest.mark.parametrize("bruker", ["per", "tuva", "aud", "nils", "siri"])
def test_A2_bare_administratoren_endrer_mottaket(felles_som, bruker):
    klient = felles_som(bruker)
    foer = innsyn.dump()
    assert klient.get(ENDRE).status_code == 403
    assert klient.post(ENDRE, {"telefon": "00 00 00 00", "versjon": "1"}).status_code == 403
    assert innsyn.dump() == foer


def test_rediger_mottaket_uten_javascript(som):
    kari = som("kari")
    data = skjema(kari, ENDRE)
    assert data["fellespost"] == ["post@furulia.example"]
    ny = {"telefon": "00 00 10 88", "postadresse": "Postboks 9\r\n0000 Eksempelstad", "epost": ""}
    svar = kari.post(ENDRE, data | ny)
    assert svar.status_code == 303
    side = ord_i(kari.get(svar.headers["Location"]))
    assert "Lagret. Husk å rette opplysningene i MOT også." in side and "00 00 10 88" in side
    assert "Telefon endret 00 00 10 00 → 00 00 10 88 Kari Mottakdal" in side
    assert "Postboks 1, 0000 Eksempelstad → Postboks 9, 0000 Eksempelstad" in side
    assert "kontakt@furulia.example → –" in side
    assert ord_i(som("ingrid").get(INFO)).count("Kari") == 0


def test_rediger_mottaket_som_bit(som):
    kari = som("kari")
    bit = kari.get(ENDRE, htmx=True)
    assert "<html" not in bit.text and "Avbryt" in bit.text and "HX-Request" in bit.headers["Vary"]
    assert f'hx-post="{ENDRE}" hx-target="#informasjon"' in bit.text and "hx-post" not in kari.get(ENDRE).text
    data = kari.skjema(bit, ENDRE)
    svar = kari.post(ENDRE, data | {"telefon": "00 00 10 88"}, htmx=True)
    assert svar.status_code == 200 and "<html" not in svar.text
    assert "Husk å rette opplysningene i MOT også" in svar.text and "00 00 10 88" in svar.text


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("felt", "verdi"),
    [("telefon", "ring meg"), ("epost", "a@b"), ("fellespost", "a@b.no\nBcc: x@y.no"), ("postadresse", "x" * 301)],
)
def test_422_beholder_teksten(felles_som, felt, verdi, htmx):
    kari = felles_som("kari")
    data = skjema(kari, ENDRE)
    foer = innsyn.dump()
    svar = kari.post(ENDRE, data | {felt: verdi}, htmx=htmx)
    assert svar.status_code == 422 and innsyn.dump() == foer
    assert verdi.split("\n")[0] in svar.text and "data-feil" in svar.text
    assert kari.skjema(svar, ENDRE)["versjon"] == data["versjon"]


@pytest.mark.parametrize("felt", ["navn", "type", "id", "mottak_id", "er_integreringsmottak"])
def test_D7_ukjent_felt_er_400(felles_som, felt):
    kari = felles_som("kari")
    data, person = skjema(kari, ENDRE), personurl("per@furulia.example")
    foer = innsyn.dump()
    assert kari.post(ENDRE, data | {"telefon": "00 00 11 11", felt: "x"}).status_code == 400
    assert kari.post(person, skjema(kari, person) | {"telefon": "00 00 11 11", felt: "x"}).status_code == 400
    assert innsyn.dump() == foer


@pytest.mark.begge_lagre
def test_409_viser_begge_og_lar_brukeren_velge(som):
    kari = som("kari")
    data = skjema(kari, ENDRE)
    kari.post(ENDRE, data | {"telefon": "00 00 10 01"})
    foer = innsyn.dump()
    svar = kari.post(ENDRE, data | {"telefon": "00 00 10 02"})
    assert svar.status_code == 409 and innsyn.dump() == foer
    tekst = ord_i(svar)
    assert "Noen andre har endret" in tekst and "av Kari Mottakdal" in tekst and "00 00 10 01" in tekst
    assert kari.post(ENDRE, kari.skjema(svar, ENDRE)).status_code == 303
    assert "00 00 10 02" in ord_i(kari.get(INFO))


def test_S15_bosettingsansvarlig_retter_kontakten_for_bosettingsansvarlige(som):
    per = som("per")
    url = personurl("mari@furulia.example")
    svar = per.post(url, skjema(per, url) | {"telefon": "00 00 10 66"})
    assert svar.status_code == 303 and svar.headers["Location"].startswith(f"{KONTAKT}#k-")
    side = ord_i(per.get(KONTAKT))
    assert "Husk å rette opplysningene i MOT også" in side and "00 00 10 66" in side
    assert "Mari Granli: Telefon endret Per Lia" in side
    assert "Telefon endret" in ord_i(som("kari").get(f"/brukere/{bruker_id('mari@furulia.example')}"))
    assert per.get(personurl("kari@furulia.example")).status_code == 403
    assert per.post(personurl("kari@furulia.example"), {"epost": "x@y.no", "versjon": "1"}).status_code == 403


def test_S42_administratoren_retter_begge(som):
    kari = som("kari")
    for epost in ("kari@furulia.example", "per@furulia.example"):
        url = personurl(epost)
        assert kari.post(url, skjema(kari, url) | {"telefon": "00 00 10 66"}).status_code == 303


@pytest.mark.parametrize("epost", ["kari@furulia.example", "KARI@Furulia.example", "post@blåbær.no", "post@BLÅBÆR.NO"])
def test_kontaktsiden_gir_ingen_en_kollegas_adresse(som, epost):
    """The address belongs to one user, as on the page where users are made: without regard to case, å and ae too."""
    innsyn.skriv("UPDATE bruker SET epost = 'post@xn--blbr-roah.no' WHERE epost = 'tuva@furulia.example'")
    kari = som("kari")
    url = personurl("per@furulia.example")
    data, foer = skjema(kari, url), innsyn.dump()
    svar = kari.post(url, data | {"epost": epost})
    assert svar.status_code == 422 and "En annen bruker ved mottaket har denne e-postadressen" in ord_i(svar)
    assert innsyn.dump() == foer
    assert kari.post(url, data | {"epost": "PER@furulia.example"}).status_code == 303


def test_personens_kort_som_bit(som):
    per = som("per")
    url = personurl("per@furulia.example")
    bit = per.get(url, htmx=True)
    assert bit.text.lstrip().startswith("<li") and "<html" not in bit.text
    ugyldig = per.post(url, per.skjema(bit, url) | {"epost": ""}, htmx=True)
    assert ugyldig.status_code == 422 and "Dette feltet må fylles ut." in ugyldig.text
    avbryt = per.get(url.removesuffix("/endring"), htmx=True)
    assert "Rediger" in avbryt.text and "<form" not in avbryt.text
    assert per.get(url.removesuffix("/endring")).status_code == 302
    lagret = per.post(url, per.skjema(bit, url) | {"telefon": "00 00 10 67"}, htmx=True)
    assert lagret.status_code == 200 and 'hx-swap-oob="true"' in lagret.text and "00 00 10 67" in lagret.text
    assert per.post(url, per.skjema(bit, url), htmx=True).status_code == 409


@pytest.mark.parametrize("offer", ["aud@fjordglott.example", "siri@imdi.example", "tuva@furulia.example"])
def test_B1_andre_enn_kontaktpersonene_er_samme_404(felles_som, offer):
    ingen = f"{KONTAKT}/{'0' * 32}/endring"
    for bruker in ("kari", "per"):
        klient = felles_som(bruker)
        foer = innsyn.dump()
        for metode in (klient.get, klient.post):
            ekte, borte = metode(personurl(offer)), metode(ingen)
            assert ekte.status_code == borte.status_code == 404 and uten_tid(ekte) == uten_tid(borte)
        assert innsyn.dump() == foer


def test_E10_uten_bosettingsansvarlig(som):
    innsyn.skriv("DELETE FROM rolletildeling WHERE rolle = 'MottakBosettingsansvarlig'")
    kari, tuva = som("kari"), som("tuva")
    side = ord_i(kari.get(KONTAKT))
    assert "Ingen bosettingsansvarlig er registrert ved mottaket" in side and "post@furulia.example" in side
    assert "Gi en bruker rollen" in side and "Gi en bruker rollen" not in ord_i(tuva.get(KONTAKT))
    innsyn.skriv("UPDATE mottak SET fellespost = NULL")
    assert "Varsler til mottaket har ingen mottaker." in ord_i(kari.get(KONTAKT))
