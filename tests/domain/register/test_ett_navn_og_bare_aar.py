"""Persons with one name, and those of whom only the birth year is known: from the register to every page."""

from datetime import UTC, date, datetime

import pytest
from stoette import innsyn
from stoette.registeret import HELEN, importer, utfall
from stoette.sider import navnene, ord_i

from app.db import sesjon
from app.domain.beboer.modell import Beboer, tittel
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.tid import klokke

TOMME = ("", "-", "–", " - ", ".")


def helen(**ellers: str) -> Beboer:
    assert set(utfall(HELEN | ellers)) <= {"ny", "endret", "uendret"}
    return sesjon.query(Beboer).filter_by(duf_nummer=HELEN["duf_nummer"].replace(" ", "")).one()


@pytest.mark.parametrize("tomt", TOMME)
@pytest.mark.parametrize("navnet", ["fornavn", "etternavn"])
def test_ett_navn(app, tomt, navnet):
    annet = {"fornavn": "etternavn", "etternavn": "fornavn"}[navnet]
    person = helen(**{navnet: "Åse", annet: tomt})
    assert (person.navn, person.soekenoekkel, person.sorteringsnoekkel) == ("Åse", "ase", "{case"[:2] + "se")
    assert tittel([person]) == "Åse" and tittel([person, person]) == "Familien Åse"


def test_men_ett_maa_det_vaere(app):
    (linje,) = importer(HELEN | {"fornavn": "-", "etternavn": ""})
    assert linje.utfall == "avvist" and "den som har ett navn" in linje.tekst


def test_en_strek_er_ingenting_ogsaa_ellers(app):
    assert helen(tolkespraak="-", representant="–").tolkespraak is None
    assert utfall(HELEN | {"statsborgerskap": "-"}) == ["avvist"]


@pytest.mark.parametrize("skrevet", ["1990", "00.00.1990", "1990-00-00", " 1990 "])
def test_bare_aaret(app, skrevet):
    with klokke(lambda: datetime(2026, 11, 27, tzinfo=UTC)):
        person = helen(foedt=skrevet)
        assert (person.foedt, person.bare_aar) == (date(1990, 12, 31), True)
        assert (person.foedt_vist, person.alder_vist) == ("1990", "ca. 35")
        assert utfall(HELEN | {"foedt": skrevet}) == ["uendret"]
        assert utfall(HELEN | {"foedt": "31.12.1990"}) == ["endret"], "the day became known"
        assert importer(HELEN | {"foedt": skrevet}, proeve=True)[0].tekst == "foedt"


@pytest.mark.parametrize("galt", ["2027", "1850", "0000", "90", "00.05.1990", "19900", "1990-00-01"])
def test_det_som_ikke_er_et_aar(app, galt):
    with klokke(lambda: datetime(2026, 11, 27, tzinfo=UTC)):
        assert utfall(HELEN | {"foedt": galt}) == ["avvist"]


def test_den_som_kan_vaere_mindreaarig_regnes_som_det(app):
    """Born in 2008, eighteen now or soon: what is spurt about a minor, is spurt."""
    with klokke(lambda: datetime(2026, 11, 27, tzinfo=UTC)):
        spurt = [
            KARTLEGGING.antall_paakrevde(helen(foedt=aar, enslig_mindreaarig="ja"), {}) for aar in ("2007", "2008")
        ]
        assert spurt[1] == spurt[0] + 2, "the representative"
        assert helen(foedt="2026").alder_vist == "ca. 0"


def test_paa_sidene(app, som):
    person = helen(fornavn="Gulalai", etternavn="-", foedt="1990")
    per, siri = som("per"), som("siri")
    treff = per.post("/mottak/beboere/soek", {"soeketekst": "gulalai"}).headers["Location"]
    assert navnene(per.get(treff)) == ["Gulalai"]
    alle = navnene(per.get("/mottak/beboere"))
    assert alle.index("Gulalai") > 0
    id_, samtale = person.id, person.samtale_id
    for side in (
        per.get(treff),
        per.get(f"/mottak/beboere/{id_}/detaljer"),
        per.get("/mottak/oppgaver?detaljer=alle"),
        per.get(f"/samtaler/{samtale}/beboere/{id_}"),
        per.get(f"/samtaler/{samtale}/ferdigstilling"),
        siri.post("/fordelingsklare/bosettingssak", {"duf_nummer": HELEN["duf_nummer"]}),
    ):
        ord_ = ord_i(side.text)
        assert side.status_code == 200 and "Gulalai" in ord_ and "31.12.1990" not in ord_ and "Gulalai -" not in ord_
    skjema = ord_i(per.get(f"/samtaler/{samtale}/beboere/{id_}").text)
    assert "Født 1990 " in skjema and f"ca. {person.alder} år" in skjema
    assert innsyn.en("SELECT etternavn FROM beboer WHERE id = :i", i=id_) == ""
