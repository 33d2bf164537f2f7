"""The walls between mottak: what is another's answers as what does not exist, to the byte, and is nowhere seen."""

import json
import re

import pytest
from stoette import gjoer, innsyn
from stoette.klient import uten_merke
from stoette.navn import lag_ord_paa_nytt
from stoette.ruter import INGEN, ruter
from stoette.sider import adresser, navnene
from stoette.skjemaer import ny_rad

SPOERSMAAL = {
    "samtale.lagre": ["?felt=morsmaal", "?seksjon=personopplysninger", "?felt=intern_merknad"],
    "samtale.felt": ["?felt=morsmaal", "?felt=intern_merknad"],
    "samtale.forkast": ["?felt=morsmaal"],
    "flytting.flytt": ["?felt=bosettingsmerknad"],
    "samtale.legg_til_rad": ["?liste=behandler"],
    "samtale.fjern_rad": ["?rad=behandler.{rad}"],
    "samtale.angre_rad": ["?rad=behandler.{rad}"],
    "tidligere.liste": ["?felt=morsmaal", "?felt=intern_merknad"],
    "naervaer.nytt": ["?sti=morsmaal"],
    **{f"samme.{hva}": ["?felt=morsmaal"] for hva in ("side", "kopier", "angre")},
    "tidligere.sett_tilbake": ["?felt=morsmaal&versjon=1"],
}
OFRE = {"hamid": "Yonas Tesfalem", "ingrid": "Yonas Tesfalem", "per": "Mustafa Rahimzai", "aud": "Rami Khaldoun"}


def svaret(svar) -> tuple[object, ...]:
    """All that a client sees of an answer, but for the token that changes by the second."""
    return svar.status_code, sorted((n, v) for n, v in svar.headers if n != "Set-Cookie"), uten_merke(svar)


def spoerringer(app, samtale: str, beboer: str, rad: str):
    """Method and address of every route about a resident or an interview that a mottak may open."""
    andres = ("/fordelingsklare", "/api/")
    for rute in ruter(app):
        if ("samtale_id" in rute.regel or "beboer_id" in rute.regel) and not rute.regel.startswith(andres):
            for spoersmaal in SPOERSMAAL.get(rute.endepunkt, [""]):
                yield rute, rute.adresse(samtale, beboer) + spoersmaal.format(rad=rad)


def spoer(klient, metode: str, adresse: str, htmx: bool):
    data = {"morsmaal": "x", "v.morsmaal": "0", "lest": "{}"}
    return klient.get(adresse, htmx=htmx) if metode == "GET" else klient.post(adresse, data, htmx=htmx)


@pytest.mark.parametrize(("bruker", "offer"), OFRE.items())
def test_et_annet_mottaks_er_som_det_som_ikke_finnes(app, som, bruker, offer):
    """B1, B3: every route, as page and as bit; and nothing has changed."""
    fremmed = innsyn.ider(offer)
    eier = som("hamid" if bruker == "per" else "per")
    rad = ny_rad(eier, fremmed.skjema, "behandler")
    klient = som(bruker)
    foer = innsyn.dump()
    antall = 0
    par = zip(
        spoerringer(app, fremmed.samtale, fremmed.beboer, rad), spoerringer(app, INGEN, INGEN, INGEN), strict=True
    )
    for (rute, ekte), (_, oppdiktet) in par:
        for htmx in (False, True):
            svarene = [svaret(spoer(klient, rute.metode, adresse, htmx)) for adresse in (ekte, oppdiktet)]
            assert svarene[0] == svarene[1] and svarene[0][0] == 404, ekte
            antall += 1
    assert antall > 20 and innsyn.dump() == foer


def test_barn_under_en_annens_forelder(app, som):
    """B2: own interview with another's resident, and all the other ways to mix, within the mottak and across."""
    hamid, per = som("hamid"), som("per")
    mine, andres = innsyn.ider("Mustafa Rahimzai"), innsyn.ider("Zahra Noorzad")
    fremmed = innsyn.ider("Yonas Tesfalem")
    rad = ny_rad(hamid, andres.skjema, "behandler")
    fremmed_rad = ny_rad(per, fremmed.skjema, "behandler")
    foer = innsyn.dump()
    for samtale, beboer in (
        (mine.samtale, andres.beboer), (andres.samtale, mine.beboer), (mine.samtale, fremmed.beboer),
        (fremmed.samtale, mine.beboer), (mine.samtale, INGEN), (INGEN, mine.beboer),
    ):  # fmt: skip
        for rute, adresse in spoerringer(app, samtale, beboer, rad):
            if "samtale_id" in rute.regel and "beboer_id" in rute.regel:
                assert spoer(hamid, rute.metode, adresse, True).status_code == 404, adresse
    for rad_ in (rad, fremmed_rad, INGEN):
        assert hamid.post(f"{mine.skjema}/rader/sletting?rad=behandler.{rad_}", htmx=True).status_code == 404
        assert hamid.lagre(mine.skjema, f"behandler.{rad_}.navn", "x").status_code == 404
        assert hamid.get(f"{mine.skjema}/felt?felt=behandler.{rad_}.navn", htmx=True).status_code == 404
    assert innsyn.dump() == foer


def test_andres_ider_i_skjemaet_betyr_ingenting(app, som):
    """B7: a mottak, a person or a version that the body names is not asked."""
    hamid, per = som("hamid"), som("per")
    mine, fremmed = innsyn.ider("Mustafa Rahimzai"), innsyn.ider("Yonas Tesfalem")
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    fremmede = [n for n, _ in innsyn.svarene(fremmed.beboer).items()]
    foer = innsyn.svarene(fremmed.beboer)
    falskt = {"mottak_id": innsyn.mottak_id("Furulia"), "beboer_id": fremmed.beboer, "samtale_id": fremmed.samtale}
    svar = hamid.post(f"{mine.skjema}/svar?felt=morsmaal", {**falskt, "morsmaal": "dari", "v.morsmaal": "0"}, htmx=True)
    assert svar.status_code == 200 and innsyn.svarene(mine.beboer)["morsmaal"] == (["prs"], 1)
    for sporring in ("mottak_id", "mottak", "beboer_id", "samtale_id", "bruker"):
        side = hamid.get(f"/mottak/beboere?{sporring}={falskt.get(sporring, falskt['mottak_id'])}")
        assert "Yonas" not in side.text and len(navnene(side)) == 2
    lest = json.dumps({f"{fremmed.beboer}:morsmaal": 1, f"{fremmed.beboer}:": 0})
    assert hamid.post(f"/samtaler/{mine.samtale}/ferdigstilling", {"lest": lest}).status_code == 409
    assert innsyn.svarene(fremmed.beboer) == foer and fremmede


@pytest.fixture
def kanari(app):
    """Every name, number and text of Furulia mottak and Fjordgløtt, made easy to find."""
    bjo = innsyn.mottak_id("Bjørkåsen")
    innsyn.skriv(
        "UPDATE beboer SET fornavn = 'Kanari' || fornavn, etternavn = 'Kanari' || etternavn WHERE mottak_id <> :m",
        m=bjo,
    )
    innsyn.skriv("UPDATE beboer SET soekenoekkel = 'kanari ' || soekenoekkel WHERE mottak_id <> :m", m=bjo)
    lag_ord_paa_nytt()
    innsyn.skriv(
        "UPDATE beboer SET statsborgerskap = 'Kanariland', soekt_ut_navn = 'Kanaribyen' WHERE mottak_id <> :m", m=bjo
    )
    innsyn.skriv("UPDATE bruker SET navn = 'Kanari ' || navn WHERE mottak_id <> :m", m=bjo)
    innsyn.skriv("UPDATE mottak SET navn = 'Kanari ' || navn, telefon = 'Kanari 1' WHERE id <> :m", m=bjo)


def test_listene_viser_bare_eget_mottak(app, som, kanari):
    """B4: every list, every filter, every order, every page, and the search; and the counts count one's own only."""
    hamid = som("hamid")
    koder = re.findall(r'<option value="([a-z_]*)"', hamid.get("/mottak/beboere").text)
    sortering = ["navn", "-navn", "foedt", "samtale", "kompass", "bosetting"]
    adressene = [f"/mottak/beboere?status={kode}&detaljer=alle" for kode in koder]
    adressene += [f"/mottak/beboere?sorter={s}&side={nr}" for s in sortering for nr in (1, 2)]
    adressene += [
        "/",
        "/mottak/oppgaver?detaljer=alle",
        "/varsler",
        "/mottak/informasjon",
        "/mottak/kontakt",
        "/kommuner?q=kanari",
    ]
    adressene += [
        hamid.post("/mottak/beboere/soek", {"soeketekst": t}).headers["Location"]
        for t in ("Kanari", "canari", "a", "2024", "202499011105")
    ]
    adressene += [hamid.post("/mottak/oppgaver/soek", {"soeketekst": t}).headers["Location"] for t in ("kanari", "a")]
    for adresse in adressene:
        for htmx in (False, True):
            tekst = (
                hamid.get(adresse, htmx=htmx)
                .text.replace('value="Kanari"', "")
                .replace('value="kanari"', "")
                .replace('value="canari"', "")
            )
            assert "Kanari" not in tekst, adresse
    assert len(koder) > 10
    assert "2 beboere" in hamid.get("/mottak/beboere").text
    assert ">Hele oppgavelisten</a> (2)" in hamid.get("/").text
    assert "Kanari" in som("per").get("/mottak/beboere").text, "kanarifuglene synger"


def test_varsler_gjelder_eget_mottak(app, som):
    """B4: the bell counts what was sent to the own mottak; reading marks nobody else's."""
    per, hamid = som("per"), som("hamid")
    ulest = re.compile(r'<span class="teller">([0-9]+)')
    pers, hamids = (int(ulest.search(k.get("/hjelp").text)[1]) for k in (per, hamid))
    assert pers == innsyn.antall("varsel", mottak_id=innsyn.mottak_id("Furulia")) - lest_av(per)
    assert hamids == innsyn.antall("varsel", mottak_id=innsyn.mottak_id("Bjørkåsen")) - lest_av(hamid)
    assert per.post("/varsler/lesing").status_code == 303
    assert not ulest.search(per.get("/hjelp").text) and int(ulest.search(hamid.get("/hjelp").text)[1]) == hamids
    assert int(ulest.search(som("mari").get("/hjelp").text)[1]) == pers, "hver sin bjelle"


def lest_av(klient) -> int:
    return innsyn.antall("varsellesing", bruker_id=klient.id)


@pytest.mark.begge_lagre
def test_den_som_flyttes_er_borte_med_en_gang(app, som):
    """B5, story 7: the open tab too."""
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    assert per.lagre(yonas.skjema, "morsmaal", "tigrinja", 0, "fane", 1).status_code == 200
    innsyn.skriv("UPDATE beboer SET mottak_id = :m WHERE id = :b", m=innsyn.mottak_id("Bjørkåsen"), b=yonas.beboer)
    assert per.lagre(yonas.skjema, "morsmaal", "amharisk", 1, "fane", 2).status_code == 404
    for adresse in (
        yonas.skjema,
        f"/samtaler/{yonas.samtale}/ferdigstilling",
        f"/mottak/beboere/{yonas.beboer}/detaljer",
    ):
        assert per.get(adresse).status_code == 404
    for adresse in ("/mottak/oppgaver?detaljer=alle", "/mottak/beboere"):
        assert "Tesfalem" not in per.get(adresse).text
    assert innsyn.svarene(yonas.beboer)["morsmaal"] == (["ti"], 1)


def test_en_familie_over_to_mottak_viser_ikke_den_andre(app, som):
    """B6."""
    per, rami, lina = som("per"), innsyn.ider("Rami Khaldoun"), innsyn.ider("Lina Khaldoun")
    innsyn.skriv("UPDATE beboer SET mottak_id = :m WHERE id = :b", m=innsyn.mottak_id("Bjørkåsen"), b=lina.beboer)
    for adresse in (rami.skjema, f"/samtaler/{rami.samtale}/ferdigstilling", "/mottak/oppgaver?detaljer=alle"):
        tekst = per.get(adresse).text
        assert "Rami Khaldoun" in tekst and "Lina" not in tekst and lina.beboer not in tekst
    assert per.get(lina.skjema).status_code == 404


def test_ider_i_adresser_er_tilfeldige(felles_app, felles_som):
    """B8, J1: 122 random bits, never a number that counts, never a DUF-nummer or a name."""
    per, sett = felles_som("per"), set()
    for adresse in (
        "/mottak/oppgaver?detaljer=alle",
        "/mottak/beboere?detaljer=alle",
        innsyn.ider("Rami Khaldoun").skjema,
    ):
        for url in adresser(per.get(adresse)):
            deler = [d for d in url.split("#")[0].split("?")[0].split("/") if any(t.isdigit() for t in d)]
            sett |= {d for d in deler if not url.startswith("/static/")}
    assert len(sett) > 20 and all(re.fullmatch("[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}", d) for d in sett)
