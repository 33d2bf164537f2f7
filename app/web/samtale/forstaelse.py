"""Forståelse: what the receipt of a save says beside the time: as what the answer was understood."""

from collections.abc import Mapping, Sequence

from app.domain.skjema import talespraak
from app.domain.skjema.spraaksvar import Spraaksvar, les_spraak
from app.web.felles.skjemavisning import FeltVisning

TOLKES = ("dato", "kommune", "telefon")
"""Kinds of answer that may be stored as something else than what was typed: the receipt says as what."""


def forstaatt(f: FeltVisning, sendt: Sequence[str]) -> Mapping[str, object]:
    """Of a language always as what it was understood, or that it was not: any text can be stored there."""
    if isinstance(f.felt.type, Spraaksvar):
        return _spraak(f.vist) if f.vist else {}
    annet = f.felt.type.mal in TOLKES and list(f.verdi) != list(sendt)
    return {"forstaatt": f.vist if annet else ""}


def _spraak(vist: str) -> Mapping[str, object]:
    if les_spraak(vist):
        return {"forstaatt": vist}
    return {"ukjent": True, "mente": talespraak.lignende(vist)}
