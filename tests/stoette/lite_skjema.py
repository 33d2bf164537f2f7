"""A small questionnaire in two versions, for the tests of what a new version does: it stays when the real one moves."""

import sys
from types import ModuleType

import pytest

from app.domain.kartlegging.kartlegging import INTERNT
from app.domain.skjema.felttyper import Flervalg, JaNei, Korttekst, Valg
from app.domain.skjema.grammatikk import MOTTAK_OG_IMDI, OGSAA_KOMMUNEN, Felt, Liste, Seksjon
from app.domain.skjema.levetid import Alternativ, Foer
from app.domain.skjema.utgaver import Utgaver


def gata(adresse: str) -> str | None:
    return adresse.partition(", ")[0]


def stedet(adresse: str) -> str | None:
    return adresse.partition(", ")[2] or None


ARBEID = (
    Felt("yrke", "Yrke", Korttekst(), "", paakrevd=True, lesere=OGSAA_KOMMUNEN, til=1),
    Felt("arbeid", "Arbeid", Korttekst(), "", paakrevd=True, lesere=OGSAA_KOMMUNEN, fra=2, erstatter="yrke"),
    Felt("hobby", "Hobby", Korttekst(), "", lesere=OGSAA_KOMMUNEN, til=1),
    Felt("vane", "Vane", Korttekst(), "", til=1),
    Felt(
        "reise", "Reisemåte", Valg({"bil": "Bil", "buss": "Buss"}), "", lesere=OGSAA_KOMMUNEN,
        foer=(Foer(1, {"type": Korttekst(), "ledetekst": "Hvordan reiser du?"}),),
    ),
    Felt("adresse", "Adresse", Korttekst(), "", til=1),
    Felt("gate", "Gate", Korttekst(), "", fra=2, erstatter="adresse", omgjoer=gata),
    Felt("sted", "Sted", Korttekst(), "", fra=2, erstatter="adresse", omgjoer=stedet),
    Felt("maal", "Mål for året", Korttekst(), "", paakrevd=True, fra=2),
    Felt("helg", "Helgearbeid", JaNei(), "", lesere=MOTTAK_OG_IMDI, foer=(Foer(1, {"lesere": OGSAA_KOMMUNEN}),)),
    Felt(
        "skift", "Skift",
        Flervalg({"dag": "Dag", "natt": Alternativ("Natt", til=1), "kveld": Alternativ("Kveld", fra=2)}), "",
    ),
    Liste("kollega", "Kolleger", "kollega", (Felt("navn", "Navn", Korttekst(), ""),), "Legg til kollega", "", til=1),
    Liste(
        "venn", "Venner", "venn",
        (Felt("heter", "Heter", Korttekst(), "", erstatter="navn"),), "Legg til venn", "", fra=2, erstatter="kollega",
    ),
)  # fmt: skip
"""Renamed, removed, retyped and reworded, split, added and required, narrowed, a choice changed, a group renamed."""
SEKSJONER = (Seksjon("arbeid", "Arbeidsliv", ARBEID, foer=(Foer(1, {"tittel": "Arbeid og hverdag"}),)), INTERNT)


def ta_i_bruk(monkeypatch: pytest.MonkeyPatch, versjon: int) -> Utgaver:
    """Let the app ask by this version of it."""
    return sett(monkeypatch, Utgaver(versjon, SEKSJONER))


def sett(monkeypatch: pytest.MonkeyPatch, utgaver: Utgaver) -> Utgaver:
    nye = {"UTGAVER": utgaver, "KARTLEGGING": utgaver.utgave(utgaver.versjon)}
    for modul in [m for navn, m in list(sys.modules.items()) if navn.startswith("app.") and isinstance(m, ModuleType)]:
        for navn in nye.keys() & vars(modul).keys():
            monkeypatch.setattr(modul, navn, nye[navn])
    return utgaver
