"""Who may read which answer: a question that names no kommune is shown to none (F15, C11)."""

from dataclasses import replace

import pytest

from app.domain.beboer.fakta import FAKTA, Faktum
from app.domain.kartlegging.kartlegging import KARTLEGGING, slik
from app.domain.skjema.felttyper import Korttekst
from app.domain.skjema.grammatikk import OGSAA_KOMMUNEN, Felt, Leser, Liste, Seksjon, Skjema

KOMMUNEN_LESER = {
    "morsmaal", "tolkespraak", "behov_for_tolk", "egen_telefon", "representant", "representant_telefon",
    "spraak", "utdanning", "arbeidserfaring", "digitale_ferdigheter", "foererkort", "annen_kompetanse",
    "interesser", "oensker", "barnehage_og_skole", "har_tilknytning", "tilknytning.navn", "tilknytning.relasjon",
    "tilknytning.kommune",
    "tilknytning.telefon", "tilknytning.epost", "tilknytning.oensker_naer", "tilknytning.merknad",
    "bosettingsmerknad", "har_behov", "samtykke", "samtykke_dato", "samtykke_trukket", "samtykke_trukket_av",
    "kategorier", "beskrivelse", "andre_behov",
}  # fmt: skip
"""Written out: whatever else is ever asked, no kommune reads it before it stands here too."""
KOMMUNENS_FAKTA = [
    "Navn", "DUF-nummer", "Født", "Statsborgerskap", "Rolle i husstanden", "Tolkespråk i MOT", "Enslig mindreårig",
    "Representant i MOT", "Oppholdsgrunnlag", "Bosetting", "Planlagt flytting",
]  # fmt: skip


def navnene(skjema: Skjema) -> set[str]:
    alle = [ledd for seksjon in skjema.seksjoner for ledd in seksjon.ledd]
    enkle = {ledd.navn for ledd in alle if isinstance(ledd, Felt)}
    return enkle | {f"{liste.navn}.{f.navn}" for liste in alle if isinstance(liste, Liste) for f in liste.felter}


def test_C11_kommunen_leser_dette_og_ikke_mer():
    assert navnene(slik(Leser.KOMMUNE)) == KOMMUNEN_LESER
    assert [f.ledetekst for f in FAKTA if Leser.KOMMUNE in f.lesere] == KOMMUNENS_FAKTA


def test_mottaket_og_imdi_leser_hele_skjemaet():
    assert slik(Leser.MOTTAK) == slik(Leser.IMDI) == KARTLEGGING


def med(ledd: Felt | Liste) -> Skjema:
    """The questionnaire with one question more."""
    return replace(KARTLEGGING, seksjoner=(*KARTLEGGING.seksjoner, Seksjon("ny", "Ny", (ledd,))))


@pytest.mark.parametrize(
    "ledd",
    [
        Felt("nytt", "Nytt", Korttekst(), ""),
        Liste("nye", "Nye", "ny", (Felt("nytt", "Nytt", Korttekst(), "", lesere=OGSAA_KOMMUNEN),), "Legg til", ""),
    ],
)
def test_C11_et_nytt_spoersmaal_er_usynlig_for_kommunen(ledd):
    """Also a field that names the kommune, in a group that does not; and nothing of its section is shown."""
    skjema = med(ledd).for_leser(Leser.KOMMUNE)
    assert skjema == slik(Leser.KOMMUNE)
    svar = {"nytt": "hemmelig", "nye.r1": 1, "nye.r1.nytt": "hemmelig", "morsmaal": "dari"}
    assert skjema.lesbare(svar) == {"morsmaal": "dari"}


def test_et_felt_i_en_aapen_gruppe_er_usynlig_til_det_nevnes():
    skjult = Felt("skjult", "Skjult", Korttekst(), "")
    liste = Liste("nye", "Nye", "ny", (skjult,), "Legg til", "", lesere=OGSAA_KOMMUNEN)
    skjema = med(liste).for_leser(Leser.KOMMUNE)
    assert skjema.lesbare({"nye.r1": 1, "nye.r1.skjult": "x", "nye.r1.paafunn": "x"}) == {"nye.r1": 1}


def test_et_nytt_faktum_er_usynlig_for_kommunen():
    assert Leser.KOMMUNE not in Faktum("Nytt", lambda _b: "x").lesere


def test_et_spoersmaal_henger_aldri_paa_ett_som_er_mer_skjult():
    """Else the kommune would not see an answer that is meant for it, since what it hangs on is not there."""
    for leser in Leser:
        skjema = slik(leser)
        for ledd in (ledd for seksjon in skjema.seksjoner for ledd in seksjon.ledd if ledd.hvis):
            assert skjema.ledd(ledd.hvis[0])


@pytest.mark.parametrize(
    "sti", ["intern_merknad", "behandler.r1", "behandler.r1.navn", "tolk_id", "ukjent", "", ".", "tilknytning"]
)
def test_lukkede_stier_siles_bort(sti):
    assert slik(Leser.KOMMUNE).lesbare({sti: "x"}) == {}
