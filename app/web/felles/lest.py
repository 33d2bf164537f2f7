"""An answer as people read it: in the reader's language, where it is shown, and only there."""

from datetime import date
from typing import Any

from app.domain.skjema.felttyper import Dag, Dato, Felttype, Flervalg, Valg
from app.domain.skjema.spraaksvar import Spraaksvar
from app.spraak import dato
from app.spraak.katalog import oversett


def som_lest(type_: Felttype, verdi: Any) -> str:
    """An answer as people read it, in the language of now."""
    if isinstance(type_, Flervalg):
        return ", ".join(oversett(type_.valg.get(kode, kode)) for kode in verdi or ())
    if isinstance(type_, Spraaksvar):
        return "".join(type_.til_skjema(verdi))
    if isinstance(type_, Dato | Dag) and verdi and type_.passer(verdi):
        return str(dato(date.fromisoformat(verdi) if isinstance(verdi, str) else verdi))
    return oversett(type_.vis(verdi)) if isinstance(type_, Valg) else type_.vis(verdi)
