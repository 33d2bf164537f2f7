"""The slip that goes with a Kompass code: what it says in three languages, and in the resident's where there is a text.

The texts are a file, which whoever keeps them can replace by one in MOTTAK_DATA (F62, docs/oversettelser.md).
"""

import logging
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import driftslogg
from app.config import ROT

FIL = "kompass_tekster.toml"


@dataclass(frozen=True)
class Instruks:
    """What a resident shall do, in one language. A line holds {adresse} where the address belongs."""

    kode: str
    navn: str
    retning: str
    linjer: Sequence[str]


@dataclass(frozen=True)
class Lapp:
    adresse: str
    instrukser: Sequence[Instruks]


def lapp(mappe: Path, tolkespraak: str | None) -> Lapp:
    """The slip for a resident. A replaced file that cannot be used is passed over, and the log says so."""
    egen = mappe / FIL
    if egen.exists():
        try:
            return _les(egen, tolkespraak)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as feil:
            driftslogg.skriv_linje("kompasstekster_ubrukelige", nivaa=logging.ERROR, aarsak=driftslogg.kjede(feil))
    return _les(ROT / "data" / FIL, tolkespraak)


def _les(fil: Path, tolkespraak: str | None) -> Lapp:
    tekster: dict[str, Any] = tomllib.loads(fil.read_text(encoding="utf-8"))
    spraak = (tolkespraak or "").casefold()
    egne = [t for t in tekster["spraak"] if any(navn.casefold() in spraak for navn in t["tolkespraak"])]
    return Lapp(str(tekster["adresse"]), [_instruks(t) for t in [*tekster["alltid"], *egne]])


def _instruks(t: dict[str, Any]) -> Instruks:
    retning = "rtl" if t.get("retning") == "rtl" else "ltr"
    return Instruks(str(t["kode"]), str(t["navn"]), retning, [str(linje) for linje in t["linjer"]])
