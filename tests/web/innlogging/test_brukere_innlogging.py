"""How a colleague logs in: typed once by the administrator, kept as a fingerprint, never replaced in silence."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from stoette import innsyn
from stoette.brukere import NY, bruker_id, logg, ord_i
from stoette.klient import merke_paa
from stoette.oidc.besoek import HEMMELIGHET, PID, Besoek, oidc_app
from stoette.oidc.node import Nettleser, Tilbyder, ledig_port, mangler_node
from stoette.oppsett import mangler

from app.db import arbeid, sesjon
from app.domain.brukere import identitet
from app.domain.tilgang.bruker import Bruker
from app.domain.unntak import Ugyldig

BASE = f"http://127.0.0.1:{ledig_port()}"
TUVA = "30819249438"
"""Made-up, as are all numbers here: 80 added to the month."""
OLA = "09878149286"


@pytest.fixture(scope="module")
def tilbyder() -> Iterator[Tilbyder]:
    if borte := mangler_node():
        mangler(f"node: installer pakkene nodejs og npm ({borte})")
    adresser = {"redirect_uris": [f"{BASE}/logg-inn/retur"], "post_logout_redirect_uris": [f"{BASE}/logget-ut"]}
    tilbyder = Tilbyder([{"client_id": "mottak", "client_secret": HEMMELIGHET, **adresser}])
    yield tilbyder
    tilbyder.stopp()


def registrer(klient, epost: str, nummer: str, **felter: str):
    """Type the number on the user's page."""
    url = f"/brukere/{bruker_id(epost)}"
    skjema = klient.skjema(klient.get(url), f"{url}/innlogging")
    return klient.post(f"{url}/innlogging", skjema | {"nummer": nummer} | felter)


def test_E10_ny_bruker_logger_inn_med_det_administratoren_skrev(url: str, tmp_path: Path, tilbyder):
    """Issue 3, 3 and 5: Kari makes Ola in the pages, and Ola logs in at a real issuer."""
    with oidc_app(url, tmp_path, tilbyder.utsteder, BASE) as app:
        kari, ola = Besoek(app), Besoek(app)
        assert kari.get(Nettleser(tilbyder).logg_inn(kari.start(), pid=PID["kari"])).status_code == 303
        skjema = NY | {"csrf_token": merke_paa(kari.get("/brukere/ny")), "nummer": f"{OLA[:6]} {OLA[6:]}"}
        svar = kari.post("/brukere/ny", skjema)
        assert svar.status_code == 303, ord_i(svar)
        assert OLA not in kari.get(svar.headers["Location"]).text
        svar = ola.get(Nettleser(tilbyder).logg_inn(ola.start("/mottak/kontakt"), pid=OLA))
        assert (svar.status_code, svar.headers["Location"]) == (303, "/mottak/kontakt")
        side = ord_i(ola.get("/innlogginger"))
        assert "Nummeret du logger inn med, ble registrert" in side and "av Kari Mottakdal" in side
        assert OLA not in innsyn.dump(uten=()), "only a fingerprint lies in the database"


def test_E10_nummeret_vises_aldri_igjen(som):
    kari, tuva = som("kari"), som("tuva")
    url = f"/brukere/{tuva.id}"
    assert "Brukeren kan ikke logge inn ennå." in ord_i(kari.get(url))
    assert registrer(kari, "tuva@furulia.example", TUVA).status_code == 303
    side = kari.get(url)
    assert "Fødselsnummer eller D-nummer er registrert" in ord_i(side) and "av Kari Mottakdal" in ord_i(side)
    assert "Innlogging registrert" in ord_i(side) and "Erstatt" in ord_i(side)
    for tekst in (side.text, kari.get("/brukere").text, innsyn.dump(uten=())):
        assert TUVA not in tekst and TUVA[6:] not in tekst
    assert identitet.finn_bruker(TUVA).id == tuva.id


def test_D5_D8_den_som_erstattes_logges_ut_og_ser_hvem(som):
    """An administrator cannot take over a colleague's user in silence."""
    kari, tuva = som("kari"), som("tuva")
    assert registrer(kari, "tuva@furulia.example", TUVA).status_code == 303
    assert tuva.get("/").status_code == 302
    tuva = som("tuva")
    assert registrer(kari, "tuva@furulia.example", TUVA).status_code == 303
    assert tuva.get("/").status_code == 200, "the same number again changes nothing"
    assert registrer(kari, "tuva@furulia.example", OLA).status_code == 303
    assert tuva.get("/").status_code == 302 and identitet.finn_bruker(TUVA) is None
    assert logg("tuva@furulia.example") == [
        ("Kari Mottakdal", "identitet_registrert", None, None),
        ("Kari Mottakdal", "identitet_erstattet", None, None),
    ]
    assert "ble registrert" in ord_i(som("tuva").get("/innlogginger"))
    assert "Innlogging erstattet av en ny" in ord_i(kari.get(f"/brukere/{tuva.id}"))


def test_D1_ikke_for_seg_selv_og_ikke_for_deaktiverte(som):
    kari = som("kari")
    foer = innsyn.dump()
    data = {"nummer": TUVA, "versjon": "1"}
    assert kari.post(f"/brukere/{kari.id}/innlogging", data).status_code == 403
    assert 'name="nummer"' not in kari.get(f"/brukere/{kari.id}").text and innsyn.dump() == foer
    innsyn.skriv("UPDATE bruker SET aktiv = false WHERE navn = 'Tuva Fjellheim'")
    assert kari.post(f"/brukere/{bruker_id('tuva@furulia.example')}/innlogging", data).status_code == 403
    assert innsyn.antall("identitet") == 0


def test_D2_B1_ikke_ved_et_annet_mottak(som):
    kari = som("kari")
    foer = innsyn.dump()
    for id_ in (bruker_id("aud@fjordglott.example"), bruker_id("siri@imdi.example"), "0" * 32):
        assert kari.post(f"/brukere/{id_}/innlogging", {"nummer": TUVA, "versjon": "1"}).status_code == 404
    assert innsyn.dump() == foer


def test_et_nummer_som_er_i_bruk_roeper_ikke_hvem(som):
    """Also in «Ny bruker», where nothing of the new user is stored; and the attempt is logged."""
    assert registrer(som("ingrid"), "aud@fjordglott.example", TUVA).status_code == 303
    kari = som("kari")
    foer = innsyn.dump()
    svarene = [registrer(kari, "tuva@furulia.example", TUVA), kari.post("/brukere/ny", NY | {"nummer": TUVA})]
    for svar in svarene:
        assert svar.status_code == 422 and "Nummeret kan ikke brukes." in ord_i(svar)
        assert "Aud" not in svar.text and "Fjordgl" not in svar.text
    assert innsyn.dump() == foer and innsyn.antall("hendelse", handling="identitet_avvist") == 2


FULLBREDDE = "".join(chr(0xFF10 + int(siffer)) for siffer in TUVA)


@pytest.mark.parametrize("nummer", ["", "30819249439", "3081924943", "abc", FULLBREDDE, "1" * 300, "30819\0249438"])
def test_422_nummeret_kontrolleres(felles_som, nummer):
    kari = felles_som("kari")
    foer = innsyn.dump()
    svarene = [registrer(kari, "tuva@furulia.example", nummer)]
    if nummer:  # a new user may be given the number later
        svarene.append(kari.post("/brukere/ny", NY | {"nummer": nummer}))
    for svar in svarene:
        assert svar.status_code == 422 and 'aria-invalid="true"' in svar.text
    assert innsyn.dump() == foer


def test_409_naar_noen_har_endret_brukeren(felles_som):
    kari = felles_som("kari")
    foer = innsyn.dump()
    svar = registrer(kari, "tuva@furulia.example", TUVA, versjon="99")
    assert svar.status_code == 409 and "Noen andre har endret" in ord_i(svar) and innsyn.dump() == foer


def test_den_som_slutter_kan_begynne_ved_et_annet_mottak(som):
    """E11, F19: the number is free again when the user is deactivated, and does not come back by itself."""
    kari, ingrid = som("kari"), som("ingrid")
    registrer(kari, "tuva@furulia.example", TUVA)
    tuva = bruker_id("tuva@furulia.example")
    url = f"/brukere/{tuva}/deaktivering"
    assert "Det registrerte nummeret slettes." in ord_i(kari.get(url))
    assert kari.post(url, kari.skjema(kari.get(url), url)).status_code == 303
    assert identitet.finn_bruker(TUVA) is None
    assert ingrid.post("/brukere/ny", NY | {"nummer": TUVA}).status_code == 303
    sesjon.remove()
    assert kari.post(f"/brukere/{tuva}/aktivering", {"versjon": "3"}).status_code == 303
    assert identitet.finn_bruker(TUVA).navn == NY["navn"]


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
def test_samme_nummer_til_to_brukere_samtidig(app):
    """Twenty times at once at two mottak: one gets it, the other is told that it cannot be used."""
    ider = [bruker_id("tuva@furulia.example"), bruker_id("aud@fjordglott.example")]
    for _ in range(20):
        innsyn.skriv("DELETE FROM identitet")
        utfall: list[str] = []
        klar = threading.Barrier(2)

        def gjoer(bruker: str, klar=klar, utfall=utfall) -> None:
            with app.app_context():
                klar.wait()
                try:
                    with arbeid(skriver=True):
                        identitet.registrer_nummer(sesjon.get_one(Bruker, bruker), TUVA, None)
                    utfall.append("registrert")
                except Ugyldig:
                    utfall.append("opptatt")

        traader = [threading.Thread(target=gjoer, args=(id_,)) for id_ in ider]
        for traad in traader:
            traad.start()
        for traad in traader:
            traad.join()
        assert sorted(utfall) == ["opptatt", "registrert"] and innsyn.antall("identitet") == 1
