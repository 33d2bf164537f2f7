"""Merged, divided and renamed kommuner keep their history: `cli importer-kommuner` on a changed list."""

from pathlib import Path

import pytest
from flask import Flask
from stoette import innsyn
from stoette.klient import Klient

from app.db import arbeid, sesjon
from app.domain.kommune import kommune
from app.domain.register import kommuner
from app.domain.register.kommuner import BYDELER, ENDRINGER, KOMMUNER, Importert, planlegg


class Lister:
    """The shipped lists, with changes."""

    def __init__(self, mappe: Path) -> None:
        self.filer = [mappe / fil.name for fil in (KOMMUNER, BYDELER, ENDRINGER)]
        for ny, fra in zip(self.filer, (KOMMUNER, BYDELER, ENDRINGER), strict=True):
            ny.write_text(fra.read_text(encoding="utf-8"), encoding="utf-8")

    def bytt(self, hva: str, med: str) -> None:
        tekst = self.filer[0].read_text(encoding="utf-8")
        assert hva in tekst
        self.filer[0].write_text(tekst.replace(hva, med), encoding="utf-8")

    def endring(self, *linjer: str) -> None:
        self.filer[2].write_text("\n".join((self.filer[2].read_text(encoding="utf-8").strip(), *linjer)) + "\n")

    def importer(self) -> Importert:
        with arbeid(skriver=True):
            gjort = kommuner.importer_kommuner(*self.filer)
        sesjon.expire_all()
        return gjort


@pytest.fixture
def lister(tmp_path: Path) -> Lister:
    return Lister(tmp_path)


ALTA = "5601,Alta,56,Finnmark - Finnmárku - Finmarkku,bokmål,Alta\n"


def test_sammenslaatt_leder_til_den_nye(app: Flask, lister: Lister) -> None:
    """Bergen has become part of a new kommune with another number: user, residents, contact and search go along."""
    linje = next(ln for ln in KOMMUNER.read_text(encoding="utf-8").splitlines(keepends=True) if ln.startswith("4601,"))
    lister.bytt(linje, linje.replace("4601,Bergen", "4699,Bjørgvin").replace(",Bergen", ",Bjørgvin"))
    lister.filer[1].write_text(lister.filer[1].read_text(encoding="utf-8").replace(",4601", ",4699"), encoding="utf-8")
    lister.endring("2027-01-01,4601,Bergen,4699")
    yonas = innsyn.ider("Yonas Tesfalem")
    innsyn.skriv(
        "UPDATE beboer SET bosetting = 'soekt_ut', soekt_ut_til = '4601', soekt_ut_navn = 'Bergen' WHERE id = :i",
        i=yonas.beboer,
    )
    foer = planlegg(*lister.filer)
    assert foer.erstattet == {"4601": "4699"} and "> 4601 er blitt 4699" in list(foer.linjer)
    assert lister.importer().erstattede == 1
    assert [k.nummer for k in kommune.soek_kommune("bergen")][0] == "4699" and kommune.slaa_opp("4601")[
        "navn"
    ] == "Bjørgvin"
    assert kommune.hent_kommune("4601").erstattet_av == "4699" and "4601" not in {
        k.nummer for k in kommune.alle_kommuner()
    }
    bjarte = Klient(app, "bjarte")
    assert "Søkt ut til Bjørgvin (tidligere Bergen)" in bjarte.get("/soekt-ut").text
    assert bjarte.get(f"/soekt-ut/{yonas.husstand}").status_code == 200
    side = bjarte.get("/kommuner/4699").text
    assert "bosetting@bergen.example" in side and "4601 Bergen" in side and "Rediger" in side
    assert bjarte.get("/kommuner/4601").headers["Location"].endswith("/kommuner/4699")
    assert lister.importer() == Importert(nye=0, endrede=0, uendrede=393)


def test_omdoept_beholder_det_gamle_navnet(app: Flask, lister: Lister) -> None:
    lister.bytt(ALTA, ALTA.replace(",Alta", ",Nyalta"))
    assert lister.importer() == Importert(nye=0, endrede=1, uendrede=392)
    assert (
        kommune.hent_kommune("5601").tidligere[-1] == ["5601", "Alta"]
        and kommune.slaa_opp("nyalta")["nummer"] == "5601"
    )
    assert "Nyalta" in [k.navn for k in kommune.soek_kommune("alta")]
    assert lister.importer() == Importert(nye=0, endrede=0, uendrede=393)


def test_delt_leder_til_den_foerste_og_finnes_paa_begge(app: Flask) -> None:
    """Ålesund 1507 was divided in 2024: the name means Ålesund, the old number is not clear."""
    assert [k.navn for k in kommune.soek_kommune("1507")] == ["Haram", "Ålesund"]
    assert kommune.slaa_opp("Ålesund")["nummer"] == "1508"


def test_proeve_viser_forskjellene_og_skriver_ingenting(app: Flask, lister: Lister) -> None:
    lister.bytt(ALTA, ALTA.replace(",Alta", ",Nyalta"))
    foer = innsyn.dump(faste=())
    plan = planlegg(*lister.filer)
    assert any("navn: Alta → Nyalta" in linje for linje in plan.linjer) and innsyn.dump(faste=()) == foer
    svar = app.test_cli_runner().invoke(args=["importer-kommuner", "--dry-run"])
    assert svar.exit_code == 0 and "393 uendrede" in svar.output and innsyn.dump(faste=()) == foer


def test_borte_uten_etterfoelger_blir_staaende(app: Flask, lister: Lister) -> None:
    lister.bytt(ALTA, "")
    plan = planlegg(*lister.filer)
    assert plan.ukjente == ["5601"] and "? 5601 står ikke i listen, og blir stående" in list(plan.linjer)
    lister.importer()
    assert kommune.slaa_opp("alta")["nummer"] == "5601"


def test_en_sirkel_av_endringer_ender(app: Flask, lister: Lister) -> None:
    lister.bytt(ALTA, "")
    lister.endring("2027-01-01,5601,Alta,9998", "2027-01-01,9998,Rundt,5601")
    assert planlegg(*lister.filer).ukjente == ["5601"]


def test_endringene_dekker_hvert_fylke_som_ble_delt(app: Flask) -> None:
    """2024: every kommune of the seven fylker had exactly one number before."""
    delte = [
        k
        for k in kommune.alle_kommuner()
        if k.bydel_i is None and k.nummer[:2] in {"31", "32", "33", "39", "40", "55", "56"}
    ]
    assert len(delte) == 113 and {len(k.tidligere) for k in delte} == {1}
    assert len({k.tidligere[0][0] for k in delte}) == 113
