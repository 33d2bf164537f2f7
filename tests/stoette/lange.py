"""What is long: a few rounds in every run, and all of them in --alt."""

import pytest


def ganger(navn: str, faa: int, mange: int) -> pytest.MarkDecorator:
    """The test is given the number by this name: what it must see, it sees at the lesser one as well."""
    return pytest.mark.parametrize(navn, [faa, pytest.param(mange, marks=pytest.mark.alt)])
