"""The interview as it is declared: what holds for every field, and which questions are asked of whom."""

import json
import re
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import beboer, felttyper, kartlegging
from app.domain.felttyper import Flervalg, Langtekst, Valg
from app.domain.kartlegging import KARTLEGGING
from app.domain.skjema import Felt, Leser, Liste, Sted, rader
from app.domain.unntak import Ugyldig

I_DAG = date(2026, 11, 23)
ALLE_LEDD = [ledd for seksjon in KARTLEGGING.seksjoner for ledd in seksjon.ledd]
LISTER = [ledd for ledd in ALLE_LEDD if isinstance(ledd, Liste)]
STEDER = [Sted(f.navn, f) for f in ALLE_LEDD if isinstance(f, Felt)] + [
    Sted(f"{liste.navn}.r1.{f.navn}", f, liste, "r1") for liste in LISTER for f in liste.felter
]
TEKSTER = {sted.sti: sted.felt for sted in STEDER} | {liste.navn: liste for liste in LISTER}

hvert_sted = pytest.mark.parametrize("sted", STEDER, ids=lambda sted: sted.sti)
hver_tekst = pytest.mark.parametrize("ledd", TEKSTER.values(), ids=TEKSTER)


@dataclass(frozen=True)
class Person:
    foedt: date = date(1996, 3, 14)
    kompass_registrert: bool = False
    enslig_mindreaarig: bool = False


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


@pytest.fixture(autouse=True)
def en_fast_dag(monkeypatch):
    monkeypatch.setattr(kartlegging, "alder", lambda foedt: beboer.alder(foedt, I_DAG))


@pytest.fixture(autouse=True)
def en_kommune(monkeypatch):
    def slaa_opp(tekst):
        if tekst != "Tromsø":
            raise Ugyldig("Fant ingen kommune eller bydel med dette navnet. Velg en fra listen.")
        return {"nummer": "5501", "navn": "Tromsø"}

    monkeypatch.setattr(felttyper.kommune, "slaa_opp", slaa_opp)


# What holds for every field


@hvert_sted
def test_an_example_is_stored_shown_and_comes_back_unchanged(sted):
    felttype = sted.felt.type
    verdi = felttype.parse(felttype.eksempel)
    assert verdi is not None
    assert felttype.vis(verdi).strip()
    assert felttype.parse(felttype.til_skjema(verdi)) == verdi
    assert json.loads(json.dumps(verdi)) == verdi


@hvert_sted
def test_no_answer_is_none_and_shows_as_nothing(sted):
    felttype = sted.felt.type
    assert [felttype.parse(raa) for raa in ([], [""], ["", ""])] == [None] * 3
    assert felttype.vis(None) == ""
    assert list(felttype.til_skjema(None)) == []


@pytest.mark.parametrize(
    ("sted", "raa"),
    [pytest.param(s, raa, id=f"{s.sti}-{nr}") for s in STEDER for nr, raa in enumerate(s.felt.type.ugyldige)],
)
def test_what_cannot_be_stored_is_refused_in_a_sentence(sted, raa):
    with pytest.raises(Ugyldig) as feil:
        sted.felt.type.parse(raa)
    assert (feil.value.melding % feil.value.verdier).endswith((".", "?"))


@hvert_sted
def test_a_path_finds_its_field(sted):
    assert KARTLEGGING.finn(sted.sti) == sted
    assert len(sted.sti) - len(sted.rad) + 32 <= 120


@hver_tekst
def test_help_is_one_to_four_whole_sentences(ledd):
    setninger = re.findall(r"[^.!?]+[.!?](?: |$)", ledd.hjelp)
    assert "".join(setninger) == ledd.hjelp
    assert 1 <= len(setninger) <= 4
    assert all(setning[0].isupper() or setning[0] == "«" for setning in setninger)
    assert len(ledd.hjelp) <= 500


@hver_tekst
def test_help_says_who_reads_the_answer(ledd):
    if Leser.KOMMUNE in ledd.lesere:
        assert re.search(r"IMDi og (en mulig )?kommune|IMDi ser .*, og kommunen ser", ledd.hjelp)
    else:
        assert re.search(r"Bare mottaket og IMDi ser|leser bare IMDi", ledd.hjelp)


@hver_tekst
def test_texts_are_typeset_as_norwegian(ledd):
    tekster = [ledd.ledetekst, ledd.hjelp, getattr(ledd, "advarsel", "")]
    tekster += getattr(getattr(ledd, "type", None), "valg", {}).values()
    assert all(_er_satt_riktig(tekst) for tekst in tekster)


def test_sections_are_typeset_as_norwegian():
    assert all(_er_satt_riktig(tekst) for s in KARTLEGGING.seksjoner for tekst in (s.tittel, s.ingress))
    assert all(s.ingress == "" or s.ingress.endswith(".") for s in KARTLEGGING.seksjoner)


def _er_satt_riktig(tekst):
    stygt = re.search(r"[\"'%<>]|\.\.|f\.eks|evt\b|mtp\b|bla\. |i forhold til| - ", tekst)
    return not stygt and tekst == " ".join(tekst.split()) and tekst.count("«") == tekst.count("»")


@hvert_sted
def test_a_condition_names_an_earlier_neighbour_and_one_of_its_answers(sted):
    naboer = list(sted.liste.felter) if sted.liste else ALLE_LEDD
    for ledd in [sted.felt] + ([sted.liste] if sted.liste else []):
        if ledd.hvis:
            beside = naboer if ledd is sted.felt else ALLE_LEDD
            nabo = next(f for f in beside if f.navn == ledd.hvis[0])
            assert beside.index(nabo) < beside.index(ledd)
            assert isinstance(nabo.type, Valg | Flervalg)
            assert ledd.hvis[1] in nabo.type.valg
    if sted.felt.minst_ett_av:
        nabo = next(f for f in naboer if f.navn == sted.felt.minst_ett_av)
        assert nabo.hvis == sted.felt.hvis
        assert not nabo.paakrevd


@hvert_sted
def test_a_question_that_hangs_on_another_concerns_the_same_persons(sted):
    if sted.felt.hvis and not sted.liste:
        assert sted.felt.gjelder is KARTLEGGING.ledd(sted.felt.hvis[0]).gjelder


@hvert_sted
def test_free_text_that_a_kommune_reads_takes_no_personal_numbers(sted):
    if isinstance(sted.felt.type, Langtekst):
        assert sted.felt.type.uten_personnummer == (Leser.KOMMUNE in sted.felt.lesere)


@hvert_sted
def test_nothing_asks_for_legning_etnisitet_or_religion(sted):
    valg = " ".join(sted.felt.type.valg.values()) if hasattr(sted.felt.type, "valg") else ""
    assert not re.search(r"legning|etnisk|etnisitet|religi|seksuell|straff", f"{sted.felt.ledetekst} {valg}".lower())


def test_names_are_unique_where_they_could_be_confused():
    oeverst = [ledd.navn for ledd in ALLE_LEDD]
    assert len(oeverst) == len(set(oeverst))
    for liste in LISTER:
        inne = [f.navn for f in liste.felter]
        assert len(inne) == len(set(inne))
        assert not set(inne) & set(oeverst)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", navn) for sted in STEDER for navn in [sted.felt.navn])
    assert len({s.navn for s in KARTLEGGING.seksjoner}) == len(KARTLEGGING.seksjoner)


def test_sections_stand_in_the_guides_order_under_the_contracts_names():
    assert [s.tittel for s in KARTLEGGING.seksjoner] == [
        "Registrering i Kompass",
        "Personopplysninger",
        "Kompetanse",
        "Tilknytning til kommune",
        "Bosettingsmerknad",
        "Intern bosettingsmerknad",
        "Tilretteleggingsbehov",
        "Informasjon om behandler",
    ]
    assert [s.navn for s in KARTLEGGING.seksjoner if s.fakta] == ["personopplysninger"]


@pytest.mark.parametrize(
    ("navn", "tekst"),
    [
        ("aarsak_ikke_kompass", "Årsak til at registrering i Kompass ikke er gjennomført"),
        ("bosettingsmerknad", "Bosettingsmerknad"),
        ("intern_merknad", "Intern bosettingsmerknad"),
        ("har_tilknytning", "Har personen tilknytning til en kommune?"),
        ("har_behov", "Har personen behov for tilrettelegging?"),
    ],
)
def test_labels_are_exact(navn, tekst):
    assert KARTLEGGING.ledd(navn).ledetekst == tekst


def test_repeated_groups_are_named_as_in_the_contract():
    assert {(liste.legg_til, liste.entall, liste.paakrevd) for liste in LISTER} == {
        ("Legg til relasjon", "relasjon", True),
        ("Legg til behandler", "behandler", False),
    }


def test_the_warning_beneath_the_bosettingsmerknad_is_the_guides():
    felt = KARTLEGGING.ledd("bosettingsmerknad")
    assert felt.advarsel == "Vær oppmerksom på at personsensitiv informasjon ikke skal legges inn her!"


def test_the_eight_groups_of_competence_are_those_of_the_law():
    kompetanse = KARTLEGGING.seksjoner[2]
    assert [felt.ledetekst for felt in kompetanse.ledd] == [
        "Språk",
        "Utdanning",
        "Arbeidserfaring",
        "Digitale ferdigheter",
        "Førerkort og sertifikater",
        "Annen kompetanse/realkompetanse",
        "Interesser",
        "Ønsker for utdanning og arbeid",
    ]
    assert not any(felt.paakrevd for felt in kompetanse.ledd)


def test_no_kommune_reads_these():
    skjult = {s.sti for s in STEDER if Leser.KOMMUNE not in s.felt.lesere}
    assert skjult == {
        "aarsak_ikke_kompass", "aarsak_utdyping", "tolk_brukt", "tolk_id", "intern_merknad",
        *(s.sti for s in STEDER if s.liste and s.liste.navn == "behandler"),
    }  # fmt: skip
    assert all(s.felt.lesere in s.liste.lesere for s in STEDER if s.liste)
    assert all(Leser.MOTTAK | Leser.IMDI in s.felt.lesere for s in STEDER)
    assert [s.sti for s in STEDER if s.felt.kryptert] == ["intern_merknad"]


def test_reasons_fit_those_who_are_asked():
    aarsaker = KARTLEGGING.ledd("aarsak_ikke_kompass").type.valg.values()
    assert {"Manglende lese- og skriveferdigheter", "Har midlertidig kollektiv beskyttelse", "Annet"} <= set(aarsaker)
    assert not any("16" in aarsak or re.search("rett|plikt", aarsak.lower()) for aarsak in aarsaker)


# What is asked of whom


@pytest.mark.parametrize(
    ("person", "ogsaa"),
    [
        pytest.param(I_KOMPASS, [], id="adult in Kompass"),
        pytest.param(UTEN_KOMPASS, ["aarsak_ikke_kompass"], id="adult not in Kompass"),
        pytest.param(FEMTEN, [], id="fifteen"),
        pytest.param(EM_FEMTEN, ["representant", "representant_telefon"], id="alone and fifteen"),
        pytest.param(EM_SEKSTEN_I_MORGEN, ["representant", "representant_telefon"], id="alone, sixteen tomorrow"),
        pytest.param(
            EM_SEKSTEN_I_DAG,
            ["aarsak_ikke_kompass", "representant", "representant_telefon"],
            id="alone, sixteen today",
        ),
        pytest.param(EM_ATTEN_I_DAG, ["aarsak_ikke_kompass"], id="was alone, of age today"),
        pytest.param(replace(EM_SEKSTEN_I_DAG, kompass_registrert=True), ["representant", "representant_telefon"]),
        pytest.param(Person(foedt=I_DAG), [], id="born today"),
        pytest.param(Person(foedt=date(1926, 2, 28)), ["aarsak_ikke_kompass"], id="a hundred years"),
    ],
)
def test_an_empty_form_demands_what_concerns_the_person(person, ogsaa):
    assert set(KARTLEGGING.mangler(person, {})) == {*ALLTID, *ogsaa}
    assert KARTLEGGING.antall_paakrevde(person, {}) == len(ALLTID) + len(ogsaa)


def test_the_kompass_reason_comes_first_and_opens_for_annet():
    svar = {"aarsak_ikke_kompass": "annet"}
    assert KARTLEGGING.mangler(UTEN_KOMPASS, {})[0] == "aarsak_ikke_kompass"
    assert KARTLEGGING.mangler(UTEN_KOMPASS, svar)[0] == "aarsak_utdyping"
    svar |= {"aarsak_utdyping": "Venter på kode."}
    assert KARTLEGGING.mangler(UTEN_KOMPASS, svar) == ALLTID
    assert KARTLEGGING.bortfaller(UTEN_KOMPASS, svar | {"aarsak_ikke_kompass": "helse"}) == ["aarsak_utdyping"]


def test_a_reason_is_neither_demanded_nor_kept_once_the_person_is_in_kompass():
    svar = ENKELT | {"aarsak_ikke_kompass": "annet", "aarsak_utdyping": "Venter på kode."}
    assert KARTLEGGING.mangler(I_KOMPASS, svar) == []
    assert KARTLEGGING.bortfaller(I_KOMPASS, svar) == ["aarsak_ikke_kompass", "aarsak_utdyping"]


def test_two_times_no_is_a_complete_form():
    assert KARTLEGGING.mangler(I_KOMPASS, ENKELT) == []
    assert KARTLEGGING.bortfaller(I_KOMPASS, ENKELT) == []
    assert KARTLEGGING.antall_paakrevde(I_KOMPASS, ENKELT) == len(ENKELT)


@pytest.mark.parametrize("sti", ALLTID)
def test_an_emptied_answer_is_missing_again(sti):
    assert KARTLEGGING.mangler(I_KOMPASS, ENKELT | {sti: None}) == [sti]


def test_a_child_of_sixteen_alone_needs_representant_and_reason():
    svar = ENKELT | {"representant": "Berit Vergeland", "representant_telefon": "00 00 31 00"}
    assert KARTLEGGING.mangler(EM_SEKSTEN_I_DAG, svar) == ["aarsak_ikke_kompass"]
    assert KARTLEGGING.mangler(EM_FEMTEN, svar) == []
    assert KARTLEGGING.mangler(EM_FEMTEN, svar | {"representant": None}) == ["representant"]
    assert KARTLEGGING.bortfaller(FEMTEN, svar) == ["representant", "representant_telefon"]


def test_a_tie_to_a_kommune_needs_somebody():
    svar = ENKELT | {"har_tilknytning": "ja"}
    assert KARTLEGGING.mangler(I_KOMPASS, svar) == ["tilknytning"]
    assert KARTLEGGING.mangler(I_KOMPASS, svar | {"tilknytning.a": 1})[0] == "tilknytning.a.navn"
    assert KARTLEGGING.mangler(I_KOMPASS, MED_ONKEL) == []


def test_what_is_missing_is_told_in_the_forms_order():
    assert KARTLEGGING.mangler(I_KOMPASS, {"har_tilknytning": "ja", "har_behov": "ja"}) == [
        "morsmaal", "tolkespraak", "behov_for_tolk", "tilknytning", "samtykke", "kategorier", "beskrivelse"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("felt", "mangler"),
    [("navn", True), ("relasjon", True), ("kommune", True), ("oensker_naer", True), ("telefon", True)],
)
def test_a_row_is_refused_without(felt, mangler):
    sti = f"tilknytning.a.{felt}"
    assert KARTLEGGING.mangler(I_KOMPASS, MED_ONKEL | {sti: None}) == [sti] * mangler


def test_an_address_or_a_number_is_enough():
    uten_telefon = MED_ONKEL | {"tilknytning.a.telefon": None}
    begge = MED_ONKEL | {"tilknytning.a.epost": "jawad@onkel.example"}
    assert KARTLEGGING.mangler(I_KOMPASS, uten_telefon) == ["tilknytning.a.telefon"]
    assert KARTLEGGING.mangler(I_KOMPASS, uten_telefon | {"tilknytning.a.epost": "jawad@onkel.example"}) == []
    assert KARTLEGGING.mangler(I_KOMPASS, begge) == []


def test_rows_keep_the_order_they_were_added_in_and_answer_for_themselves():
    svar = MED_ONKEL | {"tilknytning.c": 3, "tilknytning.b": 10, "tilknytning.c.navn": "Ali"}
    assert rader(KARTLEGGING.ledd("tilknytning"), svar) == ["a", "c", "b"]
    mangler = KARTLEGGING.mangler(I_KOMPASS, svar)
    assert mangler == [f"tilknytning.c.{f}" for f in ("relasjon", "kommune", "telefon", "oensker_naer")] + [
        f"tilknytning.b.{f}" for f in ("navn", "relasjon", "kommune", "telefon", "oensker_naer")
    ]


def test_a_removed_row_takes_its_answers_with_it():
    svar = MED_ONKEL | {"tilknytning.a": None}
    assert rader(KARTLEGGING.ledd("tilknytning"), svar) == []
    assert KARTLEGGING.mangler(I_KOMPASS, svar) == ["tilknytning"]
    assert set(KARTLEGGING.bortfaller(I_KOMPASS, svar)) == set(ONKEL) - {"tilknytning.a"}


def test_no_after_all_drops_the_rows_and_their_answers():
    svar = MED_ONKEL | {"har_tilknytning": "nei"}
    assert KARTLEGGING.mangler(I_KOMPASS, svar) == []
    assert set(KARTLEGGING.bortfaller(I_KOMPASS, svar)) == set(ONKEL)


def test_a_need_demands_consent_description_and_the_date_of_consent():
    assert KARTLEGGING.mangler(I_KOMPASS, MED_BEHOV) == []
    for sti in ("samtykke", "samtykke_dato", "kategorier", "beskrivelse"):
        assert KARTLEGGING.mangler(I_KOMPASS, MED_BEHOV | {sti: None}) == [sti]
    uten_samtykke = MED_BEHOV | {"samtykke": "nei"}
    assert KARTLEGGING.mangler(I_KOMPASS, uten_samtykke) == []
    assert KARTLEGGING.bortfaller(I_KOMPASS, uten_samtykke) == ["samtykke_dato"]


def test_without_a_need_nothing_hangs_on_a_consent_given_before():
    svar = MED_BEHOV | {"har_behov": "nei"}
    assert KARTLEGGING.mangler(I_KOMPASS, svar | {"samtykke_dato": None}) == []
    assert set(KARTLEGGING.bortfaller(I_KOMPASS, svar)) == {"samtykke", "samtykke_dato", "kategorier", "beskrivelse"}


def test_behandler_is_optional_but_a_row_needs_a_name():
    assert KARTLEGGING.mangler(I_KOMPASS, ENKELT | {"behandler.x": 1}) == ["behandler.x.navn"]
    assert KARTLEGGING.mangler(I_KOMPASS, ENKELT | {"behandler.x": 1, "behandler.x.navn": "Lege Eksempel"}) == []


@pytest.mark.parametrize("person", ALLE_PERSONER)
def test_every_place_of_a_filled_form_is_found_by_its_path(person):
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
def test_a_path_that_names_no_field_finds_none(sti):
    assert KARTLEGGING.finn(sti) is None


@st.composite
def utfyllinger(draw):
    """Any mixture of answers, also to questions that no longer apply, and rows with half of their fields."""
    rad_stier = [f"{liste.navn}.{rad}" for liste in LISTER for rad in "ab"]
    svar = {sti: nr for nr, sti in enumerate(draw(st.lists(st.sampled_from(rad_stier), unique=True)))}
    for sted in STEDER:
        for sti in [sted.sti] if not sted.liste else [sted.sti.replace(".r1.", f".{rad}.") for rad in "ab"]:
            koder = list(sted.felt.type.valg) if hasattr(sted.felt.type, "valg") else ["tekst"]
            enkelt = st.sampled_from(koder)
            er_liste = isinstance(sted.felt.type, Flervalg)
            verdi = draw(st.none() | (st.lists(enkelt, min_size=1, unique=True) if er_liste else enkelt))
            if verdi is not None or draw(st.booleans()):
                svar[sti] = verdi
    return svar


@settings(max_examples=60, deadline=None)
@given(svar=utfyllinger(), person=st.sampled_from(ALLE_PERSONER))
def test_any_mixture_of_answers_adds_up(svar, person):
    with pytest.MonkeyPatch.context() as lapp:
        lapp.setattr(kartlegging, "alder", lambda foedt: beboer.alder(foedt, I_DAG))
        mangler, bort = KARTLEGGING.mangler(person, svar), KARTLEGGING.bortfaller(person, svar)
        assert len(mangler) == len(set(mangler)) <= KARTLEGGING.antall_paakrevde(person, svar)
        assert all(svar.get(sti) is None for sti in mangler)
        assert all(svar.get(sti) is not None for sti in bort)
        ryddet = svar | dict.fromkeys(bort)
        assert KARTLEGGING.mangler(person, ryddet) == mangler
        assert KARTLEGGING.bortfaller(person, ryddet) == []
