"""What IMDi does after the completion, as the mottak and the kommune see it: rectified, planned, moved, led on."""

from datetime import timedelta

import pytest
from stoette import gjoer, innsyn
from stoette.gjoer import FAMILIEN
from stoette.registeret import importer, rad
from stoette.sider import ord_i

from app.domain.tid import i_dag
from app.norsk import dato

MAHMOUD = "Mahmoud Darwishi"


def dag(om: int = 0) -> str:
    return f"{i_dag() + timedelta(days=om)}"


@pytest.fixture
def familien(app, som) -> innsyn.Ider:
    """The family of four, completed and søkt ut to Bergen today."""
    per, siri = som("per"), som("siri")
    gjoer.fyll_ut(per, *FAMILIEN)
    rami = innsyn.ider("Rami Khaldoun")
    assert gjoer.ferdigstill(per, rami.samtale).status_code == 303
    hvem = [innsyn.ider(navn).beboer for navn in FAMILIEN]
    data = {"kommune": "Bergen", "dato": dag(), "hvem": hvem}
    assert siri.post(f"/fordelingsklare/{rami.samtale}/soekt-ut", data).status_code == 303
    return rami


def test_26_en_rettet_sak_er_merket_med_datoen(app, som):
    """The content for who may read it; who and why only for IMDi; what the kommune may not read is no mark there."""
    siri, oda, per, mahmoud = som("siri"), som("oda"), som("per"), innsyn.ider(MAHMOUD)
    hos = f"/fordelingsklare/{mahmoud.samtale}/beboere/{mahmoud.beboer}/retting?felt="
    data = {"grunn": "Hemmelig grunn", "nummer": "0"}
    assert siri.post(hos + "arbeidserfaring", data | {"arbeidserfaring": "Konditor"}).status_code == 303
    for klient, adresse in ((oda, f"/soekt-ut/{mahmoud.husstand}"), (per, mahmoud.skjema)):
        tekst = ord_i(klient.get(adresse).text)
        assert "Konditor" in tekst and dato(i_dag()) in tekst and "Rettet av IMDi" in tekst, adresse
        assert "Hemmelig grunn" not in tekst and "Siri" not in tekst
    hele = ord_i(per.get(f"/samtaler/{mahmoud.samtale}/ferdigstilling").text)
    assert "Nå: «Konditor»" in hele and "Baker i Aleppo" in hele
    assert f"Rettet {dato(i_dag())}" in ord_i(oda.get("/soekt-ut").text)
    assert "Rettet av IMDi" not in per.get(innsyn.ider("Hassan Warsameh").skjema).text


def test_26_det_kommunen_ikke_leser_er_ikke_merket_der(app, som):
    siri, oda, mahmoud = som("siri"), som("oda"), innsyn.ider(MAHMOUD)
    hos = f"/fordelingsklare/{mahmoud.samtale}/beboere/{mahmoud.beboer}/retting?felt=tolk_id"
    svar = siri.post(hos, {"tolk_id": "T77", "grunn": "x", "nummer": "0"})
    assert svar.status_code == 303
    assert "Rettet" not in oda.get(f"/soekt-ut/{mahmoud.husstand}").text and "Rettet" not in oda.get("/soekt-ut").text
    assert innsyn.antall("varsel", anledning="kommune_rettet") == 0


def test_26_hele_familien_bosettes_i_ett_med_hver_sin_dato(app, som, familien):
    siri = som("siri")
    hos = f"/fordelingsklare/{familien.samtale}"
    side = siri.get(hos).text
    assert "Registrer bosatt for flere" in side and f'href="{hos}/bosatt"' in side
    skjema = siri.skjema(siri.get(hos + "/bosatt"), "/bosatt")
    felter = [navn for navn in skjema if navn.startswith("dato_")]
    assert len(felter) == 4
    assert siri.post(hos + "/bosatt", dict.fromkeys(felter, "")).status_code == 422
    foer = innsyn.dump()
    for umulig, setning in ((dag(-1), "ikke være før utsøkingsdatoen"), (dag(1), "senere enn i dag")):
        feil = siri.post(hos + "/bosatt", dict.fromkeys(felter, dag()) | {felter[1]: umulig})
        assert feil.status_code == 422 and setning in feil.text and innsyn.dump() == foer, "alle eller ingen"
    assert siri.post(hos + "/bosatt", dict.fromkeys(felter, dag()) | {felter[3]: ""}).status_code == 303
    statuser = innsyn.les("SELECT bosetting FROM beboer WHERE husstand_id = :h", h=familien.husstand)
    assert sorted(rad_[0] for rad_ in statuser) == ["bosatt"] * 3 + ["soekt_ut"]
    assert innsyn.antall("hendelse", handling="bosatt", samtale_id=familien.samtale) == 3
    assert innsyn.antall("varsel", anledning="kommune_endret", samtale_id=familien.samtale) == 1
    assert siri.post(hos + "/bosatt", dict.fromkeys(felter, dag())).status_code == 400, "tre er ikke lenger å flytte"


def test_26_en_planlagt_flyttedato_staar_ved_siden_av_den_virkelige(app, som, familien):
    siri, bjarte, per = som("siri"), som("bjarte"), som("per")
    hos = f"/fordelingsklare/{familien.samtale}/flytting"
    skjema = siri.skjema(siri.get(hos), "/flytting")
    felter = {navn: dag(14) for navn in skjema if navn.startswith("dato_")}
    assert siri.post(hos, felter).status_code == 303
    plan = f"Planlagt flytting {dato(i_dag() + timedelta(days=14))}"
    assert plan in ord_i(siri.get(f"/fordelingsklare/{familien.samtale}").text)
    assert plan in ord_i(bjarte.get("/soekt-ut").text)
    assert plan in ord_i(bjarte.get(f"/soekt-ut/{familien.husstand}").text)
    assert dato(i_dag() + timedelta(days=14)) in per.get(familien.skjema).text
    assert innsyn.antall("hendelse", handling="flytting_planlagt") == 4
    assert siri.post(hos, felter).status_code == 303 and innsyn.antall("hendelse", handling="flytting_planlagt") == 4
    assert siri.post(hos, dict.fromkeys(felter, "i morgen")).status_code == 422
    tilbake = {"hvem": familien.beboer, "grunn": "Feil kommune"}
    assert siri.post(f"/fordelingsklare/{familien.samtale}/tilbaketrekking", tilbake).status_code == 303
    assert innsyn.en("SELECT planlagt_flytting FROM beboer WHERE id = :b", b=familien.beboer) is None


def test_26_etter_opprett_bosettingssak_ledes_en_videre(app, som):
    """To the same resident, with what comes next; each look is logged."""
    siri, selam = som("siri"), innsyn.ider("Selam Berhanesh")
    svar = siri.post(f"/fordelingsklare/beboere/{selam.beboer}/sak")
    assert svar.status_code == 303
    side = siri.get(svar.location)
    assert "Selam Berhanesh" in side.text and "Klar for bosettingssamtale" in side.text
    assert innsyn.antall("hendelse", handling="sak_lest", beboer_id=selam.beboer) == 1
    klar = siri.post(f"/fordelingsklare/beboere/{selam.beboer}/klar")
    neste = ord_i(siri.get(klar.location).text)
    assert "Mottaket har fått oppgaven" in neste and "Klar for samtale" in neste
    importer(rad("Selam Berhanesh", skjermet="ja"))
    assert siri.get(svar.location).status_code == 404


def test_26_telefon_og_e_post_er_lenker(app, som):
    oda, mahmoud = som("oda"), innsyn.ider(MAHMOUD)
    for adresse in ("/kommuner/0301", f"/soekt-ut/{mahmoud.husstand}"):
        side = oda.get(adresse).text
        assert 'href="tel:0000' in side and 'href="mailto:' in side, adresse
    assert 'href="tel:0000' in oda.get("/kommuner?q=oslo").text
