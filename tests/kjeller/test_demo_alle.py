"""The whole demo: everything in it could have been made in the app, and no two things in it contradict each other."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette.database import Baser

from app.db import sesjon
from app.demo import fylling
from app.demo.ansatte import som
from app.domain.beboer import doerer, duf
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.beboer.statuser import Bosettingsstatus, Kompassstatus, Samtalestatus
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.kommune.kommune import Kommune
from app.domain.liste import Utvalg
from app.domain.logg.hendelse import Handling, Hendelse
from app.domain.samtale import ferdigstilling, oppgave, oversikt, samtale, svar
from app.domain.samtale.svarlager import Svar, Svarhistorikk
from app.domain.skjema.felttyper import Epost, Telefon
from app.domain.skjema.grammatikk import Liste
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.varsel import varsel


@pytest.fixture
def url(merke: str, _baser: Callable[[str], Baser]) -> Iterator[str]:
    """The address of a fresh database with the whole demo, and not only the cast."""
    adresse = _baser(merke).ny(fylling.fyll)
    yield adresse
    _baser(merke).slett(adresse)


def ansatt(navn: str) -> Innlogget:
    return som(sesjon.scalars(sa.select(Bruker).where(Bruker.navn == navn)).one())


def test_oversikten_ruller_og_oppgavelisten_ikke(app: Flask) -> None:
    per = ansatt("Per Lia")
    assert 75 <= oversikt.oversikt(per, Utvalg()).antall <= 80
    oppgavene = oppgave.side(per, 1)
    assert len(oppgavene.rader) == oppgavene.antall == 12


def test_hver_status_har_noen(app: Flask) -> None:
    alle = sesjon.scalars(doerer.synlige(ansatt("Per Lia"))).all()
    assert {b.samtalestatus for b in alle} == set(Samtalestatus)
    assert {b.kompass for b in alle} == set(Kompassstatus)
    assert {b.bosetting for b in alle} == set(Bosettingsstatus)
    assert len({b.soekt_ut_til for b in alle if b.bosetting == Bosettingsstatus.SOEKT_UT}) >= 4
    assert len({b.statsborgerskap for b in alle}) >= 12


def test_dufnumrene_er_gyldige_og_oppdiktede(app: Flask) -> None:
    numre = sesjon.scalars(sa.select(Beboer.duf_nummer)).all()
    assert len(numre) == len(set(numre))
    for nummer in numre:
        assert duf.les_duf(nummer) == nummer
        assert nummer[4:6] == "99"


def test_hver_adresse_og_hvert_telefonnummer_kunne_vaert_skrevet(app: Flask) -> None:
    kolonner = ("bruker.epost", "mottak.epost", "mottak.fellespost", "kommunekontakt.epost")
    numre = ("bruker.telefon", "mottak.telefon", "kommunekontakt.telefon")
    for type_, hvor in ((Epost(), kolonner), (Telefon(), numre)):
        for tabell, kolonne in (sted.split(".") for sted in hvor):
            verdier = sesjon.scalars(sa.text(f"SELECT {kolonne} FROM {tabell} WHERE {kolonne} IS NOT NULL")).all()
            assert verdier and [type_.parse([verdi]) for verdi in verdier] == verdier


def test_ingen_heter_det_samme(app: Flask) -> None:
    navn = Counter(b.navn for b in sesjon.scalars(sa.select(Beboer)))
    assert navn.most_common(1)[0][1] == 1


def test_familiene_er_troverdige(app: Flask) -> None:
    husstander = defaultdict(list)
    for b in sesjon.scalars(sa.select(Beboer)):
        husstander[b.husstand_id].append(b)
    for medlemmer in husstander.values():
        foreldre = [b.alder for b in medlemmer if b.familierolle in ("far", "mor")]
        barn = [b.alder for b in medlemmer if b.familierolle in ("barn", "voksent barn")]
        assert len(medlemmer) <= 6
        assert not barn or max(barn) + 18 <= min(foreldre)
        assert all(b.alder < 18 for b in medlemmer if b.familierolle == "barn")
        assert all(int(b.duf_nummer[:4]) >= b.foedt.year for b in medlemmer)


def test_hver_lagret_sti_er_deklarert(app: Flask) -> None:
    stier = set(sesjon.scalars(sa.select(Svar.sti)))
    assert len(stier) > 15
    for sti in stier:
        navn, _, resten = sti.partition(".")
        assert KARTLEGGING.finn(sti) or (resten and isinstance(KARTLEGGING.ledd(navn), Liste)), sti


def test_hvert_svar_kunne_vaert_skrevet(app: Flask) -> None:
    for beboer_id, samling in svar.hent_svar(list(sesjon.scalars(sa.select(Beboer.id)))).items():
        for sti, lagret in samling.items():
            if sted := KARTLEGGING.finn(sti):
                type_ = sted.felt.type
                assert type_.parse(type_.til_skjema(lagret.verdi)) == lagret.verdi, (beboer_id, sti)


def test_de_ferdigstilte_er_fullstendige_og_uendrede(app: Flask) -> None:
    gjennomfoerte = sesjon.scalars(
        sa.select(Bosettingssamtale).where(Bosettingssamtale.status == Samtalestatus.GJENNOMFOERT)
    ).all()
    assert len(gjennomfoerte) == 13
    for samtale_ in gjennomfoerte:
        samlinger = svar.hent_svar([d.id for d in samtale_.deltakere])
        assert samtale_.kontrollsum == ferdigstilling.kontrollsum(samlinger)
        for deltaker in samtale_.deltakere:
            assert svar.mangler(deltaker, samlinger[deltaker.id]) == []
            assert deltaker.bosetting not in (Bosettingsstatus.INGEN_SAK, Bosettingsstatus.SAK_OPPRETTET)


def test_de_som_er_soekt_ut_har_en_kommune_og_datoer_i_rekkefoelge(app: Flask) -> None:
    for b in sesjon.scalars(sa.select(Beboer).where(Beboer.soekt_ut_til.is_not(None))):
        assert b.samtale is not None
        assert b.samtale.ferdigstilt is not None
        assert b.utsoekingsdato is not None
        assert sesjon.get(Kommune, b.soekt_ut_til)
        assert b.samtale.ferdigstilt.date() <= b.utsoekingsdato <= (b.bosettingsdato or b.utsoekingsdato)
        assert (b.bosetting == Bosettingsstatus.BOSATT) == (b.bosettingsdato is not None)


def test_alle_tidspunkter_er_passert_og_i_rekkefoelge(app: Flask) -> None:
    for s in sesjon.scalars(sa.select(Bosettingssamtale)):
        tider = [tid for tid in (s.klar_siden, s.paabegynt, s.ferdigstilt) if tid]
        assert tider == sorted(tider)
        svartider = sesjon.scalars(sa.select(Svarhistorikk.endret).where(Svarhistorikk.samtale_id == s.id)).all()
        assert all(s.paabegynt and s.paabegynt <= tid <= (s.ferdigstilt or naa()) for tid in svartider)
    ferdige = sesjon.scalars(sa.select(Hendelse.tid).where(Hendelse.handling == Handling.SAMTALE_FERDIGSTILT)).all()
    assert len(ferdige) == 13
    assert max(sesjon.scalars(sa.select(Hendelse.tid))) < naa() - timedelta(hours=6)


def test_bjella_ringer_bare_for_det_som_er_nytt(app: Flask) -> None:
    for navn in ("Per Lia", "Mari Granli"):
        assert 1 <= varsel.antall_uleste(ansatt(navn)) <= 12
        assert len(varsel.mottatte(ansatt(navn))) > 20


def test_klokka_gaar_riktig_igjen(app: Flask) -> None:
    assert samtale.naa is svar.naa is varsel.naa is naa
