"""The user's own login sessions: what is told of them, and how they are ended."""

import re

import pytest
from stoette import innsyn
from stoette.klient import merke_paa

from app import worker

BARE_SQLITE = pytest.mark.parametrize("merke", ["sqlite"], indirect=True)


def test_siden_sier_hvor_lenge_det_er_igjen(app, som):
    per = som("per")
    assert 1795 <= _igjen(per.get("/").text) <= 1800
    innsyn.skriv("UPDATE innlogging SET opprettet = :t", t=innsyn.foer(hours=9, minutes=58))
    assert 100 <= _igjen(per.get("/").text) <= 120
    tilstand = per.get("/innlogginger/tilstand", htmx=True).json
    assert 100 <= tilstand["igjen"] <= 120 and tilstand["forlenges"] is False
    innsyn.skriv(
        "UPDATE innlogging SET opprettet = :t, sist_brukt = :b", t=innsyn.foer(hours=1), b=innsyn.foer(minutes=29)
    )
    tilstand = per.get("/innlogginger/tilstand", htmx=True).json
    assert 40 <= tilstand["igjen"] <= 60 and tilstand["forlenges"] is True
    assert per.post("/innlogginger/fortsett", htmx=True).json["igjen"] >= 1795
    assert per.post("/innlogginger/fortsett").headers["Location"] == "/"


def test_innloggingene_dine(app, som):
    per, telefon, mari = som("per"), som("per"), som("mari")
    innsyn.skriv("UPDATE innlogging SET enhet = 'Chrome, Windows'")
    side = per.get("/innlogginger")
    assert side.text.count("Chrome, Windows") == 2 and side.text.count("Denne nettleseren") == 1
    andre = re.findall(r'name="innlogging" value="([0-9a-f]{64})"', side.text)
    assert len(andre) == 1
    assert per.post("/innlogginger/avslutt", {"innlogging": andre[0]}).status_code == 303
    assert telefon.get("/").status_code == 302
    assert per.get("/").status_code == 200 and mari.get("/").status_code == 200
    assert innsyn.antall("hendelse", handling="innlogging_avsluttet") == 1


def test_B1_en_annens_innlogging_kan_ikke_avsluttes(app, som):
    per, mari = som("per"), som("mari")
    maris = innsyn.en("SELECT id FROM innlogging WHERE bruker_id = :b", b=mari.id)
    svar = per.post("/innlogginger/avslutt", {"innlogging": maris})
    assert svar.status_code == 404 == per.post("/innlogginger/avslutt", {"innlogging": "x"}).status_code
    assert mari.get("/").status_code == 200


def test_logg_ut_overalt(app, som):
    per, telefon, mari = som("per"), som("per"), som("mari")
    assert per.post("/logg-ut", {"overalt": "1"}).status_code == 303
    assert per.get("/").status_code == 302 and telefon.get("/").status_code == 302
    assert mari.get("/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "enhet"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36", "Chrome, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "Safari, iPhone"),
        ("<script>alert(1)</script>" * 50, None),
    ],
)
@BARE_SQLITE
def test_bare_nettleserens_navn_huskes(app, agent, enhet):
    klient = app.test_client()
    data = {"csrf_token": merke_paa(klient.get("/logg-inn"))}
    data["bruker"] = innsyn.en("SELECT id FROM bruker WHERE navn = 'Per Lia'")
    klient.post("/logg-inn/demo", data=data, headers={"User-Agent": agent})
    assert innsyn.en("SELECT enhet FROM innlogging") == enhet
    assert (enhet or "Ukjent nettleser") in klient.get("/innlogginger").text


def test_utloepte_innlogginger_ryddes_av_arbeideren_og_ikke_av_den_som_logger_inn(app, som):
    """One who logs in waits for nobody else's leavings."""
    som("per")
    innsyn.skriv("UPDATE innlogging SET sist_brukt = :t", t=innsyn.foer(hours=2))
    innsyn.skriv("INSERT INTO forsoek (slag, hvem, minutt, antall) VALUES ('x', 'x', :t, 1)", t=innsyn.foer(days=2))
    som("mari")
    assert (innsyn.antall("innlogging"), innsyn.antall("forsoek", slag="x")) == (2, 1)
    worker.runde(app, (worker.Jobb(worker.rydd),))
    assert (innsyn.antall("innlogging"), innsyn.antall("forsoek", slag="x")) == (1, 0)


def _igjen(html: str) -> int:
    funnet = re.search(r'data-igjen="(\d+)"', html)
    assert funnet
    return int(funnet[1])
