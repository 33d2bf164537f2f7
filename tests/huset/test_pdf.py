"""The files that app/pdf makes, read by another reader: they last, can be read aloud, and lose no letter."""

import io
import re
from datetime import UTC, datetime

import pytest
from fontTools.ttLib import TTFont
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from stoette.pdf import pdftekst as tekst

from app import pdf
from app.pdf import Del, Dokument, Gruppe, KanIkkeLages, Linje, MotorMangler, Seksjon

KANARI = "KANARI-7f3a"
A4_BREDDE = 595
"""In points; the margin is 57."""


def dokument(*linjer: Linje) -> Dokument:
    """Two persons with the same answers, the second without more of them than the first."""
    deler = [Del(navn, [Seksjon("Kompetanse", [Gruppe("", linjer)])]) for navn in ("Rami Prøve", "Lina Prøve")]
    return Dokument(
        "Familien Prøve", "nb", datetime(2026, 11, 28, 23, 30, tzinfo=UTC), "Bare for IMDi", "Side {} av {}",
        "Noen tegn står som koder.", [("Mottak", "Furulia mottak")], deler,
    )  # fmt: skip


def katalog(filen: bytes) -> PDFDocument:
    return PDFDocument(PDFParser(io.BytesIO(filen)))


def strukturen(element: object) -> list[str]:
    """The tags of the document, in the order they are read aloud."""
    element = resolve1(element)
    if isinstance(element, list):
        return [navn for barn in element for navn in strukturen(barn)]
    if not isinstance(element, dict) or not ("S" in element or element.get("Type")):
        return []
    eget = [element["S"].name] if "S" in element else []
    return eget + strukturen(element.get("K"))


def test_filen_er_merket_varig_og_lesbar_for_alle() -> None:
    dok = katalog(pdf.lag(dokument(Linje("Morsmål", "tigrinja"))))
    rot = dok.catalog
    assert resolve1(rot["MarkInfo"])["Marked"] and resolve1(rot["Lang"]) == b"nb"
    om = resolve1(rot["Metadata"]).get_data().decode()
    assert re.search(r"<pdfaid:part>2</pdfaid:part>.*<pdfaid:conformance>A</pdfaid:conformance>", om, re.DOTALL)
    assert "<pdfuaid:part>1</pdfuaid:part>" in om and "Familien Prøve" in om
    assert resolve1(rot["ViewerPreferences"])["DisplayDocTitle"]
    merker = strukturen(resolve1(rot["StructTreeRoot"])["K"])
    assert [m for m in merker if m in ("Title", "H1", "H2")] == ["Title", "H1", "H2", "H1", "H2"]
    assert b"2026-11-29" in resolve1(rot["Metadata"]).get_data(), "the day it is in Norway"


def test_det_som_staar_er_aa_lese_i_rekkefoelge_med_sidetall() -> None:
    langt = "\n".join(f"linje {n}" for n in range(150))
    lest = tekst(pdf.lag(dokument(Linje("Morsmål", "tigrinja", ["Rettet av IMDi"]), Linje("Interesser", langt))))
    steder = [
        lest.index(ord_) for ord_ in ("Furulia", "Rami Prøve", "Kompetanse", "tigrinja", "Rettet av IMDi", "linje 1\n")
    ]
    assert steder == sorted(steder)
    sider = lest.count("\f")
    assert sider > 4 and [f"Side {n} av {sider}" in lest for n in range(1, sider + 1)] == [True] * sider
    assert lest.count("Bare for IMDi") == sider
    assert all(lest.count(f"linje {n}\n") == 2 for n in range(150)), "nothing is lost where a page ends"


@pytest.mark.parametrize(
    "skrevet",
    [
        "أريد أن أسكن قرب أختي",
        "می\u200cخواهم خانه\u200cای",
        "ኣብ ጥቓ ሓብተይ ክነብር እደሊ",
        "Хочу жити біля сестри ґїє",
        "မြန်မာစာ",
        "Kæmpe čšž đŧŋ ẹ́",
    ],
)
def test_hver_skrift_kan_leses_ut_igjen(skrevet: str) -> None:
    """Not only drawn: whoever searches or copies gets the letters (some readers turn the order of a line round)."""
    lest = tekst(pdf.lag(dokument(Linje("Interesser", skrevet))))
    tegn = {t for t in skrevet if t.isalpha()}
    assert tegn <= set(lest) and "[U+" not in lest


def test_et_tegn_ingen_skrift_har_staar_som_kode_og_det_sies() -> None:
    lest = tekst(pdf.lag(dokument(Linje("Interesser", "bo 住在 nær 1️⃣ \U0001fae8 skole"))))
    assert lest.count("bo [U+4F4F U+5728] nær 1 [U+1FAE8] skole") == 2
    assert lest.count("Noen tegn står som koder.") == 1
    assert "koder" not in tekst(pdf.lag(dokument(Linje("Interesser", "bo nær skole"))))


def test_samme_dokument_gir_samme_fil_og_ingenting_blir_liggende(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    en, to = (pdf.lag(dokument(Linje("Interesser", KANARI))) for _ in range(2))
    assert en == to != pdf.lag(dokument(Linje("Interesser", KANARI + "!")))
    assert not list(tmp_path.iterdir())


def test_det_som_ikke_har_mellomrom_brytes_i_margen() -> None:
    """A checksum, an address, a key that got stuck: all of it is on the sheet, and can be copied as it was."""
    filen = pdf.lag(dokument(Linje("Kontrollsum", "0123456789abcdef" * 20)))
    assert re.sub(r"\s", "", tekst(filen)).count("0123456789abcdef" * 20) == 2
    bokser = [tegn.bbox for side in extract_pages(io.BytesIO(filen)) for tegn in _tegnene(side)]
    assert bokser and max(x1 for _x0, _y0, x1, _y1 in bokser) <= A4_BREDDE - 50


def test_en_lang_kontrollsum_forstyrrer_ikke_det_andre() -> None:
    """What lets it break must not stand between the letters of any word: who searches, finds nothing then."""
    lest = tekst(pdf.lag(dokument(Linje("Kontrollsum", "0123456789abcdef" * 4), Linje("Interesser", "bade 1984"))))
    assert lest.count("bade 1984") == 2 and not set(lest) & set("\u200b\u00ad")


def _tegnene(element: object) -> list[LTChar]:
    if isinstance(element, LTChar):
        return [element]
    return [tegn for barn in element for tegn in _tegnene(barn)] if isinstance(element, LTContainer) else []


def test_tegn_som_stander_i_json_eller_typst_er_bare_tekst() -> None:
    rart = '#let x = 1 "}{" \\ *a* _b_ $c$ <d> @e = f // g `h` {}'
    assert tekst(pdf.lag(dokument(Linje("Interesser", rart)))).count(rart) == 2


def test_en_motor_som_mangler_og_en_som_feiler_sier_det_uten_teksten(monkeypatch) -> None:
    monkeypatch.setattr(pdf, "MAPPE", pdf.MAPPE / "skrift")  # no program there
    with pytest.raises(KanIkkeLages) as feil:
        pdf.lag(dokument(Linje("Interesser", KANARI)))
    assert KANARI not in repr(feil.value) and feil.value.__cause__ is None
    assert not isinstance(feil.value, MotorMangler)


def test_uten_pakken_sier_setteren_det(tmp_path, monkeypatch) -> None:
    (tmp_path / "typst.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(MotorMangler):
        pdf.lag(dokument(Linje("Interesser", "x")))


def test_en_motor_som_henger_blir_stanset(tmp_path, monkeypatch) -> None:
    (tmp_path / "typst.py").write_text("import time\ntime.sleep(600)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(pdf, "LENGST", 0.5)
    with pytest.raises(KanIkkeLages):
        pdf.lag(dokument(Linje("Interesser", "x")))


def test_listen_over_tegn_er_det_skriftene_har() -> None:
    """Said with the list that would be right: it is what `tegn.txt` must hold."""
    tegn = sorted({t for f in (pdf.MAPPE / "skrift").glob("*-Regular.ttf") for t in TTFont(f).getBestCmap()})
    brudd = [i for i, t in enumerate(tegn) if i == 0 or tegn[i - 1] != t - 1]
    par = zip(brudd, [*brudd[1:], len(tegn)], strict=True)
    omraader = [(tegn[fra], tegn[til - 1]) for fra, til in par]
    rett = [f"{fra:X}" if fra == til else f"{fra:X}-{til:X}" for fra, til in omraader]
    assert (pdf.MAPPE / "skrift" / "tegn.txt").read_text().split() == rett, " ".join(rett)


def test_hver_av_vaare_egne_tekster_har_alle_tegnene() -> None:
    """What the document says by itself in each language must not become codes."""
    from app.spraak import Spraak
    from app.spraak.katalog import fil

    kjente = pdf._tegn()
    for spraak in (Spraak.NYNORSK, Spraak.ENGELSK):
        ukjente = {t for t in fil(spraak).read_text() if t not in kjente and t not in "\n\t"}
        assert ukjente <= set("○◐●→↑↓✓✗×−★☆"), (spraak, ukjente)
