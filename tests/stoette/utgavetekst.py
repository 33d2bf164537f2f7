"""A version of the questionnaire as a text that people read and compare: everything there is to see or be asked by."""

from collections.abc import Iterator
from dataclasses import fields
from enum import Flag
from typing import Any

from app.domain.skjema.grammatikk import Skjema

LEVETID = {"fra", "til", "foer", "erstatter", "omgjoer"}
"""How it came to be so, which the version itself does not show."""
HJELPEMIDLER = {"kan_deles"}
"""What only helps whoever fills it in: nothing that is asked or answered hangs on it."""
INNHOLD = {"ledd", "felter"}
ALLTID = {"lesere"}
"""Said also where it is the default, which may change some day."""


def som_tekst(skjema: Skjema) -> str:
    linjer = [f"Skjemaversjon {skjema.versjon}"]
    for seksjon in skjema.seksjoner:
        linjer += ["", *_ledd(seksjon, 0)]
    return "\n".join(linjer) + "\n"


def _ledd(ledd: Any, dybde: int) -> Iterator[str]:
    """Its name, each attribute that is not as when nothing is said, and what stands in it."""
    innrykk = "  " * dybde
    yield f"{innrykk}[{type(ledd).__name__.lower()}] {ledd.navn}"
    for felt in fields(ledd):
        verdi = getattr(ledd, felt.name)
        sies = felt.name in ALLTID or verdi != felt.default
        if sies and felt.name not in LEVETID | HJELPEMIDLER | INNHOLD | {"navn"}:
            yield from _egenskap(felt.name, verdi, innrykk + "  ")
    for felt in fields(ledd):
        if felt.name in INNHOLD:
            for indre in getattr(ledd, felt.name):
                yield from _ledd(indre, dybde + 1)


def _egenskap(navn: str, verdi: Any, innrykk: str) -> Iterator[str]:
    if not hasattr(verdi, "mal"):
        yield f"{innrykk}{navn}: {_enkel(verdi)}"
        return
    egne = {f.name: getattr(verdi, f.name) for f in fields(verdi)}
    yield " ".join([f"{innrykk}{navn}: {verdi.mal}", *(f"{n}={v}" for n, v in egne.items() if n != "valg")])
    yield from (f"{innrykk}  {kode}: {tekst}" for kode, tekst in egne.get("valg", {}).items())


def _enkel(verdi: Any) -> str:
    if isinstance(verdi, Flag):
        return ", ".join(str(en.name) for en in verdi)
    return verdi.__name__ if callable(verdi) else " = ".join(verdi) if isinstance(verdi, tuple) else str(verdi)
