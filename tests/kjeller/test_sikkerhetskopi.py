"""Q4, Q5: a back-up under load is whole and unreadable, and is restored whole or not at all."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette import filer, innsyn
from stoette.database import MERKNAD_KEY, lag_config
from stoette.klient import Klient
from stoette.kopier import ANNEN, NOEKKEL, er_tomt, kjoer, med_noekkel, sikkerhetskopi, tomt_sted

from app import kopi, kopifil, laas
from app.db import arbeid, klar, sesjon
from app.kopifil import BIT, Hode, Kopifeil

pytestmark = pytest.mark.begge_lagre

HODE = Hode("2026-11-27T12:00:00+00:00", "sqlite", "0001", "1.0", "00" * 16)
UTEN = ("innlogging", "hendelse", "gjenoppretting", "kompasskode", "beboer")
"""What a restore itself changes."""


@pytest.mark.parametrize("lengde", [1, BIT, BIT + 1, 3 * BIT])
def test_det_som_legges_inn_kommer_ut(tmp_path: Path, lengde: int) -> None:
    raa = os.urandom(lengde)
    biter = [raa[i : i + BIT] for i in range(0, lengde, BIT)]
    kopifil.skriv(tmp_path / "k", NOEKKEL, HODE, biter)
    assert b"".join(kopifil.les(tmp_path / "k", (ANNEN, NOEKKEL))) == raa
    assert kopifil.les_hode(tmp_path / "k") == HODE
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o600


def test_Q5_kuttet_eller_endret_hvor_som_helst_merkes(tmp_path: Path) -> None:
    fil = tmp_path / "k"
    kopifil.skriv(fil, NOEKKEL, HODE, [b"a" * 300, b"b" * 300, b"c" * 300])
    hel = fil.read_bytes()
    hodet = len(kopifil.FORMAT) + kopifil.TEGN
    for endret in (
        *(hel[:n] for n in range(0, len(hel), 7)), hel + b"x", hel + hel,
        *(hel[:n] + bytes([hel[n] ^ 1]) + hel[n + 1 :] for n in range(0, len(hel), 7)),
        hel[:hodet] + hel[hodet:].replace(b"0001", b"0002", 1),
    ):  # fmt: skip
        fil.write_bytes(endret)
        with pytest.raises(Kopifeil):
            list(kopifil.les(fil, (NOEKKEL,)))


def test_en_bit_kan_ikke_bytte_plass_eller_utelates(tmp_path: Path) -> None:
    fil = tmp_path / "k"
    kopifil.skriv(fil, NOEKKEL, HODE, [b"a" * 300, b"b" * 300, b"c" * 300])
    hel, bit = fil.read_bytes(), 300 + 16 + kopifil.TEGN
    hode, midten, slutt = hel[: -3 * bit], hel[-3 * bit : -bit], hel[-bit:]
    for endret in (
        hode + midten[bit:] + midten[:bit] + slutt,
        hode + midten[bit:] + slutt,
        hode + slutt,
        hode + midten,
    ):
        fil.write_bytes(endret)
        with pytest.raises(Kopifeil, match="kuttet eller endret"):
            list(kopifil.les(fil, (NOEKKEL,)))


def test_Q4_gjenopprettes_helt_i_en_tom_database(app: Flask, url: str, tmp_path: Path) -> None:
    fil, foer = sikkerhetskopi(app, tmp_path / "kopi"), innsyn.dump(uten=UTEN)
    with tomt_sted(url, tmp_path / "ny") as ny:
        svar = kjoer(ny, "gjenopprett", fil)
        assert svar.exit_code == 0, svar.output
        assert "Tapt: alt som er lagret siden, under ett minutt." in svar.output
        assert klar() and innsyn.dump(uten=UTEN) == foer
        with pytest.raises(sa.exc.DBAPIError), arbeid(skriver=True):  # the walls are there too
            sesjon.execute(sa.text("DELETE FROM hendelse"))
        assert kjoer(ny, "gjenopprett", fil).exit_code == 1, "ikke tom lenger"


def test_Q4_under_last_er_alt_som_var_kvittert_med(app: Flask, url: str, tmp_path: Path) -> None:
    """Given: a writer who never pauses. Then: all that was acknowledged before the back-up began is in it, and the
    answers and their history tell the same.
    """
    per, yonas = Klient(app, "per", inspisert=False), innsyn.ider("Yonas Tesfalem")
    kvittert: list[int] = []
    stopp = threading.Event()

    def lagre() -> None:
        while not stopp.is_set():
            nr = len(kvittert) + 1
            svar = per.lagre(yonas.skjema, "bosettingsmerknad", f"nr {nr}", nr - 1, "fane", nr)
            assert svar.status_code == 200
            kvittert.append(nr)

    skriver = threading.Thread(target=lagre)
    per.get(yonas.skjema)
    skriver.start()
    try:
        while len(kvittert) < 5 and skriver.is_alive():
            pass
        foer = len(kvittert)
        fil = sikkerhetskopi(app, tmp_path / "kopi")
        etter = len(kvittert)
    finally:
        stopp.set()
        skriver.join()
    with tomt_sted(url, tmp_path / "ny") as ny:
        assert kjoer(ny, "gjenopprett", fil).exit_code == 0
        verdi, versjon = innsyn.svarene(yonas.beboer)["bosettingsmerknad"]
        assert foer <= int(verdi.removeprefix("nr ")) <= etter + 1
        assert innsyn.historien(yonas.beboer, "bosettingsmerknad")[-1] == (versjon, verdi)


def test_Q5_kopien_er_uleselig_og_holder_ingen_noekkel(app: Flask, merke: str, tmp_path: Path) -> None:
    navn = [tekst for (tekst,) in innsyn.les("SELECT etternavn FROM beboer") if len(tekst) > 4]
    raa = sikkerhetskopi(app, tmp_path / "kopi").read_bytes()
    inni = b"".join(kopifil.les(tmp_path / "kopi", (NOEKKEL,)))
    hemmelige = [MERKNAD_KEY, NOEKKEL, app.config["SECRET_KEY"]]
    assert [ord_ for ord_ in (*navn, *hemmelige) if ord_.encode() in raa] == []
    assert [ord_ for ord_ in hemmelige if ord_ in filer.dumpen(merke) or ord_.encode() in inni] == []
    igjen = [f.name for f in tmp_path.rglob("*") if f.is_file() and f.name != "kopi"]
    assert [n for n in igjen if "kopi" in n] == []


Odelegg = Callable[[Path, Flask], object]
ULYKKER: dict[str, tuple[Odelegg, str]] = {
    "feil nøkkel": (lambda _fil, app: med_noekkel(app, ANNEN), "ikke laget med noen av nøklene i KOPI_KEY"),
    "ingen nøkkel": (lambda _fil, app: app.extensions.update(mottak_config=lag_config(*_av(app))), "KOPI_KEY må være"),
    "kuttet": (lambda fil, _app: os.truncate(fil, fil.stat().st_size - 1), "er kuttet eller endret"),
    "kuttet på midten": (lambda fil, _app: os.truncate(fil, fil.stat().st_size // 2), "er kuttet eller endret"),
    "ikke en kopi": (lambda fil, _app: fil.write_text("hei"), "er ikke en sikkerhetskopi"),
    "et annet skjema": (lambda fil, _app: _skriv_om(fil, skjema="0001"), "har skjema 0001"),
    "et annet merke": (lambda fil, _app: _skriv_om(fil, merke="oracle"), "Kopien er av oracle"),
    "ikke en database": (lambda fil, _app: _skriv_om(fil, innhold=b"ikke en database"), ""),
    "avbrutt halvveis": (lambda fil, _app: _skriv_om(fil, halv=True), ""),
}


def _av(app: Flask) -> tuple[str, Path]:
    config = app.extensions["mottak_config"]
    return config.database_url, config.data


def _skriv_om(fil: Path, *, innhold: bytes = b"", halv: bool = False, **hode: str) -> None:
    """The same back-up, well encrypted, with another header or other things in it."""
    gammelt, inni = kopifil.les_hode(fil), innhold or b"".join(kopifil.les(fil, (NOEKKEL,)))
    fil.unlink()
    kopifil.skriv(fil, NOEKKEL, Hode(**vars(gammelt) | hode), [inni[: len(inni) // 2] if halv else inni])


@pytest.mark.parametrize("ulykke", ULYKKER)
def test_ulykker_sies_paa_norsk_og_etterlater_ingenting(app: Flask, url: str, tmp_path: Path, ulykke: str) -> None:
    fil = sikkerhetskopi(app, tmp_path / "kopi")
    oedelegg, ventet = ULYKKER[ulykke]
    with tomt_sted(url, tmp_path / "ny") as ny:
        oedelegg(fil, ny)
        svar = kjoer(ny, "gjenopprett", fil)
        assert svar.exit_code == 1 and "Feil: " in svar.output and ventet in svar.output, svar.output
        assert "Traceback" not in svar.output and er_tomt(ny)


def test_svikter_det_siste_er_basen_tom_igjen(app: Flask, url: str, tmp_path: Path, monkeypatch) -> None:
    """When: what is done after all rows are in place fails. Then: none of them is left."""
    fil = sikkerhetskopi(app, tmp_path / "kopi")
    monkeypatch.setattr(kopi.etter_gjenoppretting, "rydd_opp", lambda *_: 1 / 0)
    with tomt_sted(url, tmp_path / "ny") as ny:
        assert isinstance(kjoer(ny, "gjenopprett", fil).exception, ZeroDivisionError)
        assert er_tomt(ny)


def test_full_disk_gir_ingen_kopi(app: Flask, tmp_path: Path) -> None:
    """/dev/full refuses as a full disk does; the program that is killed for its file's size, as a quota does."""
    med_noekkel(app)
    svar = kjoer(app, "sikkerhetskopi", tmp_path / "finnes-ikke" / "kopi")
    assert svar.exit_code == 1 and "ENOENT" in svar.output
    with pytest.raises(Kopifeil, match="Disken er full"), kopifil._meldt(tmp_path / "k"), open("/dev/full", "wb") as ut:
        ut.write(b"x" * BIT)
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000)); sys.path.insert(0, '.');"
        "from pathlib import Path; from app import kopifil; from app.kopifil import *\n"
        f"try: kopifil.skriv(Path(sys.argv[1]), {NOEKKEL!r}, Hode(**{vars(HODE)!r}), [bytes(BIT)])\n"
        "except Kopifeil as feil: print(feil)"
    )
    svar = subprocess.run([sys.executable, "-c", program, tmp_path / "k"], capture_output=True, text=True, check=True)
    assert "kan ikke brukes: EFBIG" in svar.stdout and list(tmp_path.glob("k*")) == []


def test_en_kopi_skrives_aldri_over_og_proeven_endrer_ingenting(app: Flask, url: str, tmp_path: Path) -> None:
    fil = sikkerhetskopi(app, tmp_path / "kopi")
    foer = fil.read_bytes()
    svar = kjoer(app, "sikkerhetskopi", fil)
    assert svar.exit_code == 1 and "finnes" in svar.output and fil.read_bytes() == foer
    with tomt_sted(url, tmp_path / "ny") as ny:
        svar = kjoer(ny, "gjenopprett", "--proev", fil)
        assert svar.exit_code == 0 and "Prøven gikk bra" in svar.output, svar.output
        assert er_tomt(ny)


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
def test_uten_postgresqls_egne_programmer_sies_det(app: Flask, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    svar = kjoer(med_noekkel(app), "sikkerhetskopi", tmp_path / "kopi")
    assert svar.exit_code == 1 and "pg_dump finnes ikke her" in svar.output
    assert list(tmp_path.glob("kopi*")) == []


@pytest.mark.parametrize("merke", ["sqlite"], indirect=True)
def test_en_server_som_gaar_stopper_gjenopprettingen(app: Flask, url: str, tmp_path: Path) -> None:
    fil = sikkerhetskopi(app, tmp_path / "kopi")
    with tomt_sted(url, tmp_path / "ny") as ny, laas.ta(tmp_path / "ny"):
        svar = kjoer(ny, "gjenopprett", fil)
        assert svar.exit_code == 1 and "Stopp den først" in svar.output
        assert kjoer(ny, "gjenopprett", "--proev", fil).exit_code == 0
