"""What makes a test's own app cheap: the same routes are compiled once, however many apps have them."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_bygger = Rule._compile_builder
_byggere: dict[Any, Callable[..., tuple[str, str]]] = {}


def _husket_bygger(regel: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """The function depends on the rule's text alone (measured: 70 of the 80 ms that an app takes)."""
    noekkel = (regel.rule, repr(regel.defaults), append_unknown)
    if noekkel not in _byggere:
        _byggere[noekkel] = _bygger(regel, append_unknown)
    return _byggere[noekkel]


def husk_byggere() -> None:
    """From now on, in this process."""
    Rule._compile_builder = _husket_bygger  # type: ignore[method-assign]
