"""The interpreter's panel: there, gone and back, as the answers were stored (F72)."""

from datetime import datetime, timedelta

import pytest
from stoette import innsyn
from stoette.gjoer import ferdigstill, fyll_ut
from stoette.sider import med_id

from app.domain.samtale import svar
from app.domain.tid import i_dag, naa
from app.norsk import naar

STI = "tolk_brukt"


def kl(tid: datetime) -> str:
    return naar(tid, i_dag())


def panelet(side) -> str:
    return " ".join(" ".join(med_id(side, "tolk").itertext()).split())


@pytest.fixture
def begynt(yonas, som, monkeypatch) -> datetime:
    """An interview in which the interpreter came, fell out after two minutes and was back after five."""
    begynt, per = naa().replace(microsecond=0), som("per")
    lagret = [("oppmoete", 0, 0), ("telefon", 1, 1), ("falt_ut", 2, 2), ("falt_ut", 3, 3), ("skjerm", 3, 5)]
    for kode, versjon, minutter in lagret:
        with monkeypatch.context() as m:
            m.setattr(svar, "naa", lambda etter=minutter: begynt + timedelta(minutes=etter))
            per.lagre(yonas.skjema, STI, kode, versjon)
    return begynt


@pytest.mark.begge_lagre
def test_F72_panelet_sier_naar_tolken_kom_falt_ut_og_var_tilbake(som, yonas, begynt):
    """A correction of how is no change, nor is the same answer again. The page and the bit say the same."""
    per = som("per")
    med, ute, tilbake = (kl(begynt + timedelta(minutes=m)) for m in (0, 2, 5))
    ventet = f"Tolk på skjerm Med fra {med} Falt ut {ute} Tilbake {tilbake} Tolken falt ut"
    for sted in (yonas.skjema, f"{yonas.skjema}/tolk"):
        assert panelet(per.get(sted, htmx=sted.endswith("tolk"))) == ventet


def test_F72_knappen_lagrer_ogsaa_uten_javascript(som, yonas, begynt):
    per = som("per")
    tolk = med_id(per.get(yonas.skjema), "tolk")
    sendt = {e.get("name"): e.get("value") for e in tolk.iter() if e.get("name")}
    assert sendt[STI] == "falt_ut"
    assert per.post(tolk.get("action"), sendt).status_code == 303
    assert innsyn.svarene(yonas.beboer)[STI] == ("falt_ut", 5)
    assert "Tolken er tilbake" in panelet(per.get(yonas.skjema))


def test_F72_en_tolk_som_er_ute_kommer_tilbake_som_den_var(som, yonas, begynt):
    per = som("per")
    per.lagre(yonas.skjema, STI, "falt_ut", 4)
    side = per.get(yonas.skjema).text
    assert 'data-svar="i-tolk_brukt-skjerm"' in side and "Tolken er tilbake" in side


@pytest.mark.parametrize("kode", ["ikke", ""])
def test_F72_uten_tolk_er_det_ikke_noe_panel_og_det_som_var_er_glemt(som, yonas, begynt, kode):
    per = som("per")
    per.lagre(yonas.skjema, STI, kode, 4)
    assert panelet(per.get(yonas.skjema)) == ""
    per.lagre(yonas.skjema, STI, "falt_ut", 5)
    panel = panelet(per.get(f"{yonas.skjema}/tolk", htmx=True))
    assert panel.startswith("Tolk Falt ut ") and "Tolken" not in panel


def test_F72_panelet_er_bare_i_et_skjema_som_kan_fylles_ut(som, yonas, begynt):
    per = som("per")
    assert per.get(f"{yonas.skjema}/tolk").location.endswith(f"{yonas.skjema}#f-{STI}")
    fyll_ut(per, "Yonas Tesfalem")
    ferdigstill(per, yonas.samtale)
    assert 'id="tolk"' not in per.get(yonas.skjema).text
    assert per.get(f"{yonas.skjema}/tolk", htmx=True).status_code == 409
