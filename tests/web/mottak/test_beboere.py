"""Oversikt mottaksbeboere: who is shown, filter, sort, pages of 50, details, and the ways into the interview."""

import re

import pytest
from stoette import innsyn
from stoette.sider import navnene, ord_i, tre

from app.db import arbeid
from app.demo.mengde import mange_beboere
from app.domain.samtale.oversikt import statusvalg
from app.domain.tid import KOMPASS_FRA_ALDER, foedt_senest
from app.norsk import sorteringsnoekkel


def raden(side, navn: str) -> str:
    return next(del_ for del_ in side.text.split("<tbody>") if f">{navn}</b>" in del_)


def i_basen(sql: str) -> list[str]:
    """Full names of Furulia's visible residents where the condition holds."""
    fra = "FROM beboer b JOIN mottak m ON m.id = b.mottak_id LEFT JOIN bosettingssamtale s ON s.id = b.samtale_id"
    hvor = f"WHERE m.navn = 'Furulia mottak' AND b.skjermet = false AND {sql}"
    return [rad[0] for rad in innsyn.les(f"SELECT b.fornavn || ' ' || b.etternavn {fra} {hvor}")]


def test_alle_ved_mottaket_i_alfabetisk_orden(felles_som):
    side = felles_som("per").get("/mottak/beboere")
    alle = i_basen("1 = 1")
    assert navnene(side) == sorted(alle, key=lambda n: sorteringsnoekkel(" ".join(reversed(n.rsplit(" ", 1)))))
    assert f"{len(alle)} beboere" in side.text and len(alle) > 10


def test_skjermet_er_usynlig(felles_som):
    """E1, L13: in the list, in the count, in the details."""
    per = felles_som("per")
    leyla = innsyn.ider("Leyla Omarova").beboer
    assert "Omarova" not in per.get("/mottak/beboere?detaljer=alle").text
    assert per.get(f"/mottak/beboere/{leyla}/detaljer").status_code == 404


def test_listen_viser_ikke_hele_dufnummeret(felles_som):
    rad = raden(felles_som("per").get("/mottak/beboere"), "Yonas Tesfalem")
    assert "2024 •••••• 05" in rad and "990111" not in rad


STATUSVILKAAR = {
    "ikke_klar": "s.id IS NULL",
    "klar": "s.status = 'klar'",
    "paabegynt": "s.status = 'paabegynt'",
    "gjennomfoert": "s.status = 'gjennomfoert'",
    "ikke_registrert": f"b.kompass = 'ikke_registrert' AND b.foedt <= '{foedt_senest(KOMPASS_FRA_ALDER)}'",
    "kode_tildelt": "b.kompass = 'kode_tildelt'",
    "registrert": "b.kompass = 'registrert'",
    "aarsak_registrert": "b.kompass = 'aarsak_registrert'",
    "gjelder_ikke": f"b.kompass = 'ikke_registrert' AND b.foedt > '{foedt_senest(KOMPASS_FRA_ALDER)}'",
    "ingen_sak": "b.bosetting = 'ingen_sak'",
    "sak_opprettet": "b.bosetting = 'sak_opprettet'",
    "fordelingsklar": "b.bosetting = 'fordelingsklar'",
    "soekt_ut": "b.bosetting = 'soekt_ut'",
    "bosatt": "b.bosetting = 'bosatt'",
}


def test_hver_status_har_et_filter():
    assert statusvalg().keys() == STATUSVILKAAR.keys()


@pytest.mark.begge_lagre
@pytest.mark.parametrize(("kode", "vilkaar"), STATUSVILKAAR.items())
def test_filter_paa_status(felles_som, kode, vilkaar):
    side = felles_som("per").get(f"/mottak/beboere?status={kode}")
    assert sorted(navnene(side)) == sorted(i_basen(vilkaar))
    assert f'<option value="{kode}" selected>' in side.text
    ordet = statusvalg()[kode].removesuffix("…")
    assert all(ordet in ord_i(raden(side, navn)) for navn in navnene(side))


@pytest.mark.begge_lagre
@pytest.mark.parametrize("noekkel", ["navn", "foedt", "samtale", "kompass", "bosetting"])
def test_sortering_begge_veier(felles_som, noekkel):
    per = felles_som("per")
    opp, ned = (per.get(f"/mottak/beboere?sorter={tegn}{noekkel}") for tegn in ("", "-"))
    assert sorted(navnene(opp)) == sorted(navnene(ned)) == sorted(i_basen("1 = 1"))
    assert [verdi(opp, noekkel, n) for n in navnene(opp)] == sorted(verdi(opp, noekkel, n) for n in navnene(opp))
    synkende = [verdi(ned, noekkel, n) for n in navnene(ned)]
    assert synkende == sorted(synkende, reverse=True)
    assert opp.text.count('aria-sort="ascending"') == 1 and ned.text.count('aria-sort="descending"') == 1


@pytest.mark.parametrize("noekkel", ["navn", "foedt", "samtale", "kompass", "bosetting"])
def test_et_klikk_til_paa_kolonnen_snur_den(felles_som, noekkel):
    side = felles_som("per").get(f"/mottak/beboere?sorter={noekkel}")
    kolonne = next(th for th in tre(side).iter("th") if th.get("aria-sort"))
    assert f"sorter=-{noekkel}" in kolonne.find("a").get("href")


def verdi(side, noekkel: str, navn: str) -> object:
    """What the row sorts by."""
    if noekkel == "navn":
        return sorteringsnoekkel(" ".join(reversed(navn.rsplit(" ", 1))))
    if noekkel == "foedt":
        return str(innsyn.en("SELECT foedt FROM beboer WHERE fornavn || ' ' || etternavn = :n", n=navn))
    koder = list(statusvalg().items())
    tekst = ord_i(raden(side, navn).split("Vis detaljer")[0])
    grenser = {"samtale": koder[:4], "kompass": koder[4:9], "bosetting": koder[9:]}[noekkel]
    treff = [nr for nr, (_, ordet) in enumerate(grenser) if ordet.removesuffix("…") in tekst]
    return max(treff, key=lambda nr: len(grenser[nr][1]))


@pytest.mark.parametrize("sortering", ["intern_merknad", "duf_nummer", "-duf_nummer", "", "1;drop table", "beboer.id"])
def test_ukjent_sortering_er_ingen(felles_som, sortering):
    """C4: only the keys on the page sort; nothing else answers differently."""
    per = felles_som("per")
    assert navnene(per.get(f"/mottak/beboere?sorter={sortering}")) == navnene(per.get("/mottak/beboere"))
    assert navnene(per.get(f"/mottak/beboere?status={sortering}")) == navnene(per.get("/mottak/beboere"))


@pytest.mark.begge_lagre
def test_sider_paa_femti(app, som):
    """J5, S35: everyone once, fifty at a time, and the filters go along."""
    with arbeid(skriver=True):
        mange_beboere(120)
    per = som("per")
    alle = len(i_basen("1 = 1"))
    sider = [navnene(per.get(f"/mottak/beboere?side={nr}")) for nr in (1, 2, 3)]
    assert [len(side) for side in sider] == [50, 50, alle - 100]
    assert sorted(sum(sider, [])) == sorted(i_basen("1 = 1"))
    side = per.get("/mottak/beboere?side=2&status=sak_opprettet&sorter=-navn&detaljer=alle")
    assert "side 2 av" in side.text and 'aria-current="page"' in side.text
    neste = re.search(r'rel="prev" href="([^"]+)"', side.text)[1].replace("&amp;", "&")
    assert {"side=1", "status=sak_opprettet", "sorter=-navn", "detaljer=alle"} <= set(neste.split("?")[1].split("&"))


@pytest.mark.begge_lagre
def test_de_som_er_like_i_det_det_sorteres_paa_har_fast_plass(app, som):
    """By their ids: nobody falls between two pages, whichever order the database would have found them in."""
    with arbeid(skriver=True):
        mange_beboere(60)
    like = "fornavn = 'Lik', etternavn = 'Lik', sorteringsnoekkel = 'lik lik', foedt = '1990-01-01', samtale_id = NULL"
    innsyn.skriv(
        f"UPDATE beboer SET {like}, kompass = 'registrert', bosetting = 'soekt_ut' WHERE fornavn LIKE 'Prøve%'"
    )
    ider, per = {rad[0] for rad in innsyn.les("SELECT id FROM beboer WHERE fornavn = 'Lik'")}, som("per")
    for sorter in ("navn", "-navn", "foedt", "-samtale", "kompass", "-bosetting"):
        sider = "".join(per.get(f"/mottak/beboere?sorter={sorter}&side={nr}").text for nr in (1, 2))
        vist = re.findall(r'<b id="n-([0-9a-f]{32})">', sider)
        assert [id_ for id_ in vist if id_ in ider] == sorted(ider), sorter


@pytest.mark.parametrize("nr", ["0", "-1", "abc", "1e9", "", "９", "1.5", "99999999999999999999", "2", "%00"])
def test_side_som_ikke_finnes_er_den_naermeste(felles_som, nr):
    per = felles_som("per")
    assert navnene(per.get(f"/mottak/beboere?side={nr}&limit=1000000")) == navnene(per.get("/mottak/beboere"))


def test_vis_detaljer_som_bit_og_som_side(felles_som):
    per = felles_som("per")
    url = f"/mottak/beboere/{innsyn.ider('Mahmoud Darwishi').beboer}/detaljer"
    rad = raden(per.get("/mottak/beboere"), "Mahmoud Darwishi")
    assert f'href="{url}"' in rad and f'hx-get="{url}"' in rad and "Vis detaljer" in rad
    bit, side = per.get(url, htmx=True), per.get(url)
    assert "<html" not in bit.text and "<html" in side.text
    for svar in (bit, side):
        assert "HX-Request" in svar.headers["Vary"]
        tekst = ord_i(svar.text)
        for ledd in ("Gjennomført", "Registrert i Kompass", "Søkt ut til Oslo, bydel Alna", "2024 •••••• 00", "Syria"):
            assert ledd in tekst, ledd
    assert "Mahmoud Darwishi" in ord_i(side.text)


def test_vis_detaljer_for_alle(felles_som):
    per = felles_som("per")
    lukket = per.get("/mottak/beboere?status=registrert").text
    url = re.search(r'href="([^"]+)">Vis detaljer for alle', lukket)[1].replace("&amp;", "&")
    assert "status=registrert" in url and '<details class="detaljer" open>' not in lukket
    aapen = per.get(url)
    assert aapen.text.count('<details class="detaljer" open>') == len(navnene(aapen))
    assert "Skjul detaljer for alle" in aapen.text and "2024 •••••• 05" in aapen.text


def test_detaljene_lar_ingen_overskrift_staa_tom(felles_som):
    per = felles_som("per")
    for navn in ("Lina Khaldoun", "Yonas Tesfalem"):
        detaljer = per.get(f"/mottak/beboere/{innsyn.ider(navn).beboer}/detaljer", htmx=True).text
        svarene = re.findall(r"<dt>([^<]*)</dt>\s*<dd[^>]*>(.*?)</dd>", detaljer, re.DOTALL)
        assert len(svarene) >= 5
        assert [ledetekst for ledetekst, svar in svarene if not ord_i(svar)] == []


def test_beboer_med_samtale_har_en_lenke_til_skjemaet(felles_som):
    per = felles_som("per")
    for navn in ("Yonas Tesfalem", "Hassan Warsameh"):
        yonas = innsyn.ider(navn)
        detaljer = per.get(f"/mottak/beboere/{yonas.beboer}/detaljer")
        assert f'href="{yonas.skjema}"' in detaljer.text and "Start bosettingssamtale" not in detaljer.text
        assert per.get(yonas.skjema).status_code == 200


def test_uten_bosettingssak_kan_bare_integreringsmottakets_ansvarlige_starte(app, som):
    """Story 5, S12, S17."""
    aud, ingrid = som("aud"), som("ingrid")
    selam = innsyn.ider("Selam Berhanesh").beboer
    knapp = f'action="/mottak/beboere/{selam}/samtale"'
    assert knapp in aud.get(f"/mottak/beboere/{selam}/detaljer").text
    assert knapp not in ingrid.get(f"/mottak/beboere/{selam}/detaljer").text
    foer = innsyn.dump()
    assert ingrid.post(f"/mottak/beboere/{selam}/samtale").status_code == 403
    assert innsyn.dump() == foer
    svar = aud.post(f"/mottak/beboere/{selam}/samtale")
    assert svar.status_code == 303
    assert svar.headers["Location"] == innsyn.ider("Selam Berhanesh").skjema
    assert "Selam Berhanesh" in aud.get(svar.headers["Location"]).text
    assert aud.post(f"/mottak/beboere/{selam}/samtale").headers["Location"] == svar.headers["Location"], "ett skjema"
    assert innsyn.antall("bosettingssamtale", husstand_id=innsyn.ider("Selam Berhanesh").husstand) == 1
    assert ingrid.get(svar.headers["Location"]).status_code == 403


def test_med_bosettingssak_starter_samtalen_fra_oppgaven(felles_som):
    """A resident who waits for a task has no button, and a forged request gets none either."""
    almaz = innsyn.ider("Almaz Girmay").beboer
    per = felles_som("per")
    assert "Start bosettingssamtale" not in per.get(f"/mottak/beboere/{almaz}/detaljer").text
    foer = innsyn.dump()
    assert per.post(f"/mottak/beboere/{almaz}/samtale").status_code == 403
    assert innsyn.dump() == foer


def test_tomt_mottak_sier_det(app, som):
    innsyn.skriv("UPDATE beboer SET mottak_id = :m", m=innsyn.mottak_id("Bjørkåsen"))
    side = som("per").get("/mottak/beboere")
    assert "Ingen beboere er registrert ved mottaket." in side.text and "0 beboere" in side.text


def test_antall_sporringer_er_det_samme_for_mange(app, som):
    per = som("per")
    per.get("/mottak/beboere?detaljer=alle")
    foer = len(per.sporringer)
    with arbeid(skriver=True):
        mange_beboere(100)
    assert len(navnene(per.get("/mottak/beboere?detaljer=alle"))) == 50
    assert len(per.sporringer) == foer
