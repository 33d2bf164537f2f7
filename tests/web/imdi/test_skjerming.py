"""Skjermet (E1): invisible but to a user whom IMDi has let in, for a time; every grant, end and read is logged."""

import re
from datetime import timedelta

import pytest
from stoette import gjoer, innsyn
from stoette.registeret import HELEN, importer, numre, rad, varsler
from stoette.sider import navnene, ord_i

from app.domain.tid import i_dag

LEYLA, DUF = "Leyla Omarova", "202599110103"
OM_EN_UKE = (i_dag() + timedelta(days=7)).isoformat()


@pytest.fixture
def siri(som):
    return som("siri")


@pytest.fixture
def per(som):
    return som("per")


def skjemaet(siri, duf: str = DUF) -> dict[str, object]:
    side = siri.post("/skjerming/soek", {"duf_nummer": duf})
    assert (side.status_code == 200 and LEYLA.split()[0] in side.text) or duf != DUF
    return siri.skjema(side, "/skjerming/tilganger")


def gi(siri, bruker, /, **ellers: str):
    data = {**skjemaet(siri), "bruker": bruker.id, "begrunnelse": "Skal gjennomføre samtalen.", "til_og_med": OM_EN_UKE}
    return siri.post("/skjerming/tilganger", {**data, **ellers})


def uleste(bruker) -> int:
    """How many notices wait for this user."""
    return int((re.search(r"([0-9]+) uleste? vars", ord_i(bruker.get("/").text)) or [0, 0])[1])


def logg(handling: str) -> list[tuple[str, str, str]]:
    return [
        tuple(r)
        for r in innsyn.les(
            "SELECT bruker_id, beboer_id, gjelder_bruker_id FROM hendelse WHERE handling = :h ORDER BY id", h=handling
        )
    ]


@pytest.mark.begge_lagre
def test_uten_tilgang_finnes_hun_ikke(app, som, per):
    leyla = innsyn.ider(LEYLA)
    for bruker in ("per", "mari"):
        assert LEYLA not in som(bruker).get("/mottak/beboere").text
        assert som(bruker).get(f"/mottak/beboere/{leyla.beboer}/detaljer").status_code == 404
    assert logg("skjermet_lest") == []


def test_tilgangen_virker_ved_neste_foresporsel_for_den_ene(app, som, siri, per):
    leyla, mari = innsyn.ider(LEYLA), som("mari")
    antall = len(navnene(per.get("/mottak/beboere?side=1")))
    assert gi(siri, per).status_code == 303
    side = per.get("/mottak/beboere")
    assert LEYLA in side.text and "Skjermet" in ord_i(side.text) and len(navnene(side)) == antall + 1
    assert per.get(f"/mottak/beboere/{leyla.beboer}/detaljer").status_code == 200
    soekt = per.post("/mottak/beboere/soek", {"soeketekst": DUF}).headers["Location"]
    assert navnene(per.get(soekt)) == [LEYLA]
    assert LEYLA not in mari.get("/mottak/beboere").text
    assert mari.get(f"/mottak/beboere/{leyla.beboer}/detaljer").status_code == 404


def test_alt_er_loggfoert(app, siri, per):
    """At grant, at every read by the grantee, and at the end."""
    leyla = innsyn.ider(LEYLA).beboer
    gi(siri, per)
    assert logg("skjerming_gitt") == [(siri.id, leyla, per.id)]
    for adresse in ("/mottak/beboere", f"/mottak/beboere/{leyla}/detaljer", "/mottak/beboere?detaljer=alle"):
        per.get(adresse)
    assert logg("skjermet_lest") == [(per.id, leyla, None)] * 3
    per.get("/mottak/informasjon")
    assert len(logg("skjermet_lest")) == 3
    assert siri.post(siri_avslutter(siri)).status_code == 303
    assert logg("skjerming_avsluttet") == [(siri.id, leyla, per.id)]


def test_19_ogsaa_en_konflikt_og_en_rad_er_lesing(app, som, siri, per):
    """A stale save shows a colleague's answer, and a row the others: each is a line in the log, as a page is."""
    importer(rad(LEYLA, klar="ja"))
    leyla = innsyn.ider(LEYLA)
    gi(siri, per)
    gi(siri, som("mari"))
    mari = som("mari")
    assert per.lagre(leyla.skjema, "morsmaal", "usbekisk", klient="a", sekvens=1).status_code == 200
    assert logg("skjermet_lest") == [], "en lagring viser ingenting"
    svar = mari.lagre(leyla.skjema, "morsmaal", "russisk", klient="b", sekvens=1)
    assert svar.status_code == 409 and "usbekisk" in svar.text
    assert logg("skjermet_lest") == [(mari.id, leyla.beboer, None)]
    assert per.post(f"{leyla.skjema}/rader?liste=behandler", htmx=True).status_code == 200
    assert logg("skjermet_lest")[1:] == [(per.id, leyla.beboer, None)]
    sti = innsyn.en("SELECT sti FROM svar WHERE beboer_id = :b AND sti LIKE 'behandler.%'", b=leyla.beboer)
    assert mari.post(f"{leyla.skjema}/rader/sletting?rad={sti}", htmx=True).status_code == 200
    assert logg("skjermet_lest")[2:] == [(mari.id, leyla.beboer, None)]
    yonas = innsyn.ider("Yonas Tesfalem")
    per.lagre(yonas.skjema, "morsmaal", "tigrinja", klient="a", sekvens=1)
    assert mari.lagre(yonas.skjema, "morsmaal", "amharisk", klient="b", sekvens=1).status_code == 409
    assert len(logg("skjermet_lest")) == 3, "bare om skjermede"


def siri_avslutter(siri) -> str:
    return re.search(r'action="(/skjerming/tilganger/[0-9a-f]{32}/slutt)"', siri.get("/skjerming").text)[1]


def test_tilgangen_avsluttes_foer_tiden(app, siri, per):
    gi(siri, per)
    assert LEYLA in per.get("/mottak/beboere").text
    slutt = siri_avslutter(siri)
    assert siri.post(slutt).status_code == 303 and siri.post(slutt).status_code == 303
    assert LEYLA not in per.get("/mottak/beboere").text and len(logg("skjerming_avsluttet")) == 1
    assert "Ingen har tilgang" in siri.get("/skjerming").text


@pytest.mark.begge_lagre
def test_tilgangen_loeper_ut(app, siri, per):
    gi(siri, per)
    innsyn.skriv("UPDATE skjermingstilgang SET til_og_med = :d", d=i_dag() - timedelta(days=1))
    assert LEYLA not in per.get("/mottak/beboere").text
    innsyn.skriv("UPDATE skjermingstilgang SET til_og_med = :d", d=i_dag())
    assert LEYLA in per.get("/mottak/beboere").text


@pytest.mark.parametrize(
    ("felt", "verdi"),
    [
        ("begrunnelse", ""), ("begrunnelse", "x" * 501), ("begrunnelse", "a\0"), ("bruker", ""), ("bruker", "0" * 32),
        ("til_og_med", ""), ("til_og_med", "2020-01-01"), ("til_og_med", "2199-01-01"), ("til_og_med", "i morgen"),
    ],
)  # fmt: skip
def test_det_som_mangler_avvises_og_det_skrevne_staar(app, siri, per, felt, verdi):
    svar = gi(siri, per, **{felt: verdi})
    assert svar.status_code == 422 and innsyn.antall("skjermingstilgang") == 0
    assert felt == "begrunnelse" or "Skal gjennomføre samtalen." in svar.text


def test_bare_brukere_ved_hennes_mottak_kan_velges(app, som, siri, per):
    side = siri.post("/skjerming/soek", {"duf_nummer": DUF}).text
    assert "Per Lia" in side and "Ingrid" not in side and "Kari Mottakdal" not in side
    assert gi(siri, som("ingrid")).status_code == 422
    assert siri.post("/skjerming/tilganger", {**skjemaet(siri), "fremmed": "1"}).status_code == 400


@pytest.mark.parametrize("duf", ["202499011105", "202699088505", "2020 000000 00"])
def test_en_som_ikke_er_skjermet_er_ingen_treff(app, siri, duf):
    """J2: one who is not shielded is as one who does not exist; a wrong number is said to be wrong."""
    svar = siri.post("/skjerming/soek", {"duf_nummer": duf})
    assert "Ingen treff" in svar.text or (svar.status_code == 422 and "Ugyldig DUF-nummer" in svar.text)
    yonas = innsyn.ider("Yonas Tesfalem").beboer
    assert siri.post("/skjerming/tilganger", {"beboer": yonas}).status_code == 404


def test_den_som_slippes_inn_gjennomfoerer_samtalen(app, siri, per, som):
    """A single person who is shielded: no notice, no task; with the grant a task and a notice like any other."""
    foer = uleste(per)
    importer(rad(LEYLA, klar="ja"))
    assert LEYLA not in per.get("/mottak/oppgaver").text and uleste(per) == foer
    gi(siri, per)
    assert uleste(per) == foer + 1
    assert "Skjermet" in ord_i(per.get("/mottak/oppgaver?detaljer=alle").text)
    skjema = per.aapne(LEYLA)
    assert per.lagre(skjema, "morsmaal", "usbekisk").status_code == 200
    assert som("mari").lagre(skjema, "morsmaal", "russisk", 1).status_code == 404
    gjoer.fyll_ut(per, LEYLA)
    foer = uleste(siri)
    assert gjoer.ferdigstill(per, innsyn.ider(LEYLA).samtale).status_code == 303
    assert uleste(siri) == foer, "IMDis saksbehandlere ser henne ikke"


def test_en_familie_med_ett_skjermet_medlem(app, siri, per, som):
    """The others see three and nothing of the fourth, and complete; the fourth is interviewed alone by one let in."""
    gjoer.fyll_ut(per, *gjoer.FAMILIEN)
    foer = varsler("husstand_endret", "Furulia")
    importer(rad("Noor Khaldoun", skjermet="ja"))
    assert varsler("husstand_endret", "Furulia") == foer
    rami = innsyn.ider("Rami Khaldoun")
    for adresse in ("/mottak/oppgaver?detaljer=alle", rami.skjema, f"/samtaler/{rami.samtale}/ferdigstilling"):
        tekst = per.get(adresse).text
        assert "Noor" not in tekst and "Jad" in tekst and "4 personer" not in tekst
    assert gjoer.ferdigstill(per, rami.samtale).status_code == 303
    noor = innsyn.ider("Noor Khaldoun")
    assert noor.samtale != rami.samtale and noor.husstand == rami.husstand
    assert per.get(noor.skjema).status_code == per.get(f"/samtaler/{noor.samtale}/ferdigstilling").status_code == 404
    data = {
        "beboer": noor.beboer,
        "bruker": per.id,
        "begrunnelse": "x",
        "til_og_med": OM_EN_UKE,
    }
    assert siri.post("/skjerming/tilganger", data).status_code == 303
    assert "Noor Khaldoun" in per.get("/mottak/oppgaver").text
    assert gjoer.ferdigstill(per, noor.samtale).status_code == 303
    assert {r[0] for r in innsyn.les("SELECT bosetting FROM beboer WHERE husstand_id = :h", h=rami.husstand)} == {
        "fordelingsklar"
    }


@pytest.mark.parametrize("ny", [True, False], ids=["en ny familie", "en kjent"])
def test_den_som_ikke_lenger_er_skjermet_blir_med_familien(app, siri, per, ny):
    """Two shielded never share one interview; when the wall falls, they take their answers to the others'."""
    familien = [rad(navn, klar="ja") for navn in gjoer.FAMILIEN]
    if ny:
        familien = [
            {**rad_, "duf_nummer": nummer, "husstand": "U-9", "etternavn": "Nyheim"}
            for rad_, nummer in zip(familien, numre(4), strict=True)
        ]
    importer(*({**rad_, "skjermet": "ja" if nr > 1 else "nei"} for nr, rad_ in enumerate(familien)))
    assert len(samtalene(familien)) == 3
    foer = varsler("husstand_endret", "Furulia")
    importer(*({**rad_, "skjermet": "nei"} for rad_ in familien))
    assert len(samtalene(familien)) == 1 and varsler("husstand_endret", "Furulia") == foer + 1


def test_en_som_imdi_gjoer_klar_havner_aldri_hos_den_skjermede(app, siri, per):
    """Nor does the mottak see that there is another in the household."""
    importer({**rad(LEYLA), "klar": "ja"}, {**HELEN, "husstand": rad(LEYLA)["husstand"], "klar": "nei"})
    assert siri.post(f"/fordelingsklare/beboere/{innsyn.ider('Helen Girma').beboer}/klar").status_code == 303
    helen = innsyn.ider("Helen Girma")
    assert helen.samtale not in (None, innsyn.ider(LEYLA).samtale)
    gjoer.fyll_ut(per, "Helen Girma")
    assert gjoer.ferdigstill(per, helen.samtale).status_code == 303


def samtalene(rader) -> set[str]:
    """The interviews these take part in."""
    return {innsyn.en("SELECT samtale_id FROM beboer WHERE duf_nummer = :d", d=rad_["duf_nummer"]) for rad_ in rader}


def test_en_flytting_avslutter_tilgangen(app, siri, per):
    gi(siri, per)
    importer(rad(LEYLA, mottak="Fjordgløtt integreringsmottak"))
    assert innsyn.en("SELECT avsluttet FROM skjermingstilgang") is not None
    importer(rad(LEYLA, mottak="Furulia mottak"))
    assert LEYLA not in per.get("/mottak/beboere").text
