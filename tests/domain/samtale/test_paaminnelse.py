"""F33: reminders after 3 and 7 working days, the administrator after 10; Norwegian holidays are no working days."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette import innsyn, registeret

from app import worker
from app.db import arbeid, db
from app.domain.samtale import paaminnelse
from app.domain.tid import klokke
from app.norsk import OSLO, arbeidsdager_etter, er_arbeidsdag

FREDAG = date(2026, 3, 20)
"""The working days after it, with Easter in between: 23 (1) to 27 (5) and 30 (6) to 1 April (8), 7 (9), 8 (10)."""


@pytest.mark.parametrize(
    "dag",
    [
        "2026-01-01", "2026-04-02", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-17", "2026-05-25",
        "2026-12-25", "2027-03-25", "2027-03-26", "2027-03-29", "2027-05-06", "2027-05-17", "2026-11-21", "2026-11-22",
    ],
)  # fmt: skip
def test_fridager(dag: str) -> None:
    assert not er_arbeidsdag(date.fromisoformat(dag))


@pytest.mark.parametrize("dag", ["2026-04-01", "2026-04-07", "2026-05-15", "2026-11-23", "2026-12-24", "2027-05-18"])
def test_arbeidsdager(dag: str) -> None:
    assert er_arbeidsdag(date.fromisoformat(dag))


@pytest.mark.parametrize(
    ("antall", "dag"), [(3, "2026-03-25"), (7, "2026-03-31"), (8, "2026-04-01"), (10, "2026-04-08")]
)
def test_arbeidsdager_etter_over_paaske(antall: int, dag: str) -> None:
    assert arbeidsdager_etter(FREDAG, antall) == date.fromisoformat(dag)


def fortalt(samtale: str | None) -> list[str]:
    rader = innsyn.les("SELECT anledning FROM varsel WHERE samtale_id = :s ORDER BY opprettet", s=samtale)
    return [rad[0] for rad in rader if rad[0] in ("paaminnelse", "eskalering")]


@pytest.fixture
def runde(app: Flask) -> Callable[[str], list[str]]:
    """Go to a day, let the worker look, and tell what has been told about Yonas until then."""
    yonas = innsyn.ider("Yonas Tesfalem")
    klar = datetime.combine(FREDAG, time(15, 30))
    innsyn.skriv("UPDATE bosettingssamtale SET klar_siden = :t WHERE id = :s", t=klar.isoformat(" "), s=yonas.samtale)

    def gaa_til(tid: str) -> list[str]:
        db.session.remove()
        da = datetime.fromisoformat(tid).replace(tzinfo=OSLO)
        with klokke(lambda: da):
            worker.runde(app, (worker.Jobb(worker.send_paaminnelser),))
        return fortalt(yonas.samtale)

    return gaa_til


def test_F33_paaminnelse_paaminnelse_eskalering(runde: Callable[[str], list[str]]) -> None:
    """One each, on the right days, from eight o'clock, however often the worker looks."""
    assert runde("2026-03-24 16:00") == []
    assert runde("2026-03-25 07:59") == []
    assert runde("2026-03-25 08:00") == ["paaminnelse"]
    assert runde("2026-03-25 08:10") == ["paaminnelse"]
    assert runde("2026-03-30 12:00") == ["paaminnelse"]
    assert runde("2026-03-31 08:00") == ["paaminnelse"] * 2
    assert runde("2026-04-07 12:00") == ["paaminnelse"] * 2
    assert runde("2026-04-08 09:00") == ["paaminnelse"] * 2 + ["eskalering"]
    assert runde("2026-06-01 09:00") == ["paaminnelse"] * 2 + ["eskalering"]


def test_F33_var_arbeideren_borte_sies_bare_det_siste(runde: Callable[[str], list[str]]) -> None:
    assert runde("2026-04-01 10:00") == ["paaminnelse"]
    assert runde("2026-04-02 10:00") == ["paaminnelse"], "skjærtorsdag"


def test_F33_ikke_om_en_samtale_noen_har_begynt(app: Flask, runde: Callable[[str], list[str]]) -> None:
    innsyn.skriv("UPDATE bosettingssamtale SET status = 'paabegynt' WHERE status = 'klar'")
    assert runde("2026-04-08 09:00") == []


def test_F33_den_som_er_sluppet_inn_til_en_skjermet_blir_minnet_paa_henne(app: Flask, som, runde) -> None:
    """After 3, 7 and 10 working days from the day of the grant; the administrator and the others are told nothing."""
    per, mari, kari = som("per"), som("mari"), som("kari")
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE fornavn = 'Yonas'")
    innsyn.skriv("DELETE FROM utsending")
    assert runde("2026-03-26 09:00") == [], "ingen er sluppet inn"
    innsyn.skriv(
        "INSERT INTO skjermingstilgang (id, beboer_id, bruker_id, begrunnelse, gitt, gitt_av_id, til_og_med) "
        "VALUES ('1', :b, :p, 'x', '2026-03-26 09:00:00', :p, '2199-01-01')",
        b=innsyn.ider("Yonas Tesfalem").beboer, p=per.id,
    )  # fmt: skip
    assert runde("2026-03-30 16:00") == []
    assert runde("2026-03-31 08:00") == ["paaminnelse"] == runde("2026-03-31 12:00")
    assert runde("2026-04-08 16:00") == ["paaminnelse"]
    assert runde("2026-04-09 08:00") == ["paaminnelse"] * 2
    assert runde("2026-04-30 08:00") == ["paaminnelse"] * 3 == runde("2026-05-29 08:00")
    til = innsyn.les(
        "SELECT DISTINCT u.mottaker FROM utsending u JOIN varsel v ON v.id = u.varsel_id WHERE v.samtale_id = :s",
        s=innsyn.ider("Yonas Tesfalem").samtale,
    )
    assert [rad[0] for rad in til] == [per.id]
    for klient, vet in ((per, True), (mari, False), (kari, False)):
        assert ("Yonas" in klient.get("/varsler").text) is vet


def test_F33_ikke_om_den_som_er_skjermet(app: Flask, runde: Callable[[str], list[str]]) -> None:
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE fornavn = 'Yonas'")
    assert runde("2026-04-08 09:00") == []


def test_F33_ikke_om_en_oppgave_ingen_er_igjen_i(app: Flask, runde: Callable[[str], list[str]]) -> None:
    """Whoever is withdrawn, or not ready any more, leaves the interview behind: it is nobody's task."""
    registeret.importer(registeret.rad("Yonas Tesfalem", trukket="ja"))
    assert runde("2026-04-08 09:00") == []


def test_F33_eskaleringen_gaar_til_administratoren(app: Flask, runde: Callable[[str], list[str]]) -> None:
    runde("2026-04-08 09:00")
    til = innsyn.les(
        "SELECT b.epost FROM utsending u JOIN varsel v ON v.id = u.varsel_id JOIN bruker b ON b.id = u.mottaker"
        " WHERE v.anledning = 'eskalering' AND v.mottak_id = :m",
        m=innsyn.mottak_id("Furulia"),
    )
    assert {rad[0] for rad in til} == {"kari@furulia.example"}
    with arbeid(skriver=False):
        assert innsyn.antall("utsending", mottaker="fellespost", tilstand="venter") == 0


def test_runden_er_to_spoerringer_og_saa_mange_om_gangen(app: Flask, runde, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open tasks, and those of the shielded, however many there are; the rest are looked at in the next round."""
    monkeypatch.setattr(paaminnelse, "HOEYST", 2)
    setninger: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda _t, _m, setning, *_resten: setninger.append(setning))
    da = datetime(2026, 4, 8, 9, tzinfo=OSLO)
    innsyn.skriv("UPDATE bosettingssamtale SET klar_siden = '2026-03-20 15:30:00' WHERE status = 'klar'")
    with klokke(lambda: da), arbeid(skriver=False):
        assert sum(len(purring.samtale_ider) for purring in paaminnelse.forfalte()) == 2
    assert sum(setning.startswith("SELECT") for setning in setninger) == 2
    klare = innsyn.antall("bosettingssamtale", status="klar")
    for _runde in range(klare):
        runde("2026-04-08 09:00")
    assert innsyn.en("SELECT count(*) FROM bosettingssamtale WHERE paaminnet IS NOT NULL") == klare > 2
