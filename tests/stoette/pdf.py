"""PDFs and archives as the tests read them, by readers that are not what made them."""

import io
import zipfile
from typing import Any

from pdfminer.high_level import extract_text
from werkzeug.test import TestResponse


def pdftekst(filen: bytes) -> str:
    """What is to be read in it, in the order it stands."""
    return extract_text(io.BytesIO(filen))


def ziptekst(filen: bytes) -> str:
    """The same of each file in an archive, one after another."""
    with zipfile.ZipFile(io.BytesIO(filen)) as arkiv:
        alle = {navn: arkiv.read(navn) for navn in arkiv.namelist()}
    return "\n".join(
        pdftekst(en) if navn.endswith(".pdf") else en.decode(errors="replace") for navn, en in alle.items()
    )


LESERE = {"application/pdf": pdftekst, "application/zip": ziptekst}


class LestSvar(TestResponse):
    """An answer whose `text` is what a person reads in it, also where it is a file: a canary in one is found."""

    @property
    def text(self) -> str:
        les = LESERE.get(self.mimetype or "")
        return les(self.data) if les else super().text


def med_lest_svar(klient: Any) -> None:
    """Let a test client answer so."""
    klient.response_wrapper = type("LestSvar", (LestSvar, klient.response_wrapper), {})
