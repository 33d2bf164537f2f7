"""What a kommune is told of those who are søkt ut to it: its users, and its registered address; never about whom."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from stoette import innsyn, smtp
from stoette.registeret import importer, rad
from stoette.sider import ord_i
from stoette.smtp import Posthus, krev_taushet, send

from app.domain.tid import i_dag

HASSAN, MAHMOUD = "Hassan Warsameh", "Mahmoud Darwishi"
TROMSOE = "bosetting@tromsoe.example"


@pytest.fixture
def huset(app: Flask) -> Iterator[Posthus]:
    innsyn.skriv("DELETE FROM utsending")
    innsyn.skriv("DELETE FROM kommunekontakt")
    with smtp.posthus() as huset:
        smtp.bruk(app, huset.port, imdi_mail="bosetting@imdi.example")
        yield huset
        krev_taushet(huset)


def kontakt(nummer: str, epost: str | None) -> None:
    innsyn.skriv(
        "INSERT INTO kommunekontakt (kommune_nummer, enhet, epost, versjon, bekreftet) "
        "VALUES (:n, 'Flyktning', :e, 1, :t)",
        n=nummer, e=epost, t=innsyn.foer(days=1),
    )  # fmt: skip


def soek_ut(siri, kommune: str, navn: str = HASSAN) -> innsyn.Ider:
    ider = innsyn.ider(navn)
    data = {"kommune": kommune, "dato": f"{i_dag()}", "hvem": ider.beboer}
    assert siri.post(f"/fordelingsklare/{ider.samtale}/soekt-ut", data).status_code == 303
    return ider


def sagt(ider: innsyn.Ider) -> list[str]:
    rader = innsyn.les(
        "SELECT anledning FROM varsel WHERE samtale_id = :s AND kommune_nummer IS NOT NULL "
        "ORDER BY opprettet, anledning",
        s=ider.samtale,
    )
    return [rad_[0].removeprefix("kommune_") for rad_ in rader]


def brev_til(huset: Posthus, adresse: str) -> list[str]:
    return [brev.get_content() for brev in huset.brev if brev["To"] == adresse]


def test_brukerne_og_adressen_faar_vite_at_noen_er_soekt_ut(app, som, huset):
    """Bydel Alna's own address before Oslo's; Oda works for Oslo, and is led to the household."""
    kontakt("0301", "felles@oslo.example")
    kontakt("030112", "alna@oslo.example")
    hassan = soek_ut(som("siri"), "Alna")
    send(app)
    for adresse in ("oda@oslo.example", "alna@oslo.example"):
        (tekst,) = brev_til(huset, adresse)
        assert "Det er nytt i en sak for kommunen." in tekst and "kan logge inn ennå" not in tekst
    assert not brev_til(huset, "felles@oslo.example") and not brev_til(huset, "bjarte@bergen.example")
    oda = som("oda")
    varsel = innsyn.en("SELECT id FROM varsel WHERE samtale_id = :s AND kommune_nummer = '030112'", s=hassan.samtale)
    assert HASSAN in oda.get(f"/varsler/{varsel}").text
    svar = oda.post(f"/varsler/{varsel}/aapning")
    assert svar.location == f"/soekt-ut/{hassan.husstand}" and oda.get(svar.location).status_code == 200
    assert som("bjarte").get(f"/varsler/{varsel}").status_code == 404


def test_brukeren_velger_samlet_og_adressen_faar_straks(app, som, huset):
    kontakt("0301", "felles@oslo.example")
    assert som("oda").post("/varsler/mine", {"hyppighet": "daglig"}).status_code == 303
    soek_ut(som("siri"), "Oslo")
    send(app)
    assert brev_til(huset, "felles@oslo.example") and not brev_til(huset, "oda@oslo.example")
    send(app, om=timedelta(hours=25))
    assert len(brev_til(huset, "oda@oslo.example")) == 1


def test_en_kommune_uten_bruker_faar_vite_hvordan_den_faar_tilgang(app, som, huset):
    """And IMDi sees which kommuner these are, those for whom somebody waits with their address."""
    siri = som("siri")
    kontakt("5501", TROMSOE)
    soek_ut(siri, "Tromsø")
    send(app)
    (tekst,) = brev_til(huset, TROMSOE)
    assert "Ingen hos dere kan logge inn ennå. Skriv til IMDi, bosetting@imdi.example" in tekst.replace("\n", " ")
    side = siri.get("/fordelingsklare/kommuner-uten-bruker").text
    venter, _, andre = side.partition("<details")
    assert "Tromsø" in venter and f"mailto:{TROMSOE}" in venter and "1 person" in ord_i(venter)
    assert "Bodø" in andre and "Oslo<" not in side and "Bergen<" not in side and "Tromsø" not in andre
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE soekt_ut_til = '5501'")
    assert "1 person" not in ord_i(siri.get("/fordelingsklare/kommuner-uten-bruker").text.partition("<details")[0])


def test_uten_bruker_og_adresse_ser_imdi_at_det_ikke_kom_fram(app, som, huset):
    siri = som("siri")
    soek_ut(siri, "Hammerfest")
    send(app)
    assert not [brev for brev in huset.brev if "IMDi" not in str(brev["To"]) and "hammerfest" in str(brev["To"])]
    tekst = ord_i(siri.get("/varsler/epost").text)
    assert "Kommunens adresse" in tekst and "Ingen adresse er registrert." in tekst


def test_nynorskkommuner_faar_nynorsk(app, som, huset):
    kontakt("4602", "post@kinn.example")
    soek_ut(som("siri"), "Kinn")
    send(app)
    (tekst,) = brev_til(huset, "post@kinn.example")
    assert "Det er nytt i ei sak for kommunen." in tekst and "enno" in tekst


def test_en_ugyldig_egen_adresse_gaar_til_kommunens(app, som, huset):
    kontakt("0301", "felles@oslo.example")
    innsyn.skriv("UPDATE bruker SET epost = 'oda oslo' WHERE epost = 'oda@oslo.example'")
    soek_ut(som("siri"), "Alna")
    send(app)
    assert len(brev_til(huset, "felles@oslo.example")) == 1
    assert innsyn.en("SELECT count(*) FROM utsending WHERE mottaker = 'fellespost' AND reserve IS NOT NULL") == 0


@pytest.mark.begge_lagre
def test_alt_som_endres_etterpaa_sies_en_gang(app, som):
    """Changed by the register, rectified where the kommune reads it, settled, undone, taken back."""
    siri = som("siri")
    mahmoud = innsyn.ider(MAHMOUD)
    hos = f"/fordelingsklare/{mahmoud.samtale}"
    assert sagt(mahmoud) == ["soekt_ut"]
    importer(rad(MAHMOUD, tolkespraak="kurdisk"))
    importer(rad(MAHMOUD, tolkespraak="kurdisk"))
    assert sagt(mahmoud) == ["soekt_ut", "endret"]
    importer(rad(MAHMOUD, mottak="Fjordgløtt integreringsmottak"))
    assert sagt(mahmoud)[2:] == ["endret"]
    for nr, felt in enumerate(("arbeidserfaring", "tolk_id")):
        data = {felt: "Kokk", "grunn": "Feil", "nummer": f"{nr}"}
        url = f"{hos}/beboere/{mahmoud.beboer}/retting?felt={felt}"
        assert siri.post(url, data).status_code in (303, 404), felt
    assert sagt(mahmoud)[3:] == ["rettet"]
    assert siri.post(f"{hos}/beboere/{mahmoud.beboer}/bosatt", {"dato": f"{i_dag()}"}).status_code == 303
    innsyn.skriv("UPDATE varsel SET opprettet = :t WHERE kommune_nummer IS NOT NULL", t=innsyn.foer(minutes=1))
    for _ in range(2):
        assert siri.post(f"{hos}/tilbaketrekking", {"hvem": mahmoud.beboer, "grunn": "Feil"}).status_code == 303
    assert sorted(sagt(mahmoud)) == ["endret"] * 3 + ["rettet", "soekt_ut", "tilbake"]
    tekst = ord_i(som("oda").get("/varsler").text)
    assert "trukket tilbake at noen er søkt ut" in tekst and "Saken kan ikke vises lenger." in tekst
    assert MAHMOUD not in tekst
