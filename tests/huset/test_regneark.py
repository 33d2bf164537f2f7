"""Tables for a spreadsheet: no cell is calculated, none is lost, in CSV and in a workbook (G7, T16)."""

import csv
import io

import pytest
from stoette.pdf import xlsx_rader

from app import regneark

FORMLER = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", " =1", "\xa0=1", "\"=1", "'=1", "＝1", "＋1", "－1",
    "＠A", "\u200b=1", "\ufeff=1", "\u2003=1", '=HYPERLINK("http://x.example";"k")', "\tNavn",
)  # fmt: skip
HARMLOESE = ("Yonas Tesfalem", "–", "2026 •••••• 01", "Å-Nsamnanger", "A=1", "", "a;b", 'sa "nei"', "01.02.2026", "ሰላም")


def csv_rader(filen: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(filen.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("celle", FORMLER)
def test_G7_en_celle_som_begynner_som_en_formel_regnes_ikke_ut(celle: str):
    """It stands readable after an apostrophe; only NUL, which no file of text can hold, is gone."""
    rader, ventet = [["Navn"], [celle]], [["Navn"], ["'" + celle.replace("\0", "")]]
    assert csv_rader(regneark.csv_fil(rader)) == ventet
    som_xml = [[c.replace("\r", "_x000D_") for c in rad] for rad in ventet]
    assert xlsx_rader(regneark.xlsx_fil(rader, "Prøve")) == som_xml


def test_G7_andre_celler_er_som_de_er():
    rader = [["Hva"], *([celle] for celle in HARMLOESE if celle)]
    assert csv_rader(regneark.csv_fil(rader)) == rader
    assert xlsx_rader(regneark.xlsx_fil(rader, "Prøve")) == rader


def test_G7_arbeidsboka_har_bare_tekst():
    """What looks like a number, a date, an address or a truth is text too."""
    rader = [["Hva"], ["12"], ["202612345678"], ["01.02.2026"], ["https://x.example"], ["TRUE"], ["#REF!"]]
    assert xlsx_rader(regneark.xlsx_fil(rader, "Prøve")) == rader
