"""Numbers that name a person, in text that a kommune reads (S68): seen however they are written, and no others."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.skjema.felttyper import Langtekst
from app.domain.skjema.personnummer import inneholder_personnummer
from app.domain.unntak import Ugyldig


@pytest.mark.parametrize(
    "tekst",
    [
        "202499011105",
        "2024 990111 05",
        "Se 2024 990111 05.",
        "2024\u00a0990111\u00a005",
        "2024\u202f990111\u202f05",
        "2024.990111.05",
        "2024-990111-05",
        "2024–990111–05",
        "2024 - 990111 - 05",
        "2024/990111/05",
        "2024 990 111 05",
        "2024990111 05",
        "2024 99011105",
        "2024\t990111\t05",
        "2024\n990111 05",
        "DUF202499011105",
        "DUF-nr.202499011105,",
        "12837849827",
        "128378 49827",
        "128378-49827",
        "128378\u00a049827",
        "128378.49827",
        "12.83.78 49827",
        "12 83 78 498 27",
        "fnr:12837849827",
        "(128378 49827)",
        "12345678901",
        "41018012345",
        "tlf. 22 33 44 55, 202499011105",
        "2024 990111 05 22 33 44 55",
        "+47 22 33 44 55 128378 49827",
        "20249901\u200b1105",
        "128378\u00ad49827",
        "\u202a128378\u202c 49827",
        "２０２４９９０１１１０５",
        "٢٠٢٤٩٩٠١١١٠٥",
        "𝟏𝟐𝟖𝟑𝟕𝟖𝟒𝟗𝟖𝟐𝟕",
    ],
)
def test_et_nummer_som_peker_ut_en_person_oppdages(tekst):
    assert inneholder_personnummer(tekst)
    with pytest.raises(Ugyldig):
        Langtekst(uten_personnummer=True).parse([f"Ønsker å bo nær broren. {tekst}\r\nTakk!"])
    assert Langtekst().parse([tekst]) is not None


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "+47 22 33 44 55",
        "+4722334455",
        "(+47) 22 33 44 55",
        "0047 22 33 44 55",
        "004722334455",
        "0047 22334455",
        "22 33 44 55",
        "22 33 44 55 og 99 88 77 66",
        "22 33 44 55 99 88 77 66",
        "22 33 44 55 / 99 88 77 66",
        "22 33 44 55\n99 88 77 66",
        "22334455 99887766",
        "412 34 567, 901 23 456",
        "41234567 90123456",
        "+46 70 123 45 67",
        "+46701234567",
        "+963 944 567 890",
        "+963944567890",
        "+44 20 7946 0958",
        "20.11.2026 12.00",
        "19.11.2026 kl. 14.00–15.30",
        "01.01.2026–30.06.2026",
        "2018-2019, 2020-2021",
        "2024 2025 2026",
        "barna er født 2004, 2006 og 2008",
        "12 500 000 kroner",
        "org.nr. 974 760 673",
        "kommunene 0301 1103 4601 5001",
        "59.913869, 10.752245",
        "1 2 3 4 5 6 7 8 9 10 11",
        "leilighet H0201, 75 m², 3½ rom",
    ],
)
def test_andre_tall_slipper_gjennom(tekst):
    assert not inneholder_personnummer(tekst)
    assert Langtekst(uten_personnummer=True).parse([tekst]) == (tekst or None)


SKILLETEGN = st.sampled_from(["", " ", ".", "-", "\u00a0", "\u2013", " - ", "\n"])
OMGIVELSER = st.sampled_from(["", " ", "(", "nr. ", "Ønsker ", ",", ":", "DUF", "\n"])


@settings(max_examples=300, deadline=None)
@given(st.integers(1950, 2099), st.integers(0, 999999), st.integers(0, 10), SKILLETEGN, SKILLETEGN, OMGIVELSER)
def test_hvert_dufnummer_oppdages(aar, loepenummer, kontroll, skille, skille2, rundt):
    assert inneholder_personnummer(f"{rundt}{aar}{skille}{loepenummer:06d}{skille2}{kontroll:02d}{rundt}")


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 71), st.integers(1, 92), st.integers(0, 99), st.integers(0, 99999), SKILLETEGN, OMGIVELSER)
def test_hvert_foedselsnummer_oppdages(dag, maaned, aar, nummer, skille, rundt):
    assert inneholder_personnummer(f"{rundt}{dag:02d}{maaned:02d}{aar:02d}{skille}{nummer:05d}{rundt}")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(2000_0000, 9999_9999), min_size=1, max_size=4), st.sampled_from([" ", ", ", " / ", "\n"]))
def test_telefonnumre_skrevet_parvis_tas_aldri_for_en_person(numre, mellom):
    assert not inneholder_personnummer(mellom.join(" ".join(str(n)[i : i + 2] for i in range(0, 8, 2)) for n in numre))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_leting_etter_numre_taaler_enhver_tekst(tekst):
    assert inneholder_personnummer(tekst) in (True, False)
    if sum(unicodedata.normalize("NFKC", tekst).count(s) for s in "0123456789") == 0 and tekst.isascii():
        assert not inneholder_personnummer(tekst)
