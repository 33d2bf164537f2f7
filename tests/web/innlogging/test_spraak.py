"""Languages: Bokmål unless chosen, Nynorsk where the browser asks first, English by choice; and how one chooses."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette.klient import Klient, merke_paa

from app.db import sesjon
from app.domain.beboer.modell import Bosettingssamtale
from app.domain.tilgang.bruker import Bruker
from app.spraak import Spraak

Som = Callable[[str], Klient]


def lang(svar) -> str:
    assert svar.headers["Content-Language"] == svar.text.partition('lang="')[2][:2]
    return svar.headers["Content-Language"]


@pytest.mark.parametrize(
    ("nettleseren", "ventet"),
    [
        ("", "nb"),
        ("nn-NO,nn;q=0.9,nb;q=0.8", "nn"),
        ("nb;q=0.8,nn", "nn"),
        ("nb-NO,nn;q=0.9", "nb"),
        ("en-US,en;q=0.9,nn;q=0.8", "nb"),
        ("da,sv", "nb"),
        ("*", "nb"),
    ],
)
def test_bokmaal_uten_valg_og_nynorsk_naar_nettleseren_ber_foerst_om_det(app: Flask, nettleseren, ventet) -> None:
    svar = app.test_client().get("/logg-inn", headers={"Accept-Language": nettleseren})
    assert lang(svar) == ventet
    assert {"accept-language", "cookie"} <= {navn.lower() for navn in svar.vary}


def test_valget_paa_innloggingssiden_gjelder_etter_innlogging_og_foelger_brukeren(app: Flask, som: Som) -> None:
    """Chosen before the login, it is the user's own from then on, also on another machine; not another user's."""
    klient = app.test_client()
    merke = merke_paa(klient.get("/logg-inn"))
    svar = klient.post("/spraak", data={"csrf_token": merke, "spraak": "en", "neste": "/logg-inn"})
    assert svar.status_code == 303 and svar.headers["Location"] == "/logg-inn"
    side = klient.get("/logg-inn")
    assert lang(side) == "en" and "Choose who you want to be" in side.text
    per = som("per")
    assert lang(per.get("/")) == "nb"
    klient.post("/logg-inn/demo", data={"csrf_token": merke_paa(side), "bruker": per.id})
    assert lang(klient.get("/")) == "en" == lang(per.get("/"))
    assert lang(som("mari").get("/")) == "nb"


def test_brukerens_valg_gaar_foran_nettleserens(som: Som) -> None:
    per = som("per")
    assert lang(per.get("/", hoder={"Accept-Language": "nn"})) == "nn"
    assert per.post("/spraak", {"spraak": "nb", "neste": "/profil"}).headers["Location"] == "/profil"
    assert lang(per.get("/", hoder={"Accept-Language": "nn"})) == "nb"
    assert 'value="nb" checked' in per.get("/profil").text


def test_valget_krever_merke_og_et_spraak_vi_har(app: Flask, som: Som) -> None:
    per = som("per")
    assert per.post("/spraak", {"spraak": "nn", "csrf_token": "x"}).status_code == 403
    assert per.post("/spraak", {"spraak": "no"}).status_code == 400
    assert per.post("/spraak", {}).status_code == 400
    assert per.get("/spraak").status_code == 405
    assert sesjon.get(Bruker, per.id).spraak is None


@pytest.mark.parametrize("neste", ["https://ond.example", "//ond.example", "/\\ond.example", "", "javascript:1"])
def test_valget_sender_ingen_ut_av_huset(som: Som, neste: str) -> None:
    assert som("per").post("/spraak", {"spraak": "nn", "neste": neste}).headers["Location"] == "/"


def test_foten_har_de_tre_spraakene_og_veien_tilbake(som: Som) -> None:
    side = som("per").get("/mottak/beboere?sorter=navn").text
    foten = side.partition("<footer")[2]
    assert all(f'lang="{s.value}"' in foten and f">{s.tekst}</button>" in foten for s in Spraak)
    assert foten.count('name="neste" value="/mottak/beboere?sorter=navn"') == 3 == foten.count('name="csrf_token"')
    assert foten.count('aria-current="true"') == 1


def test_en_bit_kommer_paa_sidens_spraak(som: Som) -> None:
    """Another tab has chosen Nynorsk; the form that stands open goes on in the language it is in."""
    per = som("per")
    skjema = per.aapne("Yonas Tesfalem")
    assert """hx-headers='{"X-Spraak": "nb"}'""" in per.get(skjema).text
    per.post("/spraak", {"spraak": "nn"})
    felt = {"morsmaal": "tigrinja", "v.morsmaal": "0"}
    lagret = per.klient.post(
        f"{skjema}/svar?felt=morsmaal",
        data={"csrf_token": per.merke, **felt},
        headers={"HX-Request": "true", "X-Spraak": "nb"},
    )
    assert "Lagret kl." in lagret.text and lagret.headers["Content-Language"] == "nb"
    assert "Lagra kl." in per.post(f"{skjema}/svar?felt=morsmaal", {**felt, "v.morsmaal": "1"}, htmx=True).text


def test_skjemaet_sier_sporsmaalene_paa_leserens_spraak(som: Som) -> None:
    per = som("per")
    skjema = per.aapne("Yonas Tesfalem")
    per.post("/spraak", {"spraak": "nn"})
    side = per.get(skjema).text
    assert (
        "Tilknyting til kommune" in side
        and "Svara blir lagra medan du skriv." in side
        and "Tilknytning til" not in side
    )
    per.post("/spraak", {"spraak": "en"})
    assert "Ties to a municipality" in per.get(skjema).text
    assert len(per.sporringer) <= 9
    lesning = per.get(skjema.partition("/beboere")[0] + "/ferdigstilling").text
    assert "required answers are missing" in lesning and "Missing – fill in" in lesning


def test_en_lagring_koster_ikke_flere_sporringer_paa_nynorsk(som: Som) -> None:
    per = som("per")
    skjema = per.aapne("Yonas Tesfalem")
    per.lagre(skjema, "morsmaal", "tigrinja")
    foer = len(per.sporringer)
    per.post("/spraak", {"spraak": "nn"})
    per.lagre(skjema, "morsmaal", "tigre", versjon=1)
    assert len(per.sporringer) == foer


def test_feil_sies_paa_leserens_spraak_ogsaa_naar_databasen_er_borte(app: Flask, som: Som, monkeypatch) -> None:
    per = som("per")
    per.post("/spraak", {"spraak": "nn"})
    side = per.get("/finnes-ikke")
    assert side.status_code == 404 and lang(side) == "nn" and "Sida finst ikkje" in side.text
    borte = sa.exc.OperationalError("", {}, Exception())
    monkeypatch.setattr("app.domain.tilgang.innlogging.kjoer", lambda *_: (_ for _ in ()).throw(borte))
    side = per.get("/mottak/oppgaver")
    assert side.status_code == 503 and lang(side) == "nn" and "Systemet svarar ikkje" in side.text


def test_datoer_og_klokkeslett_paa_engelsk(som: Som) -> None:
    per = som("per")
    per.post("/spraak", {"spraak": "en"})
    side = per.get("/innlogginger").text
    assert "Logged in" in side and " at " in side.partition("Logged in")[2][:40]


def test_maskinene_faar_bokmaal(app: Flask) -> None:
    svar = app.test_client().put("/api/beboere", headers={"Accept-Language": "nn"})
    assert svar.status_code == 401 and "Content-Language" not in svar.headers
    assert svar.json["title"] == "Tokenet mangler eller er ugyldig"


@pytest.mark.parametrize("valgt", Spraak)
def test_samtalen_husker_spraaket_den_ble_holdt_paa(som: Som, valgt: Spraak) -> None:
    per = som("per")
    per.post("/spraak", {"spraak": valgt.value})
    samtale_id = per.aapne("Yonas Tesfalem").split("/")[2]
    assert sesjon.get(Bosettingssamtale, samtale_id).spraak is valgt
