"""IMDi keeps the mottak: list, new, change, closing date; and what a closed mottak no longer gets."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from stoette import innsyn
from stoette.brukere import bruker_id, ord_i
from stoette.registeret import FJORDGLOETT, HELEN, flytt, importer, rad, utfall

from app import worker
from app.db import arbeid
from app.domain.brukere import nedlegging
from app.domain.register import innlesing
from app.domain.tid import i_dag

NYTT = {
    "nummer": "M-900", "navn": "Granly mottak", "type": "ordinaert", "telefon": "00 00 60 00",
    "epost": "kontakt@granly.example", "fellespost": "post@granly.example", "postadresse": "", "besoeksadresse": "",
    "nedlagt": "",
}  # fmt: skip


def side(klient, navn: str) -> str:
    return f"/mottakene/{innsyn.mottak_id(navn)}"


def legg_ned(navn: str, dager: int = 0) -> None:
    innsyn.skriv("UPDATE mottak SET nedlagt = :d WHERE navn LIKE :n", d=i_dag() + timedelta(dager), n=f"{navn}%")


@pytest.mark.begge_lagre
def test_nytt_mottak_fra_tomt_skjema_til_liste(som):
    ellen = som("ellen")
    data = ellen.skjema(ellen.get("/mottakene/ny"), "/mottakene/ny")
    svar = ellen.post("/mottakene/ny", data | NYTT)
    assert svar.status_code == 303
    ny = ord_i(ellen.get(svar.headers["Location"]))
    assert "Granly mottak" in ny and "Ingen har tilgang ennå." in ny and "Mottaket opprettet" in ny
    assert "Granly mottak" in ord_i(ellen.get("/mottakene?tekst=m-900")) and "Mangler" in ord_i(ellen.get("/mottakene"))
    assert utfall(HELEN | {"mottak": "M-900"}) == ["ny"], "registeret finner det ved nummeret"


@pytest.mark.parametrize(
    ("felter", "feil"),
    [
        ({"navn": "FURULIA  mottak"}, "Et annet mottak har dette navnet."),
        ({"nummer": "FUR"}, "Et annet mottak har dette nummeret."),
        ({"nummer": ""}, "Dette feltet må fylles ut."),
        ({"type": "hotell"}, "Velg et av alternativene."),
        ({"epost": "post"}, "e-postadresse"),
        ({"nedlagt": "31.02.2027"}, "Skriv en dato som finnes"),
    ],
)
def test_det_som_ikke_kan_lagres_sies_og_teksten_staar(felles_som, felter, feil):
    ellen, foer = felles_som("ellen"), innsyn.dump()
    svar = ellen.post("/mottakene/ny", NYTT | felter)
    assert svar.status_code == 422 and feil in ord_i(svar) and 'value="00 00 60 00"' in svar.text
    assert innsyn.dump() == foer


def test_endring_staar_i_historikken_og_den_andre_faar_vite_det(som):
    ellen = som("ellen")
    url = side(ellen, "Furulia") + "/endring"
    data = ellen.skjema(ellen.get(url), url)
    assert ellen.post(url, data | {"navn": "Furulia nye mottak", "nedlagt": "2027-01-31"}).status_code == 303
    tekst = ord_i(ellen.get(side(ellen, "Furulia")))
    for del_ in ("Navn endret Furulia mottak → Furulia nye mottak", "Nedlagt fra endret – → 31.01.2027", "Ellen"):
        assert del_ in tekst
    svar = ellen.post(url, data | {"navn": "Et tredje navn"})
    assert svar.status_code == 409 and "Noen andre har endret opplysningene" in ord_i(svar)


def test_kontakten_er_mottakets_fra_det_har_endret_den_selv(som):
    ellen, kari = som("ellen"), som("kari")
    url = "/mottak/informasjon/endring"
    kari.post(url, kari.skjema(kari.get(url), url) | {"telefon": "00 00 10 77"})
    url = side(ellen, "Furulia") + "/endring"
    skjema = ellen.skjema(ellen.get(url), url)
    assert "telefon" not in skjema and "holder mottaket selv oppdatert" in ord_i(ellen.get(url))
    assert ellen.post(url, skjema | {"telefon": "00 00 10 66"}).status_code == 400


def test_type_som_endres_viser_hvem_det_gjelder(som):
    ellen = som("ellen")
    url = side(ellen, "Fjordgløtt") + "/endring"
    ellen.post(url, ellen.skjema(ellen.get(url), url) | {"type": "ordinaert"})
    tekst = ord_i(ellen.get(side(ellen, "Fjordgløtt")))
    assert "Roller som mottaket ikke lenger kan gi" in tekst
    gjelder = tekst.split("som bare gis der:")[1].split("Mottaksnummer")[0]
    assert "Aud Integreringsvik" in gjelder and "Nils Kompassen" in gjelder and "Ingrid" not in gjelder


def test_nedlagt_faar_ingen_nye_beboere_men_de_som_bor_der_kan_faa_nye_opplysninger(app):
    legg_ned("Furulia")
    (linje,) = importer(HELEN)
    assert linje.utfall == "avvist" and "Mottaket er nedlagt" in linje.tekst
    foer = innsyn.dump()
    assert utfall(rad("Olena Kovalska", mottak="Furulia mottak")) == ["avvist"]
    assert innsyn.dump() == foer
    assert utfall(rad("Yonas Tesfalem", tolkespraak="arabisk")) == ["endret"]
    assert utfall(rad("Yonas Tesfalem", mottak=FJORDGLOETT)) == ["endret"]


def test_nedlagt_avviser_ogsaa_naar_husstandene_maa_tas_en_og_en(app, monkeypatch):
    """The database failed on many at a time: what is asked of them then, is asked of each alone."""
    legg_ned("Furulia")
    ekte, kall = innlesing.finn_kjente, []

    def foerst_feiler(personer):
        kall.append(len(personer))
        if len(kall) == 1:
            raise sa.exc.OperationalError("", {}, Exception("borte"))
        return ekte(personer)

    monkeypatch.setattr(innlesing, "finn_kjente", foerst_feiler)
    (linje,) = importer(HELEN)
    assert linje.utfall == "avvist" and "Mottaket er nedlagt" in linje.tekst and len(kall) == 2


def test_nedlagt_faar_ingen_nye_oppgaver(som):
    legg_ned("Fjordgløtt")
    selam, aud = innsyn.ider("Selam Berhanesh"), som("aud")
    svar = aud.post(f"/mottak/beboere/{selam.beboer}/samtale")
    assert svar.status_code == 409 and "Mottaket er nedlagt" in ord_i(svar)
    assert utfall(rad("Selam Berhanesh", bosettingssak="ja")) == ["endret"]
    assert utfall(rad("Selam Berhanesh", klar="ja")) == ["avvist"]
    svar = som("siri").post(f"/fordelingsklare/beboere/{selam.beboer}/klar")
    assert svar.status_code == 409 and "Mottaket er nedlagt" in ord_i(svar)
    assert innsyn.ider("Selam Berhanesh").samtale is None


def test_foer_dagen_er_alt_som_foer(app):
    legg_ned("Furulia", dager=1)
    assert utfall(HELEN) == ["ny"]


@pytest.mark.begge_lagre
def test_brukerne_mister_tilgangen_naar_den_siste_er_flyttet(app, som):
    legg_ned("Bjørkåsen")
    hamid = som("hamid")
    worker.runde(app)
    assert hamid.get("/").status_code == 200
    flytt("Mustafa Rahimzai", "Zahra Noorzad")
    worker.runde(app)
    assert hamid.get("/").status_code == 302
    hamids = bruker_id("hamid@bjorkaasen.example")
    assert innsyn.antall("rolletildeling", bruker_id=hamids) == 0
    assert innsyn.antall("hendelse", handling="bruker_deaktivert", gjelder_bruker_id=hamids) == 1
    tekst = ord_i(som("ellen").get(f"/mottakene/{innsyn.mottak_id('Bjørkåsen')}"))
    assert "Ingen bor her lenger. Brukerne mister tilgangen." in tekst


def test_ingen_mister_tilgangen_der_noen_bor_eller_mottaket_er_i_drift(app):
    """Asked once more behind the lock: somebody may have come to live there, or the closing been called off."""
    legg_ned("Bjørkåsen")
    flytt("Mustafa Rahimzai", "Zahra Noorzad")
    innsyn.skriv("UPDATE mottak SET nedlagt = NULL")
    with arbeid(skriver=True):
        assert nedlegging.steng(innsyn.mottak_id("Bjørkåsen")) == 0
    legg_ned("Furulia")
    with arbeid(skriver=True):
        assert nedlegging.steng(innsyn.mottak_id("Furulia")) == 0


@pytest.mark.parametrize("skjermet", ["ja", "nei"])
def test_saksbehandlerne_ser_hvem_som_bor_igjen_og_ingen_skjermede(som, skjermet):
    legg_ned("Bjørkåsen")
    importer(rad("Zahra Noorzad", skjermet=skjermet))
    tekst = ord_i(som("siri").get("/fordelingsklare/oversikt"))
    assert "Bjørkåsen EM-mottak er nedlagt" in tekst and "Mustafa Rahimzai" in tekst
    assert ("Zahra Noorzad" in tekst) is (skjermet == "nei")


def test_et_mottak_der_bare_skjermede_bor_er_ikke_tomt(app, som):
    """The administrator is told that somebody lives there, not who."""
    legg_ned("Bjørkåsen")
    importer(rad("Zahra Noorzad", skjermet="ja"), rad("Mustafa Rahimzai", trukket="ja"))
    worker.runde(app)
    assert som("hamid").get("/").status_code == 200
    ellen = som("ellen").get(f"/mottakene/{innsyn.mottak_id('Bjørkåsen')}")
    assert "Noen bor her fortsatt." in ord_i(ellen) and "Zahra" not in ellen.text
