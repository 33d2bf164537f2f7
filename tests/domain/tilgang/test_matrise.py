"""The matrix against the guide's own table, written out once more; and which role may be given where."""

import pytest
from click.testing import CliRunner

from app.cli import kommandoer
from app.config import ROT
from app.domain.tilgang.matrise import (
    BESKRIVELSER,
    INTEGRERINGSROLLER,
    MATRISE,
    MOTTAKSROLLER,
    Krets,
    Rett,
    Rolle,
    kan,
    krets,
    roller_ved,
)

MED, ALLE = Krets.MED_SAK, Krets.ALLE
I_MOTTAKET = ("Adm", "Bos", "Kom", "IBos", "IKom")
KORTNAVN = dict(zip((*I_MOTTAKET, "IMDi", "IMDiAdm", "Kommune"), Rolle, strict=True))
VEILEDEREN = {
    "arbeidsflate:se": dict.fromkeys(KORTNAVN, ALLE),
    "bruker:administrere": {"Adm": ALLE, "IMDiAdm": ALLE},
    "bruker:administrere-alle": {"IMDiAdm": ALLE},
    "mottak:administrere": {"IMDiAdm": ALLE},
    "mottak:se": dict.fromkeys(I_MOTTAKET, ALLE),
    "mottak:endre-kontakt": {"Adm": ALLE},
    "mottak:endre-bosettingsansvarlig": {"Adm": ALLE, "Bos": ALLE, "IBos": ALLE},
    "oppgave:se": {"Bos": ALLE, "IBos": ALLE},
    "beboer:se": {"Bos": ALLE, "IBos": ALLE},
    "sak:se": {"IMDi": ALLE},
    "sak:rette": {"IMDi": ALLE},
    "beboer:slaa-sammen": {"IMDi": ALLE},
    "bosetting:registrere": {"IMDi": ALLE},
    "varsel:se": {"Adm": ALLE, "Bos": ALLE, "IBos": ALLE, "IMDi": ALLE, "Kommune": ALLE},
    "epost:se": {"Adm": ALLE, "IMDi": ALLE},
    "samtale:registrere": {"Bos": MED, "IBos": ALLE},
    "samtale:ferdigstille": {"Bos": MED, "IBos": ALLE},
    "kommune:behandle-feil": {"IMDi": ALLE, "IMDiAdm": ALLE, "Kommune": ALLE},
    "kommune:endre-kontakt": {"Kommune": ALLE},
    "soekt-ut:se": {"Kommune": ALLE},
    "skjerming:gi": {"IMDi": ALLE},
    "kompass:tildele": {"Bos": MED, "Kom": MED, "IBos": ALLE, "IKom": ALLE},
    "kommune:uten-bruker-se": {"IMDi": ALLE, "IMDiAdm": ALLE},
    "kommune:se": dict.fromkeys(("Bos", "Kom", "IBos", "IKom", "IMDi", "IMDiAdm", "Kommune"), ALLE),
}
"""S9 to S19 as architecture reads them. The rights of issues 4 and 5 are added with them."""


class Med:
    """Someone with these roles."""

    def __init__(self, *roller: Rolle) -> None:
        self.roller = roller


class Beboer:
    def __init__(self, har_bosettingssak: bool) -> None:
        self.har_bosettingssak = har_bosettingssak


@pytest.mark.parametrize("rett", VEILEDEREN)
@pytest.mark.parametrize("navn", KORTNAVN)
def test_A2_matrisen_er_veilederens(navn, rett):
    assert MATRISE[KORTNAVN[navn]].get(Rett(rett)) is VEILEDEREN[rett].get(navn)


def test_A1_hver_rett_staar_i_matrisen():
    assert {rett for retter in MATRISE.values() for rett in retter} == set(Rett)
    assert set(MATRISE) == set(Rolle)


@pytest.mark.parametrize("rolle", [Rolle.MOTTAKSADMINISTRATOR, Rolle.IMDI_ADMINISTRATOR])
def test_A3_administratoren_ser_ingen_person(rolle):
    for rett in (
        Rett.OPPGAVE_SE, Rett.BEBOER_SE, Rett.SAMTALE_REGISTRERE, Rett.SAMTALE_FERDIGSTILLE, Rett.SAK_SE,
        Rett.SKJERMING_GI,
    ):  # fmt: skip
        assert not kan(Med(rolle), rett)


def test_A5_uten_bosettingssak_bare_for_integreringsmottakets_rolle():
    for rolle, uten_sak in (
        (Rolle.MOTTAK_BOSETTINGSANSVARLIG, False), (Rolle.INTEGRERINGSMOTTAK_BOSETTINGSANSVARLIG, True),
    ):  # fmt: skip
        assert kan(Med(rolle), Rett.SAMTALE_REGISTRERE, Beboer(True))
        assert kan(Med(rolle), Rett.SAMTALE_REGISTRERE, Beboer(False)) is uten_sak


def test_A6_roller_legges_sammen_og_uten_rolle_er_alt_stengt():
    begge = Med(Rolle.MOTTAK_BOSETTINGSANSVARLIG, Rolle.INTEGRERINGSMOTTAK_BOSETTINGSANSVARLIG)
    assert krets(begge, Rett.SAMTALE_REGISTRERE) is ALLE
    assert kan(Med(Rolle.MOTTAKSADMINISTRATOR, Rolle.MOTTAK_BOSETTINGSANSVARLIG), Rett.BEBOER_SE)
    assert not any(kan(Med(), rett) for rett in Rett)


def test_D3_bare_veilederens_fem_kan_gis():
    assert [rolle.value for rolle in MOTTAKSROLLER] == [
        "Mottaksadministrator", "MottakBosettingsansvarlig", "MottakKompass",
        "IntegreringsmottakBosettingsansvarlig", "IntegreringsmottakKompass",
    ]  # fmt: skip
    assert set(BESKRIVELSER) == set(Rolle)


def test_D4_integreringsrollene_bare_ved_integreringsmottak():
    assert roller_ved(integreringsmottak=True) == list(MOTTAKSROLLER)
    assert not set(roller_ved(integreringsmottak=False)) & set(INTEGRERINGSROLLER)


def test_A2_docs_viser_matrisen_som_den_er():
    tabell = CliRunner().invoke(kommandoer.tilgang).output.strip()
    side = (ROT / "docs" / "tilgang.md").read_text(encoding="utf-8")
    assert side[side.index("| Rett") :].strip() == tabell, "skriv docs/tilgang.md på nytt fra «flask tilgang»"
