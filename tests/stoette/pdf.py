"""PDFs, workbooks and archives as the tests read them, by readers that are not what made them."""

import io
import zipfile
from typing import Any
from xml.etree import ElementTree

from pdfminer.high_level import extract_text
from werkzeug.test import TestResponse

ARK = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


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


def xlsx_rader(filen: bytes) -> list[list[str]]:
    """The cells of the first sheet, by the file's own XML. Raises AssertionError where one is not plain text."""
    with zipfile.ZipFile(io.BytesIO(filen)) as mappe:
        strenger = [
            "".join(t.text or "" for t in si.iter(f"{ARK}t"))
            for si in ElementTree.fromstring(mappe.read("xl/sharedStrings.xml")).iter(f"{ARK}si")
        ]
        arket = ElementTree.fromstring(mappe.read("xl/worksheets/sheet1.xml"))
    assert not [*arket.iter(f"{ARK}f"), *arket.iter(f"{ARK}hyperlink")]
    celler = [[c for c in rad.iter(f"{ARK}c") if len(c)] for rad in arket.iter(f"{ARK}row")]
    assert {c.get("t") for rad in celler for c in rad} == {"s"}
    return [[strenger[int(c.findtext(f"{ARK}v"))] for c in rad] for rad in celler]


def arktekst(filen: bytes) -> str:
    return "\n".join(";".join(rad) for rad in xlsx_rader(filen))


LESERE = {
    "application/pdf": pdftekst,
    "application/zip": ziptekst,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": arktekst,
}


class LestSvar(TestResponse):
    """An answer whose `text` is what a person reads in it, also where it is a file: a canary in one is found."""

    @property
    def text(self) -> str:
        les = LESERE.get(self.mimetype or "")
        return les(self.data) if les else super().text


def med_lest_svar(klient: Any) -> None:
    """Let a test client answer so."""
    klient.response_wrapper = type("LestSvar", (LestSvar, klient.response_wrapper), {})
