"""PUT /api/beboere: the register by machine; idempotent, an answer per row, and nothing without the right token."""

import time

import pytest
from stoette import innsyn
from stoette.registeret import HELEN, rad

from app.web.maskin import maskintoken
from app.web.maskin.maskintoken import DEMO_MOTTAKER, DEMO_UTSTEDER, demonoekkel


def send(app, kropp, omfang: str = "beboere:skrive"):
    krav = {"iss": DEMO_UTSTEDER, "aud": DEMO_MOTTAKER, "scope": omfang, "exp": int(time.time()) + 60}
    merke = maskintoken.jwt.encode({"alg": "ES256", "kid": "demo"}, krav, demonoekkel(app.extensions["mottak_config"]))
    return app.test_client().put("/api/beboere", json=kropp, headers={"Authorization": f"Bearer {merke}"})


def test_et_svar_per_rad_og_annen_gang_ingenting(app):
    kropp = {
        "beboere": [HELEN, rad("Yonas Tesfalem", tolkespraak="amharisk"), {**HELEN, "husstand": "U-2", "foedt": "x"}]
    }
    kropp["beboere"][2]["duf_nummer"] = "202699088609"
    svar = send(app, kropp)
    assert svar.status_code == 200
    assert [(r["rad"], r["utfall"]) for r in svar.json["rader"]] == [(1, "ny"), (2, "endret"), (3, "avvist")]
    assert svar.json["rader"][2]["tekst"].startswith("foedt: ")
    foer = innsyn.dump()
    assert [r["utfall"] for r in send(app, kropp).json["rader"]] == ["uendret", "uendret", "avvist"]
    assert innsyn.dump() == foer


def test_uten_omfanget_ingenting(app):
    foer = innsyn.dump()
    assert send(app, {"beboere": [HELEN]}, "kompass:innloesing").status_code == 403
    assert app.test_client().put("/api/beboere", json={"beboere": [HELEN]}).status_code == 401
    assert innsyn.dump() == foer


@pytest.mark.parametrize("kropp", [{}, [], {"beboere": "x"}, {"beboere": [], "mer": 1}, {"beboere": [HELEN] * 1001}])
def test_en_kropp_som_ikke_er_en_liste_avvises(app, kropp):
    assert send(app, kropp).status_code in (400, 413, 422)


@pytest.mark.parametrize("post", [None, 1, "x", [], {}, {"duf_nummer": 1}, {**HELEN, "x": "y"}, {**HELEN, "klar": 1}])
def test_en_rad_av_feil_slag_avvises_som_rad(app, post):
    svar = send(app, {"beboere": [post]})
    assert svar.status_code == 200 and svar.json["rader"][0]["utfall"] == "avvist"
