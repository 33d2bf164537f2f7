"""What people see of the e-mail: the daily one, who gets it now, what failed and why, and the Demo-postkasse."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from stoette import gjoer, innsyn, smtp
from stoette.klient import Klient
from stoette.sider import ord_i
from stoette.smtp import Posthus, krev_taushet, send
from test_varsler import varsle

from app import worker
from app.db import arbeid, db
from app.demo import fylling
from app.domain.tid import i_dag, klokke
from app.domain.varsel.anledning import Anledning
from app.domain.varsel.epost import neste_samlepost
from app.norsk import OSLO, arbeidsdager_etter

Som = Callable[[str], Klient]
TIME = timedelta(hours=1)


@pytest.fixture
def huset(app: Flask) -> Iterator[Posthus]:
    with smtp.posthus() as huset:
        smtp.bruk(app, huset.port)
        yield huset
        krev_taushet(huset)


def test_F34_samlet_en_gang_om_dagen_paa_nynorsk(app: Flask, som: Som, huset: Posthus) -> None:
    """Per gets one e-mail for both at the next 08.00, with one link to all; the others get each at once."""
    som("per").post("/varsler/mine", {"hyppighet": "daglig"})
    som("per").post("/spraak", {"spraak": "nn"})
    varsle(Anledning.SOEKT_UT)
    varsle(Anledning.HUSSTAND_ENDRET)
    send(app)
    assert huset.til == ["mari@furulia.example"] * 2 + ["post@furulia.example"] * 2
    send(app, om=25 * TIME)
    [pers] = [brev for brev in huset.brev if brev["To"] == "per@furulia.example"]
    tekst = pers.get_content().splitlines()
    assert "Nye varsel sidan sist: 2" in tekst and "http://localhost/varsler" in tekst
    assert "Ei oppgåve ved mottaket er endra." in tekst and pers["Content-Language"] == "nn"


@pytest.mark.parametrize(
    ("naa", "neste"),
    [
        ("2026-03-28 07:59", "2026-03-28 08:00"), ("2026-03-28 08:00", "2026-03-29 08:00"),
        ("2026-10-24 23:00", "2026-10-25 08:00"),
    ],
)  # fmt: skip
def test_F34_klokka_aatte_ogsaa_naar_den_stilles(naa: str, neste: str) -> None:
    tid = datetime.fromisoformat(naa).replace(tzinfo=OSLO)
    assert neste_samlepost(tid) == datetime.fromisoformat(neste).replace(tzinfo=OSLO)


def test_M6_mottakerne_er_de_som_er_det_naar_det_sendes(app: Flask, som: Som, huset: Posthus) -> None:
    """M6: the deactivated and the one without the role get none; the newcomer and the new address do."""
    id_ = varsle(Anledning.SOEKT_UT)
    innsyn.skriv("UPDATE bruker SET aktiv = false WHERE epost LIKE 'per@%'")
    innsyn.skriv("UPDATE bruker SET epost = 'ny@furulia.example' WHERE epost LIKE 'mari@%'")
    innsyn.skriv("UPDATE mottak SET fellespost = 'felles@furulia.example' WHERE navn LIKE 'Furulia%'")
    tuva = innsyn.en("SELECT id FROM bruker WHERE epost LIKE 'tuva@%'")
    innsyn.skriv("INSERT INTO rolletildeling (bruker_id, rolle) VALUES (:b, 'MottakBosettingsansvarlig')", b=tuva)
    send(app)
    assert huset.til == ["felles@furulia.example", "ny@furulia.example", "tuva@furulia.example"]
    assert innsyn.antall("utsending", varsel_id=id_, tilstand="bortfalt", grunn="uten_rolle") == 1


def test_F30_uten_fellespost_brukes_mottakets_adresse_og_uten_noen_sies_det(app: Flask, huset: Posthus) -> None:
    innsyn.skriv("UPDATE mottak SET fellespost = NULL, epost = 'vakta@furulia.example' WHERE navn LIKE 'Furulia%'")
    varsle(Anledning.SOEKT_UT)
    send(app)
    assert "vakta@furulia.example" in huset.til
    innsyn.skriv("UPDATE mottak SET epost = NULL WHERE navn LIKE 'Furulia%'")
    id_ = varsle(Anledning.HUSSTAND_ENDRET)
    send(app)
    assert innsyn.antall("utsending", varsel_id=id_, tilstand="feilet", grunn="uten_adresse") == 1


def test_F30_den_som_ferdigstilte_ser_hvordan_det_gikk(app: Flask, som: Som, huset: Posthus) -> None:
    """Waiting, sent, refused: on the page of the completed interview, for the own mottak only."""
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    assert gjoer.ferdigstill(per, yonas.samtale).status_code == 303

    def sett() -> str:
        side = per.get(f"/samtaler/{yonas.samtale}/ferdigstilling").text
        return ord_i(side.split('id="epost"')[1].split("</section>")[0])

    assert "IMDi : En bosettingssamtale er ferdigstilt. Venter" in sett()
    huset.paa_rcpt = "550 No such user"
    send(app)
    assert "Ikke sendt" in sett() and "tok ikke imot adressen eller e-posten. (550)" in sett()
    assert "Noe av e-posten kom ikke fram." in sett()
    imdis = som("siri").get("/varsler")
    assert "1 e-post kom ikke fram." in imdis.text
    huset.paa_rcpt = None
    id_ = innsyn.en("SELECT id FROM utsending WHERE tilstand = 'feilet'")
    assert som("kari").post(f"/varsler/epost/{id_}").status_code == 404, "IMDis, ikke mottakets"
    assert som("siri").post(f"/varsler/epost/{id_}").status_code == 303
    send(app)
    assert "IMDi : En bosettingssamtale er ferdigstilt. Sendt" in sett()
    assert innsyn.antall("hendelse", handling="epost_proevd_igjen") == 1


def test_F30_imdi_ser_hvordan_det_gikk_med_det_hun_registrerte(app: Flask, som: Som, huset: Posthus) -> None:
    """«Søkt ut» tells the mottak: beside the history IMDi sees each receiver, and whose was refused."""
    per, siri, yonas = som("per"), som("siri"), innsyn.ider("Yonas Tesfalem")
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    assert gjoer.ferdigstill(per, yonas.samtale).status_code == 303
    data = {"kommune": "Tromsø", "dato": f"{i_dag()}", "hvem": yonas.beboer}
    assert siri.post(f"/fordelingsklare/{yonas.samtale}/soekt-ut", data).status_code == 303

    def sett() -> str:
        side = siri.get(f"/fordelingsklare/{yonas.samtale}/historikk").text
        return ord_i(side.split('id="epost"')[1].split("</section>")[0])

    soekt_ut = "En person eller familie er søkt ut til en kommune."
    assert f"Mari Granli : {soekt_ut} Venter" in sett() and f"Fellesposten : {soekt_ut} Venter" in sett()
    huset.paa_rcpt, huset.kjenner_ikke = "550 No such user", "per@"
    send(app)
    assert f"Mari Granli : {soekt_ut} Sendt" in sett() and f"Per Lia : {soekt_ut} Ikke sendt" in sett()
    assert "Noe av e-posten kom ikke fram." in sett() and "Varselet går til fellesposten." in sett()


def test_M3_administratoren_ser_hva_som_ikke_kom_fram_uten_hvem_det_gjelder(
    app: Flask, som: Som, huset: Posthus
) -> None:
    huset.paa_rcpt, huset.kjenner_ikke = "550 No such user", "per@"
    varsle(Anledning.SOEKT_UT)
    send(app)
    side = som("kari").get("/varsler/epost")
    assert "Per Lia" in side.text and "Varselet går til fellesposten." in side.text and "Yonas" not in side.text
    assert "Per Lia" not in som("hamid").get("/varsler/epost").text
    assert som("per").get("/varsler/epost").status_code == 403


def test_demo_postkassen_viser_det_som_ville_vaert_sendt(app: Flask, som: Som) -> None:
    per = som("per")
    assert "Postkassen er tom." in per.get("/demo-postkasse").text
    id_ = varsle(Anledning.SOEKT_UT)
    send(app)
    side = per.get("/demo-postkasse")
    assert side.text.count(f'href="/varsler/{id_}"') == 3
    assert "logget inn som en e-posten er til" in side.text, "andres lenker er 404"
    assert "post@furulia.example" in side.text and per.get(f"/varsler/{id_}").status_code == 200
    mappe = app.extensions["mottak_config"].postmappe
    assert {fil.stat().st_mode & 0o777 for fil in mappe.iterdir()} == {0o600}
    app.extensions["mottak_config"] = replace(app.extensions["mottak_config"], demo=False)
    assert per.get("/demo-postkasse").status_code == 404


def test_F29_all_e_post_fra_hele_demoen_er_taus(tom_app: Flask) -> None:
    """C5, F29: everything that the full demo and its reminders ever notify, searched for everyone in it."""
    with arbeid(skriver=True):
        fylling.fyll()
    innsyn.skriv("UPDATE utsending SET tilstand = 'venter'")
    with smtp.posthus() as huset:
        smtp.bruk(tom_app, huset.port)
        klokka_ti = datetime.combine(arbeidsdager_etter(datetime.now(OSLO).date(), 10), time(10), OSLO)
        db.session.remove()
        for tid in (klokka_ti, klokka_ti + timedelta(minutes=15)):
            with klokke(lambda tid=tid: tid):
                worker.runde(tom_app)
        assert len(huset.brev) > 100
        assert {"mottak@imdi.example", "kari@furulia.example", "post@fjordglott.example"} <= set(huset.til)
        krev_taushet(huset)
