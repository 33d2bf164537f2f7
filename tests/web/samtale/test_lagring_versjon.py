"""The version protocol: nothing is overwritten unseen, nobody is troubled without need, every value is remembered."""

import re

import pytest
from stoette import innsyn
from stoette.sider import har_klasse, med_id, ord_i, tekst, tre
from stoette.skjemaer import i_skjemaet

KONFLIKTFELT = ["morsmaal", "arbeidserfaring", "egen_telefon", "behov_for_tolk", "har_behov"]
VERDIER = {"egen_telefon": ("00 00 41 00", "00 00 42 00"), "behov_for_tolk": ("ja", "nei"), "har_behov": ("ja", "nei")}


@pytest.fixture
def per(som, yonas):
    return som("per")


@pytest.fixture
def mari(som, yonas):
    return som("mari")


def felt(yonas: innsyn.Ider, sti: str) -> tuple[object, int]:
    return innsyn.svarene(yonas.beboer)[sti]


@pytest.mark.begge_lagre
@pytest.mark.parametrize("sti", KONFLIKTFELT)
def test_samme_felt_gir_konflikt_med_begge_svar(per, mari, yonas, sti):
    """K1, story 2: the later save gets 409 and both texts; what is stored stays."""
    pers, maris = VERDIER.get(sti, ("første svar", "andre svar"))
    assert per.lagre(yonas.skjema, sti, pers, klient="a", sekvens=1).status_code == 200
    foer = innsyn.dump()
    svar = mari.lagre(yonas.skjema, sti, maris, klient="b", sekvens=1)
    assert svar.status_code == 409 and innsyn.dump() == foer
    vist = {"ja": "Ja", "nei": "Nei"}
    svarene = [ord_i(dd) for dd in re.findall(r"<dd[^>]*>(.*?)</dd>", svar.text, re.DOTALL)]
    assert svarene == [vist.get(maris, maris), vist.get(pers, pers)]
    assert "Ikke lagret." in svar.text and "Per Lia endret dette feltet" in ord_i(svar.text)
    assert f'name="v.{sti}" value="0"' in svar.text, "det neste forsøket er fortsatt en konflikt"
    assert "Lagret kl." not in svar.text
    assert mari.lagre(yonas.skjema, sti, maris, klient="b", sekvens=2).status_code == 409


def test_behold_min_skriver_over_med_vilje(per, mari, yonas):
    per.lagre(yonas.skjema, "morsmaal", "tigrinja", klient="a", sekvens=1)
    svar = mari.lagre(yonas.skjema, "morsmaal", "amharisk", klient="b", sekvens=1)
    versjon = re.search(r'data-behold="([0-9]+)"', svar.text)[1]
    svar = mari.lagre(yonas.skjema, "morsmaal", "amharisk", versjon, klient="b", sekvens=2)
    assert svar.status_code == 200 and felt(yonas, "morsmaal") == (["am"], 2)
    assert innsyn.historien(yonas.beboer, "morsmaal") == [(1, ["ti"]), (2, ["am"])]


def test_bruk_den_andres_henter_feltet_paa_nytt(per, mari, yonas):
    per.lagre(yonas.skjema, "morsmaal", "tigrinja")
    svar = mari.lagre(yonas.skjema, "morsmaal", "amharisk")
    knapp = next(b for b in tre(svar).iter("button") if tekst(b) == "Bruk svaret fra Per Lia")
    bit = mari.post(knapp.get("hx-post"), htmx=True)
    boks = next(e for e in tre(bit).iter("div") if har_klasse(e, "felt"))
    assert {e.get("name"): e.get("value") for e in boks.iter("input")} == {"morsmaal": "tigrinja", "v.morsmaal": "1"}
    side = mari.post(knapp.get("hx-post"))
    assert (side.status_code, side.headers["Location"]) == (303, f"{yonas.skjema}#f-morsmaal")
    assert felt(yonas, "morsmaal") == (["ti"], 1)


def test_likt_svar_er_ingen_konflikt(per, mari, yonas):
    for klient in (per, mari, mari):
        assert klient.lagre(yonas.skjema, "morsmaal", "tigrinja").status_code == 200
    assert innsyn.historien(yonas.beboer, "morsmaal") == [(1, ["ti"])]


def test_ulike_felt_er_aldri_i_konflikt(per, mari, yonas):
    """K2."""
    for nr in range(1, 6):
        assert per.lagre(yonas.skjema, "morsmaal", f"per {nr}", nr - 1).status_code == 200
        assert mari.lagre(yonas.skjema, "tolkespraak", f"mari {nr}", nr - 1).status_code == 200
    assert felt(yonas, "morsmaal") == ("per 5", 5) and felt(yonas, "tolkespraak") == ("mari 5", 5)


@pytest.mark.begge_lagre
def test_samme_lagring_sendt_igjen_er_harmloes(per, yonas):
    """K3: the answer to the first was lost on the way."""
    svarene = [per.lagre(yonas.skjema, "morsmaal", "tigrinja", klient="a", sekvens=1) for _ in range(3)]
    assert [s.status_code for s in svarene] == [200] * 3
    assert all('name="v.morsmaal" value="1"' in s.text for s in svarene)
    assert innsyn.historien(yonas.beboer, "morsmaal") == [(1, ["ti"])]


def test_svaret_kom_aldri_fram_men_skrivingen_gikk_videre(per, yonas):
    """The page still thinks that nothing is stored: its own earlier save is no conflict."""
    per.lagre(yonas.skjema, "morsmaal", "ti", 0, klient="a", sekvens=1)
    assert per.lagre(yonas.skjema, "morsmaal", "tigrinja", 0, klient="a", sekvens=2).status_code == 200
    assert felt(yonas, "morsmaal") == (["ti"], 2)


@pytest.mark.begge_lagre
def test_en_forsinket_eldre_lagring_fra_samme_side_blir_borte(per, yonas):
    """K4."""
    assert per.lagre(yonas.skjema, "morsmaal", "tigrinja", 0, klient="a", sekvens=5).status_code == 200
    svar = per.lagre(yonas.skjema, "morsmaal", "tigr", 0, klient="a", sekvens=4)
    assert svar.status_code == 200 and 'name="v.morsmaal" value="1"' in svar.text
    assert felt(yonas, "morsmaal") == (["ti"], 1)


def test_en_annen_fane_er_en_annen_side(per, yonas):
    """The same user's other tab has not seen the change: it conflicts, as a colleague's would."""
    per.lagre(yonas.skjema, "morsmaal", "tigrinja", klient="a", sekvens=9)
    assert per.lagre(yonas.skjema, "morsmaal", "amharisk", klient="b", sekvens=10).status_code == 409


@pytest.mark.parametrize("versjon", [2, 7, 999_999_999])
def test_en_versjon_som_ikke_finnes_er_en_konflikt(per, yonas, versjon):
    per.lagre(yonas.skjema, "morsmaal", "tigrinja")
    assert per.lagre(yonas.skjema, "morsmaal", "amharisk", versjon).status_code == 409
    assert per.lagre(yonas.skjema, "tolkespraak", "amharisk", versjon).status_code == 409
    assert felt(yonas, "morsmaal") == (["ti"], 1) and "tolkespraak" not in innsyn.svarene(yonas.beboer)


def test_toemming_er_ogsaa_en_endring(per, mari, yonas):
    per.lagre(yonas.skjema, "morsmaal", "tigrinja")
    assert per.lagre(yonas.skjema, "morsmaal", "  ", 1).status_code == 200
    svar = mari.lagre(yonas.skjema, "morsmaal", "amharisk", 1)
    assert svar.status_code == 409 and "Tomt" in svar.text
    assert innsyn.historien(yonas.beboer, "morsmaal") == [(1, ["ti"]), (2, None)]


@pytest.mark.begge_lagre
def test_historien_holder_hver_verdi_med_hvem_og_naar(per, mari, yonas):
    for nr, (klient, verdi) in enumerate([(per, "a"), (mari, "b"), (per, ""), (mari, "c")]):
        assert klient.lagre(yonas.skjema, "utdanning", verdi, nr).status_code == 200
    rader = innsyn.les(
        "SELECT versjon, endret_av_id, samtale_id FROM svarhistorikk WHERE sti = 'utdanning' AND beboer_id = :b"
        " ORDER BY endret, versjon",
        b=yonas.beboer,
    )
    assert [tuple(rad) for rad in rader] == [
        (nr, klient.id, yonas.samtale) for nr, klient in enumerate((per, mari, per, mari), 1)
    ]
    assert [v for _, v in innsyn.historien(yonas.beboer, "utdanning")] == ["a", "b", None, "c"]


def test_et_uroert_felt_i_et_gammelt_skjema_er_ingen_konflikt(per, mari, yonas):
    """Without JavaScript the whole section is sent: what was not touched does not turn back a colleague's change."""
    per.lagre(yonas.skjema, "tolkespraak", "tigrinja")
    skjema = i_skjemaet(per, yonas.skjema, "personopplysninger")
    mari.lagre(yonas.skjema, "morsmaal", "maris", 0)
    mari.lagre(yonas.skjema, "tolkespraak", "maris", 1)
    mari.lagre(yonas.skjema, "behov_for_tolk", "nei", 0)
    svar = per.post(f"{yonas.skjema}/svar?seksjon=personopplysninger", skjema | {"tolk_id": "T 4"})
    assert svar.status_code == 303 and svar.headers["Location"] == f"{yonas.skjema}#seksjon-personopplysninger"
    assert {sti: v for sti, (v, _) in innsyn.svarene(yonas.beboer).items()} == {
        "morsmaal": "maris", "tolkespraak": "maris", "behov_for_tolk": "nei", "tolk_id": "T 4",
    }  # fmt: skip


def test_konflikt_uten_javascript_viser_begge_og_lagrer_resten(per, mari, yonas):
    skjema = i_skjemaet(per, yonas.skjema, "personopplysninger")
    mari.lagre(yonas.skjema, "morsmaal", "maris")
    adresse = f"{yonas.skjema}/svar?seksjon=personopplysninger"
    side = per.post(adresse, skjema | {"morsmaal": "pers", "tolk_id": "T 4"})
    assert side.status_code == 409
    status = tekst(med_id(side, "s-morsmaal"))
    assert "Mari Granli endret dette feltet" in status and "pers" in status and "maris" in status
    assert per.skjema(side, "seksjon=personopplysninger")["morsmaal"] == ["pers"], "det som ble skrevet, står"
    assert felt(yonas, "morsmaal") == ("maris", 1) and felt(yonas, "tolk_id") == ("T 4", 1)
    igjen = per.skjema(side, "seksjon=personopplysninger")
    assert per.post(adresse, igjen).status_code == 409, "«Lagre» alene velger ikke for noen"
    knapp = next(b for b in tre(side).iter("button") if b.get("name") == "behold")
    svar = per.post(adresse, igjen | {"behold": knapp.get("value")})
    assert svar.status_code == 303 and felt(yonas, "morsmaal") == ("pers", 2)


def test_behold_gjelder_bare_feltet_det_staar_ved(per, mari, yonas):
    """Pressing it beside one field decides nothing about another that is in conflict too."""
    adresse = f"{yonas.skjema}/svar?seksjon=personopplysninger"
    skjema = i_skjemaet(per, yonas.skjema, "personopplysninger")
    for sti in ("morsmaal", "tolkespraak"):
        mari.lagre(yonas.skjema, sti, "maris")
    side = per.post(adresse, skjema | {"morsmaal": "pers", "tolkespraak": "pers"})
    assert side.status_code == 409
    svar = per.post(adresse, per.skjema(side, "seksjon=personopplysninger") | {"behold": "morsmaal:1"})
    assert svar.status_code == 409
    assert felt(yonas, "morsmaal") == ("pers", 2) and felt(yonas, "tolkespraak") == ("maris", 1)


def test_bruk_den_andres_uten_javascript_beholder_resten(per, mari, yonas):
    """Taking the colleague's answer in one field throws away nothing that was typed in another."""
    adresse = f"{yonas.skjema}/svar?seksjon=personopplysninger"
    skjema = i_skjemaet(per, yonas.skjema, "personopplysninger")
    for sti in ("morsmaal", "tolkespraak"):
        mari.lagre(yonas.skjema, sti, "maris")
    skrevet = {"morsmaal": "pers", "tolkespraak": "pers", "egen_telefon": "ring meg"}
    side = per.post(adresse, skjema | skrevet)
    knapp = next(b for b in tre(side).iter("button") if b.get("name") == "bruk")
    side = per.post(adresse, per.skjema(side, "seksjon=personopplysninger") | {"bruk": knapp.get("value")})
    assert side.status_code == 422
    igjen = per.skjema(side, "seksjon=personopplysninger")
    assert {sti: igjen[sti] for sti in skrevet} == {
        "morsmaal": ["maris"], "tolkespraak": ["pers"], "egen_telefon": ["ring meg"],
    }  # fmt: skip
    assert felt(yonas, "morsmaal") == ("maris", 1)


def test_en_feilskriving_skjuler_ikke_en_konflikt(per, mari, yonas):
    """Given: a colleague saved meanwhile. When: mine is first refused, then put right. Then: still a conflict."""
    adresse = f"{yonas.skjema}/svar?seksjon=personopplysninger"
    skjema = i_skjemaet(per, yonas.skjema, "personopplysninger")
    mari.lagre(yonas.skjema, "egen_telefon", "00 00 41 00")
    side = per.post(adresse, skjema | {"egen_telefon": "ring meg"})
    assert side.status_code == 422
    svar = per.post(adresse, per.skjema(side, "seksjon=personopplysninger") | {"egen_telefon": "00 00 42 00"})
    assert svar.status_code == 409 and felt(yonas, "egen_telefon") == ("00 00 41 00", 1)


def test_bare_feltet_i_adressen_endres(per, yonas):
    """K10: whatever else the request carries."""
    per.aapne("Yonas Tesfalem")
    foer = innsyn.dump(uten=("hendelse", "innlogging", "svar", "svarhistorikk"))
    svar = per.post(
        f"{yonas.skjema}/svar?felt=morsmaal",
        {
            "morsmaal": "tigrinja", "v.morsmaal": "0", "tolkespraak": "x", "v.tolkespraak": "0",
            "status": "gjennomfoert",
            "mottak_id": "x", "beboer_id": "x", "endret_av_id": "x", "endret": "2001-01-01", "bosetting": "bosatt",
            "intern_merknad": "x", "seksjon": "personopplysninger", "versjon": "9", "id": "x", "kompass": "registrert",
        },
        htmx=True,
    )  # fmt: skip
    assert svar.status_code == 200
    assert innsyn.svarene(yonas.beboer) == {"morsmaal": (["ti"], 1)}
    assert innsyn.dump(uten=("hendelse", "innlogging", "svar", "svarhistorikk")) == foer
    assert innsyn.en("SELECT endret_av_id FROM svar WHERE beboer_id = :b", b=yonas.beboer) == per.id


def test_antall_som_mangler_foelger_med_svaret(per, yonas):
    """How far the form has come is told in one word, when it is not what the page shows; also after a refused save."""

    def tall(sti, verdi, vist, versjon=0):
        data = {sti: verdi, f"v.{sti}": str(versjon), "tall": vist}
        return re.findall(r'data-tall="([^"]+)"', per.post(f"{yonas.skjema}/svar?felt={sti}", data, htmx=True).text)

    foerste = tall("morsmaal", "tigrinja", "")
    assert foerste[0].startswith("1/5.2.")
    assert tall("egen_telefon", "x", foerste[0]) == [] == tall("interesser", "", foerste[0])
    assert tall("egen_telefon", "x", "noe gammelt") == foerste
    assert tall("har_behov", "ja", foerste[0])[0].startswith("2/6.")
    assert tall("samtykke", "ja", foerste[0])[0].startswith("3/9."), "og det som nå kom til"
