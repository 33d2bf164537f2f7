"""«Samme for alle»: what is copied, what is not, what a colleague did meanwhile, and the way back."""

import re

import pytest
from stoette import gjoer, innsyn, sider
from stoette.skjemaer import ny_rad, radene

from app.domain.kartlegging.alder import fra_kompassalder
from app.domain.kartlegging.kartlegging import KARTLEGGING, UTGAVER
from app.domain.skjema.grammatikk import Liste, alltid

pytestmark = pytest.mark.begge_lagre
DELES = {
    "morsmaal", "tolkespraak", "behov_for_tolk", "tolk_brukt", "tolk_id", "spraak", "har_tilknytning",
    "tilknytning.navn", "tilknytning.kommune", "tilknytning.telefon", "tilknytning.epost",
}  # fmt: skip


@pytest.fixture
def lina(app) -> innsyn.Ider:
    return innsyn.ider("Lina Khaldoun")


@pytest.fixture
def jad(app) -> innsyn.Ider:
    return innsyn.ider("Jad Khaldoun")


@pytest.fixture
def per(som):
    return som("per")


def ord_i(html: str) -> str:
    return re.sub(" (?=[:,.])", "", sider.ord_i(html))


def staar(om: innsyn.Ider, sti: str = "morsmaal") -> object:
    return innsyn.svarene(om.beboer).get(sti, (None, 0))[0]


def siden(per, om: innsyn.Ider, felt: str = "morsmaal"):
    svar = per.get(f"{om.skjema}/samme?felt={felt}")
    assert svar.status_code == 200
    return svar


def kopier(per, om: innsyn.Ider, side, *hos: innsyn.Ider, felt: str = "morsmaal"):
    skjema = per.skjema(side, f"/samme?felt={felt}") | {"hos": [en.beboer for en in hos]}
    return per.post(f"{om.skjema}/samme?felt={felt}", skjema)


def angre(per, om: innsyn.Ider, svar, felt: str = "morsmaal"):
    side = per.get(svar.headers["Location"].partition("#")[0])
    return per.post(f"{om.skjema}/samme/angring?felt={felt}", per.skjema(side, f"/angring?felt={felt}"))


def alle_felter():
    for versjon in range(1, UTGAVER.versjon + 1):
        for ledd in (ledd for seksjon in UTGAVER.utgave(versjon).seksjoner for ledd in seksjon.ledd):
            if isinstance(ledd, Liste):
                yield from ((f"{ledd.navn}.{felt.navn}", felt) for felt in ledd.felter)
            else:
                yield ledd.navn, ledd


def test_det_som_kan_deles_er_aldri_helse_trusler_internt_eller_kompass():
    """Named one by one, so that nobody marks another without meaning it."""
    merket = {navn: felt for navn, felt in alle_felter() if felt.kan_deles}
    assert merket.keys() == DELES
    assert not [navn for navn, felt in merket.items() if felt.helse or felt.kryptert or felt.hvis]
    assert {felt.gjelder for felt in merket.values()} == {alltid, fra_kompassalder}, "ellers sier siden feil hvorfor"
    seksjoner = {KARTLEGGING.seksjonen(navn) for navn in merket}
    assert seksjoner == {"personopplysninger", "kompetanse", "tilknytning"}


@pytest.mark.parametrize("felt", ["intern_merknad", "beskrivelse", "aarsak_ikke_kompass", "egen_telefon", "finnesikke"])
def test_andre_felter_kan_ikke_kopieres(per, rami, felt):
    foer = innsyn.dump()
    assert per.get(f"{rami.skjema}/samme?felt={felt}").status_code == 404
    assert per.post(f"{rami.skjema}/samme?felt={felt}", {"versjon": "0"}).status_code == 404
    assert innsyn.dump() == foer


def test_fra_forhaandsvisning_til_angring(per, rami, lina, jad):
    """Whoever has another answer is not ticked; what is ticked is stored, with who did it; one press takes it back."""
    per.lagre(rami.skjema, "morsmaal", "arabisk")
    per.lagre(lina.skjema, "morsmaal", "kurmandji")
    side = siden(per, rami)
    vist = ord_i(side.text)
    assert "Nå: kurmandji → Blir: arabisk" in vist and "Nå: Ikke besvart → Blir: arabisk" in vist
    valgt = per.skjema(side, "/samme?felt=morsmaal")["hos"]
    assert jad.beboer in valgt and lina.beboer not in valgt and rami.beboer not in valgt
    svar = kopier(per, rami, side, lina, jad)
    assert svar.status_code == 303 and svar.headers["Location"].endswith("#samme")
    assert not re.search("Lina|Jad|arabisk", svar.headers["Location"])
    assert (staar(lina), staar(jad)) == (["ar"], ["ar"])
    kvittering = ord_i(per.get(svar.headers["Location"].partition("#")[0]).text)
    assert "«Morsmål» er nå det samme hos Lina Khaldoun, Jad Khaldoun." in kvittering
    assert angre(per, rami, svar).status_code == 303
    assert (staar(rami), staar(lina), staar(jad)) == (["ar"], ["kmr"], None)
    assert innsyn.historien(lina.beboer, "morsmaal") == [(1, ["kmr"]), (2, ["ar"]), (3, ["kmr"])]
    assert "er nå det samme" not in per.get(svar.headers["Location"].partition("#")[0]).text


def test_en_kollegas_svar_i_mellomtiden_overskrives_ikke(per, som, rami, lina, jad):
    """Between the preview and the press: nothing is changed there, it is said who, and the others are stored."""
    per.lagre(rami.skjema, "morsmaal", "arabisk")
    side = siden(per, rami)
    som("mari").lagre(lina.skjema, "morsmaal", "tyrkisk")
    svar = kopier(per, rami, side, lina, jad)
    assert svar.status_code == 409
    assert "Lina Khaldoun: Mari Granli har endret svaret." in ord_i(svar.text)
    assert (staar(lina), staar(jad)) == (["tr"], ["ar"])
    assert "er nå det samme hos Jad Khaldoun." in svar.text
    assert (
        per.post(f"{rami.skjema}/samme/angring?felt=morsmaal", per.skjema(svar, "/angring?felt=morsmaal")).status_code
        == 303
    )
    assert (staar(lina), staar(jad)) == (["tr"], None)


def test_er_svaret_selv_endret_kopieres_ingenting(per, som, rami, jad):
    per.lagre(rami.skjema, "morsmaal", "arabisk")
    side = siden(per, rami)
    som("mari").lagre(rami.skjema, "morsmaal", "kurmandji", 1)
    svar = kopier(per, rami, side, jad)
    assert svar.status_code == 409 and "Svaret er endret. Se over det på nytt." in svar.text
    assert staar(jad) is None
    assert kopier(per, rami, siden(per, rami)).status_code == 422, "ingen er valgt"


def test_angre_tar_ikke_det_noen_har_endret_siden(per, som, rami, lina, jad):
    per.lagre(rami.skjema, "morsmaal", "arabisk")
    svar = kopier(per, rami, siden(per, rami), lina, jad)
    som("mari").lagre(lina.skjema, "morsmaal", "tyrkisk", 1)
    svar = angre(per, rami, svar)
    assert svar.status_code == 409 and "Lina Khaldoun: Mari Granli har endret svaret." in ord_i(svar.text)
    assert (staar(lina), staar(jad)) == (["tr"], None)


def test_en_annens_kopi_kan_ikke_angres(per, som, rami, jad):
    per.lagre(rami.skjema, "morsmaal", "arabisk")
    svar = kopier(per, rami, siden(per, rami), jad)
    naar = per.skjema(per.get(svar.headers["Location"].partition("#")[0]), "/angring?felt=morsmaal")["naar"]
    assert som("mari").post(f"{rami.skjema}/samme/angring?felt=morsmaal", {"naar": naar}).status_code == 303
    assert staar(jad) == ["ar"]
    for tull in ("", "i går", "0001-01-01T00:00+14:00"):
        assert per.post(f"{rami.skjema}/samme/angring?felt=morsmaal", {"naar": tull}).status_code == 404


def test_de_det_ikke_gjelder_nevnes_med_hvorfor(per, rami, lina, jad):
    per.lagre(rami.skjema, "spraak", "Leser og skriver arabisk")
    per.lagre(lina.skjema, "spraak", "Leser og skriver arabisk")
    side = siden(per, rami, "spraak")
    vist = ord_i(side.text)
    assert "Jad Khaldoun: Gjelder ikke (under 16 år)" in vist and "Lina Khaldoun: Har samme svar" in vist
    assert f'value="{jad.beboer}"' not in side.text
    per.post(f"{rami.skjema}/samme?felt=spraak", {"versjon": "1", "hos": jad.beboer, f"v.{jad.beboer}": "0"})
    assert staar(jad, "spraak") is None


def test_relasjonene_foelger_med_uten_det_som_er_hver_enkelts(per, rami, lina):
    """Who it is and how he is reached; once, though it is copied twice. What he is to each, is asked of each."""
    per.lagre(rami.skjema, "har_tilknytning", "ja")
    rad = f"tilknytning.{ny_rad(per, rami.skjema, 'tilknytning')}"
    for felt, verdi in (("navn", "Salma"), ("kommune", "Drammen"), ("telefon", "91234567"), ("relasjon", "soesken")):
        assert per.lagre(rami.skjema, f"{rad}.{felt}", verdi).status_code == 200
    side = siden(per, rami, "har_tilknytning")
    assert "Ja, Salma, Drammen, 91234567" in ord_i(side.text)
    svar = kopier(per, rami, side, lina, felt="har_tilknytning")
    [ny] = radene(lina.skjema, "tilknytning")
    cellene = {sti.rpartition(".")[2]: verdi for sti, (verdi, _) in innsyn.svarene(lina.beboer).items() if ny in sti}
    assert {"navn": "Salma", "telefon": "91234567"}.items() <= cellene.items() and "relasjon" not in cellene
    assert "Lina Khaldoun: Har samme svar" in ord_i(siden(per, rami, "har_tilknytning").text)
    assert angre(per, rami, svar, "har_tilknytning").status_code == 303
    assert radene(lina.skjema, "tilknytning") == [] and staar(lina, "har_tilknytning") is None


def test_en_rad_noen_har_skrevet_videre_i_tas_ikke_bort(per, rami, lina):
    per.lagre(rami.skjema, "har_tilknytning", "ja")
    rad = f"tilknytning.{ny_rad(per, rami.skjema, 'tilknytning')}"
    per.lagre(rami.skjema, f"{rad}.navn", "Salma")
    svar = kopier(per, rami, siden(per, rami, "har_tilknytning"), lina, felt="har_tilknytning")
    [ny] = radene(lina.skjema, "tilknytning")
    per.lagre(lina.skjema, f"tilknytning.{ny}.relasjon", "venn")
    svar = angre(per, rami, svar, "har_tilknytning")
    assert svar.status_code == 409 and "Per Lia har endret svaret." in svar.text
    assert radene(lina.skjema, "tilknytning") == [ny]


def test_er_det_ikke_plass_skrives_ingenting_hos_den(per, rami, lina):
    for om in (rami, lina):
        per.lagre(om.skjema, "har_tilknytning", "ja")
    gjoer.fyll_listen(per, lina.beboer, KARTLEGGING.ledd("tilknytning"))
    rad = f"tilknytning.{ny_rad(per, rami.skjema, 'tilknytning')}"
    per.lagre(rami.skjema, f"{rad}.navn", "Salma")
    svar = kopier(per, rami, siden(per, rami, "har_tilknytning"), lina, felt="har_tilknytning")
    assert svar.status_code == 409 and "Det er ikke plass til flere enn 30 her." in svar.text
    assert len(radene(lina.skjema, "tilknytning")) == 30


def test_en_ferdigstilt_samtale_er_laast_ogsaa_her(per, som, rami, lina):
    per.lagre(rami.skjema, "morsmaal", "arabisk")
    side = siden(per, rami)
    for navn in ("Rami Khaldoun", "Lina Khaldoun", "Jad Khaldoun", "Noor Khaldoun"):
        gjoer.fyll_ut(per, navn)
    gjoer.ferdigstill(per, rami.samtale)
    foer = innsyn.dump()
    assert per.get(f"{rami.skjema}/samme?felt=morsmaal").status_code == 409
    assert kopier(per, rami, side, lina).status_code == 409
    assert innsyn.dump() == foer


def test_den_som_er_skjermet_nevnes_bare_for_dem_som_har_tilgang(per, rami, lina, jad):
    """As in the form: he is not there, nor is he written at."""
    per.lagre(rami.skjema, "morsmaal", "arabisk")
    innsyn.skriv("UPDATE beboer SET skjermet = :j WHERE id = :b", j=True, b=lina.beboer)
    side = siden(per, rami)
    assert "Lina" not in side.text and lina.beboer not in side.text
    skjema = per.skjema(side, "/samme?felt=morsmaal") | {"hos": [lina.beboer, jad.beboer], f"v.{lina.beboer}": "0"}
    assert per.post(f"{rami.skjema}/samme?felt=morsmaal", skjema).status_code == 303
    assert (staar(lina), staar(jad)) == (None, ["ar"])


def test_bare_der_det_er_flere(per, yonas, rami):
    assert "Samme for alle" not in per.get(yonas.skjema).text
    assert per.get(f"{yonas.skjema}/samme?felt=morsmaal").status_code == 404
    assert per.get(rami.skjema).text.count("Samme for alle") == len([n for n in DELES if "." not in n])
    side = per.get(f"{rami.skjema}/samme?felt=morsmaal")
    assert "Svar på spørsmålet først." in side.text
