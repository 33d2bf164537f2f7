"""What is withdrawn leaves the history too: one operation, which is all that the wall in the database lets through."""

import pytest
import sqlalchemy as sa
from stoette import innsyn
from stoette.filer import dumpen, filene

from app.db import arbeid, sesjon, toem_skrivelogg
from app.domain.beboer.modell import Beboer
from app.domain.samtale.fjerning import Fjernet, fjern_tidligere
from app.domain.tilgang.bruker import Innlogget

KANARI = "Kanarifugl-helse"
SVAR = {
    "morsmaal": "tigrinja", "tolkespraak": "tigrinja", "behov_for_tolk": "ja", "har_tilknytning": "nei",
    "har_behov": "ja", "samtykke": "ja", "samtykke_dato": "2026-11-20", "kategorier": ["psykisk_helse"],
    "beskrivelse": KANARI,
}  # fmt: skip
LINJE = "UPDATE svarhistorikk SET verdi = NULL, fjernet = 'flyttet', fjernet_tid = '2026-11-27', fjernet_av_id = 'x'"


@pytest.fixture
def yonas(app, som) -> innsyn.Ider:
    ider = innsyn.ider("Yonas Tesfalem")
    for sti, verdi in SVAR.items():
        assert som("per").lagre(ider.skjema, sti, verdi).status_code == 200, sti
    return ider


def ferdigstill(per, yonas) -> None:
    url = f"/samtaler/{yonas.samtale}/ferdigstilling"
    assert per.post(url, per.skjema(per.get(url), "/ferdigstilling")).status_code == 303


def test_uten_samtykke_er_kanarifuglen_borte_overalt(som, yonas, merke):
    per = som("per")
    assert per.lagre(yonas.skjema, "beskrivelse", f"{KANARI} to", 1).status_code == 200
    assert per.lagre(yonas.skjema, "samtykke", "trukket", 1).status_code == 200
    for sti, verdi in {"samtykke_trukket": "2026-11-25", "samtykke_trukket_av": "beboer"}.items():
        assert per.lagre(yonas.skjema, sti, verdi).status_code == 200
    ferdigstill(per, yonas)
    assert KANARI not in innsyn.dump(uten=()) and KANARI not in dumpen(merke)
    assert innsyn.historien(yonas.beboer, "beskrivelse") == [(1, None), (2, None), (3, None)]
    grunner = innsyn.les("SELECT sti, fjernet FROM svarhistorikk WHERE fjernet IS NOT NULL ORDER BY sti, versjon")
    assert [tuple(rad) for rad in grunner] == [
        ("beskrivelse", "samtykke_trukket"), ("beskrivelse", "samtykke_trukket"), ("kategorier", "samtykke_trukket")
    ]  # fmt: skip
    assert innsyn.antall("hendelse", handling="svar_fjernet", beboer_id=yonas.beboer) == 2
    if merke == "sqlite":
        sesjon.remove()
        toem_skrivelogg()
        assert KANARI.encode() not in filene(merke)


def test_med_samtykke_staar_historien(som, yonas):
    per = som("per")
    assert per.lagre(yonas.skjema, "beskrivelse", f"{KANARI} to", 1).status_code == 200
    ferdigstill(per, yonas)
    assert innsyn.historien(yonas.beboer, "beskrivelse") == [(1, KANARI), (2, f"{KANARI} to")]


@pytest.mark.parametrize(
    "setning",
    [
        LINJE,  # the value that stands
        LINJE.replace("'flyttet'", "'annet'"),
        LINJE.replace("fjernet_av_id = 'x'", "fjernet_av_id = NULL"),
        LINJE.replace("verdi = NULL", "verdi = '\"annet\"'"),
        LINJE + ", endret_av_id = 'x'",
        LINJE + ", sti = 'x'",
        "UPDATE svarhistorikk SET verdi = NULL",
        "UPDATE svarhistorikk SET fjernet = 'flyttet'",
        "DELETE FROM svarhistorikk",
    ],
)
def test_veggen_slipper_ingenting_annet_gjennom(app, yonas, setning):
    with pytest.raises(sa.exc.DBAPIError):
        innsyn.skriv(setning + f" WHERE beboer_id = '{yonas.beboer}' AND sti = 'beskrivelse'")


def test_det_som_er_fjernet_kan_ikke_komme_tilbake_eller_fjernes_paa_nytt(som, yonas):
    assert som("per").lagre(yonas.skjema, "beskrivelse", f"{KANARI} to", 1).status_code == 200
    meg = innsyn.en("SELECT endret_av_id FROM svar WHERE beboer_id = :b", b=yonas.beboer)
    with arbeid(skriver=True):
        beboer = sesjon.get_one(Beboer, yonas.beboer)
        fjern_tidligere(_noen(meg), beboer, ["beskrivelse"], Fjernet.FLYTTET)
    assert innsyn.historien(yonas.beboer, "beskrivelse") == [(1, None), (2, f"{KANARI} to")]
    for setning in (LINJE, "UPDATE svarhistorikk SET verdi = '\"x\"'", "UPDATE svarhistorikk SET fjernet = NULL"):
        with pytest.raises(sa.exc.DBAPIError):
            innsyn.skriv(setning + f" WHERE beboer_id = '{yonas.beboer}' AND sti = 'beskrivelse' AND versjon = 1")


def _noen(bruker_id: str) -> Innlogget:
    return Innlogget(
        hemmelighet="", sist_brukt=None, id=bruker_id, navn="", mottak_id=None, mottak_navn=None, roller=frozenset()
    )
