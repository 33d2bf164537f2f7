"""The cast of demo and tests stands where the stories begin; and how the filling behaves."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.db import arbeid, sesjon
from app.demo import fylling
from app.demo.ansatte import dager_siden, som
from app.demo.mengde import mange_beboere
from app.domain.beboer import duf
from app.domain.beboer.modell import Beboer
from app.domain.beboer.statuser import Bosettingsstatus, Samtalestatus
from app.domain.liste import Utvalg
from app.domain.samtale import merknad, oppgave, oversikt, svar
from app.domain.samtale.svarlager import Svar
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.tilgang.matrise import Rolle
from app.domain.tilgang.mottak import Mottak
from app.domain.varsel import varsel
from app.domain.varsel.anledning import Anledning

AAPNE = {
    "Yonas Tesfalem": (Samtalestatus.KLAR, 3, 1),
    "Familien Khaldoun": (Samtalestatus.KLAR, 4, 4),
    "Familien Mukamana": (Samtalestatus.KLAR, 2, 3),
    "Tsering Dolkar": (Samtalestatus.KLAR, 8, 1),
    "Nadia Karimipour": (Samtalestatus.PAABEGYNT, 9, 1),
    "Familien Habtemikael": (Samtalestatus.PAABEGYNT, 12, 2),
}


class Angret(Exception):
    """Takes the filling back."""


def ansatt(navn: str) -> Innlogget:
    return som(sesjon.scalars(sa.select(Bruker).where(Bruker.navn == navn)).one())


def person(navn: str) -> Beboer:
    fornavn, _, etternavn = navn.rpartition(" ")
    return sesjon.scalars(sa.select(Beboer).where(Beboer.fornavn == fornavn, Beboer.etternavn == etternavn)).one()


def svarene(beboer: Beboer) -> dict[str, Any]:
    return svar.verdier(svar.hent_svar([beboer.id])[beboer.id])


@pytest.mark.begge_lagre
def test_mottakene_og_brukerne_er_paa_plass(app: Flask) -> None:
    assert sesjon.scalar(sa.select(sa.func.count()).select_from(Mottak)) == 3
    roller = {b.navn: set(b.roller) for b in sesjon.scalars(sa.select(Bruker))}
    assert len(roller) == 12
    assert roller["Mari Granli"] == roller["Per Lia"] == {Rolle.MOTTAK_BOSETTINGSANSVARLIG}
    assert roller["Ingrid Solberget"] == {Rolle.MOTTAKSADMINISTRATOR, Rolle.MOTTAK_BOSETTINGSANSVARLIG}
    assert roller["Siri IMDi-Saksen"] == {Rolle.IMDI_SAKSBEHANDLER}
    assert roller["Ellen IMDi-Nøkkelen"] == {Rolle.IMDI_ADMINISTRATOR}
    assert ansatt("Siri IMDi-Saksen").mottak_id is None
    assert sesjon.scalar(sa.select(sa.func.count()).select_from(Beboer)) == 20


def test_oppgavelisten_ved_furulia(app: Flask) -> None:
    oppgaver = oppgave.side(ansatt("Per Lia"), 1).rader
    funnet = {o.samtale.tittel: (o.samtale.status, o.ventet_dager, len(o.medlemmer)) for o in oppgaver}
    assert funnet == AAPNE
    mangler = {m.beboer.fornavn: m.stilling.mangler for o in oppgaver for m in o.medlemmer}
    assert (mangler["Dawit"], mangler["Ruta"]) == (0, 0)
    assert all(mangler[fornavn] > 0 for fornavn in ("Yonas", "Rami", "Nadia", "Tsering"))


def test_de_andre_mottakene(app: Flask) -> None:
    em = oppgave.side(ansatt("Hamid Rostami"), 1).rader
    assert {o.samtale.tittel for o in em} == {"Mustafa Rahimzai", "Zahra Noorzad"}
    assert all(m.beboer.enslig_mindreaarig for o in em for m in o.medlemmer)
    assert [o.samtale.tittel for o in oppgave.side(ansatt("Aud Integreringsvik"), 1).rader] == ["Olena Kovalska"]
    selam = person("Selam Berhanesh")
    assert (selam.samtale_id, selam.bosetting) == (None, Bosettingsstatus.INGEN_SAK)


def test_hassan_er_ferdigstilt_med_en_forseglet_merknad(app: Flask) -> None:
    hassan = person("Hassan Warsameh")
    assert (hassan.samtalestatus, hassan.bosetting) == (Samtalestatus.GJENNOMFOERT, Bosettingsstatus.FORDELINGSKLAR)
    assert hassan.samtale is not None
    assert hassan.samtale.ferdigstilt is not None
    assert hassan.samtale.ferdigstilt.date() == dager_siden(21).date()
    assert len(merknad.forseglede([hassan.id])) == 1
    assert svarene(hassan)["intern_merknad"] is None
    assert svarene(hassan)["arbeidserfaring"]


def test_nadia_er_paabegynt_med_svar_og_utkast_til_merknad(app: Flask) -> None:
    nadia = person("Nadia Karimipour")
    assert svarene(nadia).keys() == {"tolkespraak", "utdanning", "intern_merknad"}
    raa = sesjon.scalars(sa.select(Svar.verdi).where(Svar.beboer_id == nadia.id, Svar.sti == "intern_merknad")).one()
    assert svarene(nadia)["intern_merknad"] not in raa


def test_almaz_er_i_husstanden_og_ikke_i_samtalen(app: Flask) -> None:
    almaz, dawit = person("Almaz Girmay"), person("Dawit Habtemikael")
    assert almaz.husstand_id == dawit.husstand_id
    assert (almaz.samtale_id, dawit.samtalestatus) == (None, Samtalestatus.PAABEGYNT)


def test_mahmoud_er_soekt_ut_til_alna(app: Flask) -> None:
    mahmoud = person("Mahmoud Darwishi")
    assert mahmoud.bosetting_tekst == "Søkt ut til Oslo, bydel Alna"
    assert mahmoud.soekt_ut_til == "030112"
    assert mahmoud.utsoekingsdato == dager_siden(2).date()
    assert Anledning.SOEKT_UT in {m.varsel.anledning for m in varsel.mottatte(ansatt("Per Lia")) if not m.lest}


def test_den_skjermede_setter_ingen_spor(app: Flask) -> None:
    leyla = sesjon.scalars(sa.select(Beboer).where(Beboer.skjermet)).one()
    assert (leyla.navn, leyla.samtale_id) == ("Leyla Omarova", None)
    assert oversikt.oversikt(ansatt("Per Lia"), Utvalg(tekst="Omarova")).antall == 0


def test_alderen_er_den_i_historiene(app: Flask) -> None:
    alder = {
        "Yonas Tesfalem": 30,
        "Grace Mukamana": 19,
        "Mustafa Rahimzai": 16,
        "Zahra Noorzad": 15,
        "Tsering Dolkar": 65,
    }
    assert {navn: person(navn).alder for navn in alder} == alder


@pytest.mark.alt
def test_to_fyllinger_er_like(tom_app: Flask) -> None:
    bilder = []
    for _ in range(2):
        with taes_tilbake():
            fylling.fyll()
            bilder.append(bilde())
    assert bilder[0] == bilder[1]


def test_nekter_en_database_som_ikke_er_tom(app: Flask) -> None:
    with pytest.raises(fylling.DemoNektet), arbeid(skriver=True):
        fylling.fyll()


def test_nekter_i_produksjon(tom_app: Flask) -> None:
    tom_app.extensions["mottak_config"] = replace(tom_app.extensions["mottak_config"], demo=False)
    with pytest.raises(fylling.DemoNektet), arbeid(skriver=True):
        fylling.fyll()
    assert fylling.er_tom()


def test_mange_beboere_kan_lages_for_maaling(app: Flask) -> None:
    per = ansatt("Per Lia")
    foer = oversikt.oversikt(per, Utvalg()).antall
    with arbeid(skriver=True):
        mange_beboere(900)
    assert oversikt.oversikt(per, Utvalg()).antall == foer + 900
    treff = oversikt.oversikt(per, Utvalg(tekst="Beboer000123")).rader
    assert [duf.les_duf(b.duf_nummer) for b in treff] == [b.duf_nummer for b in treff]
    assert len(treff) == 1


@contextmanager
def taes_tilbake() -> Iterator[None]:
    with pytest.raises(Angret), arbeid(skriver=True):
        yield
        raise Angret


def bilde() -> list[tuple[object, ...]]:
    """Everyone and their answers, without the random ids."""
    svarene_ = defaultdict(list)
    for rad in sesjon.execute(sa.select(Svar.beboer_id, Svar.sti, Svar.verdi)):
        if rad.sti not in ("intern_merknad",) and "." not in rad.sti:
            svarene_[rad.beboer_id].append((rad.sti, str(rad.verdi)))
    return sorted(
        (b.duf_nummer, b.navn, b.foedt, b.kompass, b.bosetting_tekst, b.samtalestatus, sorted(svarene_[b.id]))
        for b in sesjon.scalars(sa.select(Beboer).execution_options(populate_existing=True))
    )
