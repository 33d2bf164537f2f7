"""The worker's round: one job that fails, in whatever way, is told of and stops none of the others."""

import logging

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette import innsyn

from app.config import Config
from app.db import UGYLDIG_VERDI, arbeid, sesjon
from app.domain.unntak import Ugyldig
from app.worker import Jobb, runde


class Uventet(Exception):
    """Something that nobody has thought of."""


FEIL = [
    Uventet(), ZeroDivisionError(), KeyError("x"), OSError(), RuntimeError(), Ugyldig("x"),
    UGYLDIG_VERDI("x", None, ValueError()), sa.exc.OperationalError("x", None, ValueError()),
]  # fmt: skip


@pytest.mark.parametrize("feil", FEIL, ids=lambda feil: type(feil).__name__)
def test_en_jobb_som_feiler_stanser_ikke_de_andre(app: Flask, caplog: pytest.LogCaptureFixture, feil: Exception):
    foer, gjort = innsyn.dump(), []

    def feiler(_config: Config) -> None:
        with arbeid(skriver=True):
            sesjon.execute(sa.text("DELETE FROM varsel"))
            raise feil

    def gaar(_config: Config) -> None:
        with arbeid(skriver=False):
            gjort.append(sesjon.scalar(sa.text("SELECT 1")))

    with caplog.at_level(logging.ERROR):
        runde(app, (Jobb(feiler), Jobb(gaar), Jobb(feiler), Jobb(gaar)))
    assert gjort == [1, 1] and len(caplog.records) == 2
    assert innsyn.dump() == foer
