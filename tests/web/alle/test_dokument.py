"""«Last ned PDF»: the completed household as a file, to each reader what the page shows him, and to nobody else."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from stoette import gjoer, innsyn
from stoette.filer import dumpen
from stoette.klient import Klient
from stoette.ruter import INGEN

from app import pdf
from app.domain.tid import i_dag

Som = Callable[[str], Klient]
TSERING = "Tsering Dolkar"
KANARI, SKJULT, AAPENT = "Sangfugl-7f3a intern", "Sangfugl-8b2c lege", "Snekker i ni år"
ARK = {
    "intern_merknad": KANARI, "behandler": [{"navn": SKJULT, "institusjon": "Sykehuset", "merknad": ""}],
    "morsmaal": "tigrinja", "arbeidserfaring": AAPENT, "bosettingsmerknad": "Vil bo nær søsteren",
}  # fmt: skip


@pytest.fixture
def tsering(som: Som) -> innsyn.Ider:
    """Completed, rectified by IMDi, and søkt ut to Bergen."""
    per, siri = som("per"), som("siri")
    gjoer.fyll_ut(per, TSERING, ark={TSERING: ARK})
    ider = innsyn.ider(TSERING)
    assert gjoer.ferdigstill(per, ider.samtale).status_code == 303
    rettet = {"bosettingsmerknad": "Vil bo nær broren", "grunn": "Mottaket ringte.", "nummer": "0"}
    sted = f"/fordelingsklare/{ider.samtale}/beboere/{ider.beboer}/retting?felt=bosettingsmerknad"
    assert siri.post(sted, rettet).status_code == 303
    soekt_ut = {"kommune": "Bergen", "dato": f"{i_dag()}", "hvem": ider.beboer}
    assert siri.post(f"/fordelingsklare/{ider.samtale}/soekt-ut", soekt_ut).status_code == 303
    return ider


def stedene(ider: innsyn.Ider) -> dict[str, str]:
    return {
        "per": f"/samtaler/{ider.samtale}/dokument",
        "siri": f"/fordelingsklare/{ider.samtale}/dokument",
        "bjarte": f"/soekt-ut/{ider.husstand}/dokument",
    }


def hent(klient: Klient, adresse: str) -> str:
    svar = klient.get(adresse)
    assert (svar.status_code, svar.mimetype) == (200, "application/pdf")
    assert svar.headers["Cache-Control"] == "no-store"
    filnavn = r"attachment; filename=bosettingssamtale-[0-9]{4}-[0-9]{2}-[0-9]{2}\.pdf"
    assert re.fullmatch(filnavn, svar.headers["Content-Disposition"])
    return re.sub(r"\s+", " ", svar.text)


def duf() -> str:
    return str(innsyn.en("SELECT duf_nummer FROM beboer WHERE etternavn = 'Dolkar'"))


@pytest.mark.begge_lagre
def test_hver_leser_faar_det_siden_viser_og_ikke_mer(som: Som, tsering: innsyn.Ider) -> None:
    hos_per, hos_siri, hos_bjarte = (hent(som(hvem), adresse) for hvem, adresse in stedene(tsering).items())
    for lest in (hos_per, hos_siri, hos_bjarte):
        assert TSERING in lest and "tigrinja" in lest and AAPENT in lest and "Side 1 av" in lest
    assert "Vil bo nær søsteren Rettet av IMDi" in hos_per and "Nå: «Vil bo nær broren»" in hos_per
    assert "tegn. Bare IMDi kan lese teksten." in hos_per and SKJULT in hos_per and KANARI not in hos_per
    assert "fra «Vil bo nær søsteren» til «Vil bo nær broren». Grunn: Mottaket ringte." in hos_siri
    assert KANARI in hos_siri and SKJULT in hos_siri and "Skrevet av Per" in hos_siri
    assert "Bare for IMDi. Skal ikke gis til kommunen." in hos_siri
    assert "Vil bo nær broren" in hos_bjarte and "søsteren" not in hos_bjarte
    assert "Sangfugl" not in hos_bjarte and "Ringte" not in hos_bjarte and "Per Hansen" not in hos_bjarte
    sum_ = str(innsyn.en("SELECT kontrollsum FROM bosettingssamtale WHERE id = :s", s=tsering.samtale))
    assert sum_ in hos_per.replace(" ", "") and sum_ in hos_siri.replace(" ", "")
    assert duf() not in hos_per and duf() in hos_siri.replace(" ", "") and duf() in hos_bjarte.replace(" ", "")


def test_andre_faar_det_samme_svaret_som_om_saken_ikke_fantes(som: Som, tsering: innsyn.Ider) -> None:
    steder = stedene(tsering)
    for hvem, adresse in (("hamid", steder["per"]), ("oda", steder["bjarte"])):
        fremmed, ingen = som(hvem).get(adresse), som(hvem).get(re.sub(r"[0-9a-f]{32}", INGEN, adresse))
        assert fremmed.status_code == ingen.status_code == 404 and fremmed.mimetype == "text/html"
    for hvem, adresse in (
        ("oda", steder["siri"]),
        ("per", steder["siri"]),
        ("siri", steder["per"]),
        ("kari", steder["per"]),
    ):
        assert som(hvem).get(adresse).status_code == 403
    aapen = innsyn.ider("Yonas Tesfalem")
    som("per").aapne("Yonas Tesfalem")
    assert som("per").get(f"/samtaler/{aapen.samtale}/dokument").status_code == 404, "ikke ferdigstilt"
    tilbake = {"hvem": tsering.beboer, "grunn": "Feil kommune."}
    assert som("siri").post(f"/fordelingsklare/{tsering.samtale}/tilbaketrekking", tilbake).status_code == 303
    assert som("bjarte").get(steder["bjarte"]).status_code == 404, "bare så lenge kommunen har tilgang"


@pytest.mark.begge_lagre
def test_hver_nedlasting_er_en_rad_i_loggen(som: Som, tsering: innsyn.Ider) -> None:
    for hvem, adresse in stedene(tsering).items():
        hent(som(hvem), adresse)
    rader = innsyn.les("SELECT bruker_id, samtale_id FROM hendelse WHERE handling = 'dokument_hentet' ORDER BY id")
    assert [tuple(rad) for rad in rader] == [(som(hvem).id, tsering.samtale) for hvem in stedene(tsering)]
    hvem_har_sett = som("siri").get(f"/fordelingsklare/{tsering.samtale}/innsyn").text
    assert hvem_har_sett.count("Lastet ned saken som PDF") == 3


def test_ingenting_av_merknaden_blir_liggende(app, som: Som, tsering: innsyn.Ider) -> None:
    """Neither in the data folder, nor where temporary files go, nor in the database."""
    mapper = [app.extensions["mottak_config"].data, Path(tempfile.gettempdir())]
    foer = {fil for mappe in mapper for fil in mappe.glob("*")}
    assert KANARI in hent(som("siri"), stedene(tsering)["siri"])
    nye = {fil for mappe in mapper for fil in mappe.glob("*")} - foer
    assert not [fil for fil in nye if fil.is_file() and b"%PDF" in fil.read_bytes()]
    assert KANARI not in dumpen("sqlite")


def test_en_som_lagrer_venter_ikke_mens_filen_lages(som: Som, tsering: innsyn.Ider, monkeypatch) -> None:
    """While the page is set, the database is let go: on SQLite a reading that is logged is the one writer."""
    mari, lagret = som("mari"), []
    skjema = mari.aapne("Yonas Tesfalem")

    def lag(_dokument: object) -> bytes:
        lagret.append(mari.lagre(skjema, "morsmaal", "tigrinja").status_code)
        return b"%PDF"

    monkeypatch.setattr(pdf, "lag", lag)
    siri = Klient(som("siri").app, "siri", inspisert=False)
    assert siri.get(stedene(tsering)["siri"]).data == b"%PDF" and lagret == [200]


@pytest.mark.parametrize(
    ("feil", "sagt"),
    [(pdf.KanIkkeLages, "Prøv igjen om litt."), (pdf.MotorMangler, "PDF kan ikke lages der dette er installert.")],
)
def test_en_fil_som_ikke_kan_lages_skjuler_ingenting(som: Som, tsering: innsyn.Ider, monkeypatch, feil, sagt) -> None:
    def lag(_dokument: object) -> bytes:
        raise feil

    with monkeypatch.context() as brutt:
        brutt.setattr(pdf, "lag", lag)
        for hvem, adresse in stedene(tsering).items():
            svar = som(hvem).get(adresse)
            assert svar.status_code == 503 and "PDF-en ble ikke laget" in svar.text and sagt in svar.text
        assert som("siri").get(f"/fordelingsklare/{tsering.samtale}").status_code == 200
    assert TSERING in hent(som("per"), stedene(tsering)["per"])


def test_lenken_staar_paa_sidene_og_der_pakken_mangler_sies_det(som: Som, tsering: innsyn.Ider, monkeypatch) -> None:
    sidene = {
        "per": f"/samtaler/{tsering.samtale}/ferdigstilling",
        "siri": f"/fordelingsklare/{tsering.samtale}",
        "bjarte": f"/soekt-ut/{tsering.husstand}",
    }
    for hvem, adresse in sidene.items():
        lenke = f'href="{stedene(tsering)[hvem]}">Last ned PDF</a>'
        assert lenke in som(hvem).get(adresse).text, hvem
    monkeypatch.setattr(pdf, "find_spec", lambda _navn: None)
    for hvem, adresse in sidene.items():
        side = som(hvem).get(adresse).text
        assert "Last ned PDF" not in side and "PDF kan ikke lages der dette er installert." in side


def test_dokumentet_er_paa_leserens_spraak(som: Som, tsering: innsyn.Ider) -> None:
    siri = som("siri")
    innsyn.skriv("UPDATE bruker SET spraak = 'nn' WHERE id = :i", i=siri.id)
    lest = hent(siri, stedene(tsering)["siri"])
    assert "Ikkje svara" in lest and "Side 1 av" in lest and "Ikke besvart" not in lest
