"""Group B below the resident: members, rows and fields are found only under their own parents; guesses find none."""

import pytest
from stoette import gjoer, innsyn
from stoette.gjoer import FAMILIEN
from stoette.klient import Klient, uten_merke
from stoette.lange import ganger
from stoette.ruter import INGEN, ruter
from stoette.skjemaer import ny_rad, radene

from app.db import ny_id

SPOERSMAAL = {
    "samtale.lagre": ["?felt=morsmaal", "?seksjon=personopplysninger"],
    "samtale.felt": ["?felt=morsmaal"],
    "samtale.forkast": ["?felt=morsmaal"],
    "flytting.flytt": ["?felt=bosettingsmerknad"],
    "samtale.legg_til_rad": ["?liste=behandler"],
    "samtale.fjern_rad": ["?rad=behandler.{rad}"],
    "samtale.angre_rad": ["?rad=behandler.{rad}"],
    "tidligere.liste": ["?felt=morsmaal"],
    "naervaer.nytt": ["?sti=morsmaal"],
    **{f"samme.{hva}": ["?felt=morsmaal"] for hva in ("side", "kopier", "angre")},
    "tidligere.sett_tilbake": ["?felt=morsmaal&versjon=1"],
}


def spoer(klient: Klient, metode: str, adresse: str) -> tuple[int, str]:
    data = {"morsmaal": "x", "v.morsmaal": "0"}
    svar = klient.get(adresse) if metode == "GET" else klient.post(adresse, data)
    return svar.status_code, uten_merke(svar)


def adresser(app, samtale: str, beboer: str, rad: str):
    """Every route of the mottak that names both an interview and a resident; IMDi's own are a 403 here."""
    for rute in ruter(app):
        if "samtale_id" in rute.regel and "beboer_id" in rute.regel and not rute.regel.startswith("/fordelingsklare"):
            for spoersmaal in SPOERSMAAL.get(rute.endepunkt, [""]):
                yield rute.metode, rute.adresse(samtale, beboer) + spoersmaal.format(rad=rad)


@pytest.mark.parametrize("forelder", ["egen, en annens", "fremmed", "ingen"])
def test_B2_et_barn_under_en_annens_forelder(app, som, forelder):
    """A resident of one's own under any interview but the right one is the same 404 as nobody."""
    per = som("per")
    yonas, rami = innsyn.ider("Yonas Tesfalem"), innsyn.ider("Rami Khaldoun")
    gjoer.fyll_ut(per, "Yonas Tesfalem", *FAMILIEN)
    rad = ny_rad(per, rami.skjema, "behandler")
    samtale = {"egen, en annens": yonas.samtale, "fremmed": innsyn.ider("Mustafa Rahimzai").samtale, "ingen": INGEN}
    foer, antall = innsyn.dump(), 0
    par = zip(
        adresser(app, samtale[forelder], rami.beboer, rad), adresser(app, INGEN, INGEN, INGEN), strict=True
    )  # fmt: skip
    for (metode, ekte), (_, oppdiktet) in par:
        svarene = [spoer(per, metode, adresse) for adresse in (ekte, oppdiktet)]
        assert svarene[0] == svarene[1] and svarene[0][0] == 404, ekte
        antall += 1
    assert antall >= 6 and innsyn.dump() == foer


def test_B2_en_rad_under_et_annet_familiemedlem(app, som):
    """Lina's row is not removed, filled in or shown under Rami, though both are of the same interview."""
    per, (rami, lina) = som("per"), (innsyn.ider(navn) for navn in FAMILIEN[:2])
    gjoer.fyll_ut(per, *FAMILIEN)
    rad = ny_rad(per, lina.skjema, "behandler")
    foer = innsyn.dump()
    sti = f"behandler.{rad}.navn"
    assert per.post(f"{rami.skjema}/rader/sletting?rad=behandler.{rad}", htmx=True).status_code == 404
    assert per.lagre(rami.skjema, sti, "Lege Eksempel").status_code in (404, 422)
    assert innsyn.dump() == foer and rad in radene(lina.skjema, "behandler")
    assert rad not in per.get(rami.skjema).text and rad in per.get(lina.skjema).text


@pytest.mark.parametrize("sted", ["sporring", "kropp", "kake", "hode"])
def test_B7_et_mottak_som_forespoerselen_navngir_betyr_ingenting(felles_som, sted):
    hamid, furulia = felles_som("hamid"), innsyn.mottak_id("Furulia")
    if sted == "kake":
        hamid.klient.set_cookie("mottak_id", furulia)
    hoder = {"X-Mottak": furulia, "X-Mottak-Id": furulia} if sted == "hode" else {}
    for adresse in ("/mottak/beboere", "/mottak/oppgaver", "/mottak/informasjon", "/mottak/kontakt", "/varsler", "/"):
        spoersmaal = f"?mottak_id={furulia}&mottak={furulia}" if sted == "sporring" else ""
        tekst = hamid.get(adresse + spoersmaal, hoder=hoder).text
        assert "Furulia" not in tekst and "Tesfalem" not in tekst, adresse
    if sted == "kropp":
        svar = hamid.post("/mottak/beboere/soek", {"soeketekst": "Tesfalem", "mottak_id": furulia})
        assert "Yonas" not in hamid.get(svar.headers["Location"]).text
    hamid.klient.delete_cookie("mottak_id")


@ganger("antall", 400, 2000)
@pytest.mark.parametrize("merke", ["sqlite"], indirect=True)
def test_B9_gjettede_ider_finner_ingenting(app, antall):
    """Hundreds of random ids on every page that names one: never a 200."""
    per = Klient(app, "per", inspisert=False)
    regler = [rute for rute in ruter(app) if rute.metode == "GET" and rute.har_id and "bruker_id" not in rute.regel]
    koder = set()
    for nr in range(antall):
        koder.add(per.get(regler[nr % len(regler)].adresse(ny_id(), ny_id(), ny_id())).status_code)
    assert koder == {401, 403, 404}, "403 is IMDi's and the kommune's, 401 another system's, whatever the id"


def test_B4_forslagene_er_bare_kommuner(felles_som):
    """The type-ahead knows no residents and no users."""
    per = felles_som("per")
    for tekst in ("Yonas", "Kari", "2024", "furulia"):
        assert "Tesfalem" not in per.get(f"/kommuner/forslag?q={tekst}", htmx=True).text
