"""Advice, not a block: a text that looks sensitive is stored, and moves to the internal remark by one press (F74)."""

import pytest
from stoette import innsyn

from app.domain.samtale.merknad import dekrypter
from app.domain.skjema.varsomhet import foelsomme_ord

STI, RAAD = "bosettingsmerknad", "Flytt til intern bosettingsmerknad"
HELE = "Ønsker skole i nærheten.\nKanarifugl: har angst etter vold hjemme.\nLiker fotball."
DEL = "Kanarifugl: har angst etter vold hjemme."


def flytt(per, yonas, versjon=1, **ogsaa):
    return per.post(f"{yonas.skjema}/flytting?felt={STI}", {f"v.{STI}": str(versjon), **ogsaa}, htmx=True)


def intern(yonas) -> str:
    return dekrypter(innsyn.svarene(yonas.beboer)["intern_merknad"][0], yonas.beboer)


@pytest.mark.parametrize(
    ("tekst", "ord_"),
    [
        (HELE, ["angst", "vold"]), ("Har DIAGNOSEN PTSD.", ["DIAGNOSEN", "PTSD"]), ("Er homofil", ["homofil"]),
        ("Ble truet av broren", ["truet"]), ("Barnevernet er inne", ["Barnevernet"]), ("Konverterte", ["Konverterte"]),
        ("Går i kirken og moskeen", ["kirken"]), ("Har sykdom, sykdom", ["sykdom"]),
        ("Kristine sykler til Volda, Kirkenes og Kristiansand", []), ("Kollektivtransport, transport", []),
        ("Sykehjem er et godt sted å arbeide", []), ("", []),
    ],
)  # fmt: skip
def test_ordene_som_gir_et_raad(tekst, ord_):
    assert foelsomme_ord(tekst) == ord_


@pytest.mark.parametrize("sti", [STI, "interesser"])
def test_teksten_lagres_og_raadet_staar_ved_feltet(som, yonas, sti):
    per = som("per")
    svar = per.lagre(yonas.skjema, sti, HELE)
    assert svar.status_code == 200 and RAAD in svar.text and "«angst», «vold»" in svar.text
    assert innsyn.svarene(yonas.beboer)[sti] == (HELE, 1)
    assert RAAD in per.get(yonas.skjema).text
    assert RAAD not in per.lagre(yonas.skjema, sti, "Liker fotball.", 1).text
    assert RAAD not in per.lagre(yonas.skjema, "intern_merknad", HELE).text


def test_hele_teksten_flyttes_og_er_borte_fra_historien(som, yonas):
    per = som("per")
    per.lagre(yonas.skjema, "intern_merknad", "Fra før.")
    per.lagre(yonas.skjema, STI, HELE)
    assert flytt(per, yonas).status_code == 303
    assert intern(yonas) == f"Fra før.\n\n{HELE}"
    assert innsyn.historien(yonas.beboer, STI) == [(1, None), (2, None)]
    assert innsyn.antall("svarhistorikk", beboer_id=yonas.beboer, sti=STI, versjon=1, fjernet="flyttet") == 1
    assert "Kanarifugl" not in innsyn.dump(uten=())


def test_bare_det_som_er_merket_flyttes(som, yonas):
    per = som("per")
    per.lagre(yonas.skjema, STI, HELE)
    assert flytt(per, yonas, merket=DEL).status_code == 303
    assert intern(yonas) == DEL
    assert innsyn.svarene(yonas.beboer)[STI] == ("Ønsker skole i nærheten.\n\nLiker fotball.", 2)
    assert "Kanarifugl" not in innsyn.dump(uten=())


@pytest.mark.parametrize(("versjon", "merket"), [(7, ""), (1, "noe annet")])
def test_det_som_er_endret_imens_flyttes_ikke(som, yonas, versjon, merket):
    per = som("per")
    per.lagre(yonas.skjema, STI, HELE)
    foer = innsyn.dump()
    assert flytt(per, yonas, versjon, merket=merket).status_code == 422
    assert innsyn.dump() == foer


def test_uten_javascript_lagres_seksjonen_foerst(som, yonas):
    per = som("per")
    per.lagre(yonas.skjema, STI, "Angst")
    skjema = per.skjema(per.get(yonas.skjema), f"seksjon={STI}") | {STI: "Angst og uro"}
    assert per.post(f"{yonas.skjema}/flytting?felt={STI}", skjema).status_code == 303
    assert intern(yonas) == "Angst og uro" and "Angst" not in str(innsyn.historien(yonas.beboer, STI))


@pytest.mark.parametrize("sti", ["morsmaal", "intern_merknad", "finnes-ikke", ""])
def test_bare_fra_felt_som_sier_hvor(som, yonas, sti):
    per = som("per")
    per.lagre(yonas.skjema, "morsmaal", "tigrinja")
    assert per.post(f"{yonas.skjema}/flytting?felt={sti}", {f"v.{sti}": "1"}, htmx=True).status_code == 404
