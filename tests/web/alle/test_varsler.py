"""Varsler in the app: who has which, where each leads, what has happened since, and that looking changes nothing."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from stoette import gjoer, innsyn
from stoette.klient import Klient
from stoette.sider import ord_i

from app.db import arbeid, db
from app.domain.tid import i_dag, klokke, naa
from app.domain.varsel import samlevarsel, varsel
from app.domain.varsel.anledning import Anledning

Som = Callable[[str], Klient]


def varsle(anledning: Anledning, navn: str = "Yonas Tesfalem", **om: str) -> str:
    """A notice about this resident's interview; the answer is its id."""
    samtale = innsyn.ider(navn).samtale or ""
    mottak = innsyn.en("SELECT mottak_id FROM bosettingssamtale WHERE id = :s", s=samtale)
    with arbeid(skriver=True):
        id_ = varsel.send_varsel(anledning, samtale_id=samtale, mottak_id=mottak, **om).id
    db.session.remove()
    return id_


@pytest.mark.begge_lagre
def test_S26_nyeste_foerst_og_uleste_sies(app: Flask, som: Som) -> None:
    per = som("per")
    per.post("/varsler/lesing")
    varsle(Anledning.SOEKT_UT)
    side = per.get("/varsler")
    assert side.text.count(">Nytt</span>") == 1
    foerste = side.text.split('<ul class="varsler">')[1].split("</li>")[0]
    assert "søkt ut til en kommune" in foerste and "Yonas Tesfalem" in foerste
    assert '<span class="teller">1<' in side.text


def test_bjella_stopper_ved_99(app: Flask, som: Som) -> None:
    """It stands on every page, so it counts among the newest alone; the list still has the older."""
    per, mottak = som("per"), innsyn.mottak_id("Furulia")
    per.post("/varsler/lesing")
    eldste = varsle(Anledning.SOEKT_UT)
    for antall, vist in ((98, "99"), (1, "99+"), (varsel.PAA_BJELLA, "99+")):
        with arbeid(skriver=True):
            samtale = innsyn.ider("Yonas Tesfalem").samtale or ""
            samlevarsel.send_samlet(Anledning.KLAR_FOR_SAMTALE, [(samtale, mottak)] * antall)
        db.session.remove()
        assert f'<span class="teller">{vist}<' in per.get("/hjelp").text
    innsyn.skriv(
        "INSERT INTO varsellesing (varsel_id, bruker_id, lest) SELECT id, :b, opprettet FROM varsel "
        "WHERE mottak_id = :m AND id <> :v ON CONFLICT DO NOTHING",
        b=per.id, m=mottak, v=eldste,
    )  # fmt: skip
    assert 'class="teller"' not in per.get("/hjelp").text, "den eldste teller ikke lenger"


def test_S26_alle_varsler_kan_naas_ogsaa_det_eldste(app: Flask, som: Som) -> None:
    """The register may tell of hundreds at once: none is out of reach, none is shown twice, and each has its place."""
    per, mottak = som("per"), innsyn.en("SELECT id FROM mottak WHERE navn = 'Furulia mottak'")
    with arbeid(skriver=True):
        samlevarsel.send_samlet(
            Anledning.KLAR_FOR_SAMTALE, [(innsyn.ider("Yonas Tesfalem").samtale or "", mottak)] * 120
        )
    db.session.remove()
    adresse, sett = "/varsler", list[str]()
    while adresse and len(sett) < 1000:
        side = per.get(adresse).text
        sett += re.findall(r"/varsler/([0-9a-f]{32})(?:/aapning|\")", side)
        neste = re.search(r'rel="next" href="([^"]+)"', side)
        adresse = neste[1] if neste else ""
    assert len(set(sett)) == len(sett) == innsyn.antall("varsel", mottak_id=mottak) > 120
    assert sett[:120] == sorted(sett[:120])


def test_S28_et_varsel_leder_til_samtalen_og_er_da_lest(app: Flask, som: Som) -> None:
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    id_ = varsle(Anledning.KLAR_FOR_SAMTALE)
    svar = per.post(f"/varsler/{id_}/aapning")
    assert (svar.status_code, svar.headers["Location"]) == (303, yonas.skjema)
    assert per.get(svar.headers["Location"]).status_code == 200
    assert innsyn.antall("varsellesing", varsel_id=id_) == 1
    per.post(f"/varsler/{id_}/aapning")
    assert innsyn.antall("varsellesing", varsel_id=id_, bruker_id=per.id) == 1


def test_F28_epostens_adresse_aapner_varselet_og_endrer_ingenting(app: Flask, som: Som) -> None:
    """F28: through the login, to exactly this notice. A link scanner or a preview reads nothing away."""
    id_ = varsle(Anledning.KLAR_FOR_SAMTALE)
    svar = app.test_client().get(f"/varsler/{id_}")
    assert svar.status_code == 302 and svar.headers["Location"] == f"/logg-inn?neste=/varsler/{id_}"
    per, foer = som("per"), innsyn.antall("varsellesing")
    side = per.get(f"/varsler/{id_}")
    assert side.status_code == 200 and f'action="/varsler/{id_}/aapning"' in side.text
    assert innsyn.antall("varsellesing") == foer


@pytest.mark.begge_lagre
def test_F35_aapnet_sent_sier_hva_som_har_skjedd(app: Flask, som: Som) -> None:
    per, mari, yonas = som("per"), som("mari"), innsyn.ider("Yonas Tesfalem")
    id_ = varsle(Anledning.KLAR_FOR_SAMTALE)
    assert "Ingen har begynt på samtalen ennå." in per.get(f"/varsler/{id_}").text
    gjoer.fyll_ut(mari, "Yonas Tesfalem")
    assert "Mari Granli begynte på samtalen" in per.get(f"/varsler/{id_}").text
    assert gjoer.ferdigstill(mari, yonas.samtale).status_code == 303
    for adresse in (f"/varsler/{id_}", "/varsler"):
        assert "Mari Granli ferdigstilte samtalen" in ord_i(per.get(adresse).text)


def test_B4_andres_varsler_finnes_ikke(app: Flask, som: Som) -> None:
    """B4, E4: another mottak's, another receiver's, and one that there never was: the same answer."""
    mitt, imdis = varsle(Anledning.SOEKT_UT), varsle(Anledning.FORDELINGSKLAR)
    for hvem, id_ in (("hamid", mitt), ("siri", mitt), ("kari", mitt), ("per", imdis), ("per", "0" * 32)):
        for svar in (som(hvem).get(f"/varsler/{id_}"), som(hvem).post(f"/varsler/{id_}/aapning")):
            assert svar.status_code == 404, (hvem, id_)
    assert innsyn.antall("varsellesing", varsel_id=mitt) == 0


def test_imdis_varsel_leder_til_saken_og_merknaden(app: Flask, som: Som) -> None:
    siri, yonas = som("siri"), innsyn.ider("Yonas Tesfalem")
    sak = siri.post(f"/varsler/{varsle(Anledning.FORDELINGSKLAR)}/aapning")
    assert sak.headers["Location"] == f"/fordelingsklare/{yonas.samtale}"
    merknad = siri.post(f"/varsler/{varsle(Anledning.INTERN_MERKNAD, merknad_id='a' * 32)}/aapning")
    assert merknad.headers["Location"] == f"/fordelingsklare/{yonas.samtale}#merknad-{'a' * 32}"


def test_F35_ogsaa_imdi_ser_hvem_det_gjelder_og_hva_som_har_skjedd_siden(app: Flask, som: Som) -> None:
    """Opened late: who completed it and when, and that a colleague has registered «søkt ut» since."""
    per, siri, yonas = som("per"), som("siri"), innsyn.ider("Yonas Tesfalem")
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    assert gjoer.ferdigstill(per, yonas.samtale).status_code == 303
    id_ = innsyn.en("SELECT id FROM varsel WHERE anledning = 'fordelingsklar' AND samtale_id = :s", s=yonas.samtale)
    for adresse in (f"/varsler/{id_}", "/varsler"):
        ordene = ord_i(siri.get(adresse).text)
        assert "Yonas Tesfalem" in ordene and "Per Lia ferdigstilte samtalen" in ordene and "Fordelingsklar." in ordene
    data = {"kommune": "Tromsø", "dato": f"{i_dag()}", "hvem": yonas.beboer}
    assert siri.post(f"/fordelingsklare/{yonas.samtale}/soekt-ut", data).status_code == 303
    for adresse in (f"/varsler/{id_}", "/varsler"):
        assert "Nå: Søkt ut til Tromsø." in ord_i(siri.get(adresse).text)
    assert "Nå: Søkt ut til Tromsø." in ord_i(per.get("/varsler").text)
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE id = :b", b=yonas.beboer)
    skjult = siri.get(f"/varsler/{id_}")
    assert skjult.status_code == 404 and "Yonas" not in siri.get("/varsler").text, "da vet hun ikke at det finnes"
    assert siri.post(f"/varsler/{id_}/aapning").status_code == 404


def test_S11_administratoren_faar_bare_vite_at_en_oppgave_venter(app: Flask, som: Som) -> None:
    """S11: no case, no name; it leads to those who can do something about it."""
    kari = som("kari")
    varsle(Anledning.SOEKT_UT)
    id_ = varsle(Anledning.ESKALERING)
    side = kari.get("/varsler")
    assert side.text.count('<li class="ulest">') == 1
    varselet = kari.get(f"/varsler/{id_}").text
    assert "Yonas" not in side.text + varselet
    assert "Gå til kontaktinformasjonen" in varselet and "Gå til saken" not in varselet
    assert kari.post(f"/varsler/{id_}/aapning").headers["Location"] == "/mottak/kontakt"


def test_et_varsel_om_en_som_er_flyttet(app: Flask, som: Som) -> None:
    per, yonas, id_ = som("per"), innsyn.ider("Yonas Tesfalem"), varsle(Anledning.KLAR_FOR_SAMTALE)
    innsyn.skriv("UPDATE beboer SET mottak_id = :m WHERE id = :b", m=innsyn.mottak_id("Bjørkåsen"), b=yonas.beboer)
    side = per.get(f"/varsler/{id_}")
    assert "Saken er ikke lenger ved mottaket ditt." in side.text and "Yonas" not in side.text
    assert per.post(f"/varsler/{id_}/aapning").headers["Location"] == f"/varsler/{id_}"


@pytest.mark.begge_lagre
def test_M7_to_ganger_paa_ti_sekunder_er_en(app: Flask) -> None:
    def merknad(noekkel: str) -> str:
        return varsle(Anledning.INTERN_MERKNAD, merknad_id=noekkel * 32)

    foerste = merknad("a")
    assert merknad("a") == foerste != merknad("b")
    assert innsyn.antall("utsending", mottaker="imdi", tilstand="venter") == 2
    senere = naa() + timedelta(seconds=12)
    with klokke(lambda: senere):
        assert merknad("a") != foerste
    assert innsyn.antall("utsending", mottaker="imdi", tilstand="venter") == 3


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
def test_M7_aatte_samtidig_er_ogsaa_en(app: Flask) -> None:
    """M7: requests that arrive together see each other; the row of the interview is what they queue at."""
    db.session.remove()
    start = Barrier(8)

    def en(_nr: int) -> str:
        with app.app_context():
            start.wait()
            return varsle(Anledning.SOEKT_UT)

    with ThreadPoolExecutor(8) as traader:
        assert len(set(traader.map(en, range(8)))) == 1


class TestMineVarsler:
    """F34: at once or once a day; never for the fellespost."""

    def test_valget_huskes(self, app: Flask, som: Som) -> None:
        per = som("per")
        data = per.skjema(per.get("/varsler/mine"), "/varsler/mine")
        assert data["hyppighet"] == ["straks"]
        assert per.post("/varsler/mine", {"hyppighet": "daglig"}).status_code == 303
        data = per.skjema(per.get("/varsler/mine"), "/varsler/mine")
        assert data["hyppighet"] == ["daglig"]
        data = som("mari").skjema(som("mari").get("/varsler/mine"), "/varsler/mine")
        assert data["hyppighet"] == ["straks"]

    @pytest.mark.parametrize(
        ("data", "kode"),
        [
            ({"hyppighet": "aldri"}, 422),
            ({}, 422),
            ({"hyppighet": "straks", "bruker_id": "x"}, 400),
            ({"hyppighet": "\0"}, 422),
        ],
    )
    def test_noe_annet_lagres_ikke(self, app: Flask, som: Som, data: dict[str, str], kode: int) -> None:
        assert som("per").post("/varsler/mine", data).status_code == kode
        assert innsyn.antall("varselvalg") == 0

    def test_imdi_har_en_felles_adresse_og_sin_egen_for_det_skjermede(self, app: Flask, som: Som) -> None:
        side = som("siri").get("/varsler/mine").text
        assert "fellesadressen" in side and "skjermede" in side and 'name="hyppighet"' in side
