"""Search in the overview: by name or DUF-nummer, by POST, and nothing of it readable in any address."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from stoette import innsyn
from stoette.klient import uten_merke
from stoette.navn import lag_ord_paa_nytt
from stoette.sider import navnene

from app.web.felles.soek import _segl

YONAS_DUF = "202499011105"
BJO_DUF = "202599044101"  # Mustafa Rahimzai, at another mottak
LEDIG_DUF = "202599044300"  # nobody's, with the right check digits


def soek(klient, tekst: str, **filtre: str):
    """Search as the form does; the answer is the address it leads to."""
    svar = klient.post("/mottak/beboere/soek", {"soeketekst": tekst, **filtre})
    assert svar.status_code == 303, svar.text
    return svar.headers["Location"]


@pytest.mark.begge_lagre
@pytest.mark.parametrize(
    ("tekst", "navn"),
    [
        ("Yonas", ["Yonas Tesfalem"]),
        ("tesfalem yonas", ["Yonas Tesfalem"]),
        ("KHALD", ["Jad Khaldoun", "Lina Khaldoun", "Noor Khaldoun", "Rami Khaldoun"]),
        (" habtemikael  ruta ", ["Ruta Habtemikael"]),
        (YONAS_DUF, ["Yonas Tesfalem"]),
        ("2024 990111 05", ["Yonas Tesfalem"]),
        ("2024 990111", []),
        ("Ingensomheterdette", []),
    ],
)
def test_soek_finner_etter_navn_og_helt_dufnummer(felles_som, tekst, navn):
    per = felles_som("per")
    side = per.get(soek(per, tekst))
    assert navnene(side) == navn
    assert f"{len(navn)} beboer" in side.text
    assert f'value="{" ".join(tekst.split()) if tekst == tekst.strip() else tekst.strip()}"' in side.text


@pytest.mark.parametrize("tekst", ["Yonas Tesfalem", YONAS_DUF, "2024 990111 05", "Ingensomheterdette"])
def test_adressen_sier_ikke_hva_det_ble_soekt_etter(felles_som, tekst):
    """J1: neither name nor DUF-nummer stands in the address, in the links of the page or in its title."""
    per = felles_som("per")
    adresse = soek(per, tekst, status="sak_opprettet", sorter="-navn")
    side = per.get(adresse)
    lenker = " ".join(re.findall(r'(?:href|action|hx-get|hx-post)="([^"]*)"', side.text)) + adresse
    uten_ider = re.sub(r"\b[0-9a-f]{32}\b", "", unquote(lenker))
    for hemmelig in (del_ for del_ in (*tekst.split(), tekst.replace(" ", "")) if len(del_) > 3):
        assert hemmelig not in uten_ider
        assert hemmelig not in re.search(r"<title>(.*?)</title>", side.text, re.DOTALL)[1]
    assert parse_qs(urlsplit(adresse).query).keys() == {"soek", "status", "sorter"}


def test_soeket_gjelder_bare_den_som_soekte(felles_som):
    per, mari = felles_som("per"), felles_som("mari")
    adresse = soek(per, "Yonas")
    assert navnene(per.get(adresse)) == ["Yonas Tesfalem"]
    fremmed = mari.get(adresse)
    assert len(navnene(fremmed)) > 10 and "Yonas" not in re.search(r'id="soeketekst"[^>]*', fremmed.text)[0]


@pytest.mark.parametrize(
    "segl", ["x", "Yonas", "%00", "gAAAAABk", "æ", "../../etc", "a" * 3000, "%F0%9F%98%80", "[]", "gAAAAA=="]
)
def test_oedelagt_segl_er_ikke_noe_soek(felles_som, segl):
    side = felles_som("per").get(f"/mottak/beboere?soek={segl}")
    assert side.status_code == 200 and len(navnene(side)) > 10


def test_et_ekte_segl_som_er_skadet_er_ikke_noe_soek(felles_som):
    """What we sealed ourselves: whole it is the search; cut, changed, or holding something else, it is none."""
    per = felles_som("per")
    helt = parse_qs(urlsplit(soek(per, "Yonas")).query)["soek"][0]
    assert navnene(per.get(f"/mottak/beboere?soek={helt}")) == ["Yonas Tesfalem"]
    midt = len(helt) // 2
    endret = helt[:midt] + ("A" if helt[midt] != "A" else "B") + helt[midt + 1 :]
    annet = [_segl().encrypt(innhold).decode() for innhold in (b"[]", b"Yonas", b'["x"]', b"{")]
    for segl in (helt[:-8], helt[8:], endret, *annet):
        side = per.get(f"/mottak/beboere?soek={segl}")
        assert side.status_code == 200 and len(navnene(side)) > 10, segl


def test_gammelt_segl_er_ikke_noe_soek(felles_som, monkeypatch):
    per = felles_som("per")
    adresse = soek(per, "Yonas")
    monkeypatch.setattr("app.web.felles.soek.SOEK_SEKUNDER", -1)
    assert len(navnene(per.get(adresse))) > 10


def test_tomt_soek_viser_alle(felles_som):
    per = felles_som("per")
    adresse = soek(per, "   ")
    assert adresse == "/mottak/beboere"
    assert "Nullstill" not in per.get(adresse).text


@pytest.mark.begge_lagre
@pytest.mark.parametrize("tekst", ["%", "_", "\\", "'\"", "*?", "' OR 1=1 --", "${7*7}", "t_sfalem"])
def test_jokertegn_er_tekst(felles_som, tekst):
    """G3, G4: nothing but the text itself is searched for."""
    per = felles_som("per")
    assert navnene(per.get(soek(per, tekst))) == []


def test_skilletegn_skiller_ord(felles_som):
    per = felles_som("per")
    treff = [navnene(per.get(soek(per, tekst))) for tekst in ("tesfa%yon", "tesfa yon", "%yon%tes")]
    assert treff == [["Yonas Tesfalem"]] * 3


@pytest.mark.begge_lagre
def test_understrek_i_navnet_finnes_som_understrek(app, som):
    innsyn.skriv("UPDATE beboer SET soekenoekkel = 'yonas a_b' WHERE fornavn = 'Yonas'")
    innsyn.skriv("UPDATE beboer SET soekenoekkel = 'rami axb' WHERE fornavn = 'Rami'")
    lag_ord_paa_nytt()
    per = som("per")
    assert navnene(per.get(soek(per, "a_b"))) == ["Yonas Tesfalem"]


@pytest.mark.parametrize("tekst", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}"])
def test_soeketeksten_vises_som_tekst(felles_som, tekst):
    """G1, G2."""
    per = felles_som("per")
    side = per.get(soek(per, tekst))
    assert "<script>alert" not in side.text and "<img" not in side.text and ">49<" not in side.text
    assert re.search(r'id="soeketekst"[^>]*value="(\{\{7|&lt;|&#34;)', side.text)


@pytest.mark.begge_lagre
@pytest.mark.parametrize("tekst", ["a\0b", "x" * 201, "\x1b[31m"])
def test_tekst_som_ikke_kan_soekes_etter_avvises(felles_som, tekst):
    svar = felles_som("per").post("/mottak/beboere/soek", {"soeketekst": tekst})
    assert svar.status_code == 422 and "Noe må rettes" in svar.text


def test_et_fremmed_dufnummer_svarer_som_et_ledig(felles_som):
    """J2: a search for someone at another mottak tells nothing."""
    per = felles_som("per")
    sider = []
    for nummer in (BJO_DUF, LEDIG_DUF):
        side = per.get(soek(per, nummer))
        sider.append(re.sub(r'soek=[^"&]+|name="soek" value="[^"]+"', "", uten_merke(side)).replace(nummer, ""))
    assert sider[0] == sider[1]
    assert "Ingen beboere passer med søket." in sider[0]


def test_skjermet_beboer_finnes_ikke_i_soeket(felles_som):
    per = felles_som("per")
    for tekst in ("Leyla", "Omarova", "202599110103"):
        side = per.get(soek(per, tekst))
        assert navnene(side) == [] and "0 beboere" in side.text


def test_soeket_foelger_med_naar_man_filtrerer_og_sorterer(felles_som):
    per = felles_som("per")
    side = per.get(soek(per, "Khaldoun"))
    skjult = per.skjema(side, "/mottak/beboere")
    filtrert = per.get(f"/mottak/beboere?soek={skjult['soek'][0]}&status=registrert&sorter=-navn")
    assert navnene(filtrert) == ["Rami Khaldoun", "Lina Khaldoun"]
    sortert = re.search(r'href="([^"]*sorter=foedt[^"]*)"', filtrert.text)[1].replace("&amp;", "&")
    assert navnene(per.get(sortert)) == ["Rami Khaldoun", "Lina Khaldoun"]
    assert 'autocomplete="off"' in re.search(r'<input[^>]*id="soeketekst"[^>]*>', side.text)[0]
