"""Oppgavelisten: one row per household, how long it has waited, how far it has come, and the way into the form."""

import re

import pytest
from stoette import innsyn
from stoette.sider import ord_i

from app.db import arbeid, sesjon
from app.domain.beboer.modell import Beboer
from app.domain.samtale import oppgave, samtale

TITLER = [
    "Familien Habtemikael",
    "Nadia Karimipour",
    "Tsering Dolkar",
    "Familien Khaldoun",
    "Yonas Tesfalem",
    "Familien Mukamana",
]


def titler(side) -> list[str]:
    return re.findall(r"<h2[^>]*id=\"t-[0-9a-f]+\"[^>]*>([^<]+)</h2>", side.text)


def raden(side, tittel: str) -> str:
    """The markup of one task."""
    return next(del_ for del_ in side.text.split('<li class="kort oppgave"') if f">{tittel}</h2>" in del_)


@pytest.mark.begge_lagre
def test_de_som_har_ventet_lengst_staar_foerst(felles_som):
    assert titler(felles_som("per").get("/mottak/oppgaver")) == TITLER


@pytest.mark.parametrize(
    ("tittel", "status", "personer", "ventet"),
    [
        ("Familien Habtemikael", "Påbegynt", "2 personer", "Har ventet 12 dager"),
        ("Familien Khaldoun", "Klar for samtale", "4 personer", "Har ventet 4 dager"),
        ("Yonas Tesfalem", "Klar for samtale", "1 person", "Har ventet 3 dager"),
    ],
)
def test_raden_sier_hvem_hvor_langt_og_hvor_lenge(felles_som, tittel, status, personer, ventet):
    tekst = ord_i(raden(felles_som("per").get("/mottak/oppgaver"), tittel))
    assert tekst.count(status) == 1
    assert personer in tekst and ventet in tekst
    assert "Gjennomfør bosettingssamtale" in tekst


def test_ny_i_dag(app, som):
    innsyn.skriv(
        "UPDATE bosettingssamtale SET klar_siden = CURRENT_TIMESTAMP WHERE id = :i",
        i=innsyn.ider("Yonas Tesfalem").samtale,
    )
    assert "Ny i dag" in ord_i(raden(som("per").get("/mottak/oppgaver"), "Yonas Tesfalem"))


@pytest.mark.begge_lagre
def test_detaljene_viser_hvert_medlem_og_hva_som_mangler(felles_som):
    per = felles_som("per")
    lukket = raden(per.get("/mottak/oppgaver"), "Familien Khaldoun")
    assert "Vis detaljer" in lukket and "Lina Khaldoun</th>" not in lukket and '<details class="detaljer">' in lukket
    url = re.search(r'<a[^>]*href="([^"]+/detaljer)"', lukket)[1]
    assert f'hx-get="{url}"' in lukket
    bit, side = per.get(url, htmx=True), per.get(url)
    assert "<html" not in bit.text and "<html" in side.text
    for svar in (bit, side):
        assert "HX-Request" in svar.headers["Vary"]
        for navn in ("Rami", "Lina", "Jad", "Noor"):
            assert f"{navn} Khaldoun</th>" in svar.text
        assert ord_i(svar.text).count("0 av 5 obligatoriske svar") == 4
    assert "Familien Khaldoun" in ord_i(side.text)


def test_detaljer_for_alle_er_en_lenke_med_alt_aapent(felles_som):
    per = felles_som("per")
    lukket = per.get("/mottak/oppgaver")
    assert 'href="/mottak/oppgaver?detaljer=alle"' in lukket.text and "Vis detaljer for alle" in lukket.text
    aapen = per.get("/mottak/oppgaver?detaljer=alle")
    assert aapen.text.count('<details class="detaljer" open>') == len(TITLER)
    assert "Skjul detaljer for alle" in aapen.text and 'href="/mottak/oppgaver"' in aapen.text
    for navn in ("Lina Khaldoun", "Yonas Tesfalem", "Espoir Mukamana"):
        assert f"{navn}</th>" in aapen.text
    assert "Dawit Habtemikael: 5 av 5" in ord_i(raden(lukket, "Familien Habtemikael")), "uten å åpne noe"


def test_gjennomfoer_begynner_samtalen_en_gang(app, som):
    per, mari = som("per"), som("mari")
    rami = innsyn.ider("Rami Khaldoun")
    for klient in (per, mari, per):
        svar = klient.post(f"/samtaler/{rami.samtale}/gjennomfoering")
        assert (svar.status_code, svar.headers["Location"]) == (303, rami.skjema), "den eldste først"
    assert innsyn.antall("hendelse", handling="samtale_paabegynt", samtale_id=rami.samtale) == 1
    begynt_av = innsyn.en("SELECT paabegynt_av_id FROM bosettingssamtale WHERE id = :i", i=rami.samtale)
    assert begynt_av == per.id
    assert "Påbegynt" in ord_i(raden(mari.get("/mottak/oppgaver"), "Familien Khaldoun"))


def test_tom_liste_sier_det(app, som):
    innsyn.skriv("UPDATE beboer SET samtale_id = NULL")
    per = som("per")
    liste = per.get("/mottak/oppgaver")
    assert "Oppgavelisten er tom." in liste.text and "Gjennomfør" not in liste.text
    assert "detaljer for alle" not in liste.text
    assert "Oppgavelisten er tom." in per.get("/").text


@pytest.mark.parametrize("bruker", ["per", "mari", "hamid", "ingrid", "aud"])
def test_arbeidsflaten_teller_som_listen(app, som, bruker):
    selam = innsyn.ider("Selam Berhanesh")
    assert som("aud").post(f"/mottak/beboere/{selam.beboer}/samtale").status_code == 303
    _gi_samtale("Leyla Omarova")
    klient = som(bruker)
    antall = len(titler(klient.get("/mottak/oppgaver")))
    assert antall == {"per": 6, "mari": 6, "hamid": 2, "ingrid": 1, "aud": 2}[bruker]
    assert f"Hele oppgavelisten</a> ({antall})" in klient.get("/").text


def test_det_man_har_begynt_paa_staar_paa_arbeidsflaten_hvor_langt_nede_det_enn_er(app, som, monkeypatch):
    """Given: a page of the list has room for one, and what colleagues have begun has waited longer."""
    monkeypatch.setattr(oppgave, "PAA_SIDEN", 1)
    mari, chantal = som("mari"), innsyn.ider("Chantal Mukamana")
    assert mari.post(f"/samtaler/{chantal.samtale}/gjennomfoering").status_code == 303
    assert titler(mari.get("/mottak/oppgaver")) == TITLER[:1], "i listen står de begynte etter hvor lenge de har ventet"
    assert titler(mari.get("/")) == ["Familien Mukamana"]


def test_uten_bosettingssak_er_oppgave_bare_for_den_som_kan_gjennomfoere(app, som):
    selam = innsyn.ider("Selam Berhanesh")
    aud, ingrid = som("aud"), som("ingrid")
    assert aud.post(f"/mottak/beboere/{selam.beboer}/samtale").status_code == 303
    samtale = innsyn.ider("Selam Berhanesh").samtale
    assert "Selam Berhanesh" in titler(aud.get("/mottak/oppgaver"))
    assert "Selam Berhanesh" not in ingrid.get("/mottak/oppgaver?detaljer=alle").text
    assert aud.get(f"/mottak/oppgaver/{samtale}/detaljer").status_code == 200
    assert ingrid.get(f"/mottak/oppgaver/{samtale}/detaljer").status_code == 404
    assert ingrid.post(f"/samtaler/{samtale}/gjennomfoering").status_code == 403


def test_skjermet_beboer_er_ingen_oppgave(app, som):
    _gi_samtale("Leyla Omarova")
    samtale = innsyn.ider("Leyla Omarova").samtale
    per = som("per")
    assert titler(per.get("/mottak/oppgaver")) == TITLER
    assert "Omarova" not in per.get("/mottak/oppgaver?detaljer=alle").text
    assert per.get(f"/mottak/oppgaver/{samtale}/detaljer").status_code == 404
    assert per.post(f"/samtaler/{samtale}/gjennomfoering").status_code == 404


def test_skjermet_medlem_er_usynlig_i_familien(app, som):
    """Given: one of four is shielded. Then: the others are there, and nothing tells of the fourth."""
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE fornavn = 'Lina'")
    side = som("per").get("/mottak/oppgaver?detaljer=alle")
    assert "3 personer" in ord_i(raden(side, "Familien Khaldoun")) and "Lina" not in side.text


def test_antall_sporringer_vokser_ikke_med_listen(app, som):
    per = som("per")
    per.get("/mottak/oppgaver?detaljer=alle")
    foer = len(per.sporringer)
    innsyn.skriv("UPDATE beboer SET samtale_id = NULL WHERE etternavn NOT IN ('Tesfalem', 'Habtemikael')")
    per.get("/mottak/oppgaver?detaljer=alle")
    assert len(per.sporringer) == foer


def _gi_samtale(navn: str) -> None:
    with arbeid(skriver=True):
        beboer = sesjon.get_one(Beboer, innsyn.ider(navn).beboer)
        samtale.klargjoer([beboer])
    sesjon.remove()
