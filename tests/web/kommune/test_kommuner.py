"""Kommuner: the search with and without JavaScript, and the page of each (S86, S87, S89)."""

import re
from urllib.parse import urlencode

import pytest
from stoette import innsyn
from stoette.brukere import ord_i
from stoette.sider import med_id, tekst, tre


@pytest.mark.parametrize(
    ("skrevet", "funnet"),
    [
        ("tromso", ["Tromsø"]),
        ("TROMSØ", ["Tromsø"]),
        ("5501", ["Tromsø"]),
        ("5401", ["Tromsø"]),
        ("hattfj", ["Hattfjelldal"]),
        ("aarborte", ["Hattfjelldal"]),
        ("Kárášjohka", ["Karasjok"]),
        ("yykeä", ["Lyngen"]),
        ("alna", ["Alna (bydel i Oslo)"]),
        ("ølandsfj", []),
        ("Drammen (3301)", ["Drammen"]),
        ("Tromsoe", ["Tromsø"]),
        ("Aalesund", ["Ålesund", "Haram"]),
        ("herøy", ["Herøy (Møre og Romsdal)", "Herøy (Nordland)"]),
        ("våler", ["Våler (Innlandet)", "Våler (Østfold)", "Hvaler"]),
    ],
)
def test_S87_soeket_finner(felles_som, skrevet, funnet):
    """By each language's name, without the Norwegian letters, by number also a former one, by a part of a word."""
    for htmx in (False, True):
        side = felles_som("per").get(f"/kommuner?q={skrevet}", htmx=htmx)
        treff = [tekst(e) for e in tre(side).iter("a") if re.fullmatch("/kommuner/[0-9]+", e.get("href"))]
        assert treff == funnet
        assert ("Ingen kommune eller bydel passer" in side.text) is (not funnet)
        assert tekst(med_id(side, "antall-treff")) == f"{len(funnet)} treff"


@pytest.mark.parametrize(
    ("skrevet", "mente"),
    [
        ("Trondhiem", ["Trondheim"]),
        ("Drammne", ["Drammen"]),
        ("Stavnger", ["Stavanger"]),
        ("Xqzwvk", []),
    ],
)
def test_mente_du(felles_som, skrevet, mente):
    """What is nearly a name is asked about, and only where nothing is called so."""
    for htmx in (False, True):
        side = felles_som("per").get(f"/kommuner?q={skrevet}", htmx=htmx)
        treff = [tekst(e) for e in tre(side).iter("a") if re.fullmatch("/kommuner/[0-9]+", e.get("href"))]
        assert treff[:1] == mente and (f"Mente du {mente[0]}" in side.text if mente else "Mente" not in side.text)
        assert "Ingen kommune eller bydel passer med søket." in side.text
    assert "Mente du" not in felles_som("per").get("/kommuner?q=hero").text


@pytest.mark.begge_lagre
def test_Aas_er_Aas_foerst(felles_som):
    side = felles_som("per").get("/kommuner?q=Aas")
    assert [tekst(e) for e in tre(side).iter("a") if re.fullmatch("/kommuner/[0-9]+", e.get("href"))][0] == "Ås"


def test_bare_treffene_mens_man_skriver(felles_som):
    """The bit holds the hits, and the number of them for the live region that stays on the page."""
    per = felles_som("per")
    side, bit = per.get("/kommuner?q=oslo"), per.get("/kommuner?q=oslo", htmx=True)
    assert "<html" not in bit.text and 'hx-swap-oob="innerHTML"' in bit.text and "HX-Request" in bit.headers["Vary"]
    assert 'hx-trigger="input changed delay:300ms' in side.text and "hx-swap-oob" not in side.text
    assert med_id(side, "antall-treff").get("role") == "status"
    tom = per.get("/kommuner", htmx=True)
    assert tekst(med_id(tom, "antall-treff")) == "" and "Skriv navnet eller nummeret" in tom.text


def test_mange_treff_vises_femti_av(felles_som):
    side = felles_som("per").get("/kommuner?q=a")
    assert side.text.count('<li class="kort">') == 50 and "De første 50 vises." in side.text


def test_kreditering_staar_paa_siden(felles_som):
    assert "SSB (Klass 131, NLOD) og Kartverket (CC BY 4.0)" in felles_som("tuva").get("/kommuner").text


def test_S89_siden_viser_kontakten_og_naar_den_er_bekreftet(felles_som):
    side = ord_i(felles_som("per").get("/kommuner/0301"))
    for ventet in (
        "Velferdsetaten",
        "00 00 60 01",
        "bosetting@oslo.example",
        "Postboks 1",
        "Sist bekreftet",
        "av Oda Alnabru",
    ):
        assert ventet in side
    assert "Oslo - Oslove" in side and "Fylke Oslo" in side and side.count("Grünerløkka") == 1
    assert "Rediger" not in side and "Bekreft at" not in side and "Endringer" not in side


def test_bydel_uten_egen_kontakt_viser_kommunens(felles_som):
    egen, mors = (ord_i(felles_som("per").get(f"/kommuner/{nummer}")) for nummer in ("030112", "030103"))
    assert "Bydel Alna, flyktningtjenesten" in egen and "ikke lagt inn egen" not in egen
    assert "ikke lagt inn egen kontaktinformasjon" in mors and "Velferdsetaten" in mors


def test_uten_kontakt_sier_siden_det(felles_som):
    side = ord_i(felles_som("per").get("/kommuner/3101"))
    assert "Kommunen har ikke lagt inn kontaktinformasjon." in side
    assert "Tidligere navn og nummer 3001 Halden" in side


def test_hver_kommune_og_bydel_har_en_side(felles_som):
    per = felles_som("per")
    numre = [rad[0] for rad in innsyn.les("SELECT nummer FROM kommune")]
    assert len(numre) == 393
    assert {per.get(f"/kommuner/{nummer}").status_code for nummer in numre[::13]} == {200}


@pytest.mark.parametrize("adresse", ["0000", "9999", "030199", "12345", "000", "abcd", "%00", "0301'--"])
def test_ukjent_nummer_er_404(felles_som, adresse):
    assert felles_som("per").get(f"/kommuner/{adresse}").status_code == 404


@pytest.mark.begge_lagre
def test_erstattet_kommune_leder_til_den_nye(app, som):
    innsyn.skriv("UPDATE kommune SET erstattet_av = '5501' WHERE nummer = '5503'")
    per = som("per")
    assert per.get("/kommuner/5503").headers["Location"].endswith("/kommuner/5501")
    assert "Harstad" not in per.get("/kommuner?q=harstad").text.split("</form>")[-1]
    assert per.get("/kommuner/5503/feil").status_code == 403


@pytest.mark.parametrize("q", ["%", "_", "'", '"><script>alert(1)</script>', "[", "\\", "x" * 100, "𝔗romsø 🌲"])
def test_fiendtlig_soek(felles_som, q):
    for htmx in (False, True):
        svar = felles_som("per").get(f"/kommuner?{urlencode({'q': q})}", htmx=htmx)
        assert svar.status_code == 200 and "<script>alert" not in svar.text
