"""How often a user may look up and issue (I10, J3, J4), and what the slip says in which language (F62)."""

import pytest
from stoette import innsyn
from stoette.kompass import KODE, TSERING, YONAS, finn, tildel

UKJENT = "202699030305"


def soek(klient, duf: str = UKJENT) -> int:
    return klient.post("/mottak/kompass/oppslag", {"duf_nummer": duf}).status_code


def fyll(slag: str, antall: int) -> None:
    """As if this one had tried so many times more within this minute."""
    innsyn.skriv("UPDATE forsoek SET antall = antall + :n WHERE slag = :s", n=antall, s=slag)


def test_J3_tretti_bom_stanser_brukeren_og_bare_henne(app, som):
    """J4 too: the others look up as before, and the stopped user's own forms still save."""
    per, tuva = som("per"), som("tuva")
    assert soek(per) == 200
    fyll("duf_bom", 28)
    assert soek(per) == 200 and soek(per) == 429 and soek(per, TSERING) == 429
    svar = per.post("/mottak/kompass/oppslag", {"duf_nummer": UKJENT})
    assert "mange DUF-numre på kort tid" in svar.text and int(svar.headers["Retry-After"]) > 0
    assert innsyn.antall("hendelse", handling="oppslag_sperret", bruker_id=per.id) == 1
    assert soek(tuva) == 200 and soek(tuva, TSERING) == 303
    yonas = innsyn.ider("Yonas Tesfalem")
    assert per.lagre(yonas.skjema, "morsmaal", "tigrinja").status_code == 200


def test_J3_tre_hundre_oppslag_i_timen(app, som):
    per = som("per")
    assert soek(per, YONAS) == 303
    fyll("duf_oppslag", 298)
    assert soek(per, YONAS) == 303 and soek(per, YONAS) == 429


def test_J3_oppslag_og_beboersoek_har_ett_budsjett(app, som):
    """Whoever has missed thirty times in the residents' list does not go on here, nor the other way."""
    per, tuva = som("per"), som("tuva")
    assert per.post("/mottak/beboere/soek", {"soeketekst": UKJENT}).status_code == 303
    fyll("duf_bom", 28)
    assert soek(per) == 200 and soek(per) == 429
    assert per.post("/mottak/beboere/soek", {"soeketekst": UKJENT}).status_code == 429
    assert soek(tuva) == 200


def test_I10_seksti_koder_i_timen(app, som):
    tuva = som("tuva")
    tildel(tuva, TSERING)
    fyll("kompass_tildeling", 59)
    side = f"/mottak/kompass/{innsyn.ider('Tsering Dolkar').beboer}"
    assert tuva.post(f"{side}/kode").status_code == 429
    assert innsyn.antall("kompasskode") == 1 and tildel(som("per"), TSERING)


def lappen(klient, spraak: str) -> str:
    innsyn.skriv("UPDATE beboer SET tolkespraak = :s WHERE duf_nummer = :d", s=spraak, d=TSERING)
    innsyn.skriv("DELETE FROM kompasskode")
    svar = klient.post(f"{finn(klient, TSERING)}/kode")
    assert KODE.search(svar.text)
    return svar.text


@pytest.mark.parametrize(
    ("spraak", "kode", "retning"),
    [("arabisk", "ar", "rtl"), ("Tigrinja", "ti", "ltr"), ("dari", "prs", "rtl"), ("persisk (farsi)", "fa", "rtl"),
     ("ukrainsk", "uk", "ltr"), ("somali", "so", "ltr"), ("swahili", "sw", "ltr")],
)  # fmt: skip
def test_F62_lappen_paa_beboerens_spraak(felles_som, spraak, kode, retning):
    tekst = lappen(felles_som("tuva"), spraak)
    assert f'lang="{kode}" dir="{retning}"' in tekst and '<bdi dir="ltr">cv.imdinett.no</bdi>' in tekst
    assert tekst.count('class="instruks"') == 4


@pytest.mark.parametrize("spraak", ["tibetansk", "", "%", "ar", "<b>arab</b>"])
def test_F62_uten_tekst_paa_spraaket_bare_de_tre(felles_som, spraak):
    assert lappen(felles_som("tuva"), spraak).count('class="instruks"') == 3


def test_F62_tekstene_kan_byttes_med_en_fil(app, som, caplog):
    tuva, fil = som("tuva"), app.extensions["mottak_config"].data / "kompass_tekster.toml"
    fil.write_text(
        'adresse = "kompass.example"\n[[alltid]]\nkode = "nb"\nnavn = "Bokmål"\nlinjer = ["Gå til {adresse} <nå>."]\n'
        '[[spraak]]\nkode = "bo"\nnavn = "བོད་སྐད"\ntolkespraak = ["tibetansk"]\nlinjer = ["{adresse}"]\n', "utf-8",
    )  # fmt: skip
    tekst = lappen(tuva, "tibetansk")
    assert 'lang="bo"' in tekst and "&lt;nå&gt;" in tekst and "cv.imdinett.no" not in tekst
    for oedelagt in ("ikke toml", "adresse = 1", "\ufeff[[", 'adresse = ""\nalltid = 3\nspraak = []'):
        fil.write_text(oedelagt, "utf-8")
        assert "cv.imdinett.no" in lappen(tuva, "tibetansk") and "kompasstekster_ubrukelige" in caplog.text
