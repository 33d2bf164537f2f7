"""A new version of the questionnaire, before, during and after the interview: nothing answered is lost, and what is
completed is shown as it was answered."""

import pytest
from stoette import innsyn
from stoette.lite_skjema import ta_i_bruk
from stoette.sider import med_id, ord_i

YONAS = "Yonas Tesfalem"
FOERST = {
    "yrke": "Snekker", "hobby": "Sjakk", "reise": "Til fots", "adresse": "Storgata 1, Tromsø", "helg": "ja",
    "skift": ["dag", "natt"],
}  # fmt: skip


@pytest.fixture
def bruk(monkeypatch):
    """`bruk(2)` is the day the second version is taken in use."""
    return lambda versjon: ta_i_bruk(monkeypatch, versjon)


@pytest.fixture
def per(app, som, bruk):
    bruk(1)
    per = som("per")
    per.skjemaet = per.aapne(YONAS)
    for sti, verdi in FOERST.items():
        assert per.lagre(per.skjemaet, sti, verdi, klient="foer", sekvens=1).status_code == 200
    assert per.post(f"{per.skjemaet}/rader?liste=kollega", htmx=True).status_code == 200
    (per.rad,) = [sti.partition(".")[2] for sti in svarene() if sti.startswith("kollega.")]
    assert per.lagre(per.skjemaet, f"kollega.{per.rad}.navn", "Ali").status_code == 200
    return per


def svarene() -> dict[str, object]:
    return {sti: verdi for sti, (verdi, _) in innsyn.svarene(innsyn.ider(YONAS).beboer).items() if verdi is not None}


def ferdigstilling() -> str:
    return f"/samtaler/{innsyn.ider(YONAS).samtale}/ferdigstilling"


def ferdigstill(per) -> None:
    assert per.post(ferdigstilling(), per.skjema(per.get(ferdigstilling()), "/ferdigstilling")).status_code == 303


def soek_ut_til_oslo() -> None:
    oslo = "bosetting = 'soekt_ut', soekt_ut_til = '030112', soekt_ut_navn = 'Alna', utsoekingsdato = '2026-11-01'"
    innsyn.skriv(f"UPDATE beboer SET {oslo} WHERE id = :i", i=innsyn.ider(YONAS).beboer)


def sidene(som) -> dict[str, str]:
    """What each of them reads of the completed interview."""
    soek_ut_til_oslo()
    ider, per, siri = innsyn.ider(YONAS), som("per"), som("siri")
    sak = f"/fordelingsklare/{ider.samtale}"
    adresser = {
        "imdi": (siri, sak), "historikk": (siri, f"{sak}/historikk"), "mottak": (per, ider.skjema),
        "lest": (per, ferdigstilling()), "kommune": (som("oda"), f"/soekt-ut/{ider.husstand}"),
    }  # fmt: skip
    return {navn: ord_i(klient.get(adresse).text) for navn, (klient, adresse) in adresser.items()}


def test_en_aapen_samtale_gaar_over_til_den_nye(per, bruk):
    bruk(2)
    foer = innsyn.dump()
    side = per.get(per.skjemaet)
    assert med_id(side, "i-arbeid").get("value") == "Snekker" and med_id(side, "i-gate").get("value") == "Storgata 1"
    assert med_id(side, "i-sted").get("value") == "Tromsø" and med_id(side, f"i-venn-{per.rad}-heter") is not None
    assert "Svaret «Til fots» ble gitt før" in ord_i(side.text) and "Svaret «Natt» ble gitt før" in ord_i(side.text)
    lest = ord_i(per.get(ferdigstilling()).text)
    assert "Svar på spørsmål som er tatt ut" in lest and "Hobby Sjakk" in lest and "1 obligatorisk svar mangler" in lest
    assert innsyn.dump() == foer, "å lese endrer ingenting"
    assert per.lagre(per.skjemaet, "maal", "Fagbrev").status_code == 200
    venter = {f"venn.{per.rad}": 1, f"venn.{per.rad}.heter": "Ali", "arbeid": "Snekker", "gate": "Storgata 1"}
    assert svarene() == venter | {
        "hobby": "Sjakk", "reise": "Til fots", "sted": "Tromsø", "helg": "ja", "skift": ["dag", "Natt"],
        "maal": "Fagbrev",
    }  # fmt: skip
    historien = innsyn.les("SELECT sti, skjema_versjon FROM svarhistorikk WHERE sti IN ('yrke', 'arbeid') ORDER BY id")
    assert sorted(tuple(rad) for rad in historien) == [("arbeid", 2), ("yrke", 1), ("yrke", 2)]
    assert per.lagre(per.skjemaet, "gate", "Lillegata 2", 1).status_code == 200
    assert len(per.sporringer) == 5, "overføringen skjer én gang"


def test_ferdigstilt_i_den_nye_er_alt_med(per, som, bruk):
    bruk(2)
    assert per.lagre(per.skjemaet, "maal", "Fagbrev").status_code == 200
    ferdigstill(per)
    assert innsyn.en("SELECT skjema_versjon FROM bosettingssamtale WHERE id = :i", i=innsyn.ider(YONAS).samtale) == 2
    sider = sidene(som)
    for navn in ("imdi", "mottak", "lest", "kommune"):
        assert "Arbeid Snekker" in sider[navn] and "Reisemåte Til fots" in sider[navn], navn
        assert "Svar på spørsmål som er tatt ut" in sider[navn] and "Hobby Sjakk" in sider[navn], navn
        assert ("Helgearbeid Ja" in sider[navn]) is (navn != "kommune"), "innsnevret i den nye"
    assert "Skjemaversjon 2, retting 0." in sider["imdi"]
    assert "Overført til skjemaversjon 2" in sider["historikk"] and "Yrke Snekker" in sider["historikk"]
    verifisert = per.app.test_cli_runner().invoke(args=["samtale", "verifiser"])
    assert verifisert.exit_code == 0, verifisert.output


def test_ferdigstilt_foer_vises_slik_det_ble_besvart(per, som, bruk):
    ferdigstill(per)
    bruk(2)
    sider = sidene(som)
    for navn in ("imdi", "mottak", "lest", "kommune"):
        assert "Arbeid og hverdag" in sider[navn] and "Yrke Snekker" in sider[navn] and "Hobby Sjakk" in sider[navn]
        assert "Hvordan reiser du? Til fots" in sider[navn] and "Helgearbeid Ja" in sider[navn], "lest av kommunen da"
        assert "Mål for året" not in sider[navn] and "tatt ut" not in sider[navn]
    assert "Skift Dag, Natt" in sider["imdi"] and "Kollega 1 Navn Ali" in sider["imdi"]
    assert "Skjemaversjon 1, retting 0." in sider["imdi"], "utskriften"
    for tekst in ("Hobby Sjakk", "Kollega Lagt til", "Skift Dag, Natt"):
        assert tekst in sider["historikk"]
    assert "hobby" not in sider["historikk"] and "kollega." not in sider["historikk"], "aldri en sti"
    assert per.app.test_cli_runner().invoke(args=["samtale", "verifiser"]).exit_code == 0


def test_imdi_retter_spoersmaalene_som_de_var(per, som, bruk):
    ferdigstill(per)
    bruk(2)
    siri, ider = som("siri"), innsyn.ider(YONAS)
    url = f"/fordelingsklare/{ider.samtale}/beboere/{ider.beboer}/retting?felt="
    for nr, (sti, ny) in enumerate((("yrke", "Murer"), ("hobby", "Dans"), ("reise", "På sykkel"))):
        svar = siri.post(url + sti, {sti: ny, "grunn": "Feil.", "nummer": str(nr)})
        assert svar.status_code == 303, sti
    assert siri.get(url + "maal").status_code == siri.get(url + "arbeid").status_code == 404
    sider = sidene(som)
    assert "Yrke Murer" in sider["imdi"] and "Hobby Dans" in sider["kommune"] and "Nå: «Dans»" in sider["lest"]
    assert som("per").app.test_cli_runner().invoke(args=["samtale", "verifiser"]).exit_code == 0, (
        "rettet er ved siden av"
    )


def test_det_som_falt_bort_med_spoersmaalet_det_hang_paa_er_ikke_med(per, som, bruk):
    """An answer to a question that is gone can be rectified too, and emptied, where it followed the interview."""
    bruk(2)
    assert per.lagre(per.skjemaet, "maal", "Fagbrev").status_code == 200
    ferdigstill(per)
    siri, ider = som("siri"), innsyn.ider(YONAS)
    url = f"/fordelingsklare/{ider.samtale}/beboere/{ider.beboer}/retting?felt=hobby"
    assert siri.post(url, {"hobby": "", "grunn": "Ønsket bort.", "nummer": "0"}).status_code == 303
    assert "Hobby" not in ord_i(som("oda").get(f"/soekt-ut/{ider.husstand}").text)


def fra_foer(per, sti, verdi, versjon=1, utgave=1, klient="foer"):
    """A save from a page that was open when the version came."""
    data = {sti: verdi, f"v.{sti}": str(versjon), "klient": klient, "sekvens": "2", "utgave": str(utgave)}
    return per.post(f"{per.skjemaet}/svar?felt={sti}", data, htmx=True)


@pytest.mark.parametrize(
    ("sti", "verdi", "lagret"),
    [
        ("yrke", "Murer", {"arbeid": "Murer"}),
        ("yrke", "", {"arbeid": None}),
        ("adresse", "Veien 2, Bodø", {"gate": "Veien 2", "sted": "Bodø"}),
        ("reise", "Buss", {"reise": "buss"}),
        ("reise", "På ski", {"reise": "På ski"}),
        ("skift", ["natt"], {"skift": ["Natt"]}),
        ("helg", "nei", {"helg": "nei"}),
    ],
)
def test_en_side_fra_foer_kan_fortsatt_lagre(per, bruk, sti, verdi, lagret):
    bruk(2)
    svar = fra_foer(per, sti, verdi)
    assert svar.status_code == 200 and f'name="v.{sti}"' in svar.text
    assert {navn: svarene().get(navn) for navn in lagret} == lagret and sti in {**lagret, **FOERST}


def test_en_side_fra_foer_faar_vite_at_spoersmaalet_er_borte(per, bruk):
    bruk(2)
    svar = fra_foer(per, "hobby", "Dans")
    assert svar.status_code == 422 and "Spørsmålet er tatt ut av skjemaet" in svar.text
    assert svarene()["hobby"] == "Sjakk", "det som var lagret, står"
    assert per.post(f"{per.skjemaet}/rader?liste=kollega", {"utgave": "1"}, htmx=True).status_code == 422
    assert per.post(f"{per.skjemaet}/rader?liste=ukjent", {"utgave": "1"}, htmx=True).status_code == 404


def test_uten_javascript_mister_en_side_fra_foer_ingenting(per, bruk):
    data = per.skjema(per.get(per.skjemaet), "seksjon=arbeid")
    bruk(2)
    data |= {"yrke": ["Murer"], "hobby": ["Dans & ro"], f"kollega.{per.rad}.navn": ["Olga"]}
    svar = per.post(f"{per.skjemaet}/svar?seksjon=arbeid", data)
    assert svar.status_code == 422 and "Hobby: <q" in svar.text and "Dans &amp; ro</q>" in svar.text
    assert "Dans &amp; ro" in svar.text, "det skrevne kan kopieres"
    assert svarene()["arbeid"] == "Murer" and svarene()[f"venn.{per.rad}.heter"] == "Olga"
    assert svarene()["reise"] == "Til fots" and svarene()["skift"] == ["dag", "Natt"]


def test_uten_javascript_blir_et_svar_som_ikke_passer_staaende(per, bruk):
    bruk(2)
    data = per.skjema(per.get(per.skjemaet), "seksjon=arbeid")
    assert per.post(f"{per.skjemaet}/svar?seksjon=arbeid", data | {"maal": ["Fagbrev"]}).status_code == 303
    assert svarene()["reise"] == "Til fots" and svarene()["skift"] == ["dag", "Natt"]
    data = per.skjema(per.get(per.skjemaet), "seksjon=arbeid")
    assert (
        per.post(f"{per.skjemaet}/svar?seksjon=arbeid", data | {"reise": ["buss"], "skift": ["kveld"]}).status_code
        == 303
    )
    assert svarene()["reise"] == "buss" and svarene()["skift"] == ["kveld"]


def test_to_kolleger_paa_hver_sin_versjon_av_siden(per, som, bruk):
    bruk(2)
    assert som("mari").lagre(per.skjemaet, "arbeid", "Baker", 1, klient="ny", sekvens=1).status_code == 200
    svar = fra_foer(per, "yrke", "Murer")
    assert svar.status_code == 409 and "Baker" in svar.text and "Murer" in svar.text
    assert svarene()["arbeid"] == "Baker"


def test_en_side_fra_en_nyere_server_blir_bedt_om_aa_vente(per):
    assert fra_foer(per, "yrke", "Murer", utgave=2).status_code == 503, "app.js prøver igjen"
    assert svarene()["yrke"] == "Snekker"


def test_verifiser_sier_hvilken_som_ikke_stemmer(per):
    ferdigstill(per)
    samtale = innsyn.ider(YONAS).samtale
    if innsyn.db.engine.dialect.name == "postgresql":
        innsyn.skriv("ALTER TABLE svar DISABLE TRIGGER USER")
    else:
        innsyn.skriv("DROP TRIGGER vegg_svar_update")
        innsyn.skriv("DROP TRIGGER husk_svar_update")
    innsyn.skriv("UPDATE svar SET verdi = '\"Endret\"' WHERE samtale_id = :s AND sti = 'yrke'", s=samtale)
    svar = per.app.test_cli_runner().invoke(args=["samtale", "verifiser"])
    assert svar.exit_code == 1 and f"Stemmer ikke: {samtale}\n" in svar.output and "1 stemmer ikke." in svar.output
    assert YONAS not in svar.output and "Endret" not in svar.output
