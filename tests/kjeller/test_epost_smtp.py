"""Group M against a real SMTP server: down, slow, putting off, refusing, losing its answer. Nothing is lost."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from stoette import gjoer, innsyn, smtp
from stoette.klient import Klient
from stoette.smtp import Posthus, krev_taushet, send

from app import posttjener
from app.db import arbeid, db
from app.domain.varsel import epost, varsel
from app.domain.varsel.anledning import Anledning

MINUTT = timedelta(minutes=1)
FURULIA = ["mari@furulia.example", "per@furulia.example", "post@furulia.example"]
Som = Callable[[str], Klient]


@pytest.fixture
def huset(app: Flask) -> Iterator[Posthus]:
    """The server, with the app set to use it; afterwards every e-mail it got is searched."""
    with smtp.posthus() as huset:
        smtp.bruk(app, huset.port)
        yield huset
        krev_taushet(huset)


def varsle(anledning: Anledning = Anledning.SOEKT_UT, navn: str = "Yonas Tesfalem") -> str:
    """A notice about this resident's interview; the answer is its id."""
    with arbeid(skriver=True):
        varselet = varsel.send_varsel(
            anledning, samtale_id=innsyn.ider(navn).samtale or "", mottak_id=innsyn.mottak_id("Furulia")
        )
        id_ = varselet.id
    db.session.remove()
    return id_


def tilstander(varsel_id: str) -> list[tuple[str, str | None, int]]:
    """State, reason and tries of each receiver."""
    rader = innsyn.les(
        "SELECT tilstand, grunn, forsoek FROM utsending WHERE varsel_id = :v ORDER BY mottaker", v=varsel_id
    )
    return [tuple(rad) for rad in rader]


def test_S27_til_hver_bosettingsansvarlig_og_fellesposten(app: Flask, huset: Posthus) -> None:
    id_ = varsle()
    send(app)
    assert huset.til == FURULIA
    assert tilstander(id_) == [("sendt", None, 1)] * 3
    send(app, om=60 * MINUTT)
    assert len(huset.brev) == 3, "bare én gang"
    brev = huset.brev[0]
    assert f"http://localhost/varsler/{id_}" in brev.get_content().splitlines()
    assert str(brev["From"]) == "IMDinett Mottak <ikke-svar@imdinett.example>"
    assert (brev["Auto-Submitted"], brev["X-Auto-Response-Suppress"]) == ("auto-generated", "All")


@pytest.mark.parametrize(
    ("anledning", "til"),
    [
        (Anledning.KLAR_FOR_SAMTALE, FURULIA),
        (Anledning.HUSSTAND_ENDRET, FURULIA),
        (Anledning.PAAMINNELSE, FURULIA),
        (Anledning.SOEKT_UT_TRUKKET, FURULIA),
        (Anledning.ESKALERING, ["kari@furulia.example"]),
        (Anledning.FORDELINGSKLAR, ["mottak@imdi.example"]),
        (Anledning.INTERN_MERKNAD, ["mottak@imdi.example"]),
    ],
)
def test_hver_anledning_til_sine(app: Flask, huset: Posthus, anledning: Anledning, til: list[str]) -> None:
    varsle(anledning)
    send(app)
    assert huset.til == til


def test_M1_ingen_tjener_og_handlingen_gaar_som_foer(app: Flask, som: Som) -> None:
    """M1: completion asks no mail server, which may be down; the e-mail goes when it is back."""
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    smtp.bruk(app, 1)
    data = gjoer.les_gjennom(per, yonas.samtale)
    assert per.post(f"/samtaler/{yonas.samtale}/ferdigstilling", data).status_code == 303
    assert innsyn.les("SELECT DISTINCT forsoek FROM utsending WHERE tilstand = 'venter'") == [(0,)], (
        "no server was asked"
    )
    send(app)
    assert [tuple(r) for r in innsyn.les("SELECT tilstand, grunn FROM utsending WHERE tilstand <> 'sendt'")] == [
        ("venter", "ikke_svar")
    ]
    with smtp.posthus() as huset:
        smtp.bruk(app, huset.port)
        send(app)
        assert huset.brev == [], "ikke før ventetiden er ute"
        send(app, om=2 * MINUTT)
        assert huset.til == ["mottak@imdi.example"]
        krev_taushet(huset)


def test_M1_handlingen_som_feiler_gir_ikke_noe_varsel(app: Flask) -> None:
    foer = innsyn.antall("utsending"), innsyn.antall("varsel")
    with pytest.raises(ZeroDivisionError), arbeid(skriver=True):
        varsel.send_varsel(
            Anledning.SOEKT_UT,
            samtale_id=innsyn.ider("Yonas Tesfalem").samtale or "",
            mottak_id=innsyn.mottak_id("Furulia"),
        )
        raise ZeroDivisionError
    assert (innsyn.antall("utsending"), innsyn.antall("varsel")) == foer


@pytest.mark.begge_lagre
def test_M1_graalisting_proeves_igjen_med_lengre_og_lengre_mellom(app: Flask, huset: Posthus) -> None:
    """M1: 451 at RCPT, 421 at DATA; 1, 5, 15, 60 minutes; the same Message-ID each time it is written."""
    id_ = varsle(Anledning.FORDELINGSKLAR)
    huset.paa_rcpt = "451 4.7.1 Greylisted, try again later"
    venter = timedelta(0)
    for forsoek, minutter in enumerate((1, 5, 15, 60), 1):
        send(app, om=venter)
        assert tilstander(id_) == [("venter", "utsatt", forsoek)]
        kode = innsyn.en("SELECT svarkode FROM utsending WHERE varsel_id = :v", v=id_)
        assert kode == (451 if forsoek == 1 else 421)
        send(app, om=venter + (minutter - 0.5) * MINUTT)
        assert tilstander(id_) == [("venter", "utsatt", forsoek)], "for tidlig"
        venter += (minutter + 0.5) * MINUTT
        huset.paa_rcpt, huset.paa_data = None, "421 4.3.2 Closing"
    huset.paa_data = None
    send(app, om=venter)
    assert tilstander(id_) == [("sendt", None, 5)] and len(huset.brev) == 1


def test_M1_en_langsom_tjener_koster_bare_tid(app: Flask, huset: Posthus, monkeypatch: pytest.MonkeyPatch) -> None:
    """M1: it takes the e-mail, and answers after the time limit: told as an answer that did not come."""
    monkeypatch.setattr(posttjener, "TIDSFRIST", 0.3)
    huset.langsom = 1
    id_ = varsle(Anledning.FORDELINGSKLAR)
    send(app)
    assert tilstander(id_) == [("venter", "svar_uteble", 1)]
    huset.langsom = 0
    send(app, om=2 * MINUTT)
    assert tilstander(id_) == [("sendt", None, 2)]
    assert list(huset.ganger.values()) == [2], "samme Message-ID"


def test_M2_svaret_gaar_tapt_en_gang(app: Flask, huset: Posthus) -> None:
    huset.mist_svar = 1
    id_ = varsle(Anledning.FORDELINGSKLAR)
    send(app)
    send(app, om=2 * MINUTT)
    assert tilstander(id_) == [("sendt", None, 2)]
    assert list(huset.ganger.values()) == [2]
    assert innsyn.antall("varsel", id=id_) == 1


def test_M2_svaret_gaar_tapt_to_ganger_og_saa_er_det_kanskje_sendt(app: Flask, huset: Posthus) -> None:
    """M2: two copies at the most, never four, and said as it is."""
    huset.mist_svar = 9
    id_ = varsle(Anledning.FORDELINGSKLAR)
    for minutter in (0, 2, 10, 100, 1000):
        send(app, om=minutter * MINUTT)
    assert tilstander(id_) == [("kanskje_sendt", "svar_uteble", 2)]
    assert list(huset.ganger.values()) == [2]


@pytest.mark.parametrize("sted", ["paa_rcpt", "paa_data"])
def test_M3_avvist_er_endelig(app: Flask, huset: Posthus, sted: str) -> None:
    setattr(huset, sted, "550 5.1.1 No such user")
    id_ = varsle()
    send(app)
    assert tilstander(id_) == [("feilet", "avvist", 1)] * 3
    setattr(huset, sted, None)
    send(app, om=2000 * MINUTT)
    assert huset.brev == [], "ikke i det uendelige"


def test_M3_en_avvist_adresse_faller_tilbake_paa_fellesposten(app: Flask, huset: Posthus) -> None:
    """F30: the administrator's address does not exist; the fellespost is told of the escalation instead."""
    huset.paa_rcpt, huset.kjenner_ikke = "550 5.1.1 No such user", "kari@"
    id_ = varsle(Anledning.ESKALERING)
    send(app)
    assert sorted(tilstander(id_)) == [("feilet", "avvist", 1), ("sendt", None, 1)] and huset.til == [
        "post@furulia.example"
    ]


def test_M3_gir_opp_etter_to_doegn_og_sier_fra(app: Flask) -> None:
    smtp.bruk(app, 1)
    id_ = varsle(Anledning.FORDELINGSKLAR)
    for timer in range(0, 60, 2):
        send(app, om=timer * 60 * MINUTT)
    [(tilstand, grunn, forsoek)] = tilstander(id_)
    assert (tilstand, grunn) == ("feilet", "ikke_svar") and 8 <= forsoek <= 16


@pytest.mark.begge_lagre
def test_M3_en_giftig_rad_stopper_ikke_koeen(app: Flask, huset: Posthus, caplog: pytest.LogCaptureFixture) -> None:
    """M3: rows that make no sense to this version of the program, first in the queue."""
    giftig, frisk = varsle(Anledning.PAAMINNELSE), varsle(Anledning.FORDELINGSKLAR)
    innsyn.skriv("UPDATE varsel SET anledning = 'finnes_ikke' WHERE id = :v", v=giftig)
    innsyn.skriv("UPDATE utsending SET grunn = 'finnes_heller_ikke' WHERE varsel_id = :v", v=frisk)
    innsyn.skriv("UPDATE bruker SET epost = 'x@y.example\nBcc: a@b.example' WHERE epost LIKE 'per@%'")
    sunn = varsle(Anledning.SOEKT_UT)
    with caplog.at_level(logging.CRITICAL):
        send(app)
    assert innsyn.antall("utsending", varsel_id=sunn, tilstand="sendt") == 2
    assert innsyn.antall("utsending", varsel_id=sunn, tilstand="feilet", grunn="ugyldig_adresse") == 1
    assert innsyn.antall("utsending", varsel_id=frisk, tilstand="sendt") == 1
    assert [t[:2] for t in tilstander(giftig)] == [("venter", "teknisk")] * 3
    assert not any(brev["Bcc"] for brev in huset.brev)


def test_M8_ventende_epost_varsles(app: Flask, som: Som) -> None:
    """M8: the health answer says so after 15 minutes, and never whose it is."""
    klient = app.test_client()
    varsle()
    assert klient.get("/klar").text == "klar"
    innsyn.skriv("UPDATE utsending SET klar = :t WHERE tilstand = 'venter'", t="2026-01-01 00:00:00.000000")
    assert "e-post har ventet" in klient.get("/klar").text
    assert epost.FOR_LENGE == 15 * MINUTT
