"""PDFs as the tests read them, by a reader that is not what made them."""

import io
from typing import Any

from pdfminer.high_level import extract_text
from werkzeug.test import TestResponse


def pdftekst(filen: bytes) -> str:
    """What is to be read in it, in the order it stands."""
    return extract_text(io.BytesIO(filen))


class LestSvar(TestResponse):
    """An answer whose `text` is what a person reads in it, also where it is a PDF: a canary in one is found."""

    @property
    def text(self) -> str:
        return pdftekst(self.data) if self.mimetype == "application/pdf" else super().text


def med_lest_svar(klient: Any) -> None:
    """Let a test client answer so."""
    klient.response_wrapper = type("LestSvar", (LestSvar, klient.response_wrapper), {})
