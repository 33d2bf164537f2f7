"""Notices reach those they are for, and no others; reminders come together, with the number of them."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from stoette import innsyn, smtp
from stoette.registeret import FJORDGLOETT, HELEN, importer, numre
from stoette.sider import ord_i
from stoette.smtp import Posthus, krev_taushet, send

from app import worker
from app.db import arbeid, db
from app.domain.tid import klokke
from app.domain.varsel import varsel
from app.domain.varsel.anledning import Anledning
from app.norsk import OSLO, arbeidsdager_etter

MANDAG = datetime(2026, 11, 23, 8, 32, tzinfo=OSLO)


@pytest.fixture
def huset(app: Flask) -> Iterator[Posthus]:
    innsyn.skriv("DELETE FROM utsending")
    with smtp.posthus() as huset, klokke(lambda: MANDAG):
        smtp.bruk(app, huset.port)
        yield huset
        krev_taushet(huset)


def klare(antall: int, mottak: str = "Furulia mottak", fra: int = 0) -> None:
    rader = [
        {**HELEN, "duf_nummer": nummer, "husstand": f"U-{nr}", "fornavn": f"Helen {nr}", "mottak": mottak}
        for nr, nummer in enumerate(numre(fra + antall)[fra:], fra)
    ]
    importer(*rader)


def til(huset: Posthus, adresse: str) -> list[str]:
    return [brev.get_content() for brev in huset.brev if brev["To"] == adresse]


def test_14_administratoren_faar_ikke_vite_om_oppgavene(app, huset):
    """An escalation in the same quarter as an import: her e-mail is about it alone, and leads to it."""
    yonas = innsyn.ider("Yonas Tesfalem")
    with arbeid(skriver=True):
        varsel.send_varsel(Anledning.ESKALERING, samtale_id=yonas.samtale, mottak_id=innsyn.mottak_id("Furulia"))
    klare(3)
    send(app, om=timedelta(minutes=15))
    (karis,) = til(huset, "kari@furulia.example")
    assert "siden sist" not in karis and "ny oppgave" not in karis and "ventet lenge" in karis
    (pers,) = til(huset, "per@furulia.example")
    assert "Nye varsler siden sist: 3" in pers and "ventet lenge" not in pers


@pytest.mark.begge_lagre
def test_14_det_en_ikke_lenger_skal_ha_er_ikke_med_i_samleposten(app, som, huset):
    """Ingrid, who has both roles and gets a daily e-mail, is administrator no more: the rest of it still comes."""
    som("ingrid").post("/varsler/mine", {"hyppighet": "daglig"})
    olena, fjo = innsyn.ider("Olena Kovalska").samtale, innsyn.mottak_id("Fjordgløtt")
    with arbeid(skriver=True):
        varsel.send_varsel(Anledning.ESKALERING, samtale_id=olena, mottak_id=fjo)
        varsel.send_varsel(Anledning.HUSSTAND_ENDRET, samtale_id=olena, mottak_id=fjo)
    innsyn.skriv(
        "DELETE FROM rolletildeling WHERE rolle = 'Mottaksadministrator' AND bruker_id IN "
        "(SELECT id FROM bruker WHERE epost = 'ingrid@fjordglott.example')"
    )
    send(app, om=timedelta(hours=25))
    (ingrids,) = til(huset, "ingrid@fjordglott.example")
    assert "er endret" in ingrids and "ventet lenge" not in ingrids and "siden sist" not in ingrids


def test_14_en_samtale_uten_oppgave_er_ingen_ny_oppgave(app, som):
    """Aud starts Selam's interview herself: nobody is told that there is a task."""
    selam = innsyn.ider("Selam Berhanesh")
    foer = innsyn.antall("varsel")
    assert som("aud").post(f"/mottak/beboere/{selam.beboer}/samtale").status_code == 303
    assert innsyn.ider("Selam Berhanesh").samtale and innsyn.antall("varsel") == foer


def purre(app: Flask, tid: datetime, huset: Posthus) -> None:
    db.session.remove()
    with klokke(lambda: tid):
        worker.runde(app, (worker.Jobb(worker.send_paaminnelser),))
    with klokke(lambda: tid + timedelta(minutes=15)):
        send(app)


@pytest.mark.begge_lagre
def test_18_en_paaminnelse_om_dagen_med_antallet(app, som, huset):
    """A hundred households after three working days: one notice and one e-mail for each, and none more that day."""
    innsyn.skriv("UPDATE bosettingssamtale SET status = 'paabegynt' WHERE status = 'klar'")
    klare(100)
    innsyn.skriv("DELETE FROM utsending")
    tredje = datetime.combine(arbeidsdager_etter(MANDAG.date(), 3), time(8, 1), OSLO)
    for _ in range(2):
        purre(app, tredje, huset)
        purre(app, tredje + timedelta(hours=3), huset)
    assert huset.til == ["mari@furulia.example", "per@furulia.example", "post@furulia.example"]
    (pers,) = til(huset, "per@furulia.example")
    assert "100 oppgaver ved mottaket venter på dere." in pers and "siden sist" not in pers
    per = som("per")
    assert "100 bosettingssamtaler venter på at noen begynner." in ord_i(per.get("/varsler").text)
    id_ = innsyn.en("SELECT id FROM varsel WHERE anledning = 'paaminnelse'")
    assert innsyn.antall("varsel", anledning="paaminnelse") == 1
    assert "Gå til oppgavelisten" in per.get(f"/varsler/{id_}").text
    assert per.post(f"/varsler/{id_}/aapning").location == "/mottak/oppgaver"


def test_18_den_som_har_begge_rollene_faar_en_e_post(app, som, huset):
    """Ingrid at Fjordgløtt: some have waited three days, and some ten."""
    innsyn.skriv("UPDATE bosettingssamtale SET status = 'paabegynt' WHERE status = 'klar'")
    klare(2, FJORDGLOETT)
    tiende = datetime.combine(arbeidsdager_etter(MANDAG.date(), 10), time(8, 1), OSLO)
    sju = datetime.combine(arbeidsdager_etter(MANDAG.date(), 7), time(7), OSLO)
    with klokke(lambda: sju):
        klare(3, FJORDGLOETT, fra=2)
    innsyn.skriv("DELETE FROM utsending")
    purre(app, tiende, huset)
    (ingrids,) = til(huset, "ingrid@fjordglott.example")
    assert "3 oppgaver ved mottaket venter på dere." in ingrids
    assert "2 oppgaver ved mottaket har ventet lenge." in ingrids
    assert til(huset, "aud@fjordglott.example")[0].count("oppgaver") == 1
