"""The internal remark: encrypted wherever it lies, never in a conflict, and after completion in no answer at all."""

import logging

import pytest
from cryptography.fernet import Fernet
from stoette import gjoer, innsyn
from stoette.filer import filene
from stoette.klient import EPOST, Klient
from stoette.lange import ganger
from stoette.ruter import alle_sider

from app.domain.samtale import merknad, svar

KANARI = "Kanarifugl-7f3a trusler i Drammen"
AAPEN_KANARI = "Spurv-19c4"
FELT = "intern_merknad"


@pytest.mark.begge_lagre
def test_teksten_ligger_ikke_lesbar_noe_sted_i_databasen(app, som, yonas, merke):
    """C7: after a save, a change and a removal; a field beside it shows that the search would find it."""
    per = som("per")
    for versjon, tekst in enumerate([KANARI, KANARI + " igjen", "", KANARI]):
        assert per.lagre(yonas.skjema, FELT, tekst, versjon).status_code == 200
    assert per.lagre(yonas.skjema, "arbeidserfaring", AAPEN_KANARI).status_code == 200
    assert KANARI.split()[0] not in innsyn.dump(uten=()) and AAPEN_KANARI in innsyn.dump(uten=())
    paa_disk = filene(merke)
    assert AAPEN_KANARI.encode() in paa_disk
    assert KANARI.split()[0].encode() not in paa_disk and b"trusler i Drammen" not in paa_disk
    assert [v for v, _ in innsyn.historien(yonas.beboer, FELT)] == [1, 2, 3, 4]


def test_en_konflikt_viser_ikke_den_andres_tekst(app, som, yonas):
    """C3: in the bit and in the page; only who, when, and one's own text."""
    per, mari = som("per"), som("mari")
    assert per.lagre(yonas.skjema, FELT, KANARI).status_code == 200
    svar_ = mari.lagre(yonas.skjema, FELT, "maris tekst")
    side = mari.post(f"{yonas.skjema}/svar?seksjon=intern_merknad", {FELT: "maris tekst", f"v.{FELT}": "0"})
    for konflikt in (svar_, side):
        assert konflikt.status_code == 409
        assert "Per Lia" in konflikt.text and "maris tekst" in konflikt.text
        assert "Teksten vises ikke her." in konflikt.text and "Kanarifugl" not in konflikt.text


def test_utkastet_kan_leses_av_mottakets_bosettingsansvarlige(app, som, yonas):
    som("per").lagre(yonas.skjema, FELT, KANARI)
    assert KANARI in som("mari").get(yonas.skjema).text


@ganger("alt", False, True)
def test_etter_ferdigstilling_finnes_teksten_ikke_i_noe_svar(app, som, yonas, alt):
    """C1, C2: no route gives it to anyone at any mottak; IMDi reads it on the page of the household, in its PDF, and
    only there. What is refused a browser is asked for as htmx asks in --alt.
    """
    per = som("per")
    gjoer.fyll_ut(per, "Yonas Tesfalem", ark={"Yonas Tesfalem": {FELT: KANARI, "arbeidserfaring": AAPEN_KANARI}})
    assert KANARI in per.get(f"/samtaler/{yonas.samtale}/ferdigstilling").text, "fram til ferdigstilling leses utkastet"
    assert gjoer.ferdigstill(per, yonas.samtale).status_code == 303
    sider = alle_sider(app, yonas.samtale, yonas.beboer)
    sett, hos_imdi = set(), f"/fordelingsklare/{yonas.samtale}"
    for bruker in EPOST:
        klient = Klient(app, bruker, inspisert=False)
        for adresse in sider:
            svar = klient.get(adresse)
            som_bit = [klient.get(adresse, htmx=True)] if alt or svar.status_code == 200 else []
            for tekst in [s.text for s in (svar, *som_bit)]:
                skal_se = bruker == "siri" and adresse in (hos_imdi, f"{hos_imdi}/dokument")
                assert ("Kanarifugl" in tekst, "trusler i Drammen" in tekst) == (skal_se, skal_se), (bruker, adresse)
                sett |= {bruker} if AAPEN_KANARI in tekst else set()
    assert sett == {"per", "mari", "siri"}, "gjennomgangen ser det som kan ses"


def test_mottaket_ser_bare_naar_og_hvor_lang_den_er(app, som, yonas):
    per = som("per")
    gjoer.fyll_ut(per, "Yonas Tesfalem", ark={"Yonas Tesfalem": {FELT: KANARI}})
    gjoer.ferdigstill(per, yonas.samtale)
    for adresse in (yonas.skjema, f"/samtaler/{yonas.samtale}/ferdigstilling"):
        tekst = per.get(adresse).text
        assert f"{len(KANARI)} tegn. Bare IMDi kan lese teksten." in tekst
    (rad,) = innsyn.les(
        "SELECT kryptert, lengde, skrevet_av_id, beboer_id FROM merknad WHERE samtale_id = :s", s=yonas.samtale
    )
    assert (rad.lengde, rad.skrevet_av_id) == (len(KANARI), per.id)
    assert merknad.dekrypter(rad.kryptert, yonas.beboer) == KANARI
    assert innsyn.svarene(yonas.beboer)[FELT][0] is None, "utkastet er flyttet"


def test_uten_utkast_forsegles_ingenting(app, som, yonas):
    per = som("per")
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    gjoer.ferdigstill(per, yonas.samtale)
    assert innsyn.antall("merknad", samtale_id=yonas.samtale) == 0
    assert "Bare IMDi kan lese teksten." not in per.get(yonas.skjema).text


def test_byttede_tekster_blir_ikke_vist(app, som, yonas):
    """C8: a text moved to another person's row is seen to be wrong, and is not shown; the lists still work."""
    per, rami = som("per"), innsyn.ider("Rami Khaldoun")
    per.lagre(yonas.skjema, FELT, KANARI)
    per.lagre(rami.skjema, FELT, "Ramis hemmelighet")
    innsyn.skriv(
        "UPDATE svar SET versjon = 2, verdi = (SELECT verdi FROM svar WHERE beboer_id = :fra AND sti = :s)"
        " WHERE beboer_id = :til AND sti = :s",
        fra=yonas.beboer, til=rami.beboer, s=FELT,
    )  # fmt: skip
    assert innsyn.svarene(rami.beboer)[FELT] == (innsyn.svarene(yonas.beboer)[FELT][0], 2)
    for adresse in (rami.skjema, f"/samtaler/{rami.samtale}/ferdigstilling", innsyn.ider("Lina Khaldoun").skjema):
        assert "Kanarifugl" not in per.get(adresse).text
    for adresse in ("/", "/mottak/oppgaver", "/mottak/oppgaver?detaljer=alle", "/mottak/beboere", yonas.skjema):
        assert per.get(adresse).status_code == 200, adresse


def test_det_som_ikke_kan_leses_ferdigstilles_ikke(app, som, yonas):
    """Q3, S81: with its key gone, what would be sealed is not the remark; the refusal says so, and of whom."""
    per = som("per")
    gjoer.fyll_ut(per, "Yonas Tesfalem", ark={"Yonas Tesfalem": {FELT: KANARI}})
    merknad.bruk_noekler([Fernet.generate_key().decode()])
    foer = innsyn.dump()
    svar_ = gjoer.ferdigstill(per, yonas.samtale)
    assert svar_.status_code == 422 and "Den interne bosettingsmerknaden om Yonas Tesfalem kan ikke leses" in svar_.text
    assert innsyn.dump() == foer
    assert per.lagre(yonas.skjema, FELT, "skrevet på nytt", 1).status_code == 200
    assert gjoer.ferdigstill(per, yonas.samtale).status_code == 303


def test_loggen_holder_ikke_teksten(app, som, yonas, caplog, monkeypatch):
    """C6: neither after a save nor after a failure in the middle of one."""
    per = som("per")
    with caplog.at_level(logging.DEBUG):
        per.lagre(yonas.skjema, FELT, KANARI)

        def gaar_galt(*_argumenter, **_navngitte):
            raise RuntimeError("i lagringen")

        monkeypatch.setattr(svar, "skriv_rad", gaar_galt)
        assert per.lagre(yonas.skjema, FELT, KANARI + " mer", 1).status_code == 500
        monkeypatch.undo()
        assert per.lagre(yonas.skjema, "morsmaal", "x" * 101).status_code == 422
    assert "i lagringen" in caplog.text and "Kanarifugl" not in caplog.text
    assert "Kanarifugl" not in innsyn.dump(uten=()) and "x" * 101 not in innsyn.dump(uten=())


def test_ny_noekkel_krypterer_og_den_gamle_leser_fortsatt(app, monkeypatch):
    """Q3."""
    gammel, ny = (Fernet.generate_key().decode() for _ in range(2))
    merknad.bruk_noekler([gammel])
    kryptert = merknad.krypter(KANARI, "a")
    merknad.bruk_noekler([ny, gammel])
    assert merknad.dekrypter(kryptert, "a") == KANARI
    nykryptert = merknad.krypter(KANARI, "a")
    merknad.bruk_noekler([ny])
    assert merknad.dekrypter(nykryptert, "a") == KANARI
    for feil in (kryptert, nykryptert[:-4], "", "x"):
        with pytest.raises(merknad.KanIkkeVises):
            merknad.dekrypter(feil, "a")
    with pytest.raises(merknad.KanIkkeVises):
        merknad.dekrypter(nykryptert, "b")
