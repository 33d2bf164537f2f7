"""A text that could not become the answer is kept for whoever wrote it, and for nobody else."""

import json

import pytest
from stoette import gjoer, innsyn
from stoette.filer import dumpen
from stoette.sider import ord_i

from app.domain.samtale import merknad, svarutkast

KANARI = "Kanarifugl-d4"


@pytest.fixture
def per(som):
    return som("per")


@pytest.fixture
def mari(som):
    return som("mari")


def kladden(beboer_id: str) -> list[tuple[str, list[str]]]:
    """What lies there about a person, decrypted: path, and the values that were sent."""
    rader = innsyn.les("SELECT sti, kryptert FROM svarutkast WHERE beboer_id = :b ORDER BY sti", b=beboer_id)
    return [(rad.sti, json.loads(merknad.dekrypter(rad.kryptert, beboer_id))) for rad in rader]


@pytest.mark.begge_lagre
@pytest.mark.parametrize("sti", ["morsmaal", "intern_merknad"])
def test_taperen_i_en_konflikt_er_bare_sin_egen(per, mari, yonas, sti, merke):
    """Of the internal remark too: Mari reads her own, and of Per's that it is there (C3); nothing lies in clear."""
    per.lagre(yonas.skjema, sti, "pers", klient="a", sekvens=1)
    assert mari.lagre(yonas.skjema, sti, KANARI, klient="b", sekvens=1).status_code == 409
    assert kladden(yonas.beboer) == [(sti, [KANARI])] and KANARI not in dumpen(merke)
    assert KANARI not in per.get(yonas.skjema).text
    for side in (mari.get(yonas.skjema), mari.get(f"{yonas.skjema}/felt?felt={sti}", htmx=True)):
        assert KANARI in side.text and f'name="behold" value="{sti}:1"' in side.text
        assert ("Teksten vises ikke her." in side.text) == (sti == "intern_merknad")
    assert mari.lagre(yonas.skjema, sti, KANARI, 1, klient="c", sekvens=1).status_code == 200
    assert kladden(yonas.beboer) == []


def test_en_vanlig_lagring_koster_ikke_mer(per, yonas):
    for nr in range(3):
        per.lagre(yonas.skjema, "morsmaal", f"tigrinja {nr}", nr, klient="a", sekvens=nr + 1)
    assert len(per.sporringer) == 5, per.sporringer


def test_en_eldre_tekst_fra_samme_side_kommer_for_sent(per, yonas):
    for sekvens, tekst in ((2, "ring meg nå"), (1, "ring")):
        per.lagre(yonas.skjema, "egen_telefon", tekst, klient="a", sekvens=sekvens)
    assert kladden(yonas.beboer) == [("egen_telefon", ["ring meg nå"])]
    per.lagre(yonas.skjema, "egen_telefon", "00 00 41 00", klient="a", sekvens=1)
    assert kladden(yonas.beboer) == [("egen_telefon", ["ring meg nå"])], "den nyeste er ikke lagret"
    per.lagre(yonas.skjema, "egen_telefon", "00 00 41 00", 1, klient="a", sekvens=3)
    assert kladden(yonas.beboer) == []


def test_tom_tekst_beholdes_ikke(per, mari, yonas):
    per.lagre(yonas.skjema, "morsmaal", "pers")
    assert (
        mari.lagre(yonas.skjema, "morsmaal", "", klient="b", sekvens=1).status_code == 409
        and kladden(yonas.beboer) == []
    )


def test_det_er_en_grense(per, yonas, monkeypatch):
    """What is too much to keep is said not to be kept: the page goes on warning."""
    svar = per.lagre(yonas.skjema, "interesser", "x" * (svarutkast.HOEYST_TEGN + 1))
    assert svar.status_code == 422 and "data-beholdt" not in svar.text and kladden(yonas.beboer) == []
    monkeypatch.setattr(svarutkast, "HOEYST_ANTALL", 1)
    assert "data-beholdt" in per.lagre(yonas.skjema, "interesser", "x" * 4001).text
    assert "data-beholdt" not in per.lagre(yonas.skjema, "egen_telefon", "ring meg").text
    assert "data-beholdt" in per.lagre(yonas.skjema, "interesser", "y" * 4001).text
    assert kladden(yonas.beboer) == [("interesser", ["y" * 4001])]


def test_uten_rolle_eller_flyttet_leses_den_ikke(per, yonas):
    per.lagre(yonas.skjema, "egen_telefon", KANARI)
    adresser = (yonas.skjema, f"{yonas.skjema}/felt?felt=egen_telefon")
    fra, til = innsyn.mottak_id("Furulia"), innsyn.mottak_id("Bjørkåsen")
    innsyn.skriv("UPDATE beboer SET mottak_id = :m WHERE id = :b", m=til, b=yonas.beboer)
    assert [per.get(adresse).status_code for adresse in adresser] == [404, 404]
    assert per.post(adresser[1]).status_code == 404
    innsyn.skriv("UPDATE beboer SET mottak_id = :m, skjermet = true WHERE id = :b", m=fra, b=yonas.beboer)
    assert [per.get(adresse).status_code for adresse in adresser] == [404, 404]
    assert per.post(adresser[1]).status_code == 404 and len(kladden(yonas.beboer)) == 1


def test_feltet_er_borte(per, mari, yonas):
    """Written in a row that a colleague took out: told of at the top, and let go from there."""
    per.post(f"{yonas.skjema}/rader?liste=behandler", htmx=True)
    rad = innsyn.en("SELECT sti FROM svar WHERE beboer_id = :b AND sti LIKE 'behandler.%'", b=yonas.beboer)
    mari.post(f"{yonas.skjema}/rader/sletting?rad={rad}", {f"v.{rad}": "1"}, htmx=True)
    assert per.lagre(yonas.skjema, f"{rad}.navn", KANARI).status_code == 422
    side = per.get(yonas.skjema)
    assert f"Navn: {KANARI}" in ord_i(side.text) and "feltet er ikke her lenger" in side.text
    assert per.post(f"{yonas.skjema}/felt?felt={rad}.navn").status_code == 303
    assert KANARI not in per.get(yonas.skjema).text


def test_borte_ved_ferdigstilling(per, mari, yonas):
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    mari.lagre(yonas.skjema, "egen_telefon", KANARI)
    assert gjoer.ferdigstill(per, yonas.samtale).status_code == 303
    assert kladden(yonas.beboer) == [] and mari.post(f"{yonas.skjema}/felt?felt=egen_telefon").status_code == 409


def test_gjennomlesningen_sier_fra_om_dem(per, mari, yonas):
    """They are not part of what is completed: the writer is told, and led to the field; nobody else is."""
    per.lagre(yonas.skjema, "morsmaal", "pers", klient="a", sekvens=1)
    mari.lagre(yonas.skjema, "morsmaal", KANARI, klient="b", sekvens=1)
    side = mari.get(f"/samtaler/{yonas.samtale}/ferdigstilling").text
    assert "1 svar du skrev, er ikke lagret" in ord_i(side) and KANARI not in side
    assert f'href="{yonas.skjema}#f-morsmaal">Yonas Tesfalem: Morsmål' in side
    assert "er ikke lagret" not in ord_i(per.get(f"/samtaler/{yonas.samtale}/ferdigstilling").text)
