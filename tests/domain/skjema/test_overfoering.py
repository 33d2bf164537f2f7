"""Answers go on to the version of the questionnaire that is asked now: purely, once, and with nothing lost."""

from dataclasses import dataclass
from typing import Any

import pytest
from stoette.lite_skjema import SEKSJONER

from app.domain.skjema.felttyper import Dato, Flervalg, JaNei, Korttekst, Valg
from app.domain.skjema.grammatikk import Felt, Seksjon
from app.domain.skjema.levetid import Foer
from app.domain.skjema.overfoering import i_dag_av, overfoer
from app.domain.skjema.overtakelse import foreldet, les_inn, overta
from app.domain.skjema.utgaver import Utgaver

TO = Utgaver(2, SEKSJONER)
BIL = Valg({"bil": "Bil", "buss": "Buss"})


@dataclass(frozen=True)
class Gitt:
    verdi: Any
    versjon: int = 1
    utgave: int = 1


def overfoert(**svar: Any) -> dict[str, Any]:
    nye = overfoer(TO, {sti.replace("__", "."): Gitt(verdi) for sti, verdi in svar.items()})
    return {sti: gitt.verdi for sti, gitt in nye.items()}


@pytest.mark.parametrize(
    ("foer", "etter"),
    [
        ({"yrke": "Snekker"}, {"yrke": None, "arbeid": "Snekker"}),
        ({"hobby": "Sjakk"}, {"hobby": "Sjakk"}),
        ({"reise": "Buss"}, {"reise": "buss"}),
        ({"reise": "Til fots"}, {"reise": "Til fots"}),
        ({"adresse": "Storgata 1, Tromsø"}, {"adresse": None, "gate": "Storgata 1", "sted": "Tromsø"}),
        ({"adresse": "Storgata 1"}, {"adresse": None, "gate": "Storgata 1"}),
        ({"helg": "ja"}, {"helg": "ja"}),
        ({"skift": ["dag", "natt"]}, {"skift": ["dag", "Natt"]}),
        ({"kollega__a": 1, "kollega__a__navn": "Ali"},
         {"kollega.a": None, "kollega.a.navn": None, "venn.a": 1, "venn.a.heter": "Ali"}),
        ({"yrke": None}, {"yrke": None}),
        ({"yrke": "Ny", "arbeid": "Gammel"}, {"yrke": "Ny", "arbeid": "Gammel"}),
    ],
)  # fmt: skip
def test_hvor_svarene_blir_av(foer, etter):
    assert overfoert(**foer) == etter


def test_det_gjoeres_en_gang_og_tar_versjonen_med_seg():
    """A page from before saves with the version it showed: the answer has it still, where it now stands."""
    en_gang = overfoer(TO, {"yrke": Gitt("Snekker", 7), "reise": Gitt("Buss", 3), "hobby": Gitt("Sjakk", 2)})
    assert en_gang["arbeid"] == Gitt("Snekker", 7, 2) and en_gang["yrke"] == Gitt(None, 8, 2)
    assert en_gang["reise"] == Gitt("buss", 4, 2) and en_gang["hobby"] == Gitt("Sjakk", 2, 1)
    assert overfoer(TO, en_gang) == en_gang
    uroert = {"helg": Gitt("ja", 1, 1)}
    assert overfoer(Utgaver(1, SEKSJONER), uroert) is uroert


def test_gjennom_flere_versjoner():
    felter = (
        Felt("a", "A", Korttekst(), "", til=1),
        Felt("b", "B", Korttekst(), "", fra=2, til=2, erstatter="a"),
        Felt("c", "C", JaNei(), "", fra=3, erstatter="b", omgjoer={"Ja": "ja"}.get),
        Felt("d", "D", Dato(), "", foer=(Foer(2, {"type": Korttekst()}, lambda t: t if t[4:5] == "-" else None),)),
    )
    tre = Utgaver(3, (Seksjon("s", "S", felter),))
    nye = overfoer(tre, {"a": Gitt("Ja"), "d": Gitt("2026-01-02")})
    assert {sti: g.verdi for sti, g in nye.items()} == {"a": None, "b": None, "c": "ja", "d": "2026-01-02"}
    nye = overfoer(tre, {"a": Gitt("Kanskje"), "d": Gitt("i går")})
    assert {sti: g.verdi for sti, g in nye.items() if g.verdi} == {"b": "Kanskje", "d": "i går"}, "tapes ikke"
    assert Dato().vis("i går") == "i går" and foreldet(Dato(), "i går") == ["i går"]


def test_en_eldre_side_naar_fram():
    assert i_dag_av(TO, "yrke", "Murer", 1) == {"arbeid": "Murer"}
    assert i_dag_av(TO, "adresse", "Veien 2, Bodø", 1) == {"gate": "Veien 2", "sted": "Bodø"}
    assert i_dag_av(TO, "adresse", None, 1) == {"gate": None, "sted": None}
    assert i_dag_av(TO, "hobby", "Sjakk", 1) == {"hobby": "Sjakk"}, "ingen spør lenger"
    assert i_dag_av(TO, "arbeid", "Murer", 2) == {"arbeid": "Murer"}


@pytest.mark.parametrize(
    ("ny", "gammel", "verdi", "blir"),
    [
        (Korttekst(), BIL, "bil", "Bil"),
        (Korttekst(), Flervalg(BIL.valg), ["bil", "buss"], "Bil, Buss"),
        (Korttekst(), Dato(), "2026-01-02", "02.01.2026"),
        (Flervalg(BIL.valg), BIL, "bil", ["bil"]),
        (BIL, Flervalg(BIL.valg), ["bil"], "bil"),
        (BIL, Flervalg(BIL.valg), ["bil", "buss"], "Bil, Buss"),
        (JaNei(), BIL, "bil", "Bil"),
        (Flervalg(BIL.valg), Korttekst(), "Til fots", ["Til fots"]),
    ],
)
def test_en_type_overtar_etter_en_annen(ny, gammel, verdi, blir):
    assert overta(ny, gammel, verdi) == blir
    assert ny.vis(blir), "kan vises"


def test_et_svar_som_ikke_passer_staar_til_noe_annet_er_svart():
    """Also in a plain form, which sends it back untouched, or sends nothing for a control that could not hold it."""
    assert les_inn(BIL, ["Til fots"], "Til fots") == "Til fots" and les_inn(BIL, ["bil"], "Til fots") == "bil"
    assert les_inn(BIL, [""], "Til fots") is None
    assert les_inn(Flervalg(BIL.valg), ["buss", "Natt"], ["bil", "Natt"]) == ["buss", "Natt"]
    assert les_inn(Dato(), [""], "i går") == les_inn(Dato(), ["i går"], "i går") == "i går"
    assert les_inn(Dato(), ["2026-01-02"], "i går") == "2026-01-02"


def test_en_versjon_leses_som_den_var():
    en, to = TO.utgave(1), TO.utgave(2)
    assert en.seksjoner[0].tittel == "Arbeid og hverdag" and to.seksjoner[0].tittel == "Arbeidsliv"
    assert en.finn("reise").felt.ledetekst == "Hvordan reiser du?" and to.finn("reise").felt.type == BIL
    assert en.finn("arbeid") is None and to.finn("yrke") is None and TO.sted("yrke", 2).felt.ledetekst == "Yrke"
    assert list(en.finn("skift").felt.type.valg) == ["dag", "natt"]
    assert list(to.finn("skift").felt.type.valg) == ["dag", "kveld"]
    assert TO.utgave(2) is to is TO.utgave(9), "en nyere enn vi kjenner, er den nyeste vi kjenner"
