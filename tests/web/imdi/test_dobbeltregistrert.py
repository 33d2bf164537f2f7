"""F60: one person under two numbers becomes one: who is kept, what hinders it, what follows, and how it is undone."""

import re

import pytest
from stoette import gjoer, innsyn
from stoette.kompass import Maskin, tildel
from stoette.registeret import FJORDGLOETT, HELEN, importer, utfall
from stoette.sider import ord_i

from app.domain.register.innlesing import SAMMENSLAATT

pytestmark = pytest.mark.begge_lagre

EN, ANNEN = "202699088504", "202699088609"
PERSON = {k: v for k, v in HELEN.items() if k not in ("bosettingssak", "klar")}
FOERSTE = {**PERSON, "duf_nummer": EN, "bosettingssak": "ja", "klar": "ja"}
DOBBEL = {**PERSON, "duf_nummer": ANNEN, "husstand": "U-2", "mottak": FJORDGLOETT}
LISTE = "/fordelingsklare/dobbelt"


def hvem(nummer: str):
    return innsyn.les("SELECT * FROM beboer WHERE duf_nummer = :n", n=nummer)[0]


def siden() -> str:
    return f"{LISTE}/{hvem(EN).id}/{hvem(ANNEN).id}"


def slaa_sammen(klient, beholdt: str = EN, **ellers: str):
    data = {"behold": hvem(beholdt).id, "grunn": "Samme papirer.", "bekreftet": "ja", **ellers}
    return klient.post(siden(), data)


@pytest.fixture
def siri(app, som):
    assert utfall(FOERSTE, DOBBEL) == ["ny", "advarsel", "ny"]
    return som("siri")


def test_de_to_ses_ved_siden_av_hverandre_og_en_beholdes(app, som, siri):
    """The list, the page with masked numbers, a reason and a confirmation; then one is left, and both are logged."""
    assert "1 mulig dobbeltregistrering" in ord_i(siri.get(LISTE).text)
    ider = "/".join(sorted((hvem(EN).id, hvem(ANNEN).id)))
    assert f"{LISTE}/{ider}" in siri.get(LISTE).text and LISTE in siri.get("/fordelingsklare").text
    side = siri.get(siden())
    assert side.status_code == 200 and side.text.count("2026 •••••• 0") >= 2 and EN not in side.text.replace(" ", "")
    for mangler in ("behold", "grunn", "bekreftet"):
        assert slaa_sammen(siri, **{mangler: ""}).status_code == 422
    assert hvem(ANNEN).trukket is None
    svar = slaa_sammen(siri)
    assert svar.status_code == 303 and svar.location == f"/fordelingsklare/beboere/{hvem(EN).id}"
    assert hvem(ANNEN).samme_som_id == hvem(EN).id and hvem(ANNEN).trukket and hvem(EN).trukket is None
    assert "Slått sammen med DUF-nummer 2026 •••••• 09" in ord_i(siri.get(svar.location).text)
    assert "Samme papirer." in siri.get(svar.location).text
    assert "Ingen venter" in siri.get(LISTE).text
    for nummer in (EN, ANNEN):
        vilkaar = {"handling": "beboer_slaatt_sammen", "beboer_id": hvem(nummer).id, "bruker_id": siri.id}
        assert innsyn.antall("hendelse", **vilkaar) == 1
        assert innsyn.antall("hendelse", handling="sak_lest", beboer_id=hvem(nummer).id) >= 1
    assert not [rad for rad in innsyn.les("SELECT detalj FROM hendelse") if rad[0] and "papirer" in rad[0]]


def test_to_trykk_er_ett_og_bakveien_er_stengt(app, som, siri):
    foerste = slaa_sammen(siri)
    assert slaa_sammen(siri).location == foerste.location
    assert innsyn.antall("dobbeltvurdering") == 1 and innsyn.antall("varsel", anledning="slaatt_sammen") == 1
    assert slaa_sammen(siri, beholdt=ANNEN).status_code == 404 and siri.get(siden()).status_code == 404


def test_begge_med_samtale_kan_ikke_slaas_sammen_og_siden_sier_hva_en_gjoer(app, som, siri):
    importer({**DOBBEL, "bosettingssak": "ja", "klar": "ja"})
    side = siri.get(siden())
    assert "De kan ikke slås sammen nå" in side.text and "UDI" in side.text and 'name="behold"' not in side.text
    for beholdt in (EN, ANNEN):
        assert slaa_sammen(siri, beholdt=beholdt).status_code == 422
    assert innsyn.antall("dobbeltvurdering") == 0
    importer({**DOBBEL, "klar": "nei"})
    assert slaa_sammen(siri).status_code == 303, "det siden sa, gikk"


def test_den_som_har_samtalen_er_den_som_beholdes(app, som, siri):
    assert slaa_sammen(siri, beholdt=ANNEN).status_code == 422
    side = ord_i(siri.get(siden()).text)
    assert "Den andre har bosettingssamtalen. Behold den." in side


def test_soek_paa_det_gamle_nummeret_finner_den_som_er_beholdt(app, som, siri):
    """At the mottak, for a Kompass code, in IMDi; and Kompass takes the number that the person has on paper."""
    per = som("per")
    slaa_sammen(siri)
    funnet = per.post("/mottak/beboere/soek", {"soeketekst": ANNEN})
    assert "Helen Girma" in per.get(funnet.location).text
    assert "Helen Girma" in siri.post("/fordelingsklare/bosettingssak", {"duf_nummer": ANNEN}).text
    kode = tildel(per, ANNEN)
    assert innsyn.antall("kompasskode", beboer_id=hvem(EN).id) == 1
    assert Maskin(app).innloes(ANNEN, kode).status_code == 200


def test_koder_slutter_aa_gjelde_og_registrert_kompetanse_foelger_med(app, som, siri):
    importer({**DOBBEL, "bosettingssak": "ja"})
    brukt = Maskin(app).innloes(ANNEN, tildel(som("nils"), ANNEN)).json["registrering"]
    ny = tildel(som("nils"), ANNEN)
    slaa_sammen(siri)
    assert Maskin(app).innloes(ANNEN, ny).status_code != 200 and hvem(ANNEN).kompasskode_til is None
    assert Maskin(app).registrer(brukt).status_code in (200, 204) and hvem(EN).kompass == "registrert"
    opphev(siri)
    assert hvem(EN).kompass == "ikke_registrert" and hvem(ANNEN).kompass == "registrert"


def test_registeret_hopper_over_det_gamle_nummeret_og_nevner_bare_raden(app, siri):
    slaa_sammen(siri)
    linjer = importer(
        {**DOBBEL, "trukket": "nei", "klar": "ja", "bosettingssak": "ja"}, {**FOERSTE, "tolkespraak": "x"}
    )
    sagt = {linje.rad: (linje.utfall, linje.tekst) for linje in linjer}
    assert sagt[1] == ("advarsel", SAMMENSLAATT) and sagt[2][0] == "endret"
    assert hvem(ANNEN).trukket and hvem(ANNEN).samtale_id is None and hvem(EN).tolkespraak == "x"
    assert not [linje for linje in linjer if "Helen" in linje.tekst or ANNEN in linje.tekst]


def test_mottaket_og_kommunen_faar_varsel(app, som, siri):
    per = som("per")
    slaa_sammen(siri)
    assert "slått sammen en person" in per.get("/varsler").text
    innsyn.skriv("UPDATE varsel SET opprettet = :t", t=innsyn.foer(minutes=1))
    innsyn.skriv(
        "UPDATE beboer SET bosetting = 'soekt_ut', soekt_ut_til = '0301', soekt_ut_navn = 'Oslo', "
        "utsoekingsdato = '2026-11-20' WHERE duf_nummer = :n", n=EN
    )  # fmt: skip
    opphev(siri)
    assert "opphevet sammenslåingen" in per.get("/varsler").text
    assert innsyn.antall("varsel", anledning="kommune_endret", kommune_nummer="0301") == 1


def opphev(klient, **ellers: str):
    return klient.post(f"{siden()}/oppheving", {"grunn": "Tok feil.", **ellers})


def test_feil_sammenslaaing_kan_oppheves(app, som, siri):
    kode = tildel(som("per"), EN)
    slaa_sammen(siri)
    assert siri.get(f"{siden()}/oppheving").status_code == 200
    assert opphev(siri, grunn="").status_code == 422
    assert opphev(siri).status_code == 303 and opphev(siri).status_code == 404
    assert hvem(ANNEN).samme_som_id is None and hvem(ANNEN).trukket is None
    assert innsyn.antall("navneord", beboer_id=hvem(ANNEN).id), "navnet kan søkes igjen"
    assert (
        "1 mulig" in ord_i(siri.get(LISTE).text)
        and "Tok feil." in siri.get(f"/fordelingsklare/beboere/{hvem(EN).id}").text
    )
    assert Maskin(app).innloes(EN, kode).status_code == 200, "den som ble beholdt, er urørt"
    assert "uendret" in utfall(DOBBEL)


def test_to_personer_staar_ikke_i_listen_mer(app, siri):
    assert siri.post(f"{siden()}/ulike").status_code == 303 and siri.post(f"{siden()}/ulike").status_code == 303
    assert innsyn.antall("dobbeltvurdering", utfall="ulike") == 1
    assert "Ingen venter på å bli vurdert." in ord_i(siri.get(LISTE).text) and "1 mulig" in ord_i(
        siri.get(f"{LISTE}?alle=1").text
    )


def test_skjermede_er_ikke_aa_finne_og_den_skjermede_beholdes(app, som, siri):
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE duf_nummer = :n", n=ANNEN)
    assert "Ingen venter på å bli vurdert." in ord_i(siri.get(LISTE).text) and siri.get(siden()).status_code == 404
    assert slaa_sammen(siri).status_code == 404 and siri.post(f"{siden()}/ulike").status_code == 404
    innsyn.skriv(
        "INSERT INTO skjermingstilgang (id, beboer_id, bruker_id, begrunnelse, gitt, gitt_av_id, til_og_med) "
        "VALUES ('1', :b, :s, 'x', :t, :s, '2199-01-01')", b=hvem(ANNEN).id, s=siri.id, t=innsyn.foer(minutes=1)
    )  # fmt: skip
    assert siri.get(siden()).status_code == 200 and slaa_sammen(siri).status_code == 422
    assert innsyn.antall("hendelse", handling="skjermet_lest", beboer_id=hvem(ANNEN).id) >= 1
    innsyn.skriv("UPDATE beboer SET samtale_id = NULL WHERE duf_nummer = :n", n=EN)
    assert slaa_sammen(siri, beholdt=ANNEN).status_code == 303


def test_to_som_ikke_er_like_kan_ikke_slaas_sammen(app, siri):
    yonas = innsyn.ider("Yonas Tesfalem").beboer
    for adresse in (f"{LISTE}/{hvem(EN).id}/{yonas}", f"{LISTE}/{yonas}/{yonas}"):
        assert siri.get(adresse).status_code == 404
        assert siri.post(adresse, {"behold": yonas, "grunn": "x", "bekreftet": "ja"}).status_code == 404


def test_det_som_er_skrevet_om_begge_kan_leses_i_saken(app, som, siri):
    """An internal remark and answers under the number that is gone stand in the case of the one kept."""
    per, aud = som("per"), som("aud")
    importer({**FOERSTE, "klar": "nei"}, {**DOBBEL, "bosettingssak": "ja", "klar": "ja"})
    dobbel = hvem(ANNEN)
    skjema = f"/samtaler/{dobbel.samtale_id}/beboere/{dobbel.id}"
    assert aud.lagre(skjema, "morsmaal", "tigrinja", 0).status_code in (200, 303)
    assert aud.lagre(skjema, "intern_merknad", "Skrevet på det andre nummeret.", 0).status_code in (200, 303)
    innsyn.skriv("UPDATE bosettingssamtale SET status = 'klar' WHERE id = :s", s=dobbel.samtale_id)
    importer({**DOBBEL, "mottak": "Furulia mottak"})
    importer({**DOBBEL, "mottak": "Furulia mottak", "klar": "nei"}, FOERSTE)
    assert hvem(ANNEN).samtale_id is None and slaa_sammen(siri).status_code == 303
    innsyn.skriv("UPDATE beboer SET fornavn = 'Helene' WHERE duf_nummer = :n", n=EN)
    gjoer.fyll_ut(per, "Helene Girma")
    samtale = hvem(EN).samtale_id
    assert gjoer.ferdigstill(per, samtale).status_code == 303
    assert "Skrevet på det andre nummeret." in siri.get(f"/fordelingsklare/{samtale}").text
    historikk = ord_i(siri.get(f"/fordelingsklare/{samtale}/historikk").text)
    assert re.search(r"Helen Girma \(2026 •••••• 09\).*tigrinja", historikk)
