"""The log of who has been shown whom: each page, each list, each search, each refusal, each print (F23, F24)."""

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette import gang, innsyn
from stoette.klient import Klient
from stoette.ruter import SPORRINGER, ruter

from app.domain.logg import soekeord
from app.web.felles import rom, visningslogg
from app.web.felles.rom import krav_til

SISTE = "SELECT id, handling, felt, detalj, antall, beboer_id, samtale_id, versjon FROM hendelse ORDER BY id DESC"


def siste() -> tuple[object, ...]:
    return tuple(innsyn.les(SISTE)[0])[1:]


def visninger() -> int:
    filer = "'dokument_hentet', 'arkivpakke_hentet', 'liste_eksportert'"
    slag = f"('sak_vist', 'sak_lest', 'liste_vist', 'logg_lest', {filer})"
    return int(innsyn.en(f"SELECT count(*) FROM hendelse WHERE handling IN {slag}"))


def test_F23_ingen_side_viser_en_beboer_uten_en_rad(app: Flask) -> None:
    """Whoever asks, and whatever the page: where a resident's name stands on it, the log has grown by a row."""
    navnene = [f"{f} {e}" for f, e in innsyn.les("SELECT fornavn, etternavn FROM beboer")]
    varsel = innsyn.en("SELECT min(id) FROM varsel WHERE anledning = 'klar_for_samtale'")
    ider = {om: innsyn.ider(om) for om in (*gang.EGEN.values(), "Yonas Tesfalem", gang.FERDIG, gang.UTSOEKT)}
    uten, viste, foer = set(), set(), visninger()
    for hvem in ("per", "nils", "ingrid", "kari", "siri", "oda"):
        klient = Klient(app, hvem, inspisert=False)
        for rute in (r for r in ruter(app) if r.metode == "GET" and r.endepunkt not in ("static", "demopost.liste")):
            for om in (gang.EGEN.get(hvem, "Yonas Tesfalem"), gang.FERDIG, gang.UTSOEKT)[: 3 if rute.har_id else 1]:
                svar = klient.get(f"{gang.adresse(rute, ider[om], varsel)}?{SPORRINGER.get(rute.endepunkt, [''])[0]}")
                tidligere, foer = foer, visninger()
                if any(navn in svar.text for navn in navnene):
                    viste.add(rute.endepunkt)
                    uten |= {rute.endepunkt} if foer == tidligere else set()
                if svar.status_code in (302, 403):
                    break  # whoever may not ask this, may not ask it of another
    assert uten == {"samtale.felt"} & uten, "en bit av en side som er vist"
    assert {"samtale.side", "beboere.liste", "fordelingsklare.sak", "soekt_ut.husstand", "kompass.beboer"} <= viste


def test_det_som_skal_vise_en_liste_sier_hvor_mange(app: Flask) -> None:
    """Every list declares its count: a page that forgot would fail, not go unlogged."""
    lister = [
        navn for navn, v in app.view_functions.items() if (k := krav_til(v)) and k.viser is visningslogg.Viser.LISTE
    ]
    assert len(lister) == 9, lister


def test_F24_en_liste_er_en_rad_med_filter_antall_og_soekeord(app: Flask, som) -> None:
    per = som("per")
    svar = per.post("/mottak/beboere/soek", {"soeketekst": "yonas", "status": "klar"})
    per.get(svar.location + "&sorter=-navn&merkelig=Yonas Tesfalem")
    nummer, *resten = innsyn.les(SISTE)[0]
    assert tuple(resten) == ("liste_vist", "beboere.liste", "sorter=-navn&status=klar", 1, None, None, None)
    kryptert = innsyn.en("SELECT kryptert FROM soekeord WHERE hendelse_id = :id", id=nummer)
    assert "yonas" not in kryptert
    assert soekeord.aapne(nummer, kryptert) == "yonas"
    assert soekeord.aapne(nummer + 1, kryptert) == "" == soekeord.aapne(nummer, None), "bare på sin egen rad"
    per.get("/mottak/beboere")
    assert siste() == ("liste_vist", "beboere.liste", None, innsyn.en(ANTALL_VED_FURULIA), None, None, None)
    assert innsyn.antall("soekeord") == 1


ANTALL_VED_FURULIA = (
    "SELECT count(*) FROM beboer JOIN mottak ON mottak.id = mottak_id WHERE navn LIKE 'Furulia%' "
    "AND skjermet IS FALSE AND beboer.trukket IS NULL"
)


def test_en_side_om_en_sak_er_en_rad_om_den(app: Flask, som) -> None:
    yonas = innsyn.ider("Yonas Tesfalem")
    som("per").get(yonas.skjema)
    assert siste() == ("sak_vist", "samtale.side", None, None, yonas.beboer, yonas.samtale, None)


def test_det_som_er_nektet_er_en_rad_men_ikke_uten_ende(app: Flask, som, monkeypatch) -> None:
    """Of whoever is logged in; the id in the address, and not what else stood there."""
    olena = innsyn.ider("Olena Kovalska")
    assert som("per").get(f"{olena.skjema}?navn=Olena").status_code == 404
    assert siste() == ("tilgang_nektet", "samtale.side", None, None, olena.beboer, olena.samtale, 404)
    assert som("kari").get("/mottak/beboere").status_code == 403
    assert siste() == ("tilgang_nektet", "beboere.liste", None, None, None, None, 403)
    for _gang in range(visningslogg.NEKTET.antall + 3):
        som("kari").get("/mottak/oppgaver")
    assert innsyn.antall("hendelse", handling="tilgang_nektet") == visningslogg.NEKTET.antall + 1
    foer = innsyn.antall("hendelse")
    app.test_client().get("/mottak/beboere")
    app.test_client().get("/finnes-ikke")
    assert innsyn.antall("hendelse") == foer


def test_utskrift_er_en_rad_om_siden_som_ble_skrevet_ut(app: Flask, som) -> None:
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    foer = innsyn.antall("hendelse", handling="skrevet_ut")
    for side in ("/hjelp", "/finnes-ikke", "//evil.example/", "æøå", f"{yonas.skjema}/svar", ""):
        assert per.post("/utskrift", {"side": side}).status_code == 204
    assert innsyn.antall("hendelse", handling="skrevet_ut") == foer
    assert per.post("/utskrift", {"side": yonas.skjema}).status_code == 204
    assert siste() == ("skrevet_ut", "samtale.side", None, None, yonas.beboer, yonas.samtale, None)


def _full_disk(*_a: object, **_k: object) -> None:
    raise sa.exc.OperationalError("INSERT", None, Exception("database or disk is full"))


def test_L5_uten_rad_ser_bare_mottaket_sine_egne(app: Flask, som, monkeypatch, caplog) -> None:
    """Full disk: the mottak goes on reading, and the operator's log has the row; IMDi waits."""
    per, siri, yonas = som("per"), som("siri"), innsyn.ider("Yonas Tesfalem")
    monkeypatch.setattr(rom.visningslogg, "noter", _full_disk)
    assert per.get(yonas.skjema).status_code == 200
    linjen = next(p.getMessage() for p in caplog.records if "visning_uten_rad" in p.getMessage())
    assert yonas.beboer in linjen and yonas.samtale in linjen and "Yonas" not in linjen
    assert siri.get("/fordelingsklare").status_code == 503


def test_en_tom_liste_viser_ingen_men_et_soek_uten_treff_er_et_soek(app: Flask, som) -> None:
    kari, per = som("kari"), som("per")
    foer = visninger()
    kari.get("/")
    assert visninger() == foer
    per.get(per.post("/mottak/beboere/soek", {"soeketekst": "finnesikke"}).location)
    assert siste()[:4] == ("liste_vist", "beboere.liste", None, 0)


@pytest.mark.parametrize("metode", ["head", "post"])
def test_bare_det_som_vises_er_vist(app: Flask, som, metode: str) -> None:
    """Neither a question for the head of a page nor a page that leads elsewhere shows anybody."""
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    foer = visninger()
    if metode == "head":
        assert per.klient.head(yonas.skjema).status_code == 200
    else:
        assert per.post("/mottak/beboere/soek", {"soeketekst": "yonas"}).status_code == 303
    assert visninger() == foer
