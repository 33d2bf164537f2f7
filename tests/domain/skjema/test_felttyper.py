"""The kinds of answer: what they take, what they refuse, and that nothing typed can break them."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app import posttjener
from app.config import ROT
from app.domain.kommune.kommunevalg import Kommunevalg
from app.domain.skjema.felttyper import Dato, Epost, Flervalg, JaNei, Korttekst, Langtekst, Telefon, Valg, ren_tekst
from app.domain.skjema.spraaksvar import Spraaksvar
from app.domain.tid import klokke
from app.domain.unntak import Ugyldig

FARGER = {"roed": "Rød", "groenn": "Grønn", "blaa": "Blå"}
TYPER = [
    Korttekst(),
    Korttekst(20),
    Langtekst(),
    Langtekst(uten_personnummer=True),
    Telefon(),
    Epost(),
    Dato(),
    Valg(FARGER),
    JaNei(),
    Flervalg(FARGER),
    Kommunevalg(),
    Spraaksvar(),
]
hver_type = pytest.mark.parametrize("felttype", TYPER, ids=lambda t: type(t).__name__)

tegn = st.characters() | st.sampled_from("\r\n\t\0\x0b\x85\u2028\u202e\ufeff\U0001f332\udcff0123456789 .-/@+():<>&\"'")
tekster = st.text(tegn, max_size=60)
EKTE = [*FARGER, "ja", "nei", "Tromsø", "28.02.2026", "Dari/farsi"]
innsendinger = st.lists(tekster | st.sampled_from(EKTE), max_size=4)


@pytest.fixture(autouse=True)
def en_kommune(monkeypatch):
    monkeypatch.setattr("app.domain.kommune.kommune.slaa_opp", _slaa_opp)


def _slaa_opp(tekst):
    if tekst.casefold() not in ("tromsø", "5501"):
        raise Ugyldig("Fant ingen kommune eller bydel med dette navnet. Velg en fra listen.")
    return {"nummer": "5501", "navn": "Tromsø"}


@hver_type
@settings(max_examples=200, deadline=None)
@given(raa=innsendinger)
@example(raa=["\r\n"])
@example(raa=["x" * 4000 + "\r\n"])
@example(raa=["9" * 5000])
@example(raa=["a@" + "." * 250])
def test_alt_som_skrives_lagres_eller_avvises_og_kommer_tilbake_som_det_ble_lagret(felttype, raa):
    with pytest.MonkeyPatch.context() as lapp:
        lapp.setattr("app.domain.kommune.kommune.slaa_opp", _slaa_opp)
        try:
            verdi = felttype.parse(raa)
        except Ugyldig as feil:
            assert feil.melding % feil.verdier
            return
        assert felttype.parse(felttype.til_skjema(verdi)) == verdi
        assert json.loads(json.dumps(verdi, ensure_ascii=False).encode()) == verdi
        assert (felttype.vis(verdi) == "") == (verdi is None)
        assert "\0" not in felttype.vis(verdi)


@hver_type
def test_en_felttype_har_egne_eksempler(felttype):
    """What the generated tests try: a good one that is seen, bad ones that each are refused; and its template."""
    assert felttype.vis(felttype.parse(felttype.eksempel))
    assert len(felttype.ugyldige) >= 2
    for raa in felttype.ugyldige:
        with pytest.raises(Ugyldig):
            felttype.parse(raa)
    assert (ROT / "templates" / "felt" / f"{felttype.mal}.html").is_file()


# Text


@pytest.mark.parametrize(
    ("raa", "verdi"),
    [
        (["  Ola  "], "Ola"),
        (["en\r\nto\rtre\nfire"], "en\nto\ntre\nfire"),
        (["første", "siste"], "siste"),
        (["\u00a0 \u2003\t"], None),
        (["<script>alert(1)</script> & «»"], "<script>alert(1)</script> & «»"),
        (["سلام \u202bטקסט\u202c 👩‍👩‍👧‍👦 🇳🇴"], "سلام \u202bטקסט\u202c 👩‍👩‍👧‍👦 🇳🇴"),
        (["100 % %s %(antall)s {x} \\"], "100 % %s %(antall)s {x} \\"),
        (["e\u0301"], "e\u0301"),
    ],
)
def test_tekst_beholdes_som_den_ble_skrevet(raa, verdi):
    assert Langtekst().parse(raa) == verdi


def test_kort_tekst_er_en_linje():
    assert Korttekst().parse(["Lege\r\nEksempel"]) == "Lege Eksempel"


@pytest.mark.parametrize("enhet", ["x", "ø", "🌲", "ع"])
def test_en_tekst_kan_fylle_plassen_sin_og_ikke_mer(enhet):
    assert Langtekst().parse([enhet * 4000]) == enhet * 4000
    with pytest.raises(Ugyldig) as feil:
        Langtekst().parse([enhet * 4001])
    assert "4001" in feil.value.melding % feil.value.verdier


def test_nettleserens_linjeskift_teller_som_ett_tegn():
    assert Langtekst(lengde=5).parse(["ab\r\ncd"]) == "ab\ncd"


@pytest.mark.parametrize("usynlig", ["\x01", "\x02", "\x08", "\x1b", "\x7f", "\ufffd"])
def test_usynlige_tegn_fra_en_innliming_tas_bort(usynlig):
    assert Langtekst().parse([f"Sjakk{usynlig} og dam"]) == "Sjakk og dam"
    assert Langtekst().parse(["Sjakk\x0bdam\x0cludo"]) == "Sjakk\ndam\nludo" and Korttekst().parse(["a\x0bb"]) == "a b"
    with pytest.raises(Ugyldig):
        ren_tekst([f"Sjakk{usynlig}"], 100)  # a register's file is not cleaned: it is read wrongly


@pytest.mark.parametrize("styretegn", ["\0", "\ud800", "\udfff"])
def test_tegn_som_verken_database_eller_skjerm_kan_holde_avvises(styretegn):
    for felttype in (Korttekst(), Langtekst(), Telefon(), Epost(), Dato(), Kommunevalg()):
        with pytest.raises(Ugyldig):
            felttype.parse([f"12{styretegn}34"])


# Telephone, e-mail, day


@pytest.mark.parametrize(
    ("raa", "verdi"),
    [
        ("22 33 44 55", "22 33 44 55"),
        (" +47  22\u00a033 44 55 ", "+47 22 33 44 55"),
        ("(0047) 22-33-44-55", "(0047) 22-33-44-55"),
        ("22.33.44.55", "22.33.44.55"),
        ("02800", "02800"),
        ("+963 944 567 890", "+963 944 567 890"),
        ("\u202a+47 22 33 44 55\u202c", "+47 22 33 44 55"),
        ("22\u201133\u201144\u201155", "22\u201133\u201144\u201155"),
        ("00 00 41 00", "00 00 41 00"),
        ("116 117", "116 117"),
        ("+46 70 123 45 67", "+46 70 123 45 67"),
        ("00251 91 123 4567", "00251 91 123 4567"),
        ("912 34 567 (mor)", "912 34 567 (mor)"),
        ("+963 944 567 890 (onkel i Damaskus)", "+963 944 567 890 (onkel i Damaskus)"),
        ("٢٢٣٣٤٤٥٥", "22334455"),
        ("٩١٢ ٣٤ ٥٦٧ (أم)", "912 34 567 (أم)"),
        ("   ", None),
    ],
)
def test_et_telefonnummer_beholdes_som_det_ble_skrevet(raa, verdi):
    assert Telefon().parse([raa]) == verdi


@pytest.mark.parametrize(
    "raa",
    ["1234", "1234567890123456", "22 33 44 55 og 99 88 77 66", "+", "++4722334455", "47+22334455"]
    + ["22 33 44", "22 33 44 5", "+47 22 33 44 5", "0944 567 890", "+999 12345678"]
    + [
        "ring 22334455",
        "(mor)",
        "912 34 567 mor",
        "12 (mor)",
        "22334455;ext=1",
        "javascript:22334455",
        "<b>22334455</b>",
    ],
)
def test_det_som_ikke_er_et_telefonnummer_avvises(raa):
    with pytest.raises(Ugyldig):
        Telefon().parse([raa])


@pytest.mark.parametrize(
    "raa", ["a@b.no", "fornavn.etternavn+mottak@sub.domene.example", "ola@blåbær.no", "o'brien@x.museum", "A_B-c@x.NO"]
)
def test_en_e_postadresse_beholdes_som_den_ble_skrevet(raa):
    assert Epost().parse([f" {raa}\n"]) == raa


@settings(max_examples=200, deadline=None)
@given(raa=st.emails(domains=st.sampled_from(["b.no", "blåbær.no", "faß.de", "sub.b.example"])) | tekster)
@example(raa="o'brien@x.museum")
def test_en_adresse_som_tas_imot_kan_sendes_til(raa):
    """The form and the one who sends say the same of every address."""
    try:
        verdi = Epost().parse([raa])
    except Ugyldig:
        return
    if verdi:
        brev = posttjener.lag(fra="a@b.example", til=verdi, emne="E", tekst="T", spraak="nb", noekkel="0")
        assert brev.as_bytes() and len(brev["To"].addresses) == 1


def test_en_e_postadresse_mister_usynlige_tegn():
    assert Epost().parse(["\u200bjawad@onkel.example\ufeff"]) == "jawad@onkel.example"


@pytest.mark.parametrize(
    "raa",
    ["a", "@", "a@", "@b.no", "a@b", "a@b.", "a@b.n", "a@@b.no", "a@b@c.no", "a b@c.no", "a@b .no"]
    + [
        "a@b.no,c@d.no",
        "a@b.no;c@d.no",
        "Ola <a@b.no>",
        "a@b.no\nBcc: c@d.no",
        "a@b.no\r\n\r\nHei",
        "a@b.no\u0085x",
        '"a"@b.no',
    ]
    + ["a..b@c.no", ".a@c.no", "a.@c.no", "a@-b.no", "a@b-.no", "a@b..no", "a@.b.no", "a@b_c.no", "a@b.no-", "å@b.no"]
    + ["a@[1.2.3.4]", "a@1.2.3.4", "a@x.invalid", "a@x.local", f"{'a' * 65}@b.no", f"a@{'b' * 64}.no"]
    + [f"{'a' * 250}@b.no"],
)
def test_det_som_ikke_er_en_e_postadresse_avvises(raa):
    with pytest.raises(Ugyldig):
        Epost().parse([raa])


@pytest.mark.parametrize(
    "raa", ["28.02.2026", "28.2.2026", "2026-02-28", " 28/2 2026 ", "28/2-26", "28.2.26.", "28022026", "٢٨.٠٢.٢٠٢٦"]
)
def test_en_dag_lagres_som_iso_og_vises_paa_norsk(raa):
    assert Dato().parse([raa]) == "2026-02-28"
    assert Dato().vis("2026-02-28") == "28.02.2026"
    assert Dato().til_skjema("2026-02-28") == ["28.02.2026"]


@pytest.mark.parametrize(
    ("raa", "verdi"), [("1/2-90", "1990-02-01"), ("01.02.1990", "1990-02-01"), ("1.1.46", "2046-01-01")]
)
def test_et_aar_med_to_sifre_er_det_siste_som_kan_vaere_ment(raa, verdi):
    with klokke(lambda: datetime(2026, 11, 27, tzinfo=UTC)):
        assert Dato().parse([raa]) == verdi
        assert Dato().parse(["1.1.47"]) == "1947-01-01"


@pytest.mark.parametrize("raa", ["29.02.2025", "1899-12-31", "2101-01-01", "0001-01-01", "0202-02-02", "1" * 21, "1.2"])
def test_det_som_ikke_er_en_dag_avvises(raa):
    with pytest.raises(Ugyldig):
        Dato().parse([raa])


# Choices


def test_et_valg_er_ett_fra_listen():
    assert Valg(FARGER).parse(["roed", "blaa"]) == "blaa"
    assert Valg(FARGER).vis("groenn") == "Grønn"
    for ukjent in ("Rød", "ROED", " roed", "roed\n", "roed,blaa"):
        with pytest.raises(Ugyldig):
            Valg(FARGER).parse([ukjent])


def test_et_svar_med_et_valg_som_er_tatt_bort_kan_fortsatt_leses():
    assert Valg(FARGER).vis("gul") == "gul"
    assert Flervalg(FARGER).vis(["blaa", "gul"]) == "Blå, gul"


def test_flere_valg_beholdes_en_gang_hver_i_listens_rekkefoelge():
    felttype = Flervalg(FARGER)
    assert felttype.parse(["blaa", "", "roed", "blaa"]) == ["roed", "blaa"]
    assert felttype.vis(["roed", "blaa"]) == "Rød, Blå"
    assert felttype.parse(["", ""]) is None
    with pytest.raises(Ugyldig):
        felttype.parse(["roed", "gul"])


def test_ikke_valgt_er_noe_annet_enn_nei():
    assert [JaNei().parse(raa) for raa in (["ja"], ["nei"], [""], [])] == ["ja", "nei", None, None]
    assert [JaNei().vis(verdi) for verdi in ("ja", "nei", None)] == ["Ja", "Nei", ""]


def test_en_kommune_beholdes_med_nummer_og_navn():
    assert Kommunevalg().parse([" tromsø "]) == {"nummer": "5501", "navn": "Tromsø"}
    assert Kommunevalg().parse(["5501"]) == {"nummer": "5501", "navn": "Tromsø"}
    assert Kommunevalg().parse(["  "]) is None
