"""What must hold when many work at once: no edit after a completion, no save lost, no database locked."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context

import pytest
from flask import Flask
from stoette.lange import ganger

from app.db import arbeid, sesjon
from app.demo.ansatte import som as innlogget
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.beboer.statuser import Samtalestatus
from app.domain.samtale import ferdigstilling, svar
from app.domain.samtale.samtale import begynn_samtale, klargjoer, laas_for_lagring
from app.domain.samtale.svar import Innsending, hent_svar
from app.domain.samtale.svarlager import Svar, Svarhistorikk
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.unntak import Avvist, EndretSidenLesing, Laast

SVARENE = {
    "morsmaal": "tigrinja",
    "tolkespraak": "tigrinja",
    "behov_for_tolk": "ja",
    "har_tilknytning": "nei",
    "har_behov": "nei",
}


def i_egen_traad(app: Flask, arbeidet: Callable[[], object]) -> Callable[[], object]:
    """The work in an app context of its own, as a request of its own would do it."""

    def kjoer() -> object:
        with app.app_context(), arbeid(skriver=True):
            return arbeidet()

    return lambda: Context().run(kjoer)


def finn(fornavn: str) -> Beboer:
    return sesjon.query(Beboer).filter_by(fornavn=fornavn).one()


def brukeren(epost: str) -> Innlogget:
    return innlogget(sesjon.query(Bruker).filter_by(epost=epost).one())


def lagre(av: Innlogget, samtale_id: str, beboer_id: str, sti: str, verdi: str, klient: str, nr: int) -> int:
    """One save, based on what is stored now; the answer is its version."""
    beboer = laas_for_lagring(av, samtale_id, beboer_id)
    samling = hent_svar([beboer_id])[beboer_id]
    versjon = samling[sti].versjon if sti in samling else 0
    return svar.lagre_svar(av, beboer, samling, Innsending(sti, [verdi], versjon, klient, nr)).versjon


@pytest.mark.parametrize("merke", ["postgresql"], indirect=True)
@ganger("runder", 50, 200)
def test_K7_ingen_lagring_etter_ferdigstilling(app: Flask, runder: int) -> None:
    """K7: in each round a save and a completion start together; what is saved afterwards is what was completed."""
    per, mari = brukeren("per@furulia.example"), brukeren("mari@furulia.example")
    ferdigstilt = 0
    with ThreadPoolExecutor(2) as traader:
        for runde in range(runder):
            samtale_id, beboer_id = ny_ferdig_utfylt(app, per, runde)
            lest = ferdigstilling.leseliste(hent_svar([beboer_id]))
            sesjon.rollback()
            start = threading.Barrier(2)

            def fullfoer(samtale_id: str = samtale_id, lest: object = lest, start: threading.Barrier = start) -> str:
                start.wait()
                try:
                    return ferdigstilling.ferdigstill(per, samtale_id, lest).kontrollsum or ""
                except EndretSidenLesing:
                    return ""

            def skriv(samtale_id: str = samtale_id, b: str = beboer_id, start: threading.Barrier = start) -> bool:
                start.wait()
                try:
                    lagre(mari, samtale_id, b, "bosettingsmerknad", "skrevet samtidig", "race", 1)
                except Laast:
                    return False
                return True

            sum_, lagret = [f.result() for f in [traader.submit(i_egen_traad(app, a)) for a in (fullfoer, skriv)]]
            naa = ferdigstilling.kontrollsum(hent_svar([beboer_id]))
            sesjon.rollback()
            assert bool(sum_) != bool(lagret), runde
            assert not sum_ or sum_ == naa, f"round {runde}: the form changed after it was completed"
            ferdigstilt += bool(sum_)
    assert ferdigstilt > 0, "the completion never won: the race was not run"


def ny_ferdig_utfylt(app: Flask, av: Innlogget, nr: int) -> tuple[str, str]:
    """A single person with a begun interview and every required answer."""

    def lag() -> tuple[str, str]:
        mal = finn("Yonas")
        person = Beboer(
            duf_nummer=f"{nr:012d}",
            fornavn=f"Nr {nr}",
            etternavn="Prøve",
            foedt=mal.foedt,
            statsborgerskap="Eritrea",
            mottak_id=mal.mottak_id,
            husstand_id=mal.husstand_id,
            kompass=mal.kompass,
            bosetting=mal.bosetting,
        )
        sesjon.add(person)
        sesjon.flush()
        samtale = klargjoer([person])
        sesjon.flush()
        begynn_samtale(av, samtale.id)
        for sti, verdi in SVARENE.items():
            lagre(av, samtale.id, person.id, sti, verdi, "", 0)
        return samtale.id, person.id

    return i_egen_traad(app, lag)()  # type: ignore[return-value]


def test_K2_to_brukere_hvert_sitt_felt_200_lagringer(app: Flask) -> None:
    """K2: two people type in different fields of one person at once; every save is stored, none is a conflict."""
    lina = finn("Lina")
    samtale_id, beboer_id = lina.samtale_id or "", lina.id
    per, mari = brukeren("per@furulia.example"), brukeren("mari@furulia.example")
    sesjon.rollback()

    def skriv(av: Innlogget, sti: str) -> None:
        versjon = 0
        for nr in range(100):

            def en(nr: int = nr, versjon: int = versjon) -> int:
                beboer = laas_for_lagring(av, samtale_id, beboer_id)
                samling = hent_svar([beboer_id])[beboer_id]
                return svar.lagre_svar(av, beboer, samling, Innsending(sti, [f"{sti} {nr}"], versjon)).versjon

            versjon = i_egen_traad(app, en)()  # type: ignore[assignment]

    with ThreadPoolExecutor(2) as traader:
        for ferdig in [traader.submit(skriv, per, "morsmaal"), traader.submit(skriv, mari, "spraak")]:
            ferdig.result()
    lagret = hent_svar([beboer_id])[beboer_id]
    assert {sti: (lagret[sti].verdi, lagret[sti].versjon) for sti in ("morsmaal", "spraak")} == {
        "morsmaal": ("morsmaal 99", 100),
        "spraak": ("spraak 99", 100),
    }
    historikk = sesjon.query(Svarhistorikk).filter_by(beboer_id=beboer_id)
    assert historikk.filter(Svarhistorikk.sti.in_(["morsmaal", "spraak"])).count() == 200


def test_K1_samme_felt_hver_kvitterte_verdi_finnes_igjen(app: Flask) -> None:
    """K1: eight write the same field at once; every acknowledged value is the current one or in the history."""
    lina = finn("Lina")
    samtale_id, beboer_id = lina.samtale_id or "", lina.id
    per = brukeren("per@furulia.example")
    sesjon.rollback()

    def forsoek(nr: int) -> str | None:
        def en() -> str | None:
            beboer = laas_for_lagring(per, samtale_id, beboer_id)
            samling = hent_svar([beboer_id])[beboer_id]
            svar.lagre_svar(per, beboer, samling, Innsending("morsmaal", [f"nr {nr}"], nr % 8, f"side {nr}", 1))
            return f"nr {nr}"

        try:
            return i_egen_traad(app, en)()  # type: ignore[return-value]
        except Avvist:
            return None

    with ThreadPoolExecutor(8) as traader:
        kvittert = {verdi for verdi in traader.map(forsoek, range(120)) if verdi}
    historikk = sesjon.query(Svarhistorikk.verdi).filter_by(beboer_id=beboer_id, sti="morsmaal")
    assert kvittert and kvittert <= {verdi for (verdi,) in historikk}
    assert sesjon.query(Svar.verdi).filter_by(beboer_id=beboer_id, sti="morsmaal").one()[0] in kvittert


def test_K6_ti_samtidige_bekreftelser_ferdigstiller_en_gang(app: Flask) -> None:
    """K6: ten confirm at the same moment; one completes, nine are told that it is done, one notice is made."""
    per = brukeren("per@furulia.example")
    sesjon.rollback()
    samtale_id, beboer_id = ny_ferdig_utfylt(app, per, 1)
    lest = ferdigstilling.leseliste(hent_svar([beboer_id]))
    sesjon.rollback()
    start = threading.Barrier(10)

    def bekreft(_nr: int) -> bool:
        def en() -> bool:
            ferdigstilling.ferdigstill(per, samtale_id, lest)
            return True

        start.wait()
        try:
            return bool(i_egen_traad(app, en)())
        except Laast:
            return False

    with ThreadPoolExecutor(10) as traader:
        assert sorted(traader.map(bekreft, range(10))) == [False] * 9 + [True]
    samtale = sesjon.get(Bosettingssamtale, samtale_id)
    assert samtale and samtale.status == Samtalestatus.GJENNOMFOERT
    from app.domain.varsel.anledning import Anledning
    from app.domain.varsel.varsel import Varsel

    assert sesjon.query(Varsel).filter_by(samtale_id=samtale_id, anledning=Anledning.FORDELINGSKLAR).count() == 1
