"""After completion: every way to change the form answers 409 and changes nothing, and the database refuses too."""

import re

import pytest
import sqlalchemy as sa
from stoette import gjoer, innsyn
from stoette.gjoer import FAMILIEN
from stoette.skjemaer import PLASSER, i_skjemaet, ny_rad, radene

from app.db import db

pytestmark = pytest.mark.begge_lagre


@pytest.fixture
def ferdig(som, rami):
    """The family's interview, completed; and what the forms and the requests were before."""
    per = som("per")
    gjoer.fyll_ut(per, *FAMILIEN, ark={"Rami Khaldoun": {"har_tilknytning": "ja", "intern_merknad": "hemmelig"}})
    skjemaer = {seksjon: i_skjemaet(per, rami.skjema, seksjon) for seksjon in ("personopplysninger", "tilknytning")}
    lest = gjoer.les_gjennom(per, rami.samtale)
    assert gjoer.ferdigstill(per, rami.samtale).status_code == 303
    return per, skjemaer, lest


def test_ingen_rute_endrer_noe_etterpaa(ferdig, som, rami):
    """K8: a stale tab, a replayed request, a direct POST, another member's tab; each attempt is in the log."""
    per, skjemaer, lest = ferdig
    mari = som("mari")
    for data in (lest, *skjemaer.values()):
        del data["csrf_token"]
    rad = radene(rami.skjema, "tilknytning")[0]
    foer = innsyn.dump()
    forsoek = [
        (f"/samtaler/{rami.samtale}/gjennomfoering", {}),
        (f"/samtaler/{rami.samtale}/ferdigstilling", lest),
        (f"/samtaler/{rami.samtale}/ferdigstilling", {"lest": "{}"}),
        (f"{rami.skjema}/rader?liste=behandler", {}),
        (f"{rami.skjema}/rader?liste=tilknytning", skjemaer["tilknytning"]),
        (f"{rami.skjema}/rader/sletting?rad=tilknytning.{rad}", skjemaer["tilknytning"]),
        *((f"{rami.skjema}/svar?seksjon={s}", data | {"morsmaal": "x"}) for s, data in skjemaer.items()),
        *(
            (f"{innsyn.ider(navn).skjema}/svar?felt=morsmaal", {"morsmaal": "x", "v.morsmaal": "1"})
            for navn in FAMILIEN
        ),
    ]
    for klient in (per, mari):
        for adresse, data in forsoek:
            for htmx in (False, True):
                svar = klient.post(adresse, data, htmx=htmx)
                assert svar.status_code == 409, (adresse, htmx)
                assert "Lagret kl." not in svar.text and "kan ikke endres" in svar.text
    assert innsyn.dump() == foer
    assert innsyn.antall("hendelse", handling="svar_avvist_laast", samtale_id=rami.samtale) == len(forsoek) * 4
    assert innsyn.antall("hendelse", handling="samtale_ferdigstilt", samtale_id=rami.samtale) == 1


def test_intet_felt_kan_lagres_etterpaa(ferdig, rami):
    """Every field of the questionnaire, with a value it would take."""
    per, _, _ = ferdig
    rad = radene(rami.skjema, "tilknytning")[0]
    foer = innsyn.dump()
    for plass in PLASSER:
        sti = plass.sti(rad if plass.liste and plass.liste.navn == "tilknytning" else "0" * 32)
        assert per.lagre(rami.skjema, sti, plass.felt.type.eksempel, 1).status_code == 409, sti
    assert innsyn.dump() == foer


def test_uten_bosettingssak_startes_samtalen_ikke_igjen(app, som):
    aud = som("aud")
    selam = innsyn.ider("Selam Berhanesh")
    aud.post(f"/mottak/beboere/{selam.beboer}/samtale")
    gjoer.fyll_ut(aud, "Selam Berhanesh")
    assert gjoer.ferdigstill(aud, innsyn.ider("Selam Berhanesh").samtale).status_code == 303
    foer = innsyn.dump()
    assert aud.post(f"/mottak/beboere/{selam.beboer}/samtale").status_code == 409
    assert innsyn.dump() == foer


RAA_SQL = {
    "endre svar": "UPDATE svar SET verdi = NULL WHERE beboer_id = :beboer",
    "endre versjon": "UPDATE svar SET versjon = versjon + 1 WHERE samtale_id = :samtale",
    "flytte svar ut": "UPDATE svar SET samtale_id = :annen WHERE beboer_id = :beboer",
    "flytte svar inn": "UPDATE svar SET samtale_id = :samtale, beboer_id = :beboer, sti = 'nytt'"
    " WHERE beboer_id = :annens",
    "slette svar": "DELETE FROM svar WHERE beboer_id = :beboer",
    "legge til svar": "INSERT INTO svar (beboer_id, sti, samtale_id, versjon, klient, sekvens, endret, endret_av_id)"
    " SELECT :beboer, 'nytt', :samtale, 1, '', 0, endret, endret_av_id FROM svar WHERE beboer_id = :beboer LIMIT 1",
    "legge til med en annens samtale": "INSERT INTO svar (beboer_id, sti, samtale_id, versjon, klient, sekvens, endret,"
    " endret_av_id) SELECT :beboer, 'nytt', :annen, 1, '', 0, endret, endret_av_id FROM svar WHERE beboer_id = :beboer"
    " LIMIT 1",
    "aapne samtalen": "UPDATE bosettingssamtale SET status = 'paabegynt' WHERE id = :samtale",
    "endre hvem": "UPDATE bosettingssamtale SET ferdigstilt_av_id = NULL WHERE id = :samtale",
    "endre kontrollsum": "UPDATE bosettingssamtale SET kontrollsum = 'x' WHERE id = :samtale",
    "slette samtalen": "DELETE FROM bosettingssamtale WHERE id = :samtale",
    "endre historien": "UPDATE svarhistorikk SET verdi = NULL WHERE beboer_id = :beboer",
    "slette historien": "DELETE FROM svarhistorikk WHERE beboer_id = :beboer",
    "endre loggen": "UPDATE hendelse SET bruker_id = NULL",
    "slette loggen": "DELETE FROM hendelse",
    "endre merknad": "UPDATE merknad SET lengde = lengde + 1",
    "slette merknad": "DELETE FROM merknad",
}
PAA_SQLITE = {"erstatte loggen": "INSERT OR REPLACE INTO hendelse (id, tid, handling) VALUES (1, '2001-01-01', 'x')"}
PAA_POSTGRESQL = {
    f"toemme {tabell}": f"TRUNCATE {tabell} CASCADE"
    for tabell in ("svar", "bosettingssamtale", "svarhistorikk", "hendelse", "merknad")
}


def test_databasen_nekter_ogsaa(ferdig, rami, merke):
    """K9, P2: plain SQL as the app's own database user is refused, each statement by itself."""
    annen = innsyn.ider("Yonas Tesfalem")
    verdier = {"beboer": rami.beboer, "samtale": rami.samtale, "annen": annen.samtale, "annens": annen.beboer}
    per, _, _ = ferdig
    per.lagre(annen.skjema, "morsmaal", "tigrinja")
    foer = innsyn.dump(uten=())
    sluppet = []
    for navn, setning in (RAA_SQL | (PAA_SQLITE if merke == "sqlite" else PAA_POSTGRESQL)).items():
        for ord_, id_ in verdier.items():
            setning = re.sub(rf":{ord_}\b", f"'{id_}'", setning)
        with db.engine.connect() as tilkobling, tilkobling.begin() as proeve:
            try:
                tilkobling.execute(sa.text(setning))
                sluppet.append(navn)
            except sa.exc.DBAPIError as feil:
                assert "locked" in str(feil) or "completed" in str(feil) or "only grows" in str(feil), (navn, feil)
            proeve.rollback()
    assert sluppet == []
    assert innsyn.dump(uten=()) == foer


def test_en_aapen_samtale_er_ikke_laast(app, som):
    """The wall stands around what is completed, and around nothing else."""
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    per.lagre(yonas.skjema, "morsmaal", "tigrinja")
    innsyn.skriv("UPDATE svar SET verdi = NULL, versjon = 2 WHERE beboer_id = :b", b=yonas.beboer)
    assert innsyn.svarene(yonas.beboer)["morsmaal"] == (None, 2)
    rad = ny_rad(per, yonas.skjema, "behandler")
    assert radene(yonas.skjema, "behandler") == [rad]


def test_uten_javascript_tilbys_det_som_kom_for_sent_som_intern_merknad(ferdig, som, rami):
    """Only what was written: neither what stood there, nor the remark, which is sealed by now. In no address."""
    _, skjemaer, _ = ferdig
    mari = som("mari")
    data = skjemaer["tilknytning"] | {"har_tilknytning": "vet_ikke"}
    navn = next(felt for felt in data if felt.startswith("tilknytning.") and felt.endswith(".navn"))
    data |= {navn: "Onkel i Bodø"}
    del data["csrf_token"]
    for adresse in ("svar?seksjon=tilknytning", "rader?liste=tilknytning"):
        svar = mari.post(f"{rami.skjema}/{adresse}", data)
        assert svar.status_code == 409 and "Location" not in svar.headers
        assert "Navn: Onkel i Bodø" in svar.text and "Vet ikke" in svar.text
        assert "Ikke lagret. Svarene kan ikke endres lenger." in svar.text and "hemmelig" not in svar.text
    skjema = mari.skjema(svar, "/merknad")
    assert mari.post(f"{rami.skjema}/merknad/varsel", skjema).status_code == 303
    assert innsyn.antall("merknad", beboer_id=rami.beboer) == 2, "den fra skjemaet, og denne"
    uendret = {navn: verdi for navn, verdi in skjemaer["personopplysninger"].items() if navn != "csrf_token"}
    svar = mari.post(f"{rami.skjema}/svar?seksjon=personopplysninger", uendret)
    assert svar.status_code == 409 and "intern merknad" not in svar.text
