"""`cli arkiver` and «Last ned til arkiv»: what is handed to the archive, once, and readable to whoever gets it."""

import datetime as dt
import io
import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import Result
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from flask import Flask
from lxml import etree
from stoette import gjoer, innsyn
from stoette.pdf import pdftekst

from app import pdf
from app.config import ROT
from app.db import sesjon
from app.domain.bosetting import arkivering

TSERING = "Tsering Dolkar"
KANARI = "Sangfugl-7f3a intern"
FILENE = {"arkivmelding.xml", "bosettingssamtale.pdf", "svar.json"}
ARK = {"intern_merknad": KANARI, "morsmaal": "tibetansk", "bosettingsmerknad": "Vil bo nær søsteren"}
SKJEMAENE = ROT.parent / "shared" / "data" / "arkivmelding"
A = "{https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/arkivmelding/opprett/v1}"


@pytest.fixture
def tsering(app: Flask, som) -> innsyn.Ider:
    per = som("per")
    gjoer.fyll_ut(per, TSERING, ark={TSERING: ARK})
    assert gjoer.ferdigstill(per, innsyn.ider(TSERING).samtale).status_code == 303
    return innsyn.ider(TSERING)


@pytest.fixture
def mappe(tmp_path: Path) -> Path:
    (tmp_path / "arkiv").mkdir()
    return tmp_path / "arkiv"


def arkiver(app: Flask, mappe: Path) -> Result:
    sesjon.remove()
    return app.test_cli_runner().invoke(args=["arkiver", "--til", str(mappe)])


def rett(som, ider: innsyn.Ider, til: str, nr: int) -> None:
    data = {"bosettingsmerknad": til, "grunn": "Mottaket ringte.", "nummer": f"{nr}"}
    sted = f"/fordelingsklare/{ider.samtale}/beboere/{ider.beboer}/retting?felt=bosettingsmerknad"
    assert som("siri").post(sted, data).status_code == 303


def lest(fil: Path) -> str:
    return " ".join(pdftekst(fil.read_bytes()).split())


def melding(mappe: Path) -> etree._Element:
    return etree.fromstring((mappe / "arkivmelding.xml").read_bytes())


@pytest.mark.begge_lagre
def test_en_pakke_for_hver_ferdigstilt_en_gang(app: Flask, tsering, mappe) -> None:
    ferdige = innsyn.antall("bosettingssamtale", status="gjennomfoert")
    svar = arkiver(app, mappe)
    assert svar.exit_code == 0 and f"Pakker skrevet: {ferdige}. Feilet: 0." in svar.output, svar.output
    assert "Interne merknader er utelatt" in svar.output and TSERING not in svar.output
    assert len(list(mappe.iterdir())) == ferdige and (mappe / f"{tsering.samtale}-1").is_dir()
    foer = {fil: fil.read_bytes() for fil in mappe.rglob("*") if fil.is_file()}
    assert "Pakker skrevet: 0." in arkiver(app, mappe).output
    assert {fil: fil.read_bytes() for fil in mappe.rglob("*") if fil.is_file()} == foer
    assert innsyn.antall("hendelse", handling="sak_arkivert") == ferdige


def test_pakken_har_samtalen_for_mennesker_og_for_maskiner(app: Flask, som, tsering, mappe) -> None:
    rett(som, tsering, "Vil bo nær broren", 0)
    assert arkiver(app, mappe).exit_code == 0
    pakken = mappe / f"{tsering.samtale}-1"
    assert {fil.name for fil in pakken.iterdir()} == {*FILENE, "retting-1.pdf"}
    samtalen, rettingen = lest(pakken / "bosettingssamtale.pdf"), lest(pakken / "retting-1.pdf")
    assert TSERING in samtalen and "tibetansk" in samtalen and "søsteren" in samtalen, "slik den ble ferdigstilt"
    assert "broren" not in samtalen and "Vil bo nær broren" in rettingen and "Mottaket ringte." in rettingen
    svarene = json.loads((pakken / "svar.json").read_text())
    (personen,) = svarene["personer"]
    assert personen["svar"]["morsmaal"] == ["bo"] and "intern_merknad" not in personen["svar"]
    sum_ = innsyn.en("SELECT kontrollsum FROM bosettingssamtale WHERE id = :s", s=tsering.samtale)
    assert svarene["kontrollsum"] == sum_
    alt = b"".join(fil.read_bytes() for fil in pakken.iterdir())
    assert KANARI.encode() not in alt and KANARI not in samtalen + rettingen
    assert all(fil.stat().st_mode & 0o077 == 0 for fil in pakken.iterdir())


@pytest.mark.begge_lagre
def test_det_som_kommer_siden_er_et_dokument_til_i_samme_sak(app: Flask, som, tsering, mappe) -> None:
    assert arkiver(app, mappe).exit_code == 0
    rett(som, tsering, "Vil bo nær broren", 0)
    assert "Pakker skrevet: 1." in arkiver(app, mappe).output
    foerste, andre = (mappe / f"{tsering.samtale}-{nr}" for nr in (1, 2))
    assert {fil.name for fil in andre.iterdir()} == {"arkivmelding.xml", "retting-1.pdf"}
    assert melding(foerste).find(f"{A}mappe") is not None and melding(andre).find(f"{A}mappe") is None
    saken = melding(foerste).find(f"{A}mappe/{A}systemID").text
    (viser_til,) = melding(andre).find(f"{A}registrering/{A}referanseForelderMappe")
    assert viser_til.text == saken == f"{innsyn.ider(TSERING).samtale[:8]}-{saken[9:]}"


def test_meldingen_stemmer_med_filene_og_sier_ingenting_i_titlene(app: Flask, som, tsering, mappe) -> None:
    rett(som, tsering, "Vil bo nær broren", 0)
    assert arkiver(app, mappe).exit_code == 0
    pakken = mappe / f"{tsering.samtale}-1"
    rot = melding(pakken)
    objekter = rot.findall(f".//{A}dokumentobjekt")
    assert int(rot.find(f"{A}antallFiler").text) == len(objekter) == 3
    for objekt in objekter:
        fil = pakken / objekt.find(f"{A}referanseDokumentfil").text
        sum_ = subprocess.run(["sha256sum", fil], check=True, capture_output=True, text=True).stdout.split()[0]
        assert objekt.find(f"{A}sjekksum").text == sum_
        assert int(objekt.find(f"{A}filstoerrelse").text) == fil.stat().st_size
    titler = {e.text for navn in ("tittel", "offentligTittel") for e in rot.iter(f"{A}{navn}")}
    sakens = f"Bosettingssamtale, husstand {tsering.samtale[:8]}"
    assert titler == {sakens, "Bosettingssamtale", "Svarene, for maskiner", "Retting 1"}
    parter = rot.findall(f".//{A}part")
    assert {(p.find(f"{A}partNavn").text, p.find(f"{A}erSkjermet").text) for p in parter} == {(TSERING, "true")}


@pytest.mark.skipif(
    not SKJEMAENE.is_dir(), reason="Andre steder: mangler skjemaene for Fiks Arkiv ved siden av prosjektet"
)
def test_meldingene_er_gyldige_etter_skjemaet(app: Flask, som, tsering, mappe, sertifikat) -> None:
    (fil,) = SKJEMAENE.glob("*arkivmelding.opprett.xsd")
    skjema = etree.XMLSchema(etree.parse(str(fil)))
    assert arkiver(app, mappe).exit_code == 0
    rett(som, tsering, "Vil bo nær broren", 0)
    assert arkiver(app, mappe).exit_code == 0
    meldinger = [melding(pakke) for pakke in mappe.iterdir()]
    assert len(meldinger) == 4
    for en in meldinger:
        assert skjema.validate(en), skjema.error_log


@pytest.fixture
def sertifikat(app: Flask, tmp_path: Path, monkeypatch) -> Path:
    """The archive's key and certificate, and the configuration that names the certificate; the answer is the key."""
    noekkel = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    navn = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "arkiv")])
    fra = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    bygger = x509.CertificateBuilder().subject_name(navn).issuer_name(navn).public_key(noekkel.public_key())
    bygger = bygger.serial_number(1).not_valid_before(fra).not_valid_after(fra + dt.timedelta(days=9000))
    pem = serialization.Encoding.PEM
    (tmp_path / "arkiv.pem").write_bytes(bygger.sign(noekkel, hashes.SHA256()).public_bytes(pem))
    privat = noekkel.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "arkiv.key").write_bytes(privat)
    mal = (ROT / "deploy" / "arkiv" / "arkiv.toml").read_text()
    (tmp_path / "arkiv.toml").write_text(f'{mal}\nsertifikat = "{tmp_path}/arkiv.pem"\n')
    sett(app, monkeypatch, tmp_path / "arkiv.toml")
    return tmp_path / "arkiv.key"


def sett(app: Flask, monkeypatch, fil: Path | None) -> None:
    monkeypatch.setattr(type(app.extensions["mottak_config"]), "arkiv_fil", fil)


def test_C_merknaden_er_et_eget_dokument_bare_arkivet_kan_aapne(app: Flask, tsering, mappe, sertifikat) -> None:
    svar = arkiver(app, mappe)
    assert svar.exit_code == 0 and "utelatt" not in svar.output
    (kryptert,) = (mappe / f"{tsering.samtale}-1").glob("merknad-*.pdf.p7m")
    assert KANARI.encode() not in kryptert.read_bytes() and b"%PDF" not in kryptert.read_bytes()
    aapne = ["openssl", "cms", "-decrypt", "-inform", "DER", "-binary", "-in", kryptert, "-inkey", sertifikat]
    aapnet = subprocess.run(aapne, check=True, capture_output=True).stdout
    assert KANARI in pdftekst(aapnet) and "Skrevet av Per" in pdftekst(aapnet)
    assert "Pakker skrevet: 0." in arkiver(app, mappe).output, (
        "kryptert på nytt er andre byte, og ikke et nytt dokument"
    )


def test_en_krasj_mellom_fil_og_logg_gir_ikke_to(app: Flask, tsering, mappe, monkeypatch) -> None:
    def krasj(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as brutt:
        brutt.setattr(arkivering, "noter", krasj)
        assert arkiver(app, mappe).exit_code != 0
    assert len(list(mappe.iterdir())) == 1 and innsyn.antall("arkivering") == 0
    svar = arkiver(app, mappe)
    ferdige = innsyn.antall("bosettingssamtale", status="gjennomfoert")
    assert svar.exit_code == 0 and len(list(mappe.iterdir())) == ferdige


def test_det_som_feiler_stanser_ikke_de_andre_og_kan_proeves_igjen(app: Flask, tsering, mappe, monkeypatch) -> None:
    (mappe / f"{tsering.samtale}-1").mkdir()
    (mappe / f"{tsering.samtale}-1" / "noe annet").write_text("x")
    svar = arkiver(app, mappe)
    assert svar.exit_code == 1 and f"{tsering.samtale}: en mappe med samme navn og et annet innhold" in svar.output
    assert "Feilet: 1." in svar.output and (mappe / f"{tsering.samtale}-1" / "noe annet").read_text() == "x"
    (mappe / f"{tsering.samtale}-1" / "noe annet").unlink()
    (mappe / f"{tsering.samtale}-1").rmdir()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as brutt:
        brutt.setattr(os, "fsync", full)
        svar = arkiver(app, mappe)
    assert svar.exit_code == 1 and "kan ikke skrives: No space left" in svar.output
    assert not [m for m in mappe.iterdir() if m.name.startswith(".") or m.name.startswith(tsering.samtale or "")]

    def uten_motor(_dokument: object) -> bytes:
        raise pdf.MotorMangler

    with monkeypatch.context() as brutt:
        brutt.setattr(pdf, "lag", uten_motor)
        assert "pakken typst mangler" in arkiver(app, mappe).output
    assert "Pakker skrevet: 1. Feilet: 0." in arkiver(app, mappe).output


@pytest.mark.parametrize(
    ("oppsett", "sagt"),
    [
        ('arkivdel = "X"\n', "mangler enhet, hjemmel"),
        ("dette er ikke toml", "kan ikke leses"),
        ((ROT / "deploy/arkiv/arkiv.toml").read_text() + 'ukjent = "x"\n', "ukjent ukjent"),
        (None, "ARKIV_OPPSETT må være satt"),
    ],
)
def test_et_oppsett_som_er_galt_sier_hva(app: Flask, mappe, tmp_path, monkeypatch, oppsett, sagt) -> None:
    if oppsett:
        (tmp_path / "galt.toml").write_text(oppsett)
    sett(app, monkeypatch, tmp_path / "galt.toml" if oppsett else None)
    svar = arkiver(app, mappe)
    assert svar.exit_code == 1 and sagt in svar.output and not list(mappe.iterdir())


def test_Q6_det_arkivet_har_faatt_kan_slettes(app: Flask, som, tsering, mappe) -> None:
    innsyn.skriv(
        "UPDATE beboer SET bosetting = 'bosatt', bosettingsdato = '2001-01-01' WHERE id = :b", b=tsering.beboer
    )

    def venter() -> bool:
        sesjon.remove()
        svar = app.test_cli_runner().invoke(args=["slett-utloepte"])
        assert "Bosatt for mer enn 15 år siden" in svar.output and ": 1 personer" in svar.output, svar.output
        return "1 personer, 1 venter på arkiv" in svar.output

    assert venter()
    assert arkiver(app, mappe).exit_code == 0
    assert not venter()
    rett(som, tsering, "Vil bo nær broren", 0)
    assert venter(), "det som er rettet siden, har arkivet ikke fått"


@pytest.mark.begge_lagre
def test_last_ned_til_arkiv_gir_hele_saken_og_er_en_rad_i_loggen(app: Flask, som, tsering, monkeypatch) -> None:
    siri = som("siri")
    assert ">Last ned til arkiv</a>" in siri.get(f"/fordelingsklare/{tsering.samtale}").text
    svar = siri.get(f"/fordelingsklare/{tsering.samtale}/arkiv")
    assert (
        svar.status_code == 200 and svar.mimetype == "application/zip" and svar.headers["Cache-Control"] == "no-store"
    )
    with zipfile.ZipFile(io.BytesIO(svar.data)) as pakken:
        assert set(pakken.namelist()) == FILENE
    assert innsyn.antall("hendelse", handling="arkivpakke_hentet") == 1 and innsyn.antall("arkivering") == 0
    sett(app, monkeypatch, None)
    assert "Last ned til arkiv" not in siri.get(f"/fordelingsklare/{tsering.samtale}").text
    assert siri.get(f"/fordelingsklare/{tsering.samtale}/arkiv").status_code == 404
    assert som("ellen").get(f"/fordelingsklare/{tsering.samtale}/arkiv").status_code == 403
