"""Whom most tests of the interview are about."""

import pytest
from stoette import innsyn


@pytest.fixture
def yonas(app) -> innsyn.Ider:
    return innsyn.ider("Yonas Tesfalem")


@pytest.fixture
def rami(app) -> innsyn.Ider:
    return innsyn.ider("Rami Khaldoun")
