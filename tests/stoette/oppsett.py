"""What the fixtures, and tests that make an app of their own, have in common: the cast, the app as tests ask it."""

import os

import pytest
from flask import Flask

from app.demo import fylling
from stoette.inspektoer import Inspektoer
from stoette.maler import Minne

I_CI = os.environ.get("CI") == "true"
PG_URL = "MOTTAK_TEST_POSTGRES"
_MALER = Minne()


def mangler(hva: str) -> None:
    """Skip for want of something that can be installed; in CI that is a failure."""
    if I_CI:
        pytest.fail(f"mangler {hva}")
    pytest.skip(f"mangler {hva}")


def andre_steder(hva: str) -> None:
    """Skip for want of something that not even CI must have; run.py says so, and calls it by these words."""
    pytest.skip(f"Andre steder: mangler {hva}")


def rollebesetning() -> None:
    fylling.fyll(ekstra=False)


def klargjort(app: Flask) -> Flask:
    app.config["TESTING"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.test_client_class = Inspektoer
    app.jinja_env.bytecode_cache = _MALER  # each test has an app of its own; it need not compile every template anew
    return app
