"""Tildele koder Kompass: the look-up, how a code stands, a code shown once, and who may do it (S38, story 10)."""

import re
from datetime import timedelta

import pytest
from stoette import innsyn
from stoette.klient import uten_merke
from stoette.kompass import SELAM, TSERING, YONAS, Maskin, finn, hendelser, kode_paa, tildel

from app.domain.tid import naa

LEYLA, MUSTAFA, UKJENT = "202599110103", "202599044101", "202699030305"
UGYLDIGE = ["202599101004", "204167553610", "12345", "", "abc", "2" * 41, "2025\x00991010", "'; --"]


def soek(klient, duf: str):
    return klient.post("/mottak/kompass/oppslag", {"duf_nummer": duf})


@pytest.mark.parametrize("skrevet", ["202599101003", "2025 991010 03", " 2025\u00a0991010\u00a003 ", "2025\t99101003"])
def test_finner_beboeren_uansett_mellomrom(felles_som, skrevet):
    tuva = felles_som("tuva")
    side = tuva.get(finn(tuva, skrevet)).text
    assert "Tsering Dolkar" in side and "2025 •••••• 03" in side and "Generer engangskode" in side


@pytest.mark.parametrize("skrevet", UGYLDIGE)
def test_ugyldig_foer_noe_soekes(felles_som, skrevet):
    """Story 10, E12: refused with the typed text kept; neither counted nor logged."""
    tuva = felles_som("tuva")
    foer = innsyn.dump(uten=("innlogging",))
    svar = soek(tuva, skrevet)
    assert svar.status_code == 422 and 'aria-invalid="true"' in svar.text
    assert "\x00" in skrevet or len(skrevet) > 40 or "Ugyldig DUF-nummer" in svar.text
    assert innsyn.dump(uten=("innlogging",)) == foer


def test_ingen_treff_er_det_samme_for_alle(app, som):
    """Story 4, J2: unknown, another mottak's and shielded; all logged, and the number nowhere."""
    per = som("per")
    svarene = {uten_merke(soek(per, duf)).replace(duf, "") for duf in (UKJENT, MUSTAFA, LEYLA)}
    assert len(svarene) == 1 and "Ingen treff" in svarene.pop()
    assert hendelser() == [("kompass_oppslag", per.id, None)] * 3
    rader = innsyn.les("SELECT * FROM hendelse")
    assert not [rad for rad in rader if any(duf in str(rad) for duf in (UKJENT, MUSTAFA, LEYLA))]


def test_S13_S16_S18_S19_rollen_og_saken_avgjoer(app, som):
    """Story 5, A5, I10: without bosettingssak only for the roles of the integreringsmottak."""
    for bruker in ("aud", "nils"):
        assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", tildel(som(bruker), SELAM))
    selam, ingrid = innsyn.ider("Selam Berhanesh"), som("ingrid")
    svar = soek(ingrid, SELAM)
    assert svar.status_code == 403 and "bosettingssak" in svar.text and "Selam" not in svar.text
    for adresse, metode in ((f"/mottak/kompass/{selam.beboer}", ingrid.get),
                            (f"/mottak/kompass/{selam.beboer}/kode", ingrid.post)):  # fmt: skip
        assert metode(adresse).status_code == 403
    assert innsyn.antall("kompasskode") == 2
    assert som("kari").get("/mottak/kompass").status_code == 403, "administratoren"


def test_I6_koden_vises_en_gang(app, som):
    tuva = som("tuva")
    side = finn(tuva, TSERING)
    svar = tuva.post(f"{side}/kode")
    kode = kode_paa(svar)
    assert svar.status_code == 200 and svar.headers["Cache-Control"] == "no-store"
    assert kode not in svar.request.url
    assert "Bokmål" in svar.text and "Nynorsk" in svar.text and 'lang="en"' in svar.text
    igjen = tuva.post(f"{side}/kode")
    assert igjen.status_code == 409 and "kan brukes" in igjen.text, "oppfrisking sender det samme om igjen"
    for adresse in (side, "/mottak/kompass"):
        assert kode not in tuva.get(adresse).text and kode not in igjen.text
    tekst = tuva.get(side).text
    assert "Tuva Fjellheim" in tekst and f"begynner med {kode[:4]}" in tekst and "Kode tildelt" in tekst
    assert kode[5:] not in tekst and kode.replace("-", "")[4:] not in tekst


@pytest.mark.begge_lagre
def test_I4_ny_kode_gjoer_den_gamle_ugyldig(app, som):
    tuva, per, kompass = som("tuva"), som("per"), Maskin(app)
    foerste = tildel(tuva, TSERING)
    andre = tildel(per, TSERING)
    assert kompass.innloes(TSERING, foerste).status_code == 422
    assert kompass.innloes(TSERING, andre).status_code == 200
    assert innsyn.antall("kompasskode", trekkaarsak="ny_kode") == 1


def test_den_koden_jeg_bekreftet_er_en_annen(app, som):
    """Two colleagues: what I confirmed shall be void is not what lives now; nothing happens unasked."""
    tuva, per = som("tuva"), som("per")
    tildel(tuva, TSERING)
    side = finn(tuva, TSERING)
    gammel = re.search(r'name="erstatter" value="([0-9a-f]{32})"', tuva.get(side).text)[1]
    ny = tildel(per, TSERING)
    for erstatter in (gammel, "", "x", "0" * 500, "\x00"):
        assert tuva.post(f"{side}/kode", {"erstatter": erstatter}).status_code in (409, 422)
    assert Maskin(app).innloes(TSERING, ny).status_code == 200


def test_som_bit_av_siden(app, som):
    """htmx gets the part that changes; the address, and so reload and Back, stay those of the page."""
    tuva = som("tuva")
    side = finn(tuva, TSERING)
    svar = tuva.post(f"{side}/kode", htmx=True)
    assert "<html" not in svar.text and kode_paa(svar) and "HX-Push-Url" not in svar.headers
    assert tuva.post(f"{side}/kode", htmx=True).status_code == 409


def test_I4_utloep_gaar_av_seg_selv(app, som):
    """«Kode tildelt» until the hour; nothing needs to be written for it to end."""
    tuva = som("tuva")
    tildel(tuva, TSERING)
    side = finn(tuva, TSERING)
    assert "Kode tildelt" in som("per").get("/mottak/beboere?status=kode_tildelt").text
    innsyn.skriv("UPDATE beboer SET kompasskode_til = :t WHERE duf_nummer = :d", t=_fortid(), d=TSERING)
    innsyn.skriv("UPDATE kompasskode SET utloeper = :t", t=_fortid())
    tekst = tuva.get(side).text
    assert "Ikke registrert i Kompass" in tekst and "Utløp" in tekst and "skal bli ugyldig" not in tekst
    assert "Tsering" not in som("per").get("/mottak/beboere?status=kode_tildelt").text
    assert "Tsering" in som("per").get("/mottak/beboere?status=ikke_registrert").text
    assert tuva.post(f"{side}/kode").status_code == 200, "ingen bekreftelse for en utløpt"


def _fortid() -> str:
    return f"{naa() - timedelta(minutes=1):%Y-%m-%d %H:%M:%S}+00"


def test_den_som_er_registrert_faar_ingen_kode(app, som):
    per = som("per")
    side = finn(per, YONAS)
    assert "Registrert i Kompass" in per.get(side).text and "Generer engangskode" not in per.get(side).text
    assert per.post(f"{side}/kode").status_code == 409 and innsyn.antall("kompasskode") == 0


@pytest.mark.begge_lagre
def test_I5_databasen_og_loggen_har_ingen_kode(app, som, caplog):
    caplog.set_level(0)
    kode = tildel(som("tuva"), TSERING)
    Maskin(app).innloes(TSERING, kode)
    dump = innsyn.dump(uten=()) + caplog.text
    for form in (kode, kode.replace("-", ""), kode.replace("-", "")[4:], kode[5:]):
        assert form not in dump and form.lower() not in dump.lower()
    assert "$argon2id$" in dump


def test_A4_kompassrollen_leser_ingen_svar(app, som):
    """A4, MottakKompass: name and code, nothing of the form."""
    tsering = innsyn.ider("Tsering Dolkar")
    som("per").lagre(tsering.skjema, "morsmaal", "Kanarisk")
    tuva = som("tuva")
    sider = [tuva.get(finn(tuva, TSERING)), tuva.post(f"/mottak/kompass/{tsering.beboer}/kode")]
    assert not [side for side in sider if "Kanarisk" in side.text or "tibetansk" in side.text]


def test_B1_andres_beboer_er_ikke_der(app, som):
    tuva, mustafa = som("tuva"), innsyn.ider("Mustafa Rahimzai")
    for metode, slutt in ((tuva.get, ""), (tuva.post, "/kode")):
        fremmed, ingen = (metode(f"/mottak/kompass/{id_}{slutt}") for id_ in (mustafa.beboer, "0" * 32))
        assert fremmed.status_code == ingen.status_code == 404 and uten_merke(fremmed) == uten_merke(ingen)
    assert innsyn.antall("kompasskode") == 0
