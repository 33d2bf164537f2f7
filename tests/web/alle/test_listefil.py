"""Lists as files: what the screen shows and no more, all pages, for those with the right, logged with a count (F52)."""

import csv
import io
import re

import pytest
from stoette import gjoer, innsyn
from stoette.sider import navnene

from app import worker
from app.domain import liste
from app.domain.bosetting import nummerfil
from app.domain.logg import soekeord
from app.domain.samtale import oppgave
from app.web.felles import listefil, rom, visningslogg
from tests.web.imdi import test_skjerming

MOTTAKETS = ("/mottak/beboere/fil", "/mottak/oppgaver/fil")
IMDIS = ("/fordelingsklare/fil", "/fordelingsklare/fil/numre", "/fordelingsklare/oversikt/fil")
LEYLA = "Leyla Omarova"
FOER = ("Husstand", "Navn", "Mottak", "Dager ventet", "Ferdigstilt")
HELT_NUMMER = r"[0-9]{4} [0-9]{6} [0-9]{2}|[0-9]{12}"


def rader(svar) -> list[list[str]]:
    assert (svar.status_code, svar.mimetype) == (200, "text/csv"), svar.text[:300]
    return list(csv.reader(io.StringIO(svar.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def logget() -> list[tuple[object, ...]]:
    hva = "felt, detalj, antall, beboer_id"
    return [tuple(r) for r in innsyn.les(f"SELECT {hva} FROM hendelse WHERE handling = 'liste_eksportert' ORDER BY id")]


def test_uten_retten_er_svaret_nei(felles_som):
    """The right, and the right to see: neither IMDi's caseworker nor the mottak takes out the other's lists."""
    for hvem, nektes in (
        ("tuva", MOTTAKETS),
        ("kari", MOTTAKETS),
        ("siri", MOTTAKETS),
        ("per", IMDIS),
        ("ellen", IMDIS),
    ):
        for adresse in nektes:
            assert felles_som(hvem).get(adresse).status_code == 403, (hvem, adresse)
    assert "Last ned som" not in felles_som("oda").get("/soekt-ut").text


@pytest.mark.begge_lagre
def test_oversikten_er_den_paa_skjermen_med_maskert_nummer(app, som):
    per = som("per")
    side, fil = per.get("/mottak/beboere?sorter=-navn"), per.get("/mottak/beboere/fil?form=csv&sorter=-navn")
    hode, *resten = rader(fil)
    assert hode == ["Navn", "DUF-nummer", "Født", "Alder", "Samtale", "Kompetanse", "Bosetting"]
    assert [rad[0] for rad in resten] == navnene(side) and len(resten) > 10
    assert all(re.fullmatch("[0-9]{4} •{6} [0-9]{2}", rad[1]) for rad in resten)
    assert not re.search(HELT_NUMMER, fil.text)
    assert logget() == [("beboere.fil", "form=csv&sorter=-navn", len(resten), None)]


def test_filtre_og_soek_gjelder_filen_ogsaa(app, som):
    per = som("per")
    lenken = per.post("/mottak/beboere/soek", {"soeketekst": "yonas", "status": "klar"}).location
    csv_lenke, xlsx_lenke = re.findall(r'href="(/mottak/beboere/fil[^"]+)"', per.get(lenken).text)
    assert [rad[0] for rad in rader(per.get(csv_lenke.replace("&amp;", "&")))][1:] == ["Yonas Tesfalem"]
    boka = per.get(xlsx_lenke.replace("&amp;", "&"))
    assert boka.mimetype == listefil.XLSX and "Yonas Tesfalem" in boka.text and "Rami" not in boka.text
    nummer, kryptert = innsyn.les("SELECT hendelse_id, kryptert FROM soekeord ORDER BY hendelse_id DESC")[0]
    assert soekeord.aapne(nummer, kryptert) == "yonas" and logget()[-1][:3] == (
        "beboere.fil",
        "form=xlsx&sorter=navn&status=klar",
        1,
    )


def test_filens_navn_er_fast(felles_som):
    for hvem, adresse, navn in (
        ("per", MOTTAKETS[0], "mottaksbeboere"), ("per", MOTTAKETS[1], "oppgaveliste"),
        ("siri", IMDIS[0], "fordelingsklare"), ("siri", IMDIS[2], "oversikt-per-mottak"),
    ):  # fmt: skip
        for form in ("csv", "xlsx"):
            svar = felles_som(hvem).get(f"{adresse}?form={form}")
            assert re.fullmatch(
                rf"attachment; filename={navn}-[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}\.{form}",
                svar.headers["Content-Disposition"],
            )


def test_ingen_fra_et_annet_mottak(felles_som):
    fremmede = [
        r.navn
        for r in innsyn.les(
            "SELECT b.fornavn || ' ' || b.etternavn AS navn FROM beboer b JOIN mottak m ON m.id = b.mottak_id "
            "WHERE m.navn <> 'Furulia mottak'"
        )
    ]
    tekst = "".join(felles_som("per").get(adresse).text for adresse in MOTTAKETS)
    assert "Yonas Tesfalem" in tekst and fremmede and not [navn for navn in fremmede if navn in tekst]


def test_en_skjermet_er_med_bare_for_den_som_har_tilgang(app, som):
    """And then it is logged of her that she was shown, as by any page."""
    per, mari, siri = som("per"), som("mari"), som("siri")
    assert LEYLA not in per.get(MOTTAKETS[0]).text
    assert test_skjerming.gi(siri, per).status_code == 303
    assert f"{LEYLA} (Skjermet)" in [rad[0] for rad in rader(per.get(MOTTAKETS[0]))]
    lest = innsyn.les("SELECT bruker_id, beboer_id FROM hendelse WHERE handling = 'skjermet_lest'")
    assert [tuple(r) for r in lest] == [(per.id, innsyn.ider(LEYLA).beboer)]
    assert LEYLA not in mari.get(MOTTAKETS[0]).text


def test_oppgavelisten_har_en_rad_for_hver_husstand(app, som):
    per = som("per")
    hode, *resten = rader(per.get(MOTTAKETS[1]))
    antall = len(re.findall('class="kort oppgave"', per.get("/mottak/oppgaver").text))
    assert hode[:3] == ["Husstand", "Navn", "Status"] and len(resten) == antall > 1
    assert all(len(rad) == len(hode) for rad in resten)
    assert logget() == [("oppgaver.fil", None, antall, None)]
    assert [rad[2] for rad in rader(per.get(MOTTAKETS[1] + "?vis=paabegynte"))][1:] == ["Påbegynt"] * sum(
        rad[2] == "Påbegynt" for rad in resten
    )


def test_fordelingsklare_uten_nummer_og_oversikten_saa_grov_som_paa_siden(app, som):
    siri = som("siri")
    hode, *resten = rader(siri.get(IMDIS[0] + "?status=alle"))
    assert hode == [*FOER, "Personer", "Barn", "Tilrettelegging", "Tilknytning", "Bosetting"] and resten
    assert not re.search(HELT_NUMMER, siri.get(IMDIS[0] + "?status=alle").text)
    worker.runde(app, (worker.Jobb(worker.regn_ut_tall),))
    innsyn.skriv("UPDATE mottakstall SET klare = 7, paabegynte = 4, gjennomfoerte = 5, dager = 0")
    hode, *resten = rader(siri.get(IMDIS[2]))
    assert len(hode) == 5 and resten and {tuple(rad[1:]) for rad in resten} == {("7", "under 5", "5", "0")}
    assert logget()[-1] == ("mottaksoversikt.fil", None, len(resten), None)


@pytest.mark.begge_lagre
def test_hele_numre_bare_med_begrunnelse_og_en_rad_for_hver_person(app, som):
    siri, adresse = som("siri"), f"{IMDIS[1]}?status=alle"
    uten = siri.post(adresse, {"form": "csv", "begrunnelse": "  "})
    assert uten.status_code == 422 and "Dette feltet må fylles ut" in uten.text and logget() == []
    assert innsyn.en("SELECT count(*) FROM hendelse WHERE handling = 'duf_vist'") == 0
    hode, *resten = rader(siri.post(adresse, {"form": "csv", "begrunnelse": "Fordeling i uke 3 for Yonas"}))
    numrene = [nummer for rad in resten for nummer in rad[-1].split(", ")]
    assert hode[-1] == "DUF-nummer" and all(re.fullmatch(HELT_NUMMER, nummer) for nummer in numrene)
    assert logget() == [("saksfil.med_numre", "status=alle", len(resten), None)]
    vist = innsyn.les("SELECT bruker_id, beboer_id, samtale_id FROM hendelse WHERE handling = 'duf_vist'")
    assert len(vist) == len(numrene) == len({r.beboer_id for r in vist}) and {r.bruker_id for r in vist} == {siri.id}
    assert all(r.samtale_id for r in vist) and "uke 3" not in innsyn.dump(uten=())
    assert "grunn: «Fordeling i uke 3 for Yonas»" in siri.get("/aktivitet").text


def test_hele_numre_har_et_tak_i_timen(app, som):
    siri, data = som("siri"), {"form": "xlsx", "begrunnelse": "Fordeling"}
    for _ in range(nummerfil.FILER.antall):
        assert siri.post(IMDIS[1], data).status_code == 200
    assert siri.post(IMDIS[1], data).status_code == 429


@pytest.mark.parametrize("hva", ["liste", "numre"])
def test_det_som_er_kuttet_sier_det(app, som, monkeypatch, hva):
    siri, sted = som("siri"), {"liste": (liste, "FLEST_I_FIL"), "numre": (nummerfil, "FLEST")}[hva]
    alle = rader(siri.get(IMDIS[0] + "?status=alle"))
    assert len(alle) > 2 and "Bare de første" not in alle[-1][0]
    monkeypatch.setattr(*sted, 1)
    kuttet = {
        "liste": lambda: siri.get(IMDIS[0] + "?status=alle"),
        "numre": lambda: siri.post(IMDIS[1] + "?status=alle", {"begrunnelse": "Fordeling"}),
    }[hva]()
    assert [rad[0] for rad in rader(kuttet)] == [alle[0][0], alle[1][0], "Bare de første 1 er med."]
    assert logget()[-1][2] == 1


def test_filen_gaar_ikke_ut_uten_raden_sin(app, som, monkeypatch):
    """L5 lets a mottak's page be sent where the log cannot be written; not a file."""

    def svikter(*_argumenter: object) -> None:
        raise rom.DATABASE_BORTE[0]("x", {}, Exception())

    per, hassan = som("per"), innsyn.ider("Hassan Warsameh")
    monkeypatch.setattr(visningslogg, "noter", svikter)
    assert per.get("/mottak/beboere").status_code == 200
    for adresse in (MOTTAKETS[0], f"/samtaler/{hassan.samtale}/dokument"):
        svar = per.get(adresse)
        assert svar.status_code == 503 and "Yonas" not in svar.text and "Hassan" not in svar.text


def test_den_interne_merknaden_er_i_ingen_fil(app, som):
    per, siri, ider = som("per"), som("siri"), innsyn.ider("Yonas Tesfalem")
    gjoer.fyll_ut(per, "Yonas Tesfalem", ark={"Yonas Tesfalem": {"intern_merknad": "Kanarifugl-d4"}})
    mottakets = "".join(per.get(f"{a}?form={form}").text for a in MOTTAKETS for form in ("csv", "xlsx"))
    assert gjoer.ferdigstill(per, ider.samtale).status_code == 303
    mottakets += "".join(per.get(f"{a}?form={form}").text for a in MOTTAKETS for form in ("csv", "xlsx"))
    imdis = "".join(siri.get(f"{a}?status=alle&form={form}").text for a in IMDIS for form in ("csv", "xlsx"))
    for form in ("csv", "xlsx"):
        imdis += siri.post(f"{IMDIS[1]}?status=alle", {"form": form, "begrunnelse": "Fordeling"}).text
    assert "Yonas Tesfalem" in mottakets and "Yonas Tesfalem" in imdis and "Kanarifugl" not in mottakets + imdis


def test_lenken_staar_der_naar_innloggingen_er_fersk(app, som):
    """E13: else the list leads to a new login and back to itself, where the links then are."""
    per = som("per")
    assert per.get("/mottak/beboere").text.count("/mottak/beboere/fil?") == 2
    innsyn.skriv("UPDATE innlogging SET opprettet = :foer", foer=innsyn.foer(minutes=16))
    side = per.get("/mottak/beboere?status=klar").text
    assert "/mottak/beboere/fil?" not in side and "Logg inn på nytt for å laste ned listen" in side
    assert per.get(MOTTAKETS[0]).status_code == 302 and logget() == []


def test_oppgavens_side_har_en_laengde_og_filen_en_annen(app, som, monkeypatch):
    monkeypatch.setattr(oppgave, "PAA_SIDEN", 1)
    assert len(rader(som("per").get(MOTTAKETS[1]))) > 2
