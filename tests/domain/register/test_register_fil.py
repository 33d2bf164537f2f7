"""The register's files as they really come: encodings, Excel's ways, broken rows; by the command, on a real file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from stoette import innsyn
from stoette.registeret import HELEN

from app.config import ROT
from app.db import sesjon
from app.domain.register.fil import Rad, les_fil
from app.domain.register.person import KOLONNER, LESERE, les_person
from app.domain.register.tegnsett import Filfeil
from app.domain.unntak import Ugyldig

HODE = ";".join(HELEN)
LINJE = ";".join(HELEN.values())
ANNEN = LINJE.replace("2026 990885 04", "202699088609").replace("Helen", "Åse").replace("U-1", "U-2")
FIL = f"{HODE}\n{LINJE}\n{ANNEN}\n"
BARE_SQLITE = pytest.mark.parametrize("merke", ["sqlite"], indirect=True)
Kjoer = Callable[..., Result]


@pytest.fixture
def kjoer(app: Flask, tmp_path: Path) -> Kjoer:
    def kjoer(innhold: bytes | str, *valg: str) -> Result:
        fil = tmp_path / "beboere"
        fil.write_bytes(innhold if isinstance(innhold, bytes) else innhold.encode())
        sesjon.rollback()
        return app.test_cli_runner().invoke(args=["importer-beboere", str(fil), *valg])

    return kjoer


def rader(tmp_path: Path, innhold: str) -> list[Rad]:
    fil = tmp_path / "beboere"
    fil.write_text(innhold, encoding="utf-8", newline="")
    return list(les_fil(fil, KOLONNER)())


@pytest.mark.parametrize(
    "innhold",
    [
        FIL,
        b"\xef\xbb\xbf" + FIL.encode(),
        FIL.replace("\n", "\r\n"),
        FIL.replace(";", ","),
        FIL.replace(";", "\t"),
        "sep=;\r\n" + FIL,
        FIL.replace("Helen", '"Helen"').replace(HODE, HODE.upper()),
        json.dumps([HELEN, {**HELEN, "duf_nummer": "202699088609", "fornavn": "Åse", "husstand": "U-2"}]),
        json.dumps({"beboere": [{**HELEN, "klar": True}, {**HELEN, "duf_nummer": "202699088609", "fornavn": "Åse",
                                                          "husstand": "U-2"}]}, indent=1),
    ],
    ids=["utf8", "bom", "crlf", "komma", "tabulator", "sep", "anførselstegn", "json", "json-objekt"],
)  # fmt: skip
def test_alle_maatene_en_god_fil_kan_se_ut_paa(kjoer: Kjoer, innhold: bytes | str) -> None:
    svar = kjoer(innhold)
    assert svar.exit_code == 0 and "2 nye, 0 endrede, 0 uendrede, 0 avviste" in svar.output, svar.output
    assert innsyn.ider("Åse Girma").samtale and innsyn.ider("Helen Girma").samtale


@BARE_SQLITE
@pytest.mark.parametrize(
    ("innhold", "sier"),
    [
        (FIL.encode("latin-1"), "Windows-1252 (Latin-1)"),
        (FIL.replace("Åse", "Åse – “x”").encode("cp1252"), "linje 3"),
        (FIL.encode("utf-16"), "UTF-16"),
        (FIL.encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04xxxx", "Excel-arbeidsbok"),
        (b"<?xml version='1.0'?><x/>", "XML"),
        (b"", "tom"),
        (b"\n \n", "tom"),
        (FIL.replace("foedt", "alder"), "mangler kolonnen foedt"),
        (FIL.replace("foedt", "alder").replace("mottak;", "sted;"), "mangler kolonnene foedt, mottak."),
        (FIL.replace("klar", "farge"), "«farge» er ukjent"),
        (FIL.replace("klar", "foedt"), "foedt står flere ganger"),
        ("[{", "skrivefeil i rad 1"),
        (json.dumps([HELEN])[:-1] + ', {"fornavn": }]', "skrivefeil i rad 2"),
        (json.dumps([HELEN])[:-1], "slutter midt"),
        ('{"x": []}', "beboere"),
        ("[" * 100_000, "skrivefeil"),
        (FIL.encode()[:-8] + b"\xc3", "Windows-1252"),
    ],
)  # fmt: skip
def test_en_fil_som_ikke_kan_leses_endrer_ingenting(kjoer: Kjoer, innhold: bytes | str, sier: str) -> None:
    """T26, N3: said plainly, with the encoding's name."""
    foer = innsyn.dump(uten=())
    svar = kjoer(innhold)
    assert svar.exit_code == 1 and sier in svar.output and "Traceback" not in svar.output, svar.output
    assert innsyn.dump(uten=()) == foer


@pytest.mark.parametrize(
    ("rad", "sier"),
    [
        (LINJE.replace("Helen", "x" * 1_000_000), "lang"),
        (LINJE.replace("Helen", '"' + "x" * 140_000 + '"'), "lang"),
        (LINJE.replace("Helen", '"He"len'), "anførselstegnene"),
        (LINJE.replace("Helen", '"Helen'), "anførselstegnene"),
        (LINJE + ";for mye", "10 celler"),
        ("202699088504;Helen", "2 celler"),
        (LINJE.replace("Helen", "=1+1"), "formel"),
        (LINJE.replace("Helen", "He\0len"), "tegn som ikke kan lagres"),
    ],
    ids=["million", "million-i-anførsel", "anførsel", "anførsel-uten-slutt", "for-mange", "for-få", "formel", "nul"],
)
def test_en_oedelagt_rad_stanser_ikke_de_andre(kjoer: Kjoer, rad: str, sier: str) -> None:
    svar = kjoer(f"{HODE}\n{rad}\n{ANNEN}\n")
    assert svar.exit_code == 1 and "Rad 2: avvist" in svar.output and sier in svar.output, svar.output[:500]
    assert "1 nye" in svar.output and innsyn.antall("beboer", fornavn="Åse") == 1
    assert innsyn.antall("beboer", fornavn="Helen") == 0


@pytest.mark.parametrize("begynnelse", ["=", "+", "-", "@", " =", "\t+", "\u00a0-", "\r\n@"])
def test_en_celle_som_et_regneark_ville_regne_ut_avvises(begynnelse: str) -> None:
    """Whatever the column, and whatever blanks stand first."""
    for kolonne in LESERE:
        with pytest.raises(Ugyldig, match=rf"^{kolonne}: ser ut som en formel\."):
            les_person(2, {**HELEN, kolonne: f"{begynnelse}1+1"}, {"furulia mottak": ["m"]})


@BARE_SQLITE
@pytest.mark.parametrize("navn", ["x" * 1_000_000, '"He"len', '"Helen', "Helen;"])
def test_en_oedelagt_rad_stanser_hele_husstanden(kjoer: Kjoer, navn: str) -> None:
    svar = kjoer(f"{HODE}\n{LINJE.replace('Helen', navn)}\n{ANNEN.replace('U-2', 'U-1')}\n")
    assert "Rad 3: avvist: Husstanden er ikke endret, fordi rad 2 ble avvist." in svar.output, svar.output[:500]
    assert innsyn.antall("beboer", etternavn="Girma") == 0


@BARE_SQLITE
def test_proeven_og_alt_eller_intet(kjoer: Kjoer) -> None:
    foer = innsyn.dump(uten=())
    svar = kjoer(FIL, "--dry-run")
    assert svar.exit_code == 0 and "Rad 2: ny" in svar.output and "Ingenting er endret." in svar.output
    svar = kjoer(FIL.replace("25.08.1991", "x", 1), "--all-or-nothing")
    assert svar.exit_code == 1 and "Ingenting er endret." in svar.output
    assert innsyn.dump(uten=()) == foer


@BARE_SQLITE
def test_utskriften_sier_ingenting_om_noen(kjoer: Kjoer) -> None:
    """P5: neither name nor number, whatever becomes of the row."""
    for valg in ([], ["--dry-run"]):
        utskrift = kjoer(FIL.replace("U-2", "") + LINJE + "\n", *valg).output
        assert not [ord_ for ord_ in ("Helen", "Åse", "Girma", "990885", "Etiopia", "1991") if ord_ in utskrift]


@BARE_SQLITE
def test_eksempelfilen_kan_leses_inn(app: Flask) -> None:
    svar = app.test_cli_runner().invoke(args=["importer-beboere", str(ROT / "data" / "eksempel_beboere.csv")])
    assert svar.exit_code == 0 and "4 nye" in svar.output, svar.output


def test_en_stor_json_leses_bit_for_bit(tmp_path: Path) -> None:
    mange = json.dumps([{**HELEN, "husstand": f"U-{nr}"} for nr in range(500)], indent=2)
    lest = rader(tmp_path, mange)
    assert [rad.celler["husstand"] for rad in lest] == [f"U-{nr}" for nr in range(500)]
    assert [rad.nr for rad in lest] == list(range(1, 501))


def test_samme_navn_to_ganger_i_json_avviser_raden(tmp_path: Path) -> None:
    """N6."""
    (rad,) = rader(tmp_path, '[{"duf_nummer": "1", "duf_nummer": "2"}]')
    assert rad.feil


def test_kilden_kan_leses_fra_begynnelsen_igjen(tmp_path: Path) -> None:
    fil = tmp_path / "x.csv"
    fil.write_text(FIL, encoding="utf-8")
    kilde = les_fil(fil, KOLONNER)
    assert list(kilde()) == list(kilde()) and len(list(kilde())) == 2
    fil.write_bytes(b"\xff")
    with pytest.raises(Filfeil):
        les_fil(fil, KOLONNER)
