"""Story 7 as the two mottak and Kompass meet it: the code is dead, the notice is kind, the remark is shut."""

import pytest
from stoette import innsyn, registeret
from stoette.kompass import TSERING, Maskin, finn, tildel
from stoette.registeret import flytt, importer, rad
from stoette.sider import ord_i

from app.domain.tid import i_dag

NAVN, NADIA = "Tsering Dolkar", "Nadia Karimipour"


@pytest.fixture
def kompass(app):
    return Maskin(app)


@pytest.mark.parametrize("trukket", [False, True], ids=["flyttet", "trukket"])
def test_I4_koden_er_doed_hos_kompass(app, som, kompass, trukket):
    """I4: refused as any wrong code; whoever issued it sees nobody any more, and the new mottak issues another."""
    kode = tildel(som("tuva"), TSERING)
    importer(rad(NAVN, trukket="ja")) if trukket else flytt(NAVN)
    svar, feil = kompass.innloes(TSERING, kode), kompass.innloes(TSERING, "0000-0000-0000")
    assert svar.status_code == feil.status_code == 422 and svar.data == feil.data
    assert innsyn.en("SELECT kompasskode_til FROM beboer WHERE duf_nummer = :d", d=TSERING) is None
    assert innsyn.antall("hendelse", handling="kompasskode_trukket", felt="trukket" if trukket else "flyttet") == 1
    assert som("tuva").post("/mottak/kompass/oppslag", {"duf_nummer": TSERING}).status_code == 200
    if not trukket:
        ny = tildel(som("aud"), TSERING)
        assert kode != ny and kompass.innloes(TSERING, ny).status_code == 200


def test_en_brukt_kode_registreres_ogsaa_etter_flyttingen(app, som, kompass):
    """She was at Kompass when she moved: what she registers there counts."""
    registrering = kompass.innloes(TSERING, tildel(som("tuva"), TSERING)).json["registrering"]
    flytt(NAVN)
    assert kompass.registrer(registrering).status_code == 200
    assert "Registrert i Kompass" in som("aud").get(finn(som("aud"), TSERING)).text


def test_varselet_til_det_gamle_mottaket_sier_at_saken_er_flyttet(app, som):
    """F35: from the list, from the e-mail's address and by «Gå til saken»; with nothing about whom it was."""
    per, nadia = som("per"), innsyn.ider(NADIA)
    id_ = innsyn.en("SELECT id FROM varsel WHERE samtale_id = :s", s=nadia.samtale)
    assert NADIA in per.get(f"/varsler/{id_}").text
    flytt(NADIA)
    for adresse in ("/varsler", f"/varsler/{id_}"):
        side = per.get(adresse)
        assert side.status_code == 200 and "Saken er ikke lenger ved mottaket ditt." in ord_i(side.text)
        assert "Nadia" not in side.text
    assert per.post(f"/varsler/{id_}/aapning").headers["Location"] == f"/varsler/{id_}"
    nytt = innsyn.en(
        "SELECT id FROM varsel WHERE samtale_id = :s AND mottak_id = :m", s=nadia.samtale, m=innsyn.mottak_id("Fjordgl")
    )
    assert som("aud").post(f"/varsler/{nytt}/aapning").headers["Location"] == nadia.skjema
    assert som("aud").get(f"/varsler/{id_}").status_code == per.get(f"/varsler/{nytt}").status_code == 404


def test_det_aapne_skjemaet_avvises_vennlig_med_det_skrevne_bevart(app, som):
    """B5: with and without JavaScript; what the old mottak had saved is with the new, but for the remark."""
    per, aud, skjema = som("per"), som("aud"), som("per").aapne(NADIA)
    assert per.lagre(skjema, "interesser", "Sjakk").status_code == 200
    versjon = innsyn.svarene(innsyn.ider(NADIA).beboer)["intern_merknad"][1]
    assert per.lagre(skjema, "intern_merknad", "Hemmelig kanari", versjon).status_code == 200
    flytt(NADIA)
    for htmx in (False, True):
        svar = per.post(f"{skjema}/svar?felt=interesser", {"interesser": "Dam", "v.interesser": "1"}, htmx=htmx)
        assert svar.status_code == 404 and "flyttet til et annet mottak" in ord_i(svar.text)
    assert innsyn.svarene(innsyn.ider(NADIA).beboer)["interesser"] == ("Sjakk", 1)
    samtale = innsyn.ider(NADIA).samtale
    side = aud.get(aud.aapne(NADIA))
    assert "Sjakk" in side.text and "kanari" not in side.text
    assert aud.get(f"/fordelingsklare/{samtale}/historikk").status_code == 403
    assert "kanari" not in aud.get(f"/samtaler/{samtale}/ferdigstilling").text
    assert registeret.FJORDGLOETT in rad(NADIA)["mottak"]


def test_S29_soekt_ut_varsles_der_beboeren_bor_naa(app, som):
    """Moved after the completion: the mottak that held the interview has nothing more to do with it."""
    siri, hassan = som("siri"), innsyn.ider("Hassan Warsameh")
    flytt("Hassan Warsameh")
    sak = f"/fordelingsklare/{hassan.samtale}"
    soekt_ut = {"kommune": "Tromsø", "dato": i_dag().isoformat(), "hvem": hassan.beboer}
    assert siri.post(f"{sak}/soekt-ut", soekt_ut).status_code == 303
    assert siri.post(f"{sak}/tilbaketrekking", {"hvem": hassan.beboer, "grunn": "Feil kommune."}).status_code == 303
    for anledning in ("soekt_ut", "soekt_ut_trukket"):
        til = innsyn.les(
            "SELECT mottak_id FROM varsel WHERE samtale_id = :s AND anledning = :a", s=hassan.samtale, a=anledning
        )
        assert [rad.mottak_id for rad in til] == [innsyn.mottak_id("Fjordgl")]
    nytt = som("aud").get("/varsler").text.split('<ul class="varsler">')[1].split("</li>")[0]
    assert "trukket tilbake" in nytt and "Hassan Warsameh" in nytt and "Nå: Fordelingsklar." in ord_i(nytt)
