"""`--frys` writes the versions of the questionnaire that are not published yet as they now are (test_utgaver.py)."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--frys", action="store_true", help="skriv utgavene som ikke er utgitt, på nytt (test_utgaver.py)")
