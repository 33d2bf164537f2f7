"""The form of a Kompass code: random, without look-alikes, read as people write it, and hashed."""

import re
from collections import Counter

import pytest

from app.domain.kompass.engangskode import ALFABET, Engangskode, hash_av, lag_kode, les_kode, stemmer

KJIKVADRAT_31 = 61.1
"""The value that a fair draw among 32 letters exceeds once in a thousand times."""


def test_I1_tilfeldige_uten_tegn_som_forveksles():
    koder = [lag_kode() for _ in range(20_000)]
    assert len(set(koder)) == 20_000
    assert not set(ALFABET) & set("ILOU") and len(ALFABET) == 32, "32 ** 8 = 2 ** 40"
    assert all(re.fullmatch(rf"[{ALFABET}]{{4}}(-[{ALFABET}]{{4}}){{2}}", kode.vist) for kode in koder)
    for plass in range(8):
        ventet = 20_000 / 32
        funnet = Counter(kode.verifikator[plass] for kode in koder)
        assert sum((funnet[tegn] - ventet) ** 2 / ventet for tegn in ALFABET) < KJIKVADRAT_31 * 1.6


@pytest.mark.parametrize(
    "skrevet",
    ["K7QM-01AB-CDEF", "k7qm 01ab cdef", "K7QM01ABCDEF", " k7qm–olab–cdef ", "K7QM-OIAB-CDEF", "k7qm-0lab-cdef"],
)
def test_leses_slik_folk_skriver(skrevet):
    assert les_kode(skrevet) == Engangskode("K7QM", "01ABCDEF")


@pytest.mark.parametrize(
    "skrevet",
    ["", "K7QM", "K7QM-01AB-CDE", "K7QM-01AB-CDEFG", "K7QM-01AB-CDE!", "K7QM-01AB-CDÉF", "ſ" * 12, "\x00" * 12,
     "١٢٣٤٥٦٧٨٩٠١٢", "U" * 12, "ß" * 6, "x" * 100_000],
)  # fmt: skip
def test_det_som_ikke_er_en_kode_passer_ingen(skrevet):
    kode = les_kode(skrevet)
    assert kode == Engangskode("", "") and not stemmer(kode, hash_av(lag_kode()))


def test_I5_bare_en_saltet_argon2id_av_den_hemmelige_delen():
    kode = lag_kode()
    en, to = hash_av(kode), hash_av(kode)
    assert en != to and en.startswith("$argon2id$v=19$m=19456,t=2,p=1$") and len(en) < 200
    assert stemmer(kode, en) and stemmer(kode, to)
    assert not stemmer(lag_kode(), en) and not stemmer(kode, None) and not stemmer(kode, "ikke en hash")
