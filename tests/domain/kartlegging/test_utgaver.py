"""Every version of the questionnaire is frozen as a text: a change that forgets its version goes red here."""

import re
from pathlib import Path

import pytest
from stoette.utgavetekst import som_tekst

from app.config import ROT
from app.domain.kartlegging.kartlegging import KARTLEGGING, UTGAVER
from app.domain.skjema.grammatikk import Liste, Skjema

FILER = Path(__file__).parent / "utgaver"
ENDRINGER = (ROT / "CHANGELOG.md").read_text(encoding="utf-8")
UTGITT = "".join(re.split(r"^## (?=[0-9])", ENDRINGER, flags=re.MULTILINE)[1:])
"""What stands under a release in CHANGELOG.md: a version that is named there is published, and never changes."""
ALLE = range(1, UTGAVER.versjon + 1)
NY_VERSJON = (
    "Skjemaversjon {v} er utgitt og kan ikke endres. Øk `versjon` i kartlegging.py med 1, si med `fra`, `til` og "
    "`foer` hva som er nytt i den, og se docs/skjemaet.md."
)
SKRIV_OM = (
    "Skjemaversjon {v} er ikke den som er frosset. Er endringen ment, skriver du filen om med "
    "`python3 run.py test tests/domain/kartlegging/test_utgaver.py --frys`, leser forskjellen, og tar den med."
)


def er_utgitt(versjon: int) -> bool:
    return re.search(rf"Skjemaversjon {versjon}\b", UTGITT) is not None


@pytest.mark.parametrize("versjon", ALLE)
def test_ingen_utgave_endres_uten_at_noen_mener_det(versjon: int, request: pytest.FixtureRequest) -> None:
    fil, tekst = FILER / f"{versjon}.txt", som_tekst(UTGAVER.utgave(versjon))
    if request.config.getoption("--frys", default=False) and not er_utgitt(versjon):
        fil.write_text(tekst, encoding="utf-8")
    frosset = fil.read_text(encoding="utf-8") if fil.exists() else ""
    assert tekst == frosset, (NY_VERSJON if er_utgitt(versjon) else SKRIV_OM).format(v=versjon)


def test_hver_utgave_er_frosset_og_nevnt() -> None:
    assert {fil.name for fil in FILER.iterdir()} == {f"{versjon}.txt" for versjon in ALLE}
    assert [v for v in ALLE if not re.search(rf"Skjemaversjon {v}\b", ENDRINGER)] == [], "nevn den i CHANGELOG.md"


def test_dagens_er_den_nyeste_og_har_ingenting_som_er_tatt_ut() -> None:
    assert KARTLEGGING is UTGAVER.utgave(UTGAVER.versjon) and KARTLEGGING.versjon == UTGAVER.versjon
    assert all(ledd.til is None for seksjon in KARTLEGGING.seksjoner for ledd in (seksjon, *seksjon.ledd))


@pytest.mark.parametrize("versjon", ALLE)
def test_navnene_er_entydige_i_hver_utgave(versjon: int) -> None:
    skjema = UTGAVER.utgave(versjon)
    ledd = [ledd for seksjon in skjema.seksjoner for ledd in seksjon.ledd]
    assert len({et.navn for et in ledd}) == len(ledd) and all(_henger_paa_noe(skjema, et) for et in ledd)
    for liste in (et for et in ledd if isinstance(et, Liste)):
        assert len({felt.navn for felt in liste.felter}) == len(liste.felter)


def _henger_paa_noe(skjema: Skjema, ledd) -> bool:
    """What a question hangs on is asked in the same version, and has that answer among its choices."""
    nabo = skjema.finn(ledd.hvis[0]) if ledd.hvis else None
    return not ledd.hvis or (nabo is not None and ledd.hvis[1] in nabo.felt.type.valg)


def test_det_som_erstatter_noe_tar_over_etter_noe_som_fantes() -> None:
    for versjon in ALLE[1:]:
        foer = UTGAVER.utgave(versjon - 1)
        nye = [ledd for s in UTGAVER.utgave(versjon).seksjoner for ledd in s.ledd if ledd.fra == versjon]
        assert all(foer.ledd(ledd.erstatter) for ledd in nye if ledd.erstatter)
