"""GET /api/samtaler: a system that follows the changes holds what it may hold, after each of them and from nothing."""

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette import innsyn
from stoette.ferdige import HASSAN, LAYLA, RAMI, Historie, Som, fra_null, stemmer
from stoette.konsument import ALT, BARE, SAMTALER, SKJERMEDE, Konsument, kan_holdes
from stoette.registeret import HELEN, importer

from app.db import arbeid, sesjon
from app.domain.beboer.modell import BEBOER
from app.domain.bosetting import maskinsak
from app.domain.oppbevaring import sletting
from app.domain.samtale import sakendring
from app.migrering import migrer

pytestmark = pytest.mark.begge_lagre

OMFANG = (BARE, SKJERMEDE, ALT)


def test_etter_hver_endring_og_fra_null_er_det_samme(app: Flask, som: Som) -> None:
    historie, alle = Historie(app, som), [Konsument(app, omfang) for omfang in OMFANG]
    for konsument in alle:
        konsument.foelg()
    for gjoer_det, slag in historie.steg():
        gjoer_det()
        for konsument in alle:
            nye = konsument.foelg()
            assert {endring["slag"] for endring in nye} == slag, konsument.omfang
            assert {endring["samtale"] for endring in nye} == {historie.rami.samtale}
            stemmer(konsument)
    historie.merknad()
    assert [len(konsument.foelg()) for konsument in alle] == [0, 0, 1]
    for konsument in alle:
        stemmer(konsument)


def test_det_som_fantes_foer_er_med_fra_null(app: Flask) -> None:
    """What was completed before the table came, is in it by the migration."""
    sesjon.remove()
    migrer("0031")
    migrer()
    for omfang in OMFANG:
        konsument = fra_null(app, omfang)
        assert konsument.deltakere() == kan_holdes(omfang) != {}
        assert {endring["slag"] for endring in konsument.sett} == {"ferdigstilt"}


def test_skjermede_er_verken_rader_eller_tall(app: Flask, som: Som) -> None:
    """A household shielded from the start, and a member shielded in it afterwards: nothing that happens to them shows,
    but that a copy is to be removed, to whoever may have had one."""
    historie = Historie(app, som)
    foer, holder, kan = fra_null(app, BARE), Konsument(app, BARE), Konsument(app, SKJERMEDE)
    historie.ferdigstill()
    holder.foelg()
    layla = innsyn.ider(LAYLA)
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE id = :b", b=layla.beboer)
    (fjernet,) = holder.foelg()
    assert (fjernet["slag"], fjernet["beboer"], fjernet["gjoer"]) == ("skjermet", layla.beboer, "hent")
    assert layla.beboer not in str(holder.har)
    innsyn.skriv("UPDATE beboer SET bosetting = 'soekt_ut' WHERE id = :b", b=layla.beboer)
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE id = :b", b=historie.hassan.beboer)
    innsyn.skriv("UPDATE beboer SET bosetting = 'soekt_ut' WHERE id = :b", b=historie.hassan.beboer)
    assert [(e["slag"], e["gjoer"]) for e in holder.foelg()] == [("skjermet", "fjern")]
    ny = fra_null(app, BARE)
    spor = (layla.beboer, historie.hassan.beboer, historie.hassan.samtale, "skjermet")
    sagt = str([{**e, "tid": ""} for e in ny.sett])
    assert not [s for s in spor if str(s) in sagt] and str(historie.hassan.samtale) not in str(ny.har)
    assert len(ny.sett) == len(foer.sett) - 1 + 1, "Hassans er borte, familiens er kommet"
    assert ny.spoer(f"{SAMTALER}/{historie.hassan.samtale}").status_code == 404
    fremmed = ny.spoer(f"{SAMTALER}/{'0' * 32}")
    assert ny.spoer(f"{SAMTALER}/{historie.hassan.samtale}").data == fremmed.data
    kan.foelg()
    assert {layla.beboer, historie.hassan.beboer} <= set().union(*kan.deltakere().values())
    assert innsyn.antall("hendelse", handling="skjermet_lest", beboer_id=layla.beboer) >= 1
    for konsument in (holder, ny, kan):
        stemmer(konsument)


def slett(*ider: innsyn.Ider) -> None:
    with arbeid(skriver=True):
        for hvem in ider:
            sletting.slett(hvem.beboer, "andre")
    sesjon.remove()


def test_slettet_er_bare_den_tilfeldige_id_en(app: Flask, som: Som) -> None:
    """Also a household that was shielded before it was deleted, to whoever held it; and of one that was so all the
    time, nobody else is told."""
    historie, holder, alltid = Historie(app, som), Konsument(app, BARE), innsyn.ider("Yonas Tesfalem")
    historie.ferdigstill()
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE id = :b", b=alltid.beboer)
    naa = "2026-01-01 00:00:00"
    sql = "UPDATE bosettingssamtale SET status = 'gjennomfoert', ferdigstilt = :t WHERE id = :s"
    innsyn.skriv(sql, s=alltid.samtale, t=naa)
    innsyn.skriv("UPDATE beboer SET ferdigstilt = :t WHERE id = :b", b=alltid.beboer, t=naa)
    kan = Konsument(app, SKJERMEDE)
    for konsument in (holder, kan):
        konsument.foelg()
    assert alltid.samtale in kan.har and alltid.samtale not in holder.har
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE id = :b", b=historie.hassan.beboer)
    slett(historie.rami)
    slett(historie.hassan, alltid)
    fjernet = {(e["samtale"], e["slag"], e["gjoer"], e["beboer"]) for e in holder.foelg()}
    assert fjernet == {
        (historie.rami.samtale, "slettet", "hent", None),
        (historie.hassan.samtale, "slettet", "fjern", None),
    }
    assert (alltid.samtale, "fjern") in {(e["samtale"], e["gjoer"]) for e in kan.foelg()}
    for konsument in (holder, kan):
        stemmer(konsument)
    assert not [e for e in fra_null(app, BARE).sett if e["samtale"] in (historie.hassan.samtale, alltid.samtale)]
    assert historie.hassan.beboer not in str(innsyn.les("SELECT * FROM sakendring"))


def test_dobbeltregistrerte_kommer_under_den_som_beholdes(app: Flask, som: Som) -> None:
    konsument, rami = Konsument(app), innsyn.ider(RAMI)
    Historie(app, som).ferdigstill()
    konsument.foelg()
    importer({**HELEN, "klar": "nei"})
    innsyn.skriv("UPDATE beboer SET samme_som_id = :b, trukket = '2026-01-01' WHERE fornavn = 'Helen'", b=rami.beboer)
    assert [e["slag"] for e in konsument.foelg()] == ["slaatt_sammen"]
    om = {d["id"]: d["andre_duf_numre"] for d in konsument.har[str(rami.samtale)]["deltakere"]}
    assert om[rami.beboer] == ["202699088504"] and not om[innsyn.ider(LAYLA).beboer]
    innsyn.skriv("UPDATE beboer SET samme_som_id = NULL, trukket = NULL WHERE fornavn = 'Helen'")
    assert [e["slag"] for e in konsument.foelg()] == ["sammenslaaing_opphevet"]
    stemmer(konsument)


def test_et_mottak_som_bytter_navn_er_nytt_for_dem_som_bor_der(app: Flask) -> None:
    konsument = fra_null(app, BARE)
    innsyn.skriv("UPDATE mottak SET navn = 'Nyfuru' WHERE navn LIKE 'Furulia%'")
    assert {e["slag"] for e in konsument.foelg()} == {"opplysninger"} and "Nyfuru" in str(konsument.har)
    stemmer(konsument)


def test_mange_sider_uten_hull_og_gjentakelser(app: Flask, som: Som, monkeypatch: pytest.MonkeyPatch) -> None:
    historie = Historie(app, som)
    historie.ferdigstill()
    historie.soek_ut()
    hele = fra_null(app, BARE)
    monkeypatch.setattr(sakendring, "HOEYST", 2)
    delt = fra_null(app, BARE)
    assert delt.sett == hele.sett and len(hele.sett) > 4 and delt.har == hele.har


def test_hver_kolonne_som_sendes_gir_en_endring_naar_den_endres(app: Flask) -> None:
    """The columns are those the code sends: one that is sent from now on, and that no trigger knows, fails here."""
    konsument, hassan = fra_null(app, SKJERMEDE), innsyn.ider(HASSAN)
    andre = {
        "mottak_id": innsyn.mottak_id("Fjordgløtt"), "husstand_id": innsyn.ider(RAMI).husstand,
        "kompass": "aarsak_registrert",
        "bosetting": "sak_opprettet", "soekt_ut_til": "0301", "duf_nummer": "202699088504",
    }  # fmt: skip
    kolonner = {*maskinsak.REGISTERET, *maskinsak.BOSETTINGEN, *andre}
    for kolonne in sorted(kolonner):
        type_, foer = BEBOER.c[kolonne].type, konsument.har[str(hassan.samtale)]
        ny = andre.get(kolonne, "2001-02-03" if isinstance(type_, sa.Date) else "Xy")
        verdier = {} if isinstance(type_, sa.Boolean) else {"ny": ny}
        settes = ":ny" if verdier else f"NOT {kolonne}"
        innsyn.skriv(f"UPDATE beboer SET {kolonne} = {settes} WHERE id = :b", b=hassan.beboer, **verdier)
        assert konsument.foelg() and konsument.har[str(hassan.samtale)] != foer, kolonne
    stemmer(konsument)
