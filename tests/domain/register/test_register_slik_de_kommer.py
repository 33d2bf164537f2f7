"""The register's files as people make them: headings, dates, encodings, a file of headings, a report of what failed."""

import csv
from pathlib import Path

import pytest
import test_register_fil
from stoette import innsyn
from stoette.registeret import HELEN, utfall
from test_register_fil import ANNEN, BARE_SQLITE, FIL, HODE, LINJE, Kjoer

kjoer = test_register_fil.kjoer
pytestmark = BARE_SQLITE
SKREVET = "DUF-nummer;Fornavn;Etternavn;Født;Statsborgerskap;Mottak;Husstand;Bosettingssak;Klar"


@pytest.mark.parametrize(
    "hode",
    [SKREVET, SKREVET.upper(), SKREVET.replace("DUF-nummer", "DUF nr.").replace("Født", "Fødselsdato"),
     SKREVET.replace("DUF-nummer", '"Duf_Nummer"').replace("Født", " FØDT ")],
)  # fmt: skip
def test_overskrifter_slik_folk_skriver_dem(kjoer: Kjoer, hode: str) -> None:
    svar = kjoer(FIL.replace(HODE, hode))
    assert svar.exit_code == 0 and "2 nye" in svar.output, svar.output


def test_tolkespraak_og_enslig_mindreaarig_med_norske_bokstaver(kjoer: Kjoer) -> None:
    svar = kjoer(f"{HODE};Tolkespråk;Enslig mindreårig\n{LINJE};amharisk;ja\n")
    assert "1 nye" in svar.output, svar.output
    assert innsyn.les("SELECT tolkespraak, enslig_mindreaarig FROM beboer WHERE fornavn = 'Helen'") == [
        ("amharisk", True)
    ]


def test_samme_kolonne_paa_to_maater_er_tvetydig(kjoer: Kjoer) -> None:
    svar = kjoer(f"{HODE};Født\n{LINJE};25.08.1991\n")
    assert svar.exit_code == 1 and "foedt står flere ganger" in svar.output


def test_en_kolonne_til_nevnes_ved_navn(kjoer: Kjoer) -> None:
    svar = kjoer(f"{HODE};Øyefarge;Notat\n{LINJE};blå;x\n")
    assert svar.exit_code == 1 and "«Øyefarge» er ukjent, «Notat» er ukjent" in svar.output


def test_uten_overskrifter_vises_ingen(kjoer: Kjoer) -> None:
    """P5: then the first line is somebody."""
    svar = kjoer(f"{LINJE}\n{ANNEN}\n")
    assert svar.exit_code == 1 and "mangler" in svar.output and "Helen" not in svar.output


@pytest.mark.parametrize("tegn", ["/", "-"])
def test_en_dato_som_kan_vaere_to_avvises(app, tegn: str) -> None:
    for skrevet, ventet in (
        ("01/02/1990", "avvist"),
        ("1/2/1990", "avvist"),
        ("05/05/1990", "ny"),
        ("25/08/1990", "endret"),
    ):
        assert utfall(HELEN | {"foedt": skrevet.replace("/", tegn)}) == [ventet], skrevet
    assert utfall(HELEN | {"foedt": "08/25/1990".replace("/", tegn)}) == ["avvist"]
    assert utfall(HELEN | {"foedt": "01.02.1990"}) == ["endret"], "dots are Norwegian"


@pytest.mark.parametrize("kommando", ["importer-beboere", "importer-mottak"])
def test_windows_1252_naar_den_som_sender_sier_det(app, kjoer: Kjoer, tmp_path: Path, kommando: str) -> None:
    fil = tmp_path / "fil.csv"
    mottak = "nummer;navn;type\n901;Blåbærskogen mottak;ordinaert\n"
    innhold = (FIL if kommando == "importer-beboere" else mottak).encode("cp1252")
    fil.write_bytes(innhold)
    uten = app.test_cli_runner().invoke(args=[kommando, str(fil)])
    assert uten.exit_code == 1 and "--tegnsett windows-1252" in uten.output
    med = app.test_cli_runner().invoke(args=[kommando, str(fil), "--tegnsett", "windows-1252"])
    assert med.exit_code == 0, med.output
    tabell, navn = (
        ("beboer", {"fornavn": "Åse"}) if "beboere" in kommando else ("mottak", {"navn": "Blåbærskogen mottak"})
    )
    assert innsyn.antall(tabell, **navn) == 1


@pytest.mark.parametrize("innhold", [FIL.encode(), b"\xef\xbb\xbf" + FIL.encode(), FIL.encode("cp1252") + b"\x81"])
def test_det_som_ikke_er_windows_1252(kjoer: Kjoer, innhold: bytes) -> None:
    """Read as it, «Åse» would have become «Ã…se», silently."""
    svar = kjoer(innhold, "--tegnsett", "windows-1252")
    assert svar.exit_code == 1 and "Windows-1252" in svar.output and innsyn.antall("beboer", fornavn="Helen") == 0


@pytest.mark.parametrize("innhold", [HODE, HODE + "\n", HODE + "\n\n;;\n", "[]", '{"beboere": []}'])
def test_en_fil_uten_rader_er_en_feil(kjoer: Kjoer, innhold: str) -> None:
    svar = kjoer(innhold)
    assert svar.exit_code == 1 and "Filen har ingen rader." in svar.output


def test_rapporten_over_avviste_rader(kjoer: Kjoer, tmp_path: Path) -> None:
    fil = tmp_path / "avvist.csv"
    svar = kjoer(FIL.replace("25.08.1991", "x", 1) + "for;faa\n", "--rapport", str(fil))
    assert svar.exit_code == 1
    skrevet = fil.read_text(encoding="utf-8-sig")
    rader = list(csv.DictReader(skrevet.splitlines(), delimiter=";"))
    assert [rad["rad"] for rad in rader] == ["2", "4"] and rader[0]["grunn"].startswith("foedt: er ikke en dato")
    assert not [ord_ for ord_ in ("Helen", "Girma", "990885") if ord_ in skrevet]
    assert kjoer(FIL, "--rapport", str(fil)).exit_code == 0 and fil.read_text(encoding="utf-8-sig") == "rad;grunn\n"


def test_det_som_ikke_er_et_objekt_er_ingen_rad(app, kjoer: Kjoer) -> None:
    svar = kjoer("[[null,null]]")
    assert svar.exit_code == 1 and "Raden er ikke et objekt" in svar.output
