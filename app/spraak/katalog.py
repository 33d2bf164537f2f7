"""Katalog: the translations, read from the .po files once in a process, when their language is first asked for."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations

from app.spraak import Sammensatt, Spraak, gjeldende

MAPPE = Path(__file__).parent


def fil(spraak: Spraak) -> Path:
    """Where the translations of a language lie."""
    return MAPPE / f"{spraak}.po"


@cache
def katalog(spraak: Spraak) -> Any:
    """The catalogue of a language. What it does not hold, or is unsure of («fuzzy»), it answers as it is asked."""
    if spraak is Spraak.BOKMAAL:
        return NullTranslations()
    from babel.messages.mofile import write_mo  # here, since Bokmål does without
    from babel.messages.pofile import read_po

    binaer = BytesIO()
    with fil(spraak).open("rb") as po:
        write_mo(binaer, read_po(po, locale=spraak))
    binaer.seek(0)
    return Translations(binaer)


def oversett(tekst: str, **verdier: Any) -> str:
    """The text in the language of now; `verdier` are what is put into it."""
    if isinstance(tekst, Sammensatt):
        verdier = tekst.vist() | verdier
        tekst = tekst.mal
    oversatt = str(katalog(gjeldende()).gettext(str(tekst))) if tekst else ""  # of nothing it answers with its own head
    return oversatt % verdier if verdier else oversatt
