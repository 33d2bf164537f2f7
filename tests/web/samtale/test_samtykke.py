"""No health without consent: with «nei», or when it is withdrawn, the need is neither asked for nor read (L2)."""

import pytest
from stoette import innsyn
from stoette.lite_skjema import sett
from stoette.sider import med_id, ord_i

from app.domain.kartlegging.kartlegging import UTGAVER
from app.domain.skjema.utgaver import Utgaver

BEHOV = {
    "har_behov": "ja", "samtykke": "ja", "samtykke_dato": "2026-11-20", "kategorier": ["psykisk_helse"],
    "beskrivelse": "Sangfugl om helsen", "andre_behov": "Plass til barnevogn",
}  # fmt: skip
ENKELT = {
    "morsmaal": "tigrinja", "tolkespraak": "tigrinja", "behov_for_tolk": "ja",
    "har_tilknytning": "nei",
}  # fmt: skip
TRUKKET = {"samtykke_trukket": "2026-01-14", "samtykke_trukket_av": "beboer"}


@pytest.fixture
def per(som, yonas):
    per = som("per")
    for sti, verdi in {**ENKELT, **BEHOV}.items():
        assert per.lagre(yonas.skjema, sti, verdi).status_code == 200, sti
    return per


def ferdigstill(per, yonas) -> str:
    url = f"/samtaler/{yonas.samtale}/ferdigstilling"
    side = per.get(url)
    assert per.post(url, per.skjema(side, "/ferdigstilling")).status_code == 303
    return ord_i(side.text)


def alle_sider(som, yonas) -> str:
    oslo = "bosetting = 'soekt_ut', soekt_ut_til = '030112', soekt_ut_navn = 'Alna', utsoekingsdato = '2026-11-01'"
    innsyn.skriv(f"UPDATE beboer SET {oslo} WHERE id = :i", i=yonas.beboer)
    sak = f"/fordelingsklare/{yonas.samtale}"
    sider = [som("siri").get(sak), som("siri").get(f"{sak}/historikk"), som("oda").get(f"/soekt-ut/{yonas.husstand}")]
    sider.append(som("per").get(yonas.skjema))
    assert all(side.status_code == 200 for side in sider)
    return ord_i(" ".join(side.text for side in sider))


@pytest.mark.parametrize(("samtykke", "ogsaa"), [("nei", {}), ("trukket", TRUKKET)])
def test_L2_uten_samtykke_leser_ingen_om_helsen(som, per, yonas, samtykke, ogsaa):
    svar = per.lagre(yonas.skjema, "samtykke", samtykke, 1)
    advarsel = "fjernes når du ferdigstiller: Dato for signering, Hva gjelder behovet?, Beskrivelse av behovet."
    assert svar.status_code == 200 and advarsel in ord_i(svar.text), "sagt med en gang"
    side = per.get(yonas.skjema)
    assert advarsel in ord_i(side.text), "og står når siden åpnes igjen"
    assert all(med_id(side, f"f-{sti}").get("hidden") is not None for sti in ("kategorier", "beskrivelse"))
    for sti, verdi in ogsaa.items():
        assert per.lagre(yonas.skjema, sti, verdi).status_code == 200
    lest = ferdigstill(per, yonas)
    assert "Sangfugl" not in lest and "ikke lenger og fjernes" in lest
    svarene = innsyn.svarene(yonas.beboer)
    assert svarene["beskrivelse"][0] is None and svarene["kategorier"][0] is None
    sider = alle_sider(som, yonas)
    assert "Sangfugl" not in sider and "Oppfølging av psykisk helse" not in sider
    assert "Plass til barnevogn" in sider and "fjernet: samtykke trukket, av Per Lia" in sider
    assert ("14.01.2026" in sider) is bool(ogsaa), "når samtykket ble trukket"


def test_med_samtykke_er_alt_som_foer(som, per, yonas):
    ferdigstill(per, yonas)
    sider = alle_sider(som, yonas)
    assert "Sangfugl om helsen" in sider and "Oppfølging av psykisk helse" in sider
    assert "falt bort" not in sider


def test_L2_ferdigstilt_i_versjon_1_leses_som_da(som, per, yonas, monkeypatch):
    """Then the need was described also without consent; a newer version does not change what is read."""
    with monkeypatch.context() as i_gaar:
        sett(i_gaar, Utgaver(1, UTGAVER.seksjoner))
        for sti, verdi in (("samtykke", "nei"), ("morsmaal", "Tigrinya"), ("tolkespraak", "Tigrinya")):
            assert per.lagre(yonas.skjema, sti, verdi, 1).status_code == 200
        assert "Sangfugl om helsen" in ferdigstill(per, yonas)
    sider = alle_sider(som, yonas)
    assert "Tigrinya" in sider, "et språk var tekst"
    assert "Sangfugl om helsen" in sider and "Oppfølging av psykisk helse" in sider
