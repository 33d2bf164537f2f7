"""The seals of the logs: what was changed, removed, inserted or cut off is seen, and which row it was."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette import innsyn
from stoette.klient import Klient
from stoette.vegger import bak_veggene

from app import loggsegling, worker
from app.db import arbeid, db
from app.domain.logg import segl
from app.domain.logg.segl import Loggsegl
from app.domain.tid import klokke, naa

SOM = "INSERT INTO hendelse (id, tid, handling) SELECT :ny, tid, handling FROM hendelse WHERE id = :nr"


@pytest.fixture
def fil(app: Flask) -> Path:
    """The log has grown: somebody has read and saved; and it is sealed."""
    per, yonas = Klient(app, "per"), innsyn.ider("Yonas Tesfalem")
    per.get(yonas.skjema)
    assert per.lagre(yonas.skjema, "morsmaal", "tigrinja").status_code == 200
    fil: Path = app.extensions["mottak_config"].loggsegl_fil
    loggsegling.forsegl(fil)
    return fil


def avvik(fil: Path) -> list[tuple[str, int | None]]:
    with arbeid(skriver=False):
        return [(funn.hva, funn.rad) for funn in loggsegling.verifiser(fil)]


def test_det_som_forsegles_er_det_slettingen_kvitterer_for() -> None:
    assert tuple(om.tabell.name for om in loggsegling.LOGGENE) == segl.FORSEGLEDE


def test_kjeden_stemmer_og_vokser(app: Flask, som, fil: Path) -> None:
    assert avvik(fil) == []
    linjer = fil.read_text().splitlines()
    som("per").get("/mottak/beboere")
    worker.runde(app, (worker.Jobb(worker.forsegl_loggene),))
    assert len(fil.read_text().splitlines()) == len(linjer) + 1, "ett hode for hver gang noe er forseglet"
    loggsegling.forsegl(fil)
    assert len(fil.read_text().splitlines()) == len(linjer) + 1
    assert avvik(fil) == []
    with arbeid(skriver=False):
        usett = innsyn.en("SELECT count(*) FROM hendelse") + innsyn.en("SELECT count(*) FROM svarhistorikk")
        assert sum(len(a) for a in innsyn.les("SELECT avtrykk FROM loggsegl") for a in a) == usett * 2 * segl.HALVT


def test_en_endret_rad_sees(fil: Path) -> None:
    nr = innsyn.en("SELECT max(id) FROM hendelse")
    bak_veggene("UPDATE hendelse SET felt = 'noe annet' WHERE id = :nr", nr=nr)
    assert avvik(fil) == [("raden er endret", nr)]


def test_et_endret_svar_i_historikken_sees(fil: Path) -> None:
    nr = innsyn.en("SELECT max(id) FROM svarhistorikk")
    bak_veggene("UPDATE svarhistorikk SET verdi = '\"arabisk\"' WHERE id = :nr", nr=nr)
    assert avvik(fil) == [("raden er endret", nr)]


def test_en_verdi_som_er_tatt_ut_slik_den_skal_bryter_ikke_seglet(app: Flask, som, fil: Path) -> None:
    """The value, and nothing else of the row; and only where it is said why, by whom and when."""
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    assert per.lagre(yonas.skjema, "morsmaal", "arabisk", versjon=1).status_code == 200
    loggsegling.forsegl(fil)
    nr = innsyn.en("SELECT min(id) FROM svarhistorikk WHERE beboer_id = :b AND sti = 'morsmaal'", b=yonas.beboer)
    hvorfor = "fjernet = 'flyttet', fjernet_tid = endret, fjernet_av_id = endret_av_id"
    innsyn.skriv(f"UPDATE svarhistorikk SET verdi = NULL, {hvorfor} WHERE id = :nr", nr=nr)
    assert avvik(fil) == []
    bak_veggene("UPDATE svarhistorikk SET versjon = 9 WHERE id = :nr", nr=nr)
    assert avvik(fil) == [("raden er endret", nr)]


def test_en_ny_noekkel_bryter_ikke_seglet(app: Flask, som, fil: Path) -> None:
    """The internal remark is encrypted anew when its key is changed."""
    yonas = innsyn.ider("Yonas Tesfalem")
    som("per").lagre(yonas.skjema, "intern_merknad", "noe hemmelig")
    loggsegling.forsegl(fil)
    bak_veggene("UPDATE svarhistorikk SET verdi = '\"annen\"' WHERE sti = 'intern_merknad'")
    assert avvik(fil) == []


def test_en_fjernet_rad_sees(fil: Path) -> None:
    nr = innsyn.en("SELECT max(id) FROM hendelse") - 1
    bak_veggene("DELETE FROM hendelse WHERE id = :nr", nr=nr)
    assert avvik(fil) == [("raden er borte", nr)]


def test_en_rad_satt_inn_etterpaa_sees_men_ikke_en_som_kom_sent(fil: Path) -> None:
    """Given: a number that nobody had. Within a day it is sealed as any other; after that it is told of."""
    nr = innsyn.en("SELECT max(id) FROM hendelse")
    for ny in (nr + 2, nr + 1):
        innsyn.skriv(SOM, nr=nr, ny=ny)
        loggsegling.forsegl(fil)
    assert avvik(fil) == []
    assert innsyn.en("SELECT spenn FROM loggsegl ORDER BY nummer DESC LIMIT 1") == str(nr + 1)
    innsyn.skriv(SOM, nr=nr, ny=nr + 9)
    loggsegling.forsegl(fil)
    innsyn.skriv(SOM, nr=nr, ny=nr + 5)
    om_to_dager = naa() + timedelta(days=2)
    with klokke(lambda: om_to_dager):
        assert avvik(fil) == [("raden er satt inn etterpå", nr + 5)]


def test_et_segl_regnet_ut_uten_noekkelen_sees(fil: Path) -> None:
    """Whoever owns the tables and has no key can change a row and its digest, but not make a sum that fits."""
    siste = innsyn.en("SELECT max(nummer) FROM loggsegl")
    nytt = "UPDATE loggsegl SET avtrykk = replace(avtrykk, substr(avtrykk, 1, 4), 'abcd') WHERE nummer = :nr"
    bak_veggene(nytt, nr=siste)
    assert "seglet er brutt" in {hva for hva, _rad in avvik(fil)}


def test_en_kjede_som_er_kappet_sees_av_hodet_som_er_tatt_vare_paa(fil: Path) -> None:
    siste = innsyn.en("SELECT max(nummer) FROM loggsegl")
    bak_veggene("DELETE FROM loggsegl WHERE nummer = :nr", nr=siste)
    assert ("hodet i filen finnes ikke i kjeden", None) in avvik(fil)


def test_seglene_kan_ikke_endres(app: Flask, fil: Path) -> None:
    """The wall in the database, REPLACE included."""
    setninger = ["UPDATE loggsegl SET spenn = '1'", "DELETE FROM loggsegl"]
    if db.engine.dialect.name == "sqlite":
        setninger.append("REPLACE INTO loggsegl SELECT nummer, tid, tabell, '1', avtrykk, sum FROM loggsegl")
    for setning in setninger:
        with pytest.raises(sa.exc.DBAPIError, match=r"locked|only grows"):
            innsyn.skriv(setning)
    assert avvik(fil) == []


def test_mange_rader_blir_flere_segl(app: Flask, fil: Path, monkeypatch) -> None:
    monkeypatch.setattr(segl, "HOEYST", 3)
    for _gang in range(7):
        Klient(app, "per").get("/mottak/beboere")
    loggsegling.forsegl(fil)
    with arbeid(skriver=False):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Loggsegl)) >= 4
    assert avvik(fil) == []


def test_to_arbeidere_samtidig_gir_en_kjede(som, fil: Path, monkeypatch) -> None:
    """The other sealed after we saw where the chain ended: its seal stands, ours is not there, and the rest waits."""
    with arbeid(skriver=False):
        sett = segl.hode()
    for antall in (1, 2):
        som("per").get("/mottak/beboere")
        with monkeypatch.context() as den_andre, arbeid(skriver=True):
            if antall == 2:
                den_andre.setattr(segl, "hode", lambda: sett)
            segl.forsegl(loggsegling.LOGGENE[0])
    assert innsyn.en("SELECT max(nummer) FROM loggsegl") == sett[0] + 1
    loggsegling.forsegl(fil)
    assert innsyn.en("SELECT max(nummer) FROM loggsegl") == sett[0] + 2 and avvik(fil) == []


def test_kommandoen_sier_hva_som_ikke_stemmer(app: Flask, fil: Path) -> None:
    kjoer = app.test_cli_runner().invoke
    svar = kjoer(args=["logg", "verifiser"])
    assert svar.exit_code == 0 and "Avvik: 0" in svar.output
    nr = innsyn.en("SELECT max(id) FROM hendelse")
    bak_veggene("DELETE FROM hendelse WHERE id = :nr", nr=nr)
    svar = kjoer(args=["logg", "verifiser", "--hode", str(fil)])
    assert svar.exit_code == 1 and f"raden er borte ({nr})" in svar.output
