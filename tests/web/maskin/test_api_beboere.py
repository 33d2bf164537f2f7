"""PUT /api/beboere: the register by machine; idempotent, an answer per row, and nothing without the right token."""

import re
import time
from datetime import timedelta

import pytest
from stoette import innsyn
from stoette.registeret import HELEN, rad

from app.domain.register.fil import SANT
from app.domain.register.person import LESERE
from app.web.maskin import api_beboere, maskintoken
from app.web.maskin.maskintoken import DEMO_MOTTAKER, DEMO_UTSTEDER, demonoekkel


def send(app, kropp, omfang: str = "beboere:skrive"):
    krav = {"iss": DEMO_UTSTEDER, "aud": DEMO_MOTTAKER, "scope": omfang, "exp": int(time.time()) + 60}
    merke = maskintoken.jwt.encode({"alg": "ES256", "kid": "demo"}, krav, demonoekkel(app.extensions["mottak_config"]))
    return app.test_client().put("/api/beboere", json=kropp, headers={"Authorization": f"Bearer {merke}"})


@pytest.mark.begge_lagre
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


def test_for_mange_kall_er_429_og_leser_ikke_inn(app, monkeypatch):
    monkeypatch.setattr(api_beboere, "GRENSE", api_beboere.Grense("api_beboere", 2, timedelta(minutes=1)))
    svar = [send(app, {"beboere": []}) for _ in range(3)]
    assert [en.status_code for en in svar] == [200, 200, 429] and svar[2].headers["Retry-After"] == "60"
    assert svar[2].mimetype == "application/problem+json"
    assert send(app, {"beboere": [HELEN]}).status_code == 429
    assert innsyn.antall("beboer", duf_nummer=HELEN["duf_nummer"]) == 0


def test_uten_omfanget_ingenting(app):
    foer = innsyn.dump()
    assert send(app, {"beboere": [HELEN]}, "kompass:innloesing").status_code == 403
    assert app.test_client().put("/api/beboere", json={"beboere": [HELEN]}).status_code == 401
    assert innsyn.dump() == foer


@pytest.mark.parametrize("kropp", [{}, [], {"beboere": "x"}, {"beboere": [], "mer": 1}, {"beboere": [HELEN] * 1001}])
def test_en_kropp_som_ikke_er_en_liste_avvises(app, kropp):
    assert send(app, kropp).status_code in (400, 413, 422)


@pytest.mark.parametrize(
    "post",
    [
        None,
        1,
        "x",
        [],
        {},
        [None, None],
        [["duf_nummer", "x"]],
        {"duf_nummer": 1},
        {**HELEN, "x": "y"},
        {**HELEN, "klar": 1},
    ],
)
def test_en_rad_av_feil_slag_avvises_som_rad(app, post):
    svar = send(app, {"beboere": [post]})
    assert svar.status_code == 200 and svar.json["rader"][0]["utfall"] == "avvist"


@pytest.mark.parametrize("post", [[None, None], [["duf_nummer", "x"]], None, 1])
def test_det_som_ikke_er_et_objekt_sies_aa_ikke_vaere_det(app, post):
    (rad_,) = send(app, {"beboere": [post]}).json["rader"]
    assert "Raden er ikke et objekt" in rad_["tekst"]
    assert send(app, [post]).status_code == 422


def test_beskrivelsen_sier_hva_hver_av_de_seksten_kan_vaere(felles_app):
    """Declared where the cells are read: a form that the description allows is taken, and what it forbids is not."""
    kropp = felles_app.test_client().get("/api/openapi.json").json["paths"]["/api/beboere"]["put"]["requestBody"]
    felter = kropp["content"]["application/json"]["schema"]["properties"]["beboere"]["items"]["properties"]
    assert felter.keys() == LESERE.keys() and len(felter) == 16
    for navn, skjema in felter.items():
        if lengde := skjema.get("maxLength") if "pattern" not in skjema else None:
            assert LESERE[navn]("x" * lengde)
        for verdi in skjema.get("enum", ()):
            LESERE[navn](SANT.get(verdi, verdi or "") if isinstance(verdi, bool) else verdi or "")
        for eksempel in skjema.get("examples", ()):
            assert re.fullmatch(skjema["pattern"], eksempel) and LESERE[navn](eksempel)
    assert {"pattern", "enum", "maxLength"} <= {noekkel for skjema in felter.values() for noekkel in skjema}
