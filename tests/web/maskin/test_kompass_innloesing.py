"""Kompass's side: one redemption, every failure alike, the tries that are counted, and what a registration changes."""

import re
from datetime import timedelta

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from stoette import gjoer, innsyn
from stoette.kompass import TSERING, YONAS, Maskin, finn, hendelser, status, tildel

from app.domain.kompass import engangskode
from app.domain.tid import naa

pytestmark = pytest.mark.begge_lagre

UKJENT, CHANTAL = "202699030305", "202499033101"


@pytest.fixture
def kompass(app):
    return Maskin(app)


def fortid() -> str:
    return f"{naa() - timedelta(minutes=1):%Y-%m-%d %H:%M:%S}+00"


def test_hele_veien(app, som, kompass):
    """S38, story 10: a code, redeemed, registered; the resident's status, the log, and Kompass told again."""
    kode = tildel(som("tuva"), TSERING)
    inn = kompass.innloes("2025 991010 03", kode.lower().replace("-", " "))
    assert inn.status_code == 200 and set(inn.json) == {"registrering"}
    registrering = inn.json["registrering"]
    side = som("tuva").get(finn(som("tuva"), TSERING)).text
    assert "ikke fullført" in side and "Ikke registrert i Kompass" in side
    for _ in range(2):
        svar = kompass.registrer(registrering)
        assert svar.status_code == 200 and svar.json == {"status": "registrert"}
    assert status(TSERING) == "registrert"
    tsering = innsyn.ider("Tsering Dolkar").beboer
    assert hendelser("kompasskode_brukt", "kompass_registrert") == [
        ("kompasskode_brukt", None, tsering), ("kompass_registrert", None, tsering),
    ]  # fmt: skip


def brukt(som, kompass):
    kode = tildel(som("tuva"), TSERING)
    assert kompass.innloes(TSERING, kode).status_code == 200
    return TSERING, kode


def utloept(som, kompass):
    kode = tildel(som("tuva"), TSERING)
    innsyn.skriv("UPDATE kompasskode SET utloeper = :t", t=fortid())
    return TSERING, kode


def erstattet(som, kompass):
    kode = tildel(som("tuva"), TSERING)
    tildel(som("tuva"), TSERING)
    return TSERING, kode


def annens(som, kompass):
    return YONAS, tildel(som("tuva"), TSERING)


def feil_siste(som, kompass):
    kode = tildel(som("tuva"), TSERING)
    return TSERING, kode[:-1] + ("0" if kode[-1] != "0" else "1")


SLIK_GAAR_DET_IKKE = {
    "brukt": brukt,
    "utloept": utloept,
    "erstattet": erstattet,
    "annens": annens,
    "feil siste tegn": feil_siste,
    "ukjent nummer": lambda som, kompass: (UKJENT, tildel(som("tuva"), TSERING)),
    "ugyldig nummer": lambda som, kompass: ("202599101004", tildel(som("tuva"), TSERING)),
    "uten kode": lambda som, kompass: (TSERING, "K7QM-01AB-CDEF"),
    "misformet": lambda som, kompass: (TSERING, "\x00\ud800💥"),
    "ikke siffer": lambda som, kompass: ("٢٠٢٥", "' OR 1=1 --"),
}


def test_I3_alle_feil_er_like(app, som):
    """Used, expired, replaced, another's, wrong, unknown, malformed: one body, one set of headers, one set of SQL."""
    kompass, svarene = Maskin(app), set()
    for navn, lag in SLIK_GAAR_DET_IKKE.items():
        innsyn.skriv("DELETE FROM kompasskode")
        innsyn.skriv("DELETE FROM forsoek")
        duf, kode = lag(som, kompass)
        klient = app.test_client()
        svar = klient.post("/api/kompass/innloesing", json={"duf_nummer": duf, "kode": kode}, headers=kompass.hoder)
        setninger = tuple(re.sub(r"\s+", " ", s)[:60] for s in klient.sporringer)
        svarene.add((svar.status_code, svar.data, tuple(svar.headers), setninger))
        assert svar.status_code == 422, navn
    assert len(svarene) == 1


def test_I3_feil_gjoer_samme_regnearbeid(app, som, kompass, monkeypatch):
    """Whatever is wrong, one hash of the same cost is computed: a clock is not asked, it lies on a busy machine."""
    regnet: list[Parameters] = []

    class Teller:
        hash = engangskode._hasher.hash

        def verify(self, lagret: str, skrevet: str) -> bool:
            regnet.append(extract_parameters(lagret))
            return PasswordHasher().verify(lagret, skrevet)

    monkeypatch.setattr(engangskode, "_hasher", Teller())
    for navn, lag in SLIK_GAAR_DET_IKKE.items():
        innsyn.skriv("DELETE FROM kompasskode")
        innsyn.skriv("DELETE FROM forsoek")
        duf, kode = lag(som, kompass)
        regnet.clear()
        assert kompass.innloes(duf, kode).status_code == 422
        assert regnet == [extract_parameters(engangskode._INGENS)], navn


def test_I7_fem_feil_dreper_koden_og_ingen_annen(app, som, kompass):
    innsyn.skriv("UPDATE beboer SET kompass = 'ikke_registrert' WHERE duf_nummer = :d", d=CHANTAL)
    min_kode, chantals = tildel(som("tuva"), TSERING), tildel(som("per"), CHANTAL)
    for _ in range(5):
        assert kompass.innloes(TSERING, min_kode[:5] + "0000-0000").status_code == 422
    assert kompass.innloes(TSERING, min_kode).status_code == 422
    assert innsyn.antall("kompasskode", trekkaarsak="forsoek") == 1
    assert "Sperret" in som("tuva").get(finn(som("tuva"), TSERING)).text
    assert kompass.innloes(CHANTAL, chantals).status_code == 200


def test_I7_fire_feil_er_lov(app, som, kompass):
    kode = tildel(som("tuva"), TSERING)
    for _ in range(4):
        kompass.innloes(TSERING, "0000-0000-0000")
    assert kompass.innloes(TSERING, kode).status_code == 200


def test_I7_fem_hundre_gjetninger(app, som, kompass):
    """One number is stopped after twenty; another's right code works all the while; the alarm rings once."""
    kode = tildel(som("tuva"), TSERING)
    svar = [kompass.innloes(UKJENT, f"0000-0000-{nr:04}").status_code for nr in range(40)]
    assert svar == [422] * 20 + [429] * 20
    gjettet = [f"20249903{nr:04}" for nr in range(1000, 1090)]
    assert {kompass.innloes(duf, "0000-0000-0000").status_code for duf in gjettet} <= {422, 429}
    assert len(hendelser("kompasskode_sperret")) == 1
    assert kompass.innloes(TSERING, "0000-0000-0000").status_code == 422
    assert kompass.innloes(TSERING, kode).status_code == 429, "har selv feilet, og timen er full"
    innsyn.skriv("DELETE FROM forsoek WHERE slag = 'kompass_nummer'")
    assert kompass.innloes(TSERING, kode).status_code == 200


def test_I7_fra_en_adresse(app, som, kompass):
    """Where Kompass tells the resident's own address, guessing from one place stops; the address is not kept."""
    for nr in range(25):
        svar = kompass.innloes(f"20249903{nr:04}", "0000-0000-0000", brukeradresse="192.0.2.7")
        assert svar.status_code == (422 if nr < 20 else 429)
    assert int(svar.headers["Retry-After"]) > 0
    assert "192.0.2.7" not in innsyn.dump(uten=())
    kode = tildel(som("tuva"), TSERING)
    assert kompass.innloes(TSERING, kode, brukeradresse="192.0.2.8").status_code == 200


def test_I7_ett_nummer_er_ett_hvordan_det_enn_skrives(kompass):
    """Else a guesser would have as many tries as there are ways to write it."""
    maater = ("2026990303{}05", "2026-990303-05{}", "DUF{} 2026 990303 05", "2026.990303.05{}", "2026 990303{}05")
    svar = [kompass.innloes(maater[nr % 5].format("-" * (nr // 5)), "0000-0000-0000").status_code for nr in range(25)]
    assert svar == [422] * 20 + [429] * 5


def test_I9_bare_sin_egen_registrering(app, som, kompass):
    """What is not a used code opens nothing; and nobody becomes logged in."""
    tildel(som("tuva"), TSERING)
    levende = innsyn.en("SELECT id FROM kompasskode")
    for registrering in (levende, "0" * 32, "x", "\x00", "\ud800", innsyn.ider("Tsering Dolkar").beboer):
        assert kompass.registrer(registrering).status_code == 422
    assert status(TSERING) == "ikke_registrert" and not hendelser("kompass_registrert")
    assert "Set-Cookie" not in kompass.registrer(levende).headers


def test_en_ny_kode_doer_naar_registreringen_kommer(app, som, kompass):
    """Issued while the registration that the first one opened was under way: there is nothing left to use it for."""
    registrering = kompass.innloes(TSERING, tildel(som("tuva"), TSERING)).json["registrering"]
    ny = tildel(som("tuva"), TSERING)
    assert kompass.registrer(registrering).status_code == 200
    assert kompass.innloes(TSERING, ny).status_code == 422
    assert hendelser("kompasskode_trukket")


def test_S57_spoersmaalet_faller_bort_i_et_aapent_skjema(app, som, kompass):
    """The open form's answer gets a kind reply; what was answered is history; the task list and completion know."""
    per, tsering = som("per"), innsyn.ider("Tsering Dolkar")
    kode = tildel(som("tuva"), TSERING)
    aapen = per.get(per.aapne("Tsering Dolkar"))
    assert per.lagre(tsering.skjema, "aarsak_ikke_kompass", "utstyr").status_code == 200
    kompass.registrer(kompass.innloes(TSERING, kode).json["registrering"])
    svar = per.lagre(tsering.skjema, "aarsak_ikke_kompass", "annet", 1)
    assert svar.status_code == 422 and "Spørsmålet er falt bort" in svar.text
    seksjon = per.skjema(aapen, "seksjon=aarsak_kompass")
    assert per.post(f"{tsering.skjema}/svar?seksjon=aarsak_kompass", seksjon).status_code == 303
    assert "Årsak til at registrering" not in per.get(tsering.skjema).text
    assert "Registrert i Kompass" in per.get("/mottak/oppgaver?detaljer=alle").text
    gjoer.fyll_ut(per, "Tsering Dolkar")
    assert innsyn.historien(tsering.beboer, "aarsak_ikke_kompass") == [(1, "utstyr")]


def test_etter_ferdigstilling_blir_aarsaken_staaende_til_registreringen(app, som, kompass):
    """Story 10: «årsak registrert» wins over a code that lives; a registration wins over both."""
    per = som("per")
    kode = tildel(som("tuva"), TSERING)
    gjoer.fyll_ut(per, "Tsering Dolkar", ark={"Tsering Dolkar": {"aarsak_ikke_kompass": "lese_og_skrive"}})
    assert gjoer.ferdigstill(per, innsyn.ider("Tsering Dolkar").samtale).status_code == 303
    assert "årsak registrert" in per.get(finn(per, TSERING)).text
    kompass.registrer(kompass.innloes(TSERING, kode).json["registrering"])
    assert status(TSERING) == "registrert"
