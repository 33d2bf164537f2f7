"""The kommune's contact information: kept by itself (S88), confirmed, with faults reported and worked off (F63)."""

from functools import partial

import pytest
from stoette import innsyn
from stoette.brukere import ord_i
from stoette.klient import Klient

from app.db import ny_id

OSLO, ALNA, GRUNERLOKKA, BERGEN = "0301", "030112", "030102", "4601"
ENDRE = "/kommuner/{}/kontakt"
FEIL = "/kommuner/{}/feil"
LISTE = "/kommuner/meldte-feil"


def skjema(klient, nummer: str) -> dict:
    return klient.skjema(klient.get(ENDRE.format(nummer)), ENDRE.format(nummer))


@pytest.fixture
def bydelsbruker(app) -> Klient:
    """Someone at bydel Alna alone."""
    innsyn.skriv(
        "INSERT INTO bruker (id, navn, epost, kommune_nummer, aktiv) "
        "VALUES (:i, 'Bo Bydel', 'bo@alna.example', :k, true)",
        i=(id_ := ny_id()), k=ALNA,
    )  # fmt: skip
    innsyn.skriv("INSERT INTO rolletildeling (bruker_id, rolle) VALUES (:i, 'Kommunebruker')", i=id_)
    return Klient(app, "", epost="bo@alna.example")


@pytest.mark.parametrize("nummer", [OSLO, ALNA, GRUNERLOKKA])
def test_S88_kommunen_retter_sin_egen_og_bydelenes(app, som, nummer):
    oda = som("oda")
    data = skjema(oda, nummer) | {"enhet": "Ny enhet", "telefon": "00 00 77 77", "besoeksadresse": "Gata 1\r\n0000 By"}
    svar = oda.post(ENDRE.format(nummer), data)
    assert svar.status_code == 303 and svar.headers["Location"].endswith(f"/kommuner/{nummer}")
    side = ord_i(oda.get(f"/kommuner/{nummer}"))
    assert "Opplysningene er bekreftet i dag." in side and "00 00 77 77" in side
    assert "→ Ny enhet Oda Alnabru" in side and "Telefon endret" in side
    sett_av_per = ord_i(som("per").get(f"/kommuner/{nummer}"))
    assert "Ny enhet" in sett_av_per and "av Oda Alnabru" in sett_av_per and "→" not in sett_av_per


@pytest.mark.parametrize("bruker", ["per", "mari", "tuva", "ingrid", "aud", "nils", "hamid", "siri", "kari", "bjarte"])
def test_S88_ingen_andre_endrer(app, som, bruker):
    """A2: not the mottak, not IMDi, not another kommune; reading the form is refused as well."""
    klient, foer = som(bruker), innsyn.dump()
    ny = {"enhet": "Kapret", "versjon": "1"}
    for nummer in (OSLO, ALNA):
        assert klient.get(ENDRE.format(nummer)).status_code == 403
        assert klient.post(ENDRE.format(nummer), ny).status_code == 403
        assert klient.post(ENDRE.format(nummer) + "/bekreftelse", ny).status_code == 403
    assert innsyn.dump() == foer


def test_en_bydel_retter_bare_sin_egen(app, bydelsbruker):
    assert bydelsbruker.get(ENDRE.format(ALNA)).status_code == 200
    for nummer in (OSLO, GRUNERLOKKA, BERGEN):
        assert bydelsbruker.get(ENDRE.format(nummer)).status_code == 403


def test_uten_kommune_er_ingen_kommune_min(app, som):
    oda = som("oda")
    innsyn.skriv("UPDATE bruker SET kommune_nummer = NULL WHERE id = :i", i=oda.id)
    assert oda.get(ENDRE.format(OSLO)).status_code == 403 and oda.get("/kommuner").status_code == 200
    assert "Ingen er søkt ut" in oda.get("/soekt-ut").text and "Ingen meldte feil" in oda.get(LISTE).text


def test_bekreftelsen_noterer_hvem_og_naar(app, som):
    oda, nummer = som("oda"), ALNA
    url = ENDRE.format(nummer) + "/bekreftelse"
    foer = innsyn.en("SELECT bekreftet FROM kommunekontakt WHERE kommune_nummer = :n", n=nummer)
    data = oda.skjema(oda.get(f"/kommuner/{nummer}"), url)
    assert oda.post(url, data).status_code == 303
    assert innsyn.en("SELECT bekreftet FROM kommunekontakt WHERE kommune_nummer = :n", n=nummer) > foer
    assert "Opplysningene bekreftet Oda Alnabru" in ord_i(oda.get(f"/kommuner/{nummer}"))
    assert oda.post(url, data | {"versjon": "7"}).status_code == 409
    assert oda.post(ENDRE.format(GRUNERLOKKA) + "/bekreftelse", {"versjon": "0"}).status_code == 404


@pytest.mark.begge_lagre
def test_409_og_422_beholder_det_skrevne(app, som):
    oda = som("oda")
    data = skjema(oda, OSLO)
    assert oda.post(ENDRE.format(OSLO), data | {"enhet": "Først"}).status_code == 303
    foer = innsyn.dump()
    sen = oda.post(ENDRE.format(OSLO), data | {"enhet": "Etterpå"})
    assert sen.status_code == 409 and "Først" in sen.text and 'value="Etterpå"' in sen.text
    for felt, verdi in (("enhet", ""), ("epost", "x@y"), ("telefon", "ring"), ("enhet", "x" * 201), ("enhet", "a\0b")):
        assert oda.post(ENDRE.format(OSLO), skjema(oda, OSLO) | {felt: verdi}).status_code == 422
    for felt in ("kommune_nummer", "bekreftet", "bekreftet_av_id", "navn"):
        assert oda.post(ENDRE.format(OSLO), skjema(oda, OSLO) | {felt: "x"}).status_code == 400
    assert innsyn.dump() == foer
    assert oda.post(ENDRE.format(OSLO), oda.skjema(sen, ENDRE.format(OSLO))).status_code == 303
    assert "Etterpå" in oda.get(f"/kommuner/{OSLO}").text


def meld(klient, nummer: str, tekst: str):
    return klient.post(FEIL.format(nummer), {"tekst": tekst})


def test_F63_meldt_feil_naar_kommunen_og_imdi(app, som):
    per, oda, siri = som("per"), som("oda"), som("siri")
    assert meld(per, OSLO, "Nummeret er <b>feil</b>").headers["Location"].endswith("/kommuner/0301")
    assert meld(per, BERGEN, "Adressen er gammel").status_code == 303
    hos_oda, hos_siri, hos_bjarte = (ord_i(k.get(LISTE)) for k in (oda, siri, som("bjarte")))
    assert "Per Lia, Furulia mottak" in hos_oda and "&lt;b&gt;feil" in hos_oda and "bydel i Oslo" in hos_oda
    assert "Adressen er gammel" not in hos_oda and "Adressen er gammel" in hos_siri and "&lt;b&gt;feil" in hos_siri
    assert "Adressen er gammel" in hos_bjarte and "Nummeret" not in hos_bjarte
    assert "Meldte feil (2)" in oda.get("/kommuner").text and "Meldte feil" not in per.get("/kommuner").text


@pytest.mark.begge_lagre
def test_F63_ordnet_staar_ikke_lenger_i_listen(app, som):
    oda, bjarte, per = som("oda"), som("bjarte"), som("per")
    (feil_id,) = (rad[0] for rad in innsyn.les("SELECT id FROM kontaktfeil"))
    foer = innsyn.dump()
    assert bjarte.post(f"{LISTE}/{feil_id}").status_code == 404 and per.post(f"{LISTE}/{feil_id}").status_code == 403
    assert innsyn.dump() == foer
    assert oda.post(f"{LISTE}/{feil_id}").status_code == 303 and oda.post(f"{LISTE}/{feil_id}").status_code == 303
    assert "Ingen meldte feil venter." in oda.get(LISTE).text and "Ingen meldte feil" in som("siri").get(LISTE).text
    assert innsyn.en("SELECT ordnet_av_id FROM kontaktfeil") == oda.id


@pytest.mark.parametrize("tekst", ["", "  ", "x" * 501, "a\0b", "Gjelder 2024 990111 05", "fnr 12837849827"])
def test_ugyldig_melding_er_422_og_beholdes(felles_som, tekst):
    per = felles_som("per")
    foer = innsyn.dump()
    svar = meld(per, OSLO, tekst)
    assert svar.status_code == 422 and "data-feil" in svar.text and innsyn.dump() == foer
    assert tekst.strip()[:20].replace("\0", "") in svar.text


def test_J_grense_for_antall_meldinger(app, som):
    """At most ten a day for each user; another user is not touched."""
    per, mari = som("per"), som("mari")
    innsyn.skriv("DELETE FROM forsoek WHERE slag = 'kontaktfeil'")
    assert [meld(per, OSLO, f"Feil {nr}").status_code for nr in range(10)] == [303] * 10
    siste = meld(per, OSLO, "En til")
    assert siste.status_code == 422 and "Prøv igjen i morgen." in siste.text and "En til" in siste.text
    assert meld(mari, OSLO, "Fra Mari").status_code == 303
    foer = innsyn.dump()
    assert meld(per, BERGEN, "Til en annen").status_code == 422 and innsyn.dump() == foer


def test_driften_oppretter_kommunebrukere(app):
    """They see and keep the own bydel; a wrong number, or the same address twice, is refused and changes nothing."""
    kjoer = partial(app.test_cli_runner().invoke, input="\n")
    ny = ["bruker", "kommune", "--navn", "Ny Kommunebruker", "--epost", "ny@alna.example", "--nummer"]
    assert kjoer(args=[*ny, ALNA]).exit_code == 0
    foer = innsyn.dump()
    assert kjoer(args=[*ny, ALNA]).exit_code == 1 and kjoer(args=[*ny, "9999"]).exit_code == 1
    assert innsyn.dump() == foer
    klient = Klient(app, "", epost="ny@alna.example")
    assert klient.get(ENDRE.format(ALNA)).status_code == 200 and klient.get(ENDRE.format(OSLO)).status_code == 403
    assert "Mahmoud Darwishi" in klient.get("/soekt-ut").text
