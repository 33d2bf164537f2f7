"""Saving, generated for every field of the questionnaire: what can be stored is, and comes back; the rest is not."""

import re

import pytest
from stoette import innsyn
from stoette.sider import med_id, ord_i, tre
from stoette.sider import tekst as tekst_i
from stoette.skjemaer import LISTER, PLASSER, Plass, i_skjemaet, la_alt_gjelde, ny_rad, radene

from app.db import sesjon
from app.domain.beboer.modell import Beboer
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale.svar import hent_svar, verdier

NAVN = "Nadia Karimipour"


def http(tekst: str) -> str:
    """A test's lone surrogate as what a browser sends in its place."""
    return tekst.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def kan_sendes(raa) -> bool:
    return all(http(tekst) == tekst for tekst in raa)


@pytest.fixture
def skjema(felles_app, felles_som) -> str:
    """The form of one whom every question concerns, with a row in each repeated group."""
    nadia = innsyn.ider(NAVN)
    if innsyn.en("SELECT enslig_mindreaarig FROM beboer WHERE id = :i", i=nadia.beboer) not in (True, 1):
        la_alt_gjelde(NAVN)
        felles_som("per").lagre(nadia.skjema, "barnehage_og_skole", "Gikk i barnehage")
    for liste in LISTER:
        if not radene(nadia.skjema, liste.navn):
            ny_rad(felles_som("per"), nadia.skjema, liste.navn)
    return nadia.skjema


@pytest.fixture(params=PLASSER, ids=lambda plass: plass.navn)
def plass(request: pytest.FixtureRequest) -> Plass:
    return request.param


@pytest.fixture
def sti(plass: Plass, skjema: str) -> str:
    return plass.sti(radene(skjema, plass.liste.navn)[0] if plass.liste else "")


def beboer_i(skjema: str) -> str:
    return skjema.rpartition("/")[2]


def lagret(skjema: str, sti: str) -> tuple[object, int]:
    return innsyn.svarene(beboer_i(skjema)).get(sti, (None, 0))


def test_eksempelet_lagres_og_vises_for_en_kollega(felles_som, skjema, plass, sti):
    """S48: saved without a button, and there when a colleague opens the form; the history says who."""
    per, mari = felles_som("per"), felles_som("mari")
    versjon = lagret(skjema, sti)[1]
    per.lagre(skjema, sti, "", versjon)
    versjon = lagret(skjema, sti)[1]
    svar = per.lagre(skjema, sti, plass.felt.type.eksempel, versjon)
    assert svar.status_code == 200 and re.search(r"Lagret kl\. [0-9]{2}\.[0-9]{2}", svar.text)
    assert f'name="v.{sti}" value="{versjon + 1}"' in svar.text
    assert len(svar.data) <= 1024 and len(per.sporringer) <= 6
    hos_mari = i_skjemaet(mari, skjema, plass.seksjon.navn)
    verdi = plass.felt.type.parse(plass.felt.type.eksempel)
    assert plass.felt.type.parse(hos_mari[sti]) == verdi
    assert hos_mari[f"v.{sti}"] == [str(versjon + 1)]
    siste = innsyn.les(
        "SELECT endret_av_id, mottak_id FROM svarhistorikk WHERE beboer_id = :b AND sti = :s AND versjon = :v",
        b=beboer_i(skjema), s=sti, v=versjon + 1,
    )  # fmt: skip
    assert siste == [(per.id, innsyn.mottak_id("Furulia"))]
    if not plass.felt.kryptert:
        assert innsyn.historien(beboer_i(skjema), sti)[-1] == (versjon + 1, verdi)


def test_det_som_ikke_kan_lagres_blir_ikke_lagret(felles_som, skjema, plass, sti):
    """N3, N5: 422 with a sentence at the field, and everything as it was."""
    per = felles_som("per")
    foer = innsyn.dump()
    for raa in filter(kan_sendes, plass.felt.type.ugyldige):
        svar = per.lagre(skjema, sti, raa, lagret(skjema, sti)[1])
        assert svar.status_code == 422, raa
        assert "Ikke lagret." in ord_i(svar.text) and "Lagret kl." not in svar.text
        assert len(ord_i(svar.text).removeprefix("Ikke lagret.")) > 10, "en setning som sier hva som er galt"
    assert innsyn.dump() == foer


MED_TEKST = [p for p in PLASSER if p.felt.type.mal not in ("valg", "flervalg")]
SEKSJONER = sorted({p.seksjon.navn for p in MED_TEKST})


def ugyldig_tekst(plass: Plass) -> str:
    """Something that was typed, that a page can show again, and that cannot be stored."""
    if plass.felt.type.mal == "dato":
        return "30.02.2026"
    return next(raa[0] for raa in plass.felt.type.ugyldige if kan_sendes(raa) and not set("\0\n") & set(raa[0]))


@pytest.mark.parametrize("seksjon", SEKSJONER)
def test_det_som_ble_skrevet_staar_i_feltene_uten_javascript(felles_som, skjema, seksjon):
    """Refused answers stay as they were typed, each with its sentence, and nothing of them is stored."""
    per = felles_som("per")
    rader = {liste.navn: radene(skjema, liste.navn)[0] for liste in LISTER}
    skrevet = {
        p.sti(rader[p.liste.navn] if p.liste else ""): ugyldig_tekst(p) for p in MED_TEKST if p.seksjon.navn == seksjon
    }
    foer = innsyn.dump()
    data = i_skjemaet(per, skjema, seksjon)
    svar = per.post(f"{skjema}/svar?seksjon={seksjon}", data | skrevet)
    assert svar.status_code == 422
    igjen = per.skjema(svar, f"seksjon={seksjon}")
    lenker = {a.get("href") for a in tre(svar).iter("a")}
    for sti, tekst in skrevet.items():
        assert igjen[sti] == [tekst] and "#f-" + sti.replace(".", "-") in lenker, "sagt øverst, der siden åpnes"
        assert "Ikke lagret." in tekst_i(med_id(svar, "s-" + sti.replace(".", "-"))), sti
    assert innsyn.dump() == foer


def test_ett_felt_fra_et_vanlig_skjema(app, som):
    """?felt= without htmx: on to the form where it was stored, else the form again with what was typed."""
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    adresse = f"{yonas.skjema}/svar?felt=egen_telefon"
    for tekst, versjon, status in (("00 00 41 00", 0, 303), ("ring meg", 1, 422), ("00 00 42 00", 0, 409)):
        svar = per.post(adresse, {"egen_telefon": tekst, "v.egen_telefon": versjon})
        assert svar.status_code == status
        if status != 303:
            assert per.skjema(svar, "seksjon=personopplysninger")["egen_telefon"] == [tekst]
    assert lagret(yonas.skjema, "egen_telefon")[1] == 1


def test_alle_felter_gjelder_for_proevepersonen(felles_app, skjema):
    """The generated tests leave nothing out."""
    beboer = sesjon.get_one(Beboer, beboer_i(skjema))
    stier = {s.sti for s in KARTLEGGING.alle_steder(beboer, verdier(hent_svar([beboer.id])[beboer.id]))}
    assert len(PLASSER) > 35
    for plass in PLASSER:
        assert {plass.sti(rad) for rad in (radene(skjema, plass.liste.navn) if plass.liste else [""])} <= stier
    sesjon.remove()


UKJENTE = [
    "finnes_ikke", "", "morsmaal.", "morsmaal.x", ".morsmaal", "Morsmaal", "tilknytning", "tilknytning.navn",
    "tilknytning.{ukjent}.navn", "tilknytning.{rad}.finnes_ikke", "tilknytning.{rad}", "tilknytning.{rad}.navn.x",
    "tilknytning..navn", "behandler.{rad}.navn", "bosetting", "mottak_id", "%00", "æ" * 300, "'; DROP TABLE svar; --",
]  # fmt: skip


@pytest.mark.parametrize("moenster", UKJENTE)
def test_ukjent_felt_finnes_ikke(felles_som, skjema, moenster):
    per = felles_som("per")
    sti = moenster.format(ukjent="0" * 32, rad=radene(skjema, "tilknytning")[0])
    foer = innsyn.dump()
    for htmx in (True, False):
        svar = per.post(f"{skjema}/svar?felt={sti}", {sti: "x", f"v.{sti}": "0"}, htmx=htmx)
        assert svar.status_code == 404, htmx
    assert per.get(f"{skjema}/felt?felt={sti}", htmx=True).status_code == 404, "heller ikke vises det"
    assert innsyn.dump() == foer


@pytest.mark.parametrize("adresse", ["svar?seksjon=finnes_ikke", "svar?seksjon=", "svar", "svar?rad=x"])
def test_ukjent_seksjon_finnes_ikke(felles_som, skjema, adresse):
    svar = felles_som("per").post(f"{skjema}/{adresse}", {"morsmaal": "x", "v.morsmaal": "0"})
    assert svar.status_code == 404


def test_felt_som_ikke_gjelder_personen_finnes_ikke(felles_som):
    """A question that is not asked of this person cannot be answered, by field or by form; one that may have fallen
    away while the form was open says so."""
    per, yonas = felles_som("per"), innsyn.ider("Yonas Tesfalem")
    for sti, seksjon in (("aarsak_ikke_kompass", "aarsak_kompass"), ("representant", "personopplysninger")):
        assert per.lagre(yonas.skjema, sti, "annet").status_code == (422 if sti == "aarsak_ikke_kompass" else 404)
        assert per.get(f"{yonas.skjema}/felt?felt={sti}", htmx=True).status_code == 404
        per.post(f"{yonas.skjema}/svar?seksjon={seksjon}", {sti: "annet", f"v.{sti}": "0"})
        assert sti not in innsyn.svarene(yonas.beboer)
