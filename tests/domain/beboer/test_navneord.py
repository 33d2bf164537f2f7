"""Navneord: the table holds what the names give, whoever wrote them, and nobody who is in no list."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from stoette import innsyn
from stoette.gjoer import ferdigstill, fyll_ut
from stoette.navn import har, skal_ha
from stoette.registeret import HELEN, importer, numre, rad

from app.db import arbeid, db, sesjon
from app.demo.mengde import mange_beboere
from app.domain.beboer import navneord, navnesoek
from app.domain.beboer.doerer import TRUKNE_VISES
from app.domain.beboer.modell import BEBOER, Beboer
from app.domain.tid import klokke, naa
from app.migrering import migrer

LENGST = max(TRUKNE_VISES.values())


def ord_for(navn: str) -> set[str]:
    id_ = innsyn.ider(navn).beboer
    return {ord_ for beboer, ord_ in har() if beboer == id_ and not ord_.startswith("~")}


def test_demoen_og_mengden_har_ordene_sine(app):
    with arbeid(skriver=True):
        mange_beboere(20)
    assert har() == skal_ha() and len(har()) > 100


def test_hele_registeret_inn_nye_omdoepte_trukne_og_tilbake(app):
    """By the bunch and one household at a time: what is new, renamed, withdrawn, back again, and renamed meanwhile."""
    nye = [HELEN | {"duf_nummer": n, "husstand": f"N-{n}", "fornavn": "Mohamed Abdul"} for n in numre(12)]
    importer(*nye, rad("Yonas Tesfalem", fornavn="Jonas"), rad("Rami Khaldoun", etternavn="Haldun", trukket="ja"))
    assert har() == skal_ha() and ord_for("Jonas Tesfalem") == {"jonas", "tesfalem"}
    assert ord_for("Rami Haldun") == set(), "withdrawn before the completion"
    importer(*(en | {"fornavn": "Muhammad"} for en in nye), rad("Rami Haldun", etternavn="Khaldun"))
    assert har() == skal_ha() and ord_for("Rami Khaldun") == set(), "renamed while withdrawn"
    importer(*(en | {"trukket": "ja"} for en in nye[:5]), rad("Rami Khaldun", trukket="nei"))
    assert har() == skal_ha() and ord_for("Rami Khaldun") == {"rami", "khaldun"}
    importer(*(en | {"trukket": "nei", "etternavn": "Osman"} for en in nye[:5]))
    assert har() == skal_ha() and len(har()) > 150


def test_den_som_trekkes_etter_ferdigstilling_finnes_saa_lenge_en_liste_viser_det(app, som):
    fyll_ut(som("per"), "Yonas Tesfalem")
    assert ferdigstill(som("per"), innsyn.ider("Yonas Tesfalem").samtale).status_code == 303
    importer(rad("Yonas Tesfalem", trukket="ja"))
    siri = som("siri")
    adresse = siri.post("/fordelingsklare/soek", {"soeketekst": "Jonas"}).headers["Location"]
    assert "Yonas Tesfalem" in siri.get(adresse).text
    for siden, har_ord in ((LENGST, True), (LENGST + timedelta(days=1), False)):
        om_litt = naa() + siden - timedelta(minutes=5)
        with klokke(lambda om_litt=om_litt: om_litt), arbeid(skriver=True):
            navneord.fjern_trukne()
        assert bool(ord_for("Yonas Tesfalem")) is har_ord
    assert ord_for("Rami Khaldoun"), "who is not withdrawn, stays"


def test_den_som_slettes_er_ute(app):
    with arbeid(skriver=True):
        mange_beboere(2)
    id_ = innsyn.en("SELECT id FROM beboer WHERE fornavn = 'Prøve1'")
    assert id_ in {beboer for beboer, _ in har()}
    sesjon.rollback()
    innsyn.skriv("DELETE FROM beboer WHERE id = :i", i=id_)
    assert id_ not in {beboer for beboer, _ in har()}


def test_migreringen_fyller_ordene_til_dem_som_er_der(app):
    importer(rad("Rami Khaldoun", trukket="ja"))
    foer = har()
    sesjon.rollback()
    migrer("0015")
    assert "navneord" not in sa.inspect(db.engine).get_table_names()
    migrer()
    assert har() == foer


@pytest.mark.parametrize("vilkaar", [navnesoek.passer, navnesoek.blant_alle])
def test_soeket_leser_aldri_hele_tabellen(app, merke, vilkaar):
    """However many there are: a word is a range of the index, and a sound one place in it."""
    setning = sa.select(BEBOER.c.id).where(BEBOER.c.mottak_id == "m", vilkaar("mohammed abdul rahman"))
    sql = str(setning.compile(db.engine, compile_kwargs={"literal_binds": True}))
    with db.engine.connect() as tilkobling:
        if merke == "postgresql":
            tilkobling.exec_driver_sql("SET enable_seqscan = off")
            plan = [linje[0] for linje in tilkobling.exec_driver_sql(f"EXPLAIN {sql}".replace("%", "%%"))]
            assert not [linje for linje in plan if "Seq Scan on navneord" in linje], plan
        else:
            plan = [linje[3] for linje in tilkobling.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
            assert not [linje for linje in plan if linje.startswith("SCAN") and "navneord" in linje], plan
    assert any("navneord" in linje for linje in plan)


@pytest.mark.parametrize(
    ("tekst", "navn", "lyd"),
    [
        ("mohammed", ["Muhammad Ali"], ["Muhammad"]),
        ("moh", ["Mohammed Ali"], []),
        ("muhammad", ["Mohammed Ali", "Muhammad Ali"], []),
        ("mohammed aly", ["Muhammad Ali"], ["Muhammad", "Ali"]),
        ("abdirahman", ["Abdul Rahman Osman"], ["Abdul Rahman Osman"]),
        ("yonas", ["Rami Khaldoun"], []),
        ("", ["Rami"], []),
        ("2024", ["Rami"], []),
    ],
)
def test_hvorfor_et_navn_er_funnet(tekst, navn, lyd):
    assert navnesoek.lignende(tekst, *navn) == lyd


def test_et_objekt_som_bare_endrer_annet_skriver_ingen_ord(app):
    id_ = innsyn.ider("Yonas Tesfalem").beboer
    innsyn.skriv("DELETE FROM navneord WHERE beboer_id = :i", i=id_)
    with arbeid(skriver=True):
        sesjon.get(Beboer, id_).tolkespraak = "amharisk"
    assert ord_for("Yonas Tesfalem") == set(), "no word is written where the name stays"
