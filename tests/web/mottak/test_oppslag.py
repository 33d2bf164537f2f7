"""Group J: a DUF-nummer is masked on every page, shown one at a time, logged, and within each user's budget."""

import re
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from stoette import innsyn
from stoette.brukere import ord_i, uten_tid
from stoette.database import aapnet, lag_config
from stoette.gjoer import FAMILIEN, fyll_ut
from stoette.klient import Klient, merke_paa
from stoette.ruter import alle_sider

from app import create_app
from app.domain.beboer import oppslag
from app.domain.tid import klokke
from app.domain.vern import forsoek

YONAS = "202499011105"
SOEK = "/mottak/beboere/soek"
FREMMED, LEDIG = "202599044101", "202599044300"
"""One of another mottak, and one that is nobody's."""


@pytest.fixture
def smaa_budsjett(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a test can reach: five look-ups, of which two may miss."""
    monkeypatch.setattr(oppslag, "OPPSLAG", replace(oppslag.OPPSLAG, antall=5))
    monkeypatch.setattr(oppslag, "BOM", replace(oppslag.BOM, antall=2))


def vis(klient: Klient, navn: str = "Yonas Tesfalem", **valg):
    return klient.post(f"/mottak/beboere/{innsyn.ider(navn).beboer}/duf", **valg)


def soek(klient: Klient, tekst: str):
    return klient.post(SOEK, {"soeketekst": tekst})


def hendelser(handling: str) -> int:
    return innsyn.antall("hendelse", handling=handling)


def test_J1_L10_ingen_side_viser_et_helt_nummer(app, som):
    """Every page there is, as page and as bit, for a family whose interview is open and one that is completed."""
    per = som("per")
    fyll_ut(per, *FAMILIEN)
    numre = [rad[0] for rad in innsyn.les("SELECT duf_nummer FROM beboer")]
    hele = re.compile("|".join(f"{n}|{n[:4]} {n[4:10]} {n[10:]}|{n[4:10]}" for n in numre))
    for navn in ("Rami Khaldoun", "Mahmoud Darwishi"):
        hvem = innsyn.ider(navn)
        for adresse in alle_sider(app, hvem.samtale, hvem.beboer):
            for htmx in (False, True):
                assert not hele.search(per.get(adresse, htmx=htmx).text), adresse


def test_J1_vis_virker_uten_javascript_og_som_bit_og_loggfoeres(som):
    per = som("per")
    side = vis(per)
    assert side.status_code == 200 and "2024 990111 05" in side.text and "loggført" in side.text
    assert not re.search(r"<title>[^<]*[0-9]", side.text) and side.headers["Cache-Control"] == "no-store"
    bit = vis(per, htmx=True)
    assert "<html" not in bit.text and "2024 990111 05" in bit.text and "autofocus" in bit.text
    rader = innsyn.les("SELECT bruker_id, beboer_id, detalj FROM hendelse WHERE handling = 'duf_vist'")
    assert [tuple(rad) for rad in rader] == [(per.id, innsyn.ider("Yonas Tesfalem").beboer, None)] * 2
    assert YONAS not in innsyn.dump(uten=("beboer",))


@pytest.mark.parametrize("bruker", ["kari", "tuva", "nils", "siri"])
def test_A3_A4_bare_den_som_ser_beboerne_faar_se_nummeret(felles_som, bruker):
    svar = vis(felles_som(bruker))
    assert svar.status_code == 403 and "990111" not in svar.text


def test_B1_J1_et_annet_mottaks_nummer_vises_ikke_og_teller_ikke(som):
    per, talt = som("per"), innsyn.antall("forsoek", slag="duf_oppslag")
    ekte = vis(per, "Mustafa Rahimzai")
    ingen = per.post(f"/mottak/beboere/{'0' * 32}/duf")
    assert ekte.status_code == ingen.status_code == 404 and uten_tid(ekte) == uten_tid(ingen)
    assert hendelser("duf_vist") == 0 and innsyn.antall("forsoek", slag="duf_oppslag") == talt


def test_J2_et_annet_mottaks_nummer_er_som_et_ledig(som):
    """The same answer, the same statements, the same count."""
    per = som("per")
    svarene = []
    for nummer in (FREMMED, LEDIG):
        svar = soek(per, nummer)
        setninger = per.sporringer
        side = per.get(svar.headers["Location"])
        uten_soek = re.sub(r"soek=[^\"&]*|value=\"[^\"]*\"", "", uten_tid(side)).replace(nummer, "")
        svarene.append((svar.status_code, side.status_code, setninger, uten_soek))
    assert svarene[0] == svarene[1]
    rader = innsyn.les("SELECT beboer_id FROM hendelse WHERE handling = 'duf_soekt'")
    assert [tuple(rad) for rad in rader] == [(None,), (None,)]


@pytest.mark.begge_lagre
def test_J3_for_mange_bom_gir_ventetid_alarm_og_beskjed_til_administratoren(som, smaa_budsjett):
    per = som("per")
    for nummer in (FREMMED, LEDIG):
        assert soek(per, nummer).status_code == 303
    for _ in range(3):
        svar = soek(per, YONAS)
        assert svar.status_code == 429 and svar.headers["Retry-After"] == "600"
        assert "Du har slått opp mange DUF-numre på kort tid." in ord_i(svar)
    assert hendelser("oppslag_sperret") == 1 and hendelser("duf_soekt") == 2
    assert "Sperret en stund etter mange oppslag" in ord_i(som("kari").get(f"/brukere/{per.id}"))
    assert soek(per, "Yonas").status_code == 303, "a search by name is no look-up"
    yonas = innsyn.ider("Yonas Tesfalem")
    assert per.lagre(yonas.skjema, "morsmaal", "tigrinja").status_code == 200, "the form still saves"


def test_J3_vis_og_soek_deler_budsjett(som, smaa_budsjett):
    per = som("per")
    for _ in range(3):
        assert vis(per).status_code == 200
    for _ in range(2):
        assert soek(per, YONAS).status_code == 303
    foer = innsyn.dump(uten=("innlogging",))
    for htmx in (False, True):
        svar = vis(per, htmx=htmx)
        assert svar.status_code == 429 and "990111" not in svar.text and "For mange oppslag" in svar.text
    assert soek(per, YONAS).status_code == 429
    assert innsyn.dump(uten=("innlogging",)) == foer, "what is refused is not counted, so the wait does not grow"
    with klokke(lambda: datetime.now(UTC) + timedelta(minutes=61)):
        assert forsoek.antall(oppslag.OPPSLAG, per.id) == 0


def test_J4_grensen_gjelder_den_enkelte(som, smaa_budsjett):
    per, mari = som("per"), som("mari")
    for _ in range(5):
        vis(per)
    assert vis(per).status_code == 429 and vis(mari).status_code == 200


def test_J3_grensene_er_de_som_er_bestemt():
    assert (oppslag.OPPSLAG.antall, oppslag.OPPSLAG.vindu) == (300, timedelta(hours=1))
    assert (oppslag.BOM.antall, oppslag.BOM.vindu) == (30, timedelta(minutes=10))


def test_J3_grensen_holder_i_en_annen_prosess(app: Flask, url: str, tmp_path: Path, som, smaa_budsjett):
    """Two apps on one database, as two processes are: what is counted in one is known in the other."""
    per = som("per")
    for _ in range(5):
        assert vis(per).status_code == 200
    with aapnet(create_app(lag_config(url, tmp_path))) as annen:
        assert Klient(annen, "per", inspisert=False).post(SOEK, {"soeketekst": YONAS}).status_code == 429


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
def test_J3_tjue_samtidig_gaar_ikke_over_grensen(app, smaa_budsjett):
    klienter = [Klient(app, "per", inspisert=False) for _ in range(8)]
    adresse = f"/mottak/beboere/{innsyn.ider('Yonas Tesfalem').beboer}/duf"
    klar, svarene = threading.Barrier(len(klienter)), []

    def gjoer(klient: Klient) -> None:
        klar.wait()
        svarene.append(klient.post(adresse).status_code)

    traader = [threading.Thread(target=gjoer, args=(klient,)) for klient in klienter]
    for traad in traader:
        traad.start()
    for traad in traader:
        traad.join()
    assert sorted(svarene) == [200] * 5 + [429] * 3
    assert hendelser("duf_vist") == 5 and hendelser("oppslag_sperret") == 1


def test_J5_ingen_side_er_lengre_enn_grensen(felles_som):
    """No way to ask for more rows at a time."""
    per = felles_som("per")
    antall = len(re.findall("<tbody>", per.get("/mottak/beboere").text))
    assert 0 < antall <= 100
    for spoersmaal in ("limit=1000000", "side=1&antall=1000", "per_page=1000000000", "side=1e9"):
        assert len(re.findall("<tbody>", per.get(f"/mottak/beboere?{spoersmaal}").text)) <= antall


def test_F7_en_oppdiktet_adresse_gir_ingen_nye_forsoek(app: Flask):
    """Who says that he comes from elsewhere, each time anew, meets the same limit of failed logins."""
    klient, adresse = app.test_client(), forsoek.INNLOGGING_ADRESSE
    for nr in range(adresse.antall + 1):
        fra = {"X-Forwarded-For": f"10.0.0.{nr}", "Forwarded": f"for=10.0.0.{nr}", "X-Real-IP": f"10.0.0.{nr}"}
        data = {"csrf_token": merke_paa(klient.get("/logg-inn")), "bruker": "x"}
        svar = klient.post("/logg-inn/demo", data=data, headers=fra)
    assert svar.status_code == 429 and "10.0.0." not in innsyn.dump(uten=())
