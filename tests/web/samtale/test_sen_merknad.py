"""An internal remark after completion: draft, «Send e-postvarsel til IMDi», and what the system sends itself."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from stoette import innsyn, smtp
from stoette.klient import Klient
from stoette.sider import ord_i

from app import worker
from app.db import sesjon
from app.domain.samtale import merknadutkast
from app.domain.tid import klokke, naa
from app.domain.vern.forsoek import MERKNAD_VARSEL

KANARI = "Kanarifugl-9d1e bør ikke bosettes i Bodø"
FELT = "intern_merknad"
KNAPP = "Send e-postvarsel til IMDi"


@pytest.fixture
def hassan(app) -> innsyn.Ider:
    """Completed three weeks ago, with one remark sealed then (P6)."""
    return innsyn.ider(innsyn.en("SELECT fornavn || ' ' || etternavn FROM beboer WHERE bosetting = 'fordelingsklar'"))


def skriv(av, ider, tekst, versjon=0, *, send=False, htmx=True, **data):
    url = f"{ider.skjema}/merknad" + ("/varsel" if send else "")
    return av.post(url, {FELT: tekst, f"v.{FELT}": str(versjon)} | data, htmx=htmx)


def varsler(ider) -> int:
    return innsyn.antall("varsel", anledning="intern_merknad", samtale_id=ider.samtale)


def forseglede(ider) -> int:
    return innsyn.antall("merknad", beboer_id=ider.beboer)


def svarrader() -> str:
    return "\n".join(rad for rad in innsyn.dump().splitlines() if rad.startswith(("svar", "bosettingssamtale")))


def test_historie_6_fra_merknad_til_imdi(app, som, hassan):
    """C10, S74: the form's rows are untouched; nothing is told before the click; then Siri reads both."""
    per, siri, foer = som("per"), som("siri"), svarrader()
    assert KNAPP in per.get(hassan.skjema).text
    lagret = skriv(per, hassan, KANARI)
    assert lagret.status_code == 200 and "Lagret kl." in lagret.text and "Ikke sendt til IMDi ennå." in lagret.text
    assert varsler(hassan) == 0 and forseglede(hassan) == 1
    side = per.get(hassan.skjema)
    assert KANARI in side.text and "15 minutter" in side.text, "utkastet er mottakets"
    assert KANARI in som("mari").get(hassan.skjema).text
    assert KANARI not in siri.get(f"/fordelingsklare/{hassan.samtale}").text, "et utkast er ikke IMDis"
    sendt = skriv(per, hassan, KANARI, 1, send=True, htmx=False)
    assert sendt.status_code == 303 and varsler(hassan) == 1 and forseglede(hassan) == 2
    etter = per.get(hassan.skjema)
    assert "Kanarifugl" not in etter.text and f"{len(KANARI)} tegn. Bare IMDi kan lese teksten." in etter.text
    hos_imdi = siri.get(f"/fordelingsklare/{hassan.samtale}").text
    assert KANARI in hos_imdi and "Ta kontakt med mottaket før fordeling." in hos_imdi
    assert "etter ferdigstilling" in hos_imdi
    assert svarrader() == foer
    assert innsyn.en("SELECT bosetting FROM beboer WHERE id = :i", i=hassan.beboer) == "fordelingsklar"
    assert innsyn.antall("hendelse", handling="merknad_varslet", bruker_id=per.id) == 1


def test_uten_javascript_sendes_det_som_staar_i_feltet(app, som, hassan):
    per = som("per")
    utfylt = per.skjema(per.get(hassan.skjema), "/merknad") | {FELT: KANARI}
    assert per.post(f"{hassan.skjema}/merknad/varsel", utfylt).status_code == 303
    assert "sendt til IMDi" in per.get(hassan.skjema).text and forseglede(hassan) == 2


def test_to_klikk_paa_ti_sekunder_er_ett(app, som, hassan):
    per = som("per")
    for _ in range(3):
        assert skriv(per, hassan, KANARI, send=True, htmx=False).status_code == 303
    assert varsler(hassan) == 1 and forseglede(hassan) == 2
    assert skriv(per, hassan, "Noe annet", send=True).status_code == 409, "siden er gammel"
    assert skriv(per, hassan, "Noe annet", 2, send=True).status_code == 204
    assert varsler(hassan) == 2, "en ny tekst er en ny merknad"


@pytest.mark.begge_lagre
def test_to_klikk_i_samme_oeyeblikk_er_ett(app, som, hassan):
    """K: the second waits for the first, and finds it done."""
    nettlesere = [Klient(app, "per", inspisert=False) for _ in range(4)]
    with ThreadPoolExecutor(4) as traader:
        svarene = list(traader.map(lambda per: skriv(per, hassan, KANARI, send=True, htmx=False), nettlesere))
    assert [svar.status_code for svar in svarene] == [303] * 4
    assert varsler(hassan) == 1 and forseglede(hassan) == 2


@pytest.mark.parametrize("htmx", [True, False])
def test_M7_saa_mange_i_timen_og_ingenting_gaar_tapt(app, som, hassan, monkeypatch, htmx):
    """M7: the one too many is saved, says so, and is sent by the system; a colleague's count is her own."""
    monkeypatch.setattr(merknadutkast, "MERKNAD_VARSEL", replace(MERKNAD_VARSEL, antall=2))
    per, mari = som("per"), som("mari")
    for nr in range(3):
        svar = skriv(per, hassan, f"{KANARI} nr. {nr}", 2 * nr, send=True, htmx=htmx)
        assert svar.status_code == (204 if htmx else 303)
    side = per.get(hassan.skjema)
    assert "Merknaden er lagret, men ikke sendt ennå." in side.text and f"{KANARI} nr. 2" in side.text
    assert varsler(hassan) == 2 and forseglede(hassan) == 3
    sesjon.rollback()
    naar = naa() + timedelta(minutes=16)
    assert varslet_av_systemet(app, naar) == 1
    assert varsler(hassan) == 3 and forseglede(hassan) == 4
    assert skriv(mari, hassan, "maris", 6, send=True).status_code == 204 and varsler(hassan) == 4
    assert MERKNAD_VARSEL.antall == 30 and MERKNAD_VARSEL.vindu == timedelta(hours=1)


def test_uten_tekst_sendes_ingenting(app, som, hassan):
    per, foer = som("per"), innsyn.dump(uten=("hendelse", "innlogging", "bruker"))
    for tekst in ("", "  \n"):
        for htmx in (True, False):
            svar = skriv(per, hassan, tekst, send=True, htmx=htmx)
            assert svar.status_code == 422 and "Skriv merknaden" in svar.text
    for_lang = skriv(per, hassan, "x" * 4001, send=True, htmx=False)
    assert for_lang.status_code == 422 and "x" * 4001 in for_lang.text, "det skrevne står igjen"
    assert innsyn.dump(uten=("hendelse", "innlogging", "bruker")) == foer


def test_en_konflikt_viser_ikke_den_andres_tekst(app, som, hassan):
    """C3."""
    per, mari = som("per"), som("mari")
    assert skriv(per, hassan, KANARI, klient="a", sekvens="1").status_code == 200
    for htmx in (True, False):
        svar = skriv(mari, hassan, "maris tekst", htmx=htmx)
        assert svar.status_code == 409 and "Kanarifugl" not in svar.text
        assert "Per Lia" in svar.text and "maris tekst" in svar.text
    assert skriv(per, hassan, KANARI + " mer", klient="a", sekvens="2").status_code == 200, "samme side"
    assert skriv(per, hassan, KANARI, klient="a", sekvens="1").status_code == 200, "en sen kopi"
    assert KANARI + " mer" in per.get(hassan.skjema).text
    assert skriv(mari, hassan, "maris tekst", behold="2").status_code == 200
    assert "maris tekst" in per.get(hassan.skjema).text


def test_bare_mottakets_egne_naar_utkastet(app, som, hassan):
    for bruker, kode in (("hamid", 404), ("tuva", 403), ("kari", 403), ("siri", 403)):
        for send in (False, True):
            assert skriv(som(bruker), hassan, KANARI, send=send).status_code == kode
    yonas = innsyn.ider("Yonas Tesfalem")
    svar = skriv(som("per"), yonas, KANARI)
    assert svar.status_code == 409, "samtalen er åpen: der er skjemaet"
    assert "Samtalen er ikke ferdigstilt" in svar.text and "Bosettingssamtalen er ferdigstilt" not in svar.text
    assert innsyn.antall("merknadutkast") == 0


def varslet_av_systemet(app, naar) -> int:
    """How many the worker finds to send then."""
    with klokke(lambda: naar):
        antall = len(merknadutkast.glemte())
        sesjon.remove()
        worker.runde(app, (worker.Jobb(worker.varsle_glemte_merknader),))
    return antall


def test_en_rad_som_feiler_stanser_ikke_de_andre(app, som, hassan, monkeypatch):
    """One bad row never stops a job's other rows; it is told of, and tried again."""
    mahmoud, per = innsyn.ider("Mahmoud Darwishi"), som("per")
    for ider in (hassan, mahmoud):
        assert skriv(per, ider, KANARI).status_code == 200
    forsegl = merknadutkast._forsegl

    def feiler_for_hassan(av, rad) -> None:
        if rad.beboer_id == hassan.beboer:
            raise ZeroDivisionError
        forsegl(av, rad)

    monkeypatch.setattr(merknadutkast, "_forsegl", feiler_for_hassan)
    naar = naa() + timedelta(minutes=16)
    assert varslet_av_systemet(app, naar) == 2
    assert (varsler(hassan), varsler(mahmoud)) == (0, 1)
    monkeypatch.setattr(merknadutkast, "_forsegl", forsegl)
    assert varslet_av_systemet(app, naar) == 1 and varsler(hassan) == 1


def test_en_glemt_merknad_sendes_av_systemet(app, som, hassan):
    """15 minutes after the last change, once; an open page that goes on writing is told."""
    per = som("per")
    assert skriv(per, hassan, KANARI, klient="a", sekvens="1").status_code == 200
    sesjon.rollback()
    for minutter, ventet in ((14, 0), (16, 1), (17, 0)):
        naar = naa() + timedelta(minutes=minutter)
        assert varslet_av_systemet(app, naar) == ventet
    assert varsler(hassan) == 1 and forseglede(hassan) == 2
    (rad,) = innsyn.les("SELECT bruker_id FROM hendelse WHERE handling = 'merknad_varslet'")
    assert rad.bruker_id is None, "det var systemet"
    assert KANARI in som("siri").get(f"/fordelingsklare/{hassan.samtale}").text
    videre = skriv(per, hassan, KANARI + " mer", 1, klient="a", sekvens="2")
    assert videre.status_code == 409 and "eller den er sendt til IMDi" in ord_i(videre.text)
    assert innsyn.en("SELECT skrevet_av_id FROM merknad ORDER BY forseglet DESC") == per.id


@pytest.mark.begge_lagre
def test_runden_forsegler_varsler_og_sender_e_post(app, som, hassan):
    """S84: the worker's whole round by itself; the e-mail goes in the same round, and once."""
    with smtp.posthus() as huset:
        smtp.bruk(app, huset.port)
        assert skriv(som("per"), hassan, KANARI).status_code == 200
        for minutter, ventet in ((14, []), (16, ["mottak@imdi.example"]), (17, ["mottak@imdi.example"])):
            sesjon.remove()
            naar = naa() + timedelta(minutes=minutter)
            with klokke(lambda naar=naar: naar):
                worker.runde(app)
            brev = [b for b in huset.brev if "Det er nye opplysninger i en sak." in b.get_content()]
            assert [str(b["To"]) for b in brev] == ventet
        smtp.krev_taushet(huset)
    assert varsler(hassan) == 1 and forseglede(hassan) == 2
    id_ = innsyn.en("SELECT id FROM varsel WHERE anledning = 'intern_merknad' AND samtale_id = :s", s=hassan.samtale)
    assert f"http://localhost/varsler/{id_}" in brev[0].get_content().splitlines()
    svar = som("siri").post(f"/varsler/{id_}/aapning")
    merknad_id = innsyn.en("SELECT id FROM merknad WHERE beboer_id = :b ORDER BY forseglet DESC", b=hassan.beboer)
    assert svar.location == f"/fordelingsklare/{hassan.samtale}#merknad-{merknad_id}"
    assert f'id="merknad-{merknad_id}"' in som("siri").get(svar.location).text


def test_utkastet_foelger_ikke_med_til_et_annet_mottak(app, som, hassan):
    """Story 7: what was written at one mottak is not read at another."""
    assert skriv(som("per"), hassan, KANARI).status_code == 200
    innsyn.skriv("UPDATE beboer SET mottak_id = :m WHERE id = :b", m=innsyn.mottak_id("Bjørkåsen"), b=hassan.beboer)
    hamid = som("hamid")
    assert "Kanarifugl" not in hamid.get(hassan.skjema).text
    assert skriv(hamid, hassan, "fra Bjørkåsen").status_code == 200
    assert innsyn.antall("merknadutkast", beboer_id=hassan.beboer) == 2
