"""What a restored back-up must not bring back: logins, codes, access taken away since, e-mail that has been sent."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from stoette import innsyn, smtp
from stoette.klient import Klient
from stoette.kompass import TSERING, tildel
from stoette.kopier import kjoer, sikkerhetskopi, tomt_sted

from app import fjernet, worker
from app.db import arbeid, sesjon
from app.domain.brukere import etter_gjenoppretting
from app.domain.brukere.avgang import avslutt
from app.domain.brukere.roller import sett_roller
from app.domain.logg import fjerninger
from app.domain.tilgang.bruker import Bruker
from app.domain.tilgang.matrise import Rolle
from app.domain.varsel import varsel
from app.domain.varsel.anledning import Anledning

pytestmark = pytest.mark.begge_lagre

Som = Callable[[str], Klient]


def bruker(epost: str) -> Bruker:
    return sesjon.query(Bruker).filter_by(epost=epost).one()


def varsle() -> None:
    with arbeid(skriver=True):
        varsel.send_varsel(
            Anledning.SOEKT_UT,
            samtale_id=innsyn.ider("Yonas Tesfalem").samtale or "",
            mottak_id=innsyn.mottak_id("Furulia"),
        )
    sesjon.remove()


def liste(app: Flask) -> Path:
    """The list, with what the worker finds in the log now."""
    worker.foer_fjerningsliste(app.extensions["mottak_config"])
    fil: Path = app.extensions["mottak_config"].fjernet_fil
    return fil


@pytest.fixture
def gjenopprettet(app: Flask, som: Som, url: str, tmp_path: Path) -> Iterator[tuple[Flask, str]]:
    """Given: a back-up with a login, a code and e-mail; afterwards Per left, Mari lost her role, and Ingrid's number
    was replaced. Then: the database as it is restored, with what the command said.
    """
    som("per").get("/mottak/oppgaver")
    tildel(som("tuva"), TSERING)
    varsle()
    fil = sikkerhetskopi(app, tmp_path / "kopi")
    with arbeid(skriver=True):
        mari = bruker("mari@furulia.example")
        avslutt(None, bruker("per@furulia.example"))
        sett_roller(None, mari.id, mari.roller, [])
    sesjon.remove()
    with tomt_sted(url, tmp_path / "ny") as ny:
        with app.app_context():
            lista = liste(app)
        svar = kjoer(ny, "gjenopprett", "--fjernet", lista, fil)
        assert svar.exit_code == 0, svar.output
        yield ny, svar.output


def test_innlogginger_koder_og_tilganger_kommer_ikke_tilbake(gjenopprettet: tuple[Flask, str]) -> None:
    _ny, sagt = gjenopprettet
    assert innsyn.antall("innlogging") == 0
    assert innsyn.en("SELECT count(*) FROM kompasskode WHERE brukt IS NULL AND trukket IS NULL") == 0
    assert innsyn.en("SELECT count(*) FROM beboer WHERE kompasskode_til IS NOT NULL") == 0
    assert innsyn.antall("kompasskode", trekkaarsak="gjenopprettet") >= 1
    per, mari = bruker("per@furulia.example"), bruker("mari@furulia.example")
    assert (per.aktiv, per.roller) == (False, []) and (mari.aktiv, mari.roller) == (True, [])
    assert bruker("kari@furulia.example").roller, "de andre har sitt"
    assert "1 koder til Kompass" in sagt and "Tapt: alt som er lagret siden" in sagt and "Advarsel" not in sagt
    assert innsyn.antall("hendelse", handling="database_gjenopprettet") == 1


def test_e_post_holdes_til_den_slippes(gjenopprettet: tuple[Flask, str]) -> None:
    ny, sagt = gjenopprettet
    assert "holdes tilbake" in sagt
    klar = ny.test_client().get("/klar", base_url="http://localhost").text
    assert "epost slipp" in klar
    with smtp.posthus() as huset:
        smtp.bruk(ny, huset.port)
        varsle()
        smtp.send(ny, om=timedelta(hours=1))
        assert huset.brev == []
        assert "3 ventet da kopien ble tatt: de sendes nå" in kjoer(ny, "epost", "slipp").output
        smtp.send(ny)
        assert huset.brev != []
    assert "Ingen e-post holdes tilbake" in kjoer(ny, "epost", "slipp").output


def test_de_gamle_kan_forkastes(gjenopprettet: tuple[Flask, str]) -> None:
    ny, _sagt = gjenopprettet
    assert "de sendes ikke" in kjoer(ny, "epost", "slipp", "--forkast-gamle").output
    with smtp.posthus() as huset:
        smtp.bruk(ny, huset.port)
        smtp.send(ny)
        assert huset.brev == []
    assert innsyn.antall("utsending", grunn="gjenopprettet") == 3


def test_etter_postgresqls_egen_gjenoppretting(app: Flask, som: Som) -> None:
    """The same rules for a database that was brought back to a moment without our back-up."""
    som("per").get("/mottak/oppgaver")
    assert "har ikke vært ennå" in kjoer(app, "etter-gjenoppretting", "--tid", "2999-01-01T00:00").output
    assert innsyn.antall("innlogging") > 0
    svar = kjoer(app, "etter-gjenoppretting", "--tid", "2026-11-01T12:00")
    assert svar.exit_code == 0 and "Tapt: alt som er lagret siden" in svar.output, svar.output
    assert innsyn.antall("innlogging") == 0
    assert "er sluppet" in kjoer(app, "epost", "slipp").output


def test_uten_listen_sies_det(app: Flask, url: str, tmp_path: Path) -> None:
    fil = sikkerhetskopi(app, tmp_path / "kopi")
    with tomt_sted(url, tmp_path / "ny") as ny:
        svar = kjoer(ny, "gjenopprett", fil)
        assert svar.exit_code == 0 and "Advarsel: listen over det som er fratatt" in svar.output


def test_hvert_slag_kan_gjentas() -> None:
    assert set(etter_gjenoppretting.GJENTA) == set(fjerninger.SLAG)


def test_det_som_ble_gitt_igjen_foer_kopien_fratas_ikke(app: Flask, url: str, tmp_path: Path) -> None:
    """A role that was taken and given again is in the back-up as it was; only what came after it is done again."""
    with arbeid(skriver=True):
        mari = bruker("mari@furulia.example")
        roller = mari.roller
        sett_roller(None, mari.id, roller, [])
        sett_roller(None, mari.id, [], roller)
    lista, fil = liste(app), sikkerhetskopi(app, tmp_path / "kopi")
    with tomt_sted(url, tmp_path / "ny") as ny:
        assert "0 tilganger" in kjoer(ny, "gjenopprett", "--fjernet", lista, fil).output
        assert bruker("mari@furulia.example").roller == roller


def test_nummeret_og_skjermingen_tas_igjen(app: Flask) -> None:
    """The two that are not users' own: the number that was replaced, and the grant to a shielded person."""
    siri, beboer = bruker("siri@imdi.example"), innsyn.ider("Yonas Tesfalem").beboer
    tid = innsyn.foer(minutes=1)
    innsyn.skriv(
        "INSERT INTO identitet (noekkel, bruker_id, utsteder, registrert) VALUES ('x', :b, 'en annen', :tid)",
        b=siri.id, tid=tid,
    )  # fmt: skip
    innsyn.skriv(
        "INSERT INTO skjermingstilgang (id, beboer_id, bruker_id, begrunnelse, gitt, gitt_av_id, til_og_med)"
        " VALUES ('t', :beboer, :b, 'x', :tid, :b, '2999-01-01')",
        beboer=beboer, b=siri.id, tid=tid,
    )  # fmt: skip
    sesjon.remove()
    naa = etter_gjenoppretting.naa()
    liste = [
        fjerninger.Fjerning(10**9 + nr, naa, slag, siri.id, None, beboer)
        for nr, slag in enumerate((fjerninger.Handling.IDENTITET_ERSTATTET, fjerninger.Handling.SKJERMING_AVSLUTTET))
    ]
    with arbeid(skriver=True):
        assert etter_gjenoppretting.rydd_opp(naa, liste).fjerninger == 2
    assert innsyn.antall("identitet", noekkel="x") == 0
    assert innsyn.en("SELECT avsluttet FROM skjermingstilgang WHERE id = 't'") is not None


def test_listen_foeres_av_arbeideren_en_gang_og_taaler_en_kuttet_linje(app: Flask) -> None:
    worker.runde(app)
    with arbeid(skriver=True):
        avslutt(None, bruker("per@furulia.example"))
    fil = liste(app)
    foer = fil.read_text()
    assert "bruker_deaktivert" in foer and fil.stat().st_mode & 0o777 == 0o600
    assert "per@" not in foer and "Per" not in foer
    fil.write_text(foer + foer.splitlines()[0][:40])
    with arbeid(skriver=True):
        sett_roller(None, bruker("mari@furulia.example").id, [Rolle.MOTTAK_BOSETTINGSANSVARLIG], [])
    fjernet.Liste(fil).foer_inn()
    fjernet.Liste(fil).foer_inn()
    lest = list(fjernet.les(fil))
    assert len(lest) == len(set(lest)) == len(foer.splitlines()) + 1
    assert json.loads(fil.read_text().splitlines()[-1])["rolle"] == "MottakBosettingsansvarlig"
