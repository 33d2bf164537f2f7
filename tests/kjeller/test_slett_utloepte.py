"""Persons whose time is out are deleted, whole, by a human's command and no other way; the log still holds (L4, Q6)."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from stoette import innsyn
from stoette.gjoer import FAMILIEN, ferdigstill, fyll_ut
from stoette.klient import Klient
from stoette.kopier import kjoer, sikkerhetskopi, tomt_sted
from stoette.vegger import angret, bak_veggene

from app import loggsegling
from app.db import Base, arbeid, db, sesjon
from app.domain.logg import hendelse
from app.domain.oppbevaring import sletting

pytestmark = pytest.mark.begge_lagre

Som = Callable[[str], Klient]
RAMI, YONAS = "Rami Khaldoun", "Yonas Tesfalem"
KANARI, MERKNAD = "kanarisvar", "kanarimerknad"
LENGE_SIDEN = {
    RAMI: "UPDATE beboer SET bosetting = 'bosatt', bosettingsdato = '2010-01-01' WHERE id = :b",
    YONAS: "UPDATE beboer SET trukket = '2020-01-01 12:00:00' WHERE id = :b",
}


def slett(app: Flask, *argumenter: str, svar: str = "") -> Result:
    sesjon.remove()
    return app.test_cli_runner().invoke(args=["slett-utloepte", *argumenter], input=svar)


def slett_alle(app: Flask, antall: int) -> Result:
    return slett(app, "--utfoer", "--uten-arkiv", svar=f"{antall}\n")


def avvik(app: Flask) -> list[str]:
    with arbeid(skriver=False):
        return funnet(app)


def funnet(app: Flask) -> list[str]:
    """What does not fit, inside a unit of work."""
    return [funn.hva for funn in loggsegling.verifiser(app.extensions["mottak_config"].loggsegl_fil)]


def tell() -> Counter[str]:
    return Counter({t.name: innsyn.antall(t.name) for t in Base.metadata.sorted_tables})


def stemmer(samtale: str | None) -> bool:
    with arbeid(skriver=False):
        return sletting.verifisering.stemmer(samtale or "")


@pytest.fixture
def ute(app: Flask, som: Som) -> dict[str, innsyn.Ider]:
    """Given: a father who was settled long ago, with a completed interview, remarks and a rectification, while his
    family stays; and one who was withdrawn long ago, with an open one. All is sealed."""
    mari, per, siri = som("mari"), som("per"), som("siri")
    fyll_ut(mari, *FAMILIEN)
    rami, yonas = innsyn.ider(RAMI), innsyn.ider(YONAS)
    for beboer, hvem in ((rami, mari), (yonas, per)):
        assert hvem.lagre(beboer.skjema, "bosettingsmerknad", KANARI).status_code == 200
        assert hvem.lagre(beboer.skjema, "intern_merknad", MERKNAD).status_code == 200
        assert hvem.get(beboer.skjema).status_code == 200
    assert ferdigstill(mari, rami.samtale).status_code == 303
    sak = f"/fordelingsklare/{rami.samtale}"
    assert siri.get(sak).status_code == 200
    svar = {"grunn": "Kanarigrunn", "morsmaal": "persisk", "nummer": "0"}
    assert siri.post(f"{sak}/beboere/{rami.beboer}/retting?felt=morsmaal", svar).status_code == 303
    som("mari").post("/mottak/beboere", {"soek": "Yonas"})
    for navn, ider in ((RAMI, rami), (YONAS, yonas)):
        innsyn.skriv(LENGE_SIDEN[navn], b=ider.beboer)
    with arbeid(skriver=True):
        hendelse.noter(hendelse.Handling.DOBBEL_AVKREFTET, None, detalj=yonas.beboer)
    loggsegling.forsegl(app.extensions["mottak_config"].loggsegl_fil)
    for tabell in ("svar", "svarhistorikk", "merknad", "retting", "hendelse"):
        assert innsyn.antall(tabell, beboer_id=rami.beboer), tabell
    return {RAMI: rami, YONAS: yonas}


def test_Q6_uten_utfoer_endres_ingenting(app: Flask, ute: dict[str, innsyn.Ider]) -> None:
    foer = innsyn.dump(())
    for valg in ((), ("--dry-run",), ("--uten-arkiv",), ("--dry-run", "--uten-arkiv")):
        svar = slett(app, *valg)
        assert svar.exit_code == 0 and "Ingenting er slettet" in svar.output, svar.output
        assert svar.output.count(": 1 personer") == 2 and RAMI not in svar.output
        assert ("svarhistorikk: " in svar.output) is ("--uten-arkiv" in valg)
    assert slett(app, "--dry-run", "--utfoer").exit_code == 1
    assert slett(app, "--utfoer", "--uten-arkiv", svar="9\n").exit_code == 1, "feil antall"
    assert innsyn.dump(()) == foer


def test_Q6_uten_arkiv_venter_de(app: Flask, ute: dict[str, innsyn.Ider]) -> None:
    svar = slett(app, "--utfoer")
    assert svar.exit_code == 0 and svar.output.count("1 venter på arkiv") == 2, svar.output
    assert innsyn.antall("beboer", id=ute[RAMI].beboer) == innsyn.antall("beboer", id=ute[YONAS].beboer) == 1


def test_Q6_alt_om_dem_er_borte_og_andres_staar(app: Flask, ute: dict[str, innsyn.Ider]) -> None:
    rami, yonas = ute[RAMI], ute[YONAS]
    foer, linjer = tell(), len(Path(app.extensions["mottak_config"].loggsegl_fil).read_text().splitlines())
    svar = slett_alle(app, 2)
    assert svar.exit_code == 0, svar.output
    sagt = Counter({navn: int(nr) for navn, nr in re.findall(r"^  (\w+): (\d+) rader", svar.output, re.MULTILINE)})
    etter = tell()
    borte = foer - etter
    borte["sakendring"] += innsyn.antall("sakendring", slag="slettet", samtale_id=rami.samtale)
    assert borte == Counter({t: n for t, n in sagt.items() if t != "hendelse"})
    assert etter - foer == Counter(hendelse=2, loggsegl=1, loggfjerning=sagt["hendelse"] + sagt["svarhistorikk"])
    alt = innsyn.dump(())
    for spor in (rami.beboer, yonas.beboer, yonas.samtale, yonas.husstand, "Yonas", "Rami", KANARI, "Kanarigrunn"):
        assert str(spor) not in alt, spor
    assert etter["slettedoer"] == 0
    assert innsyn.antall("bosettingssamtale", id=rami.samtale) == 1 and stemmer(rami.samtale)
    assert innsyn.en("SELECT count(*) FROM svar WHERE samtale_id = :s", s=rami.samtale) > 0, "familiens svar"
    assert innsyn.antall("hendelse", handling="person_slettet") == 2
    assert innsyn.en("SELECT count(*) FROM hendelse WHERE handling = 'person_slettet' AND beboer_id IS NOT NULL") == 0
    assert len(Path(app.extensions["mottak_config"].loggsegl_fil).read_text().splitlines()) == linjer + 1
    assert "0 personer" in slett(app).output


def test_Q6_hele_familien_tar_med_seg_samtalen(app: Flask, ute: dict[str, innsyn.Ider]) -> None:
    rami = ute[RAMI]
    for navn in FAMILIEN[1:]:
        innsyn.skriv(LENGE_SIDEN[RAMI], b=innsyn.ider(navn).beboer)
    assert slett_alle(app, 5).exit_code == 0
    alt = innsyn.dump(("sakendring",))
    for spor in (rami.samtale, rami.husstand, "Khaldoun", KANARI):
        assert str(spor) not in alt, spor
    igjen = innsyn.les("SELECT slag, beboer_id FROM sakendring WHERE samtale_id = :s", s=rami.samtale)
    assert [tuple(rad) for rad in igjen] == [("slettet", None)], "den tilfeldige id-en, til dem som har en kopi"
    assert avvik(app) == []


def test_Q6_ogsaa_av_filene(app: Flask, ute: dict[str, innsyn.Ider], tmp_path: Path) -> None:
    """The database's files, with the log of writes; of PostgreSQL what a dump holds."""
    if db.engine.dialect.name != "sqlite":
        assert slett_alle(app, 2).exit_code == 0
        assert KANARI not in innsyn.dump(())
        return
    fil = Path(str(db.engine.url.database))
    alle = [fil.with_name(fil.name + ende) for ende in ("", "-wal")]
    assert any(KANARI.encode() in f.read_bytes() for f in alle if f.exists())
    assert slett_alle(app, 2).exit_code == 0
    for f in alle:
        assert not f.exists() or not [k for k in (KANARI, "Tesfalem", "Kanarigrunn") if k.encode() in f.read_bytes()]


def test_Q6_loggen_stemmer_etterpaa_og_ikke_etter_tukling(app: Flask, ute: dict[str, innsyn.Ider]) -> None:
    assert avvik(app) == []
    assert slett_alle(app, 2).exit_code == 0
    assert avvik(app) == []
    toemt = innsyn.en("SELECT max(rad) FROM loggfjerning WHERE tabell = 'hendelse'")
    levende = innsyn.en("SELECT max(id) FROM hendelse WHERE samtale_id IS NOT NULL")
    igjen = innsyn.en("SELECT max(id) FROM svarhistorikk")
    for setning, hva in (
        ("UPDATE hendelse SET tid = :tid WHERE id = :toemt", "raden er endret"),
        ("UPDATE hendelse SET beboer_id = NULL, samtale_id = NULL, felt = NULL WHERE id = :levende", "raden er endret"),
        ("DELETE FROM hendelse WHERE id = :toemt", "raden er borte"),
        ("DELETE FROM svarhistorikk WHERE id = :igjen", "raden er borte"),
        ("DELETE FROM loggfjerning", "raden er borte"),
        ("UPDATE loggfjerning SET kvittering = :falsk WHERE rad = :toemt", "raden er endret"),
        ("INSERT INTO loggfjerning SELECT 'svarhistorikk', :igjen, :falsk", ""),
    ):
        verdier = {"toemt": toemt, "levende": levende, "igjen": igjen, "falsk": "f" * 64, "tid": "2026-01-01 12:00:00"}
        gitt = {k: v for k, v in verdier.items() if f":{k}" in setning}
        assert hva in (angret(setning, lambda: funnet(app), **gitt) or [""]), setning
    assert avvik(app) == []


def test_Q6_veggene_nekter_utenom_doeren(app: Flask, ute: dict[str, innsyn.Ider]) -> None:
    """The door opens for whom it names, and for nobody else."""
    rami, yonas = ute[RAMI], ute[YONAS]
    for setning in (
        "DELETE FROM svarhistorikk WHERE beboer_id = :b", "DELETE FROM merknad WHERE beboer_id = :b",
        "DELETE FROM svar WHERE beboer_id = :b", "UPDATE hendelse SET beboer_id = NULL WHERE beboer_id = :b",
        "UPDATE bosettingssamtale SET kontrollsum = 'x' WHERE id = (SELECT samtale_id FROM beboer WHERE id = :b)",
        "DELETE FROM bosettingssamtale WHERE id = (SELECT samtale_id FROM beboer WHERE id = :b)",
    ):  # fmt: skip
        with pytest.raises(sa.exc.DBAPIError, match=r"locked|only grows|completed"), db.engine.begin() as t:
            t.execute(sa.text("INSERT INTO slettedoer (noekkel) VALUES (:y)"), {"y": yonas.beboer})
            t.execute(sa.text(setning), {"b": rami.beboer})
    with pytest.raises(sa.exc.DBAPIError, match=r"locked|only grows"), db.engine.begin() as t:
        t.execute(sa.text("INSERT INTO slettedoer (noekkel) VALUES (:y)"), {"y": yonas.beboer})
        t.execute(sa.text("UPDATE hendelse SET felt = 'x', beboer_id = NULL WHERE beboer_id = :y"), {"y": yonas.beboer})


def test_Q6_avbrutt_halvveis_kan_kjoeres_igjen(
    app: Flask, ute: dict[str, innsyn.Ider], monkeypatch: pytest.MonkeyPatch
) -> None:
    egentlig, tatt = sletting.slett, []

    def doer_etter_en(id_: str, kode: str) -> sletting.Slettet:
        gjort = egentlig(id_, kode)
        tatt.append(id_)
        if len(tatt) == 2:
            raise KeyboardInterrupt
        return gjort

    monkeypatch.setattr(sletting, "slett", doer_etter_en)
    assert slett_alle(app, 2).exit_code != 0
    assert innsyn.antall("hendelse", handling="person_slettet") == 1
    monkeypatch.undo()
    assert avvik(app) == []
    assert slett_alle(app, 1).exit_code == 0
    assert innsyn.antall("hendelse", handling="person_slettet") == 2 and avvik(app) == []


def test_Q6_en_samtale_som_ikke_stemmer_slettes_ikke(app: Flask, ute: dict[str, innsyn.Ider]) -> None:
    """Its checksum would be made anew over what somebody has changed."""
    bak_veggene("UPDATE bosettingssamtale SET kontrollsum = 'x' WHERE id = :s", s=ute[RAMI].samtale)
    svar = slett_alle(app, 2)
    assert svar.exit_code == 1 and "1 står igjen" in svar.output, svar.output
    assert innsyn.antall("beboer", id=ute[RAMI].beboer) == 1 and innsyn.antall("beboer", id=ute[YONAS].beboer) == 0


def test_Q6_er_loggen_tuklet_med_slettes_ingen(app: Flask, ute: dict[str, innsyn.Ider]) -> None:
    bak_veggene("DELETE FROM hendelse WHERE id = :n", n=innsyn.en("SELECT max(id) FROM hendelse"))
    svar = slett_alle(app, 2)
    assert svar.exit_code == 1 and "kjør logg verifiser" in svar.output
    assert innsyn.antall("beboer", id=ute[YONAS].beboer) == 1


def test_Q6_en_gjenoppretting_bringer_dem_ikke_tilbake(
    app: Flask, url: str, ute: dict[str, innsyn.Ider], tmp_path: Path
) -> None:
    fil = sikkerhetskopi(app, tmp_path / "kopi")
    assert slett_alle(app, 2).exit_code == 0
    liste = app.extensions["mottak_config"].fjernet_fil
    assert "Yonas" not in liste.read_text()
    with tomt_sted(url, tmp_path / "ny") as ny:
        svar = kjoer(ny, "gjenopprett", "--fjernet", liste, fil)
        assert svar.exit_code == 0 and "Slettet på nytt: 2 personer" in svar.output, svar.output
        alt = innsyn.dump(())
        assert not [k for k in (KANARI, "Yonas", ute[RAMI].beboer) if k in alt]
        assert avvik(ny) == []
