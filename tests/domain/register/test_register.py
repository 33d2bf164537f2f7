"""The residents' register comes in: new, changed, unchanged and refused rows; households whole or not at all."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from stoette import innsyn, registeret
from stoette.registeret import HELEN, importer, rad, utfall

from app.db import sesjon
from app.domain.beboer.modell import Bosettingssamtale
from app.domain.logg.hendelse import Hendelse
from app.domain.register import skriving
from app.domain.register.innlesing import TVILLING, Utfall
from app.domain.tid import klokke
from app.domain.varsel.varsel import Varsel

NY = HELEN
BARN = {**NY, "duf_nummer": "202699088609", "fornavn": "Sara", "foedt": "2019-02-03", "klar": "nei"}


def test_en_ny_person_kommer_inn(app: Flask) -> None:
    assert utfall(NY) == ["ny"]
    helen = innsyn.ider("Helen Girma")
    assert innsyn.antall("hendelse", handling="beboer_registrert", beboer_id=helen.beboer) == 1
    assert helen.samtale and registeret.varsler("klar_for_samtale", "Furulia") > 0


def test_det_nye_har_baade_dag_og_klokkeslett(app: Flask) -> None:
    """What waits, and the log, are counted from the moment: midnight would make a task as old as the day."""
    tid = datetime(2026, 11, 24, 10, 5, tzinfo=UTC)
    with klokke(lambda: tid):
        importer(NY)
    helen = innsyn.ider("Helen Girma")
    samtale = sesjon.get_one(Bosettingssamtale, helen.samtale)
    varslet = sesjon.scalar(sa.select(Varsel.opprettet).where(Varsel.samtale_id == helen.samtale))
    loggfoert = sesjon.scalars(sa.select(Hendelse.tid).where(Hendelse.beboer_id == helen.beboer)).all()
    assert {samtale.klar_siden, varslet, *loggfoert} == {tid}


def test_annen_gang_endrer_ingenting(app: Flask) -> None:
    """Idempotent: whatever an import did, the same again does nothing."""
    rader = [
        NY,
        BARN,
        rad("Yonas Tesfalem", tolkespraak="amharisk"),
        *(rad(n) for n in ("Rami Khaldoun", "Noor Khaldoun")),
    ]
    assert utfall(*rader) == ["ny", "ny", "endret", "endret", "endret"]
    foer = innsyn.dump()
    assert utfall(*rader) == ["uendret"] * 5
    assert innsyn.dump() == foer


def test_proeven_viser_forskjellene_og_endrer_ingenting(app: Flask) -> None:
    foer = innsyn.dump(uten=())
    linjer = importer(NY, rad("Yonas Tesfalem", tolkespraak="amharisk", mottak=registeret.FJORDGLOETT), proeve=True)
    assert [(linje.utfall, linje.tekst) for linje in linjer] == [
        (Utfall.NY, ""),
        (Utfall.ENDRET, "mottak, husstand, tolkespraak"),
    ]
    assert innsyn.dump(uten=()) == foer


def test_det_som_ikke_staar_i_raden_blir_som_det_er(app: Flask) -> None:
    importer(rad("Yonas Tesfalem"))
    foer = innsyn.les("SELECT * FROM beboer WHERE fornavn = 'Yonas'")
    assert utfall(rad("Yonas Tesfalem", skjermet="", klar="", bosettingssak="")) == ["uendret"]
    assert innsyn.les("SELECT * FROM beboer WHERE fornavn = 'Yonas'") == foer


def test_et_nytt_navn_finnes_i_soeket(app: Flask) -> None:
    assert utfall(rad("Yonas Tesfalem", fornavn="Jonas")) == ["endret"]
    assert innsyn.en("SELECT soekenoekkel FROM beboer WHERE fornavn = 'Jonas'") == "jonas tesfalem"
    assert utfall(rad("Jonas Tesfalem", etternavn="Åsen")) == ["endret"]
    assert innsyn.en("SELECT sorteringsnoekkel FROM beboer WHERE fornavn = 'Jonas'") == "{csen jonas"


@pytest.mark.parametrize(
    ("celle", "verdi", "sier"),
    [
        ("duf_nummer", "202699088505", "Ugyldig DUF-nummer"),
        ("duf_nummer", "204167553610", "Ugyldig DUF-nummer"),
        ("foedt", "31.02.2001", "ikke en dato som finnes"),
        ("foedt", "2150-01-01", "umulig fødselsdato"),
        ("foedt", "01.01.1850", "umulig fødselsdato"),
        ("mottak", "Furua mottak", "ikke noe mottak"),
        ("mottak", "", "må fylles ut"),
        ("statsborgerskap", "", "må fylles ut"),
        ("fornavn", "x" * 101, "høyst 100"),
        ("fornavn", "x" * 1_000_000, "høyst 100"),
        ("fornavn", "A\0b", "tegn som ikke kan lagres"),
        ("etternavn", "=HYPERLINK(1)", "formel"),
        ("etternavn", "@SUM(A1)", "formel"),
        ("klar", "kanskje", "ja eller nei"),
        ("bosettingssak", "nei", "uten bosettingssak"),
        ("trukket", "ja", "trukket"),
        ("husstand", "", "må fylles ut"),
    ],
)
def test_en_gal_celle_avviser_raden_med_grunn(app: Flask, celle: str, verdi: str, sier: str) -> None:
    """N1, N3, N5; edge case E12. The reason names the column, and never repeats what stood there."""
    linjer = {linje.rad: linje for linje in importer({**NY, celle: verdi}, rad("Yonas Tesfalem", fornavn="Jonas"))}
    assert linjer[1].utfall is Utfall.AVVIST and sier in linjer[1].tekst
    assert linjer[1].tekst.startswith((f"{celle}: ", "klar: "))
    assert len(verdi) < 4 or verdi not in linjer[1].tekst
    assert linjer[2].utfall is Utfall.ENDRET and innsyn.antall("beboer", fornavn="Jonas") == 1
    assert innsyn.antall("beboer", fornavn="Helen") == 0


def test_en_avvist_rad_lar_hele_husstanden_staa(app: Flask) -> None:
    """E13: never half a household."""
    foer = innsyn.antall("beboer")
    linjer = importer(NY, {**BARN, "foedt": "x"}, {**BARN, "duf_nummer": "202699088703", "husstand": "U-2"})
    assert [linje.utfall for linje in sorted(linjer)] == [Utfall.AVVIST, Utfall.AVVIST, Utfall.NY]
    assert "rad 2" in min(linjer).tekst
    assert innsyn.antall("beboer") == foer + 1


def test_alt_eller_intet(app: Flask) -> None:
    foer = innsyn.dump(uten=())
    assert "avvist" in utfall(NY, {**BARN, "husstand": "U-2", "foedt": "x"}, alt_eller_intet=True)
    assert innsyn.dump(uten=()) == foer
    assert utfall(NY, BARN, alt_eller_intet=True) == ["ny", "ny"]
    assert innsyn.antall("beboer", fornavn="Sara") == 1


def test_raden_to_ganger(app: Flask) -> None:
    """The same row again is passed over with a word; two that disagree are both refused."""
    assert utfall(NY, NY) == ["ny", "advarsel"]
    assert utfall({**NY, "fornavn": "Alma"}, {**NY, "duf_nummer": "202699088504", "fornavn": "Elma"}) == ["avvist"] * 2
    assert innsyn.antall("beboer", fornavn="Helen") == 1


def test_samme_person_med_to_numre_meldes_og_slaas_ikke_sammen(app: Flask) -> None:
    """F60, also within one file."""
    dobbel = rad("Yonas Tesfalem", duf_nummer="202699088703", husstand="U-9")
    trippel = {**dobbel, "duf_nummer": "202699088808", "husstand": "U-10"}
    linjer = importer(dobbel, trippel)
    assert [(linje.rad, linje.tekst) for linje in linjer if linje.utfall is Utfall.ADVARSEL] == [
        (1, TVILLING),
        (2, TVILLING),
    ]
    assert innsyn.antall("beboer", etternavn="Tesfalem") == 3
    assert utfall(dobbel, trippel) == ["uendret", "uendret"]


def test_en_ukjent_som_er_trukket_lagres_ikke(app: Flask) -> None:
    assert utfall({**NY, "klar": "nei", "trukket": "ja"}) == ["uendret"]
    assert innsyn.antall("beboer", fornavn="Helen") == 0


def test_husstander_som_staar_spredt_i_filen_tas_hele(app: Flask) -> None:
    assert utfall(NY, rad("Yonas Tesfalem"), BARN) == ["ny", "endret", "ny"]
    assert innsyn.ider("Helen Girma").husstand == innsyn.ider("Sara Girma").husstand


def test_en_pulje_som_databasen_ikke_tar_tas_husstand_for_husstand(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that fails is undone whole; then each household is taken alone."""

    def feil(*_argumenter: object) -> None:
        raise sa.exc.OperationalError("x", {}, Exception("lock timeout"))

    monkeypatch.setattr(skriving, "_sett_inn", feil)
    assert utfall(NY, BARN) == ["ny", "ny"]
    assert innsyn.ider("Helen Girma").samtale and not innsyn.ider("Sara Girma").samtale


def test_en_drept_import_etterlater_hele_husstander(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """L6: it dies in the middle of a household; nothing of that one is there, and it can be run again."""

    def doe(*_argumenter: object) -> None:
        raise KeyboardInterrupt

    rader = (
        rad("Rami Khaldoun", mottak=registeret.FJORDGLOETT),
        rad("Lina Khaldoun", mottak=registeret.FJORDGLOETT),
        NY,
    )
    foer = innsyn.dump()
    with monkeypatch.context() as m:
        m.setattr("app.domain.register.samtale.plasser", doe)
        with pytest.raises(KeyboardInterrupt):
            importer(*rader)
    assert innsyn.antall("beboer", fornavn="Helen") == 1
    assert innsyn.dump().count(innsyn.mottak_id("Fjordgløtt")) == foer.count(innsyn.mottak_id("Fjordgløtt"))
    assert utfall(*rader) == ["endret", "endret", "uendret"]
