"""What a screen shows, and what a browser does with it: names the right way round, nothing sent on, faults first."""

import re

import pytest
from flask import Flask
from stoette import innsyn
from stoette.registeret import HELEN, utfall
from stoette.sider import navnene

from app.db import sesjon
from app.domain.beboer.modell import Beboer
from app.domain.tilgang.matrise import Rolle
from app.migrering import migrer

SNUDD = "\u202eneleH\u202c"
"""Shown as «Helen» where nobody looks after it, and stored as something else."""


def tittelen(svar) -> str:
    return re.search(r"<title>(.*?)</title>", svar.text, re.DOTALL)[1].strip()


@pytest.mark.parametrize(
    ("hvem", "sti", "data"),
    [
        ("tuva", "/mottak/kompass/oppslag", {"duf_nummer": "x"}),
        ("siri", "/fordelingsklare/bosettingssak", {"duf_nummer": "2024"}),
        ("kari", "/mottak/informasjon/endring", {"epost": "a@b", "versjon": "1"}),
    ],
)
def test_tittelen_begynner_med_feil(felles_som, hvem: str, sti: str, data: dict[str, str]) -> None:
    klient = felles_som(hvem)
    svar = klient.post(sti, data)
    assert svar.status_code == 422 and tittelen(svar).startswith("Feil: ")
    assert not tittelen(klient.get("/")).startswith("Feil")


def test_ingen_nettleser_oversetter_sidene_til_den_som_er_inne(app: Flask, som) -> None:
    """To translate a page, a browser sends it to somebody else."""
    assert '<html lang="nb" data-size="sm" translate="no">' in som("per").get("/mottak/beboere").text
    assert "translate=" not in app.test_client().get("/logg-inn").text.partition("<body")[0]


def test_ingen_nettleser_sender_den_interne_merknaden_til_stavekontroll(som) -> None:
    per = som("per")
    side = per.get(per.aapne("Yonas Tesfalem")).text
    felt = {navn: omraade for omraade, navn in re.findall(r'(<textarea[^>]*name="([^"]+)"[^>]*>)', side)}
    uten = {navn for navn, omraade in felt.items() if 'spellcheck="false"' in omraade}
    assert uten == {"intern_merknad", "notat"} < felt.keys()


def test_et_paakrevd_svar_kan_toemmes_igjen(som) -> None:
    per = som("per")
    skjema = per.aapne("Yonas Tesfalem")
    side = per.get(skjema).text
    paakrevde = [navn for navn in ("behov_for_tolk",) if f'name="{navn}"' in side]
    for navn in set(re.findall(r'type="radio"[^>]*name="([^"]+)"', side)) | set(paakrevde):
        assert re.search(rf'type="radio"[^>]*name="{re.escape(navn)}" value=""', side), navn
    navn = paakrevde[0]
    verdi = re.search(rf'type="radio"[^>]*name="{navn}" value="([^"]+)"', side)[1]
    assert per.lagre(skjema, navn, verdi).status_code == 200
    assert per.lagre(skjema, navn, "", 1).status_code == 200
    yonas = innsyn.ider("Yonas Tesfalem").beboer
    assert innsyn.en("SELECT verdi FROM svar WHERE sti = :s AND beboer_id = :b", s=navn, b=yonas) in (None, "null")


def test_N4_merker_som_snur_bokstavene_tas_bort(app: Flask, som) -> None:
    assert utfall(HELEN | {"fornavn": SNUDD, "statsborgerskap": "Eti\u2067opia", "tolkespraak": "می\u200cخواهم"}) == [
        "ny"
    ]
    person = sesjon.query(Beboer).filter_by(etternavn="Girma").one()
    assert (person.fornavn, person.statsborgerskap, person.tolkespraak) == ("neleH", "Etiopia", "می\u200cخواهم")
    innsyn.skriv("UPDATE beboer SET fornavn = :f, representant = :f WHERE id = :i", f=SNUDD, i=person.id)
    per, siri = som("per"), som("siri")
    sider = (
        per.get("/mottak/beboere?detaljer=alle"),
        per.get("/mottak/oppgaver?detaljer=alle"),
        per.get(f"/samtaler/{person.samtale_id}/beboere/{person.id}"),
        per.get(f"/samtaler/{person.samtale_id}/ferdigstilling"),
        siri.post("/fordelingsklare/bosettingssak", {"duf_nummer": HELEN["duf_nummer"]}),
    )
    for side in sider:
        assert "neleH" in side.text and "\u202e" not in side.text and "\u202c" not in side.text


@pytest.mark.begge_lagre
def test_aa_er_to_bokstaver_i_listen_og_etter_migreringen(app: Flask, som) -> None:
    """On both databases, and for keys that were made when it was one."""
    innsyn.skriv("UPDATE beboer SET etternavn = 'Saad', sorteringsnoekkel = 's{cd yonas' WHERE fornavn = 'Yonas'")
    innsyn.skriv("UPDATE beboer SET etternavn = 'Sæther', sorteringsnoekkel = 's{ather x' WHERE fornavn = 'Nadia'")
    innsyn.skriv("UPDATE beboer SET etternavn = 'Ås', sorteringsnoekkel = '{cs tsering' WHERE fornavn = 'Tsering'")
    sesjon.rollback()
    migrer("0014")
    migrer()
    navn = [n for n in navnene(som("per").get("/mottak/beboere")) if n.split()[-1] in ("Saad", "Sæther", "Ås")]
    assert [n.split()[-1] for n in navn] == ["Saad", "Sæther", "Ås"]


@pytest.mark.parametrize(
    ("hvem", "tittel"),
    [
        ("per", "Bosettingsansvarlig"),
        ("aud", "Bosettingsansvarlig"),
        ("tuva", "Kompass"),
        ("siri", "Saksbehandler i IMDi"),
    ],
)
def test_toppen_og_profilen_sier_hva_folk_kaller_rollen(felles_som, hvem: str, tittel: str) -> None:
    """The role's own name is for those who give it; nobody is called «MottakBosettingsansvarlig»."""
    klient = felles_som(hvem)
    for side in (klient.get("/").text.partition("</header>")[0], klient.get("/profil").text):
        assert f">{tittel}" in side
        assert not any(rolle.value in side for rolle in Rolle if rolle.value != tittel)
