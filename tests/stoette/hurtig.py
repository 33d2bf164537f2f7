"""What makes a test's own app cheap: what is the same in each of them is worked out once in a process."""

from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from werkzeug.routing import Rule

LAGES = ("arguments", "_parts", "_trace", "_converters", "_build", "_build_unknown")
_kompiler = Rule.compile
_kompilert: dict[Any, dict[str, Any]] = {}
_lag_engine = SQLAlchemy._make_engine
_foerste: dict[str, sa.Engine] = {}


def _husket_kompilering(regel: Rule) -> None:
    """What is made of a rule depends on its text alone (measured: nine tenths of what an app takes)."""
    noekkel = (regel.rule, regel.subdomain, repr(regel.defaults))
    if noekkel not in _kompilert:
        _kompiler(regel)
        _kompilert[noekkel] = {navn: getattr(regel, navn) for navn in LAGES}
    vars(regel).update(_kompilert[noekkel])


def _med_felles_sql(*argumenter: Any) -> sa.Engine:
    """An engine that knows the SQL that an earlier one of its brand has made of a query: it goes by the dialect, which
    they therefore have in common (measured: a fifth of a web test was making the same SQL anew).
    """
    engine = _lag_engine(*argumenter)
    foerste = _foerste.setdefault(engine.name, engine)
    if engine is not foerste:
        engine.dialect.initialize = lambda tilkobling: _bli_kjent(foerste.dialect, tilkobling)  # type: ignore[method-assign]
        engine.dialect = engine.pool._dialect = foerste.dialect
        engine._compiled_cache = foerste._compiled_cache
    return engine


def _bli_kjent(dialekt: sa.Dialect, tilkobling: sa.Connection) -> None:
    """Ask the server who it is, unless the first engine, which may never have reached one, has been told."""
    if dialekt.server_version_info is None:  # type: ignore[attr-defined]
        dialekt.initialize(tilkobling)


def gjenbruk() -> None:
    """From now on, in this process."""
    Rule.compile = _husket_kompilering  # type: ignore[method-assign]
    SQLAlchemy._make_engine = _med_felles_sql  # type: ignore[method-assign]
