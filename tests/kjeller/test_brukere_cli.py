"""`cli bruker`: those whom only the operator makes; and the migration behind it all."""

from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask
from stoette import innsyn
from stoette.brukere import bruker_id, roller

from app.db import sesjon
from app.domain.brukere import identitet
from app.migrering import migrer

Kjoer = Callable[..., Result]
OLA = {"mottak": "Furulia mottak", "navn": "Ola Ny", "epost": "ola@furulia.example"}


@pytest.fixture
def ny(app: Flask) -> Kjoer:
    def ny(nummer: str = "", kommando: str = "ny", **valg: str) -> Result:
        argumenter = [del_ for navn, verdi in valg.items() for del_ in (f"--{navn}", verdi)]
        return app.test_cli_runner().invoke(args=["bruker", kommando, *argumenter], input=f"{nummer}\n")

    return ny


def uten_administrator() -> None:
    innsyn.skriv("DELETE FROM rolletildeling WHERE rolle = 'Mottaksadministrator'")


@pytest.mark.begge_lagre
def test_foerste_administrator(ny, som):
    uten_administrator()
    svar = ny(**OLA)
    assert svar.exit_code == 0, svar.output
    assert "Ola" not in svar.output and "ola@" not in svar.output
    assert roller("ola@furulia.example") == {"Mottaksadministrator"}
    hvem = innsyn.les(
        "SELECT handling, bruker_id FROM hendelse WHERE gjelder_bruker_id = :b ORDER BY id",
        b=bruker_id("ola@furulia.example"),
    )
    assert [tuple(rad) for rad in hvem] == [("bruker_opprettet", None), ("rolle_gitt", None)]


def test_E10_nummeret_skrives_usett_og_lagres_som_avtrykk(ny, app):
    uten_administrator()
    svar = ny(nummer="12837849827", **OLA)
    assert svar.exit_code == 0 and "12837849827" not in svar.output + innsyn.dump(uten=())
    ola = bruker_id("ola@furulia.example")
    assert identitet.finn_bruker("12837849827").id == ola
    (rad,) = innsyn.les("SELECT handling, bruker_id FROM hendelse WHERE handling = 'identitet_registrert'")
    assert tuple(rad) == ("identitet_registrert", None)
    sesjon.remove()
    valg = {"kommando": "innlogging", "mottak": OLA["mottak"], "epost": OLA["epost"]}
    assert ny(nummer="30819249438", **valg).exit_code == 0
    assert identitet.finn_bruker("12837849827") is None and identitet.finn_bruker("30819249438").id == ola
    foer = innsyn.dump()
    for nummer, endring, melding in (
        ("30819249439", {}, "Ugyldig fødselsnummer"),
        ("", {}, "Ugyldig fødselsnummer"),
        ("12837849827", {"epost": "aud@fjordglott.example"}, "ingen slik bruker"),
        ("30819249438", {"epost": "per@furulia.example"}, "Nummeret kan ikke brukes"),
    ):
        svar = ny(nummer=nummer, **(valg | endring))
        assert svar.exit_code == 1 and melding in svar.output
    assert innsyn.dump() == foer


def test_bare_naar_mottaket_ingen_har(ny):
    foer = innsyn.dump()
    svar = ny(**OLA)
    assert svar.exit_code == 1 and "Det finnes en slik bruker der allerede" in svar.output
    assert innsyn.dump() == foer


def test_deaktivert_administrator_teller_ikke(ny):
    innsyn.skriv("UPDATE bruker SET aktiv = :nei WHERE epost = 'kari@furulia.example'", nei=False)
    assert ny(**OLA).exit_code == 0


@pytest.mark.parametrize(
    ("endring", "melding"),
    [
        ({"mottak": "Finnes ikke"}, "ikke noe mottak"),
        ({"epost": "ola"}, "E-post: Skriv en e-postadresse"),
        ({"navn": ""}, "Navn: Dette feltet må fylles ut."),
        ({"epost": "per@furulia.example"}, "En annen bruker"),
        ({"epost": "PER@Furulia.EXAMPLE"}, "En annen bruker"),
        ({"nummer": "12345678901"}, "Ugyldig fødselsnummer eller D-nummer"),
    ],
)
def test_det_som_ikke_kan_lagres_sies(ny, endring, melding):
    uten_administrator()
    foer = innsyn.dump()
    svar = ny(**(OLA | endring))
    assert svar.exit_code == 1 and melding in svar.output
    assert innsyn.dump() == foer


@pytest.mark.parametrize("rolle", ["IMDiSaksbehandler", "IMDiAdministrator"])
def test_bare_den_foerste_av_hver_i_imdi(ny, rolle):
    foer = innsyn.dump()
    svar = ny(kommando="imdi", rolle=rolle, navn="Ida Ny", epost="ida@imdi.example")
    assert svar.exit_code == 1 and "Det finnes en slik bruker der allerede" in svar.output
    assert innsyn.dump() == foer
    innsyn.skriv("DELETE FROM rolletildeling WHERE rolle = :r", r=rolle)
    assert ny(kommando="imdi", rolle=rolle, navn="Ida Ny", epost="ida@imdi.example").exit_code == 0
    assert roller("ida@imdi.example") == {rolle}


def test_en_saksbehandler_i_imdi(ny):
    """Made with the number or without, which is then registered for one who belongs to no mottak."""
    innsyn.skriv("DELETE FROM rolletildeling WHERE rolle = 'IMDiSaksbehandler'")
    svar = ny(kommando="imdi", navn="Ida Ny", epost="ida@imdi.example")
    assert svar.exit_code == 0 and "Ida" not in svar.output
    assert roller("ida@imdi.example") == {"IMDiSaksbehandler"}
    assert ny(nummer="12837849827", kommando="innlogging", epost="Ida@IMDi.example").exit_code == 0
    assert identitet.finn_bruker("12837849827").id == bruker_id("ida@imdi.example")
    sesjon.remove()
    foer = innsyn.dump()
    for valg in ({"kommando": "imdi", "navn": "Ida"}, {"kommando": "innlogging", "mottak": "Furulia mottak"}):
        assert ny(nummer="30819249438", epost="ida@imdi.example", **valg).exit_code == 1
    assert ny(nummer="30819249438", kommando="innlogging", epost="per@furulia.example").exit_code == 1
    assert innsyn.dump() == foer


def test_valgene_er_paakrevd(ny):
    assert ny(navn="Ola").exit_code == 2


@pytest.mark.begge_lagre
def test_migreringen_kan_tas_tilbake_med_data_og_vegger(app):
    sesjon.rollback()
    brukere = innsyn.antall("bruker")
    migrer("0002")
    assert innsyn.antall("bruker") == brukere and innsyn.antall("hendelse") > 0
    with pytest.raises(Exception, match=r"grows|locked"):
        innsyn.skriv("DELETE FROM hendelse")
    migrer()
    assert {rad[0] for rad in innsyn.les("SELECT versjon FROM bruker")} == {1}
    for setning in ("DELETE FROM hendelse", "UPDATE hendelse SET detalj = 'x'"):
        with pytest.raises(Exception, match=r"grows|locked"):
            innsyn.skriv(setning)
