"""The interview as it is declared: what holds for every field, its texts, its order and its readers."""

import json
import re

import pytest
from stoette.utfylling import ALLE_LEDD, I_DAG, LISTER, STEDER, Person, en_fast_dag, en_kommune  # noqa: F401

from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.skjema.felttyper import Flervalg, Langtekst, Valg
from app.domain.skjema.grammatikk import Leser
from app.domain.unntak import Ugyldig

TEKSTER = {sted.sti: sted.felt for sted in STEDER} | {liste.navn: liste for liste in LISTER}
hvert_sted = pytest.mark.parametrize("sted", STEDER, ids=lambda sted: sted.sti)
hver_tekst = pytest.mark.parametrize("ledd", TEKSTER.values(), ids=TEKSTER)


# What holds for every field


@hvert_sted
def test_et_eksempel_lagres_vises_og_kommer_uendret_tilbake(sted):
    felttype = sted.felt.type
    verdi = felttype.parse(felttype.eksempel)
    assert verdi is not None
    assert felttype.vis(verdi).strip()
    assert felttype.parse(felttype.til_skjema(verdi)) == verdi
    assert json.loads(json.dumps(verdi)) == verdi


@hvert_sted
def test_uten_svar_lagres_og_vises_ingenting(sted):
    felttype = sted.felt.type
    assert [felttype.parse(raa) for raa in ([], [""], ["", ""])] == [None] * 3
    assert felttype.vis(None) == ""
    assert list(felttype.til_skjema(None)) == []


@pytest.mark.parametrize(
    ("sted", "raa"),
    [pytest.param(s, raa, id=f"{s.sti}-{nr}") for s in STEDER for nr, raa in enumerate(s.felt.type.ugyldige)],
)
def test_det_som_ikke_kan_lagres_avvises_med_en_setning(sted, raa):
    with pytest.raises(Ugyldig) as feil:
        sted.felt.type.parse(raa)
    assert (feil.value.melding % feil.value.verdier).endswith((".", "?"))


@hvert_sted
def test_en_sti_finner_feltet_sitt(sted):
    assert KARTLEGGING.finn(sted.sti) == sted
    assert len(sted.sti) - len(sted.rad) + 32 <= 120


@hver_tekst
def test_hjelpen_er_en_til_fire_hele_setninger(ledd):
    setninger = re.findall(r"[^.!?]+[.!?](?: |$)", ledd.hjelp)
    assert "".join(setninger) == ledd.hjelp
    assert 1 <= len(setninger) <= 4
    assert all(setning[0].isupper() or setning[0] == "«" for setning in setninger)
    assert len(ledd.hjelp) <= 500


@hver_tekst
def test_hjelpen_sier_hvem_som_leser_svaret(ledd):
    if Leser.KOMMUNE in ledd.lesere:
        assert re.search(r"IMDi og (en mulig )?kommune|IMDi ser .*, og kommunen ser", ledd.hjelp)
    else:
        assert re.search(r"Bare mottaket og IMDi ser|leser bare IMDi", ledd.hjelp)


@hver_tekst
def test_tekstene_er_satt_etter_norske_regler(ledd):
    tekster = [ledd.ledetekst, ledd.hjelp, getattr(ledd, "advarsel", "")]
    tekster += getattr(getattr(ledd, "type", None), "valg", {}).values()
    assert all(_er_satt_riktig(tekst) for tekst in tekster)


def test_seksjonene_er_satt_etter_norske_regler():
    assert all(_er_satt_riktig(tekst) for s in KARTLEGGING.seksjoner for tekst in (s.tittel, s.ingress))
    assert all(s.ingress == "" or s.ingress.endswith(".") for s in KARTLEGGING.seksjoner)


def _er_satt_riktig(tekst):
    stygt = re.search(r"[\"'%<>]|\.\.|f\.eks|evt\b|mtp\b|bla\. |i forhold til| - ", tekst)
    return not stygt and tekst == " ".join(tekst.split()) and tekst.count("«") == tekst.count("»")


@hvert_sted
def test_et_vilkaar_nevner_et_tidligere_felt_ved_siden_av_og_et_av_svarene_der(sted):
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
def test_et_spoersmaal_som_henger_paa_et_annet_gjelder_de_samme_personene(sted):
    if sted.felt.hvis and not sted.liste:
        assert sted.felt.gjelder is KARTLEGGING.ledd(sted.felt.hvis[0]).gjelder


@hvert_sted
def test_fritekst_som_kommunen_leser_tar_ikke_imot_personnumre(sted):
    if isinstance(sted.felt.type, Langtekst):
        assert sted.felt.type.uten_personnummer == (Leser.KOMMUNE in sted.felt.lesere)


@hvert_sted
def test_ingenting_spoer_etter_legning_etnisitet_eller_religion(sted):
    valg = " ".join(sted.felt.type.valg.values()) if hasattr(sted.felt.type, "valg") else ""
    assert not re.search(r"legning|etnisk|etnisitet|religi|seksuell|straff", f"{sted.felt.ledetekst} {valg}".lower())


def test_navnene_er_entydige_der_de_kan_forveksles():
    oeverst = [ledd.navn for ledd in ALLE_LEDD]
    assert len(oeverst) == len(set(oeverst))
    for liste in LISTER:
        inne = [f.navn for f in liste.felter]
        assert len(inne) == len(set(inne))
        assert not set(inne) & set(oeverst)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", navn) for sted in STEDER for navn in [sted.felt.navn])
    assert len({s.navn for s in KARTLEGGING.seksjoner}) == len(KARTLEGGING.seksjoner)


def test_seksjonene_staar_i_veilederens_rekkefoelge_med_kontraktens_navn():
    assert [s.tittel for s in KARTLEGGING.seksjoner] == [
        "Registrering i Kompass",
        "Personopplysninger",
        "Kompetanse",
        "Barnehage og skole",
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
def test_ledetekstene_er_ordrette(navn, tekst):
    assert KARTLEGGING.ledd(navn).ledetekst == tekst


def test_gruppene_som_gjentas_heter_som_i_kontrakten():
    assert {(liste.legg_til, liste.entall, liste.paakrevd) for liste in LISTER} == {
        ("Legg til relasjon", "relasjon", True),
        ("Legg til behandler", "behandler", False),
    }


def test_advarselen_under_bosettingsmerknaden_er_veilederens():
    felt = KARTLEGGING.ledd("bosettingsmerknad")
    assert felt.advarsel == "Vær oppmerksom på at personsensitiv informasjon ikke skal legges inn her!"


def test_de_aatte_kompetansegruppene_er_lovens():
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


def test_ingen_kommune_leser_disse():
    skjult = {s.sti for s in STEDER if Leser.KOMMUNE not in s.felt.lesere}
    assert skjult == {
        "aarsak_ikke_kompass", "aarsak_utdyping", "tolk_brukt", "tolk_id", "intern_merknad",
        *(s.sti for s in STEDER if s.liste and s.liste.navn == "behandler"),
    }  # fmt: skip
    assert all(s.felt.lesere in s.liste.lesere for s in STEDER if s.liste)
    assert all(Leser.MOTTAK | Leser.IMDI in s.felt.lesere for s in STEDER)
    assert [s.sti for s in STEDER if s.felt.kryptert] == ["intern_merknad"]


def test_aarsakene_passer_for_dem_som_spoerres():
    aarsaker = KARTLEGGING.ledd("aarsak_ikke_kompass").type.valg.values()
    assert {"Manglende lese- og skriveferdigheter", "Har midlertidig kollektiv beskyttelse", "Annet"} <= set(aarsaker)
    assert not any("16" in aarsak or re.search("rett|plikt", aarsak.lower()) for aarsak in aarsaker)
