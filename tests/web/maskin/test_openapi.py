"""The description of the machine interfaces, and schemathesis asking the running app all that it allows and forbids."""

import re
from datetime import timedelta

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)
from stoette.kompass import INNLOESING, REGISTRERING, hoder
from stoette.konsument import ALT, BARE, SAMTALER, Konsument
from stoette.lange import ganger

from app.domain.vern.forsoek import Grense
from app.web.felles.rom import krav_til
from app.web.maskin import api_beboere, api_samtaler

pytestmark = pytest.mark.begge_lagre

KONTROLLER = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    negative_data_rejection,
]  # fmt: skip
RO = settings(derandomize=True, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


def test_beskrivelsen_har_hver_maskinrute_og_ingen_annen(felles_app):
    svar = felles_app.test_client().get("/api/openapi.json")
    maskiner = {
        re.sub("<noekkel:([a-z_]+)>", r"{\1}", regel.rule)
        for regel in felles_app.url_map.iter_rules()
        if getattr(krav_til(felles_app.view_functions[regel.endpoint]), "scope", "")
    }
    assert svar.status_code == 200 and svar.json["openapi"].startswith("3.1")
    assert set(svar.json["paths"]) == maskiner >= {INNLOESING, REGISTRERING, SAMTALER}
    for sti in svar.json["paths"].values():
        for operasjon in sti.values():
            assert (
                operasjon["security"] and operasjon["summary"] and {"200", "401", "403"} <= set(operasjon["responses"])
            )


IKKE_AVVIST = ("/api/beboere", SAMTALER)
"""Answers 200, and says of each row what is wrong with it; and a list whose question schemathesis makes wrong in ways
that are gone when it is sent (test_api_samtaler.py asks wrongly)."""


@ganger("eksempler", 15, 60)
def test_N1_schemathesis_finner_ingen_5xx(felles_app, monkeypatch, eksempler):
    """N1, on both databases, good and bad input; each answer is one that the description names. What is asked here
    uses up no other test's calls.
    """
    for modul in (api_beboere, api_samtaler):
        monkeypatch.setattr(modul, "GRENSE", Grense("proeve", 10**9, timedelta(minutes=1)))
    for resultat in schemathesis.openapi.from_wsgi("/api/openapi.json", felles_app).get_all_operations():
        operasjon = resultat.ok()
        omfang = operasjon.definition.raw["security"][0]["token"][0]
        for modus in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            tillates = operasjon.path in IKKE_AVVIST
            kontroller = [k for k in KONTROLLER if not (tillates and k is negative_data_rejection)]
            sjekker(operasjon, modus, hoder(felles_app, omfang), kontroller, eksempler)()


def sjekker(operasjon, modus, hode, kontroller, eksempler):
    """Asks the app so many of what this mode can think of, and looks at each answer."""

    @settings(RO, max_examples=eksempler)
    @given(sak=operasjon.as_strategy(generation_mode=modus))
    def spoer(sak):
        sak.call_and_validate(headers=hode | {"Accept-Encoding": "identity"}, checks=kontroller)

    return spoer


def test_det_som_sendes_er_det_som_er_beskrevet(felles_app):
    """The interviews there are, which no example of schemathesis finds; with each scope, and no field more."""
    adresser = schemathesis.openapi.from_wsgi("/api/openapi.json", felles_app)
    for omfang in (BARE, ALT):
        konsument = Konsument(felles_app, omfang)
        konsument.foelg()
        assert konsument.har
        for sti, ider in ((SAMTALER, [""]), (SAMTALER + "/{samtale_id}", [f"/{id_}" for id_ in konsument.har])):
            for id_ in ider:
                svar = konsument.spoer(SAMTALER + id_, **{"Accept-Encoding": "identity"})
                adresser[sti]["GET"].validate_response(svar)
