"""Regneark: a table as a file that a spreadsheet opens. Every cell is text, and none of them a formula (T16, G7)."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

Rader = Iterable[Sequence[str]]
"""The first of them is the head."""
BEGYNNER_EN_FORMEL = ("=", "+", "-", "@")
STYRETEGN = ("\t", "\r", "\n", "\0")


def trygg(celle: str) -> str:
    """The cell as no spreadsheet calculates it: with an apostrophe before what could begin a formula, else as it is."""
    foerste = next((tegn for tegn in unicodedata.normalize("NFKC", celle) if not _passeres(tegn)), "")
    return f"'{celle}" if foerste in BEGYNNER_EN_FORMEL or celle.startswith(STYRETEGN) else celle


def csv_fil(rader: Rader) -> bytes:
    """As Excel opens it where the comma is in the numbers: semicolons, and a mark that says UTF-8."""
    fil = io.StringIO(newline="")
    ark = csv.writer(fil, delimiter=";", lineterminator="\r\n")  # either of them within a cell is then quoted
    ark.writerows([trygg(celle) for celle in rad] for rad in rader)
    return fil.getvalue().replace("\0", "").encode("utf-8-sig")


def xlsx_fil(rader: Rader, tittel: str) -> bytes:
    """The same as a workbook. Cells are in the format of text, so that one who edits a cell makes no formula either."""
    from xlsxwriter import Workbook  # here: only those who ask for such a file wait for it

    fil = io.BytesIO()
    bok = Workbook(fil, {"in_memory": True})
    bok.set_properties({"title": tittel})
    ark, hode, tekst = bok.add_worksheet(), bok.add_format({"bold": True}), bok.add_format({"num_format": "@"})
    for nr, rad in enumerate(rader):
        for kolonne, celle in enumerate(rad):
            ark.write_string(nr, kolonne, trygg(celle).replace("\0", ""), tekst if nr else hode)
    ark.freeze_panes(1, 0)
    ark.autofit()
    ark.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    bok.close()
    return fil.getvalue()


def _passeres(tegn: str) -> bool:
    """Whether a spreadsheet may pass over it on its way to a formula: space, quote, and what is not seen."""
    return tegn.isspace() or tegn in "\"'" or unicodedata.category(tegn) in ("Cc", "Cf")
