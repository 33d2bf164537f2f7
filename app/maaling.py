"""Maaling: what this process has done, counted for whoever watches it (Prometheus' text format); nothing of anybody."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping

Merker = tuple[tuple[str, str], ...]
HJELP = {
    "mottak_forespoersler_total": "Answered requests, by method and class of status",
    "mottak_lagringer_total": "Saves of answers, by what became of them",
    "mottak_hendelser_total": "Lines of the operator's log, by event",
    "mottak_forespoersel_sekunder_sum": "Seconds spent on requests",
}
_laas = threading.Lock()
_tellere: defaultdict[tuple[str, Merker], float] = defaultdict(float)
_jobber: dict[str, float] = {}


def tell(navn: str, antall: float = 1, **merker: str) -> None:
    """Add to a counter; it has one value for each set of labels."""
    with _laas:
        _tellere[navn, tuple(sorted(merker.items()))] += antall


def jobb_ferdig(navn: str) -> None:
    """The job came to its end, without failing as a whole."""
    _jobber[navn] = time.monotonic()


def tekst(naa: Mapping[str, float] | None = None) -> str:
    """All of it, with what is measured at this moment."""
    return "".join(f"{linje}\n" for linje in (*_linjer(), *(f"mottak_{navn} {v:g}" for navn, v in (naa or {}).items())))


def _linjer() -> Iterator[str]:
    with _laas:
        tellere, jobber = dict(_tellere), dict(_jobber)
    sist = ""
    for (navn, merker), antall in sorted(tellere.items()):
        if navn != sist:
            yield f"# HELP {navn} {HJELP[navn]}"
            yield f"# TYPE {navn} counter"
        sist = navn
        yield f"{navn}{_merket(merker)} {antall:g}"
    for navn, tid in sorted(jobber.items()):
        yield f"mottak_jobb_alder_sekunder{_merket((('jobb', navn),))} {time.monotonic() - tid:.0f}"


def _merket(merker: Merker) -> str:
    """Labels as they are written; their values are our own words."""
    return "{" + ",".join(f'{navn}="{verdi}"' for navn, verdi in merker) + "}" if merker else ""
