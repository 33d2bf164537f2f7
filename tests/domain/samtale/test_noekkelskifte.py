"""Q3: a new key for the internal remark: everything lies under it afterwards, and the work may be stopped anywhere."""

import os
import signal
import subprocess
import sys

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from stoette import innsyn
from stoette.database import MERKNAD_KEY, PRODUKSJON

from app.cli.kommandoer import merknad as kommandoen
from app.config import ROT
from app.db import arbeid, sesjon
from app.domain.samtale import merknad, noekkelskifte

KANARI = "Kanarifugl i utkastet"
NY = Fernet.generate_key().decode()


def under(noekkel: str) -> list[bool]:
    """For each ciphertext in the database, whether this key alone opens it."""
    laas, svar = Fernet(noekkel), []
    for lager in noekkelskifte.LAGRE:
        for rad in sesjon.execute(lager.rader).all():
            try:
                laas.decrypt(rad.kryptert.encode())
                svar.append(True)
            except Exception:
                svar.append(False)
    sesjon.rollback()
    return svar


def skriv_overalt(som) -> None:
    """A draft in an open form with its history, a draft after completion, and a sealed remark beside."""
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    for versjon, tekst in enumerate(("Kanarifugl", KANARI)):
        assert per.lagre(yonas.skjema, "intern_merknad", tekst, versjon).status_code == 200
    hassan = innsyn.ider(innsyn.en("SELECT fornavn || ' ' || etternavn FROM beboer WHERE bosetting = 'fordelingsklar'"))
    data = {"intern_merknad": KANARI, "v.intern_merknad": "0"}
    assert per.post(f"{hassan.skjema}/merknad", data, htmx=True).status_code == 200


def test_omkrypteringen_naar_alt_og_kan_avbrytes(app, som, monkeypatch):
    skriv_overalt(som)
    merknad.bruk_noekler([NY, MERKNAD_KEY])
    monkeypatch.setattr(noekkelskifte, "BUNKE", 1)
    foer, historie = under(NY), innsyn.antall("svarhistorikk")
    assert len(foer) > 5 and not any(foer)
    fremdrift = noekkelskifte.Fremdrift()
    with arbeid(skriver=False):
        bunker = list(noekkelskifte.bunker())
    with arbeid(skriver=True):
        noekkelskifte.omkrypter(*bunker[0], fremdrift)
    assert sum(under(NY)) == 1 and fremdrift.nye == 1, "avbrutt etter den første"
    kjoering = app.test_cli_runner().invoke(kommandoen, ["omkrypter"])
    assert kjoering.exit_code == 0, kjoering.output
    assert (
        f"{len(foer) - 1} omkryptert, 1 hadde nyeste nøkkel" in kjoering.output and "Kanarifugl" not in kjoering.output
    )
    assert all(under(NY)) and not any(under(MERKNAD_KEY))
    assert innsyn.antall("svarhistorikk") == historie, "ingen ny versjon"
    merknad.bruk_noekler([NY])
    yonas = innsyn.ider("Yonas Tesfalem")
    assert KANARI in som("per").get(yonas.skjema).text
    merknad.bruk_noekler([MERKNAD_KEY])


def test_en_tekst_uten_noekkel_stopper_ikke_de_andre(app, som, monkeypatch):
    skriv_overalt(som)
    innsyn.skriv("UPDATE merknadutkast SET kryptert = 'ødelagt'")
    merknad.bruk_noekler([NY, MERKNAD_KEY])
    kjoering = app.test_cli_runner().invoke(kommandoen, ["omkrypter"])
    assert kjoering.exit_code == 1 and "1 kunne ikke leses" in kjoering.output
    assert sum(not er_ny for er_ny in under(NY)) == 1
    merknad.bruk_noekler([MERKNAD_KEY])


def test_bare_den_krypterte_teksten_kan_byttes(app, som):
    """K9, P2: the wall still stands around all the rest."""
    skriv_overalt(som)
    for setning in (
        "UPDATE merknad SET lengde = 1",
        "UPDATE merknad SET beboer_id = 'x'",
        "UPDATE merknad SET forseglet = '2020-01-01'",
        "DELETE FROM merknad",
        "UPDATE svarhistorikk SET verdi = '\"x\"' WHERE sti = 'arbeidserfaring'",
        "UPDATE svarhistorikk SET verdi = NULL WHERE sti = 'intern_merknad'",
        "UPDATE svarhistorikk SET versjon = 9",
        "DELETE FROM svarhistorikk",
    ):
        with pytest.raises(sa.exc.DBAPIError):
            innsyn.skriv(setning)
    assert innsyn.antall("svarhistorikk", sti="intern_merknad") > 0


DREPT = """
import os, signal
from app import create_app
from app.cli.kommandoer import merknad
from app.domain.samtale import noekkelskifte

egentlig, bunker = noekkelskifte.omkrypter, []

def doer_i_den_tredje(*bunke):
    egentlig(*bunke)
    bunker.append(bunke)
    if len(bunker) == 3:
        os.kill(os.getpid(), signal.SIGKILL)

noekkelskifte.BUNKE, noekkelskifte.omkrypter = 1, doer_i_den_tredje
create_app().test_cli_runner().invoke(merknad, ["omkrypter"])
"""


def test_Q3_drept_midt_i_gaar_ingenting_tapt_og_den_kan_kjoeres_igjen(app, som, url, tmp_path):
    """Killed in a piece that is written and not committed; people save meanwhile, with both keys; then once more."""
    skriv_overalt(som)
    merknad.bruk_noekler([NY, MERKNAD_KEY])
    miljoe = PRODUKSJON | {
        "PATH": os.environ["PATH"], "DATABASE_URL": url, "MOTTAK_DATA": str(tmp_path),
        "MERKNAD_KEYS": f"{NY},{MERKNAD_KEY}",
    }  # fmt: skip
    foer = len(under(NY))
    drept = subprocess.run([sys.executable, "-c", DREPT], cwd=ROT, env=miljoe, capture_output=True)
    assert drept.returncode == -signal.SIGKILL, drept.stderr.decode()
    assert sum(under(NY)) == 2, "den tredje er som den var"
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    assert KANARI in per.get(yonas.skjema).text
    assert per.lagre(yonas.skjema, "intern_merknad", f"{KANARI} igjen", 2).status_code == 200
    kommando = [sys.executable, "-m", "flask", "--app", "wsgi", "merknad", "omkrypter"]
    ferdig = subprocess.run(kommando, cwd=ROT, env=miljoe, capture_output=True, text=True)
    assert ferdig.returncode == 0 and "Kanarifugl" not in ferdig.stdout + ferdig.stderr
    assert all(under(NY)) and len(under(NY)) == foer + 1
    merknad.bruk_noekler([NY])
    assert f"{KANARI} igjen" in per.get(yonas.skjema).text
    merknad.bruk_noekler([MERKNAD_KEY])
