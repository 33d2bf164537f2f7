"""Søkt ut, bosatt, withdrawn: only from the right status, with a day that can be, logged; the mottak is told (S29)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from stoette import gjoer, innsyn
from stoette.gjoer import FAMILIEN
from stoette.klient import Klient
from stoette.sider import ord_i

from app.domain.tid import i_dag


@pytest.fixture
def rami(app, som) -> innsyn.Ider:
    """The family of four, completed today."""
    gjoer.fyll_ut(som("per"), *FAMILIEN)
    ider = innsyn.ider("Rami Khaldoun")
    assert gjoer.ferdigstill(som("per"), ider.samtale).status_code == 303
    return ider


@pytest.fixture
def mahmoud(app) -> innsyn.Ider:
    """Søkt ut two days ago to Oslo, bydel Alna (P9, story 9)."""
    return innsyn.ider(innsyn.en("SELECT fornavn || ' ' || etternavn FROM beboer WHERE bosetting = 'soekt_ut'"))


def dag(om: int = 0) -> str:
    return (i_dag() + timedelta(days=om)).isoformat()


def soek_ut(klient: Klient, ider: innsyn.Ider, **data: object):
    url = f"/fordelingsklare/{ider.samtale}/soekt-ut"
    return klient.post(url, {"kommune": "Tromsø", "dato": dag(), "hvem": ider.beboer} | data)


def status(*navn: str) -> list[str]:
    return [innsyn.en("SELECT bosetting FROM beboer WHERE id = :i", i=innsyn.ider(n).beboer) for n in navn]


def varsler(anledning: str, samtale: str | None) -> int:
    return innsyn.antall("varsel", anledning=anledning, samtale_id=samtale)


@pytest.mark.begge_lagre
def test_hele_husstanden_er_valgt_fra_foer(app, som, rami):
    siri = som("siri")
    url = f"/fordelingsklare/{rami.samtale}/soekt-ut"
    assert url in siri.get(f"/fordelingsklare/{rami.samtale}").text
    utfylt = siri.skjema(siri.get(url), "/soekt-ut")
    assert sorted(utfylt["hvem"]) == sorted(innsyn.ider(n).beboer for n in FAMILIEN)
    svar = siri.post(url, utfylt | {"kommune": "Alna", "dato": dag()})
    assert svar.status_code == 303 and svar.location == f"/fordelingsklare/{rami.samtale}"
    assert status(*FAMILIEN) == ["soekt_ut"] * 4 and varsler("soekt_ut", rami.samtale) == 1
    assert "Søkt ut til Oslo, bydel Alna" in siri.get(svar.location).text
    assert "Søkt ut til Oslo, bydel Alna" in som("per").get("/mottak/beboere").text
    assert innsyn.antall("hendelse", handling="soekt_ut", samtale_id=rami.samtale, bruker_id=siri.id) == 4


def test_en_del_av_husstanden(app, som, rami):
    siri = som("siri")
    assert soek_ut(siri, rami).status_code == 303
    assert status(*FAMILIEN) == ["soekt_ut", *["fordelingsklar"] * 3]
    resten = siri.skjema(siri.get(f"/fordelingsklare/{rami.samtale}/soekt-ut"), "/soekt-ut")
    assert rami.beboer not in resten["hvem"] and len(resten["hvem"]) == 3
    assert soek_ut(siri, rami).status_code == 422, "en gang til"
    assert varsler("soekt_ut", rami.samtale) == 1


@pytest.mark.parametrize(
    ("data", "setning"),
    [
        ({"kommune": ""}, "må fylles ut"),
        ({"kommune": "Herøy"}, "Det er ikke klart hvilken kommune"),
        ({"kommune": "Atlantis"}, "Fant ingen kommune"),
        ({"dato": ""}, "må fylles ut"),
        ({"dato": dag(1)}, "senere enn i dag"),
        ({"dato": dag(-1)}, "ikke være før ferdigstillingen"),
        ({"dato": "i går"}, "Skriv en dato"),
        ({"hvem": []}, "må fylles ut"),
        ({"hvem": "tull"}, "Velg bare"),
    ],
)
def test_det_som_ikke_kan_registreres_sier_hvorfor(app, som, rami, data, setning):
    siri, foer = som("siri"), innsyn.dump()
    svar = soek_ut(siri, rami, **{"kommune": "Tromsø"} | data)
    assert svar.status_code == 422 and setning in svar.text and innsyn.dump() == foer
    if data.get("kommune") != "":
        assert f'value="{data.get("kommune", "Tromsø")}"' in svar.text, "det skrevne står igjen"


def test_fremmede_og_uferdige_kan_ikke_soekes_ut(app, som, rami):
    siri, per, yonas = som("siri"), som("per"), innsyn.ider("Yonas Tesfalem")
    foer = innsyn.dump()
    assert soek_ut(siri, yonas).status_code == 404
    assert soek_ut(siri, rami, hvem=yonas.beboer).status_code == 422
    assert soek_ut(per, rami).status_code == 403
    assert soek_ut(siri, rami, annet="x").status_code == 400
    assert innsyn.dump() == foer


@pytest.mark.begge_lagre
def test_to_saksbehandlere_samtidig_gir_en_registrering(app, som, rami):
    """K: the second finds what the first did."""
    nettlesere = [Klient(app, "siri", inspisert=False) for _ in range(4)]
    with ThreadPoolExecutor(4) as traader:
        koder = sorted(s.status_code for s in traader.map(lambda k: soek_ut(k, rami), nettlesere))
    assert koder[0] == 303 and set(koder[1:]) <= {409, 422}
    assert varsler("soekt_ut", rami.samtale) == 1


def test_bosatt_ikke_foer_utsoekingsdatoen(app, som, mahmoud):
    """Story 9."""
    siri = som("siri")
    url = f"/fordelingsklare/{mahmoud.samtale}/beboere/{mahmoud.beboer}/bosatt"
    assert "Oslo, bydel Alna" in siri.get(url).text
    for feil, setning in ((dag(-3), "ikke være før utsøkingsdatoen"), (dag(1), "senere enn i dag"), ("", "fylles ut")):
        svar = siri.post(url, {"dato": feil})
        assert svar.status_code == 422 and setning in svar.text
    assert siri.post(url, {"dato": dag(-2)}).status_code == 303
    assert innsyn.en("SELECT bosetting FROM beboer WHERE id = :i", i=mahmoud.beboer) == "bosatt"
    for svar in (siri.get(url), siri.post(url, {"dato": dag()})):
        assert svar.status_code == 409
        assert "Saken er endret" in svar.text and "er ferdigstilt" not in svar.text, "den er det som er galt"
    assert innsyn.antall("hendelse", handling="bosatt", beboer_id=mahmoud.beboer) == 1


def test_ingen_bosettes_foer_hun_er_soekt_ut(app, som, rami):
    siri, foer = som("siri"), innsyn.dump()
    url = f"/fordelingsklare/{rami.samtale}/beboere/{rami.beboer}/bosatt"
    assert siri.post(url, {"dato": dag()}).status_code == 409 == siri.get(url).status_code
    assert innsyn.dump() == foer


@pytest.mark.begge_lagre
def test_trekk_tilbake_ett_steg_om_gangen_med_grunn(app, som, mahmoud):
    siri = som("siri")
    url = f"/fordelingsklare/{mahmoud.samtale}/tilbaketrekking"
    assert siri.post(f"/fordelingsklare/{mahmoud.samtale}/beboere/{mahmoud.beboer}/bosatt", {"dato": dag()})
    assert siri.post(url, {"hvem": mahmoud.beboer, "grunn": " "}).status_code == 422
    for igjen in ("soekt_ut", "fordelingsklar"):
        assert siri.post(url, {"hvem": mahmoud.beboer, "grunn": f"Feil <b>{igjen}"}).status_code == 303
        assert innsyn.en("SELECT bosetting FROM beboer WHERE id = :i", i=mahmoud.beboer) == igjen
        assert varsler("soekt_ut_trukket", mahmoud.samtale) == (igjen == "fordelingsklar"), "mottaket får vite det"
    (rad,) = innsyn.les(
        "SELECT soekt_ut_til, soekt_ut_navn, utsoekingsdato, bosettingsdato FROM beboer WHERE id = :i", i=mahmoud.beboer
    )
    assert tuple(rad) == (None,) * 4
    assert siri.post(url, {"hvem": mahmoud.beboer, "grunn": "x"}).status_code == 409
    side = ord_i(siri.get(f"/fordelingsklare/{mahmoud.samtale}").text)
    assert "Retting 1" in side and "Retting 2" in side and "Søkt ut til Oslo, bydel Alna" in side
    assert "Feil &lt;b&gt;soekt_ut" in side
    assert innsyn.antall("hendelse", handling="bosetting_trukket", beboer_id=mahmoud.beboer) == 2
    assert "Feil" not in str(innsyn.les("SELECT * FROM hendelse WHERE handling = 'bosetting_trukket'"))
