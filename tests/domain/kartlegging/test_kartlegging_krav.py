"""The interview as it is asked: which questions concern whom, what is missing, and what falls away."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stoette.utfylling import ALLE_LEDD, I_DAG, KLOKKA, LISTER, STEDER, Person, en_fast_dag, en_kommune  # noqa: F401

from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.skjema.felttyper import Flervalg
from app.domain.skjema.grammatikk import rader
from app.domain.tid import klokke

I_KOMPASS = Person(kompass_registrert=True)
UTEN_KOMPASS = Person()
FEMTEN = Person(foedt=date(2011, 9, 15))
EM_FEMTEN = replace(FEMTEN, enslig_mindreaarig=True)
EM_SEKSTEN_I_DAG = Person(foedt=date(2010, 11, 23), enslig_mindreaarig=True)
EM_SEKSTEN_I_MORGEN = Person(foedt=date(2010, 11, 24), enslig_mindreaarig=True)
EM_ATTEN_I_DAG = Person(foedt=date(2008, 11, 23), enslig_mindreaarig=True)
ALLE_PERSONER = [I_KOMPASS, UTEN_KOMPASS, FEMTEN, EM_FEMTEN, EM_SEKSTEN_I_DAG, EM_ATTEN_I_DAG]

ALLTID = ["morsmaal", "tolkespraak", "behov_for_tolk", "har_tilknytning", "har_behov"]
ENKELT = {"morsmaal": "tigrinja", "tolkespraak": "tigrinja", "behov_for_tolk": "ja"}
ENKELT |= {"har_tilknytning": "nei", "har_behov": "nei"}
ONKEL = {
    "tilknytning.a": 1,
    "tilknytning.a.navn": "Jawad Rahimzai",
    "tilknytning.a.relasjon": "annen_slekt",
    "tilknytning.a.kommune": {"nummer": "5501", "navn": "Tromsø"},
    "tilknytning.a.telefon": "00 00 41 00",
    "tilknytning.a.oensker_naer": "ja",
}
MED_ONKEL = ENKELT | {"har_tilknytning": "ja"} | ONKEL
MED_BEHOV = ENKELT | {
    "har_behov": "ja",
    "samtykke": "ja",
    "samtykke_dato": "2026-11-20",
    "kategorier": ["bolig"],
    "beskrivelse": "Leilighet uten trapper.",
}


@pytest.mark.parametrize(
    ("person", "ogsaa"),
    [
        pytest.param(I_KOMPASS, [], id="voksen i Kompass"),
        pytest.param(UTEN_KOMPASS, ["aarsak_ikke_kompass"], id="voksen utenfor Kompass"),
        pytest.param(FEMTEN, [], id="femten"),
        pytest.param(EM_FEMTEN, ["representant", "representant_telefon"], id="enslig og femten"),
        pytest.param(EM_SEKSTEN_I_MORGEN, ["representant", "representant_telefon"], id="enslig, seksten i morgen"),
        pytest.param(
            EM_SEKSTEN_I_DAG,
            ["aarsak_ikke_kompass", "representant", "representant_telefon"],
            id="enslig, seksten i dag",
        ),
        pytest.param(EM_ATTEN_I_DAG, ["aarsak_ikke_kompass"], id="var enslig, myndig i dag"),
        pytest.param(replace(EM_SEKSTEN_I_DAG, kompass_registrert=True), ["representant", "representant_telefon"]),
        pytest.param(Person(foedt=I_DAG), [], id="foedt i dag"),
        pytest.param(Person(foedt=date(1926, 2, 28)), ["aarsak_ikke_kompass"], id="hundre aar"),
    ],
)
def test_et_tomt_skjema_krever_det_som_gjelder_personen(person, ogsaa):
    assert set(KARTLEGGING.mangler(person, {})) == {*ALLTID, *ogsaa}
    assert KARTLEGGING.antall_paakrevde(person, {}) == len(ALLTID) + len(ogsaa)


def test_det_som_ble_ferdigstilt_gjelder_som_den_dagen():
    """Whoever was a child then is asked no more later, and what is answered stays when it is asked no longer."""
    da, representant = datetime(2020, 5, 1, 10, tzinfo=UTC), KARTLEGGING.ledd("representant")
    var_barn = Person(foedt=date(2004, 5, 2), enslig_mindreaarig=True, ferdigstilt=da)
    assert [KARTLEGGING.ledd(navn).angaar(var_barn, {}) for navn in ("utdanning", "barnehage_og_skole")] == [
        False,
        True,
    ]
    er_voksen = replace(var_barn, foedt=date(2002, 5, 1), kompass_registrert=True)
    svar = {"representant": "Berit Vergeland", "aarsak_ikke_kompass": "helse"}
    assert all(KARTLEGGING.ledd(navn).angaar(er_voksen, svar) for navn in svar)
    assert not any(KARTLEGGING.ledd(navn).angaar(er_voksen, {}) for navn in svar) and representant.paakrevd


def test_et_svar_blir_med_over_aldersgrensen():
    svar = {"utdanning": "Ni år", "barnehage_og_skole": "Ni år"}
    assert KARTLEGGING.bortfaller(FEMTEN, svar) == KARTLEGGING.bortfaller(UTEN_KOMPASS, svar) == []


def test_kompassaarsaken_kommer_foerst_og_aapner_for_annet():
    svar = {"aarsak_ikke_kompass": "annet"}
    assert KARTLEGGING.mangler(UTEN_KOMPASS, {})[0] == "aarsak_ikke_kompass"
    assert KARTLEGGING.mangler(UTEN_KOMPASS, svar)[0] == "aarsak_utdyping"
    svar |= {"aarsak_utdyping": "Venter på kode."}
    assert KARTLEGGING.mangler(UTEN_KOMPASS, svar) == ALLTID
    assert KARTLEGGING.bortfaller(UTEN_KOMPASS, svar | {"aarsak_ikke_kompass": "helse"}) == ["aarsak_utdyping"]


def test_aarsaken_verken_kreves_eller_beholdes_for_en_som_er_i_kompass():
    svar = ENKELT | {"aarsak_ikke_kompass": "annet", "aarsak_utdyping": "Venter på kode."}
    assert KARTLEGGING.mangler(I_KOMPASS, svar) == []
    assert KARTLEGGING.bortfaller(I_KOMPASS, svar) == ["aarsak_ikke_kompass", "aarsak_utdyping"]


def test_to_ganger_nei_er_et_fullstendig_skjema():
    assert KARTLEGGING.mangler(I_KOMPASS, ENKELT) == []
    assert KARTLEGGING.bortfaller(I_KOMPASS, ENKELT) == []
    assert KARTLEGGING.antall_paakrevde(I_KOMPASS, ENKELT) == len(ENKELT)


@pytest.mark.parametrize("sti", ALLTID)
def test_et_toemt_svar_mangler_igjen(sti):
    assert KARTLEGGING.mangler(I_KOMPASS, ENKELT | {sti: None}) == [sti]


def test_et_enslig_barn_paa_seksten_trenger_representant_og_aarsak():
    svar = ENKELT | {"representant": "Berit Vergeland", "representant_telefon": "00 00 31 00"}
    assert KARTLEGGING.mangler(EM_SEKSTEN_I_DAG, svar) == ["aarsak_ikke_kompass"]
    assert KARTLEGGING.mangler(EM_FEMTEN, svar) == []
    assert KARTLEGGING.mangler(EM_FEMTEN, svar | {"representant": None}) == ["representant"]
    assert KARTLEGGING.bortfaller(FEMTEN, svar) == ["representant", "representant_telefon"]


def test_tilknytning_til_en_kommune_trenger_noen():
    svar = ENKELT | {"har_tilknytning": "ja"}
    assert KARTLEGGING.mangler(I_KOMPASS, svar) == ["tilknytning"]
    assert KARTLEGGING.mangler(I_KOMPASS, svar | {"tilknytning.a": 1})[0] == "tilknytning.a.navn"
    assert KARTLEGGING.mangler(I_KOMPASS, MED_ONKEL) == []


def test_det_som_mangler_nevnes_i_skjemaets_rekkefoelge():
    assert KARTLEGGING.mangler(I_KOMPASS, {"har_tilknytning": "ja", "har_behov": "ja"}) == [
        "morsmaal", "tolkespraak", "behov_for_tolk", "tilknytning", "samtykke"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("felt", "mangler"),
    [("navn", True), ("relasjon", True), ("kommune", True), ("oensker_naer", True), ("telefon", True)],
)
def test_en_rad_mangler_feltet_som_ikke_er_fylt_ut(felt, mangler):
    sti = f"tilknytning.a.{felt}"
    assert KARTLEGGING.mangler(I_KOMPASS, MED_ONKEL | {sti: None}) == [sti] * mangler


def test_e_post_eller_telefon_er_nok():
    uten_telefon = MED_ONKEL | {"tilknytning.a.telefon": None}
    begge = MED_ONKEL | {"tilknytning.a.epost": "jawad@onkel.example"}
    assert KARTLEGGING.mangler(I_KOMPASS, uten_telefon) == ["tilknytning.a.telefon"]
    assert KARTLEGGING.mangler(I_KOMPASS, uten_telefon | {"tilknytning.a.epost": "jawad@onkel.example"}) == []
    assert KARTLEGGING.mangler(I_KOMPASS, begge) == []


def test_radene_beholder_rekkefoelgen_de_kom_i_og_svarer_hver_for_seg():
    svar = MED_ONKEL | {"tilknytning.c": 3, "tilknytning.b": 10, "tilknytning.c.navn": "Ali"}
    assert rader(KARTLEGGING.ledd("tilknytning"), svar) == ["a", "c", "b"]
    mangler = KARTLEGGING.mangler(I_KOMPASS, svar)
    assert mangler == [f"tilknytning.c.{f}" for f in ("relasjon", "kommune", "telefon", "oensker_naer")] + [
        f"tilknytning.b.{f}" for f in ("navn", "relasjon", "kommune", "telefon", "oensker_naer")
    ]


def test_en_fjernet_rad_tar_svarene_sine_med_seg():
    svar = MED_ONKEL | {"tilknytning.a": None}
    assert rader(KARTLEGGING.ledd("tilknytning"), svar) == []
    assert KARTLEGGING.mangler(I_KOMPASS, svar) == ["tilknytning"]
    assert set(KARTLEGGING.bortfaller(I_KOMPASS, svar)) == set(ONKEL) - {"tilknytning.a"}


def test_nei_likevel_fjerner_radene_og_svarene_i_dem():
    svar = MED_ONKEL | {"har_tilknytning": "nei"}
    assert KARTLEGGING.mangler(I_KOMPASS, svar) == []
    assert set(KARTLEGGING.bortfaller(I_KOMPASS, svar)) == set(ONKEL)


def test_et_behov_krever_samtykke_beskrivelse_og_samtykkedato():
    assert KARTLEGGING.mangler(I_KOMPASS, MED_BEHOV) == []
    for sti in ("samtykke", "samtykke_dato", "kategorier", "beskrivelse"):
        assert KARTLEGGING.mangler(I_KOMPASS, MED_BEHOV | {sti: None}) == [sti]
    for svar, krav in (("nei", []), ("trukket", ["samtykke_trukket", "samtykke_trukket_av"])):
        uten_samtykke = MED_BEHOV | {"samtykke": svar}
        assert KARTLEGGING.mangler(I_KOMPASS, uten_samtykke) == krav
        assert KARTLEGGING.bortfaller(I_KOMPASS, uten_samtykke) == ["samtykke_dato", "kategorier", "beskrivelse"]


def test_uten_behov_henger_ingenting_paa_et_tidligere_samtykke():
    svar = MED_BEHOV | {"har_behov": "nei"}
    assert KARTLEGGING.mangler(I_KOMPASS, svar | {"samtykke_dato": None}) == []
    assert set(KARTLEGGING.bortfaller(I_KOMPASS, svar)) == {"samtykke", "samtykke_dato", "kategorier", "beskrivelse"}


def test_behandler_er_frivillig_men_en_rad_trenger_et_navn():
    assert KARTLEGGING.mangler(I_KOMPASS, ENKELT | {"behandler.x": 1}) == ["behandler.x.navn"]
    assert KARTLEGGING.mangler(I_KOMPASS, ENKELT | {"behandler.x": 1, "behandler.x.navn": "Lege Eksempel"}) == []


@pytest.mark.parametrize("person", ALLE_PERSONER)
def test_hvert_sted_i_et_utfylt_skjema_finnes_ved_stien(person):
    svar = MED_ONKEL | {"tilknytning.b": 2, "behandler.x": 1}
    steder = list(KARTLEGGING.alle_steder(person, svar))
    assert [KARTLEGGING.finn(sted.sti) for sted in steder] == steder
    assert len({sted.sti for sted in steder}) == len(steder)
    assert [s.sti for seksjon in KARTLEGGING.seksjoner for s in KARTLEGGING.steder(seksjon, person, svar)] == [
        s.sti for s in steder
    ]


@pytest.mark.parametrize(
    "sti",
    ["", ".", "finnes_ikke", "morsmaal.", "morsmaal.x", "tilknytning", "tilknytning.", "tilknytning.a"]
    + ["tilknytning.a.", "tilknytning..navn", "tilknytning.a.navn.", "tilknytning.a.rolle", "behandler.a.kommune"],
)
def test_en_sti_som_ikke_nevner_et_felt_finner_ingenting(sti):
    assert KARTLEGGING.finn(sti) is None


@st.composite
def utfyllinger(draw):
    """Any mixture of answers, also to questions that no longer apply, and rows with half of their fields."""
    rad_stier = [f"{liste.navn}.{rad}" for liste in LISTER for rad in "ab"]
    svar = {sti: nr for nr, sti in enumerate(draw(st.lists(st.sampled_from(rad_stier), unique=True)))}
    for sted in STEDER:
        for sti in [sted.sti] if not sted.liste else [sted.sti.replace(".r1.", f".{rad}.") for rad in "ab"]:
            andre = {"dato": "2026-01-05", "kommune": {"nummer": "5501", "navn": "Tromsø"}}
            koder = list(getattr(sted.felt.type, "valg", ())) or [andre.get(sted.felt.type.mal, "x")]
            enkelt = st.sampled_from(koder)
            er_liste = isinstance(sted.felt.type, Flervalg)
            verdi = draw(st.none() | (st.lists(enkelt, min_size=1, unique=True) if er_liste else enkelt))
            if verdi is not None or draw(st.booleans()):
                svar[sti] = verdi
    return svar


@settings(max_examples=60, deadline=None)
@given(svar=utfyllinger(), person=st.sampled_from(ALLE_PERSONER))
def test_enhver_blanding_av_svar_gaar_opp(svar, person):
    with klokke(lambda: KLOKKA):
        mangler, bort = KARTLEGGING.mangler(person, svar), KARTLEGGING.bortfaller(person, svar)
        assert len(mangler) == len(set(mangler)) <= KARTLEGGING.antall_paakrevde(person, svar)
        assert all(svar.get(sti) is None for sti in mangler)
        assert all(svar.get(sti) is not None for sti in bort)
        ryddet = svar | dict.fromkeys(bort)
        assert KARTLEGGING.mangler(person, ryddet) == mangler
        assert KARTLEGGING.bortfaller(person, ryddet) == []


@pytest.mark.parametrize("grunn", ["ikke_spurt", "vet_ikke", "vil_ikke"])
def test_en_grunn_er_et_svar_der_spoersmaalet_tillater_det(grunn):
    """F71: what is demanded is met by a stated reason, and nothing that hangs on the answer is asked for."""
    svar = ENKELT | {"har_tilknytning": grunn, "har_behov": grunn}
    assert KARTLEGGING.mangler(I_KOMPASS, svar) == []
    med = {navn for navn in svar if grunn in getattr(KARTLEGGING.ledd(navn).type, "valg", {})}
    assert med == {"har_tilknytning", "har_behov"}, "aldri samtykke, språk eller representant"
