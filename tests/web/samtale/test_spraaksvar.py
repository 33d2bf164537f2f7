"""A language behind the page: stored by code, shown by name in the reader's language, never a conflict with itself."""

import pytest
from stoette import innsyn
from stoette.gjoer import ferdigstill, fyll_ut
from stoette.sider import ord_i
from stoette.skjemaer import i_skjemaet

pytestmark = pytest.mark.begge_lagre
FELTER = "personopplysninger"


def svaret(yonas: innsyn.Ider, sti: str = "morsmaal") -> object:
    return innsyn.svarene(yonas.beboer).get(sti, (None, 0))[0]


def les_paa(klient, spraak: str) -> None:
    assert klient.post("/spraak", {"spraak": spraak, "neste": "/profil"}).status_code == 303


def fra_foerste_versjon(yonas: innsyn.Ider, tekst: str) -> None:
    """As it was stored when the question took any text."""
    innsyn.skriv(
        f"UPDATE svar SET verdi = '\"{tekst}\"', versjon = versjon + 1, skjema_versjon = 1"
        " WHERE beboer_id = :b AND sti = 'morsmaal'",
        b=yonas.beboer,
    )


@pytest.mark.parametrize(
    ("skrevet", "lagret", "kvittering"),
    [
        ("tigrinja", ["ti"], "Forstått som «tigrinja»"),
        ("Tigrinya", ["ti"], "Forstått som «tigrinja»"),
        ("arabisk/Kurdisk (kurmanji)", ["ar", "kmr"], "Forstått som «arabisk, kurmandji»"),
        ("fjellspråk", "fjellspråk", "slik du skrev det. Språket er ikke i listen."),
        ("tirginja", "tirginja", "slik du skrev det. Mener du tigrinja? tigrinja"),
    ],
)
def test_kvitteringen_sier_hva_som_ble_forstaatt(som, yonas, skrevet, lagret, kvittering):
    svar = som("per").lagre(yonas.skjema, "morsmaal", skrevet)
    assert svar.status_code == 200 and kvittering in ord_i(svar.text) and svaret(yonas) == lagret
    tomt = som("per").lagre(yonas.skjema, "morsmaal", "", 1)
    assert "Forstått" not in tomt.text and "listen" not in tomt.text and svaret(yonas) is None


def test_navnet_er_paa_leserens_spraak_overalt_i_skjemaet(som, yonas):
    per, mari = som("per"), som("mari")
    per.lagre(yonas.skjema, "morsmaal", "norsk tegnspråk")
    per.lagre(yonas.skjema, "tolkespraak", "dari")
    les_paa(mari, "en")
    for klient, navn in ((per, "norsk tegnspråk"), (mari, "Norwegian Sign Language")):
        assert i_skjemaet(klient, yonas.skjema, FELTER)["morsmaal"] == [navn]
        assert f'value="{navn}"' in klient.get(f"{yonas.skjema}/nytt?sti=morsmaal", htmx=True).text
        motstrid = klient.lagre(yonas.skjema, "morsmaal", "Dari", 0, klient="z")
        assert motstrid.status_code == 409 and f'<dd dir="auto">{navn}</dd>' in motstrid.text
        assert klient.lagre(yonas.skjema, "morsmaal", navn, 0, klient="z", sekvens=2).status_code == 200
    les_paa(mari, "nn")
    assert i_skjemaet(mari, yonas.skjema, FELTER)["morsmaal"] == ["norsk teiknspråk"]


def test_et_uroert_felt_paa_et_annet_spraak_er_ingen_endring(som, yonas):
    """Without JavaScript the whole section comes back, with the names as that page shows them."""
    per, mari = som("per"), som("mari")
    per.lagre(yonas.skjema, "morsmaal", "norsk tegnspråk")
    les_paa(mari, "en")
    engelsk = i_skjemaet(mari, yonas.skjema, FELTER)
    assert mari.post(f"{yonas.skjema}/svar?seksjon={FELTER}", engelsk).status_code == 303
    assert innsyn.svarene(yonas.beboer)["morsmaal"] == (["nsl"], 1)
    per.lagre(yonas.skjema, "morsmaal", "tigrinja", 1)
    svar = mari.post(f"{yonas.skjema}/svar?seksjon={FELTER}", engelsk | {"tolk_id": "T 4"})
    assert svar.status_code == 303 and innsyn.svarene(yonas.beboer)["morsmaal"] == (["ti"], 2)


def test_samme_spraak_skrevet_paa_en_annen_maate_er_samme_svar(som, yonas):
    som("per").lagre(yonas.skjema, "morsmaal", "tigrinja")
    for versjon, skrevet in ((0, "Tigrinya"), (1, "ትግርኛ"), (0, "tigrinja")):
        assert som("mari").lagre(yonas.skjema, "morsmaal", skrevet, versjon, klient="b").status_code == 200
    assert innsyn.historien(yonas.beboer, "morsmaal") == [(1, ["ti"])]


def test_svar_fra_foerste_versjon_forstaas_naar_noe_lagres_og_historien_vokser_bare(som, yonas):
    per = som("per")
    per.lagre(yonas.skjema, "morsmaal", "x")
    fra_foerste_versjon(yonas, "Tigrinya")
    skjema = i_skjemaet(per, yonas.skjema, FELTER)
    assert skjema["morsmaal"] == ["tigrinja"] and svaret(yonas) == "Tigrinya", "bare lest ennå"
    assert per.post(f"{yonas.skjema}/svar?seksjon={FELTER}", skjema).status_code == 303
    assert svaret(yonas) == ["ti"]
    assert [verdi for _, verdi in innsyn.historien(yonas.beboer, "morsmaal")] == ["x", "Tigrinya", ["ti"]]


def test_en_side_fra_foerste_versjon_lagrer_spraaket(som, yonas):
    data = {"morsmaal": "kurmanji", "v.morsmaal": "0", "klient": "foer", "sekvens": "1", "utgave": "1"}
    assert som("per").post(f"{yonas.skjema}/svar?felt=morsmaal", data, htmx=True).status_code == 200
    assert svaret(yonas) == ["kmr"]


def test_annet_spraak_fra_foer_staar_som_det_ble_skrevet(som, yonas):
    per = som("per")
    per.lagre(yonas.skjema, "morsmaal", "x")
    fra_foerste_versjon(yonas, "bare litt av hvert")
    assert i_skjemaet(per, yonas.skjema, FELTER)["morsmaal"] == ["bare litt av hvert"]
    assert "ble gitt før spørsmålet" not in per.get(yonas.skjema).text


def test_tidligere_svar_har_navnet_uten_det_halvskrevne(som, yonas):
    per = som("per")
    for nr, tekst in enumerate(("Dari", "ti", "tigr", "Tigrinya")):
        per.lagre(yonas.skjema, "morsmaal", tekst, nr, klient="a", sekvens=nr + 1)
    side = per.get(f"{yonas.skjema}/tidligere?felt=morsmaal", htmx=True).text
    assert side.count("<q ") == 1 and ">dari</q>" in side
    assert per.post(f"{yonas.skjema}/tidligere?felt=morsmaal&versjon=1", {"v.morsmaal": "4"}).status_code == 303
    assert svaret(yonas) == ["prs"]


def test_slaa_sammen_gir_to_spraak(som, yonas):
    per, mari = som("per"), som("mari")
    skjema = i_skjemaet(per, yonas.skjema, FELTER)
    mari.lagre(yonas.skjema, "morsmaal", "dari")
    adresse = f"{yonas.skjema}/svar?seksjon={FELTER}"
    side = per.post(adresse, skjema | {"morsmaal": "pashto"})
    assert side.status_code == 409 and 'data-skille=" / "' in side.text
    igjen = per.skjema(side, f"seksjon={FELTER}") | {"sammen": "morsmaal"}
    assert per.post(adresse, igjen).status_code == 303 and svaret(yonas) == ["prs", "ps"]


def test_registeret_sier_det_samme_med_et_annet_ord(som, yonas):
    """What differs is told, not how it is spelled."""
    per = som("per")
    innsyn.skriv("UPDATE beboer SET tolkespraak = 'TIGRINYA', fra_register = :t WHERE id = :b", b=yonas.beboer,
                 t=innsyn.foer(days=1))  # fmt: skip
    assert "Bruk tigrinja fra MOT" in ord_i(per.get(yonas.skjema).text)
    per.lagre(yonas.skjema, "tolkespraak", "tigrinja")
    assert "Fra registeret" not in per.get(yonas.skjema).text
    per.lagre(yonas.skjema, "tolkespraak", "dari", 1)
    assert "Fra registeret" in per.get(yonas.skjema).text


def test_ferdigstilt_lest_rettet_og_i_historikken(som, yonas):
    per, siri = som("per"), som("siri")
    fyll_ut(per, "Yonas Tesfalem", ark={"Yonas Tesfalem": {"morsmaal": "Tigrinya", "tolkespraak": "norsk tegnspråk"}})
    assert ferdigstill(per, yonas.samtale).status_code == 303
    sak = f"/fordelingsklare/{yonas.samtale}"
    les_paa(siri, "en")
    for side in (sak, f"{sak}/historikk"):
        assert "Norwegian Sign Language" in ord_i(siri.get(side).text), side
    assert "Morsmål tigrinja" in ord_i(per.get(yonas.skjema).text)
    retting = f"{sak}/beboere/{yonas.beboer}/retting?felt=morsmaal"
    side = siri.get(retting)
    assert siri.skjema(side, "felt=morsmaal")["morsmaal"] == ["Tigrinya"] and 'id="spraakforslag"' in side.text
    likt = siri.post(retting, {"morsmaal": "tigrinja", "grunn": "Feil.", "nummer": "0"})
    assert likt.status_code == 422
    assert siri.post(retting, {"morsmaal": "dari", "grunn": "Feil.", "nummer": "0"}).status_code == 303
    assert "from “Tigrinya” to “Dari”" in ord_i(siri.get(sak).text)
    assert "Nå: «dari»" in ord_i(per.get(f"/samtaler/{yonas.samtale}/ferdigstilling").text)
    verifisert = per.app.test_cli_runner().invoke(args=["samtale", "verifiser"])
    assert verifisert.exit_code == 0, verifisert.output


def test_forslagene_er_paa_leserens_spraak(som):
    per = som("per")
    assert '<option value="tigrinja">Tigrinya, ' in per.get("/talespraak", htmx=True).text
    les_paa(per, "en")
    assert '<option value="Tigrinya">tigrinja, ' in per.get("/talespraak", htmx=True).text
    assert per.get("/talespraak").status_code == 302
