"""What is long: a few rounds in every run, and all of them in --alt."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import pytest


def ganger(navn: str, faa: int, mange: int) -> pytest.MarkDecorator:
    """The test is given the number by this name: what it must see, it sees at the lesser one as well."""
    return pytest.mark.parametrize(navn, [faa, pytest.param(mange, marks=pytest.mark.alt)])


def foerst(antall: int, verdier: Iterable[Any]) -> list[Any]:
    """Values for `parametrize`, of which the first few stand for the rest: those are run in --alt."""
    rekke = iter(verdier)
    return [*islice(rekke, antall), *(pytest.param(verdi, marks=pytest.mark.alt) for verdi in rekke)]
