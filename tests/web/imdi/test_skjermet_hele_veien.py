"""A shielded person from import to bosatt: at each stop nobody knows of her until one is let in by name (E1)."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from stoette import gjoer, innsyn, smtp
from stoette.klient import Klient
from stoette.registeret import importer, rad
from stoette.sider import ord_i

from app import worker
from app.db import arbeid
from app.domain.brukere import administrasjon
from app.domain.brukere.virkested import IMDI, Virkested
from app.domain.tid import i_dag, klokke, naa
from app.domain.tilgang.matrise import Rolle

LEYLA, DUF = "Leyla Omarova", "202599110103"
EGEN = "egen@imdi.example"
I_DAG, OM_EN_UKE = f"{i_dag()}", f"{i_dag() + timedelta(days=7)}"


@pytest.fixture
def siri(app, som) -> Klient:
    return som("siri")


@pytest.fixture
def trond(app) -> Klient:
    """Another caseworker in IMDi."""
    with arbeid(skriver=True):
        raa = {"navn": ["Trond Sak"], "epost": [EGEN], "telefon": [""], "roller": [Rolle.IMDI_SAKSBEHANDLER]}
        administrasjon.lagre_ny(None, Virkested(IMDI, (Rolle.IMDI_SAKSBEHANDLER,), ()), raa)
    return Klient(app, "trond", epost=EGEN)


def runde(app: Flask) -> None:
    worker.runde(app, (worker.Jobb(worker.si_fra_om_skjermede),))


def slipp_inn(av: Klient, hvem: Klient, **ellers: str):
    """From the list of those who wait, which names nobody."""
    beboer = innsyn.ider(LEYLA).beboer
    side = av.post("/skjerming/ventende", {"beboer": beboer})
    assert side.status_code == 200 and "Leyla" not in side.text and DUF[4:] not in side.text.replace(" ", "")
    data = {**av.skjema(side, "/skjerming/tilganger"), "bruker": hvem.id, "begrunnelse": "Har saken."}
    return av.post("/skjerming/tilganger", {**data, "til_og_med": OM_EN_UKE} | ellers)


def varslet(anledning: str) -> list[tuple[str, str]]:
    """Address and kind of each e-mail about Leyla of this kind."""
    rader = innsyn.les(
        "SELECT coalesce(b.epost, u.mottaker) FROM utsending u JOIN varsel v ON v.id = u.varsel_id "
        "LEFT JOIN bruker b ON b.id = u.mottaker WHERE v.samtale_id = :s AND v.anledning = :a",
        s=innsyn.ider(LEYLA).samtale, a=anledning,
    )  # fmt: skip
    return sorted(rad[0] for rad in rader)


def venter(siri: Klient) -> list[str]:
    tekst = ord_i(siri.get("/skjerming").text).partition("Tilganger som gjelder")[0]
    return re.findall(r"(mottaket|IMDi|kommunen) får tilgang", tekst)


def vet_om(klient: Klient, *adresser: str) -> bool:
    return any("Leyla" in klient.get(adresse).text or "Omarova" in klient.get(adresse).text for adresse in adresser)


@pytest.mark.begge_lagre
def test_E1_hele_veien(app, som, siri, trond):
    per, oda, bjarte = som("per"), som("oda"), som("bjarte")
    hos_imdi = ("/fordelingsklare?status=alle", "/varsler", "/skjerming", "/")

    # the import: she waits for somebody at the mottak
    importer(rad(LEYLA, klar="ja"))
    runde(app)
    runde(app)
    assert varslet("skjermet_venter") == ["egen@imdi.example", "siri@imdi.example"] and venter(siri) == ["mottaket"]
    assert varslet("klar_for_samtale") == [] and not vet_om(som("mari"), "/mottak/beboere", "/mottak/oppgaver")
    assert slipp_inn(siri, per).status_code == 303
    assert varslet("klar_for_samtale") == ["per@furulia.example"] and venter(siri) == []

    # the completion: she waits for somebody in IMDi
    gjoer.fyll_ut(per, LEYLA)
    leyla = innsyn.ider(LEYLA)
    assert gjoer.ferdigstill(per, leyla.samtale).status_code == 303
    runde(app)
    assert varslet("skjermet_ferdig") == ["egen@imdi.example", "siri@imdi.example"] and venter(siri) == ["IMDi"]
    assert varslet("fordelingsklar") == []
    for en in (siri, trond):
        assert not vet_om(en, *hos_imdi) and en.get(f"/fordelingsklare/{leyla.samtale}").status_code == 404
        assert "Ingen treff" in en.post("/fordelingsklare/bosettingssak", {"duf_nummer": DUF}).text
    assert slipp_inn(siri, trond).status_code == 303
    assert varslet("fordelingsklar") == [EGEN]
    assert "En bosettingssamtale er ferdigstilt." in trond.get("/varsler").text
    assert vet_om(trond, "/fordelingsklare") and not vet_om(siri, *hos_imdi)
    assert trond.get(f"/fordelingsklare/{leyla.samtale}/historikk").status_code == 200
    assert LEYLA in trond.post("/fordelingsklare/bosettingssak", {"duf_nummer": DUF}).text

    # søkt ut: she waits for somebody in the kommune
    odas = ord_i(oda.get("/varsler").text).count("søkt ut til kommunen")
    data = {"kommune": "Oslo", "dato": I_DAG, "hvem": leyla.beboer}
    assert siri.post(f"/fordelingsklare/{leyla.samtale}/soekt-ut", data).status_code == 404
    assert trond.post(f"/fordelingsklare/{leyla.samtale}/soekt-ut", data).status_code == 303
    runde(app)
    assert varslet("skjermet_soekt_ut") == ["egen@imdi.example", "siri@imdi.example"] and venter(siri) == ["kommunen"]
    assert varslet("kommune_soekt_ut") == [] and varslet("soekt_ut") == ["per@furulia.example"]
    assert not vet_om(oda, "/soekt-ut", "/varsler") and oda.get(f"/soekt-ut/{leyla.husstand}").status_code == 404
    assert ord_i(oda.get("/varsler").text).count("søkt ut til kommunen") == odas
    assert slipp_inn(siri, bjarte).status_code == 422, "hun er ikke søkt ut til Bergen"
    assert slipp_inn(siri, oda).status_code == 303
    assert varslet("kommune_soekt_ut") == ["oda@oslo.example"]
    assert ord_i(oda.get("/varsler").text).count("søkt ut til kommunen") == odas + 1
    assert vet_om(oda, "/soekt-ut", "/varsler") and oda.get(f"/soekt-ut/{leyla.husstand}").status_code == 200
    assert not vet_om(bjarte, "/soekt-ut", "/varsler")

    # bosatt
    bosatt = f"/fordelingsklare/{leyla.samtale}/beboere/{leyla.beboer}/bosatt"
    assert trond.post(bosatt, {"dato": I_DAG}).status_code == 303 and venter(siri) == []
    assert innsyn.en("SELECT bosetting FROM beboer WHERE id = :b", b=leyla.beboer) == "bosatt"
    lest = innsyn.les("SELECT DISTINCT bruker_id FROM hendelse WHERE handling = 'skjermet_lest'")
    assert {rad_[0] for rad_ in lest} == {per.id, trond.id, oda.id}
    for til in ("per@furulia.example", EGEN, "oda@oslo.example"):
        assert til in {u[0] for u in innsyn.les("SELECT b.epost FROM utsending u JOIN bruker b ON b.id = u.mottaker")}


def test_E1_ingen_slipper_inn_seg_selv(app, som, siri, trond):
    importer(rad(LEYLA, klar="ja"))
    side = siri.post("/skjerming/ventende", {"beboer": innsyn.ider(LEYLA).beboer})
    assert "Trond Sak, IMDi" in side.text and "Siri IMDi-Saksen, IMDi" not in side.text
    assert slipp_inn(siri, siri).status_code == 422 and innsyn.antall("skjermingstilgang") == 0
    assert slipp_inn(siri, trond).status_code == 303
    assert LEYLA in trond.get("/skjerming").text and LEYLA not in siri.get("/skjerming").text


def test_E1_det_sies_igjen_naar_ingen_lenger_er_inne(app, som, siri):
    """Once, again after a week, and at once where the last who had been let in is out, or has lost the role."""
    importer(rad(LEYLA, klar="ja"))
    samtale = innsyn.ider(LEYLA).samtale

    def sagt(**om: int) -> int:
        da = naa() + timedelta(**om)
        with klokke(lambda: da):
            runde(app)
        return innsyn.antall("varsel", anledning="skjermet_venter", samtale_id=samtale)

    assert [sagt(), sagt(days=6), sagt(days=7), sagt(days=8)] == [1, 1, 2, 2]
    innsyn.skriv("DELETE FROM utsending WHERE varsel_id IN (SELECT id FROM varsel WHERE anledning = 'skjermet_venter')")
    innsyn.skriv("DELETE FROM varsel WHERE anledning = 'skjermet_venter'")
    sagt()
    slipp_inn(siri, som("per"))
    assert sagt(days=7) == 1 and venter(siri) == []
    innsyn.skriv("UPDATE skjermingstilgang SET avsluttet = :t", t=f"{naa() + timedelta(hours=1):%Y-%m-%d %H:%M:%S}")
    assert sagt(hours=2) == 2 and venter(siri) == ["mottaket"]


def test_E1_en_flytting_lar_imdi_og_kommunen_beholde_tilgangen(app, som, siri, trond):
    importer(rad(LEYLA, klar="ja"))
    slipp_inn(siri, som("per"))
    slipp_inn(siri, trond)
    importer(rad(LEYLA, mottak="Fjordgløtt integreringsmottak"))
    igjen = innsyn.les("SELECT bruker_id FROM skjermingstilgang WHERE avsluttet IS NULL")
    assert [rad_[0] for rad_ in igjen] == [trond.id] and venter(siri) == ["mottaket"]


def test_E1_e_posten_gaar_bare_til_den_som_er_sluppet_inn(app, som, siri, trond):
    """Also where others wait for e-mail of the same quarter: it is neither taken along nor takes along."""
    innsyn.skriv("DELETE FROM utsending")
    importer(rad(LEYLA, klar="ja"), rad("Selam Berhanesh", bosettingssak="ja", klar="ja"))
    slipp_inn(siri, som("per"))
    with smtp.posthus() as huset:
        smtp.bruk(app, huset.port)
        smtp.send(app)
        assert huset.til == ["per@furulia.example"]
        assert "siden sist" not in huset.brev[0].get_content()
        smtp.send(app, om=timedelta(minutes=20))
        assert sorted(set(huset.til)) == sorted(
            ["per@furulia.example", "aud@fjordglott.example", "ingrid@fjordglott.example", "post@fjordglott.example"]
        )
        assert all("siden sist" not in brev.get_content() for brev in huset.brev)
