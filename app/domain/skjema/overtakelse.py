"""Overtakelse: how a question of one kind holds an answer to one of another kind, or of other choices."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.domain.skjema.felttyper import Felttype, Flervalg, Valg


def overta(ny: Felttype, gammel: Felttype, verdi: Any) -> Any:
    """An answer of the old kind as the new one holds it: the same, or what fits no more as the text people read."""
    if isinstance(ny, Valg | Flervalg):
        koder = [_kode(ny, gammel, kode) for kode in (verdi if isinstance(verdi, list) else [verdi])]
        return koder if isinstance(ny, Flervalg) else koder[0] if len(koder) == 1 else _tekst(ny, koder)
    return verdi if ny.mal == gammel.mal else gammel.vis(verdi)


def les_inn(felttype: Felttype, raa: Sequence[str], lagret: Any) -> Any:
    """What was sent, parsed. A stored answer that fits no more stays until another takes its place. Raises Ugyldig."""
    if lagret is None or felttype.passer(lagret):
        return felttype.parse(raa)
    if isinstance(felttype, Valg | Flervalg):
        gamle = {tekst: tekst for tekst in foreldet(felttype, lagret)}
        return replace(felttype, valg={**felttype.valg, **gamle}).parse(raa)
    uendret = list(raa) == list(felttype.til_skjema(lagret))
    return lagret if uendret or (verdi := felttype.parse(raa)) is None else verdi


def foreldet(felttype: Felttype, lagret: Any) -> list[str]:
    """The texts of a stored answer that fit no more; of a choice, what is no longer among them."""
    if lagret is None or felttype.passer(lagret):
        return []
    if isinstance(felttype, Valg | Flervalg):
        return [kode for kode in (lagret if isinstance(lagret, list) else [lagret]) if kode not in felttype.valg]
    return [felttype.vis(lagret)]


def _tekst(ny: Valg, koder: Sequence[str]) -> str:
    return ", ".join(ny.valg.get(kode, kode) for kode in koder)


def _kode(ny: Valg | Flervalg, gammel: Felttype, kode: Any) -> str:
    """The code itself where it still stands, else the choice that says the same, else the text."""
    if isinstance(gammel, Valg | Flervalg):
        if kode in ny.valg:
            return str(kode)
        tekst = gammel.valg.get(kode, kode)
    else:
        tekst = gammel.vis(kode)
    return next((k for k, t in ny.valg.items() if t == tekst), tekst)
